"""What the charts share: escaping, scales, short labels."""

from collections.abc import Iterable
from html import escape
from math import ceil, floor, log10
from unicodedata import east_asian_width

from enduse.report.model import Figure
from enduse.report.wording import amount

PATTERNS = 6


def text(value: str) -> str:
    """``value`` safe inside an element or a quoted attribute."""
    return escape(value, quote=True)


def number(value: float) -> str:
    """A coordinate with at most one decimal, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def ticks(top: float, about: int = 4) -> list[float]:
    """Round values from 0 to at least ``top``, for gridlines."""
    if top <= 0:
        return [0.0, 1.0]
    rough = top / about
    size = 10.0 ** floor(log10(rough))
    step = next(size * it for it in (1, 2, 2.5, 5, 10) if size * it >= rough)
    return [step * at for at in range(ceil(top / step - 1e-9) + 1)]


def short(value: float) -> str:
    """``4.5 M``, ``120 k``: for axes and bars, where there is little room."""
    for size, word in ((1e9, " bn"), (1e6, " M"), (1e3, " k")):
        if abs(value) >= size:
            shown = f"{value / size:.1f}" if abs(value) < size * 100 else f"{value / size:.0f}"
            return shown.removesuffix(".0") + word
    return f"{value:.0f}"


def cut(label: str, room: float) -> str:
    """``label`` cut to about ``room`` units at the charts' letter size."""
    widths = [_width(letter) for letter in label]
    if sum(widths) <= room:
        return label
    kept, used = 0, _width("…")
    while used + widths[kept] <= room:
        used += widths[kept]
        kept += 1
    return f"{label[:kept].rstrip()}…"


def text_width(label: str, size: float = 12) -> float:
    """About how wide a text is, rather more than less."""
    return sum(map(_width, label)) * size / 12


def _width(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 12.0
    return 8.4 if letter.isupper() or letter in "mwMWшщжю" else 6.6


def opening(id: str, size: tuple[float, float], title: str, told: str) -> str:
    """The ``<svg>`` of a chart with what it shows, for those who cannot see it."""
    width, height = (number(it) for it in size)
    return (
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-t {id}-d">'
        f'<title id="{id}-t">{text(title)}</title><desc id="{id}-d">{text(told)}</desc>'
    )


def written(x: float, y: float, said: str, classes: str = "", anchor: str = "") -> str:
    """A text; ``anchor`` is ``middle`` or ``end``."""
    look = f' class="{classes}"' if classes else ""
    side = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{look} x="{number(x)}" y="{number(y)}"{side}>{text(said)}</text>'


def keys(entries: Iterable[tuple[str, str]], width: float) -> tuple[str, float]:
    """A legend as rows of shapes with words, and how high it is.

    Args:
        entries: A shape drawn in 26 by 12 units, and its words.
        width: Of the chart.
    """
    parts, x, y = [], 0.0, 0.0
    for shape, words in entries:
        wide = 34 + text_width(words) + 14
        if x and x + wide > width:
            x, y = 0.0, y + 18
        moved = f"translate({number(x)},{number(y)})"
        parts.append(f'<g transform="{moved}">{shape}{written(32, 10, words, "tick")}</g>')
        x += wide
    return "".join(parts), y + 24


def opener(figure: Figure, inner: str, classes: str) -> str:
    """A shape that opens the rows of ``figure``; its name and value are the tooltip.

    The table below each chart holds the same links, so shapes stay out of the tab order.
    """
    said = text(f"{figure.label}: {amount(figure)}")
    return f'<a class="{classes}" href="#{figure.id}" tabindex="-1"><title>{said}</title>{inner}</a>'


def patterns(prefix: str) -> str:
    """Fills that differ in form as well as in colour: ``url(#<prefix>-0)`` and so on."""
    forms = (
        "",
        '<path d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"/>',
        '<circle cx="2" cy="2" r="1.1"/><circle cx="6" cy="6" r="1.1"/>',
        '<path d="M0,4 h8"/>',
        '<path d="M4,0 v8"/>',
        '<path d="M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4"/>',
    )
    return "".join(
        f'<pattern id="{prefix}-{at}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect class="tone tone-{at}" width="8" height="8"/><g class="grain">{form}</g></pattern>'
        for at, form in enumerate(forms)
    )
