"""What names share with several queries, added up at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.screen.pre_sums import Asked, Found, Sums

NAMES = 12
TELLS = st.sampled_from([0.25, 0.5, 1.0, 64.5])
FOUND = st.dictionaries(st.integers(0, NAMES - 1), TELLS, max_size=5)
QUERY = st.tuples(st.lists(FOUND, max_size=4), st.lists(FOUND, max_size=2))


def found(told: dict[int, float]) -> Found:
    return np.array(list(told), np.int32), np.array(list(told.values()), np.float32)


def by_hand(main: list[dict[int, float]], rest: list[dict[int, float]]) -> dict[int, float]:
    known = {name for it in main for name in it}
    return {name: sum(it.get(name, 0.0) for it in (*main, *rest)) for name in known}


def asked(main: list[dict[int, float]], rest: list[dict[int, float]]) -> Asked:
    return Asked([found(it) for it in main], [found(it) for it in rest])


@given(st.lists(st.lists(QUERY, max_size=5), min_size=1, max_size=3))
def test_sums_are_those_of_the_hand_time_after_time(
    times: list[list[tuple[list[dict[int, float]], list[dict[int, float]]]]],
) -> None:
    sums = Sums(NAMES)
    for queries in times:
        whose, ids, totals = sums.added([asked(*it) for it in queries])
        got = {(int(one), int(name)): float(total) for one, name, total in zip(whose, ids, totals, strict=True)}
        wanted = {(at, name): total for at, it in enumerate(queries) for name, total in by_hand(*it).items()}
        assert got == wanted
        assert len(ids) == len(wanted)


def test_a_name_that_two_words_have_keeps_what_the_last_tells() -> None:
    ids, tells = Sums(5).once(np.array([3, 1, 3], np.int32), np.array([0.5, 1.0, 0.75], np.float32))
    assert dict(zip(ids.tolist(), tells.tolist(), strict=True)) == {1: 1.0, 3: 0.75}


@pytest.mark.parametrize("names", [0, 1, 10_000_000])
def test_there_is_room_for_one_query_whatever_the_list(names: int) -> None:
    assert Sums(names).together >= 1
