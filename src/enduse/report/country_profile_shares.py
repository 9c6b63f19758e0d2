"""Shares of origins by month, the months in which they changed, and the measures near those months."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from enduse.model.period import Span, month_index
from enduse.model.profile import Number, ProfileTable, Section, Statement, TableLine
from enduse.report.country_profile_lines import (
    NOT_STATED,
    OTHERS,
    Columns,
    Lines,
    TradeLine,
    grouped,
    rows_of,
    share_of,
    worth,
)
from enduse.report.wording import month_text
from enduse.trace.breaks import Break, BreakRules, break_months
from enduse.trace.control_dates import Marker

RULES = BreakRules()
NEAR_MONTHS = 6
"""A measure further away from a break than this is not named beside it."""


@dataclass(frozen=True)
class MonthShares:
    """Whose share of a month's value is how large.

    Attributes:
        shares: Column to share; they sum to 1. Empty in a month without any value: it has no shares.
    """

    month: int
    value: float
    shares: Mapping[str, float]


@dataclass(frozen=True)
class ShareBreak:
    """A month in which an origin's share changed its level, and the measure nearest to it.

    Attributes:
        measure: None where none lies within ``NEAR_MONTHS``.
        months_after: Months from the measure's month to the break's; negative where the break came first.
    """

    column: str
    found: Break
    measure: Marker | None
    months_after: int | None


def month_shares(lines: Iterable[TradeLine], columns: Columns, period: Span) -> tuple[MonthShares, ...]:
    """Shares of every month of the period, in order."""
    months: dict[int, list[TradeLine]] = {month: [] for month in range(period.start, period.end)}
    for it in lines:
        if it.month in months:
            months[it.month].append(it)
    return tuple(_shares(month, some, columns) for month, some in months.items())


def _shares(month: int, lines: Lines, columns: Columns) -> MonthShares:
    whole = worth(lines)
    if not whole:
        return MonthShares(month, 0.0, {})
    parts = columns.by_origin(lines)
    return MonthShares(month, whole, {name: worth(part) / whole for name, part in sorted(parts.items())})


def share_breaks(
    months: Sequence[MonthShares], column: str, measures: Iterable[Marker], rules: BreakRules = RULES
) -> tuple[ShareBreak, ...]:
    """The breaks of one column's share; months without any value are no evidence and are left out.

    Args:
        months: In order, without gaps.
        column: As ``Columns.of`` names it.
        measures: Dated measures that bound this origin.
        rules: How breaks are looked for.
    """
    if not months:
        return ()
    series = [it.shares.get(column, 0.0) if it.shares else None for it in months]
    known = list(measures)
    return tuple(_near(column, it, known) for it in break_months(series, months[0].month, rules))


def is_testable(months: Sequence[MonthShares], rules: BreakRules = RULES) -> bool:
    """Are there months enough to look for a break?"""
    return sum(bool(it.shares) for it in months) >= max(rules.whole, 2 * rules.least)


def _near(column: str, found: Break, measures: Iterable[Marker]) -> ShareBreak:
    near = [(_distance(found, it), it) for it in measures]
    close = [pair for pair in near if pair[0] <= NEAR_MONTHS]
    if not close:
        return ShareBreak(column, found, None, None)
    best = min(close, key=lambda pair: (pair[0], abs(found.month - month_index(pair[1].on)), pair[1]))[1]
    return ShareBreak(column, found, best, found.month - month_index(best.on))


def _distance(found: Break, measure: Marker) -> int:
    """Months between the measure and the span in which the break may have happened; 0 inside of it."""
    month = month_index(measure.on)
    return max(found.low - month, month - found.high, 0)


def shares_section(lines: Lines, columns: Columns, period: Span) -> Section:
    """A table of every month: whose share was how large."""
    shown = (*columns.asked, *columns.named, OTHERS, NOT_STATED)
    header = ("Month", *(it if len(it) < 3 else it.capitalize() for it in shown), "Sum")
    months = grouped(lines, lambda it: month_text(it.month))
    table = tuple(
        _month_line(month_text(month), months.get(month_text(month), []), columns, shown)
        for month in range(period.start, period.end)
    )
    note = "Shares of the value of all goods lines of the month. A dash is a month without any value: it has no shares."
    return Section(
        "shares", "Origin by month", tables=(ProfileTable("shares", "Share by origin", header, table, note),)
    )


def _month_line(month: str, lines: Lines, columns: Columns, shown: Sequence[str]) -> TableLine:
    parts = columns.by_origin(lines)
    told = share_of(lines)
    cells = [told(parts.get(it, [])) for it in shown]
    return TableLine((month, *cells, told(lines)), rows_of(lines))


def breaks_section(
    months: Sequence[MonthShares], columns: Columns, measures: Mapping[str, Sequence[Marker]]
) -> Section:
    """The months in which the shares changed, each beside the nearest measure, with the rate of false alarms."""
    title = "Months in which a share changed"
    if not is_testable(months):
        held = sum(bool(it.shares) for it in months)
        why = f"The test needs {RULES.whole} months with values; there are {held}."
        return Section("breaks", title, not_assessable=why)
    tested = (*columns.asked, *columns.named)
    found = [it for column in tested for it in share_breaks(months, column, measures.get(column, ()))]
    rate = Statement(
        (
            f"{len(tested)} series were tested. Of series without any break the test calls {RULES.false_alarm:.0%} "
            f"broken, so {len(tested) * RULES.false_alarm:.2g} of these would be called so by accident.",
        ),
        "derived",
    )
    header = ("Origin", "Changed in", "Between", "Before", "After", "Chance", "Nearest measure", "Months after it")
    note = (
        "Before and after: means of the months' shares. Chance: of as clear a break in a series that has none. "
        f"A measure within {NEAR_MONTHS} months is near in time; that it caused the break is not shown by this."
    )
    table = ProfileTable("breaks", title, header, tuple(map(_break_line, found)), note)
    none = Statement(("No share changed its level beyond chance.",), "derived")
    return Section("breaks", title, (rate,) if found else (rate, none), (table,) if found else ())


def _break_line(it: ShareBreak) -> TableLine:
    at = it.found
    span = month_text(at.low) if at.low == at.high else f"{month_text(at.low)} to {month_text(at.high)}"
    near = f"{it.measure.on} {it.measure.regime}: {it.measure.label}" if it.measure else "none known"
    away = None if it.months_after is None else Number(it.months_after, "months", "stated")
    before, after = (Number(value, "share", "stated") for value in (at.before, at.after))
    return TableLine((it.column, month_text(at.month), span, before, after, f"{at.p_value:.3f}", near, away))
