import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from enduse.report.formats.xlsx import xlsx
from enduse.report.model import Dossier


@pytest.fixture(scope="module")
def book(vektor: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "x.xlsx"
    xlsx.write(vektor, path)
    return path


def rows(book: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(book).get_sheet_by_name(sheet).to_python()


def test_the_sheets_stand_in_reading_order(book: Path) -> None:
    names = CalamineWorkbook.from_path(book).sheet_names
    assert names == [
        "About",
        "Summary",
        "Series",
        "Lanes",
        "Parties",
        "Goods",
        "Case",
        "Findings",
        "Figures",
        "Evidence",
    ]


def test_every_cited_row_is_there_with_its_untouched_cells(book: Path, vektor: Dossier) -> None:
    found = rows(book, "Evidence")
    assert len(found) == 1 + len(vektor.evidence)
    assert found[1][1] == "declarations.csv"
    assert found[1][3] == 2
    assert found[1][-3:] == ["2", "=1+1", "0000123"]


def test_codes_and_identifiers_are_text(book: Path) -> None:
    head, first, *_ = rows(book, "Evidence")
    assert first[head.index("Goods code")] == "8458112009"
    assert isinstance(first[head.index("Declaration")], str)
    about = {str(row[0]): row[1] for row in rows(book, "About")}
    assert about["Identifiers"] == "7701234567"


def test_no_text_becomes_a_formula(book: Path) -> None:
    with zipfile.ZipFile(book) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not [it for it in sheets if "<f>" in it or "<f " in it]
    assert any("=cmd|" in str(cell) for row in rows(book, "Parties") for cell in row)


def test_figures_lead_to_their_rows(book: Path) -> None:
    with zipfile.ZipFile(book) as parts:
        summary = parts.read("xl/worksheets/sheet2.xml").decode()
        register = parts.read("xl/worksheets/sheet9.xml").decode()
    assert "location=\"'Figures'!A2\"" in summary
    assert "location=\"'Evidence'!A2\"" in register


def test_numbers_stay_numbers_under_their_links(book: Path, vektor: Dossier) -> None:
    found = {row[0]: row[3] for row in rows(book, "Figures")[1:]}
    assert found == {it.id: pytest.approx(it.value) for it in vektor.figures}


def test_headers_are_frozen_and_filters_offered(book: Path) -> None:
    with zipfile.ZipFile(book) as parts:
        evidence = parts.read("xl/worksheets/sheet9.xml").decode()
    assert 'state="frozen"' in evidence
    assert "<autoFilter" in evidence


def test_a_withheld_row_keeps_its_place_only(book: Path) -> None:
    head, *found = rows(book, "Evidence")
    (row,) = [it for it in found if it[1] == "closed.csv"]
    assert row[head.index("Row")] == 4
    assert row[head.index("Value")] == ""
    assert "no redistribution" in str(row[head.index("Note")])


def test_long_texts_have_room_and_pages_are_one_sheet_wide(book: Path) -> None:
    with zipfile.ZipFile(book) as parts:
        summary = parts.read("xl/worksheets/sheet2.xml").decode()
    assert 'customHeight="1"' in summary
    assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"' in summary
