"""Events of machines out of the ledger, as EPCIS."""

from datetime import datetime
from pathlib import Path

from enduse.errors import UsageError
from enduse.report.formats.epcis import Written, write_epcis
from enduse.store.atomic import explained, scratch_file
from enduse.store.ledger import LedgerStore
from enduse.store.snapshot import open_snapshot

_ORDER = ("source_id", "member", "sheet", "row")
_AT_ONCE = 20_000
_NO_VERSION = "1970-01-01T00:00:00+00:00"


def export_events(store: LedgerStore, target: Path) -> int:
    """Write every event of the ledger as one EPCIS 2.0 document, whole or not at all; gives the number of events.

    Events without a day are left out: EPCIS has none.

    Raises:
        UsageError: ``E-EVENTS-NONE``: the ledger holds no event with a day.
    """
    snapshot = open_snapshot(store, None)
    try:
        table = snapshot.table("events").order_by(*_ORDER).to_pyarrow()
        # The version's own instant: the same rows give the same bytes, whenever they are written out.
        made = datetime.fromisoformat(snapshot.manifest.created_at or _NO_VERSION)
    finally:
        snapshot.close()
    rows = (row for batch in table.to_batches(max_chunksize=_AT_ONCE) for row in batch.to_pylist())
    with explained("writing an export", target), scratch_file(target.parent) as draft:
        written: Written = write_epcis(rows, made, Path(draft.name))
        if not written.events:
            raise UsageError(
                f"The ledger holds no event of a machine with a day ({written.undated} without one), so there is "
                "nothing to write. Add a sales book or service record first: enduse add FILE.",
                code="E-EVENTS-NONE",
            )
        Path(draft.name).replace(target)
    return written.events
