"""The charts of a dossier as one drawing."""

from pathlib import Path
from xml.etree import ElementTree

from enduse.report.formats.svg import svg
from enduse.report.model import Dossier, TableBlock

SVG = "{http://www.w3.org/2000/svg}"


def test_it_holds_every_chart_under_its_title_and_none_over_another(vektor: Dossier, tmp_path: Path) -> None:
    svg.write(vektor, tmp_path / "x.svg")
    root = ElementTree.parse(tmp_path / "x.svg").getroot()
    charts = root.findall(f"{SVG}svg")
    wanted = [it.title for it in vektor.blocks if not isinstance(it, TableBlock)]
    assert [it.text for it in root.findall(f"{SVG}text")] == wanted
    assert len(charts) == len(wanted)
    spans = [(float(it.get("y", 0)), float(it.get("height", 0))) for it in charts]
    for (top, height), (below, _) in zip(spans, spans[1:], strict=False):
        assert top + height <= below
    assert spans[-1][0] + spans[-1][1] <= float(root.get("height", 0))


def test_names_of_strangers_are_text_and_nothing_leads_elsewhere(vektor: Dossier, tmp_path: Path) -> None:
    svg.write(vektor, tmp_path / "x.svg")
    said = (tmp_path / "x.svg").read_text(encoding="utf-8")
    assert "<script" not in said
    assert "href" not in said
