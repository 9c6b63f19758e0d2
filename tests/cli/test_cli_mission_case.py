"""Rows of the mission table on the assembly of a case, from the command line to what is printed.

Firms, people and rows are fictional; figures of published articles stand in claims that cite them.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enduse import case as cases
from enduse.case import RunOptions
from enduse.case.published_case import make_published

Enduse = Callable[..., Any]

HEADER = "number,line,Date,direction,consignor,consignee,origin,Country of dispatch,Destination,HS code"
LINES = f"""{HEADER},description,trademark,value_usd
1,1,2022-05-10,export,NORDAMAT CO,HUAXIN TRADING LTD,KR,KR,CN,845811,"CNC lathe NL-25, S/N NL2500-0417",NORDAMAT,90000
2,1,2022-08-20,import,HUAXIN TRADING LTD,OOO VIMETRAL,KR,CN,RU,845811,"lathe NL-25, S/N NL2500-0417",NORDAMAT,120000
3,1,2023-02-11,import,CORINTHIAN WORKS CO,OOO VIMETRAL,TW,TW,RU,845811,lathe,CORINTHIAN,70000
4,1,2023-03-12,import,BORALTAN AS,OOO VIMETRAL,TW,TR,RU,845811,lathe,DELPHIC MACHINES,70000
5,1,2023-03-15,import,BORALTAN AS,OOO VIMETRAL,TW,TR,RU,845811,lathe,ATTICAN TOOLS,70000
6,1,2023-04-02,import,BORALTAN AS,OOO VIMETRAL,TW,TR,RU,845811,lathe,SPARTAN PRECISION,70000
"""
EVENTS = """serial number,event,date,country,party,brand,model
NL2500-0417,installed,2022-11-03,RU,AO ZAVOD NORVENT,NORDAMAT,NL-25
"""
MAKERS = (
    "CORINTHIAN WORKS CO",
    "DELPHIC MACHINES CO",
    "ATTICAN TOOLS CO",
    "SPARTAN PRECISION CO",
    "MYCENIAN LATHES CO",
)
CLAIMS = "Speaker,About,Predicate,Text,Date\n" + "".join(
    f"OOO VIMETRAL,{maker},visited,Our director visited the plant.,2022-12-{day:02}\n"
    for day, maker in enumerate(MAKERS, 5)
)
TENDERS = """Contract number,Date,Buyer,Supplier,Subject,Amount,Currency
17,2014-06-10,Войсковая часть 43753,OOO VIMETRAL,Поставка токарного станка с ЧПУ,4378000,RUB
18,2013-09-10,Войсковая часть 45185,OOO VIMETRAL,Поставка фрезерного станка с ЧПУ,3300000,RUB
"""
LISTINGS = """Name,Country,Authority,List,Listed on
OOO VIMETRAL,RU,US-OFAC,SDN,2023-11-02
"""
TYPOLOGIES = ("travel_visit_before_trade", "state_defence_procurement")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with records of fictional firms and its run."""
    folder = tmp_path_factory.mktemp("mission_case")
    case = cases.create(folder / "case")
    told = {"lines": LINES, "events": EVENTS, "claims": CLAIMS, "tenders": TENDERS, "listings": LISTINGS}
    for name, text in told.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        assert case.add(folder / f"{name}.csv").rows_rejected == 0
    case.run(RunOptions(watershed=date(2022, 2, 24), only=TYPOLOGIES))
    return folder / "case"


