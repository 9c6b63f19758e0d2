"""Shares as people write them: exact, or refused with the reason."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.sources.register_parts.shares import ShareBounds, ShareUnit, read_share


@pytest.mark.parametrize(
    ("text", "unit", "share"),
    [
        ("25,5 %", "", "51/200"),
        ("25.5%", "", "51/200"),
        ("1/3", "", "1/3"),
        ("⅓", "", "1/3"),
        ("33.3333", "", "333333/1000000"),
        ("25", "", "1/4"),
        ("0.25", "fraction", "1/4"),
        ("0,25", "percent", "1/400"),
        ("0,25 %", "fraction", "1/400"),
        ("50 процентов", "", "1/2"),
        ("50 per cent", "", "1/2"),
        ("0", "", "0"),
        ("100", "", "1"),
        ("25,5\u00a0%", "", "51/200"),
    ],
)
def test_reads_a_share(text: str, unit: ShareUnit, share: str) -> None:
    assert read_share(text, unit).bounds == ShareBounds(Fraction(share), Fraction(share))


@pytest.mark.parametrize(
    ("text", "low", "high", "low_excluded", "high_excluded"),
    [
        ("25-50 %", "1/4", "1/2", False, False),
        ("25 % – 50 %", "1/4", "1/2", False, False),
        ("more than 25 % but not more than 50 %", "1/4", "1/2", True, False),
        ("more than 50% but less than 75%", "1/2", "3/4", True, True),
        (">25%", "1/4", "1", True, False),
        ("≥ 25 %", "1/4", "1", False, False),
        ("75+", "3/4", "1", False, False),
        ("не менее 50 %", "1/2", "1", False, False),
        ("свыше 50 %", "1/2", "1", True, False),
        ("от 25 до 50 %", "1/4", "1/2", False, False),
        ("до 25 %", "0", "1/4", False, False),
        ("< 10 %", "0", "1/10", False, True),
    ],
)
def test_reads_bounds(text: str, low: str, high: str, low_excluded: bool, high_excluded: bool) -> None:
    assert read_share(text).bounds == ShareBounds(Fraction(low), Fraction(high), low_excluded, high_excluded)


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("0.25", "", "R-SHARE-AMBIGUOUS"),
        ("1", "", "R-SHARE-AMBIGUOUS"),
        ("0.25-0.5", "", "R-SHARE-AMBIGUOUS"),
        ("101 %", "", "R-SHARE-ABOVE"),
        ("3/2", "", "R-SHARE-ABOVE"),
        ("25", "fraction", "R-SHARE-ABOVE"),
        ("1/0", "", "R-SHARE-UNREADABLE"),
        ("-5 %", "", "R-SHARE-UNREADABLE"),
        ("1/3 %", "", "R-SHARE-UNREADABLE"),
        ("50-25 %", "", "R-SHARE-UNREADABLE"),
        ("half", "", "R-SHARE-UNREADABLE"),
        ("nan", "", "R-SHARE-UNREADABLE"),
        ("1.000,5 %", "", "R-SHARE-UNREADABLE"),
        ("9" * 5000, "", "R-SHARE-UNREADABLE"),
    ],
)
def test_refuses_with_the_reason(text: str, unit: ShareUnit, code: str) -> None:
    read = read_share(text, unit)
    assert (read.bounds, read.code) == (None, code)
    assert repr(text) in read.problem


def test_an_empty_cell_is_no_share_and_no_fault() -> None:
    assert read_share(" ") == read_share("")
    assert not read_share("").problem


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_printed_fraction_is_read_exactly(part: int, whole: int) -> None:
    read = read_share(f"{part}/{whole}")
    exact = Fraction(part, whole)
    assert (read.code == "R-SHARE-ABOVE") if part > whole else read.bounds == ShareBounds(exact, exact)


@given(st.decimals(0, 100, places=6))
def test_a_printed_percentage_is_read_exactly_with_either_mark(value: object) -> None:
    expected = Fraction(str(value)) / 100
    for text in (f"{value} %", f"{value} %".replace(".", ",")):
        bounds = read_share(text).bounds
        assert bounds
        assert bounds.low == bounds.high == expected


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    read = read_share(text)
    assert read.bounds is None or 0 <= read.bounds.low <= read.bounds.high <= 1
