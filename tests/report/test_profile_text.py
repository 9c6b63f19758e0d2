"""Profiles on a terminal, in JSON, Markdown and HTML."""

import json
from datetime import date
from pathlib import Path

import pytest

from enduse.errors import UsageError
from enduse.model.profile import Number, Profile, ProfileTable, Reference, RowPlace, Section, Statement, TableLine
from enduse.report.profile_files import markdown_lines, profile_page, write_profile
from enduse.report.profile_text import number_text, profile_lines, profile_object

LONG = "A very long name of a trading house of machine tools and accessories " * 3
PROFILE = Profile(
    "maker", "X", 'X <script>alert("1")</script>', date(2026, 1, 1),
    (
        Section(
            "trade", "Trade",
            (Statement(("It has ", Number(2, "lines", "count", (2**54, 2**54 + 1)), "."), "derived", refs=("C1",)),),
            (ProfileTable("t", "Partners", ("who", "lines", "empty"), (
                TableLine((LONG, Number(1, "lines", "count", (2**54,)), None)),
                TableLine(("*_short_*", Number(0.005, "share", "share", (2**54,)), "")),
            )),),
        ),
        Section("none", "Nothing", not_assessable="no row is at hand"),
    ),
    references=(Reference("C1", "Ostrela Daily, 2020", "alleged"),),
    places=(RowPlace(2**54, "items", "a.csv", "", 12), RowPlace(2**54 + 1, "items", "a.csv", "", 13)),
    unseen=("What is not recorded.",),
)  # fmt: skip


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(width: int) -> None:
    lines = list(profile_lines(PROFILE, width))
    assert max(map(len, lines)) <= width
    assert " ".join(" ".join(lines).split()).count("trading house") == 3
    assert "not assessable: no row is at hand" in lines
    assert any("[derived] (C1)" in it for it in lines)


def test_a_column_that_tells_nothing_takes_no_room() -> None:
    assert not any("empty" in it for it in profile_lines(PROFILE, 120))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Number(1, "lines"), "1 line"), (Number(44, "lines"), "44 lines"), (Number(0.001, "share"), "0.1 %"),
        (Number(2_200_000, "USD"), "2.20 million USD"), (Number(83.3333, "times"), "83.3 times"),
    ],
)  # fmt: skip
def test_numbers_are_read_aloud(number: Number, text: str) -> None:
    assert number_text(number) == text


def test_rows_of_json_are_places_of_its_own_list() -> None:
    told = json.loads(json.dumps(profile_object(PROFILE)))
    assert told["sections"][0]["statements"][0]["numbers"][0]["rows"] == [1, 2]
    assert [(it["number"], it["source"], it["row"]) for it in told["rows"]] == [(1, "a.csv", 12), (2, "a.csv", 13)]


def test_a_page_shows_strangers_text_as_text_and_links_every_number() -> None:
    page = profile_page([PROFILE])
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    for anchor in ("p1-r1", "p1-r2", "p1-C1"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page


def test_markdown_makes_no_marks_of_strangers_text() -> None:
    text = "\n".join(markdown_lines(PROFILE))
    assert "\\*\\_short\\_\\*" in text
    assert "<script>" not in text
    assert "1. a.csv, row 12" in text


def test_files_are_the_same_twice_and_other_endings_are_refused(tmp_path: Path) -> None:
    for name in ("a.html", "a.md", "a.json"):
        write_profile([PROFILE], tmp_path / name)
        first = (tmp_path / name).read_bytes()
        write_profile([PROFILE], tmp_path / name)
        assert (tmp_path / name).read_bytes() == first
    with pytest.raises(UsageError) as refused:
        write_profile([PROFILE], tmp_path / "a.pdf")
    assert refused.value.code == "E-PROFILE-FORMAT"


def test_han_and_hangul_take_two_columns_each() -> None:
    table = ProfileTable("t", "T", ("who", "lines"), (
        TableLine(("翊曜祺企業有限公司", Number(1, "lines"))), TableLine(("Nordamat", Number(22, "lines"))),
    ))  # fmt: skip
    profile = Profile("maker", "X", "X", date(2026, 1, 1), (Section("s", "S", tables=(table,)),))
    rows = [it for it in profile_lines(profile, 80) if it.endswith(("1", "22"))]
    assert [it for it in rows if "翊" in it][0].index("1") == len("翊曜祺企業有限公司") + 6
    assert [it for it in rows if "Nordamat" in it][0].index("22") == 23
