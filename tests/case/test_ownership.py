"""A case with registers and lists answers who is owned by the listed, and says what it cannot tell."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from enduse.case import Case, create
from enduse.case.ownership import Ownership, OwnershipOptions
from enduse.case.ownership_sheet import law_object
from enduse.case.screening import ScreenOptions
from enduse.errors import UsageError
from enduse.model.listing import WrittenIdentifier
from enduse.screen.ownership import Assessment
from enduse.screen.signs import Query

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
REGISTERS = (
    FIXTURES / "registers/ru_egrul/companies_cp1251.xml",
    FIXTURES / "registers/uk_psc/persons-with-significant-control-snapshot-2024-03-01.txt",
    FIXTURES / "registers/open_ownership_bods/bods04.jsonl",
)
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
PRIMERSTANOK = Query((), identifiers=(WrittenIdentifier("OGRN", "1207700000015", "RU"),))
PSC_FIRM = Query((), identifiers=(WrittenIdentifier("REG", "00000001", "GB"),))
ONERUK = Query((), identifiers=(WrittenIdentifier("OGRN", "1207700000059", "RU"),))
DAY = date(2025, 10, 15)


def list_file(folder: Path, *entries: tuple[str, str, str, str]) -> Path:
    """A fictional US list: id, name, type, numbers of each entry."""
    with (FIXTURES / "lists/csl_csv/consolidated.csv").open(encoding="utf-8") as file:
        header = next(csv.reader(file))
    path = folder / "consolidated.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        for id, name, kind, numbers in entries:
            row = {"_id": id, "entity_number": id, "source": SDN, "name": name, "type": kind, "ids": numbers}
            writer.writerow(row | {"programs": "RUSSIA-EO14024", "start_date": "2022-03-01"})
    return path


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("ownership")
    made = create(folder / "case")
    for path in REGISTERS:
        made.add(path)
    made.add_list(
        list_file(
            folder,
            ("91001", "SAMPLE HOLDING LIMITED", "Entity", "CY, HE 000001, Registration Number"),
            ("91002", "ПРИМЕРОВ ЛЕВ ИЛЬИЧ", "Individual", ""),
        )
    )
    return made


def law(case: Case, query: str | Query, name: str = "US-OFAC", day: date = DAY) -> Assessment:
    (found,) = case.ownership(query, day, (name,)).assessments
    return found


def test_a_holder_listed_by_number_is_certain_and_its_path_tells_file_and_row(case: Case) -> None:
    answer = case.ownership(ONERUK, DAY, ("US-OFAC",))
    (found,) = answer.assessments
    path = found.paths[0]
    assert path.steps[-1].owned == answer.key
    assert path.steps[-1].records[0].origin == "EGRUL (companies_cp1251.xml), row 3"
    assert path.steps[-1].records[0].source_id in answer.files


def test_a_company_of_two_registers_is_asked_through_both(case: Case) -> None:
    answer = case.ownership(PSC_FIRM, DAY, ("US-OFAC",))
    (found,) = answer.assessments
    origins = {it.origin for path in found.paths for step in path.steps for it in step.records}
    assert answer.found_by == "number"
    assert any(it.startswith("UK-PSC (persons-with") for it in origins)
    assert any(it.certain and it.party == "REG:CY:HE000001" for it in answer.matches)
    assert "W-OWN-OVER" in {it.code for it in found.notices}


def test_a_match_by_name_is_possible_and_the_sentence_says_so(case: Case) -> None:
    found = law(case, PRIMERSTANOK)
    assert found.answer == "possibly_owned"
    assert any("ПРИМЕРОВ ЛЕВ ИЛЬИЧ is only possibly the listed party (match by name" in it for it in found.sentences)


def test_an_owner_decided_to_be_somebody_else_does_not_count(tmp_path: Path) -> None:
    case = create(tmp_path / "case")
    case.add(REGISTERS[0])
    case.add_list(list_file(tmp_path, ("91002", "ПРИМЕРОВ ЛЕВ ИЛЬИЧ", "Individual", "")))
    assert {it.party for it in case.ownership(PRIMERSTANOK, DAY).matches} == {"EGRUL 1207700000015/979900100123"}
    case.screening().decide(Query(("ПРИМЕРОВ ЛЕВ ИЛЬИЧ",)), "91002", "not_same", "a namesake")
    answer = case.ownership(PRIMERSTANOK, DAY)
    assert answer.matches == ()
    assert "is not ПРИМЕРОВ ЛЕВ ИЛЬИЧ (US-OFAC SDN|91002): decided" in answer.set_aside[0]


def test_a_name_alone_finds_the_company_and_says_that_it_is_possible(case: Case) -> None:
    answer = case.ownership("Primerstanok", DAY)
    assert (answer.found_by, answer.key) == ("name", "inn:9799001010")
    assert "by its name alone" in answer.remarks[0]


def test_a_company_of_a_country_without_register_is_not_assessable_and_says_so(case: Case) -> None:
    answer = case.ownership(Query(("Unbekannt GmbH",), countries=("AT",)), DAY)
    assert {it.answer for it in answer.assessments} == {"not_assessable"}
    assert "no register data of AT is loaded" in answer.remarks[0]


def test_a_company_that_the_register_of_its_country_lacks_says_that(case: Case) -> None:
    (remark,) = case.ownership(Query(("НЕИЗВЕСТНАЯ ФИРМА",), countries=("RU",)), DAY).remarks
    assert "do not have 'НЕИЗВЕСТНАЯ ФИРМА'" in remark


def test_without_registers_nothing_is_assessable_but_the_listed_are_listed(tmp_path: Path) -> None:
    case = create(tmp_path / "case")
    case.add_list(
        list_file(tmp_path, ("91001", "SAMPLE HOLDING LIMITED", "Entity", "CY, HE 000001, Registration Number"))
    )
    answer = case.ownership("Vektor Stan LLC", DAY, ("US-OFAC",))
    assert answer.assessments[0].answer == "not_assessable"
    assert "no register data is loaded" in answer.remarks[0]
    listed = Query(("Sample Holding",), identifiers=(WrittenIdentifier("REG", "HE 000001", "CY"),))
    assert law(case, listed).answer == "listed"


def test_owners_of_whom_no_register_tells_are_named(case: Case) -> None:
    remarks = case.ownership(PSC_FIRM, DAY).remarks
    assert any("who owns SAMPLE HOLDING LIMITED" in it or "who owns Sample Holding" in it for it in remarks)


def test_a_law_of_which_no_list_is_loaded_is_not_assessable(case: Case) -> None:
    found = law(case, PRIMERSTANOK, "EU")
    assert found.answer == "not_assessable"
    assert "no list that this rule counts (EU)" in found.sentences[0]
    assert not any("No listed party is recorded" in it for it in found.sentences)


def test_the_day_chooses_the_law(case: Case) -> None:
    assert law(case, ONERUK, "US-BIS", date(2026, 1, 15)).answer == "not_in_force"
    assert law(case, ONERUK, "US-BIS", date(2026, 11, 12)).answer == "unknown"


def test_before_it_was_listed_nobody_counts(case: Case) -> None:
    assert law(case, ONERUK, day=date(2022, 2, 1)).answer != law(case, ONERUK, day=DAY).answer


def test_a_law_that_is_not_known_is_refused(case: Case) -> None:
    with pytest.raises(UsageError) as caught:
        case.ownership(ONERUK, DAY, ("MOON",))
    assert caught.value.code == "E-OWN-QUESTION"


def test_everybody_is_the_same_as_asking_each(case: Case) -> None:
    ownership = Ownership(case.screening(ScreenOptions(on=DAY)), OwnershipOptions(("US-OFAC",)))
    found = {it.subject: it.answer for _, it in ownership.everybody(lambda stage, rows, done: None)}
    assert found["EGRUL 1207700000059"] == law(case, ONERUK).answer
    assert found["REG:GB:00000001"] == law(case, PSC_FIRM).answer
    assert ownership.laws_without_lists() == ()


def test_shares_that_nobody_listed_has_narrow_the_answer(case: Case) -> None:
    open_rest = law(case, PSC_FIRM)
    screening = case.screening(ScreenOptions(on=DAY))
    (closed,) = Ownership(screening, OwnershipOptions(("US-OFAC",), rest_unlisted=True)).ask(PSC_FIRM).assessments
    assert closed.bounds[0].high <= open_rest.bounds[0].high


def test_the_redacted_extract_of_the_russian_register_answers(real_data: Path, tmp_path: Path) -> None:
    case = create(tmp_path / "case")
    case.add(real_data / "registry_egrul_redacted" / "egrul_4.06_12_companies_redacted.xml")
    case.add_list(list_file(tmp_path, ("1", "ПРОБНЫЙ ИВАН ПЕТРОВИЧ", "Individual", "")))
    number = WrittenIdentifier("OGRN", "0240572857463", "RU")
    found = law(case, Query((), identifiers=(number,)))
    assert (found.answer, found.bounds[0].text) == ("possibly_owned", "0 % to 100 %")
    assert case.ownership("УСЛОВНЫЙ СТАНОК 3", DAY).found_by == "several"


def test_the_worked_example_of_bods_answers_by_day(real_data: Path, tmp_path: Path) -> None:
    case = create(tmp_path / "case")
    case.add(real_data / "registry_bods" / "bods_fermcat.json")
    case.add_list(list_file(tmp_path, ("1", "DONOHUE, Patrick", "Individual", "IE, 0691084DH, Tax ID No.")))
    assert law(case, "Fermcat Ltd").answer == "owned"
    assert law(case, "Fermcat Ltd").bounds[0].text == "100 %"
    assert law(case, "Fermcat Ltd", day=date(2020, 1, 1)).bounds == ()


def test_a_hundred_statements_about_one_holding_are_one_holding(real_data: Path, tmp_path: Path) -> None:
    case = create(tmp_path / "case")
    case.add(real_data / "registry_bods" / "bods04_sample_300_statements.json.gz")
    case.add_list(list_file(tmp_path, ("1", "Nobody of that name", "Individual", "")))
    found = law(case, "Profitech Ltd")
    assert (found.answer, [it.code for it in found.notices]) == ("not_owned", [])


def test_answers_are_objects_that_json_can_hold(case: Case) -> None:
    answer = case.ownership(ONERUK, DAY)
    told = [json.loads(json.dumps(law_object("x", answer, it))) for it in answer.assessments]
    assert [it["law"] for it in told] == ["EU", "UK", "US-BIS", "US-OFAC"]
    record = told[-1]["paths"][0][-1]["records"][0]
    assert (record["source"], record["row"]) == ("companies_cp1251.xml", 3)
