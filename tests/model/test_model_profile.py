"""The model of a profile: what it cites, and what it refuses."""

from datetime import date

import pytest

from enduse.model.profile import (
    Number,
    Profile,
    ProfileTable,
    RowPlace,
    Section,
    Statement,
    TableLine,
    cited_refs,
    cited_rows,
    numbers_of,
)

LINES = Number(2, "lines", "count", (7, 9))
PART = Number(0.5, "share", "share", (9,), (7, 8, 9), ("E1",))
SECTION = Section(
    "trade",
    "Trade",
    (Statement(("It has ", LINES, "."), "derived", (3,), ("C2", "C1")),),
    (ProfileTable("t", "T", ("a", "b"), (TableLine(("x", PART), (11,), ("C1",)),)),),
)
PROFILE = Profile("maker", "X", "X", date(2026, 1, 1), (SECTION,))


def test_rows_of_numbers_bases_sentences_and_lines_are_cited_once() -> None:
    assert cited_rows(PROFILE) == (3, 7, 8, 9, 11)


def test_references_come_in_the_order_of_reading_each_once() -> None:
    assert cited_refs(PROFILE) == ("C2", "C1", "E1")


def test_numbers_come_in_the_order_of_reading() -> None:
    assert list(numbers_of(SECTION)) == [LINES, PART]


def test_a_word_that_is_none_of_the_six_is_refused() -> None:
    with pytest.raises(ValueError, match="certain"):
        Statement(("So it is.",), "certain")


def test_a_section_is_found_by_its_id() -> None:
    assert PROFILE.section("trade") is SECTION
    with pytest.raises(KeyError):
        PROFILE.section("other")


def test_a_row_says_where_it_stands() -> None:
    assert RowPlace(1, "items", "a.xlsx", "Sheet1", 12).text == "a.xlsx [Sheet1], row 12"
    assert RowPlace(1, "items", "a.csv", "", 12).text == "a.csv, row 12"
