"""Machines and what is recorded of them: a row of cards each, from left to right, broken where time is silent."""

from collections.abc import Iterator

from enduse.report.figures.canvas import cut, keys, number, opener, opening, text, written
from enduse.report.model import DrawnBlock
from enduse.report.scenes import ChainStep, Custody, MachineChain

WIDTH, IN_ROW = 960, 5
CARD_WIDTH, CARD_HEIGHT, BETWEEN = 152, 66, 50
_ROW = CARD_HEIGHT + 26
_TITLE = 30
LONG_GAP = 365
"""Days without a record that are drawn as a break."""


def custody_svg(block: DrawnBlock, scene: Custody) -> str:
    """The chains as one ``<svg>``; every card opens its row, all of them stand in the block's table."""
    legend, y = keys(_legend(scene), WIDTH)
    parts = []
    for machine in scene.machines:
        parts.append(f'<g transform="translate(0,{number(y)})">{"".join(_machine(machine))}</g>')
        y += _TITLE + _ROW * -(-len(machine.steps) // IN_ROW)
    return "".join([opening(block.id, (WIDTH, y), block.title, _told(scene)), legend, *parts, "</svg>"])


def _told(scene: Custody) -> str:
    out = [it for it in scene.machines if any(step.outside for step in it.steps)]
    first = scene.machines[0]
    steps = ", ".join(" ".join(filter(None, (it.on, it.what, it.where))) for it in first.steps[:4])
    return (
        f"Chains of custody of {len(scene.machines)} machines; {len(out)} of them are recorded where no record sends "
        f"them. {first.name}: {steps}. The table below holds every step."
    )


def _legend(scene: Custody) -> Iterator[tuple[str, str]]:
    steps = [step for it in scene.machines for step in it.steps]
    yield '<rect class="card" x="2" y="0" width="24" height="12" rx="2"/>', "a record"
    if any(it.outside for it in steps):
        yield '<rect class="card listed" x="2" y="0" width="24" height="12" rx="2"/>', "where no record sends it"
    if any((it.gap or 0) > LONG_GAP for it in steps):
        yield '<path class="hold past" d="M2,6 H24"/>', "more than a year without a record"


def _machine(machine: MachineChain) -> Iterator[str]:
    yield written(0, 16, cut(machine.name, WIDTH), "strong")
    for at, step in enumerate(machine.steps):
        x, y = (at % IN_ROW) * (CARD_WIDTH + BETWEEN), _TITLE + at // IN_ROW * _ROW - 4
        if at:
            yield _tie(step, x, y, new_row=at % IN_ROW == 0)
        yield opener(step.figure, _card(step, x, y), "fig")


def _tie(step: ChainStep, x: float, y: float, new_row: bool) -> str:
    """The way from the card before, with the days between."""
    broken = " past" if (step.gap or 0) > LONG_GAP else ""
    said = f"{step.gap:,} d" if step.gap is not None else ""
    middle = y + CARD_HEIGHT / 2
    if new_row:
        return f'<path class="hold{broken}" d="M{number(x + 14)},{number(y - 16)} V{number(y)}"/>' + (
            written(x + 20, y - 5, said, "tick small") if said else ""
        )
    start = x - BETWEEN
    arrow = f"{number(x)},{number(middle)} {number(x - 7)},{number(middle - 4)} {number(x - 7)},{number(middle + 4)}"
    return (
        f'<path class="hold{broken}" d="M{number(start)},{number(middle)} H{number(x - 6)}"/>'
        f'<polygon class="tip hold" points="{arrow}"/>'
        + (written(start + BETWEEN / 2 - 2, middle - 6, said, "tick small", "middle") if said else "")
    )


def _card(step: ChainStep, x: float, y: float) -> str:
    look = " listed" if step.outside else " doubted" if step.confidence in ("probable", "possible", "alleged") else ""
    day = f"{step.on or 'no day'} · {step.confidence}"
    lines = ((step.what, "strong"), (step.where or "country not stated", ""), (step.who, "small"), (day, "tick small"))
    words = "".join(
        written(x + 7, y + 15 + at * 15, cut(said, CARD_WIDTH - 12), look_of)
        for at, (said, look_of) in enumerate(lines)
        if said
    )
    told = ", ".join(filter(None, (step.what, step.where, step.who, step.on, step.doubt)))
    return (
        f"<title>{text(told)}</title>"
        f'<rect class="card{look}" x="{number(x)}" y="{number(y)}" width="{CARD_WIDTH}" height="{CARD_HEIGHT}" rx="3"/>'
        f"{words}"
    )
