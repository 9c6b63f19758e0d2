"""Rows of payments, contracts, events, registers and other records, in the shape of a dossier's lines."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.model.ids import party_text
from enduse.report.lines import Line
from enduse.store.derived_tables import RECORDS, is_party_column, table_of
from enduse.store.record_kinds import DAY_OF

_DAYS = {**DAY_OF, "register": "founded_on", "relations": "start", "hits": "listed_on", "traits": "first_on"}
_TOLD: Mapping[str, tuple[str, ...]] = {
    "payments": ("purpose", "reference"),
    "tenders": ("subject", "contract_no"),
    "events": ("kind", "model", "serial", "note"),
    "exhibits": ("fair", "part", "stand"),
    "web": ("domain", "claimed_affiliation", "claimed_address", "text"),
    "trademarks": ("mark", "number"),
    "claims": ("predicate", "text"),
    "orders": ("order_no", "item_type", "brand", "model", "description", "terms", "end_use"),
    "order_changes": ("order_no", "field", "old", "new"),
    "register": ("register", "status"),
    "relations": ("kind", "note", "register"),
    "hits": ("authority", "list", "listed_name", "reason"),
    "traits": ("kind", "written"),
}
"""What of a row is printed as its text; the raw cells stand beside it."""

_NUMBERS = ("reference", "contract_no", "record_id", "order_no")


def fetch_records(ledger: Ledger, row_ids: Collection[int]) -> tuple[Line, ...]:
    """The rows with these ids that stand in ``RECORDS``; ids of goods lines and published cells are passed over."""
    wanted: dict[str, list[int]] = {}
    for it in sorted(set(row_ids)):
        if (name := table_of(it)) in RECORDS:
            wanted.setdefault(name, []).append(it)
    return tuple(line for name, ids in wanted.items() for line in _fetch(name, getattr(ledger, name), ids))


def _fetch(name: str, table: Table, ids: list[int]) -> Iterator[Line]:
    rows = table.filter(table.row_id.isin(ids)).order_by("row_id").to_pyarrow().to_pylist()
    yield from (_line(name, row) for row in rows)


def _line(name: str, row: Mapping[str, Any]) -> Line:
    day: date | None = row.get(_DAYS.get(name, ""))
    ids = {it.removesuffix("_id"): row[it] for it in row if is_party_column(it)}
    value = row.get("value_usd")
    return Line(
        row_id=int(row["row_id"]),
        table=name,
        source_id=row["source_id"] or "",
        member=row["member"] or "",
        sheet=row["sheet"] or "",
        row=int(row["row"] or 0),
        cell="",
        document=next((str(row[it]) for it in _NUMBERS if row.get(it)), ""),
        on=day,
        month=day.year * 12 + day.month - 1 if day else None,
        months=0,
        parties={role: party_text(party) for role, party in ids.items() if party is not None},
        origin="",
        dispatch="",
        destination="",
        brand=str(row.get("brand") or ""),
        code="",
        hs6="",
        description=" · ".join(str(row[it]) for it in _TOLD.get(name, ()) if row.get(it)),
        value=None if value is None else float(value),
        unit="USD",
    )
