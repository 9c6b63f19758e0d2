"""Who of these is on a list: one party and a whole spreadsheet, on a day, with what was decided before."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from enduse import case as cases
from enduse.case import Case, ListOptions
from enduse.case.case import silent
from enduse.case.listing import add_list
from enduse.case.screened_file import ScreenedCount, screen_file
from enduse.case.screening import Screening, ScreenOptions
from enduse.errors import EnduseError, ListsMissing, UnreadableFile, UsageError
from enduse.model.listing import Contact, WrittenAddress, WrittenIdentifier
from enduse.screen.signs import Query

DAY = date(2024, 6, 1)
WATCH = """ID,Name,Alias,Country,INN,Address,Phone,Website,Since
W-1,OOO Vektor Stan,ООО «Вектор Стан»,RU,9799001010,"Lesnaya ul. 5, Moscow",+7 495 123-45-67,vektor-test.ru,2022-03-15
W-2,Company AMG LLC,ООО «Компания АМГ»,RU,,,,,2024-01-10
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = cases.create(tmp_path / "case")
    (tmp_path / "watch.csv").write_text(WATCH, encoding="utf-8")
    add_list(made.ledger, tmp_path / "watch.csv", ListOptions(date(2024, 5, 30), name="Ours"), DAY)
    return made


def screening(case: Case, **options: Any) -> Screening:
    return Screening(case.ledger, ScreenOptions(**options), DAY)


Screen = Callable[..., tuple[ScreenedCount, list[list[Any]], list[list[Any]]]]


@pytest.fixture
def screen(case: Case, tmp_path: Path) -> Screen:
    """Screens the text of a spreadsheet; gives the counts, the lines and the hits."""

    def screen(text: str, **options: Any) -> tuple[ScreenedCount, list[list[Any]], list[list[Any]]]:
        (tmp_path / "customers.csv").write_text(text, encoding="utf-8")
        count = screen_file(screening(case, **options), tmp_path / "customers.csv", tmp_path / "out.xlsx", silent)
        book = openpyxl.load_workbook(tmp_path / "out.xlsx")
        return count, *([[it.value for it in row] for row in book[name]] for name in ("Screened", "Hits"))  # type: ignore[return-value]

    return screen


def column(rows: list[list[Any]], name: str) -> list[Any]:
    at = rows[0].index(name)
    return [row[at] for row in rows[1:]]


@pytest.mark.parametrize(
    "query",
    [
        Query(("Vektor Stan",)),
        Query(("ВЕКТОР СТАН ООО",)),
        Query((), identifiers=(WrittenIdentifier("INN", "9799001010"),)),
        Query(("Unrelated",), identifiers=(WrittenIdentifier("TAX", "9799001010", "RU"),)),
    ],
)
def test_a_party_is_found_by_name_or_by_number(case: Case, query: Query) -> None:
    answer = screening(case).ask(query)
    assert answer.match
    assert answer.hits[0].listed.entry.entry_id == "W-1"


@pytest.mark.parametrize(
    "query",
    [
        Query((), addresses=(WrittenAddress("Moscow, Lesnaya Street 5", "RU"),)),
        Query((), contacts=(Contact("phone", "8 (495) 123 45 67"),), countries=("RU",)),
        Query((), contacts=(Contact("email", "sales@vektor-test.ru"),)),
        Query((), contacts=(Contact("web", "https://Vektor-test.ru/about"),)),
    ],
)
def test_an_address_a_phone_a_mail_and_a_site_in_common_are_shown(case: Case, query: Query) -> None:
    answer = screening(case).ask(query)
    assert [it.listed.entry.entry_id for it in answer.hits] == ["W-1"]


@pytest.mark.parametrize("names", [(), ("",), ("🙂",), ("-",), ("ООО",), ("LLC", "GmbH")])
def test_who_has_no_name_is_not_looked_for_rather_than_not_found(case: Case, names: tuple[str, ...]) -> None:
    answer = screening(case).ask(Query(names))
    assert (answer.match, answer.hits) == (False, ())
    assert "not looked for" in answer.problem


