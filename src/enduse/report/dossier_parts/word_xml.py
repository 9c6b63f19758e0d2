"""Pieces of a dossier as WordprocessingML text: quick where a table has ten thousand rows, and always well formed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import zip_longest

from enduse.report.dossier_parts.pieces import Heading, Passage, Picture, Points, Run, Runs, Sheet

TEXT_WIDTH = 9_410
"""Of a page between its margins, in twentieths of a point."""
_EMU = 635
"""Drawing units in a twentieth of a point."""
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_DRAWING_IN_WORD = f"{_DRAWING}/wordprocessingDrawing"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_LOOKS = {
    "plain": "",
    "bold": "<w:b/>",
    "soft": '<w:color w:val="565F68"/>',
    "code": "",
    "grade": '<w:rStyle w:val="DossierGrade"/>',
    "alert": '<w:rStyle w:val="DossierAlert"/>',
}
_STYLES = {
    "plain": "",
    "soft": "DossierNote",
    "sentence": "DossierSentence",
    "headline": "DossierFinding",
    "notice": "DossierNotice",
    "warning": "DossierWarning",
    "danger": "DossierDanger",
}
_RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+"
_RIGHT_TO_LEFT = re.compile(f"({_RTL}(?: +{_RTL})*)")


@dataclass
class Ink:
    """Writes runs and keeps the footnotes and bookmarks that it numbers.

    Attributes:
        notes: Text of each footnote and the anchor that it leads to, in order; the first has the number 1.
    """

    notes: list[tuple[str, str]] = field(default_factory=list)
    marks: int = 0

    def heading(self, it: Heading) -> str:
        """A heading of its level, with a bookmark."""
        side = f"  ({it.side})" if it.side else ""
        inner = self.marked(it.anchor, words(it.text) + (words(side, _LOOKS["soft"]) if side else ""))
        return f'<w:p><w:pPr><w:pStyle w:val="Heading{it.level}"/></w:pPr>{inner}</w:p>'

    def passage(self, it: Passage) -> str:
        """A paragraph in the style of its tone."""
        return paragraph(self.runs(it.runs), _STYLES[it.tone])

    def points(self, it: Points) -> str:
        """A list."""
        return "".join(paragraph(self.runs(item), "ListBullet") for item in it.items)

    def runs(self, runs: Runs) -> str:
        """Runs with their links and footnotes."""
        return "".join(self._run(it) for it in runs)

    def _run(self, run: Run) -> str:
        said = words(run.text, _LOOKS[run.look])
        if run.to:
            said = f'<w:hyperlink w:anchor="{bookmark(run.to)}" w:history="1">{said}</w:hyperlink>'
        if not run.note:
            return said
        self.notes.append((run.note, run.back))
        mark = f'<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{len(self.notes)}"/>'
        return f"{said}<w:r>{mark}</w:r>"

    def marked(self, anchor: str, inner: str) -> str:
        """Content that links can lead to."""
        self.marks += 1
        start = f'<w:bookmarkStart w:id="{self.marks}" w:name="{bookmark(anchor)}"/>'
        return f'{start}{inner}<w:bookmarkEnd w:id="{self.marks}"/>'

    def picture(self, it: Picture, held: str) -> str:
        """A picture as wide as the text; ``held`` is the relation under which the document holds its dots."""
        self.marks += 1
        wide = TEXT_WIDTH * _EMU
        size = f'cx="{wide}" cy="{wide * it.height // it.width}"'
        name = f'id="{self.marks}" name="chart {self.marks}" descr="{escape(it.told)}"'
        shape = (
            f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{held}" xmlns:r="{_RELATIONS}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect">'
            "<a:avLst/></a:prstGeom></pic:spPr></pic:pic>"
        )
        return paragraph(
            f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING_IN_WORD}"><wp:extent {size}/><wp:docPr {name}/>'
            f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">{shape}</a:graphicData>'
            "</a:graphic></wp:inline></w:drawing></w:r>",
            "DossierPicture",
        )

    def sheet(self, sheet: Sheet) -> str:
        """A table whose header is repeated on each page, and an empty line: Word joins tables that touch."""
        widths = [TEXT_WIDTH * it // sum(sheet.widths) for it in sheet.widths]
        grid = "".join(f'<w:gridCol w:w="{it}"/>' for it in widths)
        look = (
            '<w:tblPr><w:tblStyle w:val="DossierTable"/><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        )
        body = "".join(self._rows(sheet, widths))
        style = "DossierTiny" if sheet.tiny else "DossierCell"
        head = "".join(
            _cell(words(title, "<w:b/>"), (width, style, align))
            for title, width, align in zip(sheet.header, widths, sheet.aligns, strict=True)
        )
        first = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
        return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{first}{body}</w:tbl>{paragraph('', 'DossierGap')}"

    def _rows(self, sheet: Sheet, widths: list[int]) -> Iterator[str]:
        style = "DossierTiny" if sheet.tiny else "DossierCell"
        for row, anchor, below in zip_longest(sheet.rows, sheet.anchors, sheet.under):
            cells = [self.runs(it) for it in row]
            if anchor:
                cells[0] = self.marked(anchor, cells[0])
            told = "".join(
                _cell(it, (width, style, align)) for it, width, align in zip(cells, widths, sheet.aligns, strict=True)
            )
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{told}</w:tr>"
            if below:
                yield _below(" ¦ ".join(below), len(widths))


def _cell(inner: str, shape: tuple[int, str, str]) -> str:
    width, style, align = shape
    end = '<w:jc w:val="end"/>' if align == "right" else ""
    held = f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{end}</w:pPr>{inner}</w:p>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{held}</w:tc>'


def _below(text: str, columns: int) -> str:
    shape = f'<w:tcPr><w:tcW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:gridSpan w:val="{columns}"/></w:tcPr>'
    return f"<w:tr><w:tc>{shape}{paragraph(words(text, _LOOKS['soft']), 'DossierTiny')}</w:tc></w:tr>"


def paragraph(inner: str, style: str = "") -> str:
    """A paragraph around finished runs."""
    form = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{form}{inner}</w:p>"


def words(text: str, look: str = "") -> str:
    """A run of text; what is written from right to left is a run of its own that says so."""
    if _RIGHT_TO_LEFT.search(text) is None:
        return _one(text, look)
    parts = _RIGHT_TO_LEFT.split(text)
    return "".join(_one(it, f"{look}<w:rtl/>" if at % 2 else look) for at, it in enumerate(parts) if it)


def _one(text: str, look: str) -> str:
    form = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{form}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def bookmark(anchor: str) -> str:
    """The anchor as Word takes it: a letter first, no signs, at most 40 letters."""
    return re.sub(r"\W", "_", anchor, flags=re.ASCII)[:40]
