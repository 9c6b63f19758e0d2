"""Published statistics as series that can be compared: nothing counted twice, the European Union as one."""

from datetime import date
from typing import Literal

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, DateValue, IntegerValue, Table

from enduse.model.period import month_index
from enduse.text.countries import eu_members

EU = "EU"
"""How the European Union is written as one reporter or partner."""

_SERIES = ["exporter", "importer", "month", "months", "scope", "chapter"]
_AGGREGATES = ("EU27_2020", "EU")
# The days on which the Union's membership changed, newest first.
_CHANGES = (date(2020, 2, 1), date(2013, 7, 1), date(2007, 1, 1), date(2004, 5, 1), date(1995, 1, 1))


def is_member(country: ibis.Value, month: IntegerValue) -> BooleanValue:
    """Was the country a member of the European Union in that month?"""
    rule = ibis.literal(False)
    for change in reversed(_CHANGES):
        rule = ibis.ifelse(month >= month_index(change), country.isin(sorted(eu_members(change))), rule)
    return rule


def movements(statistics: Table, flow: Literal["export", "import"]) -> Table:
    """What one side says was moved, with all that would count twice taken out.

    The exporting side is one European Union: its published aggregate stands for its members; where there is
    none, its members of that month stand for it. Of several levels of the goods nomenclature within one chapter
    the most detailed stays; of several publishers of the same cells the first by name. All goods (``TOTAL``) are
    a scope of their own.

    Args:
        statistics: As in ``detect.Ledger``.
        flow: ``export`` is the exporter's word, ``import`` the importer's.

    Returns:
        The cells with ``exporter`` and ``importer`` instead of reporter and partner, ``exporter_as_published`` (the
        Union's aggregate or the member that stands for it), ``scope`` (``TOTAL`` or ``goods``) and ``amount`` in
        ``currency`` (EUR where the Union exports, else USD).
    """
    far, near = ("reporter", "partner") if flow == "export" else ("partner", "reporter")
    rows = statistics.filter(statistics.flow == flow).rename(exporter=far, importer=near)
    rows = rows.mutate(
        rank=_rank(rows.exporter) * 10 + _rank(rows.importer),
        scope=ibis.ifelse(rows.goods_code == "TOTAL", "TOTAL", "goods"),
        chapter=rows.goods_code.substr(0, 2),
        depth=-rows.goods_code.length(),
        publisher=rows.publisher.fill_null(""),
        exporter_as_published=rows.exporter,
        exporter=ibis.ifelse(rows.exporter.isin(_AGGREGATES) | is_member(rows.exporter, rows.month), EU, rows.exporter),
        importer=ibis.ifelse(rows.importer.isin(_AGGREGATES), EU, rows.importer),
    )
    for better, keys in (("rank", [*_SERIES, "goods_code"]), ("depth", _SERIES), ("publisher", _SERIES)):
        # A filter over a window itself is not written rightly for Spark; one over a column that holds it is.
        rows = rows.mutate(best=rows[better].min().over(group_by=keys)).filter(_[better] == _.best)
    union = rows.exporter == EU
    return rows.mutate(
        amount=ibis.ifelse(union, rows.value_eur, rows.value_usd), currency=ibis.ifelse(union, "EUR", "USD")
    ).drop("rank", "chapter", "depth", "best")


def _rank(place: ibis.Value) -> IntegerValue:
    """Published aggregates first; among them the one whose composition does not change."""
    return ibis.cases((place == _AGGREGATES[0], 0), (place == _AGGREGATES[1], 1), else_=2)


def first_whole_month(day: date) -> int:
    """Index of the first month that lies wholly on or after ``day``."""
    return month_index(day) + (1 if day.day > 1 else 0)


def year_on_year(rows: Table, by: list[str]) -> Table:
    """Rows of the whole months from ``first_month`` on, at most 12, and of the same months a year before.

    Args:
        rows: Monthly cells with ``first_month``, the first month of the later window.
        by: Columns that say whose last published month ends the windows.

    Returns:
        The rows of both windows with ``late`` (bool) and ``last_month``. A group whose records do not
        reach back to the earlier window is left out: its growth would be made of missing months.
    """
    spans = rows.group_by(by).agg(oldest=_.month.min(), newest=_.month.max())
    spanned = rows.join(spans, by).mutate(last_month=ibis.least(_.newest, _.first_month + 11))
    back = _.first_month - 12
    late = (_.month >= _.first_month) & (_.month <= _.last_month)
    early = (_.month >= back) & (_.month <= _.last_month - 12)
    return (
        spanned.filter(_.oldest <= back, _.last_month >= _.first_month, late | early)
        .mutate(late=_.month >= _.first_month)
        .drop("oldest", "newest")
    )


def day_of(month: IntegerValue) -> DateValue:
    """First day of the month with that index."""
    return ibis.date((month // 12).cast("int32"), (month % 12 + 1).cast("int32"), ibis.literal(1, type="int32"))
