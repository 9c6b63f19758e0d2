"""A paper as a Word document, made of runs: no text of it is ever a field, a formula or markup."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from enduse.report.paper_parts.blocks import Asked, Block, Bullets, Fields, Grid, Heading, Paper, Signature, Words

_EASTERN = {"ko": "Malgun Gothic", "zh": "Microsoft YaHei", "ja": "Yu Gothic"}
_TAGS = {"en": "en-GB", "de": "de-DE", "ko": "ko-KR", "zh": "zh-CN", "ja": "ja-JP", "ru": "ru-RU"}
_LATIN = "Calibri"
_INK, _SOFT = RGBColor(0x1B, 0x1F, 0x24), RGBColor(0x5B, 0x65, 0x70)
_FILL = {"strong": "EEF3F8", "stop": "FBEAEA"}
_WIDTH_CM = 16.6
_ALL_SIDES = ("top", "left", "bottom", "right")
_DAY_ZERO = datetime(2000, 1, 1, tzinfo=UTC)


def as_docx(paper: Paper) -> bytes:
    """The paper, already cleaned; equal papers give equal bytes."""
    document = Document()
    _prepare(document, paper)
    title = document.add_paragraph()
    _run(title, paper.title, size=18, bold=True)
    for block in paper.blocks:
        _add(document, block)
    out = BytesIO()
    document.save(out)
    return without_clock(out.getvalue())


def _prepare(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    style = document.styles["Normal"]
    style.font.size, style.font.name, style.font.color.rgb = Pt(10.5), _LATIN, _INK
    style.paragraph_format.space_after = Pt(6)
    _fonts(style.element.get_or_add_rPr(), paper.language)
    for level, size in ((1, 13), (2, 11)):
        heading = document.styles[f"Heading {level}"]
        heading.font.size, heading.font.color.rgb, heading.font.name = Pt(size), _INK, _LATIN
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(4)
        _fonts(heading.element.get_or_add_rPr(), paper.language)
    told, at = document.core_properties, paper.at or _DAY_ZERO
    told.title, told.author, told.subject, told.language = paper.title[:255], paper.author[:255], paper.number[:255], ""
    told.created = told.modified = at.astimezone(UTC).replace(tzinfo=None)
    told.comments, told.last_modified_by, told.language = "", paper.author[:255], _TAGS[paper.language]
    _foot(section.footer.paragraphs[0], paper)


def _fonts(properties: Any, language: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), _LATIN)
    fonts.set(qn("w:eastAsia"), _EASTERN.get(language, "Microsoft YaHei"))
    tag = properties.find(qn("w:lang"))
    if tag is None:
        tag = OxmlElement("w:lang")
        properties.append(tag)
    tag.set(qn("w:val"), "en-GB" if language in _EASTERN else _TAGS[language])
    tag.set(qn("w:eastAsia"), _TAGS[language] if language in _EASTERN else "zh-CN")


def _foot(paragraph: Any, paper: Paper) -> None:
    if paper.foot:
        _run(paragraph, f"{paper.foot}  \u00b7  ", size=8, soft=True)
    before, _, rest = paper.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        _run(paragraph, text, size=8, soft=True)
        if field:
            _count(paragraph, field)


def _count(paragraph: Any, what: str) -> None:
    run = _run(paragraph, "", size=8, soft=True)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    paragraph._p.append(field)
    field.append(run._r)


def _run(paragraph: Any, text: str, *, size: float = 0, bold: bool = False, soft: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if soft:
        run.font.color.rgb = _SOFT
    return run


def _add(document: Any, block: Block) -> None:
    match block:
        case Heading(text, level):
            document.add_heading("", level).add_run(text)
        case Words():
            _words(document, block)
        case Fields(rows):
            _table(document, ("", ""), rows, (3, 7), heads=False)
        case Grid(header, rows, widths):
            _table(document, header, rows, widths)
        case Bullets(items, numbered):
            for at, it in enumerate(items, 1):
                _item(document, f"{at}." if numbered else "\u2013", it)
        case Asked():
            _asked(document, block)
        case Signature(labels):
            _sign(document, labels)


def _item(document: Any, mark: str, text: str) -> None:
    """Marks are written out: numbers of a list style run on from one list to the next."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.8), Cm(-0.8)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.8))
    _run(paragraph, f"{mark}\t{text}")


