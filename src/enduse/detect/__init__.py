"""Typologies: patterns of diversion, each with its proof and its limits."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from inspect import signature
from typing import Any, Literal

import pyarrow as pa
from ibis.expr.types import Table

from enduse.errors import BadPlugin
from enduse.store.derived_tables import no_rows

SubjectKind = Literal[
    "company", "person", "lane", "machine", "shipment", "brand", "plant", "order", "document", "network", "country"
]
Confidence = Literal["recorded", "derived", "probable", "possible", "alleged", "denied"]


Reads = Literal[
    "items",
    "statistics",
    "payments",
    "tenders",
    "events",
    "exhibits",
    "web",
    "trademarks",
    "claims",
    "orders",
    "order_changes",
    "register",
    "relations",
    "hits",
    "traits",
    "held_lists",
    "legs",
]
"""Tables a finder may stand on."""


def _none(name: str) -> Any:
    """A field that is a table without a row unless given."""
    return field(default_factory=partial(no_rows, name))


@dataclass(frozen=True)
class Ledger:
    """The tables a typology may read, lazily; DuckDB or Spark behind them is not its concern.

    Attributes:
        items: Goods lines with resolved parties, each declaration line once. Columns: ``row_id`` (int64),
            ``declared_on`` (date), ``month`` (int64, see ``model.period.month_index``), ``direction``,
            ``consignor_id``, ``consignee_id``, ``contract_holder_id``, ``declarant_id`` (int64 party ids),
            ``consignor_country``, ``consignee_country``, ``contract_holder_country``,
            ``brand`` (upper case mark or maker), ``origin``, ``dispatch``, ``destination``,
            ``trading_country`` (ISO alpha-2), ``goods_code``, ``hs6``, ``value_usd`` (nominal; see
            ``value_basis``), ``net_kg``, ``quantity``, ``currency``.
        statistics: Published cells, overlaps removed. Columns: ``row_id`` (int64, disjoint from those of
            items), ``reporter``, ``partner``, ``flow``, ``goods_code``, ``hs6`` (null when shorter),
            ``month`` (int64), ``months``, ``value_eur``, ``value_usd`` (one of them converted where a
            rate is known), ``publisher``, ``basis``, ``preliminary``.
        parties: ``party_id`` (int64, see ``model.ids.party_id``), ``anchor``, ``name``, ``names`` (array),
            ``country``, ``identifiers`` (array), ``mentions`` (int64), ``ambiguous`` (bool), ``kind``
            (``company``, ``person``, or ``unknown`` where no row gives a name).
        code_lists: As in the ledger, plus the bundled rows.
        payments, tenders, events, exhibits, web, trademarks, claims, orders, order_changes: Other records with party
            ids for names; columns as in ``store.derived_tables.RECORDS``, where each is described. Empty where no
            source gave any.
        register: Companies and persons as registers have them, a row for each record of a source.
        relations: Who owns, directs or controls whom, and kin.
        hits: Which parties may stand on which lists, with dates. Rows with ``by`` ``address`` say only that the party
            stands at an address of the entry: its score may be low, that of the others is at least .5.
        traits: Addresses, houses, phones, e-mail domains and accounts, with who gives them; ``row_id`` is that of the
            first row that gives it.
        held_lists: Which lists the ledger holds: without any, no hit means nothing.
        legs: Goods lines of different declarations that are the same goods, two by two, with a probability.
        shared: What several finders read, worked out by the first of them; see ``detect.shared``.
            A ledger made from this one by ``replace`` starts with nothing.
    """

    items: Table
    statistics: Table
    parties: Table
    code_lists: Table
    payments: Table = _none("payments")
    tenders: Table = _none("tenders")
    events: Table = _none("events")
    exhibits: Table = _none("exhibits")
    web: Table = _none("web")
    trademarks: Table = _none("trademarks")
    claims: Table = _none("claims")
    orders: Table = _none("orders")
    order_changes: Table = _none("order_changes")
    register: Table = _none("register")
    relations: Table = _none("relations")
    hits: Table = _none("hits")
    traits: Table = _none("traits")
    held_lists: Table = _none("held_lists")
    legs: Table = _none("legs")
    shared: dict[Hashable, object] = field(default_factory=dict, init=False, compare=False, repr=False)


@dataclass(frozen=True)
class Needs:
    """What must be recorded before silence means anything.

    Attributes:
        columns: Columns that must be filled in at least ``share`` of the rows.
        months_before: Whole months of records wanted before the watershed.
        months_after: Whole months of records wanted after it.
        lists: Names of authorities that ``code_lists`` must hold, e.g. ``("CHPL",)``.
        share: Share of rows, 0 to 1.
        rows: Which rows count: ``imports`` into Russia or Belarus, ``onward`` exports to them, ``monthly``
            cells of statistics.
        flows: Flows that the statistics must hold, e.g. ``("export", "import")``.
        tables: Further tables that must hold rows, e.g. ``("register", "hits")``.
    """

    columns: tuple[str, ...] = ()
    months_before: int = 0
    months_after: int = 0
    lists: tuple[str, ...] = ()
    share: float = 0.2
    rows: Literal["any", "imports", "onward", "monthly"] = "any"
    flows: tuple[str, ...] = ()
    tables: tuple[Reads, ...] = ()


Find = Callable[..., Table]


@dataclass(frozen=True)
class Suspects:
    """Whose import lines a finder reads a second time, once it has settled its suspects on sums over all lines.

    Attributes:
        importers: Takes what ``find`` takes; gives the party ids of the importers, repeated or not.
        columns: Of the goods lines.
    """

    importers: Callable[..., pa.ChunkedArray]
    columns: tuple[str, ...]


def lacks_nothing(ledger: Ledger) -> tuple[str, ...]:
    """Nothing more must be recorded than ``Needs`` says."""
    return ()


def no_phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    """Nothing more to say than the columns do."""
    return {}


@dataclass(frozen=True)
class Finder:
    """One way to see a pattern: in declarations or in statistics.

    Attributes:
        id: Name of the function, unique within its typology.
        reads: The table it stands on; rows of other tables may be cited, too.
        subject: What a row of the result is about.
        headline: One sentence; ``{names}`` are columns of the result, ``{lines:line|lines}`` a count with its noun.
        needs: Coverage without which the answer is *not assessable*.
        find: ``find(ledger, watershed, **parameters)`` gives one row per suspect: ``subject_id``
            (party id where the subject is a company or a person, else the text that names a lane, brand or
            country), for each role that others have a part in a column ``<role>_ids`` (array of party ids, may be
            empty; any role: ``payer_ids``, ``director_ids``, ``listed_ids`` ...), ``strength`` (0 to 1), ``rank``
            (float, orders equal strengths, higher first),
            ``start`` and ``end`` (dates), ``value_usd`` (float or null), ``row_ids`` (array of int64, the
            telling rows) and ``context_ids`` (array of int64, rows that show the state before; may be
            empty); every other column becomes an entry of ``figures``. A column ``lane`` (text, or array of
            party ids) keeps two findings about one subject apart: a brand, a route, a goods code, two firms.
            Ids are printed as ``model.ids.party_text`` spells them.
        confidence: The word the runner prints unless the result has a ``confidence`` column.
        defaults: Parameter names to their default values, shown by ``enduse explain``; taken from the
            signature of ``find`` unless given.
        phrases: Further words for the headline that no table can form, made of one row of the result.
        lacks: What else the ledger lacks, a few words each, that ``Needs`` cannot say; empty when silence means
            something.
        shares: Names of what it reads that others may read, too; see ``detect.shared``.
        suspects: Whose lines it reads again; None where it does not.
    """

    id: str
    reads: Reads
    subject: SubjectKind
    headline: str
    needs: Needs
    find: Find
    confidence: Confidence = "derived"
    defaults: Mapping[str, object] = field(default_factory=dict)
    phrases: Callable[[Mapping[str, Any]], Mapping[str, str]] = no_phrases
    lacks: Callable[[Ledger], tuple[str, ...]] = lacks_nothing
    shares: frozenset[str] = frozenset()
    suspects: Suspects | None = None

    def __post_init__(self) -> None:
        if not self.defaults:
            given = {
                it.name: it.default for it in signature(self.find).parameters.values() if it.default is not it.empty
            }
            object.__setattr__(self, "defaults", given)


@dataclass(frozen=True)
class Typology:
    """One pattern of diversion.

    Attributes:
        id: Snake-case; equal to the file name and to the name in the catalogue.
        title: A few words for tables and headings.
        about: What it sees, in plain words (the module's docstring).
        innocent: Lawful explanations an analyst must rule out.
        misses: What the pattern cannot see.
        settle: What would settle it.
        sources: Who described the pattern.
        finders: In what kinds of records it looks.
        ceiling: Highest strength it may give; .3 where lawful trade shows the same flag.
    """

    id: str
    title: str
    about: str
    innocent: tuple[str, ...]
    misses: tuple[str, ...]
    settle: tuple[str, ...]
    sources: tuple[str, ...]
    finders: tuple[Finder, ...]
    ceiling: float = 1.0

    def __post_init__(self) -> None:
        for name in ("about", "innocent", "misses", "settle", "sources", "finders"):
            if not getattr(self, name):
                raise BadPlugin(f"Typology {self.id!r} states no {name}; the analyst is owed it.")


@dataclass(frozen=True)
class Watershed:
    """The day behaviour should have changed, and what says so.

    Attributes:
        on: The day.
        label: For headlines: "control date", "invasion" ...
        given: True when the analyst named it; False when it was taken from a list.
    """

    on: date
    label: str = "watershed"
    given: bool = True
