"""EPCIS: events of machines, whoever numbered them."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enduse.errors import UnreadableFile
from enduse.model.event import MachineEvent
from enduse.model.listing import BadRecord
from enduse.sources.lists import ListFile
from enduse.sources.register_parts.epcis_words import STEPS, MachineName, kind_of_step, machine_of, machine_uri
from enduse.sources.registers import RegisterFormat
from enduse.sources.registers.epcis import REGISTER
from enduse.store.record_kinds import EVENT_KINDS

Open = Callable[[str | Path], ListFile]
Made = Callable[[str, bytes], ListFile]
ReadAll = Callable[[RegisterFormat, ListFile], list[Any]]


@pytest.fixture
def items(opened: Open, read_all: ReadAll) -> list[MachineEvent | BadRecord]:
    return read_all(REGISTER, opened("epcis/custody.jsonld"))


@pytest.fixture
def one(made: Made, read_all: ReadAll) -> Callable[..., Any]:
    """What a document with one event gives."""

    def read(**event: Any) -> Any:
        told = {"type": "ObjectEvent", "eventTime": "2023-01-02T00:00:00Z", "epcList": ["urn:x:y:M-1234"], **event}
        document = {"type": "EPCISDocument", "epcisBody": {"eventList": [told]}}
        return read_all(REGISTER, made("events.jsonld", json.dumps(document).encode()))[0]

    return read


def test_an_event_is_dated_where_it_happened(items: list[MachineEvent]) -> None:
    assert items[0].happened_on == date(2021, 1, 10)


def test_a_place_and_a_party_are_named_by_the_header(items: list[MachineEvent]) -> None:
    assert (items[0].place, items[0].place_country) == ("Works hall 2", "TW")
    assert (items[1].party, items[1].party_country) == ("Ardakan Kalip A.S.", "TR")


def test_brand_and_model_stand_with_the_instance(items: list[MachineEvent]) -> None:
    assert (items[0].serial, items[0].brand, items[0].model) == ("SL2500-0417", "SPARTAN", "SL-25")


def test_each_machine_of_an_event_is_a_row(items: list[MachineEvent]) -> None:
    assert [(it.row, it.serial, it.kind) for it in items[1:3]] == [
        (3, "SL2500-0417", "shipped"),
        (3, "SL2500-0533", "shipped"),
    ]
    assert items[1].reference == "urn:epcglobal:cbv:bt:4012345000009:DN-77"


def test_own_fields_say_what_the_vocabulary_cannot(items: list[MachineEvent]) -> None:
    assert (items[4].kind, items[4].authorised, items[4].place_country) == ("relocation_alert", False, "RU")
    assert (items[3].kind, items[3].place_country, items[3].place) == ("installed", "TR", "Bursa, hall 3")


def test_errors_and_classes_of_goods_are_rejected(items: list[Any]) -> None:
    assert [(it.row, it.code) for it in items[5:]] == [(6, "R-EPCIS-ERROR"), (7, "R-EPCIS-CLASS")]


def test_the_event_is_kept_whole(items: list[MachineEvent]) -> None:
    kept = json.loads(items[0].more["epcis"])

    assert kept["ilmd"]["maker:spindle_rpm"] == 4500.5
    assert kept["@context"] == [{"maker": "https://maker.example/epcis/"}]


@pytest.mark.parametrize(
    ("epc", "serial"),
    [
        ("urn:epc:id:sgtin:4012345.011111.SL%2F25-0417", "SL/25-0417"),
        ("urn:epc:id:giai:4012345.SL2500.0417", "SL2500.0417"),
        ("https://id.gs1.org/8004/4012345SL2500", "4012345SL2500"),
        ("https://maker.example/id/01/04012345111118/21/SL2500-0417?x=1", "SL2500-0417"),
        ("urn:uuid:SL2500-0417", "SL2500-0417"),
        ("https://maker.example/machines/SL2500-0417", "SL2500-0417"),
    ],
)
def test_machines_are_known_by_any_usual_identifier(epc: str, serial: str) -> None:
    assert machine_of(epc).serial == serial


def test_our_own_identifier_is_read_as_written() -> None:
    name = MachineName("Ж:12/3", "A: B", "")

    assert machine_of(machine_uri(name)) == name


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_kind_has_a_step(kind: str) -> None:
    step, _disposition, action = STEPS[kind]

    assert kind_of_step(step, action) in EVENT_KINDS


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ({"action": "ADD"}, "built"),
        ({"action": "DELETE"}, "scrapped"),
        ({"action": "OBSERVE"}, "seen"),
        ({"bizStep": "receiving"}, "seen"),
        ({"bizStep": "https://maker.example/steps/galvanising"}, "galvanising"),
    ],
)
def test_steps_become_kinds_and_unknown_ones_stay_as_written(
    event: dict[str, str], kind: str, one: Callable[..., Any]
) -> None:
    assert one(**event).kind == kind


def test_a_time_without_an_offset_or_sense_is_no_reason_to_lose_the_event(one: Callable[..., Any]) -> None:
    assert one(eventTime="2023-01-02T23:30:00.000-05:00").happened_on == date(2023, 1, 2)
    assert one(eventTime="soon").happened_on is None


def test_a_document_without_events_is_refused(made: Made, read_all: ReadAll) -> None:
    file = made("x.jsonld", b'{"type": "EPCISDocument", "epcisBody": {}}')

    assert REGISTER.fits(file)
    with pytest.raises(UnreadableFile):
        read_all(REGISTER, file)
