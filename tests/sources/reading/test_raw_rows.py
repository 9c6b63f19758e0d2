"""The evidence behind a figure: untouched cells of given rows."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from enduse.errors import UnreadableFile
from enduse.model.provenance import Place
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.raw import RawOptions, raw_rows

LINES = [b"name,code"] + [b"tool %d,%d" % (at, at) for at in range(2, 500)]
TABLE = b"\n".join([*LINES[:20], b"ragged", *LINES[21:]])


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    book.add_worksheet("S").write_row(1, 0, ["Станок", 8458])
    book.close()
    path = tmp_path / ("a" * 64)
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("t.csv", TABLE)
        made.writestr("b.xlsx", held.getvalue())
    return path


def test_rows_of_a_text_table_are_found_in_any_chunk(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TABLE)
    options = RawOptions(Limits(chunk_bytes=200))
    assert raw_rows(path, Place(), [1, 21, 400, 9_999], options) == {
        1: ("name", "code"),
        21: ("ragged",),
        400: ("tool 400", "400"),
    }


def test_rows_of_members_and_sheets_are_the_same_with_and_without_a_cache(archive: Path, tmp_path: Path) -> None:
    for place, row, cells in ((Place("t.csv"), 7, ("tool 7", "7")), (Place("b.xlsx", "S"), 2, ("Станок", "8458"))):
        options = RawOptions(cache=tmp_path / "cache")
        found = [raw_rows(archive, place, [row], it) for it in (RawOptions(), options, options)]
        assert found == [{row: cells}] * 3


def test_the_second_call_does_not_read_the_original(archive: Path, tmp_path: Path) -> None:
    options = RawOptions(cache=tmp_path / "cache")
    raw_rows(archive, Place("t.csv"), [7], options)
    size = archive.stat().st_size
    archive.write_bytes(b"\0" * size)
    assert raw_rows(archive, Place("t.csv"), [21, 22], options) == {21: ("ragged",), 22: ("tool 22", "22")}


def test_xml_rows_are_counted_by_the_record_of_the_layout(tmp_path: Path) -> None:
    path = tmp_path / "d.xml.gz"
    path.write_bytes(gzip.compress(b"<r><a><b><c>1</c></b><b><c>2</c></b></a><a><b><c>3</c></b></a></r>"))
    options = RawOptions(records="a/b", cache=tmp_path / "cache")
    assert raw_rows(path, Place(), [4], options) == {4: ("3",)}


def test_a_place_that_the_file_does_not_have_is_said(archive: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        raw_rows(archive, Place("other.csv"), [1])
    assert caught.value.code == "E-PLACE"