def _words(document: Any, block: Words) -> None:
    paragraph = document.add_paragraph()
    loud = block.tone in _FILL
    _run(
        paragraph, block.text, size=8.5 if block.tone == "small" else 0, bold=loud, soft=block.tone in ("note", "small")
    )
    if loud:
        _shade(paragraph._p.get_or_add_pPr(), _FILL[block.tone])


def _shade(properties: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)


def _asked(document: Any, block: Asked) -> None:
    asked = document.add_paragraph()
    asked.paragraph_format.keep_with_next = True
    asked.paragraph_format.space_before, asked.paragraph_format.space_after = Pt(10), Pt(2)
    _run(asked, f"{block.number}. {block.question}", bold=True)
    _run(asked, f"  [{block.mark}]", size=8, soft=True)
    good = document.add_paragraph()
    good.paragraph_format.keep_with_next = True
    good.paragraph_format.space_after = Pt(3)
    _run(good, block.good, size=9.5, soft=True)
    table = document.add_table(1, 1, "Table Grid")
    _border(table, _ALL_SIDES)
    cell = table.rows[0].cells[0]
    _run(cell.paragraphs[0], block.answer, size=8.5, soft=True)
    cell.add_paragraph()
    _gap(document)


def _table(
    document: Any, header: tuple[str, ...], rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...],
    *, heads: bool = True,
) -> None:  # fmt: skip
    table = document.add_table(0, len(header), "Table Grid")
    table.autofit = False
    _border(table, ("bottom", "insideH"))
    for column, parts in zip(table.columns, widths, strict=True):
        column.width = Cm(_WIDTH_CM * parts / sum(widths))
    if heads:
        _cells(table, header, widths, bold=True)
        again = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(again)
    for row in rows:
        _cells(table, row, widths, label=not heads)
    _gap(document)


def _gap(document: Any) -> None:
    """Word joins two tables that nothing stands between."""
    space = document.add_paragraph()
    space.paragraph_format.space_after, space.paragraph_format.line_spacing = Pt(0), Pt(8)


def _border(table: Any, sides: tuple[str, ...]) -> None:
    """Thin grey lines on these sides, none on the others."""
    borders = OxmlElement("w:tblBorders")
    for side in (*_ALL_SIDES, "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        look = {"val": "single", "sz": "4", "space": "0", "color": "C9D0D7"} if side in sides else {"val": "nil"}
        for name, value in look.items():
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _cells(
    table: Any, row: tuple[str, ...], widths: tuple[int, ...], *, bold: bool = False, label: bool = False
) -> None:
    line = table.add_row()
    whole = OxmlElement("w:cantSplit")
    line._tr.get_or_add_trPr().append(whole)
    for at, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
        cell.width = Cm(_WIDTH_CM * widths[at] / sum(widths))
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2.5)
        _run(paragraph, text, size=9.5, bold=bold, soft=label and at == 0)
        if bold:
            _shade(cell._tc.get_or_add_tcPr(), "EEF3F8")


def _sign(document: Any, labels: tuple[str, ...]) -> None:
    for label in labels:
        line = document.add_paragraph()
        line.paragraph_format.space_before = Pt(30)
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.keep_with_next = True
        _run(line, "_" * 45, soft=True)
        name = document.add_paragraph()
        name.alignment = WD_ALIGN_PARAGRAPH.LEFT
        _run(name, label, size=9, soft=True)


def without_clock(content: bytes) -> bytes:
    """The same archive with one fixed time in all its entries."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
