"""Vega-Lite: the series of a dossier with their data."""

import importlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from enduse.report.formats.vega_lite import vega_lite
from enduse.report.model import Dossier, SeriesBlock


def spec(dossier: Dossier, tmp_path: Path) -> dict[str, Any]:
    vega_lite.write(dossier, tmp_path / "s.vl")
    told: dict[str, Any] = json.loads((tmp_path / "s.vl").read_text(encoding="utf-8"))
    return told


def test_each_series_has_a_chart_with_all_its_figures(vektor: Dossier, tmp_path: Path) -> None:
    series = [it for it in vektor.blocks if isinstance(it, SeriesBlock)]
    charts = spec(vektor, tmp_path)["vconcat"]

    assert len(charts) == len(series) > 0
    for block, chart in zip(series, charts, strict=True):
        figures = {it.id: it.value for band in block.bands for it in band.values if it}
        assert {it["figure"]: it["value"] for it in chart["layer"][0]["data"]["values"]} == figures


def test_nothing_is_loaded_from_anywhere(vektor: Dossier, tmp_path: Path) -> None:
    def keys(part: Any) -> set[str]:
        if isinstance(part, dict):
            return {*part} | {key for it in part.values() for key in keys(it)}
        return {key for it in part for key in keys(it)} if isinstance(part, list) else set()

    assert "url" not in keys(spec(vektor, tmp_path))


def test_it_is_valid_by_the_published_schema(vektor: Dossier, tmp_path: Path) -> None:
    try:
        package = importlib.import_module("altair")
    except ImportError:
        pytest.skip("the package altair, which holds the schema of Vega-Lite, is not installed")
    path = Path(str(package.__file__)).parent / "vegalite/v6/schema/vega-lite-schema.json"
    jsonschema.validate(spec(vektor, tmp_path), json.loads(path.read_text(encoding="utf-8")))
