from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.sources.periods import Period, read_period

SPELLINGS = {
    "2020": Period(2020),
    "2021 год": Period(2021),
    "2023 1": Period(2023, mark="1"),
    "2023¹": Period(2023, mark="1"),
    "2023*": Period(2023, mark="*"),
    "2020-01": Period(2020, 1, 1),
    "202203": Period(2022, 3, 1),
    "202252": Period(2022, 1, 12),
    "2022M03": Period(2022, 3, 1),
    "01.2020": Period(2020, 1, 1),
    "2022-03-01 00:00:00": Period(2022, 3, 1),
    "Aug. 2024": Period(2024, 8, 1),
    "May. 2020": Period(2020, 5, 1),
    "Août 2024": Period(2024, 8, 1),
    "мая 2022": Period(2022, 5, 1),
    "Jan.-Dec. 2018": Period(2018, 1, 12),
    "201952-Jan.-Dec. 2019": Period(2019, 1, 12),
    "202408-Aug. 2024": Period(2024, 8, 1),
    "Janv.-Déc. 2019": Period(2019, 1, 12),
    "Январь-сентябрь 2023": Period(2023, 1, 9),
    "Январь - декабрь 2021 г.": Period(2021, 1, 12),
    "январь- октябрь 2022 г.": Period(2022, 1, 10),
    "Yanvar-sentabr 2023": Period(2023, 1, 9),
    "9 месяцев 2023 года": Period(2023, 1, 9),
    "I квартал": Period(None, 1, 3),
    "IV квартал 2023 г.": Period(2023, 10, 3),
    "2023-Q2": Period(2023, 4, 3),
    "  март": Period(None, 3, 1),
    "2021年3月": Period(2021, 3, 1),
    "2021年1-9月": Period(2021, 1, 9),
}


@pytest.mark.parametrize(("text", "period"), SPELLINGS.items())
def test_a_period_is_read_as_publishers_write_it(text: str, period: Period) -> None:
    assert read_period(text) == period


@pytest.mark.parametrize(
    "text",
    ["", "Сальдо", "Марокко", "Mali", "Total", "41", "84.12", "13.2020", "202013", "Темп роста январь 2022"]
    + ["2020 г. в % к 2019 г.", "1899", "декабрь-январь 2022", "20231", "ma"],
)
def test_what_is_no_period_is_not_taken_for_one(text: str) -> None:
    assert read_period(text) is None


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_a_printed_month_reads_back(year: int, month: int) -> None:
    assert read_period(f"{year}-{month:02}") == Period(year, month, 1)


def test_a_year_above_and_a_month_beside_make_one_period() -> None:
    whole = Period(2021).joined(Period(None, 3, 1))
    assert (whole.first_day, whole.length) == (date(2021, 3, 1), 1)


def test_a_year_alone_is_twelve_months_from_january() -> None:
    assert (Period(2021).first_day, Period(2021).length) == (date(2021, 1, 1), 12)


def test_a_month_without_a_year_has_no_first_day() -> None:
    assert Period(None, 3, 1).first_day is None
