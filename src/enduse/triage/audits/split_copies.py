"""Rows of the test part that stand in the training part, too."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from enduse.model.data_audit import AuditFinding, NotAudited
from enduse.triage.audit_check import AuditCheck
from enduse.triage.audit_table import AuditColumn, AuditTable

_SHARE: Final = 0.01
_UNIQUE: Final = 0.995
_SHOWN: Final = 3


def _run(table: AuditTable) -> Iterator[AuditFinding | NotAudited]:
    if table.part is None:
        yield NotAudited("split_copies", "No split is named: give --split COLUMN, or a second file --test FILE.")
        return
    yield from _copies(table, table.part == 0)
    yield from _times(table)


def _copies(table: AuditTable, training: NDArray[np.bool_]) -> Iterator[AuditFinding]:
    # Numbers of rows, which each file may count anew, make no row another one.
    columns = [it for it in table.columns if not _numbers_rows(it, training)]
    key = table.joined(columns)
    seen = np.isin(key, key[training]) & ~training
    share = float(seen.sum() / max(1, (~training).sum()))
    if share < _SHARE:
        return
    known = {int(it): int(label) for it, label in zip(key[training], table.label[training], strict=True)}
    same = float(np.mean([known[int(key[it])] == table.label[it] for it in np.flatnonzero(seen)]))
    text = (
        f"{seen.sum():,} of {(~training).sum():,} test rows ({share:.1%}) stand in the training part, too, in every "
        f"column but row numbers; {same:.0%} of them with the same label."
    )
    rows = tuple(int(it) for it in table.rows[seen][:_SHOWN])
    yield AuditFinding("split_copies", "leak", tuple(it.name for it in columns), None, text, rows)


def _numbers_rows(column: AuditColumn, training: NDArray[np.bool_]) -> bool:
    """Another text on every row, without a decimal mark, and no day."""
    if column.days is not None or any("." in it or "," in it for it in column.texts):
        return False
    return bool(np.unique(column.codes[training]).size >= _UNIQUE * training.sum())


def _times(table: AuditTable) -> Iterator[AuditFinding]:
    day: AuditColumn | None = table.day
    if day is None or day.days is None or table.part is None:
        return
    dated = day.days >= 0
    training, test = (day.days[dated & (table.part == 0)], day.days[dated & (table.part != 0)])
    early = float((test < training.max(initial=-1)).mean()) if test.size else 0.0
    if early > 1 / 2:
        text = (
            f"{early:.0%} of the test rows are older than the newest training row by {day.name!r}: the split is not by "
            "time, so a model is asked about days on whose future it was trained."
        )
        yield AuditFinding("split_copies", "look", (day.name,), None, text)


CHECK = AuditCheck(
    "split_copies", "Test rows that stand in the training part", "Copies that differ in one column.", _run
)
