"""The dossier as a Word document: real styles, footnotes, contents; hostile texts stay text."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document as open_docx

from enduse.report.dossier_parts.outline import outline
from enduse.report.dossier_parts.pieces import Heading, Passage
from enduse.report.dossier_parts.word import as_docx
from enduse.report.dossier_parts.word_xml import words
from enduse.report.model import Dossier
from enduse.report.wording import runs_text


@pytest.fixture(scope="module")
def content(vektor: Dossier) -> bytes:
    return as_docx(outline(vektor))


def part(content: bytes, name: str) -> str:
    return ZipFile(BytesIO(content)).read(f"word/{name}").decode()


def test_headings_are_headings_and_stand_in_the_contents(vektor: Dossier, content: bytes) -> None:
    made = open_docx(BytesIO(content))
    heads = [it.text for it in made.paragraphs if it.style is not None and it.style.name == "Heading 1"]
    wanted = [it for it in outline(vektor).pieces if isinstance(it, Heading) and it.level == 1]
    assert heads == [f"{it.text}  ({it.side})" if it.side else it.text for it in wanted]
    assert "TOC \\o" in part(content, "document.xml")


def test_every_footnote_that_is_named_is_there(vektor: Dossier, content: bytes) -> None:
    named = re.findall(r'footnoteReference w:id="(\d+)"', part(content, "document.xml"))
    there = re.findall(r'<w:footnote w:id="(\d+)"', part(content, "footnotes.xml"))
    assert named == there == [str(it) for it in range(1, len(there) + 1)]
    figures = [it for sentence in vektor.summary for it in sentence.figures() if it.rows]
    assert len(there) == len(figures) + len(vektor.suspicions)


def test_every_link_leads_to_a_bookmark(content: bytes) -> None:
    text = part(content, "document.xml")
    marks = re.findall(r'bookmarkStart w:id="\d+" w:name="([^"]+)"', text)
    links = re.findall(r'w:anchor="([^"]+)"', text + part(content, "footnotes.xml"))
    assert set(links) <= set(marks)
    assert len(marks) == len(set(marks))


def test_the_register_names_the_rows_of_every_figure(vektor: Dossier, content: bytes) -> None:
    register = open_docx(BytesIO(content)).tables[-1]
    told = {row.cells[0].text: row.cells[4].text.replace(", ", ",") for row in register.rows[1:]}
    assert told == {it.id: runs_text(it.rows) for it in vektor.figures}


def test_hostile_names_are_text(content: bytes) -> None:
    text = part(content, "document.xml")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert set(re.findall(r"<w:instrText[^>]*>([^<]*)<", text)) == {' TOC \\o "1-1" \\h \\z \\u '}


def test_what_is_written_from_right_to_left_says_so() -> None:
    assert "<w:rtl/>" in words("Trading شركة الآلات Co.")
    assert words("Trading شركة الآلات Co.").count("<w:r>") == 3
    assert "<w:rtl/>" not in words("Trading Co.")


def test_charts_have_a_text_for_those_who_cannot_see_them(content: bytes) -> None:
    assert re.search(r'<wp:docPr [^>]*descr="[^"]{20,}"', part(content, "document.xml"))


def test_a_tone_has_a_style_of_its_own(vektor: Dossier, content: bytes) -> None:
    tones = {it.tone for it in outline(vektor).pieces if isinstance(it, Passage)}
    assert {"sentence", "headline", "warning"} <= tones
    names = {it.style.name for it in open_docx(BytesIO(content)).paragraphs if it.style is not None}
    assert {"Dossier Sentence", "Dossier Finding", "Dossier Warning", "Title"} <= names
