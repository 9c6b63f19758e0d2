"""Every table of a run as CSV or Parquet, with the file, hash, sheet and row of each line."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from enduse.case.export_rows import LeavingRows
from enduse.errors import UsageError
from enduse.model.ids import party_text
from enduse.report.formats.csv_tables import write_csv
from enduse.report.formats.parquet_tables import write_parquet
from enduse.store.atomic import explained, scratch_file
from enduse.store.derived_tables import RECORDS, is_party_column
from enduse.store.ledger import LedgerStore

TABLES = ("items", "statistics", "parties", *RECORDS)
WRITERS: Mapping[str, Callable[[pa.Schema, Iterator[pa.RecordBatch], Path], int]] = {
    "csv": write_csv,
    "parquet": write_parquet,
}
_PLACE = ("source_id", "member", "sheet", "row")
_FLAT_IDS = ("row_id", "earlier_row_id", "later_row_id")


@dataclass(frozen=True)
class TableWritten:
    """One table that was written.

    Attributes:
        table: Its name.
        rows: In the file.
        left_out: Rows whose source forbids that they leave.
    """

    table: str
    rows: int
    left_out: int
    file: Path


def export_tables(store: LedgerStore, kind: str, folder: Path, internal: bool = False) -> list[TableWritten]:
    """Write every table that holds rows, and ``sources``; gives what was written.

    Ids are text: whole numbers that long are rounded by spreadsheets.

    Args:
        store: The ledger.
        kind: ``csv`` or ``parquet``.
        folder: Made where it is not there; files of the same names are replaced.
        internal: With the rows whose source forbids that they leave.

    Raises:
        UsageError: ``E-EXPORT-KIND``: another kind; ``E-NO-RUN``: nothing was computed yet.
    """
    if kind not in WRITERS:
        raise UsageError(f"Tables are written as {' or '.join(WRITERS)}, not as {kind!r}.", code="E-EXPORT-KIND")
    rows = LeavingRows.of(store, internal)
    with explained("making the folder of an export", folder):
        folder.mkdir(parents=True, exist_ok=True)
    made = [_written(rows, table, kind, folder) for table in TABLES]
    sources = _sources(rows)
    target = folder / f"sources.{kind}"
    _write(sources.schema, iter(sources.to_batches()), kind, target)
    return [*(it for it in made if it), TableWritten("sources", sources.num_rows, 0, target)]


def _written(rows: LeavingRows, table: str, kind: str, folder: Path) -> TableWritten | None:
    """None where no row may be told: a file of an earlier export that bears the name goes, too."""
    target, left_out = folder / f"{table}.{kind}", 0
    columns = rows.columns(table)
    placed = "source_id" in columns
    if placed:
        left_out = rows.left_out(table)
    batches = rows.batches(table, columns) if placed else iter(rows.told_parties().to_batches())
    told = (_told(it, rows) for it in batches)
    schema = _told(pa.RecordBatch.from_pylist([], rows.schema(table)), rows).schema
    count = _write(schema, told, kind, target)
    if not count and not left_out:
        target.unlink()
        return None
    return TableWritten(table, count, left_out, target)


def _write(schema: pa.Schema, batches: Iterator[pa.RecordBatch], kind: str, target: Path) -> int:
    with explained("writing an export", target), scratch_file(target.parent) as draft:
        count = WRITERS[kind](schema, batches, Path(draft.name))
        Path(draft.name).replace(target)
    return count


def _told(batch: pa.RecordBatch, rows: LeavingRows) -> pa.RecordBatch:
    """Ids as text, the file's name for its hash, and the place first."""
    columns: dict[str, pa.Array] = {}
    if "source_id" in batch.schema.names:
        names = [rows.place(it).file for it in batch.select(["source_id", "member", "sheet"]).to_pylist()]
        columns["file"] = pa.array(names, pa.string())
        columns["sha256"] = batch["source_id"]
        columns["sheet"] = batch["sheet"]
        columns["row"] = batch["row"]
    for name in batch.schema.names:
        if name not in _PLACE:
            columns[name] = _plain(name, batch[name])
    return pa.RecordBatch.from_pydict(columns)


def _plain(name: str, column: pa.Array) -> pa.Array:
    if is_party_column(name) and pa.types.is_integer(column.type):
        return pa.array([None if it is None else party_text(it) for it in column.to_pylist()], pa.string())
    return pc.cast(column, pa.string()) if name in _FLAT_IDS else column


def _sources(rows: LeavingRows) -> pa.Table:
    made: list[dict[str, Any]] = [
        {"file": it.name, "sha256": it.sha256, "publisher": it.publisher, "licence": it.licence}
        | {"sensitivity": it.sensitivity, "made": str(rows.made())}
        for it in rows.sources()
    ]
    names = ("file", "sha256", "publisher", "licence", "sensitivity", "made")
    return pa.Table.from_pylist(made, pa.schema([(it, pa.string()) for it in names]))
