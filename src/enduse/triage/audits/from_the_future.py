"""Columns that sum up later rows, or days after the day that counts."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from enduse.model.data_audit import AuditFinding, NotAudited
from enduse.triage.audit_check import AuditCheck
from enduse.triage.audit_table import AuditColumn, AuditTable, Figures
from enduse.triage.audits.copied_records import agreement_within
from enduse.triage.telling import told

_CONSTANT: Final = 0.99
_FOLLOWS: Final = 0.98
_LATER: Final = 0.9
_TELLS: Final = 0.75
_FEWEST: Final = 20
_FEW_VALUES: Final = 5


def _run(table: AuditTable) -> Iterator[AuditFinding | NotAudited]:
    if table.day is None:
        yield NotAudited("from_the_future", "No column holds the days of the rows, so later days cannot be told.")
    else:
        yield from _later_days(table, table.day)
    yield from _summed_up(table)


def _later_days(table: AuditTable, day: AuditColumn) -> Iterator[AuditFinding]:
    for column in table.columns:
        if column is day or column.days is None or day.days is None:
            continue
        both = (column.days >= 0) & (day.days >= 0)
        later = column.days[both] > day.days[both]
        if not later.size or later.mean() < _LATER:
            continue
        lag = np.where(both, column.days - day.days, -1).astype(float)
        said = max((told(lag, table.label), told(-lag, table.label)), key=lambda it: it.auc)
        text = (
            f"{column.name!r} lies after {day.name!r} in {later.mean():.0%} of the rows that have both (median "
            f"{int(np.median(lag[both]))} days), and tells the label with an area of {said.text}: it was not known on "
            "the day that counts."
        )
        yield AuditFinding("from_the_future", "leak" if said.low >= _TELLS else "look", (column.name,), said, text)


def _summed_up(table: AuditTable) -> Iterator[AuditFinding]:
    """Figures that are the share of the label, or the number of rows, of a firm over the whole file."""
    for figures in table.columns:
        if figures.figures is None or figures.distinct < _FEW_VALUES:
            continue
        for firm in table.columns:
            if firm is figures or firm.figures is not None or not _names_many(firm, len(table)):
                continue
            if agreement_within(figures.codes, firm.codes) < _CONSTANT:
                continue
            if found := _sum_of(table, firm, figures):
                yield found
                break


def _names_many(column: AuditColumn, rows: int) -> bool:
    return _FEWEST <= column.distinct <= rows / 2 and column.days is None


def _sum_of(table: AuditTable, firm: AuditColumn, column: AuditColumn) -> AuditFinding | None:
    rows = np.bincount(firm.codes)
    share = np.bincount(firm.codes, weights=table.label) / rows
    value = np.zeros(len(rows))
    value[firm.codes] = np.nan_to_num(column.figures) if column.figures is not None else 0.0
    many = (rows > 1) & np.array([bool(it) for it in firm.texts])
    if many.sum() < _FEWEST:
        return None
    name, of = f"{column.name!r}", f"each {firm.name!r} over the whole file, later rows included"
    if _follows(share[many], value[many]):
        said = told(np.nan_to_num(column.figures) if column.figures is not None else value, table.label, firm.codes)
        text = f"{name} is the share of the label of {of}: it holds the very labels it is to foretell."
        return AuditFinding("from_the_future", "leak", (column.name, firm.name), said, text)
    if _follows(rows[many].astype(float), value[many]):
        text = f"{name} is the number of rows of {of}: on the day of a row its later ones were not known."
        return AuditFinding("from_the_future", "look", (column.name, firm.name), None, text)
    return None


def _follows(left: Figures, right: Figures) -> bool:
    if np.ptp(left) == 0 or np.ptp(right) == 0:
        return False
    return abs(float(np.corrcoef(left, right)[0, 1])) >= _FOLLOWS


CHECK = AuditCheck(
    "from_the_future",
    "Columns that sum up later rows, or lie after the day that counts",
    "Running sums that go a little beyond the day; figures made from several firms at once.",
    _run,
    whole=True,
)
