"""What a run worked out, as CSV."""

import csv
from pathlib import Path

import pytest

from enduse import case as cases
from enduse.case import Case, RunOptions
from enduse.errors import UsageError

HEADER = "declaration_no,line_no,declared_on,direction,consignor,consignee,origin,dispatch,destination,goods_code"
LINES = f"""{HEADER},description,trademark,value_usd,net_kg
1,1,2022-05-01,import,MAKER,OOO ALPHA,JP,JP,RU,8458112009,"lathe B0205-III, S/N 1234, year 2015, used",TSUGAMI,9000,2000
2,1,2022-06-01,import,MAKER,,JP,JP,RU,8466940000,"spare parts for lathe",,900,5
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    case = cases.create(tmp_path / "case")
    case.add(tmp_path / "lines.csv")
    case.run(RunOptions())
    return case


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_goods_are_one_row_for_each_line_with_what_its_description_says(case: Case, tmp_path: Path) -> None:
    assert case.export("goods", tmp_path / "goods.csv") == 2
    machine, part = rows(tmp_path / "goods.csv")

    assert (machine["file"], machine["row"], machine["complete_or_part"]) == ("lines.csv", "2", "complete")
    assert (machine["used"], machine["year"], machine["brand"], machine["serial"]) == ("yes", "2015", "TSUGAMI", "1234")
    assert (part["complete_or_part"], part["used"], part["brand"]) == ("part", "", "")


def test_parties_are_one_row_for_each_role_that_is_named(case: Case, tmp_path: Path) -> None:
    assert case.export("parties", tmp_path / "parties.csv") == 3
    found = {(it["row"], it["role"]): it["party_id"] for it in rows(tmp_path / "parties.csv")}

    assert found["2", "consignor"] == found["3", "consignor"]
    assert len(set(found.values())) == 2


def test_another_table_or_no_run_is_refused_and_nothing_is_written(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        case.export("ships", tmp_path / "x.csv")
    with pytest.raises(UsageError) as caught:
        cases.create(tmp_path / "empty").export("goods", tmp_path / "x.csv")
    assert caught.value.code == "E-NO-RUN"
    assert not (tmp_path / "x.csv").exists()
