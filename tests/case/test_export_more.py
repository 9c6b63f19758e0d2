"""Networks, flows, FollowTheMoney and BODS of a run."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from enduse import case as cases
from enduse.case import Case, RunOptions
from enduse.case.export_more import ExportRequest, export_more
from enduse.case.export_network import flows_of, network_of
from enduse.case.export_rows import LeavingRows
from enduse.case.export_tables import export_tables
from enduse.errors import UsageError
from enduse.report.network_model import Network, Spell

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "registers"
HEADER = "declaration_no,line_no,date,direction,consignor,consignee,origin,country of dispatch,destination,goods_code"
LINES = f"""{HEADER},description,value_usd
1,1,2022-05-01,import,FABLE LATHE CO,OOO ALFASTAN,TW,CN,RU,0458112009,lathe,9000
2,1,2022-06-11,import,FABLE LATHE CO,OOO ALFASTAN,TW,CN,RU,0458112009,lathe,1000.5
3,1,2022-09-11,import,FABLE LATHE CO,OOO ALFASTAN,TW,CN,RU,0458112009,lathe,
4,1,2022-09-12,import,FABLE LATHE CO,,TW,,RU,0458112009,lathe,500
"""
PAYMENTS = """date;payer;payee;amount;currency;purpose
2022-05-03;OOO ALFASTAN;DUNE GENERAL TRADING FZE;700;USD;lathe
"""
OWNERS = """company,id,country,incorporated,status,relation,related,related_country,share,from,to
OOO ALFASTAN,7701234567,RU,2015-01-10,active,owner,Secretov Ivan Ilyich,RU,60,2015-01-10,
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("exports")
    made = cases.create(folder / "case")
    for name, text in (("lines.csv", LINES), ("payments.csv", PAYMENTS), ("owners.csv", OWNERS)):
        (folder / name).write_text(text, encoding="utf-8")
        made.add(folder / name)
    made.run(RunOptions())
    return made


@pytest.fixture(scope="module")
def rows(case: Case) -> LeavingRows:
    return LeavingRows.of(case.ledger)


@pytest.fixture(scope="module")
def network(rows: LeavingRows) -> Network:
    return network_of(rows)


def names(network: Network) -> dict[str, str]:
    return {it.id: it.name for it in network.nodes}


def test_lines_of_two_parties_are_one_edge_with_value_spells_and_rows(network: Network) -> None:
    (edge,) = (it for it in network.edges if it.kind == "import")
    called = names(network)

    assert (called[edge.source], called[edge.target]) == ("FABLE LATHE CO", "OOO ALFASTAN")
    assert (edge.value_usd, edge.lines, edge.valued) == (10_000.5, 3, 2)
    assert edge.spells == (
        Spell(date(2022, 5, 1), date(2022, 7, 1)),
        Spell(date(2022, 9, 1), date(2022, 10, 1)),
    )
    (cited,) = edge.cited
    assert (cited.place.file, cited.rows) == ("lines.csv", (2, 3, 4))
    assert cited.place.sha256 in {it.sha256 for it in network.sources}


def test_a_payment_is_an_edge_from_payer_to_payee(network: Network) -> None:
    (edge,) = (it for it in network.edges if it.kind == "payment")
    called = names(network)
    assert (called[edge.source], called[edge.target]) == ("OOO ALFASTAN", "DUNE GENERAL TRADING FZE")
    assert edge.value_usd == 700


def test_a_line_without_a_consignee_is_counted_and_no_edge(network: Network) -> None:
    assert network.made.unplaced == 1


def test_rows_of_a_source_that_may_not_leave_and_whom_they_alone_name_stay_inside(case: Case, network: Network) -> None:
    inside = network_of(LeavingRows.of(case.ledger, internal=True))

    assert not [it for it in network.edges if it.stake]
    assert "Secretov Ivan Ilyich" not in names(network).values()
    assert "owners.csv" not in {it.name for it in network.sources}
    assert network.made.left_out == 1
    assert "Secretov Ivan Ilyich" in names(inside).values()
    assert [it.kind for it in inside.edges if it.stake] == ["shares"]
    assert "internal" in str(inside.made)


