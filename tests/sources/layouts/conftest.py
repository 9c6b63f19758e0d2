"""Reads made-up sheets through the bundled layouts, as an ingest does."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from enduse.model.provenance import Place
from enduse.sources.choose import Chosen, View, choose
from enduse.sources.convert import convert
from enduse.sources.converted import Converted
from enduse.sources.layout import bundled_layouts
from enduse.sources.pivot import convert_pivot
from enduse.sources.plan import Setting, evidence_of, plan_sheet
from enduse.sources.reading import RawBatch

Rows = list[list[str]]


@dataclass(frozen=True)
class Given:
    """A sheet as a person would hand it in."""

    rows: Rows
    file: str = "table.xlsx"
    sheet: str | None = None
    kind: str = "xlsx"

    @property
    def batch(self) -> RawBatch:
        width = max(map(len, self.rows))
        columns = {f"c{at}": [row[at] if at < len(row) else None for row in self.rows] for at in range(width)}
        numbers = pa.array(range(1, len(self.rows) + 1), pa.int64())
        return RawBatch(pa.table({"row": numbers, **{name: pa.array(it, pa.string()) for name, it in columns.items()}}))


class Tables:
    """What tests of layouts do with a sheet."""

    def given(self, rows: Rows, file: str = "table.xlsx", sheet: str | None = None, kind: str = "xlsx") -> Given:
        return Given(rows, file, sheet, kind)

    def csv(self, text: str, file: str = "table.csv") -> Given:
        return Given([row for row in csv.reader(io.StringIO(text.strip()))], file, kind="csv")

    def recognised(self, given: Given) -> Chosen:
        view = View(given.rows, Place(None, given.sheet), given.kind, "", given.file)
        chosen = choose(view, bundled_layouts())
        assert chosen is not None, f"no layout reads {given.file}"
        return chosen

    def read(self, given: Given) -> tuple[str, Converted]:
        """The layout that reads the sheet, and what it gives."""
        chosen, place = self.recognised(given), Place(None, given.sheet)
        if chosen.layout.pivot:
            return chosen.layout.id, convert_pivot([given.batch], place, chosen.layout, given.file, "s1")
        batch = RawBatch(given.batch.table.slice(chosen.skip_rows))
        plan = plan_sheet(chosen, evidence_of(batch, chosen), Setting("s1", place, given.file, date(2026, 1, 1)))
        return chosen.layout.id, convert(batch, plan)

    def cells(self, given: Given, *columns: str, layout: str, table: str = "statistics") -> list[tuple[Any, ...]]:
        """Some columns of every row; fails when another layout reads the sheet or a row is rejected."""
        used, found = self.read(given)
        assert used == layout
        assert found.counts.rows_rejected == 0
        return [tuple(row[name] for name in columns) for row in found.tables[table].to_pylist()]


@pytest.fixture(scope="session")
def tables() -> Tables:
    return Tables()
