"""The month in which a series changed."""

import numpy as np
import pytest

from enduse.trace.breaks import BreakRules, break_month, break_months

STEP = [10.0, 12, 9, 11, 10, 12, 9, 11, 10, 12, 30, 28, 31, 30, 29, 31, 28, 30]


def test_names_the_first_month_at_the_new_level() -> None:
    found = break_month(STEP, first_month=100)
    assert found is not None
    assert (found.month, round(found.before, 1), round(found.after, 1)) == (110, 10.6, 29.6)
    assert found.low <= 110 <= found.high
    assert found.p_value <= 0.05


def test_a_single_large_month_is_no_break() -> None:
    assert break_month([10.0, 12, 9, 11, 10, 12, 90, 11, 10, 12, 9, 11, 10, 12, 9, 11]) is None


def test_what_recurs_every_year_is_no_break() -> None:
    noise = np.random.default_rng(3).normal(0, 1, 36)
    yearly = [50 * (month % 12 >= 9) + float(noise[month]) for month in range(36)]
    assert break_month(yearly) is None


def test_a_break_is_found_under_the_seasons() -> None:
    noise = np.random.default_rng(3).normal(0, 1, 48)
    yearly = [50 * (month % 12 >= 9) + 12 * (month >= 20) + float(noise[month]) for month in range(48)]
    found = break_month(yearly)
    assert found is not None
    assert found.month == 20


@pytest.mark.parametrize("values", [[], [1.0] * 30, [1.0, 2.0, 3.0], [None] * 20, [0, 0, 0, 0, 1, 1, 1]])
def test_too_little_or_nothing_that_moves_is_no_break(values: list[float | None]) -> None:
    assert break_month(values) is None


def test_months_without_a_value_are_passed_over() -> None:
    found = break_month([0.1, 0.12, None, 0.09, 0.1, 0.11, None, 0.9, 0.88, 0.91, 0.9, None, 0.9])
    assert found is not None
    assert found.month == 7


def test_amounts_are_compared_by_their_logarithm() -> None:
    small_then_large = [1e3, 2e3, 1.5e3, 1e3, 2e3, 1e3, 1.5e3, 2e3, 40e3, 400e3, 60e3, 300e3, 50e3, 350e3, 45e3, 380e3]
    found = break_month(small_then_large, rules=BreakRules(amounts=True))
    assert found is not None
    assert found.month == 8


def test_two_breaks_come_in_the_order_of_time() -> None:
    noise = np.random.default_rng(1).normal(0, 1, 60)
    levels = [10.0] * 20 + [40.0] * 20 + [80.0] * 20
    found = break_months([level + float(it) for level, it in zip(levels, noise, strict=True)])
    assert [it.month for it in found] == [20, 40]


@pytest.mark.slow
def test_series_without_a_break_rarely_seem_to_have_one() -> None:
    draw = np.random.default_rng(5)
    alarms = sum(break_month(draw.normal(size=36).tolist()) is not None for _ in range(200))
    assert alarms <= 17  # 5 % of 200, and three standard deviations
