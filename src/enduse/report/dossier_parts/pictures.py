"""Charts of the page as pictures that stand alone: with their colours inside, and as PNG where SVG is not read."""

import re
from functools import cache
from importlib.resources import files

import typst

from enduse.report.dossier_parts.pieces import Picture
from enduse.report.figures.drawing import Charted, chart_svg

_OPENING = re.compile(r'<svg class="chart" viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')
_TOLD = re.compile(r"<desc [^>]*>(.*?)</desc>", re.DOTALL)
_SHEET = (
    b"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
    b'#image(bytes(sys.inputs.svg), format: "svg", width: 480pt)'
)
_DOTS_PER_INCH = 200.0


def picture(block: Charted) -> Picture:
    """The chart of a block, with nothing in it that leads elsewhere."""
    drawn = chart_svg(block)
    opening = _OPENING.match(drawn)
    if opening is None:
        raise ValueError(f"a chart begins with {drawn[:80]!r}, not as charts do")
    width, height = round(float(opening[1])), round(float(opening[2]))
    # Alone, a link of the page leads nowhere.
    body = re.sub(r'<a class="([^"]*)"[^>]*>', r'<g class="\1">', drawn[opening.end() :]).replace("</a>", "</g>")
    alone = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><style>{_style()}</style>{body}'
    )
    told = _TOLD.search(drawn)
    return Picture(alone, _plain(told[1]) if told else block.title, width, height)


@cache
def _style() -> str:
    """Of a page in daylight, on one line: it stands in every chart."""
    return " ".join((files("enduse.report") / "templates" / "chart.css").read_text(encoding="utf-8").split())


def _plain(text: str) -> str:
    for sign, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(sign, letter)
    return text


@cache
def png(svg: str) -> bytes:
    """The picture in dots, for programs that draw no SVG; equal pictures and fonts give equal bytes."""
    drawn = typst.compile(_SHEET, format="png", ppi=_DOTS_PER_INCH, sys_inputs={"svg": svg})
    if not isinstance(drawn, bytes):
        raise TypeError("the typesetter gave no single picture")
    return drawn
