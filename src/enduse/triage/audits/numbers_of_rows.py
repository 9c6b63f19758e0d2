"""Numbers of rows and firms that were given after the label was known."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from enduse.model.data_audit import AuditFinding, Level
from enduse.triage.audit_check import AuditCheck
from enduse.triage.audit_table import AuditColumn, AuditTable, Codes
from enduse.triage.placing import place_within_day
from enduse.triage.telling import told, told_by

_ORDER: Final = 0.65
_SIGNS_LOOK: Final = 0.75
_SIGNS_LEAK: Final = 0.95
_UNIQUE: Final = 0.995
_FEWEST_NAMES: Final = 100
_MOSTLY: Final = 0.9


def _run(table: AuditTable) -> Iterator[AuditFinding]:
    for column in table.columns:
        if column.days is not None or column.continuous:
            continue
        if column.distinct >= _UNIQUE * len(table):
            yield from _by_order(table, column)
        if column.distinct >= _FEWEST_NAMES and _numbers(column):
            yield from _by_signs(table, column)


def _by_order(table: AuditTable, column: AuditColumn) -> Iterator[AuditFinding]:
    place = place_within_day(table, _sorted_place(column))
    said = max((told(place, table.label), told(-place, table.label)), key=lambda it: it.auc)
    if said.low >= _ORDER:
        text = (
            f"The order of {column.name!r} tells the label with an area of {said.text}, among rows of one day: the "
            "numbers were given, or the rows sorted, when the label was known."
        )
        yield AuditFinding("numbers_of_rows", "leak", (column.name,), said, text)


def _by_signs(table: AuditTable, column: AuditColumn) -> Iterator[AuditFinding]:
    """What its first and last signs and its length tell of numbers that were never seen."""
    for name, read in (("first sign", lambda it: it[:1]), ("last sign", lambda it: it[-1:]), ("length", len)):
        said = told_by(_codes_of([read(it) for it in column.texts])[column.codes], table.label, column.codes)
        if said.low < _SIGNS_LOOK:
            continue
        text = (
            f"The {name} of {column.name!r} tells the label of numbers never seen before with an area of {said.text}: "
            "were numbers given by outcome? An office or a year in the number can be lawful."
        )
        level: Level = "leak" if said.low >= _SIGNS_LEAK else "look"
        yield AuditFinding("numbers_of_rows", level, (column.name,), said, text)


def _numbers(column: AuditColumn) -> bool:
    """Are they numbers and no words?"""
    texts = [it for it in column.texts if it]
    return sum(" " not in it and any(map(str.isdigit, it)) for it in texts) > _MOSTLY * len(texts)


def _codes_of(texts: list[object]) -> Codes:
    number = dict[object, int]()
    return np.array([number.setdefault(it, len(number)) for it in texts], dtype=np.int64)


def _sorted_place(column: AuditColumn) -> Codes:
    # By figure where all are digits, else by letters: 10 stands behind 9.
    digits = all(it.isdigit() for it in column.texts if it)
    order = sorted(range(len(column.texts)), key=lambda it: (len(column.texts[it]) if digits else 0, column.texts[it]))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[column.codes]


CHECK = AuditCheck(
    "numbers_of_rows",
    "Numbers of rows or firms that follow the label",
    "Numbers that were scrambled by a code of their own.",
    _run,
)
