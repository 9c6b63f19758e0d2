"""What ties two parties or brands of a case: by what people wrote into it, and by the rows of the ledger."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.case.book_moments import PartyNames, cited
from enduse.case.book_names import FoundParty, Written, find_parties, name_key
from enduse.detect import Ledger
from enduse.model.case_book import GOODS_FLOW, LINKS, Event
from enduse.model.case_log import CaseEntry
from enduse.model.claim import TIES, Claim
from enduse.model.evidence import Locator
from enduse.model.ids import party_text
from enduse.model.when import When
from enduse.store.derived_tables import table_of
from enduse.trace.network import Link, Records, neighbours

_AS: Final[Mapping[str, str]] = {
    "made": "customer",
    "supplies": "customer",
    "sold": "customer",
    "shipped": "customer",
    "installed": "plant",
    "owns": "owned",
    "directs": "directed",
    "kin": "kin",
    "family": "kin",
    "pays": "payee",
    "deals_in": "brand",
    "succeeded": "successor",
}
"""Kind of link to what the other party is to the first."""

_OPPOSITE: Final[Mapping[str, str]] = {
    "customer": "supplier",
    "plant": "supplier",
    "owned": "owner",
    "directed": "director",
    "payee": "payer",
    "brand": "dealer",
    "successor": "predecessor",
}
_CLAIMED: Final[Mapping[str, str]] = {"owns": "owned", "controls": "owned", "relative_of": "kin"}
_CLAIMED_WORDS: Final[Mapping[str, str]] = {
    "same_company": "is one company with",
    "relative_of": "is a relative of",
    "owns": "owns",
    "controls": "controls",
    "branch_of": "is a branch of",
}
_RECORDED: Final[Mapping[tuple[str, bool], str]] = {
    ("trade", True): "customer",
    ("trade", False): "supplier",
    ("holder", True): "customer",
    ("holder", False): "supplier",
    ("payment", True): "payee",
    ("payment", False): "payer",
    ("contract", True): "customer",
    ("contract", False): "supplier",
    ("trait", True): "shares a trait",
    ("trait", False): "shares a trait",
}
_RELATED = (
    ("directs", "director"),
    ("directed", "director"),
    ("kin", "kin"),
    ("own", "owner"),
    ("share", "owner"),
    ("votes", "owner"),
    ("control", "owner"),
)


_DEALINGS: Final = (
    ("trade", "items", "consignor_id", "consignee_id", "declared_on"),
    ("holder", "items", "contract_holder_id", "consignee_id", "declared_on"),
    ("payment", "payments", "payer_id", "payee_id", "paid_on"),
    ("contract", "tenders", "supplier_id", "buyer_id", "signed_on"),
)
"""Kind of a link of the network to the table, the two columns and the day of its rows."""


@dataclass(frozen=True, order=True)
class Node:
    """A party, brand or name.

    Attributes:
        key: ``p:`` and the party of the run, ``b:`` and the brand, or ``n:`` and the normal form of a name.
        label: For people.
    """

    key: str
    label: str = field(compare=False)


@dataclass(frozen=True)
class Tie:
    """Something that ties two nodes, told from the first.

    Attributes:
        kind: What the other is to the first: supplier, customer, owner, payer, plant, brand, kin ...
        words: ``supplied``, ``is owned by`` ...
        confidence: One of the six words.
        flow: Do goods go from the first to the other (1), the other way (-1), or is it no movement of goods (0)?
        when: When, as far as told.
        refs: ``C5``, ``E3``.
        sources: For people.
        row_ids: Rows of the run.
        rows: How many rows say so.
        goods: Brand or goods, as far as told.
        asks: Table and values by which all its rows are found, as ``("items", ("brand", "HAAS"), ...)``; of a tie that
            ``row_ids`` tells whole nothing.
    """

    one: Node
    other: Node
    kind: str
    words: str
    confidence: str
    flow: int = 0
    when: When = field(default_factory=When)
    refs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    row_ids: tuple[int, ...] = ()
    rows: int = 0
    goods: str = ""
    asks: tuple[Any, ...] = ()


class Naming:
    """Nodes of names: the party of the last run where there is one, so that a name and its rows are one node."""

    def __init__(self, ledger: Ledger | None, subjects: Mapping[str, FoundParty]) -> None:
        """Take the run and the parties that subjects of the case are."""
        self._ledger = ledger
        self._known: dict[str, Node] = {}
        self.party_ids: dict[str, int] = {}
        self.names = PartyNames(ledger) if ledger else None
        self._brands: frozenset[str] | None = None
        for name, found in subjects.items():
            self._learn(name, found)

    def nodes(self, names: Iterable[str]) -> list[Node]:
        """The node of each name, in the same order."""
        asked = [*names]
        fresh = list(dict.fromkeys(it for it in asked if it not in self._known))
        parties = self._ledger.parties if self._ledger else None
        written = [Written(it.removeprefix("company:")) for it in fresh]
        for name, found in zip(fresh, find_parties(parties, written), strict=True):
            self._learn(name, found)
        return [self._known[it] for it in asked]

    def learn(self, ids: Iterable[int]) -> None:
        """Look up the names of many parties at once."""
        if self.names:
            self.names.learn(ids)

    def party(self, id: int) -> Node:
        """The node of a party of the run."""
        node = Node(f"p:{party_text(id)}", self.names.of(id) if self.names else party_text(id))
        self.party_ids[node.key] = id
        return node

    def brand(self, name: str) -> Node:
        """The node of a brand."""
        return Node(f"b:{name.upper()}", name.upper())

    def _learn(self, name: str, found: FoundParty) -> None:
        brand, label = name.removeprefix("brand:").upper(), name.removeprefix("company:")
        # A brand in its own letters is the brand, not a firm whose name is alike but for its legal form.
        if brand in self._all_brands and (name.startswith("brand:") or found.how in ("", "spelling")):
            self._known[name] = self.brand(brand)
        elif found.party_id is not None:
            self._known[name] = self.party(found.party_id)
        else:
            self._known[name] = Node(f"n:{name_key(label)}", label)

    @property
    def _all_brands(self) -> frozenset[str]:
        if self._brands is None:
            items = self._ledger.items if self._ledger else None
            told = items.select("brand").distinct().to_pyarrow()["brand"].to_pylist() if items is not None else []
            self._brands = frozenset(it for it in told if it)
        return self._brands


def case_ties(entries: Sequence[CaseEntry], naming: Naming, grades: Mapping[str, str] | None = None) -> list[Tie]:
    """Ties that entries of a case tell: events with two parties, claims of a tie. Told from the first party.

    Args:
        entries: Those that hold.
        naming: Makes nodes of names.
        grades: Evidence to how far it is trusted: ``E7`` to ``leaked B3``.
    """
    events = [(it, Event.from_facts(it.facts)) for it in entries if it.kind == "event"]
    linking = [(it, told) for it, told in events if told.is_a in LINKS and told.other and it.about]
    claims = [(it, Claim.from_facts(it.facts)) for it in entries if it.kind == "claim"]
    tying = [(it, told) for it, told in claims if told.predicate in TIES and told.about not in ("", told.doer)]
    names = [it.about for it, _ in linking] + [it.other for _, it in linking]
    naming.nodes([*names, *(it.doer for _, it in tying), *(it.about for _, it in tying)])
    return [_event_tie(*it, naming, grades or {}) for it in linking] + [_claim_tie(*it, naming) for it in tying]


def _event_tie(entry: CaseEntry, told: Event, naming: Naming, grades: Mapping[str, str]) -> Tie:
    one, other = naming.nodes([entry.about, told.other])
    flow = 1 if told.is_a in GOODS_FLOW else 0
    refs = (entry.id, *(it for it in told.rests_on if it[:1] in "EC"))
    where = str(Locator(**told.where)) if told.where else ""
    graded = (f"{it}: {grades[it]}" for it in told.rests_on if it in grades)
    sources = tuple(it for it in (told.source, *graded, where) if it)
    kind = _AS.get(told.is_a, "other")
    words = LINKS[told.is_a][0]
    return Tie(one, other, kind, words, told.confidence, flow, told.moment, refs, sources, goods=told.goods)


def _claim_tie(entry: CaseEntry, told: Claim, naming: Naming) -> Tie:
    one, other = naming.nodes([told.doer, told.about])
    said = _CLAIMED_WORDS[told.predicate]
    words = f"says it {said}" if told.doer == told.speaker else f"{said}, as {told.speaker} says,"
    kind = _CLAIMED.get(told.predicate, "other")
    return Tie(one, other, kind, words, "alleged", 0, When.read(told.said_on), (entry.id, *told.source.evidence))


def turned(tie: Tie) -> Tie:
    """The same tie told from its other end."""
    words = next((other for here, other in LINKS.values() if here == tie.words), f"is the one of whom {tie.words}")
    return replace(
        tie, one=tie.other, other=tie.one, kind=_OPPOSITE.get(tie.kind, tie.kind), words=words, flow=-tie.flow
    )


def ledger_ties(ledger: Ledger, nodes: Iterable[Node], naming: Naming) -> list[Tie]:
    """Ties that rows tell of these nodes, told from each: parties by dealings and registers, and brands.

    Where their rows stand is for ``with_places`` to say.
    """
    wanted = [*nodes]
    ids = {naming.party_ids[it.key] for it in wanted if it.key in naming.party_ids}
    records = Records(ledger.items, ledger.payments, ledger.relations, ledger.traits, ledger.tenders)
    links = [it for it in neighbours(records, ids) if it.one in ids] if ids else []
    naming.learn(party for it in links for party in (it.one, it.other))
    spans = _spans(ledger, ids) if links else {}
    ties = [_recorded_tie(it, naming, spans) for it in links]
    brands = {it.label for it in wanted if it.key.startswith("b:")}
    return [*ties, *_brand_ties(ledger, ids, brands, naming), *_machine_ties(ledger, ids, brands, naming)]


def with_all_rows(ledger: Ledger, tie: Tie, files: Mapping[str, str]) -> Tie:
    """The tie with every row behind it, in their order, instead of the first and the last."""
    if not tie.asks:
        return tie
    name, *wanted = tie.asks
    rows: Table = getattr(ledger, name)
    mine = rows.filter(*(rows[column] == value for column, value in wanted)).order_by("row_id")
    ids = tuple(mine.select("row_id").to_pyarrow()["row_id"].to_pylist())
    return with_places(ledger, [replace(tie, row_ids=ids, sources=())], files)[0]


def with_places(ledger: Ledger, ties: Sequence[Tie], files: Mapping[str, str]) -> list[Tie]:
    """The ties with the files and rows where their rows stand, all looked up at once; others stay as they are."""
    by_table: dict[str, set[int]] = defaultdict(set)
    for it in (one for tie in ties if not tie.sources for one in tie.row_ids):
        by_table[table_of(it)].add(it)
    found: dict[int, Mapping[str, Any]] = {}
    for name, some in by_table.items():
        table: Table = getattr(ledger, name)
        asked = ibis.memtable(pa.table({"row_id": pa.array(sorted(some), pa.int64())}))
        columns = [it for it in ("row_id", "source_id", "sheet", "row") if it in table.columns]
        rows = table.semi_join(asked, "row_id").select(columns).to_pyarrow().to_pylist()
        found |= {it["row_id"]: it for it in rows if it["source_id"]}
    return [
        replace(tie, sources=cited([found[it] for it in tie.row_ids if it in found], files)) if not tie.sources else tie
        for tie in ties
    ]


def _recorded_tie(it: Link, naming: Naming, spans: Mapping[tuple[str, int, int], When]) -> Tie:
    kind = _RECORDED.get((it.kind, it.forward), "other")
    if it.kind == "relation":
        kind = next((told for word, told in _RELATED if word in it.words), "other")
        kind = {"owner": "owned", "director": "directed"}.get(kind, kind) if it.forward else kind
    flow = (1 if it.forward else -1) if it.kind == "trade" else 0
    ends = (it.one, it.other) if it.forward else (it.other, it.one)
    when = spans.get((it.kind, *ends), When())
    return Tie(
        naming.party(it.one), naming.party(it.other), kind, it.words, "derived" if it.kind == "trait" else "recorded",
        flow, when, (), (), it.row_ids, it.rows, asks=_asked(it.kind, ends),
    )  # fmt: skip


def _asked(kind: str, ends: tuple[int, int]) -> tuple[Any, ...]:
    return next(
        ((name, (one, ends[0]), (other, ends[1])) for told, name, one, other, _day in _DEALINGS if told == kind), ()
    )


def _spans(ledger: Ledger, ids: Iterable[int]) -> dict[tuple[str, int, int], When]:
    """From the first day to the last of what two parties did with each other, by kind and direction."""
    wanted, found = sorted(ids), dict[tuple[str, int, int], When]()
    for kind, name, one, other, day in _DEALINGS:
        table: Table = getattr(ledger, name)
        mine = table.filter(table[day].notnull(), table[one].isin(wanted) | table[other].isin(wanted))
        told = mine.group_by(one=mine[one], other=mine[other]).agg(since=mine[day].min(), until=mine[day].max())
        for row in told.to_pyarrow().to_pylist():
            found[kind, row["one"], row["other"]] = When.span(row["since"], row["until"])
    return found


def _brand_ties(ledger: Ledger, ids: set[int], brands: set[str], naming: Naming) -> Iterator[Tie]:
    """Who bought which brand, and who sent it."""
    items = ledger.items.filter(ledger.items.brand.notnull())
    for role, words, flow in (
        ("consignee_id", "bought goods of the brand", -1),
        ("consignor_id", "sent goods of the brand", -1),
    ):
        hit = [items[role].isin(sorted(ids))] if ids else []
        hit += [items.brand.isin(sorted(brands))] if brands else []
        if not hit:
            continue
        rows = items.filter(items[role].notnull(), ibis.or_(*hit))
        told = rows.group_by("brand", party=rows[role]).agg(
            rows=rows.count(), first=rows.row_id.min(), last=rows.row_id.max(),
            since=rows.declared_on.min(), until=rows.declared_on.max(),
        )  # fmt: skip
        found = told.order_by("brand", "party").to_pyarrow().to_pylist()
        naming.learn(row["party"] for row in found)
        for row in found:
            party, brand = naming.party(row["party"]), naming.brand(row["brand"])
            when = When.span(row["since"], row["until"]) if row["since"] else When()
            some = tuple(dict.fromkeys((row["first"], row["last"])))
            # A consignor of a brand may be its maker or anybody else; the row does not say.
            word = "recorded" if role == "consignee_id" else "derived"
            asks = ("items", ("brand", row["brand"]), (role, row["party"]))
            tie = Tie(party, brand, "brand", words, word, flow, when, (), (), some, row["rows"], row["brand"], asks)
            yield tie
            if row["brand"] in brands:
                yield _brand_back(tie, role)


def _brand_back(tie: Tie, role: str) -> Tie:
    kind, words = ("customer", "was bought by") if role == "consignee_id" else ("supplier", "was sent by")
    flow = 1 if role == "consignor_id" else 0
    return replace(tie, one=tie.other, other=tie.one, kind=kind, words=words, flow=flow)


def _machine_ties(ledger: Ledger, ids: set[int], brands: set[str], naming: Naming) -> Iterator[Tie]:
    """Machines of a brand that a record places at a party."""
    events = ledger.events.filter(ledger.events.party_id.notnull(), ledger.events.brand.notnull())
    hit = [events.party_id.isin(sorted(ids))] if ids else []
    hit += [events.brand.upper().isin(sorted(brands))] if brands else []
    if not hit:
        return
    for row in events.filter(ibis.or_(*hit)).order_by("row_id").to_pyarrow().to_pylist():
        party, brand = naming.party(row["party_id"]), naming.brand(row["brand"])
        when = When.on(row["happened_on"]) if row["happened_on"] else When()
        words = f"machine was {(row['kind'] or 'seen').replace('_', ' ')} at"
        some = (row["row_id"],)
        goods = " ".join(it for it in (row["brand"], row["model"], row["serial"]) if it)
        told = Tie(brand, party, "plant", words, "recorded", 0, when, (), (), some, 1, goods)
        if naming.party_ids.get(party.key) in ids:
            yield Tie(party, brand, "brand", "has a machine of the brand", "recorded", 0, when, (), (), some, 1, goods)
        if brand.label in brands:
            yield told
