from math import comb, factorial, log

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.detect.exact import Counts, log_factorial, with_chance

NAMES = Counts("seen", "after", "marked", "total")


def chances(*groups: tuple[int, int, int, int]) -> list[float]:
    columns = [pa.array(it, pa.int64()) for it in zip(*groups, strict=True)] or [pa.array([], pa.int64())] * 4
    found: list[float] = with_chance(pa.table(columns, names=list(vars(NAMES).values())), NAMES)["chance"].to_pylist()
    return found


@pytest.mark.parametrize("number", [0, 1, 2, 5, 100])
def test_log_factorial_is_close(number: int) -> None:
    (value,) = log_factorial(np.asarray([number], dtype="float64"))

    assert value == pytest.approx(log(factorial(number)), abs=2e-4)


def test_a_perfect_split_of_eight_has_one_chance_in_seventy() -> None:
    assert chances((4, 4, 4, 8)) == pytest.approx([1 / 70], rel=1e-3)


def test_each_group_is_judged_by_itself() -> None:
    groups = (4, 4, 4, 8), (0, 3, 2, 9), (1, 1, 1, 2)

    assert chances(*groups) == pytest.approx([chances(it)[0] for it in groups])


def test_no_group_has_no_chance() -> None:
    assert chances() == []


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_agrees_with_the_sum_over_all_cases(data: st.DataObject) -> None:
    total = data.draw(st.integers(2, 40))
    after, marked = data.draw(st.integers(1, total)), data.draw(st.integers(1, total))
    lowest, highest = max(0, after + marked - total), min(after, marked)
    seen = data.draw(st.integers(lowest, highest))

    cases = sum(comb(marked, it) * comb(total - marked, after - it) for it in range(seen, highest + 1))

    assert chances((seen, after, marked, total)) == pytest.approx([cases / comb(total, after)], rel=5e-3)
