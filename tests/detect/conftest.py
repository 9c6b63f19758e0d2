"""Small ledgers of invented firms, written row by row."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from enduse.detect import Ledger
from enduse.model.ids import party_id
from enduse.store.derived_tables import RECORDS, first_id, record_schema
from enduse.store.record_kinds import DAY_OF

_ROLES = ("consignor", "consignee", "contract_holder", "declarant")
_TEXTS = ("brand", "origin", "dispatch", "destination", "trading_country", "goods_code", "hs6", "currency", "direction")
_TOLD = ("kind", "whole", "part_type", "tool_type", "condition", "maker_group", "model")
_PLACE = {"source_id": pa.string(), "member": pa.string(), "sheet": pa.string(), "row": pa.int64()}

_ITEMS = pa.schema(
    {
        "row_id": pa.int64(),
        "declared_on": pa.date32(),
        "month": pa.int64(),
        **{f"{role}_id": pa.int64() for role in _ROLES},
        **{f"{role}_country": pa.string() for role in _ROLES},
        **dict.fromkeys(_TEXTS, pa.string()),
        **dict.fromkeys(("value_usd", "net_kg", "quantity", "pieces"), pa.float64()),
        **dict.fromkeys(_TOLD, pa.string()),
        **dict.fromkeys(("serials", "maker_countries", "contradictions"), pa.list_(pa.string())),
        "made_year": pa.int64(),
        **_PLACE,
    }
)
_CELLS = pa.schema(
    {
        **dict.fromkeys(
            ("reporter", "partner", "flow", "goods_code", "hs6", "publisher", "basis", "cell"), pa.string()
        ),
        **dict.fromkeys(("row_id", "month", "months"), pa.int64()),
        **dict.fromkeys(("value_eur", "value_usd", "net_kg"), pa.float64()),
        "preliminary": pa.bool_(),
        **_PLACE,
    }
)
_LISTS = pa.schema(
    {
        **dict.fromkeys(("authority", "list", "goods_code", "tier", "destinations"), pa.string()),
        **dict.fromkeys(("start", "end"), pa.date32()),
        **dict.fromkeys(("citation", "confidence"), pa.string()),
    }
)
_PARTIES = pa.schema(
    {
        "party_id": pa.int64(),
        **dict.fromkeys(("anchor", "name", "country", "kind"), pa.string()),
        **dict.fromkeys(("names", "identifiers"), pa.list_(pa.string())),
        "mentions": pa.int64(),
        "ambiguous": pa.bool_(),
    }
)

_USUAL: Mapping[str, Any] = {
    "direction": "import",
    "consignor_id": "maker",
    "consignee_id": "importer",
    "contract_holder_id": "maker",
    "brand": "SPARTAN",
    "origin": "TW",
    "dispatch": "TW",
    "destination": "RU",
    "goods_code": "8458112000",
    "value_usd": 100_000.0,
    "net_kg": 4_000.0,
    "kind": "turning",
    "whole": "complete",
    "maker_countries": ["TW"],
    "source_id": "ab" * 32,
}
_PRIORITY = {"authority": "CHPL", "list": "CHPL", "goods_code": "845811", "tier": "4.B", "confidence": "seen"}

_NOT_PARTIES = {"row_id", "earlier_row_id", "later_row_id", "source_id", "record_id", "entry_id"}
_WHO = {it.name for columns in RECORDS.values() for it in columns if it.name.endswith("_id")} - _NOT_PARTIES

Row = Mapping[str, Any]


def _table(rows: Iterable[Row], schema: pa.Schema) -> Any:
    return ibis.memtable(pa.Table.from_pylist([dict(row) for row in rows], schema=schema))


def _line(number: int, row: Row) -> Row:
    day = date.fromisoformat(row["on"]) if row.get("on") else None
    month = day.year * 12 + day.month - 1 if day else None
    whole = {**_USUAL, "row_id": number, "row": number + 1, "declared_on": day, "month": month, **row}
    countries = {f"{role}_country": whole.get(f"{role}_country") for role in _ROLES}
    ids = {f"{role}_id": who(whole.get(f"{role}_id")) for role in _ROLES}
    return {"hs6": (whole["goods_code"] or "")[:6] or None, **whole, **countries, **ids}


def who(name: str | None) -> int | None:
    """The party id of the firm that tests call ``name``."""
    return None if name is None else party_id(f"name:{name}")


def _cell(number: int, row: Row) -> Row:
    year, month = map(int, row["on"].split("-"))
    code = row.get("goods_code", "84581120")
    usual = {
        "row_id": 2**50 + number,
        "row": number + 1,
        "month": year * 12 + month - 1,
        "months": 1,
        "flow": "export",
        "goods_code": code,
        "hs6": code[:6] if code != "TOTAL" and len(code) >= 6 else None,
        "publisher": "office",
        "value_eur": row.get("value"),
        "value_usd": row.get("value"),
        "source_id": "cd" * 32,
    }
    return {**usual, **row}


def _record(table: str, number: int, row: Row) -> Row:
    """A row of another table: firms by short names in ``<role>_id``, the table's day as ``on``."""
    schema = record_schema(table)
    ids = {it: who(row[it]) for it in row if it.endswith("_id") and it != "row_id" and it in _WHO}
    days = {it.name: _date(row[it.name]) for it in schema if pa.types.is_date(it.type) and it.name in row}
    usual = {"row_id": first_id(table) + number, "row": number + 1, "source_id": "ef" * 32}
    if table in DAY_OF and row.get("on"):
        day = date.fromisoformat(row["on"])
        usual |= {DAY_OF[table]: day, "month": day.year * 12 + day.month - 1}
    return {**usual, **{k: v for k, v in row.items() if k != "on"}, **ids, **days}


