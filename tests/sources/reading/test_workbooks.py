"""Sheets of workbooks: true row numbers, numbers as people see them, and clear words about what cannot be read."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from enduse.errors import UnreadableFile, UnsafeFile
from enduse.sources.reading import Opened
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.workbook import text_of

Opener = Callable[..., Opened]
Reader = Callable[..., dict[int, tuple[str | None, ...]]]


def workbook(build: Callable[[Any], None]) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    build(book)
    book.close()
    return held.getvalue()


def simple(book: Any) -> None:
    sheet = book.add_worksheet("Лист1")
    sheet.write_row(2, 0, ["name", "code", "value", "on"])
    sheet.write_row(4, 0, ["Станок", 8457101000, 1234.5])
    sheet.write_string(5, 1, "0123")
    sheet.write_datetime(5, 3, datetime(2021, 3, 4))


def test_row_numbers_stay_true_when_the_first_rows_are_empty(opened: Opener, rows_of: Reader) -> None:
    (sheet,) = opened(workbook(simple), "made.xlsx").sheets
    rows = rows_of(sheet)
    assert rows[3] == ("name", "code", "value", "on")
    assert rows[5] == ("Станок", "8457101000", "1234.5", None)
    assert rows[6] == (None, "0123", None, "2021-03-04")
    assert sorted(rows) == [1, 2, 3, 4, 5, 6]


def test_columns_with_numbers_are_named(opened: Opener) -> None:
    (sheet,) = opened(workbook(simple), "made.xlsx").sheets
    (batch,) = sheet.batches()
    assert batch.stored_as_number == {1, 2}


def test_the_head_of_a_large_workbook_is_the_same_by_the_quick_way(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sheet,) = opened(workbook(simple), "made.xlsx").sheets
    slow = sheet.head()
    monkeypatch.setattr("enduse.sources.reading.workbook._SMALL", 0)
    quick = sheet.head()
    assert [[*row, "", "", "", ""][:4] for row in quick] == slow
    assert sheet.head(3)[2] == ["name", "code", "value", "on"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (8457101000.0, "8457101000"),
        (0.1, "0.1"),
        (-3.0, "-3"),
        (1e300, "1e+300"),
        (True, "TRUE"),
        ("", None),
        (None, None),
        (datetime(2021, 3, 4), "2021-03-04"),
        (datetime(2021, 3, 4, 5, 6), "2021-03-04 05:06:00"),
        (time(5, 6), "05:06:00"),
        (timedelta(hours=30), "30:00:00"),
        (" x ", " x "),
    ],
)
def test_a_value_is_written_as_a_person_reads_it(value: object, text: str | None) -> None:
    assert text_of(value) == text


def test_hidden_sheets_are_said_and_empty_and_chart_sheets_left_out(opened: Opener) -> None:
    def build(book: Any) -> None:
        simple(book)
        hidden = book.add_worksheet("Hidden")
        hidden.write(0, 0, "x")
        hidden.hide()
        book.add_worksheet("Empty")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "='Лист1'!$B$5:$B$6"})
        book.add_chartsheet("Chart").set_chart(chart)

    book = opened(workbook(build), "made.xlsx")
    assert [sheet.place.sheet for sheet in book.sheets] == ["Лист1", "Hidden"]
    assert [it.code for it in book.sheets[1].notices] == ["W-XLSX-HIDDEN"]
    assert set(book.left_out) == {"Empty", "Chart"}
    assert "chart" in book.left_out["Chart"]


def test_a_workbook_is_known_by_its_content_not_its_name(opened: Opener) -> None:
    assert opened(workbook(simple), "table.csv").sheets[0].kind == "xlsx"


def test_a_cut_off_workbook_is_called_damaged(opened: Opener) -> None:
    data = workbook(simple)
    with pytest.raises(UnreadableFile) as caught:
        opened(data[: len(data) // 2], "made.xlsx")
    assert caught.value.code == "E-XLSX-DAMAGED"


def test_a_workbook_with_a_broken_part_is_called_damaged(opened: Opener) -> None:
    held = io.BytesIO(workbook(simple))
    broken = io.BytesIO()
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(broken, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part.filename, data[: len(data) // 3] if part.filename == "xl/workbook.xml" else data)
    with pytest.raises(UnreadableFile) as caught:
        opened(broken.getvalue(), "made.xlsx")
    assert caught.value.code == "E-XLSX-DAMAGED"


def test_a_workbook_that_would_blow_up_is_refused(opened: Opener) -> None:
    held = io.BytesIO(workbook(simple))
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"\0" * 5_000_000)
    with pytest.raises(UnsafeFile) as caught:
        opened(held.getvalue(), "made.xlsx", Limits(ratio=100, ratio_floor_bytes=1_000_000))
    assert caught.value.code == "E-BOMB"


def test_a_stray_cell_in_the_far_corner_is_named_before_it_takes_all_memory(opened: Opener) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet("S")
        sheet.write(0, 0, "x")
        sheet.write(1_048_575, 16_383, "y")

    with pytest.raises(UnreadableFile, match="row 1,048,576 and column 16,384") as caught:
        opened(workbook(build), "corner.xlsx")
    assert caught.value.code == "E-XLSX-EXTENT"


def spreadsheet(rows: str) -> bytes:
    """An ODS workbook of one sheet."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='S'>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>",
        )
        archive.writestr("content.xml", content)
    return held.getvalue()


