"""The way of goods through several hands: exact chains of legs, and paths that the records allow.

A *chain* follows the same goods from leg to leg; its probability is that of all its legs together. A *path* only
follows the parties: somebody received goods of that kind, and later sent goods of that kind on. It proves nothing by
itself, and says so; it shows where to look.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

MOST_HOPS = 5
_MOST_OPEN = 20_000
_SHOWN = ("row_id", "declared_on", "direction", "consignor_id", "consignee_id", "dispatch", "destination")
_MORE = ("origin", "goods_code", "brand", "model", "net_kg", "value_usd", "source_id", "row")


@dataclass(frozen=True)
class Chain:
    """The same goods from declaration to declaration.

    Attributes:
        row_ids: Goods lines, the earliest first.
        leg_ids: The legs between them.
        probability: That all of them are the same goods.
        net_kg: Mass that every leg can carry; None where no line tells.
        days: From the first line to the last.
    """

    row_ids: tuple[int, ...]
    leg_ids: tuple[int, ...]
    probability: float
    net_kg: float | None
    days: int


@dataclass(frozen=True)
class PathQuestion:
    """What path is asked for.

    Attributes:
        start: Party ids of the beginning; empty: any sender in ``start_country``.
        end: Party ids of the end; empty: any receiver in ``end_country``.
        start_country: Country the first line is sent from; empty: any.
        end_country: Country the last line goes to; empty: any.
        code: Leading digits of the goods code that every line has.
        brand: Brand that every line which names one has.
        hops: Lines, at most.
        patience: Days that goods may lie between two lines.
        most: Paths, at most.
    """

    start: frozenset[int] = frozenset()
    end: frozenset[int] = frozenset()
    start_country: str = ""
    end_country: str = ""
    code: str = ""
    brand: str = ""
    hops: int = MOST_HOPS
    patience: int = 365
    most: int = 50


@dataclass(frozen=True)
class TradePath:
    """Lines that follow one another in time, each sent by who received the one before.

    Attributes:
        row_ids: One line for each hop, the earliest first.
        parties: Party ids, one more than hops.
        countries: Where the goods were, one more than hops; empty text where unknown.
        days: Of each hop.
        ways: How many sequences of lines go through these parties.
    """

    row_ids: tuple[int, ...]
    parties: tuple[int, ...]
    countries: tuple[str, ...]
    days: tuple[date, ...]
    ways: int


def chains(legs: Table, least_hops: int = 1, rows: Iterable[int] = (), least: float = 0.0) -> list[Chain]:
    """The chains that begin where no leg leads to and end where none leads on, the longest and surest first.

    Args:
        legs: As in ``detect.Ledger``.
        least_hops: Legs that a chain must have.
        rows: Only chains through one of these goods lines; empty: all.
        least: Least probability of the whole chain.
    """
    table = legs.order_by("earlier_row_id", "later_row_id").to_pyarrow().to_pylist()
    after: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for leg in table:
        after[leg["earlier_row_id"]].append(leg)
    led_to = {leg["later_row_id"] for leg in table}
    wanted = frozenset(rows)
    found = [
        _chain(walk)
        for start in after
        if start not in led_to
        for walk in _walks(after, start)
        if len(walk) >= least_hops and (not wanted or wanted & _rows_of(walk))
    ]
    kept = (it for it in found if it.probability >= least)
    return sorted(kept, key=lambda it: (-len(it.leg_ids), -it.probability, it.row_ids))


def _walks(after: Mapping[int, Sequence[dict[str, Any]]], start: int) -> Iterator[list[dict[str, Any]]]:
    """Every way from ``start`` to an end; a clock that ran backwards may close a circle, which ends the way."""
    waiting: list[tuple[list[dict[str, Any]], int]] = [([], start)]
    while waiting:
        walk, at = waiting.pop()
        seen = _rows_of(walk)
        onward = [leg for leg in after.get(at, ()) if leg["later_row_id"] not in seen]
        if walk and (not onward or len(walk) == MOST_HOPS):
            yield walk
            continue
        waiting += [([*walk, leg], leg["later_row_id"]) for leg in onward]


def _rows_of(walk: Sequence[Mapping[str, Any]]) -> frozenset[int]:
    return frozenset(leg[it] for leg in walk for it in ("earlier_row_id", "later_row_id"))


def _chain(walk: Sequence[Mapping[str, Any]]) -> Chain:
    masses = [leg["net_kg"] for leg in walk if leg["net_kg"] is not None]
    return Chain(
        row_ids=(walk[0]["earlier_row_id"], *(leg["later_row_id"] for leg in walk)),
        leg_ids=tuple(leg["row_id"] for leg in walk),
        probability=prod(leg["probability"] for leg in walk),
        net_kg=min(masses) if masses else None,
        days=sum(leg["days"] for leg in walk),
    )


def chain_lines(items: Table, found: Sequence[Chain]) -> dict[int, dict[str, Any]]:
    """The goods lines of chains, by row id."""
    wanted = sorted({row for it in found for row in it.row_ids})
    if not wanted:
        return {}
    asked = ibis.memtable(pa.table({"row_id": pa.array(wanted, pa.int64())}))
    rows = items.semi_join(asked, "row_id").select(*_SHOWN, *_MORE).to_pyarrow().to_pylist()
    return {row["row_id"]: row for row in rows}


def trade_paths(items: Table, question: PathQuestion) -> list[TradePath]:
    """Ways on which goods can have come, in the order of time: fewest hops first, then the quickest.

    One path for each sequence of parties, with the lines that follow one another most quickly.
    """
    lines = _lines(items, question)
    by_sender: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        by_sender[line["from"]].append(line)
    best: dict[tuple[int, ...], tuple[list[dict[str, Any]], int]] = {}
    open_walks = [[line] for line in lines if _begins(line, question)]
    for _hop in range(question.hops):
        onward: list[list[dict[str, Any]]] = []
        for walk in open_walks[:_MOST_OPEN]:
            if _ends(walk[-1], question):
                _remember(best, walk)
            onward += _continued(walk, by_sender, question)
        open_walks = _quickest(onward)
    paths = [_trade_path(walk, ways) for walk, ways in best.values()]
    order = sorted(paths, key=lambda it: (len(it.row_ids), it.days[-1] - it.days[0], it.row_ids))
    return order[: question.most]


def _lines(items: Table, question: PathQuestion) -> list[dict[str, Any]]:
    rows = items.filter(_.declared_on.notnull(), _.consignee_id.notnull())
    if question.code:
        rows = rows.filter(_.goods_code.startswith(question.code))
    if question.brand:
        rows = rows.filter((_.brand == question.brand.upper()) | _.brand.isnull())
    senders = [it for it in ("consignor_id", "contract_holder_id") if it in rows.columns]
    parts = [
        rows.filter(rows[it].notnull(), rows[it] != rows.consignee_id).select(
            "row_id", "declared_on", "dispatch", "destination", **{"from": rows[it]}, to=rows.consignee_id
        )
        for it in senders
    ]
    both = ibis.union(*parts, distinct=True) if len(parts) > 1 else parts[0]
    found: list[dict[str, Any]] = both.order_by("declared_on", "row_id", "from").to_pyarrow().to_pylist()
    return found


def _begins(line: Mapping[str, Any], question: PathQuestion) -> bool:
    party = not question.start or line["from"] in question.start
    return party and (not question.start_country or line["dispatch"] == question.start_country)


def _ends(line: Mapping[str, Any], question: PathQuestion) -> bool:
    party = not question.end or line["to"] in question.end
    return party and (not question.end_country or line["destination"] == question.end_country)


def _continued(
    walk: list[dict[str, Any]], by_sender: Mapping[int, list[dict[str, Any]]], question: PathQuestion
) -> Iterator[list[dict[str, Any]]]:
    """The walk with each line that may follow: the first that every receiver gets, since later ones come later."""
    last = walk[-1]
    been = {line["from"] for line in walk} | {last["to"]}
    seen: set[int] = set()
    for line in by_sender.get(last["to"], ()):
        wait = (line["declared_on"] - last["declared_on"]).days
        if _may_follow(last, line, wait, question) and line["to"] not in been and line["to"] not in seen:
            seen.add(line["to"])
            yield [*walk, line]


def _may_follow(last: Mapping[str, Any], line: Mapping[str, Any], wait: int, question: PathQuestion) -> bool:
    """Goods go on from where they came to, or never left the first country; over a border they take a day at least."""
    here, left = last["destination"], line["dispatch"]
    border = last["dispatch"] != here
    known = here is None or left is None or left in (here, last["dispatch"])
    return known and (1 if border else 0) <= wait <= question.patience


def _quickest(walks: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Of the walks through the same parties those that took the least time, at most so many as can be held."""
    walks.sort(key=lambda it: ((it[-1]["declared_on"] - it[0]["declared_on"]).days, it[0]["row_id"]))
    counts: dict[tuple[int, ...], int] = defaultdict(int)
    kept = []
    for walk in walks:
        key = _parties(walk)
        counts[key] += 1
        if counts[key] <= 3:
            kept.append(walk)
    return kept[:_MOST_OPEN]


def _remember(best: dict[tuple[int, ...], tuple[list[dict[str, Any]], int]], walk: list[dict[str, Any]]) -> None:
    known = best.get(_parties(walk))
    quicker = known is None or _span(walk) < _span(known[0])
    best[_parties(walk)] = (walk if known is None or quicker else known[0], 1 + (known[1] if known else 0))


def _span(walk: list[dict[str, Any]]) -> int:
    return int((walk[-1]["declared_on"] - walk[0]["declared_on"]).days)


def _parties(walk: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    return (walk[0]["from"], *(line["to"] for line in walk))


def _trade_path(walk: Sequence[Mapping[str, Any]], ways: int) -> TradePath:
    return TradePath(
        row_ids=tuple(line["row_id"] for line in walk),
        parties=_parties(walk),
        countries=(walk[0]["dispatch"] or "", *(line["destination"] or "" for line in walk)),
        days=tuple(line["declared_on"] for line in walk),
        ways=ways,
    )
