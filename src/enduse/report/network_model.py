"""Who dealt with whom, owns whom and stands on which list: one model that every network format draws.

Every edge names the rows behind it; rows of sources that may not leave are not in the model at all.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from enduse.model.period import first_day

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, order=True)
class CitedPlace:
    """One table of one source.

    Attributes:
        sha256: Of the file that was added.
        file: Its name; ``archive.zip/member.csv`` inside an archive.
        sheet: Sheet of a workbook, else empty.
    """

    sha256: str
    file: str
    sheet: str = ""


@dataclass(frozen=True, order=True)
class Cited:
    """Rows of one place, ascending, as a spreadsheet numbers them."""

    place: CitedPlace
    rows: tuple[int, ...]


@dataclass(frozen=True, order=True)
class Spell:
    """A half-open span of days; None: not stated."""

    start: date | None
    end: date | None

    @property
    def last(self) -> date | None:
        """The last day that belongs to it."""
        return self.end - timedelta(days=1) if self.end else None


@dataclass(frozen=True, order=True)
class Number:
    """A registered number; scheme and country are empty where nobody says them."""

    value: str
    scheme: str = ""
    country: str = ""


@dataclass(frozen=True)
class Listed:
    """An entry of a list that may be the party.

    Attributes:
        by: ``identifier`` or ``name``: what agrees.
        score: 0 to 1; 1 for an identifier.
    """

    authority: str
    list: str
    entry_id: str
    name: str
    listed_on: date | None
    delisted_on: date | None
    programmes: tuple[str, ...]
    by: str
    score: float
    reason: str
    cited: tuple[Cited, ...]

    def __str__(self) -> str:
        """``EU Annex IV: Fable Trading (2023-02-25 to today), 0.93 by name``."""
        since = f" ({self.listed_on or 'no day'} to {self.delisted_on or 'today'})"
        return f"{self.authority} {self.list}: {self.name}{since}, {self.score:.2f} by {self.by}"


@dataclass(frozen=True)
class NetworkNode:
    """A company or person.

    Attributes:
        id: As every file prints it.
        name: The most frequent.
        names: All, as written.
        kind: company, person or unknown.
        country: ISO alpha-2, or empty.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    kind: str = "unknown"
    country: str = ""
    numbers: tuple[Number, ...] = ()
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True)
class Stake:
    """What a register says of one relation; shares run from 0 to 1."""

    low: float | None = None
    high: float | None = None
    low_excluded: bool = False
    high_excluded: bool = False
    direct: bool | None = None
    register: str = ""
    note: str = ""


@dataclass(frozen=True)
class NetworkEdge:
    """One kind of dealing between two nodes.

    Attributes:
        id: Depends on the two ends, the kind and, for relations, the row.
        source: Node that sends, pays, owns.
        target: Node that receives, is paid, is owned.
        kind: ``import``, ``export``, ``transit`` or ``declared`` (goods, by what the declaration says of itself),
            ``contract_holder``, ``payment``, ``contract``, or that of a relation: ``shares``, ``directs`` ...
        spells: When; empty: no day is stated.
        value_usd: Sum in nominal US dollars; None where no row tells a value.
        lines: How many rows.
        valued: How many of them tell a value.
        stake: For relations.
    """

    id: str
    source: str
    target: str
    kind: str
    spells: tuple[Spell, ...]
    value_usd: float | None
    lines: int
    valued: int
    cited: tuple[Cited, ...]
    stake: Stake | None = None


@dataclass(frozen=True)
class SourceTerms:
    """A source that stands behind an export."""

    sha256: str
    name: str
    publisher: str = ""
    licence: str = ""
    sensitivity: str = "public"


@dataclass(frozen=True)
class Made:
    """What an export was made of.

    Attributes:
        engine: Version of enduse.
        ledger: Version of the ledger.
        on: Newest day on which a source was added.
        left_out: Rows that may not leave (their source forbids it).
        unplaced: Goods lines without one of the two parties.
        untied: Relations that name a party which is not known.
        internal: Rows are in it whose source forbids that they leave.
    """

    engine: str
    ledger: int
    on: date
    left_out: int = 0
    unplaced: int = 0
    untied: int = 0
    internal: bool = False

    def __str__(self) -> str:
        """A sentence for the head of a file."""
        out = f"; {self.left_out} rows whose source forbids it are left out" if self.left_out else ""
        inside = "; internal: it holds rows whose source forbids that they leave" if self.internal else ""
        return f"Made by enduse {self.engine} of version {self.ledger} of the ledger{out}{inside}"


@dataclass(frozen=True)
class Network:
    """Nodes by id and edges by id; equal input gives an equal network."""

    nodes: tuple[NetworkNode, ...]
    edges: tuple[NetworkEdge, ...]
    sources: tuple[SourceTerms, ...]
    made: Made


@dataclass(frozen=True)
class Flow:
    """Goods between countries.

    Attributes:
        stream: ``declarations`` or ``statistics``.
        start: Country shipped from, ISO alpha-2; empty where no row says it.
        end: Country of destination.
        origin: Country where made; empty in statistics.
        direction: import, export or transit, as the records say.
        code: Goods code of statistics, else empty.
        publisher: Of statistics, else empty.
    """

    stream: str
    start: str
    end: str
    origin: str
    direction: str
    code: str
    publisher: str
    spells: tuple[Spell, ...]
    value_usd: float | None
    lines: int
    cited: tuple[Cited, ...]


def month_spells(months: Iterable[int]) -> tuple[Spell, ...]:
    """Months as spans of days; months that follow one another make one span."""
    ordered = sorted(set(months))
    runs = groupby(enumerate(ordered), key=lambda it: it[1] - it[0])
    spans = ([month for _, month in run] for _, run in runs)
    return tuple(Spell(first_day(span[0]), first_day(span[-1] + 1)) for span in spans)


def rows_text(rows: Iterable[int]) -> str:
    """Row numbers, ascending, as people write them.

    >>> rows_text((2, 3, 4, 9))
    '2-4,9'
    """
    found = []
    for _, run in groupby(enumerate(rows), key=lambda it: it[1] - it[0]):
        span = [row for _, row in run]
        found.append(f"{span[0]}-{span[-1]}" if len(span) > 1 else str(span[0]))
    return ",".join(found)


def cited_text(cited: Iterable[Cited]) -> str:
    """Files with sheets, row numbers and hashes, in one line."""
    return "; ".join(
        f"{it.place.file}{f' [{it.place.sheet}]' if it.place.sheet else ''} row {rows_text(it.rows)}"
        f" sha256:{it.place.sha256}"
        for it in cited
    )


def printable(text: str) -> str:
    """The text with characters that XML forbids replaced by U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", text)


def around(network: Network, ids: Collection[str], steps: int) -> Network:
    """The nodes that can be reached from ``ids`` in at most ``steps`` edges, in either direction, and what is between.

    Sources that no edge or entry of it cites are left out.
    """
    near = set(ids)
    for _ in range(steps):
        near |= {end for it in network.edges if {it.source, it.target} & near for end in (it.source, it.target)}
    nodes = tuple(it for it in network.nodes if it.id in near)
    edges = tuple(it for it in network.edges if it.source in near and it.target in near)
    used = {it.place.sha256 for it in _citations(nodes, edges)}
    return replace(network, nodes=nodes, edges=edges, sources=tuple(it for it in network.sources if it.sha256 in used))


def _citations(nodes: Iterable[NetworkNode], edges: Iterable[NetworkEdge]) -> Iterator[Cited]:
    for edge in edges:
        yield from edge.cited
    for node in nodes:
        for entry in node.listed:
            yield from entry.cited
