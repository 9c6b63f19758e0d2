"""Parquet files: every type as text, exactly."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from enduse.errors import Notice, UnreadableFile
from enduse.model.provenance import Place
from enduse.sources.reading import PendingBatch, RawBatch
from enduse.sources.reading.blob import Blob
from enduse.sources.reading.rows import head_of, names_of, parsed, skipped, table_of

_CHUNK_ROWS = 131_072


@dataclass(frozen=True)
class ParquetSheet:
    """A Parquet file; row 1 holds the column names. See ``reading.Sheet``."""

    place: Place
    blob: Blob
    names: tuple[str, ...]
    traits: Mapping[str, str]
    notices: tuple[Notice, ...] = ()
    kind: str = "parquet"

    def head(self, rows: int = 200) -> list[list[str]]:
        """The column names and the first records as text."""
        return head_of((it.parse() for it in self._all(max(2, rows))), rows)

    def batches(self, skip_rows: int = 0) -> Iterator[RawBatch]:
        """All rows after the first ``skip_rows``, in order."""
        return parsed(self, skip_rows)

    def chunks(self, skip_rows: int = 0) -> Iterator[PendingBatch]:
        """The same rows, decoded but not yet text."""
        return skipped(self._all(_CHUNK_ROWS), skip_rows)

    def _all(self, chunk_rows: int) -> Iterator[PendingBatch]:
        titles = table_of([(1, self.names)], len(self.names))
        yield PendingBatch(1, 1, 0, lambda: RawBatch(titles))
        row = 2
        with self.blob.open() as reader:
            try:
                for batch in pq.ParquetFile(reader).iter_batches(batch_size=chunk_rows):
                    yield PendingBatch(row, batch.num_rows, 0, _Texts(row, batch))
                    row += batch.num_rows
            except (pa.ArrowException, OSError) as error:
                raise _damaged(self.blob, error) from error


def open_parquet(blob: Blob, place: Place) -> ParquetSheet:
    """A Parquet file, checked for a readable footer.

    Raises:
        UnreadableFile: E-PARQUET-DAMAGED.
    """
    with blob.open() as reader:
        try:
            file = pq.ParquetFile(reader)
            names = tuple(file.schema_arrow.names)
            traits = {"rows": str(file.metadata.num_rows), "written_by": str(file.metadata.created_by or "")}
        except (pa.ArrowException, OSError) as error:
            raise _damaged(blob, error) from error
    return ParquetSheet(place, blob, names, traits)


@dataclass(frozen=True)
class _Texts:
    first_row: int
    batch: pa.RecordBatch

    def __call__(self) -> RawBatch:
        columns = [_text(column) for column in self.batch.columns]
        rows = pa.array(range(self.first_row, self.first_row + self.batch.num_rows), pa.int64())
        table = pa.table([rows, *columns], ["row", *names_of(len(columns))])
        kinds = enumerate(column.type for column in self.batch.columns)
        return RawBatch(table, stored_as_number=frozenset(at for at, kind in kinds if _is_number(kind)))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _text(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.dictionary_decode())
    if pa.types.is_floating(kind):
        return _float_text(column)
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "TRUE", "FALSE")
    if pa.types.is_timestamp(kind):
        return _moment_text(column)
    if pa.types.is_nested(kind):
        return pa.array([_nested_text(value) for value in column.to_pylist()], pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([None if it is None else _bytes_text(it) for it in column.to_pylist()], pa.string())
    return column.cast(pa.string())


def _float_text(column: pa.Array) -> pa.Array:
    """Whole numbers without a decimal point, others as Python prints them; NaN is a missing cell."""
    column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    values = column.cast(pa.float64())
    whole = pc.and_(pc.equal(values, pc.trunc(values)), pc.less(pc.abs(values), 2.0**53))
    as_whole = pc.if_else(whole, values, 0.0).cast(pa.int64()).cast(pa.string())
    return pc.if_else(whole, as_whole, column.cast(pa.string()))


def _moment_text(column: pa.Array) -> pa.Array:
    """``2021-03-04`` at midnight, else ``2021-03-04 05:06:07``; zones are turned into UTC."""
    zone = "Z" if column.type.tz else ""
    moments = (
        column.cast(pa.timestamp(column.type.unit, "UTC")).cast(pa.timestamp(column.type.unit)) if zone else column
    )
    days = moments.cast(pa.timestamp(column.type.unit)).cast(pa.date32(), safe=False)
    midnight = pc.equal(days.cast(moments.type), moments)
    texts = pc.replace_substring_regex(moments.cast(pa.string()), r"\.0+$", "")
    texts = pc.binary_join_element_wise(texts, zone, "") if zone else texts
    return pc.if_else(midnight, days.cast(pa.string()), texts)


def _nested_text(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _bytes_text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.hex()


def _damaged(blob: Blob, error: Exception) -> UnreadableFile:
    return UnreadableFile(
        f"The Parquet file {blob.name!r} of {blob.size:,} bytes is damaged or cut off: {error}. "
        "Nothing of it was kept. Copy it again from where it came.",
        code="E-PARQUET-DAMAGED",
    )
