"""Searches without a hit, with how much was looked at."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.model.case_book import Absence
from enduse.report.case_absence import bounded, upper_share


@pytest.mark.parametrize(
    ("reviewed", "found", "bound"), [(1, 0, 0.95), (30, 0, 0.0950), (300, 0, 0.00994), (10, 1, 0.3942), (20, 3, 0.3437)]
)
def test_the_bound_is_that_of_the_tables(reviewed: int, found: int, bound: float) -> None:
    assert upper_share(reviewed, found) == pytest.approx(bound, abs=5e-4)


@given(st.integers(1, 60), st.data())
def test_at_the_bound_so_few_come_in_one_of_twenty(reviewed: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, reviewed - 1))
    share = upper_share(reviewed, found)
    chance = sum(comb(reviewed, k) * share**k * (1 - share) ** (reviewed - k) for k in range(found + 1))
    assert chance == pytest.approx(0.05, abs=1e-6)


def test_the_rule_of_three_stands_beside_it() -> None:
    assert bounded(Absence("a machine of the brand", 120)).rule_of_three == 0.025
    assert bounded(Absence("a machine of the brand", 120, 1)).rule_of_three is None


def test_a_sample_that_was_not_drawn_at_random_says_nothing_of_the_rest() -> None:
    told = bounded(Absence("a machine of the brand", 120, 0, "images", "stills of six broadcasts", on="2023-10"))
    assert told.sentence == (
        "120 images reviewed, 0 with a machine of the brand (2023-10). Sample: stills of six broadcasts. They were not "
        "drawn at random, so this holds for the sample only; had they been, at most 2.5% of them all would show it "
        "(95% sure, exact binomial). What was not seen may still be there."
    )
    assert "drawn at random, so at most 2.5%" in bounded(Absence("x", 120, random=True)).sentence
