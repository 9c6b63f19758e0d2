"""Moments of several kinds of sources, one below the other, with a column of marks for each kind."""

from collections.abc import Iterator, Sequence
from datetime import date

from enduse.report.figures.canvas import cut, keys, number, opener, opening, text, text_width, written
from enduse.report.model import DrawnBlock
from enduse.report.scenes import Moment, Timeline

WIDTH, ROW, TOP = 960, 20, 12
MOST_ROWS = 60
"""Moments that are drawn; where there are more, the table holds the rest."""
_DAYS, _STEP = 168, 20
_LONG_DAYS = 200
"""Days between two moments from which on the space between them says how long."""
_MARKS = (
    '<circle class="tone-{n} mark" cx="{x}" cy="{y}" r="5"/>',
    '<rect class="tone-{n} mark" x="{l}" y="{t}" width="10" height="10"/>',
    '<path class="tone-{n} mark" d="M{x},{t} l6,10 h-12 z"/>',
    '<path class="tone-{n} mark" d="M{x},{t} l6,5 l-6,5 l-6,-5 z"/>',
    '<path class="tone-{n} mark" d="M{l},{t} h10 l-5,10 z"/>',
    '<rect class="tone-{n} mark" x="{l}" y="{y3}" width="10" height="6"/>',
)


def timeline_svg(block: DrawnBlock, scene: Timeline) -> str:
    """The timeline as one ``<svg>``; marks with rows open them, every moment stands in the block's table."""
    shown = _shown(scene.moments)
    legend, y = keys(((_mark(at, 14, 6), lane) for at, lane in enumerate(scene.lanes)), WIDTH)
    body, bottom = _body(shown, scene.lanes, y + TOP)
    title = opening(block.id, (WIDTH, bottom + 6), block.title, _told(scene, len(shown)))
    return "".join([title, legend, *body, "</svg>"])


def _told(scene: Timeline, shown: int) -> str:
    first, last = scene.moments[0], scene.moments[-1]
    left = len(scene.moments) - shown
    return (
        f"Timeline of {len(scene.moments)} moments from {first.on} to {last.on}, from {', '.join(scene.lanes).lower()}."
        f"{f' {left} of them stand in the table only.' if left else ''} First: {first.text}. Last: {last.text}. "
        "The table below holds every moment."
    )


def _shown(moments: Sequence[Moment]) -> list[Moment]:
    """All of them; of too many, of each kind of source as large a part, the first and the last of each among them."""
    if len(moments) <= MOST_ROWS:
        return list(moments)
    kept: set[int] = set()
    for lane in {it.lane for it in moments}:
        own = [at for at, it in enumerate(moments) if it.lane == lane]
        many = max(2, len(own) * MOST_ROWS // len(moments))
        kept |= {own[at * (len(own) - 1) // max(1, many - 1)] for at in range(min(many, len(own)))}
    return [moments[at] for at in sorted(kept)]


def _body(moments: Sequence[Moment], lanes: Sequence[str], y: float) -> tuple[list[str], float]:
    left = _DAYS + _STEP * len(lanes) + 10
    parts: list[str] = []
    rows: list[tuple[float, Moment]] = []
    before: date | None = None
    for it in moments:
        if gap := _gap(before, it):
            parts.append(written(_DAYS - 8, y + 3, gap, "tick small", "end"))
            parts.append(f'<path class="grid dotted" d="M{_DAYS},{number(y - 1)} H{WIDTH}"/>')
            y += ROW
        rows.append((y, it))
        before = it.start or it.end or before
        y += ROW
    first, last = (rows[0][0], rows[-1][0]) if rows else (y, y)
    rails = [
        f'<path class="grid" d="M{_DAYS + _STEP * (at + 0.5):.0f},{number(first - 8)} V{number(last + 8)}"/>'
        for at in range(len(lanes))
    ]
    return [*rails, *parts, *(part for at, it in rows for part in _row(at, it, lanes, left))], y


def _gap(before: date | None, it: Moment) -> str:
    at = it.start or it.end
    days = (at - before).days if before and at else 0
    if days < _LONG_DAYS:
        return ""
    months = round(days / 30.44)
    return f"{months} months later" if months < 24 else f"{days / 365.25:.1f} years later"


def _row(y: float, it: Moment, lanes: Sequence[str], left: float) -> Iterator[str]:
    lane = lanes.index(it.lane)
    mark = _mark(lane, _DAYS + _STEP * (lane + 0.5), y)
    yield written(_DAYS - 8, y + 4, it.on, "", "end")
    yield opener(it.figure, mark, "fig") if it.figure and it.figure.rows else mark
    cites = f" [{', '.join(it.cites)}]" if it.cites and all(len(cite) < 8 for cite in it.cites) else ""
    word = f" {it.confidence}"
    room = WIDTH - left - text_width(word + cites, 11)
    yield (
        f'<text x="{number(left)}" y="{number(y + 4)}">{text(cut(it.text, room))}'
        f'<tspan class="tick small">{text(cites + word)}</tspan></text>'
    )


def _mark(lane: int, x: float, y: float) -> str:
    shape = _MARKS[lane % len(_MARKS)]
    told = {"n": str(lane % 6), "x": number(x), "y": number(y), "l": number(x - 5), "t": number(y - 5)}
    return shape.format(**told, y3=number(y - 3))
