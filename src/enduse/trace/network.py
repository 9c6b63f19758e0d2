"""The shortest way of evidence between two parties: kin, owners, addresses, trade, money and contracts, each with rows.

Links are looked up from both ends, a step at a time, so that of a large ledger only the neighbourhood is read. A link
costs the more the less it says: what a register records costs least, an address that a hundred firms share is no link.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from math import log2
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.store.derived_tables import no_rows

MOST_SHARING = 20
"""Parties that may give one address, phone or account before it tells nothing."""

_COSTS: Mapping[str, float] = {
    "relation": 1.0,
    "trait": 1.2,
    "payment": 2.0,
    "contract": 2.0,
    "trade": 2.2,
    "holder": 2.0,
}
_STRONG_TRAITS = frozenset({"account", "phone", "email"})
_MOST_NEIGHBOURS = 2_000
_ROWS = 5


@dataclass(frozen=True)
class Records:
    """The tables in which links stand; as in ``detect.Ledger``."""

    items: Table
    payments: Table
    relations: Table
    traits: Table
    tenders: Table = field(default_factory=partial(no_rows, "tenders"))


@dataclass(frozen=True)
class Link:
    """Something that joins two parties.

    Attributes:
        one: Party id.
        other: Party id.
        kind: ``relation``, ``trait``, ``payment``, ``contract``, ``trade`` or ``holder``.
        words: What it is, for a sentence: ``supplied``, ``paid``, ``shares the phone ...``.
        forward: Does it go from ``one`` to ``other``?
        rows: How many rows say so.
        row_ids: The first of them.
        cost: How little it says; 1 is a recorded relation.
    """

    one: int
    other: int
    kind: str
    words: str
    forward: bool
    rows: int
    row_ids: tuple[int, ...]
    cost: float


@dataclass(frozen=True)
class EvidencePath:
    """Links that lead from one party to the other, in order.

    Attributes:
        parties: Party ids, one more than links.
        links: Each joins two neighbours of ``parties``.
        cost: Sum of theirs.
    """

    parties: tuple[int, ...]
    links: tuple[Link, ...]
    cost: float


@dataclass
class _Known:
    """What has been looked up so far."""

    links: dict[int, dict[tuple[int, str], Link]] = field(default_factory=lambda: defaultdict(dict))
    asked: set[int] = field(default_factory=set)

    def add(self, link: Link) -> None:
        """Keep the cheapest link of each kind in both directions."""
        for here, there in ((link.one, link.other), (link.other, link.one)):
            known = self.links[here].get((there, link.kind))
            if known is None or (link.cost, -link.rows) < (known.cost, -known.rows):
                self.links[here][there, link.kind] = link


def evidence_path(
    records: Records, start: Iterable[int], end: Iterable[int], most_links: int = 6, kinds: Iterable[str] = ()
) -> EvidencePath | None:
    """The way from ``start`` to ``end`` whose links say most; None where none has at most ``most_links`` links.

    Args:
        records: Where to look.
        start: Party ids of one end: usually one.
        end: Of the other end.
        most_links: Longest way.
        kinds: Only links of these kinds; empty: all.
    """
    known, wanted = _Known(), frozenset(kinds)
    near, far = set(start), set(end)
    sides = [set(near), set(far)]
    for step in range(most_links):
        if path := _cheapest(known, near, far, most_links):
            return path
        # The smaller side goes on: it asks for less.
        side = min((0, 1), key=lambda it: (len(sides[it]) or 10**9, (it + step) % 2))
        sides[side] = _look_up(known, records, sides[side], wanted)
    return _cheapest(known, near, far, most_links)


def neighbours(records: Records, parties: Iterable[int]) -> list[Link]:
    """Every link of these parties, the most telling first."""
    known = _Known()
    _look_up(known, records, set(parties), frozenset())
    links = {id(link): link for side in known.links.values() for link in side.values()}
    return sorted(links.values(), key=lambda it: (it.cost, -it.rows, it.one, it.other))


def _look_up(known: _Known, records: Records, parties: set[int], kinds: frozenset[str]) -> set[int]:
    """Ask for all links of ``parties``; gives those that are at their other ends and were not asked yet."""
    fresh = sorted(parties - known.asked)
    known.asked |= parties
    if not fresh:
        return set()
    found = [link for link in _links(records, fresh) if not kinds or link.kind in kinds]
    # Of a party with thousands of partners only the most telling links are followed.
    counts: dict[int, int] = defaultdict(int)
    for link in sorted(found, key=lambda it: (it.cost, -it.rows)):
        counts[link.one] += 1
        if counts[link.one] <= _MOST_NEIGHBOURS:
            known.add(link)
    return {link.other for link in found} - known.asked


def _links(records: Records, parties: list[int]) -> Iterator[Link]:
    asked = ibis.memtable(pa.table({"asked": pa.array(parties, pa.int64())}))
    items, payments = records.items, records.payments
    yield from _dealings(items, ("consignor_id", "consignee_id"), asked, ("trade", "supplied", "was supplied by"))
    yield from _dealings(
        items,
        ("contract_holder_id", "consignee_id"),
        asked,
        ("holder", "sold by contract to", "bought by contract from"),
    )
    yield from _dealings(payments, ("payer_id", "payee_id"), asked, ("payment", "paid", "was paid by"))
    yield from _dealings(
        records.tenders,
        ("supplier_id", "buyer_id"),
        asked,
        ("contract", "won a public contract of", "gave a public contract to"),
    )
    yield from _relations(records.relations, asked)
    yield from _traits(records.traits, asked)


def _dealings(rows: Table, ends: tuple[str, str], asked: Table, said: tuple[str, str, str]) -> Iterator[Link]:
    kind, forward, backward = said
    pairs = rows.filter(rows[ends[0]].notnull(), rows[ends[1]].notnull(), rows[ends[0]] != rows[ends[1]])
    for one, other, words in ((ends[0], ends[1], forward), (ends[1], ends[0], backward)):
        met = pairs.select("row_id", one=pairs[one], other=pairs[other]).semi_join(asked, [("one", "asked")])
        grouped = met.group_by("one", "other").agg(rows=_.count(), first=_.row_id.min(), last=_.row_id.max())
        for row in grouped.order_by("one", "other").to_pyarrow().to_pylist():
            ids = tuple(dict.fromkeys((row["first"], row["last"])))
            cost = _COSTS[kind] - 0.1 * min(5, log2(row["rows"]))
            yield Link(row["one"], row["other"], kind, words, one == ends[0], row["rows"], ids, cost)


def _relations(rows: Table, asked: Table) -> Iterator[Link]:
    held = rows.filter(rows.subject_id.notnull(), rows.object_id.notnull())
    for one, other in (("subject_id", "object_id"), ("object_id", "subject_id")):
        met = held.select("row_id", "kind", "note", "low", one=held[one], other=held[other])
        found = met.semi_join(asked, [("one", "asked")]).order_by("row_id").to_pyarrow().to_pylist()
        by_pair: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
        for row in found:
            by_pair[row["one"], row["other"]].append(row)
        for (here, there), some in by_pair.items():
            ids = tuple(row["row_id"] for row in some[:_ROWS])
            words = _relation_words(some[0], one == "subject_id")
            yield Link(here, there, "relation", words, one == "subject_id", len(some), ids, _COSTS["relation"])


_SAID = {
    "shares": ("owns a share of", "is owned in part by"),
    "votes": ("holds votes in", "has votes held by"),
    "directs": ("directs", "is directed by"),
    "family": ("is kin of", "is kin of"),
    "controls": ("controls", "is controlled by"),
    "represents": ("represents", "is represented by"),
}


def _relation_words(row: Mapping[str, Any], forward: bool) -> str:
    words = _SAID.get(row["kind"], (f"is recorded as {row['kind']} of", f"has as {row['kind']}"))[0 if forward else 1]
    share = f" ({row['low']:.0%})" if row["low"] else ""
    return f"{words}{share}" + (f" [{row['note']}]" if row["note"] else "")


def _traits(rows: Table, asked: Table) -> Iterator[Link]:
    mine = rows.semi_join(asked, [("party_id", "asked")]).select("kind", "key").distinct()
    shared = rows.semi_join(mine, ["kind", "key"]).select("party_id", "kind", "key", "written", "row_id")
    by_key: dict[tuple[str, str], dict[int, dict[str, Any]]] = defaultdict(dict)
    for row in shared.order_by("kind", "key", "party_id", "row_id").to_pyarrow().to_pylist():
        by_key[row["kind"], row["key"]].setdefault(row["party_id"], row)
    wanted = set(asked.to_pyarrow()["asked"].to_pylist())
    for (kind, _key), parties in by_key.items():
        if not 2 <= len(parties) <= MOST_SHARING:
            continue
        cost = _COSTS["trait"] * (1.0 if kind in _STRONG_TRAITS else 1.3) + 0.3 * log2(len(parties) / 2)
        for one in parties.keys() & wanted:
            for other in parties.keys() - {one}:
                words = f"gives the same {kind} ({parties[one]['written']}) as"
                ids = (parties[one]["row_id"], parties[other]["row_id"])
                yield Link(one, other, "trait", words, True, len(parties), ids, cost)


def _cheapest(known: _Known, start: set[int], end: set[int], most: int) -> EvidencePath | None:
    """Dijkstra's way over what is known, by cost and then by party ids, so that ties fall the same way every time."""
    heap: list[tuple[float, tuple[int, ...]]] = [(0.0, (it,)) for it in sorted(start)]
    done: set[tuple[int, int]] = set()
    while heap:
        cost, walk = heapq.heappop(heap)
        at = walk[-1]
        if at in end:
            return EvidencePath(
                walk, tuple(_best(known, one, two) for one, two in zip(walk, walk[1:], strict=False)), cost
            )
        if (at, len(walk)) in done or len(walk) > most:
            continue
        done.add((at, len(walk)))
        for (there, _kind), link in known.links.get(at, {}).items():
            if there not in walk:
                heapq.heappush(heap, (cost + link.cost, (*walk, there)))
    return None


def _best(known: _Known, one: int, two: int) -> Link:
    links = [link for (there, _kind), link in known.links[one].items() if there == two]
    best = min(links, key=lambda it: (it.cost, it.kind))
    return best if best.one == one else _turned(best)


_TURNED = {
    "supplied": "was supplied by",
    "sold by contract to": "bought by contract from",
    "paid": "was paid by",
}
_BACK = {**_TURNED, **{back: there for there, back in _TURNED.items()}}


def _turned(link: Link) -> Link:
    """The same link told from its other end."""
    words = _BACK.get(link.words, link.words)
    for there, back in _SAID.values():
        if link.words.startswith(there):
            words = link.words.replace(there, back, 1)
            break
        if link.words.startswith(back):
            words = link.words.replace(back, there, 1)
            break
    ids = link.row_ids[::-1] if link.kind == "trait" else link.row_ids
    return Link(link.other, link.one, link.kind, words, not link.forward, link.rows, ids, link.cost)
