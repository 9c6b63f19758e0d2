"""The series of a dossier as one Vega-Lite specification: data inside, nothing is loaded."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from enduse.model.period import first_day
from enduse.report import export_format
from enduse.report.model import Dossier, Figure, SeriesBlock

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""Names the dialect; programs know it by heart and do not fetch it."""

_WIDTH, _HEIGHT = 720, 240


@export_format(id="vl", suffix=".vl", title="Vega-Lite specification of the series")
def vega_lite(dossier: Dossier, path: Path) -> None:
    """Write one specification, a chart for each series, one under the other; each bar has the ids of its figures."""
    series = [it for it in dossier.blocks if isinstance(it, SeriesBlock)]
    usermeta = {
        "subject": dossier.subject.title,
        "engine": dossier.versions.engine,
        "ledger_version": dossier.versions.ledger,
        "sources": [{"name": it.name, "sha256": it.sha256} for it in dossier.sources],
    }
    spec = {"$schema": SCHEMA, "usermeta": {"enduse": usermeta}, "vconcat": [*map(chart, series)]}
    path.write_text(json.dumps(spec, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def chart(block: SeriesBlock) -> dict[str, Any]:
    """Stacked bars by month with a rule for each marker."""
    layers: list[dict[str, Any]] = [_bars(block)]
    if block.markers:
        layers += _markers(block)
    title = f"{block.title}: {block.stream}" if block.stream else block.title
    head = {"text": title, **({"subtitle": block.note} if block.note else {})}
    return {"name": block.id.replace("-", "_"), "title": head, "width": _WIDTH, "height": _HEIGHT, "layer": layers}


def _bars(block: SeriesBlock) -> dict[str, Any]:
    values = [
        _value(block.first + at, band.name, figure)
        for band in block.bands
        for at, figure in enumerate(band.values)
        if figure is not None
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "tooltip": True},
        "encoding": {
            "x": {"field": "month", "type": "temporal", "timeUnit": "utcyearmonth", "title": None},
            "y": {"field": "value", "type": "quantitative", "title": block.unit, "stack": "zero"},
            "color": {
                "field": "band",
                "type": "nominal",
                "title": None,
                "sort": [it.name for it in block.bands],
            },
        },
    }


def _value(month: int, band: str, figure: Figure) -> dict[str, Any]:
    return {"month": _text(first_day(month)), "band": band, "value": figure.value, "figure": figure.id}


def _markers(block: SeriesBlock) -> list[dict[str, Any]]:
    values = [
        {"on": _text(it.on), "label": it.label, **({"citation": it.citation} if it.citation else {})}
        for it in block.markers
    ]
    place = {"x": {"field": "on", "type": "temporal"}}
    words = {"type": "text", "align": "left", "baseline": "top", "dx": 3, "y": 0}
    return [
        {"data": {"values": values}, "mark": {"type": "rule", "strokeDash": [4, 3]}, "encoding": place},
        {
            "data": {"values": values},
            "mark": words,
            "encoding": {**place, "text": {"field": "label", "type": "nominal"}},
        },
    ]


def _text(day: date) -> str:
    return day.isoformat()