@pytest.fixture
def empty(enduse: Enduse, tmp_path: Path) -> Path:
    """A case in which nothing is."""
    enduse("init", "case", cwd=tmp_path)
    return tmp_path / "case"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled case of published facts."""
    return make_published(tmp_path_factory.mktemp("published") / "case", "tester").root


def _say(enduse: Enduse, folder: Path, *words: str | Path) -> dict[str, Any]:
    done = enduse("case", *words, "--by", "a.lee", cwd=folder)
    assert done.returncode == 0, done.stderr
    row: dict[str, Any] = done.rows[0]
    return row


def _evidence(enduse: Enduse, folder: Path, name: str, text: str, *words: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    done = enduse("evidence", "add", name, *words, "--by", "a.lee", cwd=folder)
    assert done.returncode == 0, done.stderr
    return str(done.rows[0]["evidence"])


def test_m03_a_frame_of_a_booth_comes_back_with_its_hash_and_is_cited(enduse: Enduse, ledger: Path) -> None:
    words = ("--from", "video of a fair", "--captured", "2025-05-28", "--method", "frame", "--at", "0:12:07.5",
             "--region", "10,20,300,200", "--note", "one booth circled, two beside it")  # fmt: skip
    frame = _evidence(enduse, ledger, "frame.txt", "a frame", *words)
    _say(enduse, ledger, "mark", frame, "NORDAMAT", "--kind", "brand", "--at", "0:12:07.5", "--region", "10,20,300,200")
    _say(enduse, ledger, "event", "machines of the brand at a booth", "--from", "OOO VIMETRAL", "--when", "2025-05-28",
         "--kind", "seen", "-e", frame)  # fmt: skip
    (kept,) = enduse("evidence", "show", frame, cwd=ledger).rows
    assert "0:12:07.5" in kept["where"]
    assert "10,20,300,200" in kept["where"]
    assert enduse("evidence", "verify", cwd=ledger).returncode == 0
    enduse("evidence", "show", frame, "-o", "back.txt", "--original", cwd=ledger)
    assert (ledger / "back.txt").read_text(encoding="utf-8") == "a frame"
    done = enduse("report", "dossier", "OOO VIMETRAL", "-o", "dossier.md", cwd=ledger)
    assert done.returncode == 0, done.stderr
    dossier = (ledger / "dossier.md").read_text(encoding="utf-8")
    assert kept["sha256"][:16] in dossier
    assert frame in dossier


def test_m13_from_the_maker_to_the_plant_in_three_hops_or_more(enduse: Enduse, ledger: Path) -> None:
    _say(enduse, ledger, "subject", "AO ZAVOD NORVENT", "--kind", "plant", "--part", "makes casings of missiles")
    best = enduse("case", "chain", "NORDAMAT", cwd=ledger).rows[0]
    assert best["complete"]
    assert best["hops"] >= 3
    assert best["way"][-1]["to"].startswith("AO ZAVOD NORVENT")
    assert best["confidence"] == "derived"
    assert all(it["sources"] or it["refs"] for it in best["way"])


def test_m33_a_figure_of_context_keeps_its_unit_and_source_and_stays_apart(enduse: Enduse, empty: Path) -> None:
    _say(enduse, empty, "note", "trade of two countries in a year", "--value", "200000000000", "--unit", "USD",
         "--period", "2023", "--series", "CNC machines a month", "--source", "a newspaper, 2024-01-02")  # fmt: skip
    (note,) = enduse("case", "show", cwd=empty).rows
    assert "200,000,000,000 USD, 2023 (a newspaper, 2024-01-02)" in note["says"]
    assert "context beside CNC machines a month, never added to it" in note["says"]
    assert enduse("case", "figures", cwd=empty).rows == []
    refused = enduse("case", "note", "trade", "--value", "2e11", "--by", "a.lee", cwd=empty)
    assert refused.stderr.startswith("E-CASE-FACT  ")


def test_m34_so_many_reviewed_and_none_found_with_the_day(enduse: Enduse, empty: Path) -> None:
    row = _say(enduse, empty, "absence", "a machine of Chinese make", "140", "--unit", "images", "--on", "2023-12",
               "--sample", "stills of broadcasts from arms plants")  # fmt: skip
    assert row["says"].startswith("140 images reviewed, 0 with a machine of Chinese make (2023-12).")
    assert "at most 2.1% of them all would show it (95% sure, exact binomial)" in row["says"]


def test_m36_a_leaked_page_ties_a_supplier_to_a_plant_until_it_is_undone(enduse: Enduse, empty: Path) -> None:
    leaked = _evidence(enduse, empty, "contracts.txt", "page 3: two lathes for the drone works", "--from", "a source",
                       "--grade", "leaked", "--trust", "B3", "--sensitivity", "leaked")  # fmt: skip
    row = _say(enduse, empty, "event", "two lathes under contract 17", "--kind", "supplies", "--from", "OOO VIMETRAL",
               "--to", "Drone Works of Norvent", "-e", leaked, "--page", "3", "--confidence", "probable")  # fmt: skip
    (found,) = enduse("case", "pivot", "OOO VIMETRAL", cwd=empty).rows
    (tie,) = found["way"]
    assert (found["reaches"], tie["as"], tie["confidence"]) == ("Drone Works of Norvent", "customer", "probable")
    assert tie["refs"] == [row["entry"], leaked]
    assert tie["sources"] == [f"{leaked}: leaked B3", "page 3"]
    _say(enduse, empty, "undo", row["entry"], "--reason", "another firm of that name")
    assert enduse("case", "pivot", "OOO VIMETRAL", cwd=empty).rows == []


def test_m61_a_listing_and_a_letter_of_one_day_in_the_order_that_is_told(enduse: Enduse, ledger: Path) -> None:
    letter = _say(enduse, ledger, "event", "ten members of a parliament wrote to the government", "--kind", "letter",
                  "--from", "OOO VIMETRAL", "--when", "2023-11-02", "--source", "press release")  # fmt: skip
    told = [it for it in enduse("case", "timeline", "OOO VIMETRAL", cwd=ledger).rows if it["when"] == "2023-11-02"]
    assert {it["kind"] for it in told} == {"event", "listing"}
    assert not told[1]["certain"]
    _say(enduse, ledger, "event", "the government listed the importer", "--kind", "listed", "--from", "OOO VIMETRAL",
         "--when", "2023-11-02", "--after", letter["entry"], "--source", "the government")  # fmt: skip
    rows = enduse("case", "timeline", "OOO VIMETRAL", cwd=ledger).rows
    order = [it["id"] for it in rows if it["when"] == "2023-11-02"]
    after = next(it for it in rows if it["after"] == [letter["entry"]])
    assert order.index(letter["entry"]) < order.index(after["id"])


def test_m62_an_estimate_is_shown_as_one_with_source_and_method(enduse: Enduse, empty: Path) -> None:
    row = _say(enduse, empty, "estimate", "Russia", "share of its CNC machines that are foreign", "0.7", "--unit",
               "share", "--method",
               "not told in the article", "--source",
               "Economic Security Council of Ukraine, in The Washington Post, 2024-02-01")  # fmt: skip
    assert row["says"] == (
        "Estimate: Russia: share of its CNC machines that are foreign: about 70%, by Economic Security Council of "
        "Ukraine, in The Washington Post, 2024-02-01; method: not told in the article"
    )


def test_m67_whoever_asked_for_a_way_around_is_held_when_a_related_party_orders(
    enduse: Enduse, empty: Path, tmp_path: Path
) -> None:
    order = """id = "M-67"
