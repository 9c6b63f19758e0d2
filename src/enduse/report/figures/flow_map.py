"""Value between countries as arcs between points: no coast lines, no tiles, nothing that must be fetched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sqrt

from enduse.report.figures.canvas import cut, keys, number, opener, opening, short, text_width, written
from enduse.report.figures.labels import Box, Plan
from enduse.report.model import DrawnBlock
from enduse.report.scenes import FlowMap, MapArc, MapPlace
from enduse.report.wording import amount

WIDTH, LEAST_HEIGHT, MOST_HEIGHT = 960, 260, 620
PAD_X, PAD_Y = 96, 46
MOST_ARCS = 60
"""Arcs that are drawn; the table holds the rest."""
_LEAST_DEGREES = 24.0
_VALUES = 8
_REACHES = (7, 12, 20, 32, 48, 66, 90, 120, 160)
_NAME_ROOM = 150


@dataclass(frozen=True)
class _View:
    """Degrees to units."""

    west: float
    north: float
    squeeze: float
    scale: float
    shift: tuple[float, float]
    height: float
    wrap: float

    def at(self, place: MapPlace) -> tuple[float, float]:
        return self.point(place.latitude, self.turned(place.longitude))

    def turned(self, longitude: float) -> float:
        """East of where the map is cut open."""
        return longitude + 360 if longitude < self.wrap else longitude

    def point(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = (longitude - self.west) * self.squeeze * self.scale + self.shift[0]
        return x, (self.north - latitude) * self.scale + self.shift[1]


def flow_map_svg(block: DrawnBlock, scene: FlowMap) -> str:
    """The map as one ``<svg>``; every arc opens its rows, every value stands in the block's table."""
    view = _view(scene.places)
    legend, high = keys(_legend(scene), WIDTH)
    size = (WIDTH, view.height + high)
    parts = [opening(block.id, size, block.title, _told(scene)), legend, f'<g transform="translate(0,{number(high)})">']
    parts += [*_graticule(view), *_drawn(scene, view)]
    return "".join([*parts, "</g></svg>"])


def _told(scene: FlowMap) -> str:
    first = scene.arcs[0]
    names = {it.code: it.name for it in scene.places}
    more = f" The {MOST_ARCS} widest are drawn." if len(scene.arcs) > MOST_ARCS else ""
    return (
        f"Map of value in {scene.unit} between {len(scene.places)} countries, {len(scene.arcs)} arcs.{more} The widest "
        f"runs from {names[first.source]} to {names[first.target]} with {amount(first.figure)}. The table below holds "
        "every value."
    )


def _legend(scene: FlowMap) -> Iterator[tuple[str, str]]:
    legs = {it.leg for it in scene.arcs}
    if "sent" in legs:
        yield '<path class="arc" d="M2,6 H24" stroke-width="4"/>', "from where it was shipped to its destination"
    if "made" in legs:
        yield '<path class="arc made" d="M2,6 H24" stroke-width="2"/>', "from where it was made to where it was shipped"


def _view(places: Sequence[MapPlace]) -> _View:
    """The cut lies in the widest empty span of longitudes, so that no arc runs around the world."""
    ordered = sorted({it.longitude for it in places})
    gaps = [(ordered[0] + 360 - ordered[-1], ordered[0])]
    gaps += [(b - a, b) for a, b in zip(ordered, ordered[1:], strict=False)]
    wrap = max(gaps)[1]
    turned = [it.longitude + 360 if it.longitude < wrap else it.longitude for it in places]
    north, south = max(it.latitude for it in places), min(it.latitude for it in places)
    squeeze = max(0.35, cos(radians((north + south) / 2)))
    wide = max((max(turned) - min(turned)) * squeeze, _LEAST_DEGREES)
    high = max(north - south, _LEAST_DEGREES / 3)
    scale = min((WIDTH - 2 * PAD_X) / wide, (MOST_HEIGHT - 2 * PAD_Y) / high)
    height = max(LEAST_HEIGHT, high * scale + 2 * PAD_Y)
    across = (max(turned) - min(turned)) * squeeze * scale
    down = (north - south) * scale
    shift = ((WIDTH - across) / 2, (height - down) / 2)
    return _View(min(turned), north, squeeze, scale, shift, height, wrap)


