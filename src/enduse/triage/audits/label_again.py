"""A column that is the label under another name, or is filled only once the label is known."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from enduse.model.data_audit import AuditFinding
from enduse.triage.audit_check import AuditCheck
from enduse.triage.audit_table import AuditColumn, AuditTable
from enduse.triage.telling import told, told_by

_SAME: Final = 0.97
_FILLED: Final = 0.9
_FILLED_LOOK: Final = 0.75
_FEW: Final = 20
"""A label has few values; the names of two hundred firms tell it, too, where firms repeat what they do."""


def _run(table: AuditTable) -> Iterator[AuditFinding]:
    for column in table.columns:
        if found := _says_it(table, column) or _filled_by_it(table, column):
            yield found


def _says_it(table: AuditTable, column: AuditColumn) -> AuditFinding | None:
    if column.distinct > _FEW and column.figures is None:
        return None
    said = told_by(column.codes, table.label)
    if column.figures is not None and column.distinct > _FEW:
        figures = np.nan_to_num(column.figures, nan=float(np.nanmedian(column.figures)))
        said = max((told(figures, table.label), told(-figures, table.label)), key=lambda it: it.auc)
    if said.low < _SAME:
        return None
    text = (
        f"{column.name!r} alone tells the label with an area of {said.text}: it is the label again, or was made from "
        "it. Leave it out."
    )
    return AuditFinding("label_again", "leak", (column.name,), said, text)


def _filled_by_it(table: AuditTable, column: AuditColumn) -> AuditFinding | None:
    if not column.empty.any():
        return None
    filled, empty = (told(score.astype(float), table.label) for score in (~column.empty, column.empty))
    said, how = max((filled, "filled"), (empty, "empty"), key=lambda it: it[0].auc)
    if said.low < _FILLED_LOOK:
        return None
    text = (
        f"Whether {column.name!r} is {how} tells the label with an area of {said.text}: is it written only after "
        "somebody looked? What is known only afterwards must be left out."
    )
    return AuditFinding("label_again", "leak" if said.low >= _FILLED else "look", (column.name,), said, text)


CHECK = AuditCheck(
    "label_again",
    "The label under another name, or a column filled once it is known",
    "A column that follows the label in part.",
    _run,
)
