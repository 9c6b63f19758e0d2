"""Text tables: what was written is what is read, whatever the encoding and the damage."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enduse.errors import UnreadableFile
from enduse.model.provenance import Place
from enduse.sources.reading import BadRow, Opened, Sheet
from enduse.sources.reading.blob import blob_of_bytes
from enduse.sources.reading.delimited import DelimitedSheet, open_delimited
from enduse.sources.reading.limits import Limits

Opener = Callable[..., Opened]
Reader = Callable[..., dict[int, tuple[str | None, ...]]]

WORDS = {
    "utf-8": ["Станок", "機床", "Überseequartier", "선반", "plain", "", "a b"],
    "windows-1251": ["Станок токарный", "Отправитель", "ООО «Вымысел»", "№ 5", "", "x"],
    "cp866": ["Станок токарный", "Отправитель", "Получатель", "", "x"],
    "gb18030": ["数控车床", "虚构贸易有限公司", "深圳市", "", "x"],
    "big5": ["數控車床", "虛構企業股份有限公司", "高雄市", "", "x"],
    "cp949": ["수출자 가상정밀", "주식회사", "선반", "", "x"],
    "cp932": ["株式会社架空", "マシニングセンタ", "旋盤", "", "x"],
    "windows-1252": ["Société Fictive", "Zürich", "pièces détachées", "", "x"],
    "utf-16-le": ["Станок", "機床", "plain", "", "x"],
    "utf-16-be": ["Станок", "機床", "plain", "", "x"],
}
HEADERS = {
    "windows-1251": ["Наименование товара", "Страна происхождения", "Код"],
    "cp866": ["Наименование товара", "Страна происхождения", "Код"],
    "gb18030": ["商品名称", "国家", "数量"],
    "big5": ["貨品名稱", "國家", "數量"],
    "cp949": ["품명", "국가", "수량"],
    "cp932": ["品名", "国", "数量"],
}
MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def sheet_of(data: bytes, limits: Limits | None = None) -> DelimitedSheet:
    return open_delimited(blob_of_bytes("made.csv", data), Place(), limits or Limits())


def kept_and_bad(sheet: DelimitedSheet) -> tuple[dict[int, tuple[str | None, ...]], list[BadRow]]:
    kept: dict[int, tuple[str | None, ...]] = {}
    bad: list[BadRow] = []
    for batch in sheet.batches():
        kept |= {cells.pop("row"): tuple(cells.values()) for cells in batch.table.to_pylist()}
        bad += batch.bad
    return kept, bad


@st.composite
def written(draw: st.DrawFn) -> tuple[bytes, list[list[str]], str]:
    """A table as csv.writer writes it, with quote marks, delimiters and line breaks inside cells."""
    encoding = draw(st.sampled_from(sorted(WORDS)))
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    noise = st.sampled_from(['"', delimiter, "\n", "\r\n", '""', "'", "1,5"])
    cell = st.lists(st.sampled_from(WORDS[encoding]) | noise, max_size=3).map("".join)
    rows = draw(st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=12))
    header = HEADERS.get(encoding, ["name", "country", "code"])
    # Enough plain rows that the form of the table is plain to any reader.
    plain = [[WORDS[encoding][0], WORDS[encoding][1], str(at)] for at in range(8)]
    table = [header, *plain, *map(list, rows)]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=draw(st.sampled_from(["\n", "\r\n"]))).writerows(table)
    return MARKS.get(encoding, b"") + text.getvalue().encode(encoding), table, encoding


@settings(max_examples=150, deadline=None)
@given(written())
def test_what_csv_writes_is_read_back_with_the_ordinals_of_csv(made: tuple[bytes, list[list[str]], str]) -> None:
    data, table, _ = made
    kept, bad = kept_and_bad(sheet_of(data))
    assert bad == []
    assert [tuple(cell or "" for cell in kept[row]) for row in sorted(kept)] == [tuple(cells) for cells in table]
    assert sorted(kept) == list(range(1, len(table) + 1))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    written(), st.integers(40, 400), st.lists(st.sampled_from([b'"', b"\n", b"\xff", b",", b";", b"\r"]), max_size=4)
)
def test_the_size_of_a_chunk_changes_no_row(
    made: tuple[bytes, list[list[str]], str], size: int, damage: list[bytes]
) -> None:
    data = made[0]
    for at, junk in enumerate(damage, 1):
        cut = len(data) * at // (len(damage) + 1)
        data = data[:cut] + junk + data[cut:]
    whole, small = sheet_of(data), sheet_of(data, Limits(chunk_bytes=size))
    assert kept_and_bad(small) == kept_and_bad(whole)


@given(st.binary(min_size=1, max_size=300), st.integers(10, 100))
@settings(max_examples=200, deadline=None)
def test_every_row_of_any_bytes_is_kept_or_bad_exactly_once(data: bytes, size: int) -> None:
    try:
        sheet = sheet_of(data, Limits(chunk_bytes=size))
    except UnreadableFile:
        return
    kept, bad = kept_and_bad(sheet)
    rows = sum(pending.rows for pending in sheet.chunks())
    assert sorted([*kept, *(it.row for it in bad)]) == list(range(1, rows + 1))


def test_chunks_may_be_parsed_in_any_order_and_twice() -> None:
    data = b"name,code\n" + b"".join(b"tool %d,8458\n" % at for at in range(500))
    pending = list(sheet_of(data, Limits(chunk_bytes=1_000)).chunks())
    assert len(pending) > 5
    backwards = [it.parse().table["row"].to_pylist() for it in reversed(pending)]
    assert backwards[::-1] == [it().table["row"].to_pylist() for it in pending]
    assert [rows[0] for rows in backwards[::-1]] == [it.first_row for it in pending]


def test_skipped_rows_are_left_out_and_the_others_keep_their_numbers(rows_of: Reader) -> None:
    sheet = sheet_of(b"Report of 2021\nname,code\na,1\nb,2\n")
    assert rows_of(sheet, 2) == {3: ("a", "1"), 4: ("b", "2")}


def test_blank_lines_count_as_rows(rows_of: Reader) -> None:
    sheet = sheet_of(b"name,code\n\na,1\n   \n\x1a\nb,2\n")
    assert rows_of(sheet) == {
        1: ("name", "code"), 2: (None, None), 3: ("a", "1"), 4: (None, None), 5: (None, None), 6: ("b", "2"),
    }  # fmt: skip


def test_titles_above_the_table_are_kept_and_stand_in_the_head() -> None:
    sheet = sheet_of("Отчёт\n\nКод;Товар;Вес\n8458;Станок;1,5\n8459;Станок;2,5\n".encode("cp1251"))
    assert sheet.head(3) == [["Отчёт", "", ""], ["", "", ""], ["Код", "Товар", "Вес"]]
    assert sheet.dialect.delimiter == ";"


def test_a_ragged_row_is_set_apart_with_what_was_seen(rows_of: Reader) -> None:
    sheet = sheet_of(b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12,,\n")
    kept, bad = kept_and_bad(sheet)
    assert [(it.row, it.code, it.cells) for it in bad] == [
        (3, "R-RAGGED", ("4", "5")),
        (4, "R-RAGGED", ("6", "7", "8", "9")),
    ]
    assert kept[5] == ("10", "11", "12")


def test_the_head_shows_a_bad_row_in_its_place() -> None:
    assert sheet_of(b"a,b,c\n1,2,3\n4,5\n6,7,8\n").head()[2:] == [["4", "5"], ["6", "7", "8"]]


def test_rows_systematically_shorter_than_the_header_are_kept() -> None:
    kept, bad = kept_and_bad(sheet_of(b"a,b,c\n" + b"1,2\n" * 20))
    assert bad == []
    assert kept[2] == ("1", "2", None)


def test_an_unclosed_quote_costs_one_row() -> None:
    lines = [b"name,code"] + [b"tool,%d" % at for at in range(100)]
    lines[50] = b'"24 inch chuck,8466'
    kept, bad = kept_and_bad(sheet_of(b"\n".join(lines), Limits(chunk_bytes=200)))
    assert [(it.row, it.code) for it in bad] == [(51, "R-QUOTE")]
    assert len(kept) == 100
    assert kept[52] == ("tool", "50")


def test_two_unclosed_quotes_do_not_swallow_the_rows_between_them() -> None:
    lines = [b"name,code"] + [b"tool,%d" % at for at in range(40)]
    lines[10] = lines[30] = b'"24 inch,8466'
    kept, bad = kept_and_bad(sheet_of(b"\n".join(lines)))
    assert [(it.row, it.code) for it in bad] == [(11, "R-QUOTE"), (31, "R-QUOTE")]
    assert len(kept) == 39


@pytest.mark.parametrize(("most", "rows", "unclosed"), [(10_000, 12, []), (200, 52, [11])])
def test_a_quoted_cell_longer_than_the_limit_was_opened_by_mistake(most: int, rows: int, unclosed: list[int]) -> None:
    lines = [b"name,code"] + [b"tool,%d" % at for at in range(50)]
    lines[10], lines[50] = b'"long', b'text",1'
    sheet = sheet_of(b"\n".join([*lines, b"last,2"]), Limits(quoted_bytes=most, chunk_bytes=150))
    _, bad = kept_and_bad(sheet)
    assert [it.row for it in bad if it.code == "R-QUOTE"][:1] == unclosed
    assert sum(pending.rows for pending in sheet.chunks()) == rows


def test_a_quote_mark_inside_a_cell_is_text() -> None:
    kept, bad = kept_and_bad(sheet_of(b'name,code\nchuck 24",1\n' + b"tool,2\n" * 5))
    assert bad == []
    assert kept[2] == ('chuck 24"', "1")


def test_a_quoted_line_break_makes_one_row_even_across_chunks() -> None:
    data = b"name,code\n" + b'"two\nlines",1\nplain,2\n' * 50
    kept, bad = kept_and_bad(sheet_of(data, Limits(chunk_bytes=64)))
    assert bad == []
    assert len(kept) == 101
    assert kept[100] == ("two\nlines", "1")


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\n"])
def test_every_kind_of_line_end_is_understood(end: bytes) -> None:
    kept, bad = kept_and_bad(sheet_of(end.join([b"a,b", b"1,2", b"3,4"]) + end, Limits(chunk_bytes=5)))
    assert (kept, bad) == ({1: ("a", "b"), 2: ("1", "2"), 3: ("3", "4")}, [])


def test_nul_characters_are_left_out_and_said() -> None:
    sheet = sheet_of(b"name,code\nto\0ol,1\nb,2\n" + b"\0" * 50)
    kept, bad = kept_and_bad(sheet)
    assert kept[2] == ("tool", "1")
    assert bad == []
    assert [it.code for it in sheet.notices] == ["W-NUL"]


def test_a_damaged_row_of_utf8_is_rejected_and_never_replaced() -> None:
    lines = ["Товар;Код", *["Станок;1"] * 20]
    data = "\n".join(lines).encode() + b"\n\xd1\xf2\xe0\xed\xee\xea;2\n" + "Станок;3\n".encode()
    sheet = sheet_of(data)
    kept, bad = kept_and_bad(sheet)
    assert [(it.row, it.code) for it in bad] == [(22, "R-ENCODING")]
    assert kept[23] == ("Станок", "3")
    assert not any("\ufffd" in (cell or "") for row in kept.values() for cell in row)
    assert [it.code for it in sheet.notices] == ["W-ENCODING"]


def test_a_row_of_utf8_inside_windows_1251_is_rejected_not_read_as_nonsense() -> None:
    data = "Товар;Код\n".encode("cp1251") + "Станок;1\n".encode("cp1251") * 20 + "Станок токарный;2\n".encode()
    kept, bad = kept_and_bad(sheet_of(data))
    assert [(it.row, it.code) for it in bad] == [(22, "R-ENCODING")]
    assert len(kept) == 21


def test_half_a_character_at_the_end_of_utf16_is_rejected() -> None:
    data = b"\xff\xfe" + "a;b\n1;2\n3;4".encode("utf-16-le") + b"\x41"
    kept, bad = kept_and_bad(sheet_of(data))
    assert [it.code for it in bad] == ["R-ENCODING"]
    assert kept[2] == ("1", "2")


def test_a_line_without_end_is_refused_in_bounded_memory() -> None:
    sheet = sheet_of(b"a,b\n1,2\n" + b"x" * 10_000, Limits(chunk_bytes=500, line_bytes=2_000))
    with pytest.raises(UnreadableFile) as caught:
        list(sheet.batches())
    assert caught.value.code == "E-LONG-LINE"


def test_a_header_alone_is_a_table_of_one_row(rows_of: Reader) -> None:
    assert rows_of(sheet_of(b"name;code;weight")) == {1: ("name", "code", "weight")}


@pytest.mark.parametrize("data", [b"", b"\n\n\r\n", b"\xef\xbb\xbf", b"\0\0\0"])
def test_a_file_without_a_row_is_called_empty(opened: Opener, data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        opened(data, "empty.csv")
    assert caught.value.code == "E-EMPTY"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("name;amount\nx;1,5\ny;2,5\n", ";"),
        ("a\tb\n1, 2\t3\n4, 5\t6\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ("a~b~c\n1~2~3\n", "~"),
        ("a,b\n12:30,1\n12:31,2\n", ","),
        ("one\ntwo\nthree\n", ","),
    ],
)
def test_the_delimiter_is_the_one_that_makes_a_table(text: str, delimiter: str) -> None:
    assert sheet_of(text.encode()).dialect.delimiter == delimiter


def test_apostrophes_may_enclose_cells(rows_of: Reader) -> None:
    kept = rows_of(sheet_of(b"'a','b'\n'1, 2','3'\n'4','5'\n"))
    assert kept[2] == ("1, 2", "3")


def test_decimal_commas_and_spaces_stay_as_written(rows_of: Reader) -> None:
    assert rows_of(sheet_of(b"a;b\n 1 234,50 ;x\n"))[2] == (" 1 234,50 ", "x")


def test_text_from_a_page_is_said_to_be_hardly_a_table() -> None:
    text = "".join(f"Line {at} of a page{', and more' * (at % 5)}.\n" for at in range(60))
    assert "W-NO-TABLE" in [it.code for it in sheet_of(text.encode()).notices]


def test_a_ragged_row_late_in_a_long_chunk_has_its_true_number(tmp_path: Path) -> None:
    line = b"%d," + b"x" * 990 + b"\n"
    data = b"a,b\n" + b"".join(line % at for at in range(12_000)) + b"only one\n" + b"last,row\n"
    kept, bad = kept_and_bad(sheet_of(data))
    assert [it.row for it in bad] == [12_002]
    assert kept[12_003] == ("last", "row")


def test_a_sheet_keeps_the_contract() -> None:
    sheet: Sheet = sheet_of(b"a,b\n1,2\n")
    assert sheet.kind == "csv"
    assert sheet.traits["delimiter"] == ","
