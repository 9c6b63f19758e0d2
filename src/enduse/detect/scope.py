"""Which rows concern a pattern: where goods go, what they are, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.operations import InMemoryTable
from ibis.expr.types import BooleanValue, Table

from enduse.detect import Ledger
from enduse.model.period import first_day, month_index
from enduse.text.countries import country_name, eu_members
from enduse.trace.series import EU

DESTINATIONS = ("RU", "BY")
"""Where the goods must not end up."""

HUBS = (
    "AE",
    "AM",
    "AZ",
    "CN",
    "GE",
    "HK",
    "IN",
    "KG",
    "KZ",
    "MD",
    "MN",
    "MY",
    "RS",
    "SG",
    "TH",
    "TJ",
    "TM",
    "TR",
    "UZ",
    "VN",
)
"""Countries that published guidance and investigations name as stations on the way to Russia (from memory: verify)."""

PRIORITY_LIST = "CHPL"
"""Authority of the common high priority list in ``code_lists``."""


_MOST_NAMES = 3


def imports_into(items: Table, destinations: tuple[str, ...], named: bool = False) -> Table:
    """Import lines of the countries in question; an unstated direction counts as import.

    Args:
        items: Goods lines.
        destinations: The countries.
        named: Leave out those that do not name their importer.
    """
    inward = items.direction.fill_null("import") == "import", items.destination.isin(destinations)
    return items.filter(*inward, *([items.consignee_id.notnull()] if named else []))


def priority_codes(code_lists: Table) -> Table:
    """Codes on the common high priority list: ``hs6`` and its ``tier``, each code once."""
    listed = code_lists.filter(_.authority == PRIORITY_LIST)
    return listed.group_by(hs6=_.goods_code.substr(0, 6)).agg(tier=_.tier.min())


def with_tier(rows: Table, ledger: Ledger) -> Table:
    """The rows of priority goods only, with their ``tier``."""
    return rows.join(computed(priority_codes(ledger.code_lists)), "hs6")


def same_market(left: ibis.Value, right: ibis.Value, on: date) -> BooleanValue:
    """Are both countries one, or both members of the European Union on that day?

    Goods made in one member and shipped from another never crossed a customs border on the way. Null where a country
    is not recorded: such a line went neither directly nor through another country.
    """
    # Two-letter codes are looked up in one text: engines turn a long IN list into two joins over all rows.
    members = ibis.literal(" ".join(sorted(eu_members(on))))
    same = (left == right) | (members.contains(left) & members.contains(right))
    return ibis.ifelse(left.notnull() & right.notnull(), same, ibis.null("boolean"))


def computed(table: Table) -> Table:
    """The rows of a small intermediate table, computed now.

    A table that a later expression names twice is stored whole by the engine; suspects are few, the rows they are
    looked for in are not. So suspects are settled first, and the rows are read again for them only.
    """
    return small(table.to_pyarrow())


def small(rows: pa.Table) -> Table:
    """Rows that were computed already, for expressions."""
    # In one piece: Spark takes no column that comes in several.
    return ibis.memtable(rows.combine_chunks())


def kept(table: Table) -> Table:
    """The rows of a larger intermediate table that several expressions name, stored by the engine."""
    backend = table.get_backend()
    # Ibis hands a ``computed`` table to Spark when a query with it is run, but not when it is stored.
    for it in table.op().find(InMemoryTable) if backend.name == "pyspark" else ():
        backend.to_pyarrow(it.to_expr().limit(0))
    return table.cache()


@dataclass(frozen=True)
class Halves:
    """Two equally long windows of whole months on either side of a watershed.

    Attributes:
        watershed: It decides by itself about the rows of its month.
        pivot: Index of the month start nearest to it.
        months: Length of each window.
    """

    watershed: date
    pivot: int
    months: int

    @classmethod
    def within(cls, reach: Table, watershed: date, longest: int) -> "Halves":
        """As long as the records fill on the shorter side, at most ``longest`` months.

        Args:
            reach: One row with the ``first`` and the ``last`` month of the records.
            watershed: Middle of the two windows.
            longest: In months.
        """
        pivot = month_index(watershed) + (1 if watershed.day > 15 else 0)
        (row,) = reach.to_pyarrow().to_pylist()
        known = row["first"] is not None
        months = max(0, min(row["last"] + 1 - pivot, pivot - row["first"], longest)) if known else 0
        return cls(watershed, pivot, months)

    def mark(self, rows: Table) -> Table:
        """The rows with ``before`` and ``after`` (bool)."""
        before, after = self.sides(rows)
        return rows.mutate(before=before, after=after)

    def sides(self, rows: Table) -> tuple[BooleanValue, BooleanValue]:
        """Does a row lie in the window before the watershed, and in that after it?"""
        first, end = first_day(self.pivot - self.months), first_day(self.pivot + self.months)
        before = (rows.declared_on < self.watershed) & (rows.declared_on >= first)
        return before, (rows.declared_on >= self.watershed) & (rows.declared_on < end)


def place_name(code: str) -> str:
    """A country's English name for sentences; the European Union as one is ``the EU``."""
    return "the EU" if code == EU else country_name(code)


def proof(telling: ibis.Value) -> dict[str, ibis.Value]:
    """Aggregates of a suspect's rows: ``row_ids`` and span of the telling ones, ``context_ids`` of the others."""
    return {
        "start": _.declared_on.min(where=telling),
        "end": _.declared_on.max(where=telling),
        "row_ids": _.row_id.collect(where=telling),
        "context_ids": _.row_id.collect(where=~telling),
    }


def cite(suspects: Table, rows: Table, keys: list[str], **more: ibis.Value) -> Table:
    """The suspects with ``proof`` from ``rows``, which carry the boolean ``telling``, and ``more`` aggregates.

    Only the suspects' rows are gathered; ``suspects`` should be ``computed``.
    """
    cited = rows.semi_join(suspects.select(keys), keys).group_by(keys).agg(**proof(_.telling), **more)
    return suspects.join(cited, keys)


def members_meant(codes: Sequence[str], exporter: str, on: date) -> str:
    """The members that stand for the Union; empty where its aggregate does, or all of them, or for another exporter."""
    if exporter != EU or not eu_members(on) - set(codes) or not eu_members(on).issuperset(codes):
        return ""
    names = sorted(map(place_name, codes))
    if len(names) > _MOST_NAMES:
        return f"{len(names)} of {len(eu_members(on))} EU members"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def members_reporting(codes: Sequence[str], exporter: str, on: date) -> str:
    """The same, and that there are no others; empty in the same cases."""
    members = members_meant(codes, exporter, on)
    one, few = len(codes) == 1, len(codes) <= _MOST_NAMES
    only = "the only EU member" if one else "the only EU members" if few else "the only ones"
    return f"{members}, {only} whose figures are in the ledger" if members else ""


def sender_of(codes: Sequence[str], exporter: str, on: date) -> str:
    """Whose exports a lane's figures are: the Union, or the members that alone report, or the one country.

    >>> sender_of(["DE"], "EU", date(2023, 1, 1))
    'Germany (the only EU member whose figures are in the ledger)'
    """
    members, _comma, only = members_reporting(codes, exporter, on).rpartition(", ")
    return f"{members} ({only})" if members else place_name(exporter)
