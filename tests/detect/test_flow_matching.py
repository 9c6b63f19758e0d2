"""Pairs of payments: who is paired, and how many pairs are chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.detect.flow_matching import Fit, Flow, match_flows, tail

RULE = Fit(0.2, 120)


def flow(*pairs: tuple[int, float]) -> Flow:
    return Flow(np.array([day for day, _ in pairs], dtype="int64"), np.array([it for _, it in pairs], dtype="float64"))


@pytest.mark.parametrize(("day", "pairs"), [(1, 1), (120, 1), (121, 0), (0, 0), (-5, 0)])
def test_the_second_must_follow_within_the_days(day: int, pairs: int) -> None:
    assert len(match_flows(flow((100, 50.0)), flow((100 + day, 50.0)), RULE).pairs) == pairs


@pytest.mark.parametrize(("amount", "pairs"), [(80.0, 1), (120.0, 1), (79.9, 0), (120.1, 0)])
def test_the_amounts_must_agree_within_a_fifth(amount: float, pairs: int) -> None:
    assert len(match_flows(flow((1, 100.0)), flow((9, amount)), RULE).pairs) == pairs


def test_nothing_is_used_twice_and_the_earliest_goes_first() -> None:
    found = match_flows(flow((1, 100.0), (2, 100.0)), flow((50, 100.0), (40, 100.0)), RULE)

    assert found.pairs == ((0, 1), (1, 0))


def test_many_amounts_that_all_agree_are_expected_by_chance() -> None:
    days = range(0, 1000, 10)
    found = match_flows(flow(*((it, 100.0) for it in days)), flow(*((it + 5, 100.0) for it in days)), RULE)

    assert found.expected == pytest.approx(100)
    assert found.chance == 1.0


def test_amounts_of_their_own_that_follow_each_time_are_no_chance() -> None:
    amounts = [10.0 * 2**it for it in range(8)]
    first = flow(*((it * 150, amount) for it, amount in enumerate(amounts)))
    second = flow(*((it * 150 + 30, amount) for it, amount in enumerate(amounts)))

    found = match_flows(first, second, RULE)

    assert (found.met, len(found.pairs)) == (8, 8)
    assert found.chance < 0.001


def test_a_rhythm_alone_is_no_sign() -> None:
    amounts = [100.0, 900.0, 300.0, 2_700.0, 100.0, 8_100.0, 300.0, 900.0]
    first = flow(*((30 * it, amount) for it, amount in enumerate(amounts)))
    same = flow(*((30 * it + 5, amount) for it, amount in enumerate(amounts)))
    other = flow(*((30 * it + 5, amount) for it, amount in enumerate(amounts[3:] + amounts[:3])))

    assert match_flows(first, same, RULE).chance < 0.001 < 0.1 < match_flows(first, other, RULE).chance
    assert match_flows(first, same, RULE).within_days == 15


def test_amounts_all_alike_that_follow_within_days_each_time_are_no_chance() -> None:
    days = [0, 45, 56, 141, 148, 164, 298]
    first = flow(*((it, 100.0) for it in days))
    found = match_flows(first, flow(*((it + 9, 100.0) for it in days)), RULE)
    anyhow = match_flows(first, flow(*((it, 100.0) for it in range(5, 300, 20))), RULE)

    assert (found.told_by, found.within_days, found.met) == ("days", 15, 7)
    assert found.chance < 0.01 < 0.3 < anyhow.chance


@pytest.mark.parametrize(("gaps", "telling"), [((30,) * 7, False), ((8, 112) * 3 + (60,), True)])
def test_the_days_of_payments_in_a_rhythm_tell_nothing(gaps: tuple[int, ...], telling: bool) -> None:
    days = np.cumsum((0, *gaps))
    found = match_flows(flow(*((int(it), 100.0) for it in days)), flow(*((int(it) + 5, 100.0) for it in days)), RULE)

    assert (found.chance < 0.05) == telling


def test_without_a_second_flow_nothing_is_met() -> None:
    assert match_flows(flow((1, 5.0)), flow(), RULE).chance == 1.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_the_tail_falls_from_one_as_more_are_asked_for(odds: list[float]) -> None:
    tails = [tail(np.array(odds), it) for it in range(len(odds) + 1)]

    assert tails[0] == 1.0
    assert all(left >= right - 1e-9 for left, right in zip(tails, tails[1:], strict=False))
    assert tails[-1] == pytest.approx(float(np.prod(odds)), abs=1e-9)
