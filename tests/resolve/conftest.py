"""Ledger rows written by hand, as lazy tables."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis.expr.types import Table

from enduse.model.ids import stable_key
from enduse.model.provenance import Place
from enduse.resolve.run import build, open_ledger
from enduse.store.derived import DerivedStore
from enduse.store.journal import BatchCounts
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import PlaceEntry, SourceEntry
from enduse.store.schema import TABLES
from enduse.store.snapshot import open_snapshot
from enduse.store.workspace import Workspace

Row = Mapping[str, Any]
Rows = Callable[..., Table]
Resolved = dict[str, list[dict[str, Any]]]


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


def _publish(store: LedgerStore, table: str, rows: Sequence[Row]) -> None:
    source = stable_key(table, length=64)
    filled = [{"source_id": source, "row": number, **row} for number, row in enumerate(rows, 2)]
    counts = BatchCounts(rows_read=len(rows), rows_kept=len(rows))
    place = PlaceEntry(None, None, "csv", "test", table, rows_read=len(rows), rows_kept=len(rows))
    with store.intake(source) as intake:
        batch = pa.Table.from_pylist(filled, schema=TABLES[table].arrow_schema())
        intake.write_batch(Place(), 2, {table: batch}, counts)
        intake.publish(SourceEntry(source, f"{table}.csv", 1, "2026-01-01T00:00:00+00:00", (place,)))


@pytest.fixture
def resolved(tmp_path: Path) -> Callable[[Mapping[str, Sequence[Row]]], Resolved]:
    """``resolved({"payments": [row, ...]})``: the rows of every table that a run makes of a ledger of such rows."""

    def made(rows: Mapping[str, Sequence[Row]]) -> Resolved:
        store = LedgerStore(Workspace.create(tmp_path / "case"))
        for table, some in rows.items():
            _publish(store, table, some)
        snapshot, run = open_snapshot(store), DerivedStore(store.workspace).begin()
        report = build(snapshot, run)
        tables = open_ledger(run.commit({"ledger_version": report.ledger_version}))
        found = {name: table.to_pyarrow().to_pylist() for name, table in tables.items()}
        found["notices"] = [{"code": it.code, "message": it.message} for it in report.notices()]
        snapshot.close()
        tables["items"].get_backend().disconnect()
        return found

    return made
