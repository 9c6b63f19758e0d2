"""What a party is from a day on: days as roughly told, spans half open, blocks never without a reason."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import InputError
from enduse.model.status import Status, from_facts, rough_day

DAYS = st.dates(date(1990, 1, 1), date(2080, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2024", date(2024, 1, 1), date(2025, 1, 1)),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("2023-12", date(2023, 12, 1), date(2024, 1, 1)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1)),
    ],
)
def test_a_day_means_no_more_than_it_tells(text: str, first: date, end: date) -> None:
    told = rough_day(text)
    assert (told.first, told.end) == (first, end)


@pytest.mark.parametrize("text", ["", "early 2024", "2024-13", "2024-02-30", "24", "2024-2", "0000"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refused:
        rough_day(text)
    assert refused.value.code == "E-STATUS-DAY"


@given(DAYS, DAYS, DAYS)
def test_exact_spans_are_half_open_and_never_unclear(start: date, until: date, on: date) -> None:
    if until <= start:
        return
    status = Status("A", "dealer", start.isoformat(), until.isoformat())
    assert status.holds(on) == ("yes" if start <= on < until else "no")


@given(DAYS, st.integers(1990, 2080))
def test_a_status_since_a_year_is_unclear_within_that_year_only(on: date, year: int) -> None:
    holds = Status("A", "former_dealer", str(year)).holds(on)
    # On the last day of the year it holds whichever day was meant.
    surely = date(year, 12, 31)
    assert holds == ("no" if on < date(year, 1, 1) else "yes" if on >= surely else "unclear")


def test_an_end_told_as_a_year_is_unclear_within_it() -> None:
    status = Status("A", "official_dealer", "2015-01-01", "2022")
    assert [status.holds(it) for it in (date(2021, 12, 31), date(2022, 6, 1), date(2022, 12, 31))] == [
        "yes", "unclear", "no",
    ]  # fmt: skip


def test_a_status_without_a_first_day_is_unclear() -> None:
    assert Status("A", "dealer").holds(date(2024, 1, 1)) == "unclear"


def test_facts_and_back() -> None:
    status = Status("A", "blocked", "2024-02", decided_by="B", why="no answer", reviewer="C", evidence=("E1", "C2"))
    assert from_facts("A", status.to_facts()) == status
    assert "party" not in status.to_facts()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"status": "friend"}, "E-STATUS"),
        ({}, "E-STATUS"),
        ({"status": "dealer", "confidence": "sure"}, "E-STATUS"),
        ({"status": "blocked", "decided_by": "B"}, "E-STATUS-WHY"),
        ({"status": "blocked", "why": "no answer"}, "E-STATUS-WHY"),
        ({"status": "dealer", "since": "2024-02-01", "until": "2024-02-01"}, ""),
        ({"status": "dealer", "since": "2024", "until": "2023"}, "E-STATUS-DAY"),
    ],
)
def test_what_says_nothing_is_refused(facts: dict[str, str], code: str) -> None:
    if not code:
        from_facts("A", facts)
        return
    with pytest.raises(InputError) as refused:
        from_facts("A", facts)
    assert refused.value.code == code


def test_somebody_must_be_named() -> None:
    with pytest.raises(InputError):
        Status("  ", "dealer")


def test_a_month_ends_where_the_next_begins() -> None:
    assert all(rough_day(f"2024-{it:02}").end == rough_day(f"2024-{it + 1:02}").first for it in range(1, 12))
    assert rough_day("2024-03-05").end - rough_day("2024-03-05").first == timedelta(days=1)
