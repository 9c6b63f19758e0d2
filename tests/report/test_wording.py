import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.model.period import Span
from enduse.report.model import Figure
from enduse.report.wording import amount, exact, listed, money, runs_text, share, span_text


def figure(value: float, unit: str) -> Figure:
    return Figure("f1", value, unit, "", "sum", ())


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (4_470_000, "USD", "4.47 million USD"),
        (6_928_100_000, "EUR", "6.93 billion EUR"),
        (211_034, "USD", "211,034 USD"),
        (1, "lines", "1 line"),
        (2, "companies", "2 companies"),
        (1, "companies", "1 company"),
        (157.3, "times", "157 times"),
        (2.14, "times", "2.1 times"),
        (0.02, "times", "0.02 times"),
    ],
)
def test_a_sentence_prints_a_number_with_its_unit(value: float, unit: str, text: str) -> None:
    assert amount(figure(value, unit)) == text


def test_a_table_prints_every_digit() -> None:
    assert exact(figure(4_470_123.4, "USD")) == "4,470,123"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0 %"), (0.0004, "under 0.1 %"), (0.004, "0.4 %"), (0.87, "87 %"), (0.9999, "99.9 %"), (1.0, "100 %")],
)
def test_a_little_never_prints_as_nothing_nor_almost_all_as_all(value: float, text: str) -> None:
    assert share(value) == text


def test_money_rounds_to_three_figures() -> None:
    assert (money(999_999.4), money(1e6), money(463_400_000)) == ("999,999", "1.00 million", "463 million")


def test_what_does_not_fit_a_list_is_counted() -> None:
    assert listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert listed(["a", "b"]) == "a and b"


def test_a_span_names_its_first_and_last_month() -> None:
    assert span_text(Span(2021 * 12 + 2, 2021 * 12 + 11)) == "March to November 2021"
    assert span_text(Span(2021 * 12 + 5, 2022 * 12 + 5)) == "June 2021 to May 2022"


@given(st.sets(st.integers(1, 300)))
def test_runs_name_each_number_once(numbers: set[int]) -> None:
    found: list[int] = []
    for run in runs_text(sorted(numbers)).split(","):
        first, _, last = run.partition("-")
        found += range(int(first), int(last or first) + 1) if run else []
    assert found == sorted(numbers)
