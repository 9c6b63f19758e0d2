"""GEXF: what Gephi reads."""

import os
from pathlib import Path

import pytest
from lxml import etree

from enduse.report.formats.gexf import NAMESPACE, write_gexf
from enduse.report.network_model import Network

Tree = etree._ElementTree


def q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


@pytest.fixture
def tree(network: Network, tmp_path: Path) -> Tree:
    write_gexf(network, tmp_path / "n.gexf")
    return etree.parse(tmp_path / "n.gexf")


def values(element: etree._Element) -> dict[str, str]:
    return {it.get("for", ""): it.get("value", "") for it in element.iter(q("attvalue"))}


def test_the_graph_is_directed_and_has_intervals_of_days(tree: Tree) -> None:
    graph = tree.getroot().find(q("graph"))
    assert graph is not None
    assert {str(key): value for key, value in graph.attrib.items()} == {
        "defaultedgetype": "directed",
        "mode": "dynamic",
        "idtype": "string",
        "timeformat": "date",
        "timerepresentation": "interval",
    }


def test_each_spell_has_its_first_and_its_last_day(tree: Tree) -> None:
    trade, owned, family = tree.getroot().iter(q("edge"))
    assert [dict(it.attrib) for it in trade.iter(q("spell"))] == [
        {"start": "2022-01-01", "end": "2022-02-28"},
        {"start": "2022-06-01", "end": "2022-06-30"},
    ]
    assert [dict(it.attrib) for it in owned.iter(q("spell"))] == [{"start": "2021-05-01"}]
    assert [*family.iter(q("spells"))] == []


def test_an_edge_tells_value_and_rows(tree: Tree) -> None:
    told = values(next(tree.getroot().iter(q("edge"))))
    assert (told["value_usd"], told["lines"], told["lines_with_value"]) == ("1250000.5", "4", "3")
    assert told["rows"] == f"lines.csv [2023] row 2-4,9 sha256:{'d' * 64}"


def test_numbers_keep_their_zeros_and_hostile_names_are_text(tree: Tree) -> None:
    node = [*tree.getroot().iter(q("node"))][1]
    assert values(node)["numbers"] == "INN:0077012345 | 00123"
    assert node.get("label") == "Альфастан <script>&\ufffd"


def test_ends_and_columns_are_declared_and_ids_are_unique(tree: Tree) -> None:
    root = tree.getroot()
    ids = [it.get("id") for it in root.iter(q("node"))]
    assert len(set(ids)) == len(ids)
    assert {end for it in root.iter(q("edge")) for end in (it.get("source"), it.get("target"))} <= set(ids)
    for of in ("node", "edge"):
        (columns,) = (it for it in root.iter(q("attributes")) if it.get("class") == of)
        assert {key for it in root.iter(q(of)) for key in values(it)} <= {it.get("id") for it in columns}


def test_parts_stand_in_the_order_of_the_schema(tree: Tree) -> None:
    root = tree.getroot()
    assert [etree.QName(it).localname for it in root] == ["meta", "graph"]
    assert [etree.QName(it).localname for it in root[1]] == ["attributes", "attributes", "nodes", "edges"]


def test_it_is_valid_by_the_published_schema(tree: Tree) -> None:
    path = os.environ.get("ENDUSE_GEXF_XSD")
    if not path:
        pytest.skip("ENDUSE_GEXF_XSD names no copy of gexf.xsd (1.3, from github.com/gephi/gexf)")
    etree.XMLSchema(etree.parse(path)).assertValid(tree)


def test_the_same_network_gives_the_same_bytes(network: Network, tmp_path: Path) -> None:
    for name in "12":
        write_gexf(network, tmp_path / name)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
