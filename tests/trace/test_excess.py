"""What a lane carried beyond expectation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.trace.excess import excess_flow, nonnegative

DRAW = np.random.default_rng(2)
DONORS = [(100 + 20 * np.sin(np.arange(36) / (2 + at)) + DRAW.normal(0, 3, 36)).tolist() for at in range(12)]


def _mixed(extra: float = 0.0) -> list[float]:
    own = 0.5 * np.array(DONORS[0]) + 0.5 * np.array(DONORS[3]) + DRAW.normal(0, 1, 36)
    own[24:] += extra
    return [float(it) for it in own]


def test_finds_what_was_added_after_the_day() -> None:
    found = excess_flow(_mixed(80.0), DONORS, 24)
    assert found is not None
    assert found.excess == pytest.approx(80 * 12, rel=0.15)
    assert found.low < 80 * 12 < found.high
    assert found.p_value == pytest.approx(1 / 13)


def test_a_lane_that_goes_on_as_before_exceeds_nothing() -> None:
    found = excess_flow(_mixed(), DONORS, 24)
    assert found is not None
    assert found.p_value > 0.1
    assert found.low < 0 < found.high


@pytest.mark.parametrize(
    ("series", "donors", "pivot"),
    [
        ([1.0] * 12, [[1.0] * 12] * 2, 6),
        ([1.0] * 12, [[1.0] * 12] * 5, 2),
        ([0.0] * 12, [[1.0] * 12] * 5, 6),
        ([1.0] * 12, [[0.0] * 12] * 5, 6),
        ([1.0] * 12, [], 6),
    ],
)
def test_too_little_to_compare_with_gives_no_figure(series: list[float], donors: list[list[float]], pivot: int) -> None:
    assert excess_flow(series, donors, pivot) is None


@given(st.integers(0, 10_000))
def test_no_weight_is_negative_and_no_better_ones_are_near(seed: int) -> None:
    draw = np.random.default_rng(seed)
    columns, target = draw.random((12, 4)), draw.normal(0, 1, 12)
    weights = nonnegative(columns, target)
    assert (weights >= 0).all()
    slope = columns.T @ (columns @ weights - target)
    # At the least squares no weight gains by growing, and none that is above 0 by shrinking.
    assert (slope >= -1e-6).all()
    assert np.abs(slope[weights > 0]).max(initial=0.0) < 1e-6
