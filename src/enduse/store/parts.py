"""Parts: the immutable Parquet files that hold the rows."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from enduse.errors import LedgerDamaged, StoreError
from enduse.store.atomic import scratch_file
from enduse.store.manifest import Part
from enduse.store.schema import TABLES, TableSpec

_BLOCK = 1 << 20
_WRITE_ROWS, _PAGE_BYTES = 16_384, 4 << 20


@dataclass(frozen=True)
class Written:
    """What a file came out as."""

    rows: int
    bytes: int
    sha256: str


@dataclass
class _HashingSink:
    """What pyarrow writes to: hashes in the same pass, so that no part is read twice."""

    file: BinaryIO
    hash: Any = field(default_factory=hashlib.sha256)
    bytes: int = 0
    closed: bool = False

    def write(self, data: pa.Buffer) -> int:
        self.hash.update(data)
        self.file.write(data)
        self.bytes += len(data)
        return len(data)

    def tell(self) -> int:
        return self.bytes

    def flush(self) -> None:
        self.file.flush()

    def close(self) -> None:
        self.closed = True


Name = Callable[[Written], Path]


@dataclass(frozen=True)
class PartForm:
    """How the parts of one table are written.

    Attributes:
        schema: Columns and types.
        dictionaries: Columns worth a Parquet dictionary.
    """

    schema: pa.Schema
    dictionaries: tuple[str, ...] = ()

    @property
    def bounded(self) -> tuple[str, ...]:
        """Columns worth a least and a greatest value: of long texts they help nobody and cost a seventh of the time."""
        texts = {it.name for it in self.schema if pa.types.is_string(it.type) or pa.types.is_list(it.type)}
        return tuple(it for it in self.schema.names if it not in texts or it in self.dictionaries)


def part_form(table: str, schema: pa.Schema | None = None) -> PartForm:
    """The form of a table's parts; ``schema`` only where it is not today's."""
    spec = TABLES.get(table)
    if spec is None:
        return PartForm(schema)
    shape = spec.arrow_schema() if schema is None else schema
    return PartForm(shape, tuple(it for it in spec.low_cardinality if it in shape.names))


def write_part(folder: Path, form: PartForm, groups: Iterable[pa.Table], name: Name) -> tuple[Path, Written]:
    """Write row groups as one Parquet file in ``folder`` and give it its name when it is whole.

    It survives a kill, but a power cut only after ``make_durable``: waiting for the disk at every part would
    leave the processor idle, so whoever publishes waits once.

    Args:
        folder: Where; it must exist.
        form: How; every group has its columns.
        groups: One row group each.
        name: The final path, once size and hash are known; in the same file system.

    Returns:
        The final path and what was written.
    """
    rows = 0
    with scratch_file(folder) as file:
        sink = _HashingSink(file)
        # Dictionaries where values are many cost twice the time and save nothing (measured).
        dictionaries = list(form.dictionaries) or False
        # Large batches and pages take a tenth off the writing (measured).
        how = {
            "use_dictionary": dictionaries,
            "write_statistics": list(form.bounded) or False,
            "write_batch_size": _WRITE_ROWS,
            "data_page_size": _PAGE_BYTES,
        }
        with pq.ParquetWriter(sink, form.schema, compression="snappy", **how) as writer:
            for group in groups:
                writer.write_table(group, row_group_size=max(1, group.num_rows))
                rows += group.num_rows
        file.flush()
        written = Written(rows, sink.bytes, sink.hash.hexdigest())
        path = name(written)
        os.replace(file.name, path)
    return path, written


def check_shape(spec: TableSpec, table: pa.Table) -> None:
    """Nothing, or the error that a table does not have the columns of its kind.

    Raises:
        StoreError: ``E-PART-SHAPE``, naming the first column that differs.
    """
    wanted = spec.arrow_schema()
    if table.schema.equals(wanted):
        return
    given = table.schema
    names = [it for it in wanted.names if it not in given.names] or [it for it in given.names if it not in wanted.names]
    names = names or [it for it in wanted.names if given.field(it).type != wanted.field(it).type] or ["(order)"]
    raise StoreError(
        f"Rows for {spec.name!r} came with other columns than the ledger has, first {names[0]!r}. "
        "Written so, they could not be read again, so we stopped. Please report this with the file's layout.",
        code="E-PART-SHAPE",
    )


def row_groups(paths: Iterable[Path], most_rows: int, most_bytes: int) -> Iterator[pa.Table]:
    """The rows of several parts, in order, cut into groups that fit in memory.

    Args:
        paths: Parts of one table.
        most_rows: A group ends at or before so many rows.
        most_bytes: A group ends once it passes so many bytes in memory.
    """
    waiting: list[pa.Table] = []
    rows = size = 0
    for batch in _small_batches(paths, max(1, most_rows // 4)):
        if waiting and (rows + batch.num_rows > most_rows or size > most_bytes):
            yield pa.concat_tables(waiting).combine_chunks()
            waiting, rows, size = [], 0, 0
        waiting.append(batch)
        rows += batch.num_rows
        size += batch.nbytes
    if waiting:
        yield pa.concat_tables(waiting).combine_chunks()


def _small_batches(paths: Iterable[Path], rows: int) -> Iterator[pa.Table]:
    for path in paths:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=rows):
                if batch.num_rows:
                    yield pa.Table.from_batches([batch])


def read_schema(path: Path) -> pa.Schema:
    """The columns of one part."""
    return pq.read_schema(path)


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def check_part(ledger: Path, part: Part, whole: bool = False) -> None:
    """Nothing, or the error that a part is not what its manifest says.

    Args:
        ledger: The ledger's folder.
        part: As the manifest lists it.
        whole: Also compare the hash of every byte, which reads the whole file.

    Raises:
        LedgerDamaged: Missing, of another size, or of other content.
    """
    path = ledger / part.path
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise _damaged(part, "is missing") from None
    if size != part.bytes:
        raise _damaged(part, f"has {size:,} bytes instead of {part.bytes:,}")
    if whole and file_hash(path) != part.sha256:
        raise _damaged(part, "has the right size but other bytes than those we wrote")


def _damaged(part: Part, seen: str) -> LedgerDamaged:
    names = ", ".join(it[:12] for it in part.source_ids)
    return LedgerDamaged(
        f"The part {part.path!r} ({part.rows:,} rows of {part.table}, from source {names}) {seen}. "
        "Findings without these rows would be wrong, so we stopped. Restore the file from a backup; or undo that "
        "source and add its original again (it is kept in sources/)."
    )
