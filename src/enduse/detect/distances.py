"""How long a way is, from one country's point to another's, and which countries border on each other."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

_EARTH_KM = 6371.0

NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    "RU": ("AZ", "CN", "GE", "KZ", "MN"),
    "BY": (),
}
"""Countries with a land border to the destination that published guidance names as stations on the way; members of the
European Union, Norway and Ukraine, which border on it too, are none."""


@cache
def country_points() -> Mapping[str, tuple[float, float]]:
    """Latitude and longitude in degrees by ISO alpha-2."""
    lines = files("enduse.data").joinpath("country_points.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and line[0] != "#"]
    return {code: (float(latitude), float(longitude)) for code, latitude, longitude, _place in rows[1:]}


@cache
def distance_km(start: str, end: str) -> float | None:
    """Length of the great circle between two countries' points; None where one of them is not known.

    >>> round(distance_km("DE", "RU"), -2)
    2000.0
    """
    points = country_points()
    if start not in points or end not in points:
        return None
    (north, east), (other_north, other_east) = (map(radians, points[it]) for it in (start, end))
    half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


def detour(origin: str, dispatch: str, destination: str) -> float | None:
    """The way by the country of dispatch divided by the direct way, at least 1; None where a point is not known."""
    legs = (distance_km(origin, dispatch), distance_km(dispatch, destination), distance_km(origin, destination))
    if legs[0] is None or legs[1] is None or not legs[2]:
        return None
    return max(1.0, (legs[0] + legs[1]) / legs[2])
