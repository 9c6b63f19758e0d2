"""What a run makes of the records beside declarations and statistics: the same rows, with parties for names.

Every row has a ``row_id`` that no row of another table has; ``table_of`` tells the table from it.
"""

from collections.abc import Mapping

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.store.record_kinds import PARTY_ROLES, RECORD_KINDS
from enduse.store.table import PROVENANCE, Column

ID_BITS = 50
"""A table's rows have ids from ``number << ID_BITS`` on."""

_HEAD = (Column("row_id", "int", "id of the row within a run"), *PROVENANCE)

REGISTER = (
    *_HEAD,
    Column("party_id", "int", "whose record it is"),
    Column("register", "text", "EGRUL, GLEIF, UK-PSC, BODS or who published it"),
    Column("record_id", "text", "the register's own id"),
    Column("kind", "text", "company, person or unknown"),
    Column("country", "text", "ISO alpha-2"),
    Column("status", "text", "active, dissolved or unknown"),
    Column("founded_on", "date", "first day"),
    Column("dissolved_on", "date", "first day it no longer existed"),
    Column("activities", "texts", "codes or words of activity, as written"),
    Column("identifiers", "texts", "numbers, each as `SCHEME|country|value`; country may be empty"),
    Column("addresses", "texts", "as written"),
    Column("contacts", "texts", "each as `phone:`, `email:` or `web:` and the text as written"),
    Column("personal", "bool", "describes a natural person"),
)

RELATIONS = (
    *_HEAD,
    Column("subject_id", "int", "party that owns, directs, controls, or is related"),
    Column("object_id", "int", "party that is owned, directed or controlled"),
    Column("kind", "text", "shares, votes, appoints_board, controls, directs, represents, family, linked ..."),
    Column("low", "float", "least share from 0 to 1; null where none is recorded"),
    Column("high", "float", "greatest share from 0 to 1"),
    Column("low_excluded", "bool", "the share is more than low, not low itself"),
    Column("high_excluded", "bool", "the share is less than high, not high itself"),
    Column("direct", "bool", "held directly; null where the register does not say"),
    Column("treasury", "bool", "the company holds its own shares"),
    Column("start", "date", "first day; null: not stated"),
    Column("end", "date", "first day it no longer held; null: not stated"),
    Column("note", "text", "the register's own words, e.g. spouse, director"),
    Column("register", "text", "which register says so"),
)

HITS = (
    *_HEAD,
    Column("party_id", "int", "the party that may be the one listed"),
    Column("authority", "text", "who listed: US-OFAC, US-BIS, EU, UK ..."),
    Column("list", "text", "name of the list"),
    Column("entry_id", "text", "the publisher's id"),
    Column("listed_name", "text", "primary name of the entry"),
    Column("listed_on", "date", "first day in force; null: not stated"),
    Column("delisted_on", "date", "first day no longer in force, null while it is"),
    Column("programmes", "texts", "programmes, regulations"),
    Column("by", "text", "identifier, name or address: what agrees"),
    Column("score", "float", "0 to 1: probability that the party is the one listed; 1 for an identifier"),
    Column("reason", "text", "in words"),
)

TRAITS = (
    Column("row_id", "int", "id of the first row that gives it, in whatever table that row stands"),
    *PROVENANCE,
    Column("party_id", "int", "who gives it"),
    Column(
        "kind",
        "text",
        "address (with its room, where one is told), house (the same without room, floor and building), phone, email, "
        "domain (of sites and e-mail addresses, without free mail hosts) or account",
    ),
    Column("key", "text", "what two spellings of the same thing share"),
    Column("written", "text", "as written, one spelling"),
    Column("country", "text", "ISO alpha-2, where known"),
    Column("rows", "int", "how many rows give it"),
    Column("first_on", "date", "day of the first dated row that gives it"),
    Column("last_on", "date", "day of the last one"),
)

LISTS = (
    *_HEAD,
    Column("authority", "text", "who listed"),
    Column("list", "text", "name of the list"),
    Column("snapshot", "date", "newest snapshot of it in the ledger"),
    Column("entries", "int", "entries of that snapshot"),
)

LEGS = (
    *_HEAD,
    Column("earlier_row_id", "int", "goods line that hands the goods on"),
    Column("later_row_id", "int", "goods line that takes them in; the place in the sources is this line's"),
    Column("relation", "text", "same movement, moved on, other destination or same serial; see trace.leg_rows"),
    Column("probability", "float", "0 to 1: that both lines are the same goods"),
    Column("pieces", "float", "pieces that the leg carries; null where no line counts them"),
    Column("net_kg", "float", "net mass that the leg carries; null where no line tells it"),
    Column("days", "int", "from the earlier line's day to the later one's; negative where clerks registered late"),
    Column("reason", "text", "in words"),
)

FIXED: Mapping[str, tuple[Column, ...]] = {
    "register": REGISTER,
    "relations": RELATIONS,
    "hits": HITS,
    "traits": TRAITS,
    "held_lists": LISTS,
    "legs": LEGS,
}


_RATED = Column(
    "rate_publisher", "text", "who published the rate of a converted `value_usd`; `declarations` where nobody did"
)


def _of_kind(name: str) -> tuple[Column, ...]:
    """Columns of a record kind: names gave way to ids, the day has its month beside it."""
    spec = next(it for it in RECORD_KINDS if it.name == name)
    roles = PARTY_ROLES.get(name, ())
    # Whether somebody lives at an address is asked of orders: there it stays.
    ends = ("", "_identifier") if name == "orders" else ("", "_identifier", "_address")
    gone = {f"{role}{end}" for role in roles for end in ends} | {"flags", "other"}
    provenance = {it.name for it in PROVENANCE}
    kept = (it for it in spec.columns if it.name not in gone | provenance)
    ids = (Column(f"{role}_id", "int", f"party id of the {role}; null where nobody is named") for role in roles)
    rated = (_RATED,) if any(it.name == "value_usd" for it in spec.columns) else ()
    return (
        *_HEAD,
        *ids,
        *kept,
        *rated,
        Column("month", "int", "index of the day's month; see model.period.month_index"),
    )


RECORDS: Mapping[str, tuple[Column, ...]] = {**{it.name: _of_kind(it.name) for it in RECORD_KINDS}, **FIXED}
"""Table to its columns."""

_NUMBERED = ("items", "statistics", *RECORDS)


_OTHER_IDS = frozenset({"row_id", "earlier_row_id", "later_row_id", "source_id", "record_id", "entry_id"})


def is_party_column(name: str) -> bool:
    """Does a column of a run's tables hold party ids?

    >>> [it for it in ("payer_id", "party_id", "row_id", "source_id", "payer") if is_party_column(it)]
    ['payer_id', 'party_id']
    """
    return name.endswith("_id") and name not in _OTHER_IDS


def first_id(table: str) -> int:
    """Below the ids of the table's rows, above those of the tables before it."""
    return _NUMBERED.index(table) << ID_BITS


def table_of(row_id: int) -> str:
    """Which table a row of a run stands in.

    >>> table_of(7), table_of(first_id("payments") + 1)
    ('items', 'payments')
    """
    return _NUMBERED[row_id >> ID_BITS]


def record_schema(table: str) -> pa.Schema:
    """The columns of one of ``RECORDS``."""
    return pa.schema([(it.name, it.arrow) for it in RECORDS[table]])


def no_rows(table: str) -> Table:
    """One of ``RECORDS`` without a row."""
    return ibis.memtable(record_schema(table).empty_table())
