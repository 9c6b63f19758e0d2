"""A screened spreadsheet: nothing of the user's is lost, nothing in it runs, and it is whole or not there."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from enduse.errors import UsageError
from enduse.report import screened
from enduse.report.screened import OURS, Page, ScreenedFile, our_columns

FORMULA = "=cmd|' /C calc'!A0"


def page(*rows: dict[str, Any], name: str = "Screened") -> Page:
    return Page(name, ("Name", "score", "match"), rows)


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_workbook_holds_every_page_and_numbers_as_numbers(tmp_path: Path) -> None:
    target = tmp_path / "x.xlsx"
    assert ScreenedFile(target).write([page({"Name": "A", "score": 0.5, "match": True}), page(name="Hits")]) == (
        target,
    )
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Screened", "Hits"]
    assert [[it.value for it in row] for row in book["Screened"]] == [["Name", "score", "match"], ["A", 0.5, "yes"]]
    assert book["Screened"].auto_filter.ref == "A1:C2"


def test_tables_of_text_stand_beside_each_other(tmp_path: Path) -> None:
    files = ScreenedFile(tmp_path / "x.csv").write([page({"Name": "Ж"}), page({"Name": "B"}, name="Hits")])
    assert [it.name for it in files] == ["x.csv", "x.hits.csv"]
    assert cells(files[0]) == [["Name", "score", "match"], ["Ж", "", ""]]
    assert files[0].read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", [FORMULA, "+cmd", "-2+cmd", "@SUM(A1)", "\t=1", "=1+1"])
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    ScreenedFile(tmp_path / "x.xlsx").write([page({"Name": text})])
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx")["Screened"]["A2"]
    assert (cell.data_type, cell.value) == ("s", text)
    ScreenedFile(tmp_path / "x.csv").write([page({"Name": text})])
    assert cells(tmp_path / "x.csv")[1][0] == f"'{text}"


def test_a_header_is_no_formula_either(tmp_path: Path) -> None:
    ScreenedFile(tmp_path / "x.csv").write([Page("Screened", (FORMULA,), ())])
    assert cells(tmp_path / "x.csv") == [[f"'{FORMULA}"]]


@pytest.mark.parametrize("text", ["+49 (30) 123-45", "-", "- 7", "0012", "1e5", "00:00"])
def test_a_phone_number_and_a_dash_come_back_as_they_were(tmp_path: Path, text: str) -> None:
    ScreenedFile(tmp_path / "x.csv").write([page({"Name": text})])
    assert cells(tmp_path / "x.csv")[1][0] == text


def test_digits_in_a_workbook_stay_text(tmp_path: Path) -> None:
    ScreenedFile(tmp_path / "x.xlsx").write([page({"Name": "0012345678901234567"})])
    assert openpyxl.load_workbook(tmp_path / "x.xlsx")["Screened"]["A2"].value == "0012345678901234567"


def broken() -> Iterator[dict[str, Any]]:
    yield {"Name": "A"}
    raise RuntimeError("the list went away")


@pytest.mark.parametrize("name", ["x.xlsx", "x.csv"])
def test_what_was_there_stays_when_the_work_breaks_off(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("earlier")
    with pytest.raises(RuntimeError):
        ScreenedFile(tmp_path / name).write([Page("Screened", ("Name",), broken())])
    assert [it.name for it in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "earlier"


@pytest.mark.parametrize("name", ["x.xls", "x", "x.pdf", "missing/x.csv"])
def test_what_cannot_be_written_is_said_before_the_work(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        ScreenedFile(tmp_path / name).write([Page("Screened", ("Name",), broken())])
    assert caught.value.code == "E-SCREENING-FORMAT"


def test_a_workbook_without_room_says_so_instead_of_losing_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screened, "_MOST_ROWS", 3)
    rows = [{"Name": str(at)} for at in range(3)]
    ScreenedFile(tmp_path / "fits.xlsx").write([page(*rows[:2])])
    with pytest.raises(UsageError, match=r"\.csv"):
        ScreenedFile(tmp_path / "x.xlsx").write([page(*rows)])
    assert [it.name for it in tmp_path.iterdir()] == ["fits.xlsx"]


def test_our_columns_step_aside_for_the_users() -> None:
    ours = our_columns(("Name", "Match", "why"))
    assert tuple(ours) == OURS
    assert (ours["match"], ours["why"], ours["score"]) == ("match (2)", "why (2)", "score")
