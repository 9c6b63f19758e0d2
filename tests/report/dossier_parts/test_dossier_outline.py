"""The document behind PDF, DOCX and Markdown: every number of it stands on rows."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from enduse.report.dossier_parts.outline import outline
from enduse.report.dossier_parts.pieces import Document, Heading, Passage, Picture, Points, Run, Sheet
from enduse.report.dossier_parts.texts import LANGUAGES
from enduse.report.model import Dossier, Edition
from enduse.report.recomputing import recompute


@pytest.fixture(scope="module")
def document(vektor: Dossier) -> Document:
    return outline(vektor)


def runs(document: Document) -> Iterator[Run]:
    for piece in document.pieces:
        if isinstance(piece, Passage):
            yield from piece.runs
        elif isinstance(piece, Points):
            yield from (run for item in piece.items for run in item)
        elif isinstance(piece, Sheet):
            yield from (run for row in piece.rows for cell in row for run in cell)


def anchors(document: Document) -> set[str]:
    heads = {it.anchor for it in document.pieces if isinstance(it, Heading)}
    return heads.union(*(it.anchors for it in document.pieces if isinstance(it, Sheet)))


def sheet_of(document: Document, anchor: str) -> Sheet:
    return next(it for it in document.pieces if isinstance(it, Sheet) and anchor in it.anchors)


def unrolled(text: str) -> tuple[int, ...]:
    spans = [part.split("-") for part in text.split(", ") if part]
    return tuple(number for it in spans for number in range(int(it[0]), int(it[-1]) + 1))


def test_every_number_resolves_to_rows_from_which_it_can_be_computed_again(vektor: Dossier, document: Document) -> None:
    rows = {row.number: row for row in vektor.evidence}
    register = sheet_of(document, "f1")
    told = {line[0][0].text: unrolled("".join(it.text for it in line[4])) for line in register.rows}
    for figure in vektor.figures:
        assert told[figure.id] == figure.rows
        again = recompute(figure, rows)
        assert again is None or again == pytest.approx(figure.value)
    assert sum(recompute(it, rows) is not None for it in vektor.figures) > 50


def test_every_link_leads_somewhere(document: Document) -> None:
    known = anchors(document)
    links = {it for run in runs(document) for it in (run.to, run.back) if it}
    assert links <= known
    assert len(links) > 50


def test_the_footnotes_of_a_sentence_name_the_rows_of_its_numbers(vektor: Dossier, document: Document) -> None:
    notes = {run.to: run.note for run in runs(document) if run.note}
    first = vektor.summary[0].figures()[0]
    assert first.rows == tuple(range(1, 9))
    assert notes[first.id] == f"{first.id}, count: evidence 1-8"
    with_rows = {figure.id for sentence in vektor.summary for figure in sentence.figures() if figure.rows}
    assert with_rows <= set(notes)


def test_anchors_are_unique(document: Document) -> None:
    given = [it.anchor for it in document.pieces if isinstance(it, Heading)]
    given += [it for piece in document.pieces if isinstance(piece, Sheet) for it in piece.anchors]
    assert len(given) == len(set(given))


def test_every_evidence_row_is_there_and_withheld_ones_show_no_cells(vektor: Dossier, document: Document) -> None:
    sheet = sheet_of(document, "e1")
    assert sheet.anchors == tuple(f"e{it.number}" for it in vektor.evidence)
    below = dict(zip(sheet.anchors, sheet.under, strict=True))
    assert below["e1"]
    assert below["e9"] == ()
    assert "300.5" not in repr(document)


def test_every_chart_is_drawn_with_its_table(vektor: Dossier, document: Document) -> None:
    drawn = [it for it in document.pieces if isinstance(it, Picture)]
    charted = [it for it in vektor.blocks if hasattr(it, "twin")]
    assert len(drawn) == len(charted) > 0
    assert all(it.told and "<a " not in it.svg and "<script" not in it.svg for it in drawn)


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_changes_labels_but_no_number_and_no_sentence(
    language: str, vektor: Dossier, document: Document
) -> None:
    spoken = outline(replace(vektor, edition=Edition(language)))
    assert anchors(spoken) == anchors(document)
    told = [re.findall("[0-9.,]+", run.text) for run in runs(spoken) if run.to]
    assert told == [re.findall("[0-9.,]+", run.text) for run in runs(document) if run.to]
    said = {run.text for run in runs(spoken)}
    assert {part for it in vektor.summary for part in it.parts if isinstance(part, str)} <= said
    assert (spoken.status == document.status) == (language == "en")


def test_a_name_that_turns_the_direction_of_writing_loses_only_that_sign(
    told: Callable[..., Dossier], route_change: list[dict[str, Any]], finding: Callable[..., dict[str, Any]]
) -> None:
    made = told("inn:7701234567", route_change, findings=[finding(headline="Stan\u202eok \x07stopped")])
    said = [run.text for run in runs(outline(made))]
    assert "Stanok stopped" in said


def test_every_statement_carries_one_of_the_six_words(vektor: Dossier, document: Document) -> None:
    grades = [run.text for run in runs(document) if run.look == "grade"]
    assert len(grades) == len(vektor.summary) + len(vektor.suspicions)
    assert all(re.fullmatch(r"\[(recorded|derived|probable|possible|alleged|denied)\]", it) for it in grades)
