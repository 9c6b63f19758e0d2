"""Who may take over the trade of an importer that was listed: the other importers, ranked by what they share with it.

Suppliers and brands are compared by how rare they are: half of all importers buy from the large traders. A firm that
began, or grew, when the listed one stopped ranks before one that has always bought the same; people, addresses and
phones in common rank before both. The rank is a lead, no finding.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.trace.network import Link, Records, neighbours

_ROWS = 10
# What each sign adds to the logarithm of the odds; by reasoning, not by data: see docs/explanation/tracing.md.
_WEIGHTS: Mapping[str, float] = {"suppliers": 3.0, "brands": 2.0, "timing": 2.0, "kin": 2.5, "trait": 2.5, "goods": 1.0}
_BASE = -5.0


@dataclass(frozen=True)
class Successor:
    """A candidate.

    Attributes:
        party_id: Who.
        score: 0 to 1, orders the candidates; not calibrated.
        suppliers: Share of suppliers in common, weighed by rarity, 0 to 1.
        brands: The same of brands.
        goods: The same of headings.
        timing: 0 to 1: how much of its trade began after the listed one stopped.
        links: Relations and shared addresses, phones, accounts with the listed one, direct or through one person.
        before_usd: Its imports in the year before.
        after_usd: Its imports in the year after.
        reasons: In words, the most telling first.
        row_ids: Lines from suppliers in common after the day.
    """

    party_id: int
    score: float
    suppliers: float
    brands: float
    goods: float
    timing: float
    links: int
    before_usd: float
    after_usd: float
    reasons: tuple[str, ...]
    row_ids: tuple[int, ...]


@dataclass(frozen=True)
class _Shelf:
    """What each importer bought, and how many importers bought each thing."""

    of: Mapping[int, frozenset[Any]]
    buyers: Mapping[Any, int]

    def likeness(self, one: int, other: int) -> float:
        """Jaccard's share of keys in common, each weighed by how few importers have it."""
        left, right = self.of.get(one, frozenset()), self.of.get(other, frozenset())
        whole = sum(self._rarity(it) for it in left | right)
        return sum(self._rarity(it) for it in left & right) / whole if whole else 0.0

    def _rarity(self, key: Any) -> float:
        return log((1 + len(self.of)) / self.buyers[key])


def successors(records: Records, listed: int, month: int, most: int = 20) -> list[Successor]:
    """Candidates for the trade of ``listed``, the likeliest first.

    Args:
        records: As in ``detect.Ledger``.
        listed: Party id of the importer.
        month: Index of the month in which it was listed, or stopped.
        most: How many.
    """
    imports = records.items.filter(_.direction == "import", _.consignee_id.notnull(), _.month.notnull())
    near = imports.filter((_.month >= month - 24) & (_.month < month + 24))
    shelves = {it: _shelf(near, it) for it in ("suppliers", "brands", "goods")}
    amounts = _amounts(near, month)
    links = _joined(records, listed)
    able = {it for it, (_before, after) in amounts.items() if after > 0} - {listed}
    found = [_candidate(listed, it, shelves, amounts[it], links.get(it, [])) for it in sorted(able)]
    told = [it for it in found if it.suppliers > 0 or it.links]
    best = sorted(told, key=lambda it: (-it.score, it.party_id))[:most]
    return [_with_rows(it, near, listed, month) for it in best]


def _shelf(rows: Table, what: str) -> _Shelf:
    if what == "suppliers":
        sides = [
            rows.filter(rows[it].notnull()).select(who="consignee_id", key=rows[it])
            for it in ("consignor_id", "contract_holder_id")
        ]
        pairs = sides[0].union(sides[1], distinct=True)
    else:
        key = rows.brand if what == "brands" else rows.goods_code.substr(0, 4)
        pairs = rows.filter(key.notnull()).select(who="consignee_id", key=key).distinct()
    held: dict[int, set[Any]] = defaultdict(set)
    table = pairs.to_pyarrow()
    for who, key in zip(table["who"].to_pylist(), table["key"].to_pylist(), strict=True):
        held[who].add(key)
    buyers = Counter(key for keys in held.values() for key in keys)
    return _Shelf({who: frozenset(keys) for who, keys in held.items()}, buyers)


def _amounts(rows: Table, month: int) -> dict[int, tuple[float, float]]:
    year = rows.filter((_.month >= month - 12) & (_.month < month + 12)).mutate(usd=_.value_usd.fill_null(0.0))
    sums = year.group_by("consignee_id").agg(
        before=_.usd.sum(where=_.month < month).fill_null(0.0), after=_.usd.sum(where=_.month >= month).fill_null(0.0)
    )
    return {it["consignee_id"]: (it["before"], it["after"]) for it in sums.to_pyarrow().to_pylist()}


def _joined(records: Records, listed: int) -> dict[int, list[Link]]:
    """Parties joined to the listed one by register or traits, directly or through one other."""
    telling = ("relation", "trait")
    first = [it for it in neighbours(records, [listed]) if it.kind in telling]
    found: dict[int, list[Link]] = defaultdict(list)
    between: dict[int, Link] = {}
    for it in first:
        other = it.other if it.one == listed else it.one
        found[other].append(it)
        between.setdefault(other, it)
    for it in neighbours(records, sorted(between)) if between else []:
        if it.kind not in telling:
            continue
        for here, there in ((it.one, it.other), (it.other, it.one)):
            if here in between and there != listed and there not in between:
                found[there].append(it)
    return found


def _candidate(
    listed: int, who: int, shelves: Mapping[str, _Shelf], amounts: tuple[float, float], links: Sequence[Link]
) -> Successor:
    alike = {name: shelf.likeness(listed, who) for name, shelf in shelves.items()}
    before, after = amounts
    timing = max(0.0, (after - before) / after) if after else 0.0
    kin = any(it.kind == "relation" for it in links)
    trait = any(it.kind == "trait" for it in links)
    signs = {**alike, "timing": timing * min(1.0, 4 * alike["suppliers"] + (kin or trait)), "kin": kin, "trait": trait}
    odds = _BASE + sum(_WEIGHTS[name] * _steep(float(value)) for name, value in signs.items())
    reasons = _reasons(alike, timing, links, amounts)
    score = 1 / (1 + exp(-odds))
    return Successor(
        who, score, alike["suppliers"], alike["brands"], alike["goods"], timing, len(links), before, after, reasons, ()
    )


def _steep(value: float) -> float:
    """A third of all suppliers in common is much already."""
    return min(1.0, value / 0.5)


def _reasons(
    alike: Mapping[str, float], timing: float, links: Sequence[Link], amounts: tuple[float, float]
) -> tuple[str, ...]:
    words = {"suppliers": "suppliers", "brands": "brands", "goods": "headings"}
    said = [f"{it.words} it or a person of it" for it in links[:3]]
    said += [
        f"{share:.0%} of {words[name]} in common, the rare ones counted more" for name, share in alike.items() if share
    ]
    if timing >= 0.5:
        said.append(f"imports of {amounts[0]:,.0f} USD in the year before, {amounts[1]:,.0f} USD in the year after")
    return tuple(said)


def _with_rows(it: Successor, rows: Table, listed: int, month: int) -> Successor:
    suppliers = rows.filter(_.consignee_id == listed).select("consignor_id").distinct()
    met = rows.filter(_.consignee_id == it.party_id, _.month >= month).semi_join(suppliers, "consignor_id")
    ids = (
        met.order_by(ibis.desc("value_usd"), "row_id").limit(_ROWS).select("row_id").to_pyarrow()["row_id"].to_pylist()
    )
    return Successor(**{**it.__dict__, "row_ids": tuple(ids)})
