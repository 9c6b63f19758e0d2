"""GraphML for Gephi, yEd, Cytoscape and networkx: a directed network; two nodes may have several edges."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from enduse.report.network_model import Network, NetworkEdge, NetworkNode, cited_text, printable

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"

_GRAPH = {"made": "string", "sources": "string"}
_NODE = dict.fromkeys(("label", "kind", "country", "names", "numbers", "listed"), "string")
_EDGE = {
    **{"label": "string", "value_usd": "double", "lines": "long", "lines_with_value": "long"},
    **{"start": "string", "end": "string", "spells": "string", "share_low": "double", "share_high": "double"},
    **dict.fromkeys(("register", "note", "rows"), "string"),
}


def write_graphml(network: Network, path: Path) -> None:
    """Write the network, an element a line.

    GraphML has no spans: ``start`` is the first and ``end`` the last day of an edge, ``spells`` tells all of them.
    """
    with etree.xmlfile(str(path), encoding="utf-8") as file:
        file.write_declaration()
        with file.element("graphml", nsmap={None: NAMESPACE}):
            for of, columns in (("graph", _GRAPH), ("node", _NODE), ("edge", _EDGE)):
                for name, kind in columns.items():
                    words = {"id": f"{of}_{name}", "for": of, "attr.name": name, "attr.type": kind}
                    file.write("\n", etree.Element("key", words))
            with file.element("graph", {"id": "network", "edgedefault": "directed"}):
                sources = "; ".join(f"{it.name} sha256:{it.sha256} {it.licence}".strip() for it in network.sources)
                for data in _data("graph", {"made": str(network.made), "sources": sources}):
                    file.write("\n", data)
                for node in network.nodes:
                    file.write("\n", _node(node))
                for edge in network.edges:
                    file.write("\n", _edge(edge))


def _node(node: NetworkNode) -> etree._Element:
    element = etree.Element("node", {"id": node.id})
    told = {
        "label": node.name,
        "kind": node.kind,
        "country": node.country,
        "names": " | ".join(node.names),
        "numbers": " | ".join(f"{it.scheme}:{it.value}" if it.scheme else it.value for it in node.numbers),
        "listed": " | ".join(map(str, node.listed)),
    }
    element.extend(_data("node", told))
    return element


def _edge(edge: NetworkEdge) -> etree._Element:
    element = etree.Element("edge", {"id": edge.id, "source": edge.source, "target": edge.target})
    stake = edge.stake
    starts = [it.start for it in edge.spells]
    ends = [it.last for it in edge.spells]
    told = {
        "label": edge.kind,
        "value_usd": edge.value_usd,
        "lines": edge.lines,
        "lines_with_value": edge.valued,
        # An edge that began on no stated day has no first day, even where another of its spans has one.
        "start": min((it for it in starts if it), default=None) if None not in starts else None,
        "end": max((it for it in ends if it), default=None) if None not in ends else None,
        "spells": " ".join(f"{it.start or '..'}/{it.last or '..'}" for it in edge.spells),
        "share_low": stake.low if stake else None,
        "share_high": stake.high if stake else None,
        "register": stake.register if stake else "",
        "note": stake.note if stake else "",
        "rows": cited_text(edge.cited),
    }
    element.extend(_data("edge", told))
    return element


def _data(of: str, told: Mapping[str, Any]) -> Iterator[etree._Element]:
    for name, value in told.items():
        if value not in (None, ""):
            element = etree.Element("data", {"key": f"{of}_{name}"})
            element.text = printable(str(value))
            yield element
