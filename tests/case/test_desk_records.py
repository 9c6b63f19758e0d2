"""Pages, claims, sightings and logos of the desk: read by the patterns, replaced, taken out, never the private ones."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from enduse import case as cases
from enduse.case import RunOptions
from enduse.case.case import Case
from enduse.case.claim_desk import ClaimDesk
from enduse.case.desk_intake import take_in_desk
from enduse.case.desk_records import CLAIMS, LOGOS, PAGES, SIGHTINGS, DeskRecords
from enduse.case.evidence_desk import EvidenceDesk
from enduse.model.case_book import Event, Mark
from enduse.model.case_log import NewEntry
from enduse.model.claim import Claim
from enduse.model.evidence import EvidenceFacts
from enduse.store.case_log import CaseLog
from enduse.store.desk import Desk

AT = datetime(2026, 3, 1, tzinfo=UTC)
LINES = """declaration_no,line_no,date,direction,consignor,consignee,origin,destination,goods_code,description,value_usd
1,1,2023-05-01,import,FABLE LATHE CO,OOO ALFASTAN,TW,RU,8458112009,lathe FABLE F200 No. 7,90000
2,1,2023-08-01,import,FABLE LATHE CO,OOO ALFASTAN,TW,RU,8458112009,lathe FABLE F200 No. 8,90000
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    made = cases.create(tmp_path / "case")
    made.add(tmp_path / "lines.csv")
    return made


def log(case: Case) -> CaseLog:
    return CaseLog(Desk(case.root / "desk.db"))


def page(case: Case, text: str, day: str, sensitivity: str = "none") -> None:
    path = case.root.parent / f"page-{day}.html"
    path.write_text(f"<html><body><p>{text}</p></body></html>", encoding="utf-8")
    facts = EvidenceFacts("https://www.fable-lathe.example/news", day, sensitivity=sensitivity)
    EvidenceDesk(case.root, now=lambda: AT).add(path, facts, "a.lee")


def rows(case: Case, name: str) -> list[dict[str, str]]:
    return [json.loads(it) for it in DeskRecords(case.root).files().get(name, b"").decode().splitlines()]


def sources(case: Case) -> set[str]:
    return {it["source"] for it in case.sources()}


def test_a_case_without_a_desk_adds_nothing(case: Case) -> None:
    assert DeskRecords(case.root).files() == {}
    before = case.version
    case.run(RunOptions())

    assert case.version == before


def test_a_denial_that_was_typed_in_is_held_against_the_records(case: Case) -> None:
    said = Claim("FABLE LATHE CO", "denial", about="OOO ALFASTAN", predicate="never_sold", said_on="2024-01-10")
    log(case).write(said.entry(), AT, "a.lee")

    found = case.run(RunOptions(only=("statement_contradicted_by_records",))).findings

    assert [it.answer for it in found if it.answer == "found"] == ["found"]
    assert rows(case, CLAIMS)[0]["Reference"] == "C1"
    assert [it.id for it in ClaimDesk(case.root).claims()] == ["C1"]


def test_kept_pages_are_read_by_the_patterns_over_pages(case: Case) -> None:
    page(case, "Delivery of machine tools to Russia in spite of sanctions, without interruption", "2023-05-02")
    log(case).write(mark(), AT, "a.lee")

    found = case.run(RunOptions(only=("marketing_claims_uninterrupted_supply",))).findings

    assert [it.answer for it in found if it.answer == "found"] == ["found"]
    (row,) = rows(case, PAGES)
    assert (row["Date"], row["Registrant"], row["Reference"]) == ("2023-05-02", "OOO ALFASTAN", "E1")


def mark() -> NewEntry:
    return NewEntry("mark", Mark("E1", "owner", "OOO ALFASTAN").to_facts(), "E1")


def test_the_same_desk_gives_no_new_version_and_a_changed_one_replaces_its_rows(case: Case) -> None:
    page(case, "We sell lathes", "2023-05-02")
    assert take_in_desk(case.ledger, case.add) == (PAGES,)
    version = case.version

    assert take_in_desk(case.ledger, case.add) == ()
    assert case.version == version

    page(case, "We sell no lathes", "2023-06-02")
    assert take_in_desk(case.ledger, case.add) == (PAGES,)
    assert [it["rows_kept"] for it in case.sources() if it["source"] == PAGES] == [2]


