"""Flows of goods asked of a case: the maker's export, the hub's papers and the last import in three files."""

from datetime import date
from pathlib import Path

import pytest

from enduse.case import Case, RunOptions, create
from enduse.case.tracing_flows import Flows
from enduse.errors import UnknownSubject, UsageError

pytestmark = pytest.mark.slow

HEAD = (
    "declaration number,item number,declaration date,direction,consignor,consignor_country,consignee,consignee_country,"
    "country of origin,country of dispatch,country of destination,goods_code,"
    "description,trademark,net_kg,quantity,value_usd\n"
)
MACHINE = "84581120,CNC lathe SP-{n},SPARTAN,{kg}.5,1"


def _line(number: int, day: str, direction: str, way: tuple[str, str, str, str], usd: int) -> str:
    sender, receiver, start, end = way
    goods = MACHINE.format(n=20 + number % 3, kg=3000 + 211 * number)
    parties = f"{sender},{start},{receiver},{end},TW,{start},{end}"
    return f"{direction[0]}{start}{number:04},1,{day},{direction},{parties},{goods},{usd}\n"


def _lot(number: int) -> list[str]:
    month, year = number % 12 + 1, 2021 + number // 12
    after = f"{year + (month == 12)}-{month % 12 + 1:02}"
    into = ("Spartan Machines Ltd", "Kervan Makina AS", "TW", "TR")
    out = ("Kervan Makina AS", f"Zavod {'AB'[number % 2]} OOO", "TR", "RU")
    return [
        _line(number, f"{year}-{month:02}-03", "export", into, 80_000),
        _line(number, f"{after}-15", "export", out, 110_000),
        _line(number, f"{after}-24", "import", out, 130_000),
    ]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("flows")
    lots = [_lot(number) for number in range(24)]
    made = create(folder / "case")
    for at, name in enumerate(("maker", "hub", "importer")):
        file = folder / f"{name}.csv"
        file.write_text(HEAD + "".join(lot[at] for lot in lots), encoding="utf-8")
        made.add(file)
    made.run(RunOptions(watershed=date(2022, 1, 1)))
    return made


@pytest.fixture(scope="module")
def flows(case: Case) -> Flows:
    return Flows(case.ledger)


def test_follows_each_machine_from_its_maker_to_the_last_importer(flows: Flows) -> None:
    found = flows.chains(hops=2)
    assert len(found) >= 20
    for it in found:
        assert [line["source"] for line in it["lines"]] == ["maker.csv", "hub.csv", "importer.csv"]
        assert len({line["row"] for line in it["lines"]}) == 1


def test_chains_through_one_company_only(flows: Flows) -> None:
    assert {it["lines"][-1]["consignee"] for it in flows.chains("Zavod A OOO")} == {"Zavod A OOO (RU)"}


def test_a_lane_counts_each_movement_once(flows: Flows) -> None:
    told = flows.lane("TR>RU:8458")
    assert sum(it["usd"] for it in told["declared"]["months"]) == 24 * 130_000
    assert told["origins"][0]["origin"] == "TW"


def test_a_lane_without_a_record_is_said_to_be_empty(flows: Flows) -> None:
    with pytest.raises(UsageError, match="DE>RU"):
        flows.lane("DE>RU")


def test_paths_lead_from_the_country_of_the_maker_to_the_importer(flows: Flows) -> None:
    (found,) = flows.paths("Taiwan", "Zavod A OOO")
    assert found["countries"] == ["TW", "TR", "RU"]
    assert [it["source"] for it in found["evidence"]][0] == "maker.csv"
    with pytest.raises(UsageError, match="brand"):
        flows.paths("brand:SPARTAN", "Zavod A OOO")


def test_evidence_joins_two_importers_over_their_supplier(flows: Flows) -> None:
    first, second = flows.between("Zavod A OOO", "Zavod B OOO")
    assert (first["link"], second["link"]) == ("was supplied by", "supplied")
    assert first["evidence"]


def test_growth_counts_imports_once_and_adds_up(flows: Flows) -> None:
    told = flows.growth("Zavod A OOO", on=date(2022, 1, 1))
    assert told["after"] == 130_000 * 6
    assert sum(it["change"] for it in told["parts"]) == told["change"]
    with pytest.raises(UsageError, match="weather"):
        flows.growth("Zavod A OOO", by="weather")


def test_successors_are_ranked_with_reasons(flows: Flows) -> None:
    (found,) = flows.successors("Zavod A OOO", on=date(2022, 1, 1))
    assert (found["rank"], found["company"]) == (1, "Zavod B OOO (RU)")
    assert "100% of suppliers" in found["reasons"][0]


def test_who_is_not_in_the_records_is_said_to_be_unknown(flows: Flows) -> None:
    with pytest.raises(UnknownSubject):
        flows.successors("Nobody GmbH")


def test_links_are_exported_with_file_and_row_of_both_lines(case: Case, tmp_path: Path) -> None:
    count = case.export("links", tmp_path / "links.csv")
    lines = (tmp_path / "links.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("file_a,row_a,file_b,row_b,relation,probability")
    assert len(lines) == 1 + count
    assert any(it.startswith("maker.csv,2,hub.csv,2,moved on,") for it in lines)
