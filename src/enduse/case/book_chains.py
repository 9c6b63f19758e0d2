"""The way of goods from a maker over intermediaries and an importer to where they were installed, hop by hop.

A chain is no better than its weakest hop, and its hops need not be of one machine: what is not told is said.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import ibis
from ibis.expr.types import Table

from enduse.case.book_ties import Naming, Node, Tie, turned
from enduse.detect import Ledger
from enduse.model.when import When

_SURE = ("recorded", "derived", "probable", "possible", "alleged", "denied")
_MOST_HOPS = 6
_MOST_EDGES = 300
_MOST_BRANDS = 20
_MOST_WALKS = 20_000
_LONG_DAYS = 365
_AT_PLANTS = ("installed", "seen", "serviced", "service_request", "moved")


@dataclass(frozen=True)
class Chain:
    """One way.

    Attributes:
        hops: In order.
        complete: Does it end where goods were installed, or at the end that was asked for?
        confidence: The weakest of its hops.
        gaps: What is not told, a sentence each.
    """

    hops: tuple[Tie, ...]
    complete: bool
    confidence: str
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class ChainQuestion:
    """What is asked.

    Attributes:
        start: Maker or brand.
        end: Where it shall end; None: wherever goods were installed.
        plants: Nodes at which goods are installed, as subjects of the case are plants.
        most: How many chains.
    """

    start: Node
    end: Node | None = None
    plants: frozenset[str] = frozenset()
    most: int = 5


@dataclass(frozen=True)
class _Graph:
    """Ties along which goods go, by their first node."""

    ties: Mapping[str, Sequence[Tie]]
    question: ChainQuestion

    def ends(self, hops: Sequence[Tie]) -> bool:
        last = hops[-1]
        if self.question.end:
            return last.other.key == self.question.end.key
        return last.kind == "plant" or last.other.key in self.question.plants


def flow_ties(written: Sequence[Tie]) -> list[Tie]:
    """Of ties of the case those along which goods go, told in that direction."""
    return [it if it.flow > 0 else turned(it) for it in written if it.flow]


def recorded_flows(ledger: Ledger, start: Node, naming: Naming) -> list[Tie]:
    """Ties of the ledger, told brand by brand: of a brand all its goods lines; of a party those that it sent, that
    those who got them sent on, and so forth. With the places at which records see machines of these brands.
    """
    items = ledger.items.filter(ledger.items.consignor_id.notnull(), ledger.items.consignee_id.notnull())
    if start.key.startswith("b:"):
        trade = _trade(items.filter(items.brand == start.label), naming)
        return [*_sent_first(start, trade), *trade, *_installed(ledger, trade, naming)]
    trade = []
    asked, edge = set[int](), {naming.party_ids[start.key]} if start.key in naming.party_ids else set[int]()
    for _hop in range(_MOST_HOPS - 2):
        if edge:
            trade += _trade(items.filter(items.consignor_id.isin(sorted(edge))), naming)
            asked |= edge
            edge = {naming.party_ids[it.other.key] for it in trade} - asked
    return [*trade, *_installed(ledger, trade, naming)]


def _trade(rows: Table, naming: Naming) -> list[Tie]:
    apart = rows.filter(rows.consignor_id != rows.consignee_id)
    pairs = apart.group_by("consignor_id", "consignee_id", "brand").agg(
        rows=apart.count(), first=apart.row_id.min(), last=apart.row_id.max(),
        since=apart.declared_on.min(), until=apart.declared_on.max(),
    )  # fmt: skip
    told = pairs.order_by([ibis.desc("rows"), "consignor_id", "consignee_id", "brand"]).limit(_MOST_EDGES)
    found, lanes = [], told.to_pyarrow().to_pylist()
    naming.learn(row[it] for row in lanes for it in ("consignor_id", "consignee_id"))
    for row in lanes:
        ids = tuple(dict.fromkeys((row["first"], row["last"])))
        when = When.span(row["since"], row["until"]) if row["since"] else When()
        one, other = naming.party(row["consignor_id"]), naming.party(row["consignee_id"])
        goods = row["brand"] or ""
        lane = (("consignor_id", row["consignor_id"]), ("consignee_id", row["consignee_id"]))
        asks = ("items", *lane, ("brand", goods)) if goods else ()
        count = row["rows"]
        found.append(Tie(one, other, "customer", "supplied", "recorded", 1, when, (), (), ids, count, goods, asks))
    return found


def _sent_first(start: Node, trade: Sequence[Tie]) -> Iterator[Tie]:
    """From the brand to those who sent its goods and did not get them from another in the records."""
    received = {it.other.key for it in trade}
    by_sender: dict[str, list[Tie]] = defaultdict(list)
    for it in trade:
        if it.one.key not in received:
            by_sender[it.one.key].append(it)
    for some in by_sender.values():
        first = some[0]
        asks = ("items", ("brand", start.label), ("consignor_id", dict(first.asks[1:])["consignor_id"]))
        yield replace(
            first, asks=asks, one=start, other=first.one, kind="supplier", words="goods of the brand were sent by",
            confidence="derived", when=_whole([it.when for it in some]), rows=sum(it.rows for it in some),
        )  # fmt: skip


def _whole(told: Sequence[When]) -> When:
    """From the first day of all to the last."""
    starts, ends = [it.start for it in told if it.start], [it.end for it in told if it.end]
    return When(min(starts), max(ends), "range") if starts and ends else When()


def _installed(ledger: Ledger, trade: Sequence[Tie], naming: Naming) -> Iterator[Tie]:
    """From importers of a brand to the parties at which a record places a machine of it.

    Derived where the machine's serial number stands on a line of that importer; else possible: the record does not
    say who brought the machine.
    """
    brands = sorted({it.goods for it in trade if it.goods})
    if not brands:
        return
    events = ledger.events
    rows = events.filter(events.party_id.notnull(), events.brand.upper().isin(brands), events.kind.isin(_AT_PLANTS))
    brought = {brand: _serials(ledger, brand) for brand in brands[:_MOST_BRANDS]}
    for row in rows.order_by("row_id").to_pyarrow().to_pylist():
        brand = row["brand"].upper()
        lines = [it for it in trade if it.goods == brand]
        senders = {it.one.key for it in lines}
        importers = {it.other.key: it.other for it in lines if it.other.key not in senders}
        owners = brought.get(brand, {}).get(_plain(row["serial"]), set())
        plant = naming.party(row["party_id"])
        when = When.on(row["happened_on"]) if row["happened_on"] else When()
        for importer in importers.values():
            mine = naming.party_ids[importer.key] in owners
            if importer.key == plant.key or owners and not mine:
                continue
            words = "machine with a serial number of its goods lines was" if mine else "machine of the brand was"
            yield Tie(
                importer, plant, "plant", f"{words} {row['kind'].replace('_', ' ')} at",
                "derived" if mine else "possible", 1, when, (), (), (row["row_id"],), 1, brand,
            )  # fmt: skip


def _serials(ledger: Ledger, brand: str) -> dict[str, set[int]]:
    """Serial number to the parties that took in a machine of the brand with it."""
    items = ledger.items
    mine = items.filter(items.brand == brand, items.consignee_id.notnull(), items.serials.length() > 0)
    found: dict[str, set[int]] = defaultdict(set)
    for row in mine.select("consignee_id", serial=mine.serials.unnest()).distinct().to_pyarrow().to_pylist():
        found[_plain(row["serial"])].add(row["consignee_id"])
    found.pop("", None)
    return dict(found)


def _plain(serial: str | None) -> str:
    return "".join(it for it in (serial or "").upper() if it.isalnum())


def chains(question: ChainQuestion, ties: Iterable[Tie]) -> list[Chain]:
    """Ways along these ties, complete ones first, then the surest, then the longest told.

    No hop is surely earlier than the one before it.
    """
    by_start: dict[str, list[Tie]] = defaultdict(list)
    for it in ties:
        by_start[it.one.key].append(it)
    for some in by_start.values():
        some.sort(key=lambda it: (_SURE.index(it.confidence), -it.rows, it.other.key, it.words))
    graph = _Graph(by_start, question)
    found = [_chain(hops, graph) for hops in islice(_walks(graph, question.start.key, ()), _MOST_WALKS)]
    found.sort(key=_rank)
    whole = [it for it in found if it.complete]
    return (whole or found)[: question.most]


def _rank(it: Chain) -> tuple[bool, int, bool, int, int]:
    """Whole ones first; of these the surest, those that end with an installation, the longest told."""
    last = -len(it.hops)
    sure = _SURE.index(it.confidence) if it.complete else last
    return (not it.complete, sure, "installed" not in it.hops[-1].words, last, -sum(hop.rows for hop in it.hops))


def _walks(graph: _Graph, at: str, hops: tuple[Tie, ...]) -> Iterator[tuple[Tie, ...]]:
    seen = {graph.question.start.key, *(it.other.key for it in hops)}
    on = [
        it for it in graph.ties.get(at, ())
        if it.other.key not in seen and not (hops and _breaks(hops[-1], it))
    ]  # fmt: skip
    if hops and (graph.ends(hops) or not on or len(hops) == _MOST_HOPS):
        yield hops
        return
    for it in on:
        yield from _walks(graph, it.other.key, (*hops, it))


def _breaks(one: Tie, two: Tie) -> bool:
    """Can the second hop not go on with the goods of the first: it was earlier, or records name another brand?"""
    recorded = one.rows and two.rows and one.goods and two.goods
    return two.when.is_before(one.when) or bool(recorded and one.goods != two.goods)


def _chain(hops: tuple[Tie, ...], graph: _Graph) -> Chain:
    complete = graph.ends(hops)
    word = max((it.confidence for it in hops), key=_SURE.index)
    return Chain(hops, complete, word, tuple(_gaps(hops, complete)))


def _gaps(hops: Sequence[Tie], complete: bool) -> Iterator[str]:
    if not complete:
        yield f"Nothing says where the goods that {hops[-1].other.label} received went, or where they were installed."
    for number, it in enumerate(hops, 1):
        if it.confidence in ("possible", "alleged", "denied"):
            yield f"Hop {number} is only {it.confidence}: {it.one.label} {it.words} {it.other.label}."
        if not it.when.known:
            yield f"When hop {number} was is not told."
    for number, (one, two) in enumerate(zip(hops, hops[1:], strict=False), 1):
        if one.when.end and two.when.start and (two.when.start - one.when.end).days > _LONG_DAYS:
            days = (two.when.start - one.when.end).days
            yield f"Between hop {number} and hop {number + 1} lie {days:,} days."
    if not any("serial number" in it.words for it in hops):
        yield "No serial number runs through the chain: its hops may be of different machines."
