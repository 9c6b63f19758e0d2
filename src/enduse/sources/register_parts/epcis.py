"""Events of EPCIS 2.0 documents as events of machines."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from enduse.model.event import MachineEvent
from enduse.model.listing import BadRecord
from enduse.sources.lists import ListFile
from enduse.sources.register_parts.epcis_words import (
    CONTEXT,
    PARTY,
    REFERENCE,
    kind_of_step,
    machine_of,
    name_of_uri,
    place_of_uri,
)
from enduse.sources.register_parts.fields import country_of, day_of, first, objects_at, text_at, texts_at
from enduse.sources.register_parts.streams import JsonRecord, json_records, list_start

KEPT = "epcis"
"""Under this word the event stands whole beside its rows, so that nothing of it is lost on the way out."""

_MACHINES = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")
_OWNERS = ("owning_party", "possessing_party")


@dataclass(frozen=True)
class Master:
    """What a document's header says of places and parties: URI to name and country."""

    names: Mapping[str, str]
    countries: Mapping[str, str]


def master_of(file: ListFile) -> Master:
    """Names and countries of the header's master data; empty where it has none."""
    names: dict[str, str] = {}
    countries: dict[str, str] = {}
    if list_start(file.head().decode("utf-8", "replace"), "vocabularyList") < 0:
        return Master(names, countries)
    for record in json_records(file, "vocabularyList"):
        for element in objects_at(getattr(record, "value", {}), "vocabularyElementList"):
            for attribute in objects_at(element, "attributes"):
                word, uri = text_at(attribute, "id").rpartition("#")[2], text_at(element, "id")
                if word == "countryCode":
                    countries[uri] = country_of(text_at(attribute, "attribute"))
                elif word == "name":
                    names[uri] = text_at(attribute, "attribute")
    return Master(names, countries)


def context_of(file: ListFile) -> list[Any]:
    """The document's definitions of prefixes beside the standard's own, for events that leave it."""
    text = file.head().decode("utf-8-sig", "replace")
    found = re.search(r'"@context"\s*:\s*', text)
    try:
        given = json.JSONDecoder().raw_decode(text, found.end())[0] if found else []
    except ValueError:
        return []
    return [it for it in (given if isinstance(given, list) else [given]) if it != CONTEXT]


def events_of(record: JsonRecord, master: Master, context: list[Any]) -> Iterator[MachineEvent | BadRecord]:
    """Every machine of one event, or why it tells of none. ``row`` is that of the list shown as a table."""
    row, event = record.row + 1, record.value
    if "errorDeclaration" in event:
        text = "The publisher has declared this event an error, so it did not happen as it says."
        yield BadRecord(row, "R-EPCIS-ERROR", text, (text_at(event, "eventID"), text_at(event, "eventTime")))
        return
    machines = [it for key in _MACHINES for it in texts_at(event, key)]
    if not machines:
        text = "The event names no single machine: it speaks of a class of goods or of a container."
        yield BadRecord(row, "R-EPCIS-CLASS", text, (text_at(event, "type"), text_at(event, "eventTime")))
        return
    whole = {KEPT: _kept(event, context)}
    for epc in dict.fromkeys(machines):
        yield _event(row, epc, event, master, whole)


def _kept(event: Mapping[str, Any], context: list[Any]) -> str:
    own = objects_at(event, "@context")
    carried = {"@context": [*context, *(it for it in own if it not in context)]} if context or own else {}
    return json.dumps(
        {**carried, **{k: v for k, v in event.items() if k != "@context"}}, ensure_ascii=False, default=float
    )


def _event(row: int, epc: str, event: Mapping[str, Any], master: Master, more: Mapping[str, str]) -> MachineEvent:
    machine = machine_of(epc)
    kind = text_at(event, "enduse:kind") or kind_of_step(text_at(event, "bizStep"), text_at(event, "action"))
    country, place = _place(event, master)
    party = _party(event, master)
    return MachineEvent(
        row=row,
        serial=text_at(event, "enduse:serial") or machine.serial,
        kind=kind,
        happened_on=_day(event),
        brand=machine.brand or _told(event, "brand", "brandName"),
        model=machine.model or _told(event, "model", "modelName", "modelNumber"),
        **party,
        place_country=country,
        place=place,
        authorised=_truth(event),
        reference=_reference(event),
        note=text_at(event, "enduse:note"),
        more=more,
    )


def _day(event: Mapping[str, Any]) -> date | None:
    """The day where it happened: times are often given in UTC, with the local offset beside them."""
    text, offset = text_at(event, "eventTime"), _OFFSET.fullmatch(text_at(event, "eventTimeZoneOffset"))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return day_of(text)
    if offset is None or moment.utcoffset() is None:
        return moment.date()
    local = timedelta(hours=int(offset[2]), minutes=int(offset[3])) * (-1 if offset[1] == "-" else 1)
    return (moment - (moment.utcoffset() or timedelta()) + local).date()


def _place(event: Mapping[str, Any], master: Master) -> tuple[str, str]:
    uris = [it for it in (text_at(event, "bizLocation", "id"), text_at(event, "readPoint", "id")) if it]
    told = [place_of_uri(it) for it in uris]
    country = first(iter([text_at(event, "enduse:placeCountry"), *(master.countries.get(it, "") for it in uris)]))
    country = country or first(code for code, _name in told)
    names = [*(master.names.get(it, "") for it in uris), *(name for _code, name in told)]
    return country, first(iter([text_at(event, "enduse:place"), *names]))


def _party(event: Mapping[str, Any], master: Master) -> dict[str, str]:
    own = event.get("enduse:party")
    if isinstance(own, Mapping):
        names = {
            "name": "party",
            "identifier": "party_identifier",
            "address": "party_address",
            "country": "party_country",
        }
        return {column: text_at(own, word) for word, column in names.items()}
    ends = [(objects_at(event, f"{it}List"), it) for it in ("destination", "source")]
    # Who receives is whom the event is about; where nobody is received from or sent to, who holds it.
    uris = [text_at(one, word) for some, word in ends for one in some if text_at(one, "type").endswith(_OWNERS)]
    uri = first(iter(uris))
    return {
        "party": master.names.get(uri, "") or name_of_uri(PARTY, uri),
        "party_country": master.countries.get(uri, ""),
    }


def _told(event: Mapping[str, Any], *words: str) -> str:
    """What the event, or its data of the instance, says under one of these words, whatever their prefix."""
    given = [(event, "enduse"), *((it, "") for it in objects_at(event, "ilmd"))]
    for values, prefix in given:
        for key, value in values.items():
            lead, _colon, word = key.rpartition(":")
            if word in words and (not prefix or lead == prefix):
                return text_at({"it": value}, "it")
    return ""


def _reference(event: Mapping[str, Any]) -> str:
    papers = [text_at(it, "bizTransaction") for it in objects_at(event, "bizTransactionList")]
    return name_of_uri(REFERENCE, first(iter(papers)))


def _truth(event: Mapping[str, Any]) -> bool | None:
    value = event.get("enduse:authorised")
    return value if isinstance(value, bool) else None
