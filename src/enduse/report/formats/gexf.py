"""GEXF 1.3 for Gephi: a directed network whose edges have the spans in which they held."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from enduse.report.network_model import Network, NetworkEdge, NetworkNode, cited_text, printable

NAMESPACE = "http://gexf.net/1.3"

_NODE = {"kind": "string", "country": "string", "names": "string", "numbers": "string", "listed": "string"}
_EDGE = {
    **{"kind": "string", "value_usd": "double", "lines": "long", "lines_with_value": "long"},
    **{"share_low": "double", "share_high": "double", "register": "string", "note": "string", "rows": "string"},
}


def write_gexf(network: Network, path: Path) -> None:
    """Write the network, an element a line.

    The weight of an edge is the number of its rows; its value is an attribute. Last days are inclusive, as the format
    has them.
    """
    with etree.xmlfile(str(path), encoding="utf-8") as file:
        file.write_declaration()
        with file.element("gexf", {"version": "1.3"}, nsmap={None: NAMESPACE}):
            _meta(file, network)
            form = {"defaultedgetype": "directed", "mode": "dynamic", "idtype": "string"}
            with file.element("graph", {**form, "timeformat": "date", "timerepresentation": "interval"}):
                _columns(file, "node", _NODE)
                _columns(file, "edge", _EDGE)
                with file.element("nodes"):
                    for node in network.nodes:
                        _put(file, _node(node))
                with file.element("edges"):
                    for edge in network.edges:
                        _put(file, _edge(edge))


def _put(file: Any, element: etree._Element) -> None:
    file.write("\n", element)


def _meta(file: Any, network: Network) -> None:
    meta = etree.Element("meta")
    _child(meta, "creator").text = f"enduse {network.made.engine}"
    told = (f"{it.name} sha256:{it.sha256} {it.publisher} {it.licence} {it.sensitivity}" for it in network.sources)
    _child(meta, "description").text = printable("; ".join((str(network.made), *told)))
    _put(file, meta)


def _columns(file: Any, of: str, columns: Mapping[str, str]) -> None:
    element = etree.Element("attributes", {"class": of, "mode": "static"})
    for title, kind in columns.items():
        _child(element, "attribute", id=title, title=title, type=kind)
    _put(file, element)


def _node(node: NetworkNode) -> etree._Element:
    element = etree.Element("node", {"id": node.id, "label": printable(node.name)})
    numbers = (f"{it.scheme}:{it.value}" if it.scheme else it.value for it in node.numbers)
    values = {
        "kind": node.kind,
        "country": node.country,
        "names": " | ".join(node.names),
        "numbers": " | ".join(numbers),
        "listed": " | ".join(map(str, node.listed)),
    }
    _values(element, values)
    return element


def _edge(edge: NetworkEdge) -> etree._Element:
    ends = {"id": edge.id, "source": edge.source, "target": edge.target, "kind": edge.kind, "label": edge.kind}
    element = etree.Element("edge", {**ends, "weight": f"{max(1, edge.lines)}"})
    stake = edge.stake
    values = {
        "kind": edge.kind,
        "value_usd": edge.value_usd,
        "lines": edge.lines,
        "lines_with_value": edge.valued,
        "share_low": stake.low if stake else None,
        "share_high": stake.high if stake else None,
        "register": stake.register if stake else "",
        "note": stake.note if stake else "",
        "rows": cited_text(edge.cited),
    }
    _values(element, values)
    if spells := [it for it in edge.spells if it.start or it.last]:
        parent = _child(element, "spells")
        for spell in spells:
            days = {"start": spell.start, "end": spell.last}
            _child(parent, "spell", **{word: day.isoformat() for word, day in days.items() if day})
    return element


def _values(element: etree._Element, values: Mapping[str, Any]) -> None:
    told = {key: it for key, it in values.items() if it not in (None, "")}
    if told:
        parent = _child(element, "attvalues")
        for key, it in told.items():
            _child(parent, "attvalue", **{"for": key, "value": printable(str(it))})


def _child(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, name, attributes)
