"""Parquet files: every type as exact text."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enduse.errors import UnreadableFile
from enduse.sources.reading import Opened
from enduse.sources.reading.opening import open_source

Reader = Callable[..., dict[int, tuple[str | None, ...]]]
Opener = Callable[..., Opened]

COLUMNS = {
    "code": (pa.int64(), [8457101000, None], ("8457101000", None)),
    "whole": (pa.float64(), [1e15, -2.0], ("1000000000000000", "-2")),
    "part": (pa.float64(), [0.1, float("nan")], ("0.1", None)),
    "half": (pa.float32(), [0.1, 2.0], ("0.1", "2")),
    "exact": (pa.decimal128(12, 2), [Decimal("1234.50"), None], ("1234.50", None)),
    "on": (pa.date32(), [date(2021, 3, 4), None], ("2021-03-04", None)),
    "at": (pa.timestamp("us"), [datetime(2021, 3, 4), datetime(2021, 3, 4, 5)], ("2021-03-04", "2021-03-04 05:00:00")),
    "zoned": (pa.timestamp("ms", "UTC"), [datetime(2021, 3, 4, 5), None], ("2021-03-04 05:00:00Z", None)),
    "flag": (pa.bool_(), [True, None], ("TRUE", None)),
    "name": (pa.dictionary(pa.int32(), pa.string()), ["Станок", "Станок"], ("Станок", "Станок")),
    "list": (pa.list_(pa.string()), [["a"], None], ('["a"]', None)),
    "bytes": (pa.binary(), [b"\xff", b"ok"], ("ff", "ok")),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_value_of_each_type_becomes_its_text(tmp_path: Path, rows_of: Reader, name: str) -> None:
    kind, values, texts = COLUMNS[name]
    path = tmp_path / "made.parquet"
    pq.write_table(pa.table({name: pa.array(values, kind)}), path)
    (sheet,) = open_source(path).sheets
    assert rows_of(sheet) == {1: (name,), 2: (texts[0],), 3: (texts[1],)}


def test_numeric_columns_are_named_and_rows_skipped(tmp_path: Path, rows_of: Reader) -> None:
    path = tmp_path / "made.parquet"
    pq.write_table(pa.table({"a": ["x", "y"], "n": [1, 2]}), path)
    (sheet,) = open_source(path).sheets
    assert [it.stored_as_number for it in sheet.batches(1)] == [{1}]
    assert rows_of(sheet, 1) == {2: ("x", "1"), 3: ("y", "2")}
    assert sheet.head(2) == [["a", "n"], ["x", "1"]]


def test_a_cut_off_file_is_called_damaged(opened: Opener, tmp_path: Path) -> None:
    path = tmp_path / "made.parquet"
    pq.write_table(pa.table({"a": ["x"]}), path)
    with pytest.raises(UnreadableFile) as caught:
        opened(path.read_bytes()[:-10], "cut.parquet")
    assert caught.value.code == "E-PARQUET-DAMAGED"
