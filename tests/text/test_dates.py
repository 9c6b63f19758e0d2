"""Days as people write them."""

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.text.dates import DateStyle, order_evidence, read_dates, read_day

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))
ROC = DateStyle(calendar="roc")


@pytest.mark.parametrize(
    "text",
    [
        "01.03.2022",
        "01.03.2022.",
        "2022. 03. 01.",
        "1.3.22",
        "2022-03-01",
        "2022/3/1",
        "2022.03.01",
        "20220301",
        "44621",
        "44621.75",
        "2022-03-01T10:11:12Z",
        "2022-03-01 10:11:12.000",
        "01.03.2022 09:05",
        "2022年3月1日",
        "2022년 3월 1일",
        "令和4年3月1日",
        "民國111年3月1日",
        "1 марта 2022 г.",
        "01-MAR-2022",
        "March 1, 2022",
        "1 Mart 2022",
        "１.３.２０２２",
    ],
)
def test_forms_that_people_use_are_read(text: str) -> None:
    assert read_day(text).day == date(2022, 3, 1)
    assert not read_day(text).doubtful


@pytest.mark.parametrize("text", ["109/12/03", "109.12.3", "1091203", "109年12月3日", "2020/12/03"])
def test_years_of_the_republic_count_from_1911(text: str) -> None:
    assert read_day(text, ROC).day == date(2020, 12, 3)


def test_a_leap_day_is_one_only_in_a_leap_year_of_the_republic() -> None:
    assert read_day("113/02/29", ROC).day == date(2024, 2, 29)
    assert read_day("112/02/29", ROC).day is None


def test_buddhist_years_count_from_543_before() -> None:
    assert read_day("03/12/2563", DateStyle(calendar="buddhist", order="dmy")).day == date(2020, 12, 3)


@pytest.mark.parametrize(
    "text", ["31.02.2022", "2022-13-01", "00.00.0000", "soon", "12345678", "160126", "7", "1/2/3/4"]
)
def test_what_is_no_day_fails(text: str) -> None:
    read = read_dates(pa.array([text]))
    assert read.days.to_pylist() == [None]
    assert read.failed.to_pylist() == [True]


def test_nothing_written_is_neither_a_day_nor_a_failure() -> None:
    read = read_dates(pa.array(["", None, "  "], pa.string()))
    assert read.days.to_pylist() == [None] * 3
    assert read.failed.to_pylist() == [False] * 3


def test_a_pattern_reads_what_no_common_form_does() -> None:
    assert read_day("160126", DateStyle(patterns=("%d%m%y",))).day == date(2026, 1, 16)


def test_a_column_where_one_order_is_impossible_decides_the_other_rows() -> None:
    column = pa.array(["03/04/2022", "25/12/2022"])
    evidence = order_evidence(column)
    read = read_dates(column, DateStyle(order=evidence.order))
    assert (evidence.day_first, evidence.open, evidence.order) == (1, 1, "dmy")
    assert read.days.to_pylist() == [date(2022, 4, 3), date(2022, 12, 25)]
    assert read.doubtful.to_pylist() == [False, False]


def test_month_first_is_found_out_too() -> None:
    column = pa.array(["03/04/2022", "12/25/2022"])
    assert read_dates(column, DateStyle(order=order_evidence(column).order)).days[0].as_py() == date(2022, 3, 4)


def test_an_undecided_order_is_read_day_first_and_marked() -> None:
    column = pa.array(["03/04/2022", "04/04/2022", "2022-01-02"])
    evidence = order_evidence(column)
    assert evidence.order == ""
    read = read_dates(column, DateStyle())
    assert read.days.to_pylist()[0] == date(2022, 4, 3)
    assert read.doubtful.to_pylist() == [True, False, False]


def test_two_orders_in_one_column_mark_what_either_explains() -> None:
    column = pa.array(["25/12/2022", "12/30/2022", "03/04/2023", "24/12/2022"])
    evidence = order_evidence(column)
    assert evidence.mixed
    read = read_dates(column, DateStyle(order="dmy", mixed=True))
    assert read.days.to_pylist()[:3] == [date(2022, 12, 25), date(2022, 12, 30), date(2023, 4, 3)]
    assert read.doubtful.to_pylist() == [False, False, True, False]
    assert read.contrary.to_pylist() == [False, True, False, False]


def test_a_day_written_in_the_other_order_is_read_and_marked() -> None:
    read = read_dates(pa.array(["12/25/2022", "25/12/2022", "03/04/2022", "25.12.2022"]), DateStyle(order="mdy"))
    assert read.days.to_pylist()[2] == date(2022, 3, 4)
    assert read.contrary.to_pylist() == [False, True, False, False]


@pytest.mark.parametrize(
    "pattern", ["%d.%m.%Y", "%Y-%m-%d", "%Y%m%d", "%d %b %Y", "%Y年%m月%d日", "%d.%m.%y", "%Y-%m-%d %H:%M:%S"]
)
@settings(deadline=None, max_examples=60)
@given(day=DAYS)
def test_printing_and_reading_gives_the_day_back(pattern: str, day: date) -> None:
    assert read_day(day.strftime(pattern)).day == day


@settings(deadline=None, max_examples=60)
@given(st.dates(date(1955, 1, 1), date(2100, 1, 1)))
def test_a_serial_number_is_days_since_the_end_of_1899(day: date) -> None:
    assert read_day(str((day - date(1899, 12, 30)) // timedelta(days=1))).day == day


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=12)))
def test_no_text_breaks_the_reader(values: list[str]) -> None:
    read = read_dates(pa.array(values, pa.string()))
    assert len(read.days) == len(values)
