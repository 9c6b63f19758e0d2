"""Rows that were sorted, or put together, by their label."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from enduse.model.data_audit import AuditFinding
from enduse.triage.audit_check import AuditCheck
from enduse.triage.audit_table import AuditTable, agreement
from enduse.triage.placing import place_within_day
from enduse.triage.telling import told

_PLACE: Final = 0.65
_NEIGHBOUR: Final = 0.75
_VARIETY: Final = 0.05
_FEWEST: Final = 200


def _run(table: AuditTable) -> Iterator[AuditFinding]:
    place = place_within_day(table, np.arange(len(table)))
    said = max((told(place, table.label), told(-place, table.label)), key=lambda it: it.auc)
    if said.low >= _PLACE:
        # Without days a file in order of time looks the same when diversion became more common.
        dated = table.day is not None
        text = f"The place of a row in the file tells the label with an area of {said.text}" + (
            ", among rows of one day: the file was sorted by it."
            if dated
            else ": either the file is sorted by it, or it is in order of time and no column holds the days."
        )
        yield AuditFinding("order_of_rows", "leak" if dated else "look", (), said, text)
        return
    yield from _neighbours(table)


def _neighbours(table: AuditTable) -> Iterator[AuditFinding]:
    """What the row above tells, where it shares no firm and no number with it."""
    strange = np.ones(len(table) - 1, dtype=bool)
    for column in table.columns:
        if agreement(column.codes) < _VARIETY and column.days is None:
            strange &= (column.codes[1:] != column.codes[:-1]) | column.empty[1:]
    label = table.label[1:][strange]
    if min(label.sum(), (1 - label).sum()) < _FEWEST / 10 or strange.sum() < _FEWEST:
        return
    said = told(table.label[:-1][strange].astype(float), label)
    if said.low >= _NEIGHBOUR:
        text = (
            f"The label of the row above tells a row's own with an area of {said.text}, though they share no firm and "
            "no number: the file was put together from parts that were labelled apart."
        )
        yield AuditFinding("order_of_rows", "leak", (), said, text)


CHECK = AuditCheck(
    "order_of_rows", "A file sorted or put together by its label", "An order that was shuffled afterwards.", _run
)