def _date(text: str | date | None) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else text


def _party(firm: str) -> Row:
    name = f"{firm.upper()} LLC"
    return {
        "party_id": who(firm),
        "anchor": f"name:{firm}",
        "name": name,
        "names": [name, firm],
        "mentions": 1,
        "kind": "company",
    }


@pytest.fixture
def ledger() -> Callable[..., Ledger]:
    """``ledger(items=[...], cells=[...], lists=[...])``; what a row does not say is usual, firms have short names.

    Further tables by name: ``payments=[{"on": "2023-01-02", "payer_id": "plant", ...}]``, ``hits=[...]`` ...
    """

    def build(
        items: Iterable[Row] = (),
        cells: Iterable[Row] = (),
        lists: Iterable[Row] = (_PRIORITY,),
        **further: Iterable[Row],
    ) -> Ledger:
        told = [*items]
        said = [{**_USUAL, **row} for row in told]
        named = {row[f"{role}_id"] for row in said for role in _ROLES if row.get(f"{role}_id")}
        rows = {table: [*given] for table, given in further.items()}
        named |= {row[it] for given in rows.values() for row in given for it in _WHO & row.keys() if row[it]}
        firms = sorted(named)
        more = {
            table: _table((_record(table, at, row) for at, row in enumerate(given, 1)), record_schema(table))
            for table, given in rows.items()
        }
        return Ledger(
            _table((_line(number, row) for number, row in enumerate(told, 1)), _ITEMS),
            _table((_cell(number, row) for number, row in enumerate(cells, 1)), _CELLS),
            _table(map(_party, firms), _PARTIES),
            _table(lists, _LISTS),
            **more,
        )

    return build


def months(first: str, count: int) -> list[str]:
    """``2021-03`` and the months after it."""
    year, month = map(int, first.split("-"))
    return [f"{(year * 12 + month - 1 + i) // 12}-{(month - 1 + i) % 12 + 1:02d}" for i in range(count)]


@pytest.fixture
def series() -> Callable[..., list[Row]]:
    """``series("2020-01", [values], **more)``: one monthly cell per value."""

    def build(first: str, values: Iterable[float], **more: Any) -> list[Row]:
        amounts = list(values)
        return [{"on": on, "value": it, **more} for on, it in zip(months(first, len(amounts)), amounts, strict=True)]

    return build


@pytest.fixture
def busy(series: Callable[..., list[Row]]) -> Callable[[str], dict[str, list[Row]]]:
    """``busy(typology)``: rows for ``ledger`` in which every finder of that typology finds something.

    They stand in ``patterns/<typology>.toml`` where there is such a file, else they are the usual ones.
    """

    def build(typology: str) -> dict[str, list[Row]]:
        file = Path(__file__).parent / "patterns" / f"{typology}.toml"
        if file.exists():
            return {"items": [], "cells": [], **tomllib.loads(file.read_text(encoding="utf-8"))}
        items, cells = _usually_busy(series)
        return {"items": items, "cells": cells}

    return build


