"""The rows a dossier stands on: goods lines and published cells, in one shape."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, Table

from enduse.model.ids import party_number, party_text
from enduse.model.period import first_day

ROLES = ("consignor", "contract_holder", "consignee", "declarant")

_TEXTS = ("source_id", "member", "sheet", "cell", "brand", "goods_code", "hs6", "description")
_TOLD = ("kind", "whole", "condition", "model")
_ITEM_TEXTS = ("declaration_no", "line_no", "direction", "origin", "dispatch", "destination", *_TOLD)
_CELL_TEXTS = ("reporter", "partner", "flow", "publisher", "currency")


@dataclass(frozen=True)
class Published:
    """What one published cell is worth in euro and in dollars, and the currency it was published in."""

    eur: float | None = None
    usd: float | None = None
    currency: str = ""


@dataclass(frozen=True)
class Line:
    """One goods line, one published cell, or a row of another record.

    Attributes:
        table: ``items``, ``statistics``, or one of ``store.derived_tables.RECORDS``.
        month: See ``model.period.month_index``; None when the date is not recorded.
        months: Months that the value covers; 0 for a goods line.
        parties: Role to party id as printed; empty for statistics.
        value: In ``unit`` (USD for goods lines); None when not recorded.
        reporter: Who reports, for statistics.
        partner: With whom, for statistics.
        basis: For goods lines whether ``value`` is ``declared`` or ``converted``.
        published: For statistics the value in each currency.
        told: For goods lines what the description says: ``kind``, ``whole``, ``condition``, ``model``, where it does.
        flow: ``export`` or ``import`` for statistics, the direction for goods lines.
    """

    row_id: int
    table: str
    source_id: str
    member: str
    sheet: str
    row: int
    cell: str
    document: str
    on: date | None
    month: int | None
    months: int
    parties: Mapping[str, str]
    origin: str
    dispatch: str
    destination: str
    brand: str
    code: str
    hs6: str
    description: str
    value: float | None
    unit: str
    reporter: str = ""
    partner: str = ""
    flow: str = ""
    publisher: str = ""
    basis: str = ""
    published: Published = Published()
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def route(self) -> str:
        """Countries as codes in the order of travel."""
        if self.table == "statistics":
            pair = (self.reporter, self.partner) if self.flow != "import" else (self.partner, self.reporter)
            return " > ".join(pair)
        if self.table != "items":
            return ""
        return " > ".join(it or "?" for it in (self.origin, self.dispatch, self.destination))

    @property
    def direct(self) -> bool | None:
        """Shipped from the country where it was made; None when either is not recorded."""
        return self.origin == self.dispatch if self.origin and self.dispatch else None


@dataclass(frozen=True)
class Fetched:
    """The lines of a selection.

    Attributes:
        lines: In order of date, then row id; lines without a date last.
        total: How many the ledger holds; more than ``lines`` when these are the largest only.
        total_value: Value of all of them.
    """

    lines: tuple[Line, ...]
    total: int
    total_value: float


def fetch_items(items: Table, wanted: BooleanValue, limit: int) -> Fetched:
    """Goods lines that meet ``wanted``; the ``limit`` of largest value where there are more."""
    return _fetch(items.filter(wanted), "items", "USD", limit)


def fetch_cells(statistics: Table, wanted: BooleanValue, limit: int) -> Fetched:
    """Published cells that meet ``wanted``, in euro where most of them have one, else in dollars."""
    chosen = statistics.filter(wanted)
    counts = chosen.aggregate(eur=chosen.value_eur.count(), usd=chosen.value_usd.count()).to_pyarrow().to_pylist()[0]
    unit = "EUR" if counts["eur"] >= counts["usd"] else "USD"
    return _fetch(chosen, "statistics", unit, limit)


def in_own_currency(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Published cells, all in euro or all in dollars: what most of them have; of both, what most were published in."""
    known = [(unit, sum(_worth(line, unit) is not None for line in lines)) for unit in ("EUR", "USD")]
    native = Counter(line.published.currency for line in lines)
    unit = max(known, key=lambda it: (it[1], native[it[0]]))[0]
    return tuple(line if line.unit == unit else replace(line, unit=unit, value=_worth(line, unit)) for line in lines)


def _worth(line: Line, unit: str) -> float | None:
    if line.unit == unit:
        return line.value
    return line.published.eur if unit == "EUR" else line.published.usd


