"""GraphML: what Gephi, yEd and networkx read."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from enduse.report.formats.graphml import NAMESPACE, write_graphml
from enduse.report.network_model import Network, Spell


def q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


@pytest.fixture
def root(network: Network, tmp_path: Path) -> etree._Element:
    write_graphml(network, tmp_path / "n.graphml")
    return etree.parse(tmp_path / "n.graphml").getroot()


def data(element: etree._Element) -> dict[str, str | None]:
    return {it.get("key", "").partition("_")[2]: it.text for it in element.findall(q("data"))}


def test_every_datum_has_a_key_for_its_kind_of_element(root: etree._Element) -> None:
    keys = {it.get("id"): it.get("for") for it in root.iter(q("key"))}
    for of in ("graph", "node", "edge"):
        used = {it.get("key") for element in root.iter(q(of)) for it in element.findall(q("data"))}
        assert used
        assert {keys[it] for it in used} == {of}


def test_keys_stand_before_the_graph_and_ends_are_nodes(root: etree._Element) -> None:
    assert [etree.QName(it).localname for it in root][-1] == "graph"
    ids = {it.get("id") for it in root.iter(q("node"))}
    assert {end for it in root.iter(q("edge")) for end in (it.get("source"), it.get("target"))} <= ids


def test_an_edge_tells_first_and_last_day_all_spells_and_rows(root: etree._Element) -> None:
    trade, owned, _family = root.iter(q("edge"))
    told = data(trade)
    assert (told["start"], told["end"]) == ("2022-01-01", "2022-06-30")
    assert told["spells"] == "2022-01-01/2022-02-28 2022-06-01/2022-06-30"
    assert told["rows"] == f"lines.csv [2023] row 2-4,9 sha256:{'d' * 64}"
    assert data(owned)["start"] == "2021-05-01"
    assert "end" not in data(owned)


def test_hostile_names_are_text(root: etree._Element) -> None:
    assert data([*root.iter(q("node"))][1])["label"] == "Альфастан <script>&\ufffd"


def test_sources_stand_in_the_head(root: etree._Element) -> None:
    (graph,) = root.iter(q("graph"))
    assert f"lines.csv sha256:{'d' * 64} CC BY 4.0" in (data(graph)["sources"] or "")


def test_an_edge_that_still_holds_has_no_last_day_even_where_an_earlier_spell_has(
    network: Network, tmp_path: Path
) -> None:
    spells = (Spell(date(2020, 1, 1), date(2020, 2, 1)), Spell(date(2021, 5, 1), None))
    again = replace(network, edges=(replace(network.edges[1], spells=spells),))
    write_graphml(again, tmp_path / "n.graphml")
    (edge,) = etree.parse(tmp_path / "n.graphml").getroot().iter(q("edge"))
    assert data(edge)["start"] == "2020-01-01"
    assert "end" not in data(edge)
