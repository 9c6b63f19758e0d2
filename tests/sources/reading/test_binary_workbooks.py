"""Binary workbooks (.xlsb): no library here writes them, so the smallest one is put together record by record."""

import io
import struct
import zipfile
from collections.abc import Callable, Sequence

import pytest

from enduse.errors import UnreadableFile
from enduse.sources.reading import Opened, Sheet

Opener = Callable[..., Opened]
Reader = Callable[..., dict[int, tuple[str | None, ...]]]
Cell = str | float

_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.bin"/></Relationships>'
)
# Numbers of records as [MS-XLSB] 2.3.2 lists them.
_ROW, _REAL, _TEXT = 0, 5, 6
_BEGIN_SHEET, _END_SHEET, _BEGIN_BOOK, _END_BOOK = 129, 130, 131, 132
_BEGIN_SHEETS, _END_SHEETS, _BEGIN_DATA, _END_DATA, _SIZE, _BOOK, _SHEET = 143, 144, 145, 146, 148, 153, 156


def record(kind: int, data: bytes = b"") -> bytes:
    """Kind and length, seven bits a byte, then the data."""
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = bytes([len(data)]) if len(data) < 0x80 else bytes([len(data) & 0x7F | 0x80, len(data) >> 7])
    return number + length + data


def wide(text: str) -> bytes:
    """A text with its length, in UTF-16."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column: int, value: Cell) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return record(_TEXT, place + wide(value))
    return record(_REAL, place + struct.pack("<d", value))


def xlsb(rows: Sequence[Sequence[Cell]]) -> bytes:
    """A workbook with one sheet, ``Data``."""
    book = record(_BEGIN_BOOK) + record(_BOOK, bytes(12) + wide("")) + record(_BEGIN_SHEETS)
    book += record(_SHEET, struct.pack("<II", 0, 1) + wide("rId1") + wide("Data"))
    book += record(_END_SHEETS) + record(_END_BOOK)
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = record(_BEGIN_SHEET) + record(_SIZE, size) + record(_BEGIN_DATA)
    for number, row in enumerate(rows):
        sheet += record(_ROW, struct.pack("<I", number) + bytes(13))
        sheet += b"".join(cell(column, value) for column, value in enumerate(row))
    sheet += record(_END_DATA) + record(_END_SHEET)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("xl/workbook.bin", book)
        parts.writestr("xl/_rels/workbook.bin.rels", _RELATIONS)
        parts.writestr("xl/worksheets/sheet1.bin", sheet)
    return packed.getvalue()


@pytest.fixture
def sheet(opened: Opener) -> Sheet:
    data = xlsb([["Код", "Товар", "Вес"], ["0845811", "Станок токарный", 12.5], ["8459", "Сверло", 2.0]])
    (found,) = opened(data, "made.xlsb").sheets
    return found


def test_texts_stay_texts_and_numbers_are_told_apart(sheet: Sheet, rows_of: Reader) -> None:
    assert (sheet.kind, sheet.place.sheet) == ("xlsb", "Data")
    assert rows_of(sheet, 1) == {2: ("0845811", "Станок токарный", "12.5"), 3: ("8459", "Сверло", "2")}
    (batch,) = sheet.batches(1)
    assert batch.stored_as_number == frozenset({2})


def test_the_kind_is_seen_by_its_bytes_whatever_the_name_says(opened: Opener) -> None:
    assert [it.kind for it in opened(xlsb([["a", "b"], ["c", "d"]]), "made.xls").sheets] == ["xlsb"]


def test_a_workbook_cut_off_in_the_middle_is_refused(opened: Opener) -> None:
    data = xlsb([["a", "b"], ["c", "d"]])
    with pytest.raises(UnreadableFile):
        opened(data[: len(data) // 2], "made.xlsb")
