import math

import pytest

from enduse.goods.entries.conditions import Bounds, figure
from enduse.goods.spans import Accuracy, Axis, Interval, exactly

NEVER = math.inf


@pytest.mark.parametrize(
    ("bounds", "span", "truth"),
    [
        (Bounds(high=0.9), Interval(0.9, 0.9), True),
        (Bounds(high=0.9, open_high=True), Interval(0.9, 0.9), False),
        (Bounds(high=0.9), Interval(0.9, NEVER), None),
        (Bounds(high=0.9, open_high=True), Interval(0.9, NEVER), False),
        (Bounds(high=0.9), Interval(0.8, 1.0), None),
        (Bounds(high=0.9), Interval(0.0, 0.9), True),
        (Bounds(high=0.9, open_high=True), Interval(0.0, 0.9), None),
        (Bounds(low=5), Interval(5, NEVER), True),
        (Bounds(low=5, open_low=True), Interval(5, NEVER), None),
        (Bounds(low=5), Interval(0, 5), None),
        (Bounds(low=5, open_low=True), Interval(0, 5), False),
        (Bounds(low=3, high=4), Interval(3, 4), True),
        (Bounds(low=3, high=4), Interval(3, 5), None),
        (Bounds(low=3, high=4), Interval(5, 9), False),
    ],
)
def test_a_span_is_within_bounds_for_all_of_it_for_none_or_for_some(
    bounds: Bounds, span: Interval, truth: bool | None
) -> None:
    assert bounds.holds(span) is truth


def test_a_number_computed_from_another_unit_hits_the_limit() -> None:
    assert 0.1 * 3 * 3 > 0.9
    assert Bounds(high=0.9).holds(exactly(0.1 * 3 * 3)) is True
    assert Bounds(low=0.9).holds(exactly(0.9 - 1e-12)) is True


def test_a_figure_to_the_right_edition_is_taken_before_a_bound() -> None:
    one_way = Accuracy("upr_um", exactly(0.7), "ISO 230-2:2014", "user")
    both_ways = Accuracy("repeatability_um", exactly(1.5), "ISO 230-2:2014", "text")
    found, why = figure(Axis("x", None, (both_ways, one_way)), "upr_um", "ISO 230-2:2014")
    assert found == one_way
    assert why == ""


def test_a_bound_is_derived_and_says_from_what() -> None:
    both_ways = Accuracy("repeatability_um", exactly(1.5), "ISO 230-2:2014", "text")
    found, _ = figure(Axis("x", None, (both_ways,)), "upr_um", "ISO 230-2:2014")
    assert found is not None
    assert (found.value, found.origin) == (Interval(0, 1.5), "derived")
    assert "bidirectional" in found.standard


def test_what_is_stated_to_another_edition_is_told() -> None:
    other = Accuracy("upr_um", exactly(0.7), "ISO 230-2:2006", "text")
    found, why = figure(Axis("x", None, (other,)), "upr_um", "ISO 230-2:2014")
    assert found is None
    assert why == "0.7 um is stated to ISO 230-2:2006, and only ISO 230-2:2014 counts"
