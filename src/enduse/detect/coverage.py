"""What the ledger holds, so that silence can be told from want of data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Find, Finder, Ledger, Needs, lacks_nothing
from enduse.detect.scope import DESTINATIONS
from enduse.model.period import month_index

_REACH_MONTHS = 36
_ANY = "any"


@dataclass(frozen=True)
class Part:
    """What one part of a table holds.

    Attributes:
        rows: How many rows.
        filled: Column name to the number of rows in which it is filled.
        months: Rows by month index.
    """

    rows: int
    filled: Mapping[str, int]
    months: Mapping[int, int]

    def share(self, column: str) -> float:
        """Share of rows in which ``column`` is filled."""
        return self.filled.get(column, 0) / self.rows if self.rows else 0.0

    def months_between(self, start: int, end: int) -> int:
        """How many months with any row lie in ``start <= month < end``."""
        return sum(start <= month < end for month in self.months)


@dataclass(frozen=True)
class Coverage:
    """What the tables hold.

    Attributes:
        parts: By table and kind of rows, as in ``Needs.rows`` and ``Needs.flows``.
        authorities: Whose code lists are there.
        empty: Tables of further records that hold no row.
        lacking: What a finder lacks by its own account, by its function; only of those that lack something.
    """

    parts: Mapping[tuple[str, str], Part]
    authorities: frozenset[str]
    empty: frozenset[str] = frozenset()
    lacking: Mapping[Find, tuple[str, ...]] = field(default_factory=dict)

    def missing(self, finder: Finder, watershed: date) -> tuple[str, ...]:
        """What ``finder`` lacks, each a few words; empty when its silence means something."""
        needs = finder.needs
        absent = tuple(_ROWS[it] for it in (finder.reads, *needs.tables) if it in self.empty)
        part = self.parts[finder.reads, needs.rows]
        if not part.rows or absent:
            return absent or (_ROWS[needs.rows if needs.rows != _ANY else finder.reads],)
        flows = tuple(f"{it} figures" for it in needs.flows if not self.parts[finder.reads, it].rows)
        lists = tuple(f"list {it}" for it in needs.lists if it not in self.authorities)
        lacking = (*_lacking_columns(part, needs), *_lacking_months(part, needs, watershed), *lists, *flows)
        return lacking or self.lacking.get(finder.find, ())


_ROWS = {
    "items": "declarations",
    "statistics": "trade statistics",
    "payments": "payments",
    "tenders": "public contracts",
    "events": "events of machines",
    "exhibits": "exhibitors of fairs",
    "web": "snapshots of sites",
    "trademarks": "owners of marks",
    "claims": "statements",
    "orders": "orders",
    "order_changes": "changes of orders",
    "register": "records of company registers",
    "relations": "owners and directors",
    "hits": "lists of sanctioned or watched parties",
    "held_lists": "lists of sanctioned or watched parties",
    "traits": "addresses or contacts of parties",
    "legs": "goods followed from one declaration to another",
    "imports": f"import declarations of {' or '.join(DESTINATIONS)}",
    "onward": f"export declarations to {' or '.join(DESTINATIONS)}",
    "monthly": "monthly trade statistics",
}


def _lacking_columns(part: Part, needs: Needs) -> tuple[str, ...]:
    return tuple(
        f"column {it} (filled in {part.share(it):.0%} of rows, {needs.share:.0%} needed)"
        for it in needs.columns
        if part.share(it) < needs.share
    )


def _lacking_months(part: Part, needs: Needs, watershed: date) -> tuple[str, ...]:
    pivot = month_index(watershed)
    before = part.months_between(pivot - _REACH_MONTHS, pivot)
    after = part.months_between(pivot, pivot + _REACH_MONTHS)
    found = []
    if before < needs.months_before:
        found.append(f"{needs.months_before} months of records before {watershed} (there are {before})")
    if after < needs.months_after:
        found.append(f"{needs.months_after} months of records from {watershed} on (there are {after})")
    return tuple(found)


def survey(ledger: Ledger, finders: tuple[Finder, ...]) -> Coverage:
    """What the tables hold for these finders, by one pass over each table."""
    read = {"items", "statistics", *(it.reads for it in finders), *(name for it in finders for name in it.needs.tables)}
    wanted = {
        reads: sorted({column for it in finders if it.reads == reads for column in it.needs.columns}) for reads in read
    }
    items = ledger.items.mutate(
        way=_.direction.fill_null("import"), home=_.destination.isin(DESTINATIONS).fill_null(False)
    )
    parts = {
        ("items", kind): part for kind, part in _parts(items, wanted["items"], ("way", "home"), _kinds_of_items).items()
    } | {
        ("statistics", kind): part
        for kind, part in _parts(ledger.statistics, wanted["statistics"], ("flow", "months"), _kinds_of_cells).items()
    }
    for name in sorted(read - {"items", "statistics"}):
        # Nobody on a list is an answer; no list is none.
        parts[name, _ANY] = _whole(ledger.held_lists if name == "hits" else getattr(ledger, name), wanted[name])
    empty = frozenset(name for name in read if (name, _ANY) in parts and not parts[name, _ANY].rows)
    authorities = ledger.code_lists.select("authority").distinct().to_pyarrow()["authority"].to_pylist()
    empty -= {"items", "statistics"}
    asked = (it for it in finders if it.lacks is not lacks_nothing and it.reads not in empty)
    lacking = {it.find: missing for it in asked if (missing := it.lacks(ledger))}
    return Coverage(parts, frozenset(it for it in authorities if it), empty, lacking)


def _filled(column: ibis.Value) -> ibis.Value:
    """In how many rows the column says something; an empty list says nothing."""
    if not column.type().is_array():
        return column.count()
    return (column.length() > 0).fill_null(False).cast("int64").sum().fill_null(0)


def _whole(table: Table, columns: list[str]) -> Part:
    """What a table of further records holds."""
    months = table.month if "month" in table.columns else ibis.null("int64")
    counts = {f"filled_{it}": _filled(table[it]) for it in columns if it in table.columns}
    rows = table.group_by(of=months).aggregate(rows=table.count(), **counts).to_pyarrow().to_pylist()
    filled = {it: sum(row[f"filled_{it}"] for row in rows) for it in columns if f"filled_{it}" in counts}
    return Part(
        sum(row["rows"] for row in rows), filled, {row["of"]: row["rows"] for row in rows if row["of"] is not None}
    )


def _kinds_of_items(row: Mapping[str, Any]) -> tuple[str, ...]:
    bound = {"import": "imports", "export": "onward"}.get(row["way"])
    return (_ANY, bound) if bound and row["home"] else (_ANY,)


def _kinds_of_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    flow = (row["flow"],) if row["flow"] else ()
    return (_ANY, *flow, "monthly") if row["months"] == 1 else (_ANY, *flow)


_KINDS = ("any", "imports", "onward", "monthly", "export", "import")


def _parts(table: Table, columns: list[str], by: tuple[str, str], kinds: Any) -> dict[str, Part]:
    counts = {f"filled_{it}": _filled(table[it]) for it in columns if it in table.columns and it != "month"}
    grouped = table.group_by(*by, "month").agg(rows=_.count(), **counts).to_pyarrow().to_pylist()
    parts: dict[str, Part] = {}
    for kind in _KINDS:
        mine = [row for row in grouped if kind in kinds(row)]
        filled = {it: sum(row[f"filled_{it}"] for row in mine) for it in columns if f"filled_{it}" in counts}
        dated = [row for row in mine if row["month"] is not None]
        filled["month"] = sum(row["rows"] for row in dated)
        months: dict[int, int] = {}
        for row in dated:
            months[row["month"]] = months.get(row["month"], 0) + row["rows"]
        parts[kind] = Part(sum(row["rows"] for row in mine), filled, months)
    return parts
