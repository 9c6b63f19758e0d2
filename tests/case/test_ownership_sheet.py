"""A screened spreadsheet says of every line who is owned by the listed, in a column and in a sheet."""

import csv
from datetime import date
from pathlib import Path

import pytest

from enduse.case import Case, create
from enduse.case.ownership import Ownership
from enduse.case.ownership_sheet import OwnershipSheet
from enduse.case.screened_file import screen_file
from enduse.case.screening import ScreenOptions

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    made = create(tmp_path_factory.mktemp("sheet") / "case")
    made.add(FIXTURES / "registers/ru_egrul/companies_cp1251.xml")
    made.add_list(FIXTURES / "lists/csl_csv/consolidated.csv")
    return made


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def screened(case: Case, folder: Path, text: str, ownership: bool = True) -> Path:
    source, target = folder / "customers.csv", folder / "screened.csv"
    source.write_text(text, encoding="utf-8")
    screening = case.screening(ScreenOptions(on=date(2025, 10, 15)))
    sheet = OwnershipSheet(Ownership(screening)) if ownership else None
    screen_file(screening, source, target, lambda stage, rows, done: None, sheet)
    return target


def test_every_line_has_the_answers_of_all_laws_in_a_column(case: Case, tmp_path: Path) -> None:
    rows = read(screened(case, tmp_path, "company,inn\nPrimerstanok,9799001010\nUnbekannt GmbH,\n"))
    # The fixture's list names the number of the first line itself.
    assert rows[0]["ownership"] == "listed (US-BIS, US-OFAC); not assessable (EU, UK)"
    assert rows[1]["ownership"] == "not assessable (EU, UK, US-BIS, US-OFAC)"


def test_the_sheet_has_a_row_for_every_line_and_law_with_its_reasons(case: Case, tmp_path: Path) -> None:
    target = screened(case, tmp_path, "company,inn\nPrimerstanok,9799001010\nUnbekannt GmbH,\n")
    rows = read(target.with_suffix(".ownership.csv"))
    assert [(it["row"], it["law"]) for it in rows] == [
        (row, law) for row in ("2", "3") for law in ("EU", "UK", "US-BIS", "US-OFAC")
    ]
    assert "no register" in rows[-1]["remarks"] or "registers that are loaded" in rows[-1]["remarks"]
    assert rows[3]["sentences"].startswith("US-OFAC, 2025-10-15:")


def test_a_column_of_the_users_own_that_is_called_ownership_stays(case: Case, tmp_path: Path) -> None:
    (row,) = read(screened(case, tmp_path, "company,ownership\nUnbekannt GmbH,family\n"))
    assert (row["ownership"], row["ownership (2)"][:14]) == ("family", "not assessable")


def test_a_line_that_names_nobody_is_not_screened(case: Case, tmp_path: Path) -> None:
    rows = read(screened(case, tmp_path, "company,note\nUnbekannt GmbH,x\n---,y\n"))
    assert [it["ownership"] for it in rows][-1] == "not screened"


def test_without_asking_for_it_there_is_neither_column_nor_sheet(case: Case, tmp_path: Path) -> None:
    target = screened(case, tmp_path, "company\nUnbekannt GmbH\n", ownership=False)
    assert "ownership" not in read(target)[0]
    assert not target.with_suffix(".ownership.csv").exists()
