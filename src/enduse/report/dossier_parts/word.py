"""A dossier as a Word document: made of runs, so that no text of it is ever a field, a formula or markup."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document as new_document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

from enduse.report.dossier_parts.pictures import png
from enduse.report.dossier_parts.pieces import Contents, Document, Heading, Passage, Picture, Piece, Points, Sheet
from enduse.report.dossier_parts.word_styles import add_styles, prepare_page
from enduse.report.dossier_parts.word_xml import Ink, bookmark, paragraph, words
from enduse.report.paper_parts.word import without_clock

_DAY_ZERO = datetime(2000, 1, 1, tzinfo=UTC)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def as_docx(document: Document) -> bytes:
    """The document, already fit to be printed; equal documents give equal bytes."""
    made = new_document()
    add_styles(made, document.language)
    prepare_page(made, document)
    _properties(made, document)
    ink = Ink()
    head = (("DossierKicker", document.kicker), ("Title", document.title), ("DossierStatus", document.status))
    opening = [paragraph(words(text), style) for style, text in head]
    _fill(made, [*opening, *(_drawn(it, made, ink, document) for it in document.pieces)])
    _footnotes(made, ink)
    out = BytesIO()
    made.save(out)
    return without_clock(out.getvalue())


def _drawn(piece: Piece, made: Any, ink: Ink, document: Document) -> str:
    match piece:
        case Heading():
            return ink.heading(piece)
        case Passage():
            return ink.passage(piece)
        case Points():
            return ink.points(piece)
        case Sheet():
            return ink.sheet(piece)
        case Picture():
            return _picture(piece, made, ink)
        case Contents(title):
            return "".join(_contents(title, document))


def _fill(made: Any, parts: list[str]) -> None:
    """Put the parts before the section's properties, which must stay last.

    As text and parsed once: moving parsed tables of ten thousand rows from tree to tree takes minutes.
    """
    before, mark, after = etree.tostring(made.element, encoding="unicode").partition("<w:sectPr")
    made.part._element = parse_xml(f"{before}{''.join(parts)}{mark}{after}")


def _contents(title: str, document: Document) -> Iterator[str]:
    """A field that Word fills with page numbers (F9); until then it holds the headings, as links."""
    yield paragraph(words(title, "<w:b/>"))
    found = [it for it in document.pieces if isinstance(it, Heading) and it.level == 1]
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    order = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z \\u </w:instrText></w:r>'
    for at, it in enumerate(found):
        side = f" ({it.side})" if it.side else ""
        link = f'<w:hyperlink w:anchor="{bookmark(it.anchor)}" w:history="1">{words(it.text + side)}</w:hyperlink>'
        start = mark.format("begin") + order + mark.format("separate") if at == 0 else ""
        end = mark.format("end") if at == len(found) - 1 else ""
        yield paragraph(f"{start}{link}{end}", "TOC1")


def _picture(it: Picture, made: Any, ink: Ink) -> str:
    held, _ = made.part.get_or_add_image(BytesIO(png(it.svg)))
    return ink.picture(it, held)


def _footnotes(made: Any, ink: Ink) -> None:
    """The part of a document that python-docx does not know: separators first, then the notes."""
    rule = '<w:footnote w:type="{}" w:id="{}"><w:p><w:r><w:{}/></w:r></w:p></w:footnote>'
    fixed = rule.format("separator", -1, "separator") + rule.format("continuationSeparator", 0, "continuationSeparator")
    notes = "".join(_note(number, *note) for number, note in enumerate(ink.notes, 1))
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    xml = f'{head}\n<w:footnotes xmlns:w="{_W}">{fixed}{notes}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), _NOTES_TYPE, xml.encode(), made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _note(number: int, text: str, back: str) -> str:
    said = words(f" {text}")
    if back:
        said = f'<w:hyperlink w:anchor="{bookmark(back)}" w:history="1">{said}</w:hyperlink>'
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    return f'<w:footnote w:id="{number}">{paragraph(mark + said, "FootnoteText")}</w:footnote>'


def _properties(made: Any, document: Document) -> None:
    told, at = made.core_properties, document.at or _DAY_ZERO
    told.title, told.subject = document.title[:255], document.kicker[:255]
    told.author = told.last_modified_by = told.comments = ""
    told.content_status = document.status[:255]
    told.created = told.modified = at.astimezone(UTC).replace(tzinfo=None)
