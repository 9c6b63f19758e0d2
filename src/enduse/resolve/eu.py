"""The European Union as one trader, and years as one figure: never a published total beside its parts."""

from datetime import date
from functools import cache
from typing import Literal

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.model.period import first_day, month_index
from enduse.text.countries import eu_members

EU = "EU27_2020"
"""Code under which the Union stands in what this module gives, however it was published."""

PUBLISHED_AS = (EU, "EU")
"""Codes of published totals, the wanted one first: today's composition, then the one of the date."""

_FIRST, _LAST = month_index(date(1993, 1, 1)), month_index(date(2040, 12, 1))
_YEAR = ("reporter", "partner", "flow", "goods_code", "year")


def eu_exports(statistics: Table) -> Table:
    """Trade that the Union reports, one row per partner, flow, goods code and period.

    The published total where there is one, else the sum of those who were members at that date; ``how``
    says which (``published`` or ``summed``), ``members`` how many reporters were summed. Where several
    publishers give the figure, one of them is taken: with a total, else with most members.

    Returns:
        ``reporter`` (``EU27_2020``), ``partner``, ``flow``, ``goods_code``, ``hs6``, ``month``, ``months``,
        ``value_eur``, ``value_usd``, ``publisher``, ``how``, ``members``, ``row_ids`` (the cells it stands on).
    """
    return as_one_eu(statistics, "reporter")


def eu_as_partner(statistics: Table) -> Table:
    """The same for what others report about their trade with the Union; ``partner`` is ``EU27_2020``."""
    return as_one_eu(statistics, "partner")


def as_one_eu(statistics: Table, side: Literal["reporter", "partner"]) -> Table:
    """``eu_exports`` for either side of the trade."""
    other = "partner" if side == "reporter" else "reporter"
    cell = (other, "flow", "goods_code", "hs6", "month", "months")
    totals = _totals(statistics, side, cell)
    summed = _summed(statistics, side, cell)
    both = totals.union(summed.select(*totals.columns))
    best = [both.preference, both.members.desc(), both.publisher]
    ranked = both.mutate(place=ibis.row_number().over(ibis.window(group_by=cell, order_by=best)))
    return ranked.filter(ranked.place == 0).drop("place", "preference").mutate(**{side: ibis.literal(EU)})


def annual(statistics: Table) -> Table:
    """One figure per reporter, partner, flow, goods code and calendar year, from the cells that cover most of it.

    Cells of one length are summed, cells of different lengths never: twelve months or the year's own cell,
    not both. At equal coverage the longest cells win (the year as its publisher gives it). Cells that reach
    beyond the year, or do not tile it from January, are left out. A ``months_covered`` under 12 marks a
    partial year. A value is null when one of its cells could not be converted.

    Args:
        statistics: Cells with ``row_id``, or rows of ``as_one_eu`` with ``row_ids``.

    Returns:
        ``reporter``, ``partner``, ``flow``, ``goods_code``, ``year``, ``value_eur``, ``value_usd``,
        ``months_covered``, ``months`` (length of the cells used), ``publisher``, ``row_ids``.
    """
    has_value = statistics.value_eur.notnull() | statistics.value_usd.notnull()
    told = statistics.filter(has_value, statistics.months > 0)
    start = told.month % 12
    tiling = told.filter(start + told.months <= 12, start % told.months == 0)
    cells = tiling.mutate(year=(tiling.month / 12).floor().cast("int64"), ids=_row_ids(tiling))
    sums = cells.group_by(*_YEAR, "publisher", "months").aggregate(
        value_eur=_whole_sum(cells.value_eur),
        value_usd=_whole_sum(cells.value_usd),
        starts=cells.month.nunique(),
        row_ids=cells.ids.collect(order_by=cells.month).flatten(),
    )
    covered = sums.mutate(months_covered=(sums.starts * sums.months).cast("int64"))
    best = [covered.months_covered.desc(), covered.months.desc(), covered.publisher]
    ranked = covered.mutate(place=ibis.row_number().over(ibis.window(group_by=_YEAR, order_by=best)))
    return ranked.filter(ranked.place == 0).drop("place", "starts")


def _totals(statistics: Table, side: str, cell: tuple[str, ...]) -> Table:
    published = statistics.filter(statistics[side].isin(PUBLISHED_AS))
    return published.select(
        *cell,
        "publisher",
        "value_eur",
        "value_usd",
        how=ibis.literal("published"),
        members=ibis.literal(0, type="int64"),
        row_ids=ibis.array([published.row_id]),
        preference=ibis.ifelse(published[side] == EU, 0, 1).cast("int64"),
    )


def _summed(statistics: Table, side: str, cell: tuple[str, ...]) -> Table:
    """Members are those of the period's last month: who joined or left within it counts as at its end."""
    last = statistics.mutate(last_month=statistics.month + statistics.months - 1)
    members = last.semi_join(_membership(), [last[side] == _membership().member, "last_month"])
    return members.group_by(*cell, "publisher").aggregate(
        value_eur=_whole_sum(members.value_eur),
        value_usd=_whole_sum(members.value_usd),
        how=ibis.literal("summed"),
        members=members[side].nunique().cast("int64"),
        row_ids=members.row_id.collect(order_by=members.row_id),
        preference=ibis.literal(2, type="int64"),
    )


@cache
def _membership() -> Table:
    """``member`` and ``last_month`` for every month of the Union."""
    months = range(_FIRST, _LAST + 1)
    pairs = [(code, month) for month in months for code in sorted(eu_members(first_day(month)))]
    codes, indexes = zip(*pairs, strict=True)
    return ibis.memtable(
        pa.table({"member": pa.array(codes, pa.string()), "last_month": pa.array(indexes, pa.int64())})
    )


def _row_ids(cells: Table) -> ibis.Value:
    return cells.row_ids if "row_ids" in cells.columns else ibis.array([cells.row_id])


def _whole_sum(values: ibis.Value) -> ibis.Value:
    """Null when a part is unknown: a sum that leaves a part out would be a wrong figure."""
    return ibis.ifelse(values.isnull().any(), ibis.null("float64"), values.sum())
