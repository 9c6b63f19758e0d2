"""A network of parties on an oval: names stand outside, one below the other, so that none covers another."""

from collections.abc import Iterator, Mapping, Sequence
from math import hypot, sqrt

from enduse.report.figures.canvas import cut, keys, number, opener, opening, text, text_width, written
from enduse.report.model import DrawnBlock
from enduse.report.scenes import Knot, Thread, Web
from enduse.report.wording import amount

WIDTH, MIDDLE = 960, 480
ROW = 19
_ACROSS = 190
_KINDS: Mapping[str, tuple[str, str]] = {
    "goods": ("thread", "goods, as wide as their value"),
    "contract": ("thread contract", "contract with another than the sender"),
    "money": ("thread money", "payments"),
    "ownership": ("thread owns", "owns, directs, kin"),
}

_Spots = Mapping[str, tuple[float, float]]


def web_svg(block: DrawnBlock, scene: Web) -> str:
    """The network as one ``<svg>``; every line opens its rows, every value stands in the block's table."""
    left, right = (_ordered(scene, side) for side in ("left", "right"))
    tall = max(len(left), len(right), 5) * ROW + 56
    spots = {**_placed(left, -1, tall), **_placed(right, 1, tall)}
    centre = next((it for it in scene.knots if it.side == "centre"), None)
    if centre:
        spots[centre.id] = (MIDDLE, tall / 2)
    legend, high = keys(_legend(scene), WIDTH)
    parts = [opening(block.id, (WIDTH, tall + high), block.title, _told(scene)), legend]
    parts += [f'<g transform="translate(0,{number(high)})">', *_threads(scene.threads, spots, centre)]
    parts += [_knot(it, spots[it.id]) for it in scene.knots if it.side != "centre"]
    if centre:
        parts.append(_centre(centre, spots[centre.id]))
    return "".join([*parts, "</g></svg>"])


def _told(scene: Web) -> str:
    first = scene.threads[0]
    names = {it.id: it.name for it in scene.knots}
    listed = sum(it.listed for it in scene.knots)
    return (
        f"Network of {len(scene.knots)} parties with {len(scene.threads)} ties; {listed} probably stand on a list. The "
        f"widest tie runs from {names[first.source]} to {names[first.target]}: {amount(first.figure)}. The table below "
        "holds every tie."
    )


def _legend(scene: Web) -> Iterator[tuple[str, str]]:
    used = {it.kind for it in scene.threads}
    for kind, (look, words) in _KINDS.items():
        if kind in used:
            yield f'<path class="{look}" d="M2,6 H26" stroke-width="2.4"/>', words
    if any(it.listed for it in scene.knots):
        yield (
            '<circle class="ring" cx="14" cy="6" r="6"/><circle class="spot" cx="14" cy="6" r="3.5"/>',
            ("probably on a list"),
        )


def _ordered(scene: Web, side: str) -> list[Knot]:
    """One below the other so that those who deal with the same stand near each other; the largest in the middle."""
    own = [it for it in scene.knots if it.side == side]
    return [*reversed(own[1::2]), *own[::2]]


def _placed(knots: Sequence[Knot], side: int, tall: float) -> dict[str, tuple[float, float]]:
    top = tall / 2 - (len(knots) - 1) * ROW / 2
    placed = {}
    for at, it in enumerate(knots):
        y = top + at * ROW
        high = (y - tall / 2) / (tall / 2)
        placed[it.id] = (MIDDLE + side * (70 + (_ACROSS - 70) * sqrt(max(0.0, 1 - high * high))), y)
    return placed


def _threads(threads: Sequence[Thread], spots: _Spots, centre: Knot | None) -> Iterator[str]:
    between: dict[frozenset[str], list[str]] = {}
    for it in threads:
        between.setdefault(frozenset((it.source, it.target)), []).append(it.figure.id)
    for it in reversed(threads):
        look = _KINDS[it.kind][0]
        wide = 1.1 + 6.5 * sqrt(it.weight)
        own = between[frozenset((it.source, it.target))]
        aside = 5.0 * (own.index(it.figure.id) - (len(own) - 1) / 2)
        ends = _aside(spots[it.source], spots[it.target], aside)
        path, tip = _path(*ends, straight=centre is not None and centre.id in (it.source, it.target))
        shape = f'<path class="{look}" d="{path}" stroke-width="{number(wide)}"/>'
        yield opener(it.figure, shape + _arrow(*tip, look), "fig")


