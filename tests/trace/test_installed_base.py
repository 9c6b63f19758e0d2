"""The installed base and what leaks out of it."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.trace.installed_base import Base, Flow, Interval, counted, leak, rate_ratio, share_of

POOL = Base(Interval(100_000, 80_000, 120_000))


# From tables of exact Poisson limits.
@pytest.mark.parametrize(("count", "low", "high"), [(3, 0.62, 8.77), (10, 4.80, 18.39), (100, 81.4, 121.6)])
def test_counts_have_nearly_the_exact_bounds(count: int, low: float, high: float) -> None:
    found = counted(count)

    assert found.low == pytest.approx(low, rel=0.05)
    assert found.high == pytest.approx(high, rel=0.02)


def test_half_of_the_worlds_machines_stand_in_the_pool() -> None:
    found = share_of(POOL, Base(Interval(200_000, 180_000, 220_000)))

    assert found.value == pytest.approx(0.5)
    assert found.low == pytest.approx(80 / 220)
    assert found.high == pytest.approx(120 / 180)


def test_the_leak_is_the_share_of_the_base_that_leaves_in_a_year() -> None:
    found = leak(Flow(20, 2), Flow(90, 1.5), POOL)

    assert found.a_year.value == pytest.approx(60)
    assert found.share is not None
    assert found.share.value == pytest.approx(60 / 100_000)
    assert found.share.low < 60 / 120_000 < 60 / 80_000 < found.share.high
    assert found.ratio.value == pytest.approx(90.5 / 20.5 * 2 / 1.5)
    assert found.excess.value == pytest.approx(90 - 15)


def test_without_a_base_there_is_a_ratio_and_no_share() -> None:
    assert leak(Flow(1, 1), Flow(9, 1)).share is None
    assert leak(Flow(1, 1), Flow(9, 1), Base(Interval(5, 0, 9))).share is None


def test_few_machines_prove_no_growth() -> None:
    assert rate_ratio(Flow(1, 1), Flow(4, 1)).low < 1
    assert rate_ratio(Flow(0, 2), Flow(28, 1.5)).low > 3


def test_none_before_leaves_the_ratio_open_upwards() -> None:
    assert rate_ratio(Flow(0, 1), Flow(5, 1)).high == inf
    assert rate_ratio(Flow(0, 1), Flow(0, 1)) == Interval(1.0, 0.0, inf)


def test_a_time_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="must be positive"):
        leak(Flow(1, 0), Flow(1, 1))


@given(st.integers(0, 500), st.integers(0, 500), st.floats(0.2, 10), st.floats(0.2, 10))
def test_a_value_lies_between_its_bounds(before: int, after: int, years: float, later: float) -> None:
    found = leak(Flow(before, years), Flow(after, later), POOL)

    assert found.share is not None
    for it in (found.a_year, found.share, found.excess):
        assert it.low <= it.value <= it.high
    assert found.ratio.low <= max(found.ratio.value, found.ratio.low) <= found.ratio.high


@given(st.integers(0, 300), st.integers(0, 300))
def test_one_more_machine_raises_the_ratio(before: int, after: int) -> None:
    one, more = rate_ratio(Flow(before, 1), Flow(after, 1)), rate_ratio(Flow(before, 1), Flow(after + 1, 1))

    assert more.value > one.value
    assert more.low >= one.low
