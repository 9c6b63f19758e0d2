"""Lanes: how much of which goods, made where, went from where to where, and since when."""

import ibis
from ibis import _
from ibis.expr.types import Table

LANE = ("origin", "dispatch", "destination", "heading")


def lanes(items: Table) -> Table:
    """One row for each lane and direction of the declarations: its lines, amounts, months and parties.

    Columns: ``LANE``, ``direction``, ``lines``, ``value_usd``, ``net_kg``, ``first_month``, ``last_month``,
    ``consignors`` and ``consignees`` (how many).
    """
    rows = items.mutate(heading=items.goods_code.substr(0, 4))
    return rows.group_by(*LANE, "direction").agg(
        lines=_.count(),
        value_usd=_.value_usd.sum(),
        net_kg=_.net_kg.sum(),
        first_month=_.month.min(),
        last_month=_.month.max(),
        consignors=_.consignor_id.nunique(),
        consignees=_.consignee_id.nunique(),
    )


def on_lane(items: Table, route: tuple[str, ...], code: str = "") -> Table:
    """The lines of one lane.

    Args:
        items: As in ``detect.Ledger``.
        route: Dispatch and destination; or origin, dispatch and destination.
        code: Leading digits of the goods code.
    """
    rows = items.filter(_.dispatch == route[-2], _.destination == route[-1])
    if len(route) == 3:
        rows = rows.filter(_.origin == route[0])
    return rows.filter(_.goods_code.startswith(code)) if code else rows


def one_side(rows: Table) -> Table:
    """Of each pair of countries the declarations of that side which tells of more: both would count goods twice.

    Imports where both tell of the same value.
    """
    pair = ["dispatch", "destination"]
    sums = rows.group_by(*pair, "direction").agg(told=_.value_usd.sum().fill_null(0.0))
    order = [ibis.desc("told"), ibis.desc("direction")]
    ranked = sums.mutate(place=ibis.row_number().over(ibis.window(group_by=pair, order_by=order)))
    best = ranked.filter(_.place == 0).select(
        side="direction", _from=_.dispatch.fill_null(""), _to=_.destination.fill_null("")
    )
    keyed = rows.mutate(_from=_.dispatch.fill_null(""), _to=_.destination.fill_null(""), side=_.direction)
    return keyed.semi_join(best, ["_from", "_to", "side"]).drop("_from", "_to", "side")


def by_month(rows: Table, amount: str = "value_usd") -> list[tuple[int, float]]:
    """Month index and amount, in order, without gaps: a month without a line has 0."""
    dated = rows.filter(_.month.notnull()).group_by("month").agg(amount=rows[amount].sum().fill_null(0.0))
    table = dated.order_by("month").to_pyarrow()
    known = dict(zip(table["month"].to_pylist(), table["amount"].to_pylist(), strict=True))
    return [(month, known.get(month, 0.0)) for month in range(min(known), max(known) + 1)] if known else []


def share_by_month(rows: Table, column: str, of: str, amount: str = "value_usd") -> list[tuple[int, float | None]]:
    """Month index and the share of ``amount`` whose ``column`` is ``of``; None for months without any.

    Give it to ``trace.breaks.break_month`` to learn when, for example, an origin took over.
    """
    known = rows.filter(rows[column].notnull())
    parts = known.mutate(part=ibis.ifelse(known[column] == of, known[amount], 0.0))
    part = dict(by_month(parts, "part"))
    return [(month, part.get(month, 0.0) / whole if whole else None) for month, whole in by_month(known, amount)]
