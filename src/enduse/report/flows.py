"""Sections on routes: who sent how much through whom, from layer to layer."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from enduse.report.book import unit_of, worth
from enduse.report.frame import Frame
from enduse.report.lines import Line
from enduse.report.model import Cell, Column, FlowBlock, FlowLink, FlowNode, TableBlock
from enduse.report.movement import Heading

MOST_NODES = 8


@dataclass(frozen=True)
class Layer:
    """One layer of a flow: its title and the name of the node that a line passes through."""

    title: str
    name: Callable[[Line], str]


def flow_block(frame: Frame, heading: Heading, layers: Sequence[Layer], lines: Sequence[Line]) -> FlowBlock | None:
    """A Sankey over ``layers``; small nodes of a layer are drawn as one. None where no line has a value."""
    valued = [line for line in lines if line.value and line.value > 0]
    if not valued:
        return None
    namings = [_naming(layer, at, valued) for at, layer in enumerate(layers)]
    links: list[FlowLink] = []
    for left, right in zip(namings, namings[1:], strict=False):
        links += _links(frame, left, right, valued)
    unit = unit_of(valued)
    twin = _twin(heading, unit, layers, links)
    titles = tuple(layer.title for layer in layers)
    return FlowBlock(heading.id, heading.title, heading.note, unit, titles, tuple(links), twin, heading.stream)


Naming = Callable[[Line], FlowNode]


def _naming(layer: Layer, at: int, lines: Sequence[Line]) -> Naming:
    sums: dict[str, float] = defaultdict(float)
    for line in lines:
        sums[layer.name(line)] += line.value or 0.0
    ranked = sorted(sums, key=lambda name: (-sums[name], name))
    kept = set(ranked) if len(ranked) <= MOST_NODES else set(ranked[: MOST_NODES - 1])
    rest = f"{len(ranked) - len(kept)} others"

    def node(line: Line) -> FlowNode:
        name = layer.name(line)
        return FlowNode(at, name if name in kept else rest)

    return node


def _links(frame: Frame, left: Naming, right: Naming, lines: Sequence[Line]) -> list[FlowLink]:
    through: dict[tuple[FlowNode, FlowNode], list[Line]] = defaultdict(list)
    for line in lines:
        through[left(line), right(line)].append(line)
    ranked = sorted(through, key=lambda pair: (-worth(through[pair]), pair))
    return [FlowLink(*pair, frame.book.total(through[pair], f"{pair[0].name} to {pair[1].name}")) for pair in ranked]


def _twin(heading: Heading, unit: str, layers: Sequence[Layer], links: Sequence[FlowLink]) -> TableBlock:
    columns = (Column("From"), Column("To"), Column(f"Value, {unit}", "number"))
    rows: list[tuple[Cell, ...]] = [
        (f"{it.source.name} ({layers[it.source.layer].title.lower()})", _target(layers, it), it.figure) for it in links
    ]
    named = (f"{heading.id}-table", f"{heading.title}: the figures", "")
    return TableBlock(*named, columns, tuple(rows), "Lanes", heading.stream)


def _target(layers: Sequence[Layer], link: FlowLink) -> str:
    return f"{link.target.name} ({layers[link.target.layer].title.lower()})"
