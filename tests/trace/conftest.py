"""Goods lines and records of invented firms, for what traces them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis.expr.types import Table

from enduse.store.derived_tables import record_schema

Row = Mapping[str, Any]

_ITEMS = pa.schema(
    {
        **dict.fromkeys(("row_id", "row", "month"), pa.int64()),
        **dict.fromkeys(("consignor_id", "consignee_id", "contract_holder_id"), pa.int64()),
        **dict.fromkeys(("source_id", "member", "sheet", "direction"), pa.string()),
        **dict.fromkeys(("consignor_country", "consignee_country", "origin", "dispatch", "destination"), pa.string()),
        **dict.fromkeys(("goods_code", "hs6", "brand", "model"), pa.string()),
        **dict.fromkeys(("net_kg", "quantity", "pieces", "value_usd"), pa.float64()),
        "declared_on": pa.date32(),
        "serials": pa.list_(pa.string()),
    }
)
_USUAL: Row = {
    "source_id": "ab" * 32,
    "direction": "import",
    "consignor_id": 1,
    "consignee_id": 2,
    "origin": "TW",
    "dispatch": "TW",
    "destination": "RU",
    "goods_code": "8458112000",
    "brand": "SPARTAN",
    "model": "SP-20",
    "net_kg": 4_000.0,
    "quantity": 1.0,
    "value_usd": 100_000.0,
    "serials": [],
}


@pytest.fixture
def goods() -> Callable[[Iterable[Row]], Table]:
    """``goods([{"on": "2023-01-02", ...}])``: goods lines; what a row does not say is usual, ids count from 1."""

    def build(rows: Iterable[Row]) -> Table:
        return ibis.memtable(pa.Table.from_pylist([_line(at, row) for at, row in enumerate(rows, 1)], schema=_ITEMS))

    return build


def _line(number: int, row: Row) -> Row:
    whole = {**_USUAL, "row_id": number, "row": number + 1, **row}
    day = date.fromisoformat(whole["on"]) if whole.get("on") else None
    month = day.year * 12 + day.month - 1 if day else None
    code = (whole["goods_code"] or "")[:6]
    known = {key: value for key, value in whole.items() if key != "on"}
    return {**known, "declared_on": day, "month": month, "hs6": code if len(code) == 6 else None}


@pytest.fixture
def records() -> Callable[..., Table]:
    """``records("relations", [{...}])``: rows of another table."""

    def build(table: str, rows: Iterable[Row] = ()) -> Table:
        return ibis.memtable(pa.Table.from_pylist([dict(row) for row in rows], schema=record_schema(table)))

    return build


@pytest.fixture
def in_memory() -> Callable[[Table, str], Table]:
    """Keeps a table in between without a file."""

    def scratch(table: Table, name: str) -> Table:
        return ibis.memtable(table.to_pyarrow())

    return scratch
