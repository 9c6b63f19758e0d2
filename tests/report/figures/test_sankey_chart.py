import re
import xml.etree.ElementTree as ET
from collections import defaultdict

from enduse.report.figures.sankey import sankey_svg
from enduse.report.model import Dossier, FlowBlock

SVG = "{http://www.w3.org/2000/svg}"


def flow(dossier: Dossier) -> tuple[FlowBlock, ET.Element]:
    block = next(it for it in dossier.blocks if isinstance(it, FlowBlock))
    return block, ET.fromstring(sankey_svg(block).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_every_ribbon_opens_its_figure(vektor: Dossier) -> None:
    block, root = flow(vektor)
    assert {it.get("href") for it in root.iter(f"{SVG}a")} == {f"#{it.figure.id}" for it in block.links}


def test_what_flows_into_a_place_flows_out_of_it(vektor: Dossier) -> None:
    block, _ = flow(vektor)
    into: dict[str, float] = defaultdict(float)
    out: dict[str, float] = defaultdict(float)
    for link in block.links:
        out[f"{link.source}"] += link.figure.value
        into[f"{link.target}"] += link.figure.value
    middle = set(into) & set(out)
    assert middle
    assert all(abs(into[it] - out[it]) < 1e-6 for it in middle)


def test_places_of_one_layer_do_not_overlap(vektor: Dossier) -> None:
    _, root = flow(vektor)
    columns: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for node in (it for it in root.iter(f"{SVG}g") if it.get("class") == "node"):
        rect = node.find(f"{SVG}rect")
        assert rect is not None
        y, height = float(str(rect.get("y"))), float(str(rect.get("height")))
        columns[str(rect.get("x"))].append((y, y + height))
    assert len(columns) == 4
    for spans in columns.values():
        ordered = sorted(spans)
        assert all(above[1] <= below[0] for above, below in zip(ordered, ordered[1:], strict=False))


def test_hostile_names_stay_text(vektor: Dossier) -> None:
    block, _ = flow(vektor)
    assert not re.search(r"<script|onmouseover=\"", sankey_svg(block))
