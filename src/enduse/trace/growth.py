"""Where growth came from: a change of trade taken apart into parts that add up to it exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import ibis
from ibis import _
from ibis.expr.types import Table

By = Literal["consignor_id", "contract_holder_id", "consignee_id", "brand", "origin", "dispatch", "heading"]
_ROWS = 25


@dataclass(frozen=True)
class Part:
    """One member's part in a change.

    Attributes:
        member: Party id as a number, brand, country or heading; None where the records do not say.
        before: US dollars before.
        after: US dollars after.
        change: Difference.
        share: Of the whole change; None where the whole did not change. Shares add up to 1.
        kind: ``new``, ``gone``, ``grew``, ``shrank`` or ``same``.
        row_ids: The largest lines behind it, later ones first.
    """

    member: int | str | None
    before: float
    after: float
    change: float
    share: float | None
    kind: str
    row_ids: tuple[int, ...]


@dataclass(frozen=True)
class Growth:
    """A change and its parts.

    Attributes:
        before: US dollars in the earlier window.
        after: US dollars in the later one.
        by_mass: Of the change, what comes from more or fewer kilograms at the mean price of both windows; None where
            a window has no mass.
        by_price: What comes from dearer or cheaper kilograms at the mean mass; the rest is that of lines without mass.
        parts: The largest change first.
    """

    before: float
    after: float
    by_mass: float | None
    by_price: float | None
    parts: tuple[Part, ...]


def growth(rows: Table, pivot: int, months: int, by: By) -> Growth:
    """The change from the ``months`` before ``pivot`` to the ``months`` from it on.

    Args:
        rows: Goods lines of one importer, brand or lane.
        pivot: Index of the first month of the later window.
        months: Length of either window.
        by: What the change is taken apart by.
    """
    cut = rows.filter((_.month >= pivot - months) & (_.month < pivot + months)).mutate(
        heading=_.goods_code.substr(0, 4), late=_.month >= pivot, usd=_.value_usd.fill_null(0.0)
    )
    sums = cut.group_by(member=cut[by]).agg(
        before=_.usd.sum(where=~_.late).fill_null(0.0), after=_.usd.sum(where=_.late).fill_null(0.0)
    )
    table = sums.to_pyarrow().to_pylist()
    before, after = sum(it["before"] for it in table), sum(it["after"] for it in table)
    cited = _cited(cut, by)
    parts = [_part(it, after - before, cited.get(it["member"], ())) for it in table]
    by_mass, by_price = _taken_apart(cut)
    return Growth(
        before, after, by_mass, by_price, tuple(sorted(parts, key=lambda it: (-abs(it.change), str(it.member))))
    )


def _part(row: Mapping[str, Any], whole: float, row_ids: Sequence[int]) -> Part:
    before, after = row["before"], row["after"]
    change = after - before
    kinds = {(True, False): "new", (False, True): "gone"}
    moved = "same" if change == 0 else "grew" if change > 0 else "shrank"
    kind = kinds.get((before == 0 and after > 0, after == 0 and before > 0), moved)
    return Part(row["member"], before, after, change, change / whole if whole else None, kind, tuple(row_ids))


def _cited(cut: Table, by: By) -> dict[Any, list[int]]:
    order = ibis.window(group_by=by, order_by=[_.late.desc(), _.usd.desc(), _.row_id])
    ranked = cut.select("row_id", "late", "usd", **{by: cut[by]}).mutate(place=ibis.row_number().over(order))
    found: dict[Any, list[int]] = {}
    for row in ranked.filter(_.place < _ROWS).order_by("place").to_pyarrow().to_pylist():
        found.setdefault(row[by], []).append(row["row_id"])
    return found


def _taken_apart(cut: Table) -> tuple[float | None, float | None]:
    """Mass and price effect by the mean of both windows (Marshall and Edgeworth), over lines that state both."""
    stated = cut.filter(_.net_kg > 0, _.value_usd > 0).group_by("late").agg(usd=_.value_usd.sum(), kg=_.net_kg.sum())
    sides = {row["late"]: row for row in stated.to_pyarrow().to_pylist()}
    if len(sides) < 2:
        return None, None
    one, two = sides[False], sides[True]
    price, later = one["usd"] / one["kg"], two["usd"] / two["kg"]
    return (two["kg"] - one["kg"]) * (price + later) / 2, (later - price) * (one["kg"] + two["kg"]) / 2