def test_what_was_undone_on_the_desk_leaves_the_ledger(case: Case) -> None:
    log(case).write(Claim("FABLE LATHE CO", text="We left the market", said_on="2023-01-10").entry(), AT, "a.lee")
    take_in_desk(case.ledger, case.add)
    assert CLAIMS in sources(case)

    log(case).undo(1, "another firm", AT, "a.lee")

    assert take_in_desk(case.ledger, case.add) == (CLAIMS,)
    assert CLAIMS not in sources(case)


def test_a_stop_between_adding_and_taking_out_is_mended(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    page(case, "We sell lathes", "2023-05-02")
    take_in_desk(case.ledger, case.add)
    page(case, "We sell no lathes", "2023-06-02")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(type(case.ledger), "undo", stop)
        with pytest.raises(KeyboardInterrupt):
            take_in_desk(case.ledger, case.add)
    assert len([it for it in case.sources() if it["source"] == PAGES]) == 2

    take_in_desk(case.ledger, case.add)
    assert [it["rows_kept"] for it in case.sources() if it["source"] == PAGES] == [2]


def test_personal_and_leaked_evidence_stays_on_the_desk(case: Case) -> None:
    page(case, "Ivan Vymyslov, travel of 12 May", "2023-05-02", sensitivity="leaked")
    log(case).write(Claim("I. Vymyslov", text="private", said_on="2023-01-10", sensitivity="personal").entry(), AT, "a")

    assert DeskRecords(case.root).files() == {}


def test_a_page_without_address_or_day_becomes_no_record(case: Case) -> None:
    path = case.root.parent / "page.html"
    path.write_text("<p>We sell lathes</p>", encoding="utf-8")
    desk = EvidenceDesk(case.root, now=lambda: AT)
    desk.add(path, EvidenceFacts("", "2023-01-01"), "a.lee")
    desk.add(path, EvidenceFacts("https://fable.example", ""), "a.lee")

    assert rows(case, PAGES) == []


def test_a_machine_seen_at_a_plant_is_an_event_of_machines(case: Case) -> None:
    seen = Event(
        "A lathe with a legible plate",
        "2024-03",
        "seen",
        goods="FABLE",
        country="RU",
        confidence="probable",
        source="film",
    )
    log(case).write(NewEntry("event", seen.to_facts(), "ZAVOD PRIMER"), AT, "a.lee")
    other = Event("They met", "2024", "met", other="OOO ALFASTAN", source="post")
    log(case).write(NewEntry("event", other.to_facts(), "FABLE LATHE CO"), AT, "a.lee")

    (row,) = rows(case, SIGHTINGS)

    assert row["Party"] == "ZAVOD PRIMER"
    assert row["Event"] == "seen"
    assert row["Note"] == "probable: A lathe with a legible plate"
    case.run(RunOptions())
    assert SIGHTINGS in sources(case)


def test_a_logo_is_a_mark_with_its_look(case: Case) -> None:
    picture = Image.new("L", (64, 64), 255)
    ImageDraw.Draw(picture).rectangle((8, 8, 30, 50), fill=0)
    picture.save(case.root.parent / "logo.png")
    EvidenceDesk(case.root, now=lambda: AT).add(
        case.root.parent / "logo.png", EvidenceFacts(captured="2023-05-02"), "a.lee"
    )
    for is_a, text in (("logo", "FABLE"), ("owner", "OOO ALFASTAN")):
        log(case).write(NewEntry("mark", Mark("E1", is_a, text).to_facts(), "E1"), AT, "a.lee")

    (row,) = rows(case, LOGOS)

    assert (row["Mark"], row["Owner"], row["Number"]) == ("FABLE", "OOO ALFASTAN", "E1")
    assert len(row["Logo hash"]) == 16
    take_in_desk(case.ledger, case.add)
    assert [it["rows_kept"] for it in case.sources() if it["source"] == LOGOS] == [1]
