"""Lengths of ways between countries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.detect.distances import country_points, detour, distance_km

CODES = st.sampled_from(sorted(country_points()))


@pytest.mark.parametrize(
    ("start", "end", "km"), [("DE", "RU", 2_020), ("TW", "RU", 7_370), ("AE", "RU", 3_690), ("TR", "RU", 1_750)]
)
def test_known_distances_are_right_within_two_percent(start: str, end: str, km: float) -> None:
    assert distance_km(start, end) == pytest.approx(km, rel=0.02)


@given(CODES, CODES, CODES)
def test_distances_obey_the_triangle(one: str, other: str, third: str) -> None:
    there, back = distance_km(one, other), distance_km(other, one)
    first, second = distance_km(one, third), distance_km(third, other)

    assert there is not None
    assert back == pytest.approx(there)
    assert first is not None
    assert second is not None
    assert there <= first + second + 1e-6


def test_an_unknown_country_has_no_distance() -> None:
    assert distance_km("ZZ", "RU") is None
    assert detour("ZZ", "TR", "RU") is None


def test_the_direct_way_is_no_detour() -> None:
    assert detour("DE", "DE", "RU") == 1.0
