"""GeoJSON of flows."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.report.formats.geojson import line, write_geojson
from enduse.report.network_model import Cited, CitedPlace, Flow, Made, Spell

POINTS = {"TW": (25.03, 121.57), "RU": (55.76, 37.62), "US": (38.9, -77.04)}
CITED = (Cited(CitedPlace("d" * 64, "lines.csv"), (2, 3)),)
SPELLS = (Spell(date(2022, 1, 1), date(2022, 3, 1)),)


def flow(start: str, end: str) -> Flow:
    return Flow("declarations", start, end, "TW", "import", "", "", SPELLS, 5.0, 2, CITED)


def written(tmp_path: Path, *flows: Flow) -> dict[str, Any]:
    write_geojson(flows, (), Made("1.0", 1, date(2024, 1, 1)), POINTS, tmp_path / "f.geojson")
    told: dict[str, Any] = json.loads((tmp_path / "f.geojson").read_text(encoding="utf-8"))
    return told


def test_a_flow_is_a_line_of_longitude_and_latitude_with_its_rows(tmp_path: Path) -> None:
    told = written(tmp_path, flow("TW", "RU"))

    *countries, way = told["features"]
    assert told["type"] == "FeatureCollection"
    assert [(it["id"], it["geometry"]["coordinates"]) for it in countries] == [
        ("RU", [37.62, 55.76]),
        ("TW", [121.57, 25.03]),
    ]
    assert way["geometry"] == {"type": "LineString", "coordinates": [[121.57, 25.03], [37.62, 55.76]]}
    assert way["properties"]["rows"] == [{"file": "lines.csv", "sha256": "d" * 64, "rows": "2-3"}]
    assert way["properties"]["last_on"] == "2022-02-28"


def test_a_flow_without_a_place_is_kept_without_geometry(tmp_path: Path) -> None:
    *_, way = written(tmp_path, flow("", "EU27_2020"))["features"]
    assert way["geometry"] is None
    assert way["properties"]["end"] == "EU27_2020"


@pytest.mark.parametrize(("start", "end", "side"), [("TW", "US", 180.0), ("US", "TW", -180.0)])
def test_a_line_over_the_pacific_is_cut_at_the_meridian(start: str, end: str, side: float) -> None:
    found = line(POINTS[start], POINTS[end])
    assert found is not None
    assert found["type"] == "MultiLineString"
    one, other = found["coordinates"]
    assert one[0] == [*reversed(POINTS[start])]
    assert other[1] == [*reversed(POINTS[end])]
    assert (one[1][0], other[0][0]) == (side, -side)
    assert one[1][1] == other[0][1]


SOMEWHERE = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(SOMEWHERE, SOMEWHERE)
def test_no_part_of_a_line_spans_more_than_half_the_world(start: tuple[float, float], end: tuple[float, float]) -> None:
    found = line(start, end)
    assert found is not None
    parts = found["coordinates"] if found["type"] == "MultiLineString" else [found["coordinates"]]
    assert all(abs(one[0] - other[0]) <= 180 for one, other in parts)
    assert all(-180 <= at[0] <= 180 and -90 <= at[1] <= 90 for part in parts for at in part)
