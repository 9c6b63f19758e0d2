"""Tables and pictures of a case for notebooks."""

from datetime import date
from pathlib import Path

import pytest

from enduse import case as cases
from enduse.case import Case, RunOptions
from enduse.case.evidence_desk import EvidenceDesk
from enduse.errors import UsageError
from enduse.model.evidence import EvidenceFacts

HEADER = "number,line,Date,direction,consignor,consignee,origin,Country of dispatch,Destination,HS code"
LINES = f"""{HEADER},description,trademark,value_usd
1,1,2023-05-01,import,BORALTAN AS,OOO <b>VIMETRAL,TW,TR,RU,8457101000,centre,TAIJUNWEI,90000
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "lines.csv").write_text(LINES, encoding="utf-8")
    case = cases.create(folder / "case")
    case.add(folder / "lines.csv")
    case.run(RunOptions(watershed=date(2022, 2, 24), only=("third_country_transshipment",)))
    return case


def test_findings_are_rows(case: Case) -> None:
    rows = case.findings_table().to_dicts()
    (found,) = [it for it in rows if it["answer"] == "found"]
    assert (found["subject"], found["start"], found["evidence_count"]) == ("OOO <b>VIMETRAL", date(2023, 5, 1), 1)


def test_a_table_of_the_run_names_files_and_parties(case: Case) -> None:
    (item,) = case.table("items").to_dicts()
    ids = {it["party_id"] for it in case.table("parties").to_dicts()}
    assert (item["file"], item["row"], len(item["consignee_id"])) == ("lines.csv", 2, 15)
    assert {item["consignee_id"], item["consignor_id"]} <= ids


def test_another_table_is_refused_with_the_names_of_those_there_are(case: Case) -> None:
    with pytest.raises(UsageError, match="items, statistics") as seen:
        case.table("cells")
    assert seen.value.code == "E-TABLE-NAME"


def test_objects_show_themselves_and_no_record_is_markup(case: Case, tmp_path: Path) -> None:
    found = next(it for it in case.findings() if it.answer == "found")
    report = case.run(RunOptions(watershed=date(2022, 2, 24), only=("third_country_transshipment",)))
    (subject,) = case.subjects([found])
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    item = EvidenceDesk(case.root).add(tmp_path / "x.txt", EvidenceFacts("<i>me"), "Kim").item
    shown = [it._repr_html_() for it in (case, report, found, subject, item)]
    assert [it for it in shown if not it.startswith("<p><strong>") or "<b>" in it or "<i>" in it] == []
    assert ["lines.csv" in shown[0], "priority goods" in shown[1], "VIMETRAL" in shown[2]] == [True] * 3