CELL = "<table:table-cell {often} office:value-type='string'><text:p>{text}</text:p></table:table-cell>"
EMPTY = "<table:table-row table:number-rows-repeated='{often}'><table:table-cell/></table:table-row>"


def test_an_ods_sheet_is_read_with_true_row_numbers(opened: Opener, rows_of: Reader) -> None:
    rows = EMPTY.format(often=3) + f"<table:table-row>{CELL.format(often='', text='Станок')}</table:table-row>"
    (sheet,) = opened(spreadsheet(rows + EMPTY.format(often=1_048_000)), "made.ods").sheets
    assert sheet.kind == "ods"
    assert rows_of(sheet)[4] == ("Станок",)


def test_a_cell_repeated_over_the_whole_sheet_is_refused(opened: Opener) -> None:
    wide = CELL.format(often="table:number-columns-repeated='16384'", text="x")
    rows = f"<table:table-row table:number-rows-repeated='1048576'>{wide}</table:table-row>"
    with pytest.raises(UnreadableFile) as caught:
        opened(spreadsheet(rows), "made.ods")
    assert caught.value.code == "E-XLSX-EXTENT"


def locked_container() -> bytes:
    """The first sectors of an OLE container that holds an encrypted workbook."""
    entry = "EncryptedPackage".encode("utf-16-le")
    directory = entry.ljust(64, b"\0") + (len(entry) + 2).to_bytes(2, "little") + b"\x02" + b"\0" * 61
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 504)
    header[30:32] = (9).to_bytes(2, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[76:80] = (0).to_bytes(4, "little")
    table = b"\xfd\xff\xff\xff" + b"\xfe\xff\xff\xff" + b"\xff" * 504
    return bytes(header) + table + directory.ljust(512, b"\0")


def test_a_workbook_with_a_password_is_called_locked(opened: Opener) -> None:
    with pytest.raises(UnreadableFile) as caught:
        opened(locked_container(), "secret.xlsx")
    assert caught.value.code == "E-XLSX-LOCKED"


@pytest.mark.slow
def test_a_sheet_full_to_its_last_row_is_said(opened: Opener, tmp_path: Path) -> None:
    path = tmp_path / "full.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Full")
        for row in range(1_048_576):
            sheet.write_number(row, 0, row)
    (read,) = opened(path.read_bytes(), "full.xlsx").sheets
    assert [it.code for it in read.notices] == ["W-XLSX-FULL"]
    assert sum(pending.rows for pending in read.chunks()) == 1_048_576


PAGE = """<html><head><meta charset="windows-1251"></head><body><table><tr><th colspan=2>Товар</th><th>Код</th></tr>
<tr><td rowspan=2>Станок</td><td>токарный</td><td>8458</td></tr><tr><td>фрезерный</td><td>8459</td></tr></table></body>
</html>"""


def test_an_xls_that_is_a_web_page_gives_its_table(opened: Opener, rows_of: Reader) -> None:
    (sheet,) = opened(PAGE.encode("cp1251"), "report.xls").sheets
    assert rows_of(sheet) == {
        1: ("Товар", None, "Код"),
        2: ("Станок", "токарный", "8458"),
        3: (None, "фрезерный", "8459"),
    }


def test_an_error_page_saved_as_data_is_called_one(opened: Opener) -> None:
    with pytest.raises(UnreadableFile) as caught:
        opened(b"<!DOCTYPE html><html><body><h1>Log in</h1></body></html>", "data.csv")
    assert caught.value.code == "E-HTML"


def test_an_xls_that_is_tab_separated_is_read_as_text(opened: Opener, rows_of: Reader) -> None:
    (sheet,) = opened(b"name\tcode\nlathe\t8458\n", "report.xls").sheets
    assert rows_of(sheet)[2] == ("lathe", "8458")


BOOK_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="S"><Table><Row ss:Index="2"><Cell><Data ss:Type="String">name</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Number">8458</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_an_excel_2003_document_gives_its_sheets(opened: Opener, rows_of: Reader) -> None:
    (sheet,) = opened(BOOK_2003.encode(), "report.xls").sheets
    assert sheet.place.sheet == "S"
    assert rows_of(sheet) == {1: (None, None, None), 2: ("name", None, "8458")}