@pytest.mark.parametrize(("day", "match"), [(date(2022, 3, 14), False), (date(2022, 3, 15), True)])
def test_it_is_asked_for_a_day(case: Case, day: date, match: bool) -> None:
    answer = screening(case, on=day).ask(Query(("Vektor Stan",)))
    assert answer.match is match
    assert answer.hits[0].standing == ("listed" if match else "not_yet")


def test_the_snapshot_of_the_day_answers(case: Case, tmp_path: Path) -> None:
    (tmp_path / "later.csv").write_text(WATCH.replace("Vektor Stan", "Norda Star").replace("Вектор Стан", "Норда"))
    add_list(case.ledger, tmp_path / "later.csv", ListOptions(date(2024, 6, 1), name="Ours"), DAY)
    vektor = Query(("Vektor Stan",))
    assert not screening(case).ask(vektor).match
    assert screening(case, on=date(2024, 5, 31)).ask(vektor).match


def test_only_lists_that_were_asked_for_answer(case: Case) -> None:
    assert screening(case, lists=("ours",)).ask(Query(("Vektor Stan",))).match
    with pytest.raises(ListsMissing, match="'EU'"):
        screening(case, lists=("EU",)).ask(Query(("Vektor Stan",)))


def test_without_a_list_there_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(ListsMissing) as caught:
        screening(cases.create(tmp_path / "empty")).ask(Query(("Vektor Stan",)))
    assert (caught.value.code, caught.value.exit_code) == ("E-LISTS-NONE", 4)


def test_lists_made_ready_are_kept_and_made_anew_when_the_file_is_read_otherwise(case: Case, tmp_path: Path) -> None:
    assert screening(case).ask(Query(("Company AMG",))).match
    (kept,) = (case.workspace.cache / "screen").iterdir()
    case.undo("watch.csv")
    other = ListOptions(date(2024, 5, 30), name="Ours", columns="name=Website")
    add_list(case.ledger, tmp_path / "watch.csv", other, DAY)
    assert screening(case).ask(Query(("vektor-test.ru",))).match
    assert [it.name for it in (case.workspace.cache / "screen").iterdir()] != [kept.name]


def test_a_damaged_kept_screener_does_no_harm(case: Case) -> None:
    assert screening(case).ask(Query(("Vektor Stan",))).match
    (kept,) = (case.workspace.cache / "screen").iterdir()
    kept.write_bytes(kept.read_bytes()[:100])
    assert screening(case).ask(Query(("Vektor Stan",))).match


def test_a_decision_is_remembered_and_opens_again_when_the_customer_changes(case: Case) -> None:
    pizzeria = Query(("AMG",), countries=("IT",))
    opened = screening(case)
    assert opened.ask(pizzeria).hits
    opened.decide(pizzeria, "W-2", "not_same", "a pizzeria\u2028in Turin")
    answer = opened.ask(pizzeria)
    assert (answer.match, answer.open_hits) == (False, ())
    moved = screening(case).ask(replace(pizzeria, countries=("RU",)))
    assert moved.match
    assert moved.reopened == {"OWN Ours|W-2": ("asked.countries",)}
    opened.decide(pizzeria, "OWN Ours|W-2", "open")
    assert screening(case).ask(pizzeria).open_hits


@pytest.mark.parametrize("entry", ["W-9", "", "EU|W-2"])
def test_a_decision_about_no_hit_is_refused(case: Case, entry: str) -> None:
    with pytest.raises(UsageError, match="W-2") as caught:
        screening(case).decide(Query(("AMG",)), entry, "not_same")
    assert caught.value.code == "E-SCREENING-ENTRY"
    assert not (case.root / "screening.jsonl").exists()


def test_a_long_id_may_be_begun(case: Case) -> None:
    assert screening(case).decide(Query(("AMG",)), "W-", "not_same").entry == "OWN Ours|W-2"


def test_a_decision_about_a_line_holds_in_the_next_spreadsheet(case: Case, screen: Screen, tmp_path: Path) -> None:
    text = "Customer number,Name,Country\nK-7,AMG,IT\n"
    _, lines, _ = screen(text)
    assert column(lines, "hits") == [1]
    query, own_id = screening(case).party(tmp_path / "customers.csv", 2)
    screening(case).decide(query, "W-2", "not_same", "a pizzeria", own_id)
    _, lines, hits = screen("Name,Customer number,Country\nNorvent,K-6,DE\nAMG,K-7,IT\n")
    assert column(lines, "match") == ["no", "no"]
    assert column(hits, "decision")[0].startswith("not_same on ")


