"""Flows from layer to layer as ribbons as wide as their value."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enduse.report.figures.canvas import cut, number, opener, short, text
from enduse.report.model import FlowBlock, FlowLink, FlowNode

WIDTH, TOP, BOTTOM = 960, 34, 10
MARGIN = 230
"""Room for the labels right of the last layer."""
BAR, GAP, LEAST = 12, 16, 2.0
_SWEEPS = 6
_ROOM = 172


@dataclass(frozen=True)
class _Box:
    x: float
    y: float
    height: float
    value: float


def sankey_svg(block: FlowBlock) -> str:
    """The flow as one ``<svg>``; every ribbon opens its rows, every value stands in the block's table."""
    return "".join(_parts(block))


def _parts(block: FlowBlock) -> Iterator[str]:
    layers = _ordered(block)
    height = TOP + BOTTOM + max(len(it) for it in layers) * (GAP + 18) + 60
    boxes = _boxes(block, layers, height)
    yield f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{block.id}-t {block.id}-d">'
    yield f'<title id="{block.id}-t">{text(block.title)}</title><desc id="{block.id}-d">{text(_told(block))}</desc>'
    for at, title in enumerate(block.layers):
        yield f'<text class="layer" x="{number(_column(at, len(layers)))}" y="16">{text(title)}</text>'
    yield from _ribbons(block, boxes, layers)
    for layer in layers:
        for node in layer:
            yield _node(node, boxes[node])
    yield "</svg>"


def _told(block: FlowBlock) -> str:
    largest = block.links[0]
    return (
        f"Flow of value in {block.unit}: {', then '.join(it.lower() for it in block.layers)}. The largest ribbon runs "
        f"from {largest.source.name} to {largest.target.name}. The table below holds every value."
    )


def _column(layer: int, layers: int) -> float:
    return layer * (WIDTH - MARGIN - BAR) / (layers - 1)


def _ordered(block: FlowBlock) -> list[list[FlowNode]]:
    """Nodes of each layer, largest first, then swept so that ribbons cross little."""
    values = _values(block.links)
    layers = [
        sorted((it for it in values if it.layer == at), key=lambda it: (-values[it], it.name))
        for at in range(len(block.layers))
    ]
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        sequence = range(1, len(layers)) if down else range(len(layers) - 2, -1, -1)
        for at in sequence:
            fixed = {node: place for place, node in enumerate(layers[at - 1 if down else at + 1])}
            pull = {node: _pull(node, block.links, fixed, down) for node in layers[at]}
            layers[at] = sorted(layers[at], key=lambda it: (pull[it], -values[it], it.name))
    return layers


def _pull(node: FlowNode, links: Sequence[FlowLink], fixed: dict[FlowNode, int], down: bool) -> float:
    """Mean place of the neighbours, weighted by value."""
    near = [
        (fixed[it.source if down else it.target], it.figure.value)
        for it in links
        if (it.target if down else it.source) == node
    ]
    whole = sum(value for _, value in near)
    return sum(place * value for place, value in near) / whole if whole else 0.0


def _values(links: Sequence[FlowLink]) -> dict[FlowNode, float]:
    into: dict[FlowNode, float] = defaultdict(float)
    out: dict[FlowNode, float] = defaultdict(float)
    for link in links:
        out[link.source] += link.figure.value
        into[link.target] += link.figure.value
    return {node: max(into[node], out[node]) for node in sorted({*into, *out})}


def _boxes(block: FlowBlock, layers: Sequence[Sequence[FlowNode]], height: float) -> dict[FlowNode, _Box]:
    values = _values(block.links)
    room = min(height - TOP - BOTTOM - GAP * (len(layer) - 1) - LEAST * len(layer) for layer in layers)
    scale = room / max(sum(values[node] for node in layer) for layer in layers)
    boxes: dict[FlowNode, _Box] = {}
    for at, layer in enumerate(layers):
        used = sum(values[node] * scale + LEAST for node in layer) + GAP * (len(layer) - 1)
        y = TOP + (height - TOP - BOTTOM - used) / 2
        for node in layer:
            size = values[node] * scale + LEAST
            boxes[node] = _Box(_column(at, len(layers)), y, size, values[node])
            y += size + GAP
    return boxes


def _ribbons(block: FlowBlock, boxes: dict[FlowNode, _Box], layers: Sequence[Sequence[FlowNode]]) -> Iterator[str]:
    place = {node: at for layer in layers for at, node in enumerate(layer)}
    out: dict[FlowNode, float] = defaultdict(float)
    into: dict[FlowNode, float] = defaultdict(float)
    for link in sorted(block.links, key=lambda it: (it.source.layer, place[it.source], place[it.target])):
        source, target = boxes[link.source], boxes[link.target]
        left = max(0.6, link.figure.value / source.value * source.height)
        right = max(0.6, link.figure.value / target.value * target.height)
        y0, y1 = source.y + out[link.source], target.y + into[link.target]
        out[link.source] += left
        into[link.target] += right
        yield opener(link.figure, _ribbon((source.x + BAR, y0, left), (target.x, y1, right)), "fig ribbon")


def _ribbon(left: tuple[float, float, float], right: tuple[float, float, float]) -> str:
    (x0, y0, h0), (x1, y1, h1) = left, right
    bend = (x0 + x1) / 2
    a, b, c, d = (number(it) for it in (y0, y1, y1 + h1, y0 + h0))
    m, start, end = number(bend), number(x0), number(x1)
    return f'<path d="M{start},{a} C{m},{a} {m},{b} {end},{b} V{c} C{m},{c} {m},{d} {start},{d} Z"/>'


def _node(node: FlowNode, box: _Box) -> str:
    x, y = number(box.x + BAR + 5), number(box.y + box.height / 2)
    return (
        f'<g class="node"><title>{text(node.name)}</title>'
        f'<rect x="{number(box.x)}" y="{number(box.y)}" width="{BAR}" height="{number(box.height)}"/>'
        f'<text x="{x}" y="{y}" dy="4">{text(cut(node.name, _ROOM))} '
        f'<tspan class="value">{short(box.value)}</tspan></text></g>'
    )
