"""A ledger in a temporary folder, and a way to add sources to it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enduse.model.provenance import Place
from enduse.store.journal import BatchCounts
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest, PlaceEntry, SourceEntry
from enduse.store.schema import TABLES
from enduse.store.workspace import Workspace

BATCH_ROWS = 10


def noon() -> datetime:
    """A clock that stands still."""
    return datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> LedgerStore:
    """An empty ledger."""
    return LedgerStore(Workspace.create(tmp_path / "case"), noon)


MakeTable = Callable[[str, str, range], pa.Table]


@pytest.fixture
def make_table() -> MakeTable:
    """Rows of a ledger table: ``make_table("items", source_id, range(2, 12))``."""

    def make(table: str, source_id: str, rows: range) -> pa.Table:
        text = {"items": "declaration_no", "rejects": "reason", "statistics": "publisher", "code_lists": "goods_code"}
        given = [{"source_id": source_id, "row": row, text[table]: f"{table} {row}"} for row in rows]
        return pa.Table.from_pylist(given, schema=TABLES[table].arrow_schema())

    return make


Add = Callable[..., Manifest]


@pytest.fixture
def add(tmp_path: Path, make_table: MakeTable) -> Add:
    """Add a fictional source: ``add(ledger, "north.csv", rows=25)``; the last row of every ten is rejected.

    Its bytes depend on the name only: with other ``rows`` it is the same file, read by another layout.
    """

    def add(ledger: LedgerStore, name: str, rows: int = 25, recipe: str = "") -> Manifest:
        path = tmp_path / name
        path.write_text(name, encoding="utf-8")
        source_id, size = ledger.keep_original(path)
        with ledger.intake(source_id, recipe) as intake:
            for first in range(2, rows + 2, BATCH_ROWS):
                numbers = range(first, min(first + BATCH_ROWS, rows + 2))
                kept = range(numbers.start, numbers.stop - 1)
                tables = {
                    "items": make_table("items", source_id, kept),
                    "rejects": make_table("rejects", source_id, range(numbers.stop - 1, numbers.stop)),
                }
                intake.write_batch(Place(), first, tables, BatchCounts(len(numbers), len(kept), 1))
            counts = intake.counts(Place())
            place = PlaceEntry(
                None,
                None,
                "csv",
                "made_up",
                "items",
                rows_read=counts.rows_read,
                rows_kept=counts.rows_kept,
                rows_rejected=counts.rows_rejected,
            )
            return intake.publish(SourceEntry(source_id, name, size, ledger.now(), (place,)))

    return add


RowsOf = Callable[..., list[tuple[str, int]]]


@pytest.fixture
def rows_of() -> RowsOf:
    """Source and row number of every row of a table, as the parts hold them: ``rows_of(ledger, "items")``."""

    def rows_of(ledger: LedgerStore, table: str = "items", at: int | None = None) -> list[tuple[str, int]]:
        parts = ledger.manifest(at).of_table(table)
        tables = [pq.read_table(ledger.workspace.ledger / it.path, columns=["source_id", "row"]) for it in parts]
        return [(row["source_id"], row["row"]) for it in tables for row in it.to_pylist()]

    return rows_of
