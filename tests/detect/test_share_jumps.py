"""Jumps of a share in monthly counts: the month, and what is none."""

import numpy as np
import pytest

from enduse.detect.share_jumps import Jump, Series, find_jumps

RULE = Jump(0.4, 3, 0.05)


def at(rising: list[int], falling: list[int], amounts: list[float] | None = None) -> int:
    counts = np.array([rising, falling], dtype="float64")
    values = counts if amounts is None else np.array([amounts, counts[1]], dtype="float64")
    series = Series(counts, np.tile(counts.sum(axis=0), (2, 1)), values, np.tile(values.sum(axis=0), (2, 1)))
    return int(find_jumps(series, RULE)[0][0])


@pytest.mark.parametrize("month", [6, 10, 14])
def test_the_month_of_a_clean_jump_is_exact(month: int) -> None:
    assert at([0] * month + [1] * (24 - month), [1] * month + [0] * (24 - month)) == month


def test_a_partial_jump_that_stays_is_found() -> None:
    assert at([0] * 12 + [2, 1] * 6, [2] * 12 + [1, 1] * 6) == 12


def test_a_slow_change_is_none() -> None:
    rising = [it // 4 for it in range(24)]

    assert at(rising, [6 - it for it in rising]) == -1


def test_a_change_back_is_none() -> None:
    rising = [0] * 8 + [2] * 4 + [0] * 12

    assert at(rising, [2 - it for it in rising]) == -1


def test_what_comes_every_year_is_none() -> None:
    rising = ([0] * 6 + [2] * 6) * 3

    assert at(rising, [2 - it for it in rising]) == -1


def test_one_large_amount_is_none() -> None:
    rising = [0] * 12 + [1] + [0] * 11
    amounts = [100.0 * it for it in rising]

    assert at(rising, [1] * 24, amounts) == -1


def test_few_shipments_may_be_an_accident() -> None:
    assert at([0, 0, 0, 1, 1, 1], [1, 1, 1, 0, 0, 0]) == 3
    assert at([0, 0, 1, 1], [1, 1, 0, 0]) == -1


@pytest.mark.parametrize(("share", "expected"), [(0.4, 12), (0.6, -1)])
def test_the_rise_must_reach_the_limit(share: float, expected: int) -> None:
    counts = np.array([[0] * 12 + [1] * 12, [2] * 12 + [1] * 12], dtype="float64")
    series = Series(counts, np.tile(counts.sum(axis=0), (2, 1)), counts, np.tile(counts.sum(axis=0), (2, 1)))

    assert find_jumps(series, Jump(share, 3, 0.05))[0][0] == expected
