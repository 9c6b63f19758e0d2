"""Amounts as people write them."""

import math

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.text.numbers import COMMA, POINT, MarkEvidence, has_outer_space, mark_evidence, read_numbers

AMOUNTS = st.floats(min_value=-1e11, max_value=1e11, allow_nan=False).map(lambda it: round(it, 2))


def texts(*values: str | None) -> pa.Array:
    return pa.array(values, pa.string())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,56", 1234.56),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1\u00a0234\u202f567", 1234567),
        ("1'234.5", 1234.5),
        ("1’234’567,8", 1234567.8),
        ("12,34,567", 1234567),
        ("(123)", -123),
        ("123-", -123),
        ("−7", -7),
        ("+7", 7),
        ("8,457E+09", 8457000000),
        ("8.457e9", 8457000000),
        ("１２３．５", 123.5),
        ("0,5", 0.5),
        (".5", 0.5),
        ("1 336,70 кг", 1336.7),
        ("0.123", 0.123),
        ("1.234.567", 1234567),
    ],
)
@pytest.mark.parametrize("mark", ["", POINT, COMMA])
def test_a_text_that_only_one_reading_explains_is_read_whatever_the_mark(text: str, value: float, mark: str) -> None:
    assert read_numbers(texts(text), mark).values.to_pylist() == [pytest.approx(value)]


@pytest.mark.parametrize("text", ["abc", "1.5.3", "nan", "inf", "1e999", "--5", "1,2,3", "12-5", "0x10", "1 USD"])
def test_what_is_no_amount_fails_and_is_null(text: str) -> None:
    read = read_numbers(texts(text, "1"), POINT)
    assert read.failed.to_pylist() == [True, False]
    assert read.values.to_pylist() == [None, 1.0]


def test_nothing_written_is_neither_a_value_nor_a_failure() -> None:
    read = read_numbers(texts("", None, "  ", "2"), POINT)
    assert read.values.to_pylist() == [None, None, None, 2.0]
    assert read.failed.to_pylist() == [False] * 4


@pytest.mark.parametrize(("mark", "values"), [(POINT, [1234.0, 1.234]), (COMMA, [1.234, 1234.0]), ("", [None, None])])
def test_the_mark_decides_thousands_or_decimals(mark: str, values: list[float | None]) -> None:
    read = read_numbers(texts("1,234", "1.234"), mark)
    assert read.values.to_pylist() == values
    assert read.open.to_pylist() == [mark == ""] * 2
    assert read.failed.to_pylist() == [False, False]


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        (("12,5", "1,234"), COMMA),
        (("12.5", "1,234"), POINT),
        (("1,234,567", "1,234"), POINT),
        (("1.234.567",), COMMA),
        (("1,234", "5"), ""),
        (("1,5", "1.5"), ""),
        ((), ""),
    ],
)
def test_a_column_tells_its_decimal_mark_when_some_value_allows_only_one(values: tuple[str, ...], mark: str) -> None:
    assert mark_evidence(texts(*values)).mark == mark


def test_a_few_strangers_do_not_overrule_the_rest() -> None:
    assert MarkEvidence(point=100, comma=1).mark == POINT
    assert MarkEvidence(point=100, comma=10).mark == ""


@settings(deadline=None, max_examples=60)
@given(st.lists(AMOUNTS, min_size=1), st.sampled_from(["", " ", "\u00a0", "'", "."]))
def test_printing_with_a_decimal_comma_and_reading_gives_the_amounts_back(amounts: list[float], group: str) -> None:
    written = [f"{it:,.2f}".replace(",", "g").replace(".", ",").replace("g", group) for it in amounts]
    read = read_numbers(texts(*written), COMMA).values.to_pylist()
    assert all(math.isclose(left, right, abs_tol=1e-9) for left, right in zip(read, amounts, strict=True))


@settings(deadline=None, max_examples=60)
@given(st.lists(AMOUNTS, min_size=1), st.sampled_from(["", ",", " "]))
def test_printing_with_a_decimal_point_and_reading_gives_the_amounts_back(amounts: list[float], group: str) -> None:
    written = [f"{it:,.2f}".replace(",", group) for it in amounts]
    read = read_numbers(texts(*written), POINT).values.to_pylist()
    assert all(math.isclose(left, right, abs_tol=1e-9) for left, right in zip(read, amounts, strict=True))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=6) | st.from_regex(r"[0-9.,\- ]{0,8}", fullmatch=True), max_size=20), st.randoms())
def test_a_value_is_read_the_same_whatever_stands_beside_it(values: list[str], random: object) -> None:
    alone = [read_numbers(texts(it), POINT).values.to_pylist()[0] for it in values]
    assert read_numbers(texts(*values), POINT).values.to_pylist() == alone


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=5), max_size=8))
def test_outer_space_is_never_overlooked(values: list[str]) -> None:
    if any(it != it.strip() for it in values):
        assert has_outer_space(texts(*values))