def fetch_places(tables: Mapping[str, Table], places: Collection[tuple[str, int]], unit: str) -> tuple[Line, ...]:
    """Lines that stand in one of the (source id, row) pairs."""
    sources, rows = sorted({it[0] for it in places}), sorted({it[1] for it in places})
    found: list[Line] = []
    for name, table in tables.items():
        near = table.filter(table.source_id.isin(sources), table.row.isin(rows)) if places else table.limit(0)
        lines = _fetch(near, name, "USD" if name == "items" else unit, 100_000).lines
        found += [it for it in lines if (it.source_id, it.row) in places]
    return tuple(found)


def _fetch(chosen: Table, name: str, unit: str, limit: int) -> Fetched:
    measure = chosen.value_eur if unit == "EUR" else chosen.value_usd
    whole = chosen.aggregate(total=chosen.count(), value=measure.sum()).to_pyarrow().to_pylist()[0]
    if whole["total"] > limit:
        chosen = chosen.order_by([measure.desc(nulls_first=False), chosen.row_id]).limit(limit)
    columns = [it for it in chosen.columns if it in _WANTED]
    rows = chosen.select(*columns).to_pyarrow().to_pylist()
    make = _item if name == "items" else _published
    lines = sorted((make(row, unit) for row in rows), key=_in_order)
    return Fetched(tuple(lines), int(whole["total"]), float(whole["value"] or 0.0))


def _in_order(line: Line) -> tuple[bool, int, date, int]:
    return (line.month is None, line.month or 0, line.on or date.min, line.row_id)


_WANTED = frozenset(
    (
        *_TEXTS,
        *_ITEM_TEXTS,
        *_CELL_TEXTS,
        *(f"{role}_id" for role in ROLES),
        *("row_id", "row", "declared_on", "month", "months", "value_basis", "value_usd", "value_eur"),
    )
)


def _item(row: Mapping[str, Any], unit: str) -> Line:
    document = " / ".join(it for it in (_text(row, "declaration_no"), _text(row, "line_no")) if it)
    parties = {role: row.get(f"{role}_id") for role in ROLES}
    return Line(
        **_shared(row, unit),
        table="items",
        document=document,
        on=row.get("declared_on"),
        months=0,
        parties={role: party_text(party) for role, party in parties.items() if party is not None},
        origin=_text(row, "origin"),
        dispatch=_text(row, "dispatch"),
        destination=_text(row, "destination"),
        flow=_text(row, "direction"),
        basis=_text(row, "value_basis"),
        told={name: text for name in _TOLD if (text := _text(row, name))},
    )


def _published(row: Mapping[str, Any], unit: str) -> Line:
    month = row.get("month")
    return Line(
        **_shared(row, unit),
        table="statistics",
        document="",
        on=None if month is None else first_day(int(month)),
        months=int(row.get("months") or 1),
        parties={},
        origin="",
        dispatch="",
        destination="",
        reporter=_text(row, "reporter"),
        partner=_text(row, "partner"),
        flow=_text(row, "flow"),
        publisher=_text(row, "publisher"),
        published=Published(row.get("value_eur"), row.get("value_usd"), _text(row, "currency")),
    )


def _shared(row: Mapping[str, Any], unit: str) -> dict[str, Any]:
    value = row.get("value_eur" if unit == "EUR" else "value_usd")
    return {
        "row_id": int(row["row_id"]),
        "source_id": _text(row, "source_id"),
        "member": _text(row, "member"),
        "sheet": _text(row, "sheet"),
        "row": int(row.get("row") or 0),
        "cell": _text(row, "cell"),
        "month": row.get("month"),
        "brand": _text(row, "brand"),
        "code": _text(row, "goods_code"),
        "hs6": _text(row, "hs6"),
        "description": _text(row, "description"),
        "value": None if value is None else float(value),
        "unit": unit,
    }


def _text(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name) or "")


def party_names(parties: Table, ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """Party id to its row of ``parties``, for the ids that exist."""
    wanted = sorted({number for it in ids if (number := party_number(it)) is not None})
    if not wanted:
        return {}
    keys = ibis.memtable(pa.table({"party_id": pa.array(wanted, pa.int64())}))
    rows = parties.semi_join(keys, "party_id").to_pyarrow().to_pylist()
    return {party_text(row["party_id"]): row for row in rows}
