"""Long documents: set in portions, bound into one that reads like one."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from enduse.report.dossier_parts.pieces import Contents, Document, Heading, Passage, Piece, Run, Sheet
from enduse.report.dossier_parts.portions import PORTION, portions
from enduse.report.dossier_parts.typesetting import as_pdf

ROWS = 1_500


def entry(at: int) -> tuple[tuple[Run, ...], ...]:
    return ((Run(str(at)),), (Run(f"file.csv, row {at}"),), (Run("goods"),))


@pytest.fixture(scope="module")
def long() -> Document:
    evidence = Sheet(
        ("No.", "Where", "What"),
        ("left", "left", "left"),
        (1, 3, 3),
        tuple(entry(at) for at in range(1, ROWS + 1)),
        tuple(f"e{at}" for at in range(1, ROWS + 1)),
        tuple(("a lathe of some length, " * 10,) for _ in range(ROWS)),
        tiny=True,
    )
    register = ((Run("f1"),), (Run("what it is"),), (Run("1400", to="e1400"),))
    figures = Sheet(("Figure", "What", "Rows"), ("left",) * 3, (1, 3, 3), (register,), ("f1",), tiny=True)
    pieces: tuple[Piece, ...] = (
        Contents("Contents"),
        Heading("Summary", "summary"),
        Passage((Run("Worth "), Run("5 USD", to="f1", note="f1: evidence 1400", back="f1"), Run("."))),
        Heading("Evidence", "evidence"),
        evidence,
        Heading("Register", "register", side="of figures"),
        figures,
    )
    return Document("Kранн & Söhne", "Dossier", "DRAFT", False, "en", "Page {page} of {pages}", pieces)


@pytest.fixture(scope="module")
def pdf(long: Document) -> PdfReader:
    return PdfReader(BytesIO(as_pdf(long)))


def test_every_row_stands_in_one_portion_and_in_order(long: Document) -> None:
    cut = portions(long)
    assert len(cut) > 2
    rows = [row for part in cut for it in part if isinstance(it, Sheet) and it.under for row in it.rows]
    assert rows == [entry(at) for at in range(1, ROWS + 1)]
    assert [it for part in cut for it in part if not isinstance(it, Sheet)] == [
        it for it in long.pieces if not isinstance(it, Sheet)
    ]
    for part in cut:
        letters = sum(len(cell) for it in part if isinstance(it, Sheet) for cells in it.under for cell in cells)
        assert letters <= PORTION


def test_a_short_document_is_one_portion(long: Document) -> None:
    assert len(portions(replace(long, pieces=long.pieces[:3]))) == 1


def test_every_page_has_its_number_and_status(pdf: PdfReader) -> None:
    many = len(pdf.pages)
    assert many > 20
    for number, page in enumerate(pdf.pages, 1):
        said = page.extract_text()
        assert f"Page {number} of {many}" in said
        assert "DRAFT" in said


def test_the_contents_name_the_page_on_which_a_section_begins(pdf: PdfReader) -> None:
    pages = [page.extract_text() for page in pdf.pages]
    first = " ".join(pages[0].replace(".", " ").split())
    found = next(number for number, said in enumerate(pages[1:], 2) if "Register" in said)
    assert found > 20
    assert f"Register of figures {found}" in first


def test_links_lead_to_the_page_on_which_their_row_stands(pdf: PdfReader) -> None:
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(pdf.pages) if page.indirect_reference}
    links = [it.get_object() for page in pdf.pages for it in page.get("/Annots", ())]
    assert links
    assert not [it for it in links if "/A" in it], "a link of a portion is left"
    targets = {numbers[it["/Dest"][0].idnum] for it in links}
    held = {at for at, page in enumerate(pdf.pages) if "file.csv, row 1400" in page.extract_text()}
    assert held <= targets
    assert held


def test_bookmarks_are_those_of_the_headings(pdf: PdfReader) -> None:
    named = [it["/Title"] for it in pdf.outline]  # type: ignore[call-overload]
    assert named == ["Summary", "Evidence", "Register of figures"]


def test_equal_documents_give_equal_bytes(long: Document) -> None:
    assert as_pdf(long) == as_pdf(long)


def test_the_bound_file_says_its_title_and_language(pdf: PdfReader) -> None:
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Kранн & Söhne"
    assert str(pdf.root_object["/Lang"]) == "en"
