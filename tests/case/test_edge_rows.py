"""The rows behind an edge: goods between countries and firms, payments, published cells; nothing more, nothing less."""

from datetime import date

import pytest

from enduse.case import Case, RunOptions, create
from enduse.case.edge_rows import EdgeRows
from enduse.case.export_network import network_of
from enduse.case.export_rows import LeavingRows
from enduse.errors import UnknownSubject, UsageError

pytestmark = pytest.mark.slow

HEAD = (
    "declaration_no,line_no,date,direction,consignor,consignee,"
    "contract_holder,country of origin,country of dispatch,country of destination,goods_code,description,value_usd\n"
)
LINES = """1,1,2022-05-01,import,FABLE LATHE CO,OOO ALFASTAN,FABLE LATHE CO,TW,TW,RU,8458112009,lathe,9000
2,1,2022-06-11,import,FABLE LATHE CO,OOO ALFASTAN,DUNE GENERAL FZE,TW,TR,RU,8458112009,lathe,8000
3,1,2023-06-12,import,KERVANSA AS,OOO ALFASTAN,KERVANSA AS,TW,TR,RU,8466930000,spindle,700
4,1,2023-07-12,import,KERVANSA AS,OOO BETATOOL,KERVANSA AS,KR,TR,RU,8207500000,drill,70
5,1,2023-07-13,export,FABLE LATHE CO,KERVANSA AS,FABLE LATHE CO,TW,TW,TR,8458112009,lathe,8100
"""
CELLS = """month,reporter,partner,flow,hs6,value_usd,net_kg
2023-07,TR,RU,export,845811,500,10
2023-07,RU,TR,import,845811,510,10
2023-07,RU,CN,import,845811,999,10
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("edges")
    made = create(folder / "case")
    for name, text in (("lines.csv", HEAD + LINES), ("cells.csv", CELLS)):
        (folder / name).write_text(text, encoding="utf-8")
        made.add(folder / name)
    made.run(RunOptions(date(2023, 1, 1), ("third_country_transshipment",)))
    return made


@pytest.fixture(scope="module")
def edges(case: Case) -> EdgeRows:
    return EdgeRows(case.ledger)


def _rows(edges: EdgeRows, text: str) -> list[tuple[str, int]]:
    return sorted((it["table"], it["row"]) for it in edges.rows(text) or [])


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("TW>TR>RU", [("items", 3), ("items", 4)]),
        ("TR > RU", [("items", 3), ("items", 4), ("items", 5), ("statistics", 2), ("statistics", 3)]),
        ("TR>RU:8458", [("items", 3), ("statistics", 2), ("statistics", 3)]),
        ("TR>RU@2023-07", [("items", 5), ("statistics", 2), ("statistics", 3)]),
        ("TR>RU@2022", [("items", 3)]),
        ("KR>*>RU", [("items", 5)]),
        ("*>TR", [("items", 6)]),
        ("KERVANSA AS > OOO ALFASTAN", [("items", 4)]),
        ("DUNE GENERAL FZE > OOO ALFASTAN", [("items", 3)]),
        ("KERVANSA AS > RU", [("items", 4), ("items", 5)]),
        ("TW > OOO ALFASTAN", [("items", 2)]),
        ("* > OOO BETATOOL", [("items", 5)]),
        ("KR>TW", []),
    ],
)
def test_an_edge_has_exactly_its_rows(edges: EdgeRows, text: str, rows: list[tuple[str, int]]) -> None:
    assert _rows(edges, text) == rows


def test_every_row_has_an_id_a_file_and_its_parties(edges: EdgeRows) -> None:
    (row,) = edges.rows("KERVANSA AS > OOO BETATOOL") or []
    assert row["source"] == "lines.csv"
    assert row["row_id"].isdigit()
    assert (row["sender"], row["receiver"]) == ("KERVANSA AS", "OOO BETATOOL")
    assert row["value_usd"] == 70


def test_every_edge_of_the_network_opens_the_rows_that_it_counts(case: Case, edges: EdgeRows) -> None:
    drawn = network_of(LeavingRows.of(case.ledger)).edges
    assert len(drawn) >= 5
    for it in drawn:
        assert len(edges.rows(it.id) or []) == it.lines, it.kind


@pytest.mark.parametrize("text", ["OOO ALFASTAN", "TR", "0123456789abcdef", "A>B>C>D", "> RU", ""])
def test_what_is_no_edge_is_left_to_others(edges: EdgeRows, text: str) -> None:
    assert edges.rows(text) is None


@pytest.mark.parametrize("text", ["*>*", "KERVANSA AS>TR>RU", "TR>RU@2023-13"])
def test_ends_that_cannot_stand_together_are_refused(edges: EdgeRows, text: str) -> None:
    with pytest.raises(UsageError) as error:
        edges.rows(text)
    assert error.value.code == "E-EDGE"


def test_an_end_that_nobody_knows_is_said(edges: EdgeRows) -> None:
    with pytest.raises(UnknownSubject):
        edges.rows("NOBODY AT ALL > RU")