def test_a_line_that_is_not_there_cannot_be_decided_about(case: Case, screen: Screen, tmp_path: Path) -> None:
    screen("Name\nAMG\n")
    with pytest.raises(UsageError) as caught:
        screening(case).party(tmp_path / "customers.csv", 9)
    assert caught.value.code == "E-SCREENING-ROW"


CUSTOMERS = """Name,Name,Country,,Note
Vektor Stan,,RU,x,a
,,DE,y,b
Norvent GmbH,,DE,z,c
ragged
Too,many,cells,in,this,line
🙂,,,,
AMG,Pizzeria AMG,IT,,"=cmd|' /C calc'!A0"
"""


def test_every_line_comes_back_in_its_order_with_its_own_cells(screen: Screen) -> None:
    count, lines, _ = screen(CUSTOMERS)
    assert lines[0][:5] == ["Name", "Name (2)", "Country", "column 4", "Note"]
    assert column(lines, "row") == [2, 3, 4, 5, 6, 7, 8]
    assert column(lines, "Name") == ["Vektor Stan", None, "Norvent GmbH", "ragged", "Too", "🙂", "AMG"]
    assert column(lines, "column 4")[:3] == ["x", "y", "z"]
    assert column(lines, "Note")[4] == "this | line"
    assert (count.lines, count.unread) == (7, 4)


def test_a_line_that_was_not_screened_says_so_and_why(screen: Screen) -> None:
    _, lines, _ = screen(CUSTOMERS)
    assert column(lines, "match") == ["yes", "not screened", "no", *["not screened"] * 3, "yes"]
    assert all(why for why, match in zip(column(lines, "why"), column(lines, "match"), strict=True) if match != "no")


def test_the_hits_and_the_lists_stand_on_their_own_sheets(screen: Screen, tmp_path: Path) -> None:
    count, _, hits = screen(CUSTOMERS)
    assert column(hits, "row") == [2, 8]
    assert count.hits == 2
    lists = openpyxl.load_workbook(tmp_path / "out.xlsx")["Lists"]
    assert [[it.value for it in row][:3] for row in lists][1] == ["OWN Ours", "2024-05-30", 2]


def test_no_cell_of_the_user_becomes_a_formula(screen: Screen, tmp_path: Path) -> None:
    screen(CUSTOMERS)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Screened"]
    assert {it.data_type for row in sheet for it in row} <= {"s", "n"}


def test_a_spreadsheet_of_text_comes_back_as_one(case: Case, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("公司名称;国家\n维克托;CN\nВектор Стан;RU\n", encoding="utf-8")
    count = screen_file(screening(case), tmp_path / "in.csv", tmp_path / "out.csv", silent)
    assert [it.name for it in count.files] == ["out.csv", "out.hits.csv", "out.lists.csv"]
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(it["公司名称"], it["match"]) for it in rows] == [("维克托", "no"), ("Вектор Стан", "yes")]


def test_a_workbook_is_read_on_the_sheet_that_holds_names(case: Case, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "in.xlsx")) as book:
        book.add_worksheet("Read me").write(0, 0, "Kundenliste")
        sheet = book.add_worksheet("Kunden")
        for at, line in enumerate([["Firmenname", "Land", "ИНН"], ["Irgendwer GmbH", "Russland", 9799001010]]):
            sheet.write_row(at, 0, line)
    count = screen_file(screening(case), tmp_path / "in.xlsx", tmp_path / "out.xlsx", silent)
    assert (count.lines, count.matches) == (1, 1)


def test_an_empty_table_gives_an_empty_answer_and_no_table_an_error(case: Case, screen: Screen, tmp_path: Path) -> None:
    count, lines, _ = screen("Name,Country\n")
    assert (count.lines, len(lines)) == (0, 1)
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(EnduseError) as caught:
        screen_file(screening(case), tmp_path / "empty.csv", tmp_path / "x.xlsx", silent)
    assert isinstance(caught.value, UnreadableFile) or caught.value.code == "E-PARTY-COLUMNS"
    assert not (tmp_path / "x.xlsx").exists()
