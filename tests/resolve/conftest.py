"""Ledger rows written by hand, as lazy tables."""

from collections.abc import Callable, Mapping
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis.expr.types import Table

from enduse.store.schema import TABLES

Row = Mapping[str, Any]
Rows = Callable[..., Table]


def _table(name: str, rows: tuple[Row, ...], common: Row) -> Table:
    filled = [{"source_id": "a", "row": number, **common, **row} for number, row in enumerate(rows, 2)]
    return ibis.memtable(pa.Table.from_pylist(filled, schema=TABLES[name].arrow_schema()))


@pytest.fixture(scope="session")
def items() -> Rows:
    """``items(row, row, ...)``: goods lines; what a row does not say is null, rows count from 2."""
    return lambda *rows, **common: _table("items", rows, common)


@pytest.fixture(scope="session")
def cells() -> Rows:
    """``cells(row, ...)``: published cells of goods code TOTAL, exported."""
    usual = {"flow": "export", "goods_code": "TOTAL", "months": 1, "publisher": "Office", "currency": "EUR"}
    return lambda *rows, **common: _table("statistics", rows, {**usual, **common})


@pytest.fixture(scope="session")
def lists() -> Rows:
    """``lists(row, ...)``: codes on lists."""
    return lambda *rows, **common: _table("code_lists", rows, common)


@pytest.fixture(scope="session")
def keep() -> Callable[[Table, str], Table]:
    """Compute a table once, in memory."""
    return lambda table, name: ibis.memtable(table.to_pyarrow())
