"""Whether a case is as it was written: its ledger, its evidence, and the chained logs of its desk."""

from collections.abc import Iterator
from typing import Any

from enduse.store.case_log import CaseLog
from enduse.store.evidence_store import EvidenceStore
from enduse.store.ledger import LedgerStore
from enduse.store.order_log import OrderLog


def damages(store: LedgerStore) -> list[dict[str, Any]]:
    """What is wrong, one row each: ``what`` it concerns, and the ``problem`` in a sentence."""
    return [{"what": what, "problem": says} for what, says in _damages(store)]


def _damages(store: LedgerStore) -> Iterator[tuple[str, str]]:
    if store.current():
        yield from (("ledger", it) for it in store.verify())
    root = store.workspace.root
    # A desk is made when it is first asked; a check should write nothing.
    if not (root / "desk.db").exists():
        return
    evidence = EvidenceStore(root)
    yield from ((f"evidence {it.item}".strip(), it.says) for it in evidence.verify() if it.grave)
    yield from (("case log", it) for it in CaseLog(evidence.desk).verify())
    yield from (("order log", it) for it in OrderLog(evidence.desk).verify())
