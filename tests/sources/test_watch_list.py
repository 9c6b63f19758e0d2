"""A watch list of the user's own is any spreadsheet with a column of names."""

from datetime import date
from pathlib import Path

import pytest

from enduse.errors import UnknownLayout
from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.lists import ListFile, ListReading
from enduse.sources.watch_list import watch_list


def reading(tmp_path: Path, text: str, columns: dict[str, str] | None = None) -> ListReading:
    path = tmp_path / "ours.csv"
    path.write_text(text, encoding="utf-8")
    return watch_list("Ours", columns or {}).read(ListFile(path.name, path.stat().st_size, lambda: path.open("rb")))


def entries(found: ListReading) -> list[ListEntry]:
    return [it for it in found.records if isinstance(it, ListEntry)]


def test_a_line_is_an_entry_with_everything_it_says(tmp_path: Path) -> None:
    text = "ID,Name,Alias,Country,Since,Regime,Remarks,Shoe size\nW-1,Norvent,NV,DE,2024-02-03,own,seen at a fair,44\n"
    (entry,) = entries(reading(tmp_path, text))
    assert (entry.authority, entry.list, entry.entry_id, entry.row) == ("OWN", "Ours", "W-1", 2)
    assert [it.text for it in entry.names] == ["Norvent", "NV"]
    assert entry.listed_on == date(2024, 2, 3)
    assert (entry.programmes, entry.remarks, dict(entry.more)) == (("own",), "seen at a fair", {"Shoe size": "44"})


def test_columns_that_were_not_understood_are_named(tmp_path: Path) -> None:
    found = reading(tmp_path, "Name,Shoe size\nNorvent,44\n")
    assert [it.code for it in found.notices] == ["W-PARTY-UNREAD"]
    assert "'Shoe size'" in found.notices[0].message
    assert reading(tmp_path, "Name\nNorvent\n").notices == ()


def test_an_id_is_made_of_names_and_numbers_and_stays_when_lines_move(tmp_path: Path) -> None:
    one, two = entries(reading(tmp_path, "Name,INN\nNorvent,9799001010\nBexil,\n"))
    moved = entries(reading(tmp_path, "Name,INN\nBexil,\nNorvent,9799001010\n"))
    assert [it.entry_id for it in moved] == [two.entry_id, one.entry_id]


def test_every_line_is_an_entry_or_has_its_reason(tmp_path: Path) -> None:
    records = list(reading(tmp_path, "Name,Country\nNorvent,DE\n,FR\nragged\n").records)
    assert [it.row for it in records] == [2, 3, 4]
    assert [it.code for it in records if isinstance(it, BadRecord)] == ["R-LIST-NAME", "R-RAGGED"]


def test_the_user_says_which_column_holds_names(tmp_path: Path) -> None:
    (entry,) = entries(reading(tmp_path, "Haus\nNorvent\n", {"name": "Haus"}))
    assert entry.names[0].text == "Norvent"


def test_a_table_without_names_is_no_watch_list(tmp_path: Path) -> None:
    with pytest.raises(UnknownLayout) as caught:
        reading(tmp_path, "a,b\n1,2\n")
    assert caught.value.code == "E-PARTY-COLUMNS"


def test_no_file_is_taken_for_a_watch_list_unasked(tmp_path: Path) -> None:
    assert not watch_list("Ours").fits(ListFile("x.csv", 0, lambda: (tmp_path / "x").open("rb")))