def _usually_busy(series: Callable[..., list[Row]]) -> tuple[list[Row], list[Row]]:
    direct: list[Row] = [{"on": f"{on}-10", "value_usd": 20_000.0} for on in months("2020-06", 20)]
    lead: dict[str, Any] = {
        "origin": "TW",
        "dispatch": "TR",
        "consignor_id": "forwarder",
        "contract_holder_id": "broker",
    }
    lead |= {"consignor_country": "TR", "contract_holder_country": "AE"}
    later: list[Row] = [{"on": f"{on}-10", "value_usd": 200_000.0, **lead} for on in months("2022-03", 20)]
    same: dict[str, Any] = {
        "consignee_id": "second",
        "brand": None,
        "consignor_id": "house",
        "contract_holder_id": "house",
    }
    second: list[Row] = [{**it, **same} for it in direct] + [
        {**it, **same, "contract_holder_id": "office", "dispatch": "AE"} for it in later
    ]
    onward: list[Row] = [
        {**it, "direction": "export", "dispatch": "TR", "consignee_id": "abroad", "value_usd": 30_000.0}
        for it in (*direct[:12], *({**it, "value_usd": 1.0} for it in direct))
    ]
    onward += [{**it, "direction": "export", "value_usd": 90_000.0} for it in later]
    cells = [
        *series("2020-01", [900e3] * 26 + [100e3] * 12, reporter="TW", partner="RU"),
        *series("2020-01", [90e3] * 26 + [900e3] * 12, reporter="TW", partner="TR"),
        *series("2020-01", [88e3] * 26 + [90e3] * 12, reporter="TR", partner="TW", flow="import"),
    ]
    return [*direct, *later, *second, *onward, *_odd_goods()], cells


def _odd_goods() -> list[Row]:
    """Machines as parts, used, of another origin, code or price than usual; and parts for nobody's machines."""
    swapped: Row = {"consignee_id": "third", "brand": "ATHENIAN", "maker_countries": ["JP"], "origin": "JP"}
    listed: list[Row] = [{**swapped, "on": f"{on}-05", "dispatch": "JP"} for on in months("2021-03", 8)]
    slid: list[Row] = [
        {**swapped, "on": f"{on}-05", "origin": "IN", "dispatch": "IN", "goods_code": "8479899708"}
        for on in months("2022-05", 8)
    ]
    as_parts: Row = {"consignee_id": "fourth", "goods_code": "8466940000", "whole": "part", "value_usd": 60_000.0}
    used: Row = {"consignee_id": "fifth", "condition": "used", "made_year": 2008, "origin": "JP", "dispatch": "AE"}
    later = [{**it, "on": f"{on}-07"} for it in (as_parts, used) for on in months("2022-04", 3)]
    # Twelve firms that buy two parts a year for a machine at the usual price, and one that does neither.
    usual = [
        {"consignee_id": f"plant {number}", "brand": "CORINTHIAN", "on": on, **more}
        for number in range(12)
        for on in ("2021-02-03", "2022-08-03")
        for more in (
            {},
            {"goods_code": "8466930000", "whole": "part", "pieces": 2.0, "net_kg": 10.0, "value_usd": 900.0},
        )
    ]
    hoard: Row = {"consignee_id": "hoarder", "brand": "CORINTHIAN", "on": "2022-08-03", "net_kg": 400.0}
    more_parts: Row = {**hoard, "goods_code": "8466930000", "whole": "part", "pieces": 400.0, "value_usd": 9_000.0}
    return [*listed, *slid, *later, *usual, more_parts, {**hoard, "value_usd": 5_000_000.0}]


_ORDER: Mapping[str, Any] = {
    "order_no": "A-1",
    "on": "2024-03-05",
    "seller_id": "maker",
    "buyer_id": "plant",
    "buyer_country": "AE",
    "description": "CNC lathe",
    "brand": "SPARTAN",
    "model": "QT-200",
    "goods_code": "8458112000",
    "quantity": 1.0,
    "value": 200_000.0,
    "currency": "USD",
    "value_usd": 200_000.0,
    "destination": "AE",
}


@pytest.fixture
def order() -> Callable[..., Row]:
    """``order(terms="cash")``: one line of an order of a lathe for a plant in the Emirates, with what is told."""

    def build(**more: Any) -> Row:
        return {**_ORDER, **more}

    return build
