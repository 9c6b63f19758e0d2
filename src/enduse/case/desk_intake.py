"""The desk's records in the ledger: added, replaced when the desk changed, taken out when it holds them no more."""

import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from enduse.case.desk_records import FILES, DeskRecords
from enduse.store.ledger import LedgerStore


def take_in_desk(ledger: LedgerStore, add: Callable[[Path], object]) -> tuple[str, ...]:
    """Names of the sources that changed; the same desk changes nothing, and gives no new version.

    The new source is added before the old one is taken out: a kill in between leaves rows twice, never none, and the
    next call mends it.
    """
    wanted = DeskRecords(ledger.workspace.root).files()
    held = [(it.name, it.source_id) for it in ledger.manifest().sources if it.name in FILES]
    changed = set[str]()
    for name, data in wanted.items():
        if (name, sha256(data).hexdigest()) not in held:
            with tempfile.TemporaryDirectory() as scratch:
                path = Path(scratch) / name
                path.write_bytes(data)
                add(path)
            changed.add(name)
    for name, source_id in held:
        if name not in wanted or sha256(wanted[name]).hexdigest() != source_id:
            ledger.undo(source_id)
            changed.add(name)
    return tuple(sorted(changed))
