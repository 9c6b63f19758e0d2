"""The charts of a dossier as one drawing, one below the other, with their colours inside."""

from pathlib import Path

from enduse.report import export_format
from enduse.report.dossier_parts.pictures import picture
from enduse.report.figures.canvas import number, text
from enduse.report.model import Dossier, TableBlock

_WIDTH, _HEAD, _GAP = 960, 34, 36


@export_format(id="svg", suffix=".svg", title="drawing of its charts")
def svg(dossier: Dossier, path: Path) -> None:
    """Write the charts in reading order, each under its title; their figures stand in the tables of other formats."""
    parts: list[str] = []
    y = _GAP
    for block in (it for it in dossier.blocks if not isinstance(it, TableBlock)):
        drawn = picture(block)
        title = f"{block.title}: {block.stream}" if block.stream else block.title
        parts.append(_words(y, 15, 700, title))
        place = f'<svg x="0" y="{y + _HEAD - 18}" '
        parts.append(drawn.svg.replace("<svg ", place, 1))
        y += _HEAD + drawn.height + _GAP
    head = _words(24, 18, 700, dossier.subject.title)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{number(y + _GAP)}" '
        f'viewBox="0 {-_GAP} {_WIDTH} {number(y + _GAP)}"><rect y="{-_GAP}" width="100%" height="100%" fill="#ffffff"/>'
        f'<g transform="translate(0,{-_GAP})">{head}</g>{"".join(parts)}</svg>\n',
        encoding="utf-8",
        newline="\n",
    )


def _words(y: float, size: int, weight: int, said: str) -> str:
    look = f'font-family="sans-serif" font-size="{size}" font-weight="{weight}" fill="#1c2126"'
    return f'<text x="0" y="{number(y)}" {look}>{text(said)}</text>'
