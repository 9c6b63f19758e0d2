from math import comb, factorial, log

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.detect.exact import Counts, log_factorial, with_chance

NAMES = Counts("seen", "after", "marked", "total")


def chance(seen: int, after: int, marked: int, total: int) -> float:
    groups = ibis.memtable(pa.table({"g": [1], "seen": [seen], "after": [after], "marked": [marked], "total": [total]}))
    return float(with_chance(groups, ["g"], NAMES).to_pyarrow()["chance"][0].as_py())


@pytest.mark.parametrize("number", [0, 1, 2, 5, 100])
def test_log_factorial_is_close(number: int) -> None:
    column = ibis.memtable(pa.table({"n": [number]}))

    value = column.select(it=log_factorial(column.n)).to_pyarrow()["it"][0].as_py()

    assert value == pytest.approx(log(factorial(number)), abs=2e-4)


def test_a_perfect_split_of_eight_has_one_chance_in_seventy() -> None:
    assert chance(4, 4, 4, 8) == pytest.approx(1 / 70, rel=1e-3)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_agrees_with_the_sum_over_all_cases(data: st.DataObject) -> None:
    total = data.draw(st.integers(2, 40))
    after, marked = data.draw(st.integers(1, total)), data.draw(st.integers(1, total))
    lowest, highest = max(0, after + marked - total), min(after, marked)
    seen = data.draw(st.integers(lowest, highest))

    cases = sum(comb(marked, it) * comb(total - marked, after - it) for it in range(seen, highest + 1))

    assert chance(seen, after, marked, total) == pytest.approx(cases / comb(total, after), rel=5e-3)
