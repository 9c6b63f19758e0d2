"""GeoJSON (RFC 7946): flows of goods between countries as lines, countries as points.

A line joins one point of each country, not the places where goods passed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from enduse.report.network_model import Cited, Flow, Made, SourceTerms, rows_text

Points = Mapping[str, tuple[float, float]]
"""Country to latitude and longitude in degrees."""

Position = list[float]


def write_geojson(
    flows: Sequence[Flow], sources: Sequence[SourceTerms], made: Made, points: Points, path: Path
) -> None:
    """Write one feature a line; a flow that has no place (a country nobody names, a group) has no geometry."""
    used = sorted({code for it in flows for code in (it.start, it.end) if code in points})
    features = [_country(code, points) for code in used] + [_feature(it, points) for it in flows]
    told = [{"name": it.name, "sha256": it.sha256, "publisher": it.publisher, "licence": it.licence} for it in sources]
    head = json.dumps({"type": "FeatureCollection", "made": str(made), "sources": told}, ensure_ascii=False)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f'{head[:-1]}, "features": [\n')
        out.write(",\n".join(json.dumps(it, ensure_ascii=False) for it in features))
        out.write("\n]}\n")


def _country(code: str, points: Points) -> dict[str, Any]:
    latitude, longitude = points[code]
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "id": code, "geometry": point, "properties": {"kind": "country", "country": code}}


def _feature(flow: Flow, points: Points) -> dict[str, Any]:
    words = ("stream", "start", "end", "origin", "direction", "code", "publisher", "lines", "value_usd")
    told = {word: getattr(flow, word) for word in words}
    days = {"first_on": flow.spells[0].start, "last_on": flow.spells[-1].last} if flow.spells else {}
    return {
        "type": "Feature",
        "geometry": line(points.get(flow.start), points.get(flow.end)),
        "properties": {
            "kind": "flow",
            **{word: it for word, it in told.items() if it not in (None, "")},
            **{word: day.isoformat() for word, day in days.items() if day},
            "spells": [[it.isoformat() if it else None for it in (one.start, one.last)] for one in flow.spells],
            "rows": [*map(_cited, flow.cited)],
        },
    }


def _cited(cited: Cited) -> dict[str, str]:
    place = cited.place
    told = {"file": place.file, "sha256": place.sha256, "sheet": place.sheet, "rows": rows_text(cited.rows)}
    return {word: it for word, it in told.items() if it}


def line(start: tuple[float, float] | None, end: tuple[float, float] | None) -> dict[str, Any] | None:
    """A line between two points (latitude, longitude), cut where it crosses the 180th meridian; None without both."""
    if start is None or end is None:
        return None
    parts = list(_parts((start[1], start[0]), (end[1], end[0])))
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def _parts(start: tuple[float, float], end: tuple[float, float]) -> Iterator[list[Position]]:
    if abs(end[0] - start[0]) <= 180:
        yield [[*start], [*end]]
        return
    side = 180.0 if start[0] > 0 else -180.0
    beyond = end[0] + 2 * side
    north = round(start[1] + (end[1] - start[1]) * (side - start[0]) / (beyond - start[0]), 4)
    yield [[*start], [side, north]]
    yield [[-side, north], [*end]]
