"""EPCIS out: what leaves can be read again."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.model.event import MachineEvent
from enduse.report.formats.epcis import Written, event_of, write_epcis
from enduse.sources.lists import ListFile
from enduse.sources.registers.epcis import REGISTER
from enduse.sources.written import Origin, event_row
from enduse.store.record_kinds import EVENT_KINDS, EVENTS

NOW = datetime(2024, 5, 2, 8, tzinfo=UTC)
ORIGIN = Origin("ab" * 32, None, "epcis", None)
FIXTURE = Path(__file__).parents[2] / "fixtures" / "registers" / "epcis" / "custody.jsonld"
PROVENANCE = {"source_id", "member", "sheet", "row", "other", "flags"}
CARRIED = [it.name for it in EVENTS.columns if it.name not in PROVENANCE]

# The shape of a document by EPCIS 2.0, from memory.
SHAPE: dict[str, Any] = {
    "type": "object",
    "required": ["@context", "type", "schemaVersion", "creationDate", "epcisBody"],
    "properties": {
        "type": {"const": "EPCISDocument"},
        "schemaVersion": {"const": "2.0"},
        "epcisBody": {
            "required": ["eventList"],
            "properties": {"eventList": {"type": "array", "items": {"$ref": "#/$defs/event"}}},
        },
    },
    "$defs": {
        "uri": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$"},
        "event": {
            "type": "object",
            "required": ["type", "action", "eventTime", "eventTimeZoneOffset", "epcList"],
            "properties": {
                "action": {"enum": ["ADD", "OBSERVE", "DELETE"]},
                "eventTime": {"pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$"},
                "eventTimeZoneOffset": {"pattern": "^[+-]\\d\\d:\\d\\d$"},
                "epcList": {"type": "array", "uniqueItems": True, "minItems": 1, "items": {"$ref": "#/$defs/uri"}},
                "bizStep": {"anyOf": [{"pattern": "^[a-z_]+$"}, {"$ref": "#/$defs/uri"}]},
                "readPoint": {"required": ["id"], "properties": {"id": {"$ref": "#/$defs/uri"}}},
                "destinationList": {"items": {"required": ["type", "destination"]}},
                "bizTransactionList": {"items": {"required": ["bizTransaction"]}},
            },
            "patternProperties": {"^[^:]+$": {}, "^enduse:": {}},
        },
    },
}


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of ``events`` that a file gives."""
    data = path.read_bytes()
    file = ListFile(path.name, len(data), lambda: io.BytesIO(data))
    assert REGISTER.fits(file)
    return [event_row(it, ORIGIN) for it in REGISTER.read(file).records if isinstance(it, MachineEvent)]


def row(**said: Any) -> dict[str, Any]:
    usual = {"happened_on": date(2023, 5, 1), "serial": "SL2500-0417", "kind": "shipped"}
    return {**dict.fromkeys(it.name for it in EVENTS.columns), "source_id": "cd" * 32, "row": 2, **usual, **said}


WORDS = st.one_of(st.none(), st.text('Aж机 :/%#"\\-1', min_size=1, max_size=9).filter(str.strip).map(str.strip))


@given(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from([*EVENT_KINDS, "lost"]),
            "serial": st.text("AB12-/:%Ж", min_size=2, max_size=9),
            "authorised": st.sampled_from([None, True, False]),
            "place_country": st.sampled_from([None, "RU", "TR"]),
            "party_country": st.sampled_from([None, "TR"]),
            **{it: WORDS for it in ("brand", "model", "place", "note", "reference", "party", "party_identifier")},
        }
    )
)
def test_every_column_comes_back_as_it_left(tmp_path_factory: pytest.TempPathFactory, said: dict[str, Any]) -> None:
    path = tmp_path_factory.mktemp("epcis") / "out.jsonld"
    sent = row(**said)

    assert write_epcis([sent], NOW, path) == Written(1, 0)

    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), SHAPE)
    (back,) = read(path)
    assert {it: back[it] for it in CARRIED} == {it: sent[it] for it in CARRIED}


def test_events_from_epcis_leave_as_they_came(tmp_path: Path) -> None:
    rows = read(FIXTURE)

    assert write_epcis(rows, NOW, tmp_path / "out.jsonld") == Written(4, 0)

    came = json.loads(FIXTURE.read_text(encoding="utf-8"))["epcisBody"]["eventList"][:4]
    left = json.loads((tmp_path / "out.jsonld").read_text(encoding="utf-8"))["epcisBody"]["eventList"]
    assert [{k: v for k, v in it.items() if k != "@context"} for it in left] == came
    assert left[0]["@context"] == [{"maker": "https://maker.example/epcis/"}]


def test_an_event_without_a_day_is_left_out_and_counted(tmp_path: Path) -> None:
    assert write_epcis([row(happened_on=None), row()], NOW, tmp_path / "out.jsonld") == Written(1, 1)


def test_the_same_event_has_the_same_id_in_every_export() -> None:
    one, other = event_of(row()), event_of(row(serial="SL2500-0418"))

    assert one is not None
    assert other is not None
    assert one == event_of(row())
    assert one["eventID"] != other["eventID"]
