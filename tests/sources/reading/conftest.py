"""What tests of reading may ask for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from enduse.sources.reading import Opened, Sheet
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.opening import open_source

Opener = Callable[..., Opened]
Rows = dict[int, tuple[str | None, ...]]


@pytest.fixture
def opened(tmp_path: Path) -> Opener:
    """Writes bytes to a file and opens it."""

    def write_and_open(data: bytes, name: str = "file.bin", limits: Limits | None = None) -> Opened:
        path = tmp_path / name
        path.write_bytes(data)
        return open_source(path, limits or Limits())

    return write_and_open


@pytest.fixture
def rows_of() -> Callable[[Sheet], Rows]:
    """Gives the kept rows of a sheet by their number."""

    def read(sheet: Sheet, skip_rows: int = 0) -> Rows:
        found: Rows = {}
        for batch in sheet.batches(skip_rows):
            for cells in batch.table.to_pylist():
                number = cells.pop("row")
                assert number not in found
                found[number] = tuple(cells.values())
        return found

    return read
