"""Charts of the page as pictures that stand alone: with their colours inside, and as PNG where SVG is not read."""

import re
from functools import cache

import typst

from enduse.report.dossier_parts.pieces import Picture
from enduse.report.figures.sankey import sankey_svg
from enduse.report.figures.series import series_svg
from enduse.report.model import FlowBlock, SeriesBlock

TONES = ("#2f6690", "#d97742", "#8a9299", "#5b8c5a", "#8d6a9f", "#b59b3b")
"""Of the bands of a series, as on the page."""

_INK, _SOFT, _LINE, _DANGER = "#1c2126", "#565f68", "#d9dcdf", "#a3261b"
_FAMILIES = '"Libertinus Serif"'
_STYLE = (
    f".chart text{{font-family:{_FAMILIES};font-size:13px;fill:{_INK}}}"
    f".chart .tick{{fill:{_SOFT}}}.chart .layer{{fill:{_SOFT};font-weight:600}}"
    ".chart .value{font-weight:600;font-size:12px}"
    f".grid{{stroke:{_LINE}}}.axis{{stroke:{_SOFT}}}"
    ".shade{fill:#f1f3f4}.shade-1{fill:#d9dcdf;fill-opacity:.6}"
    f".marker path{{stroke:{_DANGER};stroke-width:1.3;stroke-dasharray:4 3;fill:none}}.marker circle{{fill:{_DANGER}}}"
    ".chart .marker text{fill:#ffffff;font-size:10.5px;font-weight:700}"
    ".ribbon path{fill:#2f6690;fill-opacity:.28}"
    f".node rect{{fill:{_INK}}}"
    ".node text{paint-order:stroke;stroke:#ffffff;stroke-width:2.4px;stroke-linejoin:round}"
    ".grain path{stroke:#ffffff;stroke-width:1.3;fill:none}.grain circle{fill:#ffffff}"
    + "".join(f".tone-{at}{{fill:{tone}}}" for at, tone in enumerate(TONES))
)
_OPENING = re.compile(r'<svg class="chart" viewBox="0 0 (\d+) (\d+)"[^>]*>')
_TOLD = re.compile(r"<desc [^>]*>(.*?)</desc>", re.DOTALL)
_SHEET = (
    b"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
    b'#image(bytes(sys.inputs.svg), format: "svg", width: 480pt)'
)
_DOTS_PER_INCH = 200.0


def picture(block: SeriesBlock | FlowBlock) -> Picture:
    """The chart of a block, with nothing in it that leads elsewhere."""
    drawn = series_svg(block) if isinstance(block, SeriesBlock) else sankey_svg(block)
    opening = _OPENING.match(drawn)
    if opening is None:
        raise ValueError(f"a chart begins with {drawn[:80]!r}, not as charts do")
    width, height = int(opening[1]), int(opening[2])
    # Alone, a link of the page leads nowhere.
    body = re.sub(r'<a class="([^"]*)"[^>]*>', r'<g class="\1">', drawn[opening.end() :]).replace("</a>", "</g>")
    alone = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><style>{_STYLE}</style>{body}'
    )
    told = _TOLD.search(drawn)
    return Picture(alone, _plain(told[1]) if told else block.title, width, height)


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
