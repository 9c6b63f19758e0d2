"""Which likely pairs can be true together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from enduse.trace.leg_assignment import Assigned, Proposals, assign, with_rivals

LINES = st.lists(
    st.tuples(st.integers(0, 9), st.floats(10, 5_000)).map(lambda it: (float(it[0]), it[1])), min_size=8, max_size=8
)
PAIRS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(4, 7), st.floats(-3, 12), st.booleans()),
    max_size=16,
    unique_by=lambda it: it[:2],
)


def _proposals(pairs: list[tuple[int, int, float, bool]], lines: list[tuple[float, float]]) -> Proposals:
    def of(place: int) -> np.ndarray:
        held = [[lines[one][place] or np.nan, lines[two][place] or np.nan] for one, two, _, _ in pairs]
        return np.array(held, dtype=np.float64).reshape(len(pairs), 2)

    one, two, odds, mirror = (list(it) for it in zip(*pairs, strict=True)) if pairs else ([], [], [], [])
    earlier, later = np.array(one, dtype=np.int64), np.array(two, dtype=np.int64)
    return Proposals(earlier, later, np.array(odds, dtype=np.float64), np.array(mirror, dtype=bool), of(0), of(1))


def _sums(found: Assigned, amounts: np.ndarray, side: np.ndarray) -> dict[int, float]:
    return {int(row): float(np.nansum(amounts[side == row])) for row in np.unique(side)}


@given(pairs=PAIRS, lines=LINES)
def test_no_line_hands_on_or_takes_in_more_than_it_holds(
    pairs: list[tuple[int, int, float, bool]], lines: list[tuple[float, float]]
) -> None:
    proposals = _proposals(pairs, lines)
    for mirror in (True, False):
        some = proposals.take(np.flatnonzero(proposals.mirror == mirror))
        found = assign(some)
        for amounts, place in ((found.pieces, 0), (found.kg, 1)):
            for side in (found.earlier, found.later):
                for row, total in _sums(found, amounts, side).items():
                    assert total <= (lines[row][place] or np.inf) * (1 + 1e-9)


@given(pairs=PAIRS, lines=LINES)
def test_a_rival_never_makes_a_pair_likelier(
    pairs: list[tuple[int, int, float, bool]], lines: list[tuple[float, float]]
) -> None:
    proposals = _proposals(pairs, lines)
    alone = 1 / (1 + np.exp(-proposals.log_odds))
    assert (with_rivals(proposals) <= alone + 1e-12).all()


def test_a_pair_that_leaps_over_a_line_gives_way_to_its_two_steps() -> None:
    lines = [(1.0, 100.0)] * 8
    found = assign(_proposals([(0, 4, 5.0, False), (0, 3, 4.0, False), (3, 4, 4.0, False)], lines))
    assert list(zip(found.earlier.tolist(), found.later.tolist(), strict=True)) == [(0, 3), (3, 4)]


def test_a_leg_starts_at_the_last_record_of_its_movement_and_ends_at_the_first_of_the_next() -> None:
    lines = [(1.0, 100.0)] * 8
    pairs = [(0, 4, 6.0, True), (1, 5, 6.0, True), (0, 5, 5.0, False)]
    found = assign(_proposals(pairs, lines))
    assert list(zip(found.earlier.tolist(), found.later.tolist(), strict=True)) == [(0, 4), (1, 5), (4, 1)]
    assert found.shown_by.tolist() == [0, 1, 2]