on = 2027-03-01
seller = { name = "Nordamat", country = "TW" }
buyer = { name = "Quiet Office GmbH", country = "NO", phone = "+47 22 12 34 56" }
goods = [{ description = "Office chairs, upholstered, with metal frames", code = "940171" }]
"""
    (tmp_path / "order.toml").write_text(order, encoding="utf-8")
    before = enduse("check", "../order.toml", "--json", cwd=empty).rows[0]
    assert "house_approached" not in {it["id"] for it in before["parts"] if it["answer"] == "yes"}
    asked = enduse("order", "approach", "Baltanur Dis Ticaret", "asked to ship to Russia by way of Turkey", "--country",
                   "TR", "--contact", "+47 22 12 34 56", "--by", "sales", cwd=empty)  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    row = enduse("check", "../order.toml", "--json", cwd=empty).rows[0]
    (part,) = [it for it in row["parts"] if it["id"] == "house_approached" and it["answer"] == "yes"]
    assert part["outcome"] == ["HOLD"]
    assert row["outcome"] in ("HOLD", "LICENCE", "BLOCK")
    assert any("by way of Turkey" in str(it) for it in row.values())


def test_m68_four_of_five_visited_makers_were_imported_later(enduse: Enduse, ledger: Path) -> None:
    found = enduse("findings", "-t", "travel_visit_before_trade", "--json", cwd=ledger).rows
    visited = {one["names"][0] for it in found for one in it["others"] if one["role"] == "maker"}
    assert visited == set(MAKERS[:4])
    assert all(it["figures"]["visited_on"].startswith("2022-12") for it in found)
    told = [it for it in enduse("case", "timeline", "OOO VIMETRAL", "--kind", "claim", cwd=ledger).rows]
    assert len(told) == 5


def test_m74_a_unit_is_flagged_and_its_price_agrees_at_the_rate_of_its_year(
    enduse: Enduse, ledger: Path, published: Path
) -> None:
    found = enduse("findings", "-t", "state_defence_procurement", "--json", cwd=ledger).rows
    names = {name for it in found for one in (it["subject"], *it["others"]) for name in one["names"]}
    assert any("43753" in it for it in names)
    rows = enduse("case", "figures", "--tolerance", "0.03", cwd=published).rows
    (row,) = [it for it in rows if "43753" in it["matter"]]
    assert (row["answer"], row["period"]) == ("agree", "2014")
    assert row["dated"] == pytest.approx(38.4, abs=0.1)


def test_m79_twelve_years_in_order_each_with_a_source_and_none_twice(enduse: Enduse, empty: Path) -> None:
    told = (
        ("2023-11-02", "listed"), ("2011", "owned a third of the importer"), ("2013", "advertised arms makers"),
        ("2022-04", "said that supply goes on"), ("2014-06-10", "a contract of a unit"), ("before 2012", "met"),
        ("2022-12", "a journey to five makers"), ("2023-01..2023-05", "direct shipments"), ("2023-Q1", "a control"),
    )  # fmt: skip
    for when, text in told:
        _say(enduse, empty, "event", text, "--from", "OOO VIMETRAL", "--when", when, "--source", f"archive, {when}")
    _say(enduse, empty, "event", "Owned a third of the importer", "--from", "OOO VIMETRAL", "--when", "2011",
         "--source", "register")  # fmt: skip
    rows = enduse("case", "timeline", cwd=empty).rows
    assert [it["when"] for it in rows] == [
        "2011", "before 2012-01-01", "2013", "2014-06-10", "2022-04", "2022-12", "2023-Q1", "2023-01..2023-05",
        "2023-11-02",
    ]  # fmt: skip
    assert rows[0]["sources"] == ["archive, 2011", "register"]
    assert all(it["sources"] for it in rows)
    assert len({it["id"] for it in rows}) == len(told)


def test_m92_figures_agree_across_articles_and_currencies(enduse: Enduse, published: Path) -> None:
    rows = enduse("case", "figures", cwd=published).rows
    pairs = {it["period"]: it for it in rows if "Tsugami" in it["matter"]}
    assert (pairs["2021"]["implied"], pairs["2023"]["implied"]) == (pytest.approx(1.2245, abs=1e-4), 1.25)
    assert {it["answer"] for it in pairs.values()} == {"agree"}
    # Both articles draw on one report: they agree, and are one source.
    assert not any(it["independent"] for it in pairs.values())
    (implied,) = [it for it in rows if it["matter"] == "USD per GBP"]
    assert (implied["answer"], implied["apart"]) == ("agree", pytest.approx(0.0204, abs=1e-4))


def test_m100_from_the_importer_to_broker_shipper_plant_and_family_in_two_steps(
    enduse: Enduse, published: Path
) -> None:
    found = {it["reaches"]: it for it in enduse("case", "pivot", "AMG", cwd=published).rows}
    assert {"Amegino", "ELE Technology", "Kometa", "UMIC", "Tsugami"} <= found.keys()
    assert all(found[it]["steps"] <= 2 for it in ("Amegino", "ELE Technology", "Kometa", "UMIC"))
    assert all(tie["refs"] for it in found.values() for tie in it["way"])
    assert {tie["confidence"] for it in found.values() for tie in it["way"]} == {"alleged"}


def test_m102_a_referral_has_recipient_day_and_answer(enduse: Enduse, empty: Path) -> None:
    packet = _evidence(enduse, empty, "packet.txt", "what was handed over", "--from", "us")
    first = _say(enduse, empty, "referral", "Trade office of Nordland", "--on", "2024-01-15", "--what", packet,
                 "--country", "NO", "--text", "please look at these shipments")  # fmt: skip
    _say(enduse, empty, "referral", first["entry"], "--on", "2024-01-30", "--state", "declined", "--text", "no comment")
    _say(enduse, empty, "referral", first["entry"], "--on", "2024-02-20", "--state", "acted", "--text", "plans a rule")
    (row,) = enduse("case", "referrals", cwd=empty).rows
    assert (row["to"], row["country"], row["on"], row["what"]) == (
        "Trade office of Nordland",
        "NO",
        "2024-01-15",
        [packet],
    )
    assert (row["state"], row["answered_on"], row["answer"]) == ("acted", "2024-02-20", "plans a rule")
