from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from enduse.model.period import Span, first_day, month_index


@given(st.dates(min_value=date(1, 1, 1)))
def test_a_day_lies_in_the_month_of_its_index(day: date) -> None:
    assert first_day(month_index(day)) == day.replace(day=1)


def test_differences_of_indexes_are_whole_months() -> None:
    assert month_index(date(2022, 3, 31)) - month_index(date(2021, 11, 1)) == 4


def test_the_year_before_has_the_same_calendar_months() -> None:
    span = Span(month_index(date(2022, 3, 1)), month_index(date(2022, 12, 1)))
    assert str(span.year_before()) == "2021-03 to 2021-11"
    assert span.months == span.year_before().months == 9


def test_a_span_that_ends_before_it_starts_is_empty() -> None:
    assert Span(10, 7).months == 0
