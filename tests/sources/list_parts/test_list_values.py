from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.model.listing import BadRecord, ListEntry, WrittenName
from enduse.sources.list_parts.values import (
    births_of,
    code_of,
    day_after_period,
    numbered,
    partial_day,
    pieces,
)


@pytest.mark.parametrize(
    ("text", "births"),
    [
        ("1962", ("1962",)),
        ("circa 1962", ("1962",)),
        ("Mar 1971", ("1971-03",)),
        ("March 1971", ("1971-03",)),
        ("02 Mar 1971", ("1971-03-02",)),
        ("1971-03", ("1971-03",)),
        ("02-03-1971", ("1971-03-02",)),
        ("03/1971", ("1971-03",)),
        ("00/00/1971", ("1971",)),
        ("00/03/1971", ("1971-03",)),
        ("1960 to 1962", ("1960", "1961", "1962")),
        ("1960-1962", ("1960", "1961", "1962")),
        ("circa 1940 to 1975", ("1940", "1975")),
        ("01 Jan 1960 to 31 Dec 1961", ("1960", "1961")),
        ("unknown", ()),
        ("31 Feb 1971", ()),
        ("", ()),
    ],
)
def test_a_birth_is_as_exact_as_its_text(text: str, births: tuple[str, ...]) -> None:
    assert births_of(text) == births


@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)))
def test_a_whole_day_comes_back_as_itself(day: date) -> None:
    assert partial_day(day.isoformat()) == day.isoformat()
    assert partial_day(f"{day:%d %b %Y}") == day.isoformat()


@given(st.text(max_size=40))
def test_any_text_gives_births_of_the_right_form(text: str) -> None:
    assert all(len(it) in (4, 7, 10) and it[:4].isdigit() for it in births_of(text))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-07-23", date(2026, 7, 23)),
        ("December 2023", date(2024, 1, 1)),
        ("Feb 2024", date(2024, 3, 1)),
        ("2026", date(2027, 1, 1)),
        ("soon", None),
    ],
)
def test_an_end_known_in_part_is_the_first_day_after_it(text: str, day: date | None) -> None:
    assert day_after_period(text) == day


@given(st.dates(date(1950, 1, 1), date(2040, 12, 31)))
def test_the_day_after_a_month_is_the_first_of_the_next(day: date) -> None:
    after = day_after_period(f"{day:%B %Y}")
    assert after is not None
    assert after.day == 1
    assert (after - timedelta(days=1)).month == day.month


def test_places_of_the_lists_have_codes() -> None:
    assert [
        code_of(it) for it in ("Palestinian", "Region: Gaza", "Congo, Democratic Republic of the", "Russia", "?")
    ] == [
        "PS",
        "PS",
        "CD",
        "RU",
        "",
    ]


def test_pieces_lose_their_and() -> None:
    assert pieces("Alpha; Beta; and Gamma;; Alpha") == ("Alpha", "Beta", "Gamma")


def test_an_id_used_twice_is_numbered() -> None:
    one = ListEntry(1, "US", "L", "7", "company", (WrittenName("A"),))
    bad = BadRecord(2, "R-LIST-NAME", "nobody")
    found = list(numbered([one, bad, one]))
    assert [it.entry_id for it in found if isinstance(it, ListEntry)] == ["7", "7-2"]
    assert found[1] is bad
