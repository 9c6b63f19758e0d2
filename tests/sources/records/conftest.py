"""Takes small made-up tables of records into a ledger, as `enduse add` does. All firms are invented."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enduse.sources.ingest import IngestContext, SourceReport, ingest
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace


@dataclass(frozen=True)
class Desk:
    """One case."""

    store: LedgerStore
    folder: Path

    def add(self, name: str, text: str | bytes, encoding: str = "utf-8") -> SourceReport:
        """Add a file with this text."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        maps = self.store.workspace.root / "maps"
        return ingest(path, IngestContext(self.store, date(2026, 1, 1), maps=maps))

    def rows(self, table: str) -> list[dict[str, Any]]:
        """What the ledger holds, in the order of rows."""
        parts = [pq.read_table(self.store.workspace.ledger / it.path) for it in self.store.manifest().of_table(table)]
        rows: list[dict[str, Any]] = pa.concat_tables(parts).to_pylist() if parts else []
        return sorted(rows, key=lambda it: it["row"])

    def filled(self, table: str) -> list[dict[str, Any]]:
        """The same without provenance and empty cells."""
        out = ("source_id", "member", "sheet", "row")
        return [{key: it for key, it in row.items() if it is not None and key not in out} for row in self.rows(table)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    store = LedgerStore(Workspace.create(tmp_path / "case"), lambda: datetime(2026, 1, 1, 12, tzinfo=UTC))
    (tmp_path / "files").mkdir()
    return Desk(store, tmp_path / "files")


@pytest.fixture
def layout_of() -> Callable[[SourceReport], str]:
    """The layout that read the only table of a file."""

    def layout_of(report: SourceReport) -> str:
        (place,) = report.entry.places
        return place.layout

    return layout_of
