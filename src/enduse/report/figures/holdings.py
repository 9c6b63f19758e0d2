"""Owners and directors from left to right; each relation has a lane of its own, so that no label covers another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from enduse.report.figures.canvas import cut, keys, number, opener, opening, text, text_width, written
from enduse.report.model import DrawnBlock
from enduse.report.scenes import Holder, Holding, Ownership

WIDTH = 960
LANE = 50
GAP, TOP = 14, 8
_CARD = 36


@dataclass(frozen=True)
class _Card:
    """Where a holder stands; ``lanes`` are the heights at which its relations run, one each."""

    x: float
    y: float
    width: float
    height: float

    def lane(self, at: int, lanes: int) -> float:
        return self.y + self.height * (at + 0.5) / lanes


def holdings_svg(block: DrawnBlock, scene: Ownership) -> str:
    """The chart as one ``<svg>``; every relation opens its rows, all of them stand in the block's table."""
    cards, tall = _cards(scene)
    legend, high = keys(_legend(scene), WIDTH)
    high += TOP
    parts = [opening(block.id, (WIDTH, tall + high), block.title, _told(scene)), legend]
    parts.append(f'<g transform="translate(0,{number(high)})">')
    parts += [*_lines(scene, cards), *(_card(it, cards[it.id]) for it in scene.holders)]
    return "".join([*parts, "</g></svg>"])


def _told(scene: Ownership) -> str:
    names = {it.id: it.name for it in scene.holders}
    own = next(it for it in scene.holders if it.step == 0)
    said = "; ".join(
        f"{names[it.owner]}: {it.said} of {names[it.owned]}{f', {it.dates}' if it.dates else ''}"
        for it in scene.holdings[:3]
    )
    more = len(scene.holdings) - 3
    return f"Owners and directors of {own.name}. {said}{f'; and {more} more in the table below' if more > 0 else ''}."


def _legend(scene: Ownership) -> Iterator[tuple[str, str]]:
    yield '<path class="hold" d="M2,6 H24"/>', "holds; left stands who owns or directs"
    if any(it.past for it in scene.holdings):
        yield '<path class="hold past" d="M2,6 H24"/>', "has ended"
    if any(it.listed for it in scene.holders):
        yield '<rect class="card listed" x="2" y="0" width="24" height="12" rx="2"/>', "probably on a list"


def _cards(scene: Ownership) -> tuple[dict[str, _Card], float]:
    """Cards by id, and how high the chart is; a card is as high as its lanes need."""
    steps = sorted({it.step for it in scene.holders})
    # Lanes hold the labels: they get what the cards leave.
    wide = {2: 300.0, 3: 190.0}.get(len(steps), 132.0)
    lane = (WIDTH - wide * len(steps)) / max(1, len(steps) - 1)
    columns = {step: [it for it in scene.holders if it.step == step] for step in steps}
    lanes = _lanes(scene)
    heights = {it.id: max(_CARD, LANE * lanes.get(it.id, 1)) for it in scene.holders}
    full = {step: sum(heights[it.id] + GAP for it in column) - GAP for step, column in columns.items()}
    tall = max(full.values())
    cards: dict[str, _Card] = {}
    for at, step in enumerate(steps):
        y = (tall - full[step]) / 2
        for it in columns[step]:
            cards[it.id] = _Card(at * (wide + lane), y, wide, heights[it.id])
            y += heights[it.id] + GAP
    return cards, tall + 8


def _outer(it: Holding, steps: Mapping[str, int]) -> str:
    """The end that is farther from the subject: there the label stands."""
    return it.owner if steps[it.owner] < 0 else it.owned


def _lanes(scene: Ownership) -> dict[str, int]:
    steps = {it.id: it.step for it in scene.holders}
    counts: dict[str, int] = {}
    for it in scene.holdings:
        outer = _outer(it, steps)
        counts[outer] = counts.get(outer, 0) + 1
    return counts


def _lines(scene: Ownership, cards: Mapping[str, _Card]) -> Iterator[str]:
    steps = {it.id: it.step for it in scene.holders}
    lanes = _lanes(scene)
    used: dict[str, int] = {}
    inner_order = _inner(scene, steps)
    for it in scene.holdings:
        outer = _outer(it, steps)
        inner = it.owned if outer == it.owner else it.owner
        y = cards[outer].lane(used.get(outer, 0), lanes[outer])
        used[outer] = used.get(outer, 0) + 1
        ends = inner_order[inner, outer == it.owner]
        target = cards[inner].lane(ends.index(it), len(ends))
        yield opener(it.figure, _line(it, (cards[it.owner], cards[it.owned]), (y, target), outer == it.owner), "fig")


def _inner(scene: Ownership, steps: Mapping[str, int]) -> dict[tuple[str, bool], list[Holding]]:
    """For each inner card and side the relations that end there, in their order."""
    found: dict[tuple[str, bool], list[Holding]] = {}
    for it in scene.holdings:
        outer = _outer(it, steps)
        inner = it.owned if outer == it.owner else it.owner
        found.setdefault((inner, outer == it.owner), []).append(it)
    return found


def _line(it: Holding, ends: tuple[_Card, _Card], heights: tuple[float, float], owner_outside: bool) -> str:
    """Level beside the outer card, where the label stands, then over to the inner one."""
    owner, owned = ends
    start, end = owner.x + owner.width, owned.x
    room = end - start
    flat = room * 0.84
    y, other = heights
    if owner_outside:
        path = f"M{number(start)},{number(y)} H{number(start + flat)} L{number(end - 6)},{number(other)}"
        left, tip = start + 6, other
    else:
        path = f"M{number(start)},{number(other)} L{number(end - flat)},{number(y)} H{number(end - 6)}"
        left, tip = end - flat + 2, y
    arrow = f'<polygon class="tip hold" points="{number(end)},{number(tip)} {number(end - 8)},{number(tip - 4)} '
    arrow += f'{number(end - 8)},{number(tip + 4)}"/>'
    past = " past" if it.past else ""
    said = _broken(it.said, flat - 6)
    words = "".join(
        written(left, y - 4 - 12 * (len(said) - 1 - at), line, "halo small") for at, line in enumerate(said)
    )
    words += written(left, y + 13, cut(it.dates, flat - 2), "tick halo small") if it.dates else ""
    return f'<path class="hold{past}" d="{path}"/>{arrow}{words}'


def _card(it: Holder, card: _Card) -> str:
    own = " own" if it.step == 0 else ""
    listed = " listed" if it.listed else ""
    middle = card.y + card.height / 2
    lines = _broken(it.name, card.width - 16)
    below = [it.country] if it.country and len(lines) == 1 else []
    top = middle - (len(lines) + len(below) - 1) * 7 + 4
    words = [written(card.x + 8, top + at * 14, line, "strong" if own else "") for at, line in enumerate(lines)]
    words += [written(card.x + 8, top + 14, code, "tick small") for code in below]
    return (
        f'<g class="knot"><title>{text(it.name)}</title><rect class="card{own}{listed}" x="{number(card.x)}" '
        f'y="{number(card.y)}" width="{number(card.width)}" height="{number(card.height)}" rx="3"/>{"".join(words)}</g>'
    )


def _broken(name: str, room: float) -> Sequence[str]:
    """On one line where it fits, else on two."""
    if text_width(name) <= room:
        return [name]
    words, first = name.split(), ""
    while words and text_width(f"{first} {words[0]}") <= room:
        first = f"{first} {words.pop(0)}".strip()
    return [cut(it, room) for it in (first, " ".join(words)) if it]
