"""The best pairing: as good as trying them all."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from enduse.sources.assignment import assign

GAINS = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 9).map(float), min_size=width, max_size=width), min_size=1, max_size=4
    )
)


def best_sum(gains: list[list[float]]) -> float:
    """The largest sum by trying every pairing; a row may stay alone."""
    places: list[int | None] = [*range(len(gains[0])), *[None] * len(gains)]
    return max(
        sum(row[at] for row, at in zip(gains, order, strict=False) if at is not None)
        for order in permutations(places, len(gains))
    )


@given(GAINS)
def test_no_other_pairing_gains_more(gains: list[list[float]]) -> None:
    pairs = assign(gains)
    assert sum(row[at] for row, at in zip(gains, pairs, strict=True) if at is not None) == best_sum(gains)


@given(GAINS)
def test_no_column_is_used_twice(gains: list[list[float]]) -> None:
    used = [at for at in assign(gains) if at is not None]
    assert len(used) == len(set(used))


def test_a_pair_without_gain_is_not_made() -> None:
    assert assign([[0.0, 0.0], [0.0, 0.5]]) == (None, 1)


def test_nothing_gives_nothing() -> None:
    assert assign([]) == ()
    assert assign([[], []]) == (None, None)
