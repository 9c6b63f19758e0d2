"""Single machines asked of a case: chains, alerts, the installed base, EPCIS."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from enduse import case as cases
from enduse.case import Case, RunOptions
from enduse.case.tracing import SerialQuestion
from enduse.case.tracing_base import BaseQuestion
from enduse.errors import UnknownSubject, UsageError
from enduse.trace.alerts import Watch

HEADER = "number,line,Date,direction,consignor,consignee,origin,Country of dispatch,Destination,HS code"
LINES = f"""{HEADER},description,trademark,value_usd
1,1,2021-03-01,export,SPARTAN CO,ARDAKAN AS,TW,TW,TR,845811,"CNC lathe SL-25, S/N SL2500-0417",SPARTAN,90000
2,1,2021-03-02,export,SPARTAN CO,ARDAKAN AS,TW,TW,TR,845811,"CNC lathe SL-25, S/N SL2500-9533",SPARTAN,90000
3,1,2023-05-20,import,BORALTAN AS,OOO VIMETRAL,TW,TR,RU,845811,"lathe SL-25, S/N SL25OO-0417, used",SPARTAN,99000
"""
EVENTS = (
    ("2021-02-10", "built", "TW", "SPARTAN CO"),
    ("2021-04-10", "installed", "TR", "ARDAKAN AS"),
)


def events() -> str:
    told = [
        {
            "type": "ObjectEvent",
            "eventTime": f"{on}T00:00:00+00:00",
            "eventTimeZoneOffset": "+00:00",
            "epcList": ["urn:enduse:machine:SPARTAN:SL-25:SL2500-0417"],
            "action": "OBSERVE",
            "enduse:kind": kind,
            "readPoint": {"id": f"urn:enduse:place:{country}:"},
            "enduse:party": {"name": party, "country": country},
        }
        for on, kind, country, party in EVENTS
    ]
    return json.dumps({"type": "EPCISDocument", "epcisBody": {"eventList": told}})


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("machines")
    (folder / "lines.csv").write_text(LINES, encoding="utf-8")
    (folder / "events.jsonld").write_text(events(), encoding="utf-8")
    case = cases.create(folder / "case")
    case.add(folder / "lines.csv")
    case.add(folder / "events.jsonld")
    case.run(RunOptions(watershed=date(2022, 2, 24)))
    return case


@pytest.mark.parametrize("written", ["SL2500-0417", "sl25OO 0417"])
def test_the_chain_of_a_machine_in_any_spelling(case: Case, written: str) -> None:
    (told,) = case.trace_serial(written)

    assert (told["machine"], told["state"]) == ("SPARTAN SL2500-0417", "left the authorised channel")
    assert [(it["on"], it["what"], it["country"]) for it in told["links"]] == [
        ("2021-02-10", "built", "TW"),
        ("2021-03-01", "exported", "TR"),
        ("2021-04-10", "installed", "TR"),
        ("2023-05-20", "imported", "RU"),
    ]
    assert [it["gap_days"] for it in told["links"]] == [None, 19, 40, 770]


def test_every_link_has_its_word_its_reason_and_its_row(case: Case) -> None:
    (told,) = case.trace_serial("SL2500-0417")

    last = told["links"][-1]
    assert last["confidence"] == "probable"
    assert last["reasons"] == ["no record sends it to Russia", "the row writes the number 'SL25OO-0417'"]
    assert (last["evidence"]["source"], last["evidence"]["row"]) == ("lines.csv", 4)
    assert told["links"][0]["evidence"]["source"] == "events.jsonld"


def test_where_it_left_its_channel_and_who_first_had_it(case: Case) -> None:
    (told,) = case.trace_serial("SL2500-0417")

    assert told["left"]["first_country"] == "RU"
    assert told["left"]["first_party"] == "BORALTAN AS"
    assert "exported to Türkiye" in told["left"]["text"]
    assert [it["alert"] for it in told["alerts"]] == ["left_channel"]


def test_another_machine_of_the_same_buyer_is_at_risk(case: Case) -> None:
    (told,) = case.trace_serial("SL2500-0417")

    assert [(it["machine"], it["why"]) for it in told["at_risk"]] == [("SPARTAN SL2500-9533", ["same buyer"])]


def test_silence_is_counted_to_the_day_asked_for(case: Case) -> None:
    (told,) = case.trace_serial(SerialQuestion("SL2500-9533", on=date(2021, 4, 1)))

    assert (told["state"], told["lacks"]) == ("incomplete", ["nobody saw it where it was sent"])
    assert told["days_since_confirmation"] == 30


def test_a_slip_of_the_pen_is_forgiven_and_said(case: Case) -> None:
    (told,) = case.trace_serial(SerialQuestion("SL2500-9583", brand="Spartan"))

    assert (told["match"], told["machine"]) == ("one_edit", "SPARTAN SL2500-9533")
    assert "differs from" in told["match_reason"]


def test_an_unknown_number_and_a_short_one_are_errors(case: Case) -> None:
    with pytest.raises(UnknownSubject, match="XX-99999"):
        case.trace_serial("XX-99999")
    with pytest.raises(UsageError, match="fewer than 4"):
        case.trace_serial("17")


def test_alerts_are_those_of_all_machines(case: Case) -> None:
    found = case.machine_alerts(Watch(date(2023, 6, 1)))

    assert [(it["machine"], it["alert"]) for it in found] == [("SPARTAN SL2500-0417", "left_channel")]
    assert [it["row"] for it in found[0]["evidence"]] == [4, 2]


def test_a_share_of_the_world_has_bounds(case: Case) -> None:
    told = case.installed_base(BaseQuestion("Spartan", "CN", "100000", "180000-220000"))

    assert told["share_of_world"]["value"] == pytest.approx(0.5, rel=0.01)
    assert told["share_of_world"]["low"] < 0.5 < told["share_of_world"]["high"]


def test_without_machines_or_a_base_nothing_is_estimated(case: Case) -> None:
    with pytest.raises(UnknownSubject, match="no base was given"):
        case.installed_base(BaseQuestion("Spartan", "CN"))
    with pytest.raises(UsageError, match="no country"):
        case.installed_base(BaseQuestion("Spartan", "Atlantis"))


def test_the_same_events_give_the_same_bytes_whenever_they_leave(case: Case, tmp_path: Path) -> None:
    case.export("epcis", tmp_path / "out.jsonld")
    made = json.loads((tmp_path / "out.jsonld").read_text(encoding="utf-8"))["creationDate"]
    assert datetime.fromisoformat(made) == datetime.fromisoformat(case.ledger.manifest().created_at)


def test_events_leave_as_epcis(case: Case, tmp_path: Path) -> None:
    assert case.export("epcis", tmp_path / "out.jsonld") == 2

    left = json.loads((tmp_path / "out.jsonld").read_text(encoding="utf-8"))
    assert left["epcisBody"]["eventList"] == json.loads(events())["epcisBody"]["eventList"]


def test_a_case_without_events_has_nothing_to_export(tmp_path: Path) -> None:
    empty = cases.create(tmp_path / "case")
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    empty.add(tmp_path / "lines.csv")

    with pytest.raises(UsageError, match="no event"):
        empty.export("epcis", tmp_path / "out.jsonld")
