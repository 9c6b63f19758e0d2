"""A spreadsheet of companies and persons is read whatever its columns are called."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from enduse.errors import UnknownLayout
from enduse.sources.party_table import PartyColumns, PartyRow, distinct, find_parties, given_columns, read_parties
from enduse.sources.reading import BadRow
from enduse.sources.reading.opening import open_source

Read = Callable[..., tuple[PartyColumns, list[PartyRow | BadRow]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str, columns: str = "") -> tuple[PartyColumns, list[PartyRow | BadRow]]:
        (tmp_path / "parties.csv").write_text(text, encoding="utf-8")
        sheet, found = find_parties(open_source(tmp_path / "parties.csv").sheets, given_columns(columns))
        return found, list(read_parties(sheet, found))

    return read


def parties(rows: list[PartyRow | BadRow]) -> list[PartyRow]:
    return [it for it in rows if isinstance(it, PartyRow)]


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Name,Country,Address,Phone", "Norvent,DE,Hafenstr. 1,+49 30 1"),
        ("Наименование;Страна;Адрес;Телефон", "Norvent;Германия;Hafenstr. 1;+49 30 1"),
        ("公司名称,国家,地址,电话", "Norvent,德国,Hafenstr. 1,+49 30 1"),
        ("회사명,국가,주소,전화번호", "Norvent,독일,Hafenstr. 1,+49 30 1"),
        ("Firmenname;Land;Anschrift;Telefon", "Norvent;Deutschland;Hafenstr. 1;+49 30 1"),
        ("COMPANY NAME|Country Code|Street Address|Tel.", "Norvent|de|Hafenstr. 1|+49 30 1"),
    ],
)
def test_headers_of_many_languages_mean_the_same(read: Read, header: str, line: str) -> None:
    (row,) = parties(read(f"{header}\n{line}\n")[1])
    assert row.names[0].text == "Norvent"
    assert row.countries == ("DE",)
    assert (row.addresses[0].text, row.addresses[0].country) == ("Hafenstr. 1", "DE")
    assert row.contacts[0].value == "+49 30 1"


def test_a_header_is_found_below_a_preamble_and_rows_keep_their_numbers(read: Read) -> None:
    columns, rows = read("Customers of 2024,\nprepared by sales,\n\nCustomer,Country\nNorvent,DE\n")
    assert columns.header_row == 4
    assert [it.row for it in rows] == [5]


def test_numbers_are_read_by_the_schemes_of_their_columns(read: Read) -> None:
    (row,) = parties(read("Name,ИНН,LEI,Registration number,Country\nNorvent,9799001010,X1,HRB 7,RU\n")[1])
    assert {(it.scheme, it.value) for it in row.identifiers} == {("INN", "9799001010"), ("LEI", "X1"), ("REG", "HRB 7")}


def test_street_postcode_and_city_are_one_address(read: Read) -> None:
    (row,) = parties(read("Name,Street,City,Zip\nNorvent,Hafenstr. 1,Hamburg,20457\n")[1])
    assert row.addresses[0].text == "Hafenstr. 1, 20457, Hamburg"


def test_first_and_last_name_make_a_person(read: Read) -> None:
    (row,) = parties(read("First name,Last name,Date of birth\nIvan,Petrenko,02.03.1971\n")[1])
    assert (row.names[0].text, row.kind, row.births) == ("Ivan Petrenko", "person", ("02.03.1971",))


@pytest.mark.parametrize(
    ("cell", "kind"), [("Individual", "person"), ("юл", "company"), ("法인", "unknown"), ("", "unknown")]
)
def test_a_kind_is_read_where_it_is_known(read: Read, cell: str, kind: str) -> None:
    (row,) = parties(read(f"Name,Type\nNorvent,{cell}\n")[1])
    assert row.kind == kind


def test_aliases_stand_one_by_one(read: Read) -> None:
    (row,) = parties(read('Name,Alias\nNorvent,"Norvent GmbH; NV | Norwent"\n')[1])
    assert [(it.text, it.role) for it in row.names] == [
        ("Norvent", "primary"),
        ("Norvent GmbH", "alias"),
        ("NV", "alias"),
        ("Norwent", "alias"),
    ]


def test_every_line_comes_out_also_without_a_name_or_with_cells_too_many_or_too_few(read: Read) -> None:
    _, rows = read("Name,Country\nNorvent,DE\n,FR\nonly one cell\nA,B,C,D\n\nLast,IT\n")
    assert [it.row for it in rows] == [2, 3, 4, 5, 7]
    assert [isinstance(it, BadRow) for it in rows] == [False, False, True, True, False]
    assert parties(rows)[1].names == ()


def test_two_columns_of_one_name_and_one_without_keep_their_cells(read: Read) -> None:
    columns, rows = read("Name,Name,,Note\nA,B,C,D\n")
    assert columns.headers == ("Name", "Name (2)", "column 3", "Note")
    assert parties(rows)[0].cells == {"Name": "A", "Name (2)": "B", "column 3": "C", "Note": "D"}


def test_what_is_not_understood_is_named(read: Read) -> None:
    columns, _ = read("Name,Shoe size,\nNorvent,44,x\n")
    assert columns.unread == ("Shoe size",)


def test_the_user_says_what_a_column_is(read: Read) -> None:
    columns, rows = read("Haus;Wohin\nNorvent;DE\n", "name=Haus,country=Wohin")
    assert columns.roles == {"name": (0,), "country": (1,)}
    assert parties(rows)[0].countries == ("DE",)


def test_what_the_user_says_goes_before_what_the_headers_say(read: Read) -> None:
    _, rows = read("Name,Company\nIvan Petrenko,Norvent\n", "name=Company")
    assert [it.text for it in parties(rows)[0].names] == ["Norvent"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("a,b\n1,2\n", ""),
        ("Name\nNorvent\n", "name=Firma"),
        ("Name\nNorvent\n", "colour=Name"),
        ("Name\nNorvent\n", "name"),
        ("Norvent GmbH\nTekhnosvet\n", ""),
    ],
)
def test_a_table_without_a_column_of_names_is_refused_with_what_to_say(read: Read, text: str, columns: str) -> None:
    with pytest.raises(UnknownLayout, match="ROLE=HEADER|--columns") as caught:
        read(text, columns)
    assert caught.value.code == "E-PARTY-COLUMNS"


def test_the_first_sheet_with_names_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "book.xlsx")) as book:
        book.add_worksheet("About").write_row(0, 0, ["Made by", "sales"])
        sheet = book.add_worksheet("Customers")
        for at, line in enumerate([["Name", "Country"], ["Norvent", "DE"], ["Bexil", "IT", "beyond the header"]]):
            sheet.write_row(at, 0, line)
    sheet_found, columns = find_parties(open_source(tmp_path / "book.xlsx").sheets)
    rows = parties(list(read_parties(sheet_found, columns)))
    assert sheet_found.place.sheet == "Customers"
    assert rows[1].cells == {"Name": "Bexil", "Country": "IT", "column 3": "beyond the header"}


def test_no_two_headers_are_alike() -> None:
    assert distinct(["a", "A", "", "a (2)"], ["b"]) == ["a", "A (2)", "column 3", "a (2) (2)"]
    assert distinct(["match"], ["Match"]) == ["match (2)"]
