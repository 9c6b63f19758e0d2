"""Times as precise as their sources tell them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import UsageError
from enduse.model.when import When

DAY = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@st.composite
def written(draw: st.DrawFn) -> str:
    """A time of any precision, as somebody may write it."""
    day = draw(DAY)
    plain = draw(st.sampled_from([f"{day}", f"{day:%Y-%m}", f"{day:%Y}", f"{day.year}-Q{(day.month + 2) // 3}"]))
    form = draw(st.sampled_from(["", "before ", "after ", "since ", "until ", "about ", "clock", "span"]))
    if form == "clock":
        return f"{day}T{draw(st.integers(0, 23)):02}:{draw(st.integers(0, 59)):02}"
    if form == "span":
        return f"{day}..{day + timedelta(days=draw(st.integers(0, 400)))}"
    return f"{form}{plain}"


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1), "day"),
        ("2023-12", date(2023, 12, 1), date(2024, 1, 1), "month"),
        ("2023-Q4", date(2023, 10, 1), date(2024, 1, 1), "quarter"),
        ("2011", date(2011, 1, 1), date(2012, 1, 1), "year"),
        ("2011 .. 2013-05", date(2011, 1, 1), date(2013, 6, 1), "range"),
        ("before 2023", None, date(2023, 1, 1), "before"),
        ("until 2023", None, date(2024, 1, 1), "before"),
        ("after 2023-05-31", date(2023, 6, 1), None, "after"),
        ("since 2023-05", date(2023, 5, 1), None, "after"),
        ("2023..", date(2023, 1, 1), None, "after"),
        ("", None, None, "unknown"),
    ],
)
def test_a_time_holds_every_day_it_can_mean(text: str, start: date | None, end: date | None, precision: str) -> None:
    found = When.read(text)
    assert (found.start, found.end, found.precision) == (start, end, precision)


@given(written())
def test_what_is_printed_reads_as_the_same_time(text: str) -> None:
    found = When.read(text)
    again = When.read(str(found))
    assert (again.start, again.end, again.about, again.clock) == (found.start, found.end, found.about, found.clock)


@pytest.mark.parametrize(
    "text", ["yesterday", "2024-13", "2024-02-30", "2013..2011", "2024-Q5", "0000", "9999", "before"]
)
def test_what_tells_no_time_is_refused_with_its_words(text: str) -> None:
    with pytest.raises(UsageError, match=r"tells no time") as caught:
        When.read(text)
    assert caught.value.code == "E-CASE-WHEN"


def test_of_one_day_two_things_have_no_order_unless_clocks_tell_it() -> None:
    letter, listing = When.read("2023-11-02"), When.read("2023-11-02")
    assert letter.may_be_with(listing)
    assert When.read("2023-11-02T09:00").is_before(When.read("2023-11-02T15:30"))
    assert When.read("2023-11-02T09:00").may_be_with(When.read("2023-11-02T15:30Z"))
    assert When.read("2023-11-02T15:00-05:00").clock == "20:00Z"


def test_a_year_and_a_day_in_it_have_no_order() -> None:
    assert When.read("2023").may_be_with(When.read("2023-05-02"))
    assert When.read("before 2023").is_before(When.read("2023"))


@given(written(), written())
def test_of_two_times_at_most_one_is_before_the_other(one: str, two: str) -> None:
    first, second = When.read(one), When.read(two)
    assert [first.is_before(second), second.is_before(first), first.may_be_with(second)].count(True) == 1