def _aside(
    start: tuple[float, float], end: tuple[float, float], by: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Both ends moved across the way, so that several ties of one pair lie side by side."""
    (x0, y0), (x1, y1) = sorted((start, end))
    length = hypot(x1 - x0, y1 - y0) or 1.0
    dx, dy = -(y1 - y0) / length * by, (x1 - x0) / length * by
    return (start[0] + dx, start[1] + dy), (end[0] + dx, end[1] + dy)


def _path(
    start: tuple[float, float], end: tuple[float, float], straight: bool
) -> tuple[str, tuple[tuple[float, float], tuple[float, float]]]:
    """The way of a line, and where its arrow stands: a point and a direction."""
    (x0, y0), (x1, y1) = start, end
    if straight:
        at = (x0 + 0.6 * (x1 - x0), y0 + 0.6 * (y1 - y0))
        return f"M{number(x0)},{number(y0)} L{number(x1)},{number(y1)}", (at, (x1 - x0, y1 - y0))
    control = (MIDDLE + (x0 + x1 - 2 * MIDDLE) * 0.1, (y0 + y1) / 2)
    near, far = (
        [0.16 * a + 0.48 * c + 0.36 * b for a, c, b in zip(start, control, end, strict=True)],
        ([0.8 * (c - a) + 1.2 * (b - c) for a, c, b in zip(start, control, end, strict=True)]),
    )
    path = f"M{number(x0)},{number(y0)} Q{number(control[0])},{number(control[1])} {number(x1)},{number(y1)}"
    return path, ((near[0], near[1]), (far[0], far[1]))


def _arrow(at: tuple[float, float], way: tuple[float, float], look: str) -> str:
    length = hypot(*way) or 1.0
    dx, dy = way[0] / length, way[1] / length
    corners = (
        (at[0] + dx * 6, at[1] + dy * 6),
        (at[0] - dx * 4 - dy * 4.5, at[1] - dy * 4 + dx * 4.5),
        (at[0] - dx * 4 + dy * 4.5, at[1] - dy * 4 - dx * 4.5),
    )
    points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    return f'<polygon class="tip {look}" points="{points}"/>'


def _knot(knot: Knot, at: tuple[float, float]) -> str:
    x, y = at
    right = knot.side == "right"
    room = (WIDTH - x if right else x) - 30
    code = f" {knot.country}" if knot.country else ""
    said = cut(knot.name, room - text_width(code))
    ring = f'<circle class="ring" cx="{number(x)}" cy="{number(y)}" r="7"/>' if knot.listed else ""
    place = f'x="{number(x + (11 if right else -11))}" y="{number(y)}" dy="4"'
    anchor = "" if right else ' text-anchor="end"'
    words = f'<text class="halo" {place}{anchor}>{text(said)}<tspan class="tick">{text(code)}</tspan></text>'
    return (
        f'<g class="knot"><title>{text(knot.name)}</title>{ring}'
        f'<circle class="spot" cx="{number(x)}" cy="{number(y)}" r="4"/>{words}</g>'
    )


def _centre(knot: Knot, at: tuple[float, float]) -> str:
    said = cut(knot.name, 190)
    wide = text_width(said) + 24
    x, y = at
    ring = " listed" if knot.listed else ""
    box = f'<rect class="card own{ring}" x="{number(x - wide / 2)}" y="{number(y - 16)}" width="{number(wide)}"'
    return (
        f'<g class="knot"><title>{text(knot.name)}</title>{box} height="32" rx="4"/>'
        f"{written(x, y + 4, said, 'strong', 'middle')}</g>"
    )
