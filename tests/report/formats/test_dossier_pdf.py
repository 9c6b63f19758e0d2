"""The dossier as PDF: what a reader of it finds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from enduse.report.dossier_parts.outline import outline
from enduse.report.dossier_parts.proof import approved
from enduse.report.dossier_parts.typesetting import as_pdf
from enduse.report.model import Dossier, Edition
from enduse.report.wording import amount


def read(content: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(text.replace("\u200b", "").split())


@pytest.fixture(scope="module")
def said(vektor: Dossier) -> str:
    return read(as_pdf(outline(vektor)))


def test_it_prints_every_figure_of_the_register_and_every_evidence_row(vektor: Dossier, said: str) -> None:
    for figure in vektor.figures:
        assert f"{figure.id} " in said
    for sentence in vektor.summary:
        assert all(amount(it) in said for it in sentence.figures())
    assert all(f"{it.document}" in said for it in vektor.evidence)


def test_it_has_a_link_for_each_footnote_and_cell(vektor: Dossier) -> None:
    pages = PdfReader(BytesIO(as_pdf(outline(vektor)))).pages
    links = [it for page in pages for it in page.get("/Annots", []) if it.get_object()["/Subtype"] == "/Link"]
    assert len(links) > len([it for it in vektor.figures if it.rows])


def test_hostile_names_are_printed_as_text(said: str) -> None:
    assert "<script>alert(1)" in said
    assert "=cmd" in said


def test_a_draft_says_so_on_every_page_and_a_final_one_who_approved_it(vektor: Dossier) -> None:
    draft = PdfReader(BytesIO(as_pdf(outline(vektor)))).pages
    assert all("DRAFT" in page.extract_text() for page in draft)
    final = PdfReader(BytesIO(as_pdf(outline(approved(vektor, "A. Reader", date(2026, 3, 31)))))).pages
    assert all("Approved by A. Reader" in page.extract_text() for page in final)


@pytest.mark.parametrize(("language", "word"), [("uk", "Докази"), ("ru", "Доказательства"), ("de", "Belege")])
def test_headings_are_in_the_language_asked_for(language: str, word: str, vektor: Dossier) -> None:
    said = read(as_pdf(outline(replace(vektor, edition=Edition(language)))))
    assert word in said
    assert "stands as consignee in" in said


def test_without_a_font_for_hangul_it_says_so_and_writes_latin_letters(vektor: Dossier) -> None:
    said = read(as_pdf(outline(replace(vektor, edition=Edition("ko"))), frozenset({"Libertinus Serif"})))
    assert "This machine has no font for Hangul" in said
    assert "[YoYag]" in said


def test_cells_too_long_for_the_typesetter_are_left_out_and_said_so(vektor: Dossier) -> None:
    wide = replace(vektor, evidence=tuple(replace(it, cells=("lathe " * 600,) * 150) for it in vektor.evidence))
    said = read(as_pdf(outline(wide)))
    assert "left out of this PDF for their length" in said
    assert "lathe lathe lathe" not in said
    assert all(it.document in said for it in vektor.evidence)


@pytest.mark.slow
def test_ten_thousand_rows_and_two_hundred_findings_are_set(
    told: Callable[..., Dossier], finding: Callable[..., dict[str, Any]]
) -> None:
    facts: list[dict[str, Any]] = [{"on": date(2021 + at % 3, at % 12 + 1, 1), "usd": at / 7} for at in range(10_000)]
    findings = [finding(key=f"{at:016x}") for at in range(200)]
    pages = PdfReader(BytesIO(as_pdf(outline(told("inn:7701234567", facts, findings=findings))))).pages
    assert len(pages) > 100