def _graticule(view: _View) -> Iterator[str]:
    """Degrees every thirty or ten: enough to see what lies where."""
    step = 10 if view.scale > 9 else 20 if view.scale > 5 else 30
    for latitude in range(-90, 91, step):
        y = view.point(latitude, view.west)[1]
        if 4 < y < view.height - 4:
            name = f"{abs(latitude)}° {'N' if latitude > 0 else 'S'}" if latitude else "Equator"
            yield f'<path class="grid" d="M0,{number(y)} H{WIDTH}"/>{written(2, y - 3, name, "tick faint")}'
    for longitude in range(-540, 541, step):
        x = view.point(0, longitude)[0]
        if 4 < x < WIDTH - 4:
            yield f'<path class="grid" d="M{number(x)},0 V{number(view.height)}"/>'


def _drawn(scene: FlowMap, view: _View) -> Iterator[str]:
    """Arcs, then points, then labels: what is read lies on top."""
    spots = {it.code: view.at(it) for it in scene.places}
    most = scene.arcs[0].figure.value or 1.0
    curves = [(it, _curve(spots[it.source], spots[it.target])) for it in scene.arcs[:MOST_ARCS]]
    for arc, curve in reversed(curves):
        wide = 1.2 + 9 * sqrt(max(0.0, arc.figure.value) / most)
        yield opener(arc.figure, _arc(arc, curve, wide), "fig")
    plan = Plan(Box(2, 2, WIDTH - 2, view.height - 2))
    plan.taken += [Box(x - 5, y - 5, x + 5, y + 5) for x, y in spots.values()]
    for code in spots:
        x, y = spots[code]
        yield f'<circle class="spot" cx="{number(x)}" cy="{number(y)}" r="4"/>'
    weights = {code: sum(it.figure.value for it in scene.arcs if code in (it.source, it.target)) for code in spots}
    names = {it.code: it.name for it in scene.places}
    for code in sorted(spots, key=lambda it: (-weights[it], it)):
        yield from _label(plan, spots[code], cut(names[code], _NAME_ROOM))
    for arc, curve in curves[:_VALUES]:
        yield from _value(plan, arc, curve)


def _label(plan: Plan, at: tuple[float, float], said: str) -> Iterator[str]:
    """The name next to its point, farther away with a line to it where there is no room; last of all none."""
    box = plan.place(at, (text_width(said) + 2, 15), _REACHES)
    if box is None:
        return
    x, y = box.left + 1, box.bottom - 3.5
    if hypot((box.left + box.right) / 2 - at[0], (box.top + box.bottom) / 2 - at[1]) > 26 + text_width(said) / 2:
        near = min(max(at[0], box.left), box.right), min(max(at[1], box.top), box.bottom)
        yield f'<path class="leader" d="M{number(at[0])},{number(at[1])} L{number(near[0])},{number(near[1])}"/>'
    yield written(x, y, said, "halo")


def _value(plan: Plan, arc: MapArc, curve: tuple[tuple[float, float], ...]) -> Iterator[str]:
    said = short(arc.figure.value)
    (x0, y0), (cx, cy), (x1, y1) = curve
    middle = (x0 + 2 * cx + x1) / 4, (y0 + 2 * cy + y1) / 4
    box = plan.place(middle, (text_width(said, 11.5) + 2, 14), (-7, -2, 2, 6, 12))
    if box:
        yield written(box.left + 1, box.bottom - 3, said, "value halo")


def _curve(start: tuple[float, float], end: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """Bent to the left of its way, so that there and back part."""
    (x0, y0), (x1, y1) = start, end
    length = hypot(x1 - x0, y1 - y0) or 1.0
    bend = min(90.0, 0.22 * length)
    side = (y1 - y0) / length, -(x1 - x0) / length
    control = (x0 + x1) / 2 + side[0] * bend, (y0 + y1) / 2 + side[1] * bend
    return start, control, end


def _arc(arc: MapArc, curve: tuple[tuple[float, float], ...], wide: float) -> str:
    (x0, y0), (cx, cy), (x1, y1) = curve
    length = hypot(x1 - cx, y1 - cy) or 1.0
    along = (x1 - cx) / length, (y1 - cy) / length
    head = 5 + wide
    tip = x1 - along[0] * 5, y1 - along[1] * 5
    foot = tip[0] - along[0] * head, tip[1] - along[1] * head
    half = 2.5 + wide * 0.75
    corners = (
        tip,
        (foot[0] - along[1] * half, foot[1] + along[0] * half),
        (foot[0] + along[1] * half, foot[1] - along[0] * half),
    )
    path = f"M{number(x0)},{number(y0)} Q{number(cx)},{number(cy)} {number(foot[0])},{number(foot[1])}"
    points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    made = " made" if arc.leg == "made" else ""
    return (
        f'<path class="arc{made}" d="{path}" stroke-width="{number(wide)}"/>'
        f'<polygon class="tip{made}" points="{points}"/>'
    )
