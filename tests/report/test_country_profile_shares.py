"""Shares of origins by month: they sum to one, planted breaks are found, and noise seldom is one."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.model.period import Span, month_index
from enduse.model.profile import Number
from enduse.report.country_profile_lines import NOT_STATED, OTHERS, Columns, TradeLine
from enduse.report.country_profile_shares import (
    breaks_section,
    month_shares,
    share_breaks,
    shares_section,
)
from enduse.trace.control_dates import Marker

START = month_index(date(2021, 1, 1))
MEASURE = Marker(date(2023, 1, 4), "TW", "list amendment", "a citation", "high")


def _line(row: int, month: int, origin: str, usd: float | None) -> TradeLine:
    return TradeLine(row, START + month, origin, "CN", "RU", "845811", "turning", "", usd)


lines_of_trade = st.lists(
    st.builds(
        _line,
        st.integers(1, 10**6),
        st.integers(0, 23),
        st.sampled_from(["KR", "TW", "DE", "IT", "EU", "CN", "BR", ""]),
        st.one_of(st.none(), st.floats(-1e6, 1e9, allow_nan=False)),
    ),
    max_size=60,
)
columns_asked = st.sampled_from(
    [Columns(("KR",)), Columns(("KR", "DE", "IT", "CH"), ("CN",)), Columns(("EU", "DE"), ("TW",)), Columns(("US",))]
)


@given(lines_of_trade, columns_asked)
def test_the_shares_of_every_month_with_a_value_sum_to_one(lines: list[TradeLine], columns: Columns) -> None:
    for it in month_shares(lines, columns, Span(START, START + 24)):
        assert bool(it.shares) == (it.value > 0)
        if it.shares:
            assert sum(it.shares.values()) == pytest.approx(1, abs=1e-9)
            assert all(0 <= share <= 1 + 1e-12 for share in it.shares.values())


@given(lines_of_trade, columns_asked)
def test_the_columns_of_the_table_sum_to_its_last_one(lines: list[TradeLine], columns: Columns) -> None:
    (table,) = shares_section(lines, columns, Span(START, START + 24)).tables
    assert len(table.lines) == 24
    for line in table.lines:
        numbers = [it for it in line.cells[1:] if isinstance(it, Number)]
        if numbers:
            assert len(numbers) == len(table.columns) - 1
            assert numbers[-1].value == pytest.approx(1)
            assert sum(it.value for it in numbers[:-1]) == pytest.approx(1, abs=1e-9)


@given(lines_of_trade, columns_asked)
def test_the_order_of_lines_does_not_matter(lines: list[TradeLine], columns: Columns) -> None:
    mixed = sorted(lines, key=lambda it: (it.usd or 0, it.row))
    period = Span(START, START + 24)
    one, other = month_shares(lines, columns, period), month_shares(mixed, columns, period)
    assert [(it.month, dict(it.shares)) for it in one] == [(it.month, dict(it.shares)) for it in other]


def test_each_line_stands_under_one_column() -> None:
    columns = Columns(("EU", "DE"), ("CN",))
    assert columns.of("DE", START) == "DE"
    assert columns.of("IT", START) == "EU"
    assert columns.of("EU27_2020", START) == "EU"
    assert columns.of("CN", START) == "CN"
    assert columns.of("BR", START) == OTHERS
    assert columns.of("", START) == NOT_STATED
    assert columns.title("EU") == "European Union without DE"


def test_britain_was_a_member_until_it_left() -> None:
    columns = Columns(("EU",))
    assert columns.of("GB", month_index(date(2019, 12, 1))) == "EU"
    assert columns.of("GB", month_index(date(2021, 1, 1))) == OTHERS


def _planted(months: int, at: int, before: float, after: float, seed: int) -> list[TradeLine]:
    """Two origins; the share of one changes in month ``at``, with noise of a tenth."""
    noise = np.random.default_rng(seed).normal(0, 0.03, months)
    lines = []
    for month in range(months):
        share = float(np.clip((before if month < at else after) + noise[month], 0.01, 0.99))
        lines += [_line(2 * month, month, "TW", 1e6 * share), _line(2 * month + 1, month, "CN", 1e6 * (1 - share))]
    return lines


@pytest.mark.parametrize("at", [8, 15, 24, 30])
def test_a_planted_date_is_found(at: int) -> None:
    months = month_shares(_planted(36, at, 0.6, 0.2, at), Columns(("TW", "CN")), Span(START, START + 36))
    (found,) = share_breaks(months, "TW", [])
    assert found.found.month == START + at
    assert found.found.before == pytest.approx(0.6, abs=0.05)
    assert found.found.after == pytest.approx(0.2, abs=0.05)


@pytest.mark.slow
def test_noise_is_called_broken_as_seldom_as_is_said() -> None:
    """The stated rate is 5 %; of 100 series without a break at most 10 may be called broken (chance below 2 %)."""
    called = 0
    for seed in range(100):
        months = month_shares(_planted(30, 0, 0.5, 0.5, 1000 + seed), Columns(("TW",)), Span(START, START + 30))
        called += bool(share_breaks(months, "TW", []))
    assert called <= 10


def test_the_nearest_measure_stands_beside_the_break() -> None:
    months = month_shares(_planted(36, 25, 0.6, 0.2, 3), Columns(("TW", "CN")), Span(START, START + 36))
    early = Marker(date(2021, 3, 1), "TW", "too early", "", "high")
    (found,) = share_breaks(months, "TW", [early, MEASURE])
    assert found.measure == MEASURE
    assert found.months_after == 1
    (alone,) = share_breaks(months, "TW", [early])
    assert (alone.measure, alone.months_after) == (None, None)


def test_the_section_states_the_rate_of_false_alarms_and_claims_no_cause() -> None:
    columns = Columns(("TW", "CN"))
    months = month_shares(_planted(36, 25, 0.6, 0.2, 3), columns, Span(START, START + 36))
    section = breaks_section(months, columns, {"TW": [MEASURE]})
    words = "".join(str(it) for said in section.statements for it in said.parts)
    assert "2 series were tested" in words
    assert "5% broken" in words
    assert "0.1 of these" in words
    assert "is not shown" in section.tables[0].note
    cells = section.tables[0].lines[0].cells
    assert cells[:3] == ("TW", "2023-02", "2023-02")
    assert cells[6] == "2023-01-04 TW: list amendment"


def test_too_few_months_are_not_assessable() -> None:
    months = month_shares(_planted(5, 3, 0.6, 0.2, 1), Columns(("TW",)), Span(START, START + 5))
    section = breaks_section(months, Columns(("TW",)), {})
    assert section.not_assessable == "The test needs 8 months with values; there are 5."
    assert not section.tables


def test_a_month_without_value_has_no_shares() -> None:
    lines = [_line(1, 0, "KR", 5.0), _line(2, 1, "KR", None), _line(3, 2, "KR", -4.0)]
    months = month_shares(lines, Columns(("KR",)), Span(START, START + 3))
    assert [dict(it.shares) for it in months] == [{"KR": 1.0}, {}, {}]
    (table,) = shares_section(lines, Columns(("KR",)), Span(START, START + 3)).tables
    assert table.lines[1].cells[1:] == (None,) * 4
