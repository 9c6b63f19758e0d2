"""Tables, workbooks and documents of lists: whole or refused."""

import io
from dataclasses import dataclass
from typing import BinaryIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import UnreadableFile
from enduse.model.listing import BadRecord
from enduse.sources.list_parts.europe_table import ListRow, TableShape, Unread, grouped, read_table
from enduse.sources.list_parts.japan import concerns_of, country_and_rest
from enduse.sources.list_parts.meti import MetiRecord, names_of
from enduse.sources.list_parts.nodes import leaves, root_word
from enduse.sources.list_parts.workbook import workbook_table
from enduse.sources.list_parts.xml import Node


@dataclass(frozen=True)
class Memory:
    """A file in memory."""

    data: bytes
    name: str = "list.csv"

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data)


COMMAS = TableShape()


def rows_of(data: bytes, shape: TableShape = COMMAS) -> list[ListRow]:
    return [it for it in read_table(Memory(data), shape).rows if isinstance(it, ListRow)]


def code_of(data: bytes, shape: TableShape = COMMAS) -> str:
    with pytest.raises(UnreadableFile) as raised:
        list(read_table(Memory(data), shape).rows)
    return raised.value.code


def test_rows_are_numbered_by_their_first_line() -> None:
    assert [it.row for it in rows_of(b'id,name\n1,"a\nb"\n\n2,c\n')] == [2, 5]


def test_lines_above_the_header_are_kept_apart() -> None:
    table = read_table(Memory(b"Made,13/04/2018\nID,Name\n1,a\n"), TableShape(column="id"))
    assert (table.before, table.header) == ((("Made", "13/04/2018"),), ("ID", "Name"))


def test_a_ragged_row_in_the_middle_is_rejected_alone() -> None:
    found = list(read_table(Memory(b"id,name\n1\n2,b\n")).rows)
    assert [(it.row, isinstance(it, BadRecord)) for it in found] == [(2, True), (3, False)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E-LIST-EMPTY"),
        (b"id,name\n", "E-LIST-EMPTY"),
        (b"id,name\n1,a\n2\n", "E-LIST-TRUNCATED"),
        (b"id,name\n1,a\n2,b", "E-LIST-TRUNCATED"),
        (b'id,name\n1,"a\n', "E-LIST-TRUNCATED"),
        (b'id,name\n1,"a"b\n', "E-LIST-DAMAGED"),
        (b"id,name\n1,\0\n", "E-LIST-DAMAGED"),
    ],
)
def test_a_table_that_is_not_whole_is_refused(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_a_table_without_its_header_is_refused() -> None:
    assert code_of(b"a,b\n1,2\n", TableShape(column="id")) == "E-LIST-DAMAGED"


def test_a_table_in_windows_letters_is_read_and_said_to_be() -> None:
    table = read_table(Memory("id,name\n1,Péroun\n".encode("cp1252")))
    assert [it.get("name") for it in table.rows if isinstance(it, ListRow)] == ["Péroun"]
    assert [it.code for it in table.notices] == ["W-LIST-ENCODING"]


def test_the_first_of_two_columns_of_one_name_counts() -> None:
    (row,) = rows_of(b"id,name,id\n1,a,2\n")
    assert row.get("id") == "1"
    assert row.all == (("id", "1"), ("name", "a"), ("id", "2"))


def test_cells_that_nobody_reads_are_told() -> None:
    (row,) = rows_of(b"id,name,seat,note\n1,a,Tver,\n")
    assert list(Unread(frozenset({"id", "name"})).of(row)) == [("seat", "Tver")]


def test_rows_of_a_group_need_not_stand_together() -> None:
    groups, bad = grouped(read_table(Memory(b"id,name\n1,a\n2,b\n1,c\n,d\n")).rows, "id")
    assert {key: [it.row for it in rows] for key, rows in groups.items()} == {"1": [2, 4], "2": [3]}
    assert [(it.row, it.code) for it in bad] == [(5, "R-LIST-ID")]


cell = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@given(st.lists(st.tuples(cell, cell), min_size=1, max_size=6))
def test_what_a_wrapped_line_holds_is_what_it_held(pairs: list[tuple[str, str]]) -> None:
    plain = "".join(
        f"x{a.replace(chr(34), '')}{i};y\n".replace("\n", " ").strip() + "\n" for i, (a, _) in enumerate(pairs)
    )
    header = "id;name\n"
    wrapped = "".join(f'"{line}\t\t"\n' for line in (header + plain).splitlines())
    if len(plain.splitlines()) != len(pairs):  # A cell held a rare line break.
        return
    straight = rows_of((header + plain).encode(), TableShape(";"))
    assert [it.cells for it in rows_of(wrapped.encode(), TableShape(";", unwrap=True))] == [it.cells for it in straight]


def workbook(rows: list[list[str]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return made.getvalue()


def test_a_workbook_gives_rows_under_its_header() -> None:
    table = workbook_table(Memory(workbook([["Title"], ["ID", "Name"], ["1", "a"]])), "id")
    assert [(it.row, it.get("Name")) for it in table.rows if isinstance(it, ListRow)] == [(3, "a")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (workbook([["ID"], ["1"]])[:-40], "E-LIST-TRUNCATED"),
        (workbook([["ID"]]), "E-LIST-EMPTY"),
        (workbook([["Other"], ["1"]]), "E-LIST-DAMAGED"),
    ],
)
def test_a_workbook_that_is_not_whole_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as raised:
        workbook_table(Memory(data), "ID")
    assert raised.value.code == code


def test_leaves_name_their_element() -> None:
    node = Node("a", children=(Node("b", "text", {"c": "1"}, (Node("d", "deep"),)),))
    assert list(leaves(node)) == [("b@c", "1"), ("b", "text"), ("d", "deep")]


def test_words_of_the_root_are_read_from_the_head() -> None:
    assert root_word(b'<?xml version="1.0"?><WHOLE Date="11/02/2016"><ENTITY', "Date") == "11/02/2016"
    assert root_word(b"<WHOLE><ENTITY", "Date") == ""


def test_a_record_with_both_languages_in_one_line_is_cut() -> None:
    said = names_of(
        MetiRecord(1, "有限会社ハルヴィクHalvik Limited, a.k.a., the following one alias:\n-HL.\n所在地：Tver, Russia")
    )
    assert (said.japanese, said.english, said.aliases, said.stated) == (
        "有限会社ハルヴィク",
        "Halvik Limited",
        ("HL",),
        1,
    )


def test_a_broken_latin_alias_is_mended_with_a_space() -> None:
    said = names_of(MetiRecord(1, "ケストレル（別称、Kestrel Works 及び KW\nZavod）\nKestrel\n所在地：Tver, Russia"))
    assert said.aliases == ("Kestrel Works", "KW Zavod")


def test_an_abbreviation_keeps_its_point() -> None:
    said = names_of(MetiRecord(1, "ケストレル\nKestrel Co. Ltd.\n所在地：Tver, Russia."))
    assert (said.english, said.addresses) == ("Kestrel Co. Ltd.", ("Tver, Russia",))


def test_concerns_are_told_by_their_marks_alone() -> None:
    assert concerns_of("Type: none") == []
    assert concerns_of("生物、化学 B,C") == ["WMD: biological", "WMD: chemical"]


def test_a_text_that_begins_with_no_country_is_left_whole() -> None:
    assert country_and_rest("Sorrel Bay Trading") == ("", "Sorrel Bay Trading")
