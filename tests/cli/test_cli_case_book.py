"""`enduse case` as a user meets it: entries, matrix, timeline, pivots, chains, undo, verify."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from enduse import case as cases
from enduse.case import RunOptions

Enduse = Callable[..., Any]

HEADER = "number,line,Date,direction,consignor,consignee,origin,Country of dispatch,Destination,HS code"
LINES = f"""{HEADER},description,trademark,value_usd
1,1,2022-05-10,export,NORDAMAT CO,HUAXIN TRADING LTD,KR,KR,CN,845811,"CNC lathe NL-25, S/N NL2500-0417",NORDAMAT,90000
2,1,2022-08-20,import,HUAXIN TRADING LTD,OOO VIMETRAL,KR,CN,RU,845811,"lathe NL-25, S/N NL2500-0417",NORDAMAT,120000
3,1,2022-08-25,import,HUAXIN TRADING LTD,OOO VIMETRAL,KR,CN,RU,845811,"lathe NL-25, S/N NL2500-0418",NORDAMAT,120000
4,1,2023-02-11,import,BORALTAN AS,OOO VIMETRAL,TW,TR,RU,845811,"lathe QT-10",QUETAN,70000
"""
EVENTS = """serial number,event,date,country,party,brand,model
NL2500-0417,installed,2022-11-03,RU,AO ZAVOD NORVENT,NORDAMAT,NL-25
"""
PAYMENTS = """Payer,Payee,Amount,Currency,Date,Purpose
AO ZAVOD NORVENT,OOO VIMETRAL,9000000,RUB,2022-10-01,CNC lathe under contract 17
"""
LISTINGS = """Name,Country,Authority,List,Listed on
OOO VIMETRAL,RU,US-OFAC,SDN,2023-11-02
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a ledger of fictional firms and its run; tests copy it."""
    folder = tmp_path_factory.mktemp("case_book")
    case = cases.create(folder / "case")
    told = {"lines": LINES, "events": EVENTS, "payments": PAYMENTS, "listings": LISTINGS}
    for name, text in told.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        case.add(folder / f"{name}.csv")
    case.run(RunOptions(only=("serial_seen_elsewhere",)))
    return folder / "case"


@pytest.fixture
def folder(tmp_path: Path, enduse: Enduse) -> Path:
    """An empty case with two pieces of evidence."""
    enduse("init", "case", cwd=tmp_path)
    for name in ("letter.txt", "page.txt"):
        (tmp_path / name).write_text(f"what {name} says", encoding="utf-8")
        enduse("evidence", "add", tmp_path / name, "--from", "a publisher", "--captured", "2024-03-01",
               cwd=tmp_path / "case")  # fmt: skip
    return tmp_path / "case"


@pytest.fixture
def say(enduse: Enduse, folder: Path) -> Callable[..., Any]:
    """Writes into that case as one person."""
    return lambda *words: enduse("case", *words, "--by", "a.lee", cwd=folder)


def test_entries_are_listed_opened_and_undone(enduse: Enduse, folder: Path, say: Callable[..., Any]) -> None:
    (row,) = say("note", "look at the second letter", "--on", "E1").rows
    assert (row["entry"], row["says"], row["by"]) == ("C1", "look at the second letter", "a.lee")
    (whole,) = enduse("case", "show", "C1", cwd=folder).rows
    assert whole["facts"] == {"text": "look at the second letter", "on": ["E1"]}

    assert say("undo", "C1").returncode == 2
    assert say("undo", "C1", "--reason", "another letter").rows[0]["undone"] == "C1"
    assert enduse("case", "show", cwd=folder).rows == []
    assert [it["holds"] for it in enduse("case", "show", "--all", cwd=folder).rows] == [False, False]
    say("undo", "C2", "--reason", "it was the right one")
    assert [it["entry"] for it in enduse("case", "show", cwd=folder).rows] == ["C1"]


@pytest.mark.parametrize("ref", ["E7", "C9", "0123456789abcdef", "letter.txt"])
def test_what_does_not_exist_is_not_cited(enduse: Enduse, folder: Path, say: Callable[..., Any], ref: str) -> None:
    done = say("pin", ref)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("E-CASE-REF  ")
    assert enduse("case", "show", cwd=folder).rows == []


def test_a_matrix_from_the_command_line(enduse: Enduse, folder: Path, say: Callable[..., Any]) -> None:
    say("hypothesis", "the dealer sold them on")
    say("hypothesis", "the machines were moved by their owner", "--innocent")
    say("pin", "E1", "--why", "the owner's letter")
    say("weigh", "E1", "C1", "inconsistent", "--reason", "the owner still has them")
    say("weigh", "E1", "C2", "consistent", "--reason", "the owner still has them")
    (made,) = enduse("case", "matrix", cwd=folder).rows
    assert (made["leader"], made["decided_by"]) == ("C2", ["E1"])
    shown = enduse("case", "matrix", cwd=folder, width=80).stdout
    assert "It hangs on E1" in shown
    assert max(map(len, shown.splitlines())) <= 80
    unweighed = say("weigh", "E1", "C3", "consistent", "--reason", "x")
    assert unweighed.stderr.startswith("E-CASE-UNKNOWN  ")


def test_an_order_against_the_dates_is_refused(say: Callable[..., Any]) -> None:
    say("event", "the letter was sent", "--when", "2023-11-02", "--source", "a newspaper")
    wrong = say("event", "the listing", "--when", "2023-11-01", "--after", "C1", "--source", "a newspaper")
    assert wrong.stderr.startswith("E-CASE-ORDER  ")
    assert say("note", "x").returncode == 0
    undated = say("event", "the listing", "--when", "2023-11-01", "--after", "C2", "--source", "a newspaper")
    assert undated.stderr.startswith("E-CASE-ORDER  ")


def test_subjects_are_found_in_every_run_and_never_lost(enduse: Enduse, made: Path) -> None:
    row = enduse("case", "subject", "Виметрал ООО", "--part", "importer", "--by", "a.lee", cwd=made).rows[0]
    assert (row["party"], row["found_by"]) == ("OOO VIMETRAL", "as before")
    lost = enduse("case", "subject", "Nobody of that name", "--by", "a.lee", cwd=made).rows[0]
    assert lost["party"] == ""
    assert "no party of the last run" in lost["note"]
    shown = {it["about"]: it["party"] for it in enduse("case", "show", "--kind", "subject", cwd=made).rows}
    assert shown["Виметрал ООО"].startswith("OOO VIMETRAL")
    for it in enduse("case", "show", "--kind", "subject", cwd=made).rows:
        enduse("case", "undo", it["entry"], "--reason", "the test is over", "--by", "a.lee", cwd=made)


def test_a_timeline_mixes_rows_listings_and_entries(enduse: Enduse, made: Path) -> None:
    rows = enduse("case", "timeline", "OOO VIMETRAL", cwd=made).rows
    kinds = [it["kind"] for it in rows]
    assert kinds.count("goods") == 2
    assert {"payment", "listing"} <= set(kinds)
    goods = next(it for it in rows if it["kind"] == "goods")
    assert (goods["when"], goods["precision"], goods["sources"]) == (
        "2022-08-20..2022-08-25", "range", ["lines.csv, rows 3, 4"],
    )  # fmt: skip
    said = "2 goods lines of NORDAMAT, worth 240,000 USD, made in South Korea, shipped from China by HUAXIN TRADING LTD"
    assert goods["says"].startswith(said)
    starts = [it["start"] for it in rows if it["start"]]
    assert starts == sorted(starts)


def test_pivots_name_brand_supplier_and_payer_with_their_rows(enduse: Enduse, made: Path) -> None:
    found = {(it["reaches"], it["as"][-1]): it for it in enduse("case", "pivot", "VIMETRAL OOO", cwd=made).rows}
    assert {kind for _name, kind in found} >= {"brand", "supplier", "payer"}
    payer = next(it for (name, kind), it in found.items() if kind == "payer")
    assert payer["reaches"].startswith("AO ZAVOD NORVENT")
    assert payer["way"][0]["sources"] == ["payments.csv, row 2"]
    assert any(name.startswith("NORDAMAT CO") and it["steps"] == 2 for (name, _kind), it in found.items())
    only = enduse("case", "pivot", "OOO VIMETRAL", "--steps", "1", "--to", "payer", cwd=made).rows
    assert [it["as"] for it in only] == [["payer"]]


def test_a_chain_follows_one_machine_by_its_serial_number(enduse: Enduse, made: Path) -> None:
    (best, *_rest) = enduse("case", "chain", "NORDAMAT", cwd=made).rows
    assert (best["hops"], best["complete"], best["confidence"]) == (4, True, "derived")
    assert [it["to"].partition(" (")[0] for it in best["way"]] == [
        "NORDAMAT CO", "HUAXIN TRADING LTD", "OOO VIMETRAL", "AO ZAVOD NORVENT",
    ]  # fmt: skip
    assert all(it["sources"] for it in best["way"])
    assert not any("No serial number" in it for it in best["gaps"])
    shown = enduse("case", "chain", "NORDAMAT", cwd=made, width=80).stdout
    assert "Chain 1: 4 hops, to where goods were installed; no surer than derived." in shown


def test_a_row_is_pinned_by_its_place(enduse: Enduse, made: Path) -> None:
    (row,) = enduse("case", "pin", "lines.csv:3", "--why", "the machine", "--by", "a.lee", cwd=made).rows
    assert row["says"] == "lines.csv, row 3: the machine"
    assert enduse("case", "pin", "lines.csv:99", "--by", "a.lee", cwd=made).stderr.startswith("E-CASE-REF  ")
    assert enduse("case", "verify", cwd=made).returncode == 0


def test_what_is_pinned_and_undone_is_told_by_verify(enduse: Enduse, folder: Path, say: Callable[..., Any]) -> None:
    say("note", "first")
    say("pin", "C1")
    assert enduse("case", "verify", cwd=folder).returncode == 0
    say("undo", "C1", "--reason", "wrong firm")
    done = enduse("case", "verify", cwd=folder)
    assert (done.returncode, done.rows) == (7, [{"problem": "C2 pins C1: it was undone."}])
    say("undo", "C3", "--reason", "it was the right one")
    assert enduse("case", "verify", cwd=folder).returncode == 0
    say("note", "more on it", "--on", "C1")
    say("undo", "C1", "--reason", "wrong firm after all")
    problems = [it["problem"] for it in enduse("case", "verify", cwd=folder).rows]
    assert "C5 rests on C1, which was undone or is gone." in problems


def test_nothing_to_show_says_what_to_do(enduse: Enduse, folder: Path) -> None:
    assert "enduse case subject NAME" in enduse("case", "show", cwd=folder, width=80).stderr
    assert "No hypothesis yet" in enduse("case", "matrix", cwd=folder, width=80).stderr
    assert "No entry and no record" in enduse("case", "chain", "NORDAMAT", cwd=folder, width=80).stderr
    assert "Nothing ties it" in enduse("case", "pivot", "NORDAMAT", cwd=folder, width=80).stderr
