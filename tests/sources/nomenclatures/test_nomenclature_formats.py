import csv
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from enduse.errors import UnknownLayout
from enduse.goods.codes.reading import read_code_books
from enduse.model.nomenclature import CodeBook, CodeBooks
from enduse.registry import collect
from enduse.sources import nomenclatures
from enduse.sources.code_books import code_book_formats, read_published
from enduse.sources.nomenclature_parts.lines import day_after, day_of, padded
from enduse.sources.nomenclatures import CodeBookFormat

Write = Callable[[str, Sequence[Sequence[str]]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, rows: Sequence[Sequence[str]]) -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    return written


def book(path: Path) -> CodeBook:
    (found,) = read_published(path)
    assert found.book is not None
    return found.book


def test_every_format_is_named_after_its_file_and_says_where_it_was_seen() -> None:
    found = collect(nomenclatures, CodeBookFormat)
    names = {it.stem for it in Path(nomenclatures.__file__).parent.glob("*.py")} - {"__init__"}
    assert set(found) == names == set(code_book_formats())
    assert all(it.source.startswith(("seen", "memory")) and it.publisher and it.licence for it in found.values())


def test_a_un_sheet_tells_its_edition_and_loses_its_code_from_the_text(write: Write) -> None:
    rows = [
        ["id", "text", "parent", "isLeaf", "aggrlevel", "standardUnitAbbr"],
        ["TOTAL", "Total - All H5 commodities", "#", "0", "0", "n/a"],
        ["84", "84 - Coined machines", "TOTAL", "0", "2", "n/a"],
        ["845811", "845811 - Coined lathes", "8458", "1", "6", "u"],
    ]
    read = book(write("hs.csv", rows))
    assert read.edition == "HS2017"
    assert [(it.code, it.texts["en"], it.row) for it in read.lines] == [
        ("84", "Coined machines", 3),
        ("845811", "Coined lathes", 4),
    ]
    assert len(read.lines) + sum(read.left_out.values()) == len(rows) - 1


@pytest.mark.parametrize(
    ("code", "edition"), [("854921", "HS2022"), ("845611", "HS2017"), ("030111", "HS2012"), ("010111", "HS2007")]
)
def test_a_data_package_tells_its_edition_by_its_codes(write: Write, code: str, edition: str) -> None:
    rows = [["section", "hscode", "description", "parent", "level"], ["I", code, "coined", code[:4], "6"]]
    assert book(write("hs.csv", rows)).edition == edition


@pytest.fixture
def tnved(tmp_path: Path) -> Path:
    lines = (
        "020|20220811|0000|",
        "84|58|СТАНКИ ТОКАРНЫЕ:|01.01.2012|22.08.2012|",
        "84|58|СТАНКИ ТОКАРНЫЕ|23.08.2012||",
        "84|59|СТАНКИ ПРОЧИЕ|01.01.2002||",
    )
    path = tmp_path / "TNVED3.TXT"
    path.write_bytes("\r\n".join((*lines, "")).encode("cp866"))
    return path


def test_headings_of_the_customs_service_keep_their_days_half_open(tnved: Path) -> None:
    read = book(tnved)
    assert read.edition == "TNVED"
    assert read.lengths == {4}
    assert [(it.code, it.start, it.end) for it in read.lines] == [
        ("8458", date(2012, 1, 1), date(2012, 8, 23)),
        ("8458", date(2012, 8, 23), None),
        ("8459", date(2002, 1, 1), None),
    ]
    assert read.lines[0].texts == {"ru": "СТАНКИ ТОКАРНЫЕ"}
    assert read.end == date(2022, 8, 12)
    assert sum(read.left_out.values()) == 1


def test_chapters_and_sections_are_told_apart(tmp_path: Path) -> None:
    chapter, section = tmp_path / "TNVED2.TXT", tmp_path / "TNVED1.TXT"
    chapter.write_bytes("036|20220811|0000|\n16|84|МАШИНЫ|1. Примечание|01.01.2017|31.12.2021|\n".encode("cp866"))
    section.write_bytes("015|20220113|0000|\n16|МАШИНЫ|Примечания|01.01.2017|31.12.2021|\n".encode("cp866"))
    assert [(it.code, it.end) for it in book(chapter).lines] == [("84", date(2022, 1, 1))]
    assert book(section).lines == ()
    assert sum(book(section).left_out.values()) == 2


def test_a_tariff_lists_each_code_once_and_speaks_of_its_year(tmp_path: Path) -> None:
    rates = [
        {"hs_code": code, "duty_rate": "0", "source_revision": "ett:2026-06-18", "source_url": "x"}
        for code in ("8458112000", "8458112000", "101210000", "bad")
    ]
    path = tmp_path / "tariff.json"
    path.write_text(json.dumps({"revision": "ett:2026-06-18", "rates": rates}), encoding="utf-8")
    read = book(path)
    assert [it.code for it in read.lines] == ["8458112000", "0101210000"]
    assert len(read.lines) + sum(read.left_out.values()) == len(rates)
    assert (read.start, read.end) == (date(2026, 1, 1), date(2026, 6, 19))


def test_korean_codes_keep_both_languages_and_the_year_is_no_end(write: Write) -> None:
    rows = [
        ["HS부호", "적용시작일자", "적용종료일자", "한글품목명", "영문품목명"],
        ["8458110000", "20130101", "20251231", "수치제어식", "Numerically controlled"],
        ["8458190000", "20020101", "20250630", "기타", "Other"],
    ]
    read = book(write("hsk.csv", rows))
    assert [(it.start, it.end) for it in read.lines] == [
        (date(2013, 1, 1), None),
        (date(2002, 1, 1), date(2025, 7, 1)),
    ]
    assert read.lines[0].texts == {"ko": "수치제어식", "en": "Numerically controlled"}
    assert read.end == date(2026, 1, 1)


def test_a_yearly_sheet_gives_every_level_once(write: Write) -> None:
    header = ["년도", "HS10단위부호", "세번2단위품명", "세번4단위품명", "세번6단위품명", "세번10단위품명"]
    rows = [
        header,
        *(
            ["2024", code, "제1류 동물", "말", "번식용", name]
            for code, name in (("101211000", "가"), ("101219000", "나"))
        ),
    ]
    read = book(write("nature.csv", rows))
    assert [it.code for it in read.lines] == ["01", "0101", "010121", "0101211000", "0101219000"]
    assert read.lines[0].texts == {"ko": "동물"}
    assert (read.start, read.end) == (date(2024, 1, 1), date(2025, 1, 1))


def test_some_texts_of_cn_codes_are_no_complete_list(write: Write) -> None:
    read = book(
        write("cn.csv", [["code", "product"], ["84581120", "Coined turning centres"], ["84592990", "z"], ["x", "y"]])
    )
    assert read.lengths == frozenset()
    assert (len(read.lines), sum(read.left_out.values())) == (2, 1)


def test_correlations_get_their_zeros_back_and_leave_other_nomenclatures_out(write: Write) -> None:
    rows = [
        ["code.after", "code.before", "Relationship", "adjustment"],
        ["10121", "10110", "n:1", "2012 to 2007"],
        ["845611", "845610", "n:1", "2017 to 2012"],
        ["845630", "72811", "n:n", "1992 to 1988"],
        ["", "845610", "n:1", "2017 to 2012"],
    ]
    (read,) = read_published(write("steps.csv", rows))
    assert read.book is None
    assert [(it.before, it.after) for it in read.correlations["HS2007", "HS2012"]] == [("010110", "010121")]
    kept = sum(len(it) for it in read.correlations.values())
    assert kept + sum(read.left_out.values()) == len(rows) - 1


def test_a_table_of_anything_else_is_refused(write: Write) -> None:
    with pytest.raises(UnknownLayout) as caught:
        read_published(write("list.csv", [["name", "country"], ["Norventstan", "XX"]]))
    assert caught.value.code == "E-CODEBOOK"


def test_books_are_added_to_those_at_hand(tnved: Path, write: Write) -> None:
    first = read_code_books([tnved])
    both = read_code_books([write("cn.csv", [["code", "product"], ["84581120", "Coined"]])], first)
    assert [it.edition for it in both.books] == ["TNVED", "CN"]
    assert first.correlations == both.correlations == CodeBooks().correlations


@pytest.mark.parametrize(
    ("text", "day"),
    [("31.12.2006", date(2006, 12, 31)), ("20061231", date(2006, 12, 31)), ("31.02.2006", None), ("", None)],
)
def test_days_are_read_in_both_orders(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_a_last_day_is_inside_the_span() -> None:
    assert day_after("31.12.2006") == date(2007, 1, 1)


@pytest.mark.parametrize(
    ("code", "wanted"), [("10121", "010121"), ("845811", "845811"), ("8458.0", ""), ("84581", "084581"), ("x", "")]
)
def test_zeros_come_back_where_they_make_the_length(code: str, wanted: str) -> None:
    assert padded(code, [6]) == wanted
