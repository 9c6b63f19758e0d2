from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.sources.cells import address, is_missing, read_figure


@pytest.mark.parametrize(
    ("text", "decimal", "figure"),
    [
        ("1376,4", ",", "1376.4"),
        ("1376,4", "", "1376.4"),
        ("19.407", ",", "19.407"),
        ("1 234,5", ",", "1234.5"),
        ("1.234,5", ",", "1234.5"),
        ("1,234", ".", "1234"),
        ("1,234,567", "", "1234567"),
        ("1,234.5", "", "1234.5"),
        ("8.457E+09", "", "8.457E+9"),
        ("-3", "", "-3"),
    ],
)
def test_a_figure_is_read_by_the_publishers_mark(text: str, decimal: str, figure: str) -> None:
    assert read_figure(text, decimal) == Decimal(figure)


@pytest.mark.parametrize("text", ["1,234", "1,2,3", "abc", "12 kg", "1.2.3", ""])
def test_a_figure_that_could_be_two_numbers_or_none_is_not_read(text: str) -> None:
    assert read_figure(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_a_stored_number_reads_back_whatever_the_mark(number: Decimal) -> None:
    assert {read_figure(f"{number:f}", mark) for mark in ("", ",", ".")} == {number}


@pytest.mark.parametrize("text", [":", "-", "…", "...", " - ", "–", "н/д", "X"])
def test_marks_for_missing_figures_are_known(text: str) -> None:
    assert is_missing(text)


def test_a_zero_is_not_missing() -> None:
    assert not is_missing("0")


@pytest.mark.parametrize(
    ("row", "position", "said"),
    [(5, 0, "A5"), (5, 30, "AE5"), (1, 25, "Z1"), (1, 26, "AA1"), (9, 701, "ZZ9"), (9, 702, "AAA9")],
)
def test_an_address_is_what_a_spreadsheet_shows(row: int, position: int, said: str) -> None:
    assert address(row, position) == said
