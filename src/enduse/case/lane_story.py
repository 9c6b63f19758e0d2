"""The story of one lane: its months, where they broke, its origins, the other side's figures, what is too much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import ibis

from enduse.detect import Ledger
from enduse.model.period import first_day, month_index
from enduse.trace.breaks import BreakRules, break_months
from enduse.trace.excess import excess_flow
from enduse.trace.lanes import by_month, on_lane, one_side, share_by_month
from enduse.trace.mirror import mirror_gap
from enduse.trace.series import movements

Row = dict[str, Any]
_MOST_DONORS = 60
_ORIGINS = 4
_SIDES: tuple[Literal["export", "import"], ...] = ("export", "import")


@dataclass(frozen=True)
class LaneStory:
    """What the records of a run tell of lanes.

    Attributes:
        ledger: Its tables.
        watershed: From this day's month on more than expected is too much.
    """

    ledger: Ledger
    watershed: date

    def tell(self, lane: str) -> Row:
        """Of one lane (``TR>RU:8458``): ``declared``, ``origins``, ``published_export``, ``published_import``,
        ``mirror`` and ``excess``; what no record tells is left out or None.
        """
        words, _, code = lane.partition(":")
        route = tuple(words.split(">"))
        declared = by_month(one_side(on_lane(self.ledger.items, route, code)))
        published = self._published(route, code) if len(route) == 2 else {}
        told: Row = {"declared": _told_series(declared)}
        told["origins"] = self._origins(route, code) if len(route) == 2 else []
        for side, months in published.items():
            told[f"published_{side}"] = _told_series(sorted(months.items()))
        if len(published) == 2:
            gap = mirror_gap(published["export"], published["import"])
            told["mirror"] = None if gap is None else rounded(vars(gap))
        told["excess"] = self._excess(declared, route, code) if declared else None
        return told

    def _published(self, route: tuple[str, ...], code: str) -> dict[str, dict[int, float]]:
        """By side: month to US dollars, where a side publishes months of this lane."""
        found: dict[str, dict[int, float]] = {}
        for side in _SIDES:
            cells = movements(self.ledger.statistics, side)
            rows = cells.filter(cells.exporter == route[0], cells.importer == route[1], cells.months == 1)
            rows = rows.filter(rows.goods_code.startswith(code) if code else rows.goods_code != "")
            months = by_month(rows)
            if months:
                found[side] = dict(months)
        return found

    def _origins(self, route: tuple[str, ...], code: str) -> list[Row]:
        """The largest origins with the months in which their share changed."""
        rows = one_side(on_lane(self.ledger.items, route, code))
        sums = rows.filter(rows.origin.notnull()).group_by("origin").agg(usd=rows.value_usd.sum())
        top = sums.order_by(ibis.desc("usd"), "origin").limit(_ORIGINS).to_pyarrow()["origin"].to_pylist()
        told = []
        for origin in top:
            series = share_by_month(rows, "origin", origin)
            found = break_months([share for _month, share in series], series[0][0])
            changes = [
                {"month": first_day(it.month).isoformat()[:7], **rounded({"before": it.before, "after": it.after})}
                for it in found
            ]
            known = [share for _month, share in series if share is not None]
            told.append({"origin": origin, "mean_share": round(sum(known) / max(1, len(known)), 3), "breaks": changes})
        return told

    def _excess(self, declared: Sequence[tuple[int, float]], route: tuple[str, ...], code: str) -> Row | None:
        """Beyond what lanes from other countries to the same destination would let expect."""
        items = self.ledger.items
        first, last = declared[0][0], declared[-1][0]
        others = items.filter(items.destination == route[-1], items.dispatch != route[-2], items.dispatch.notnull())
        others = others.filter(others.goods_code.startswith(code)) if code else others
        if len(route) == 3:
            others = others.filter(others.origin != route[0])
        others = one_side(others)
        sums = (
            others.group_by("dispatch", "month").agg(usd=others.value_usd.sum().fill_null(0.0)).to_pyarrow().to_pylist()
        )
        months = range(first, last + 1)
        lanes: dict[str, dict[int, float]] = {}
        for row in sums:
            lanes.setdefault(row["dispatch"], {})[row["month"]] = row["usd"]
        largest = sorted(lanes, key=lambda it: (-sum(lanes[it].values()), it))[:_MOST_DONORS]
        donors = [[lanes[it].get(month, 0.0) for month in months] for it in largest]
        found = excess_flow([usd for _month, usd in declared], donors, month_index(self.watershed) - first)
        if found is None:
            return None
        mixture = {
            name: round(weight, 3) for name, weight in zip(largest, found.weights, strict=True) if weight > 0.001
        }
        told = {key: value for key, value in vars(found).items() if key not in ("expected", "weights")}
        return {"since": self.watershed.isoformat(), **rounded(told), "mixture": mixture}


def _told_series(series: Sequence[tuple[int, float]]) -> Row:
    if not series:
        return {"months": [], "breaks": []}
    values = [amount for _month, amount in series]
    found = break_months(values, series[0][0], BreakRules(amounts=True))
    return {
        "months": [{"month": first_day(month).isoformat()[:7], "usd": round(amount)} for month, amount in series],
        "breaks": [
            {
                "month": first_day(it.month).isoformat()[:7],
                "between": [first_day(it.low).isoformat()[:7], first_day(it.high).isoformat()[:7]],
                **rounded({"before": it.before, "after": it.after, "p_value": it.p_value}),
            }
            for it in found
        ],
    }


def rounded(values: Mapping[str, Any]) -> Row:
    """Amounts to whole units, shares to four digits."""
    told: Row = {}
    for key, value in values.items():
        if isinstance(value, float):
            told[key] = round(value, 4) if abs(value) < 10 else round(value)
        else:
            told[key] = value
    return told