def test_a_flow_without_a_country_of_dispatch_is_kept(rows: LeavingRows) -> None:
    flows, _made = flows_of(rows)
    assert {(it.start, it.end, it.lines, it.value_usd) for it in flows} == {
        ("CN", "RU", 3, 10_000.5),
        ("", "RU", 1, 500.0),
    }


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("network", "n.gexf"),
        ("network", "n.graphml"),
        ("flows", "f.geojson"),
        ("ftm", "e.ftm.json"),
        ("bods", "b.json"),
    ],
)
def test_the_same_run_gives_the_same_bytes(case: Case, tmp_path: Path, kind: str, file: str) -> None:
    for name in "12":
        (tmp_path / name).mkdir()
        report = export_more(case.ledger, ExportRequest(kind, internal=True), tmp_path / name / file)
        assert report.written
    assert (tmp_path / "1" / file).read_bytes() == (tmp_path / "2" / file).read_bytes()


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_goods_line_and_payment_is_an_entity_with_its_row(case: Case, tmp_path: Path) -> None:
    report = export_more(case.ledger, ExportRequest("ftm"), tmp_path / "e.json")
    told = read(tmp_path / "e.json")
    lines = [it["properties"] for it in told if it["schema"] == "EconomicActivity"]

    assert report.written == len(told)
    assert [it["recordId"] for it in lines] == [[f"lines.csv row {at}"] for at in (2, 3, 4, 5)]
    assert {code for it in lines for code in it["vedCode"]} == {"0458112009"}
    assert [it["properties"]["amount"] for it in told if it["schema"] == "Payment"] == [["700"]]
    assert [it.code for it in report.notices] == ["W-EXPORT-CLOSED"]
    assert "Secretov" not in (tmp_path / "e.json").read_text(encoding="utf-8")


def test_around_a_party_only_its_neighbours_are_told(case: Case, tmp_path: Path) -> None:
    asked = ExportRequest("network", around="dune general trading fze", steps=1)
    export_more(case.ledger, asked, tmp_path / "n.gexf")
    labels = {it.get("label") for it in etree.parse(tmp_path / "n.gexf").iter("{*}node")}
    assert labels == {"DUNE GENERAL TRADING FZE", "OOO ALFASTAN"}


def test_around_nobody_is_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        export_more(case.ledger, ExportRequest("network", around="Nobody"), tmp_path / "n.gexf")
    assert caught.value.code == "E-EXPORT-PARTY"
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(("kind", "file"), [("ships", "x.gexf"), ("network", "x.pdf")])
def test_another_kind_or_suffix_is_refused(case: Case, tmp_path: Path, kind: str, file: str) -> None:
    with pytest.raises(UsageError) as caught:
        export_more(case.ledger, ExportRequest(kind), tmp_path / file)
    assert caught.value.code == "E-EXPORT-KIND"
    assert not [*tmp_path.iterdir()]


def test_without_owners_there_is_no_ownership_to_write_and_the_old_file_stays(case: Case, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("old", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        export_more(case.ledger, ExportRequest("bods"), tmp_path / "b.json")
    assert caught.value.code == "E-EXPORT-EMPTY"
    assert (tmp_path / "b.json").read_text(encoding="utf-8") == "old"


def test_owners_leave_for_inside_use_and_every_statement_is_read_again(case: Case, tmp_path: Path) -> None:
    asked = ExportRequest("bods", on=date(2024, 5, 2), internal=True)
    report = export_more(case.ledger, asked, tmp_path / "owners.json")
    (told,) = (it for it in json.loads((tmp_path / "owners.json").read_text()) if it["recordType"] == "relationship")
    (place,) = cases.create(tmp_path / "again").add(tmp_path / "owners.json").entry.places

    assert told["publicationDetails"]["publicationDate"] == "2024-05-02"
    assert told["recordDetails"]["interests"][0]["share"] == {"exact": 60.0}
    assert (place.rows_kept, place.rows_rejected) == (report.written, 0) == (3, 0)


def test_relations_of_somebody_unknown_are_counted(tmp_path: Path) -> None:
    made = cases.create(tmp_path / "case")
    made.add(FIXTURES / "open_ownership_bods" / "bods04.jsonl")
    made.run(RunOptions())
    rows = LeavingRows.of(made.ledger, internal=True)
    network = network_of(rows)
    told = rows.table("relations", ["row"]).num_rows

    assert len([it for it in network.edges if it.stake]) + network.made.untied == told > 0


def test_nothing_computed_yet_is_said(tmp_path: Path) -> None:
    empty = cases.create(tmp_path / "empty")
    with pytest.raises(UsageError) as caught:
        export_tables(empty.ledger, "csv", tmp_path / "out")
    assert caught.value.code == "E-NO-RUN"
