"""Ukraine's State Sanctions Register (drs.nsdc.gov.ua) as the JSON of its open interface."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from enduse.model.listing import (
    BadRecord,
    Contact,
    EntityKind,
    ListEntry,
    WrittenAddress,
    WrittenIdentifier,
    WrittenName,
)
from enduse.sources.list_parts.errors import empty, nameless
from enduse.sources.list_parts.json import json_records
from enduse.sources.list_parts.numbers import identifier
from enduse.sources.list_parts.values import births_of, code_of, country_codes, day_of, numbered, pieces, tidy
from enduse.sources.lists import ListFile, ListFormat, ListReading

_KEYS = (b'"sid"', b'"translit"', b'"identifiers"')
_THREE_NAMES = re.compile(r"^([^(]+)\(([^,()]+),([^,()]+)\)$")
_ADDRESS_WORDS = ("адреса", "місцезнаходження", "юридична адреса", "місце проживання", "address")
_KINDS: dict[str, EntityKind] = {"individual": "person", "legal": "company", "vessel": "vessel", "aircraft": "aircraft"}


def _fits(file: ListFile) -> bool:
    head = file.head()
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"[") and all(it in head for it in _KEYS)


def _read(file: ListFile) -> ListReading:
    return ListReading(numbered(_records(file)))


def _records(file: ListFile) -> Iterator[ListEntry | BadRecord]:
    row = 0
    for row, item in json_records(file):
        if not isinstance(item, dict):
            yield BadRecord(
                row, "R-LIST-SHAPE", f"The record is {item!r}, and not an object with fields.", (str(item),)
            )
        elif not _text(item, "sid"):
            said = "The record has no sid, so it could not be found again in the next edition."
            yield BadRecord(row, "R-LIST-ID", said, tuple(str(it) for it in item.values() if it))
        elif not (_text(item, "name") or _text(item, "translit")):
            yield nameless(row, tuple(str(it) for it in item.values() if it))
        else:
            yield _entry(row, item)
    if not row:
        raise empty(file.name)


def _entry(row: int, item: Mapping[str, Any]) -> ListEntry:
    kind, actions = _kind(item), [it for it in item.get("actions") or () if isinstance(it, dict)]
    decrees = [it.get("decree") or {} for it in actions]
    countries = country_codes(_texts(item.get("citizenships")))
    attributes = [(_text(it, "key"), _text(it, "value")) for it in item.get("attributes") or ()]
    days = [day for it in decrees if (day := day_of(_text(it, "date")))]
    return ListEntry(
        row=row,
        authority="UA",
        list="NSDC",
        entry_id=_text(item, "sid"),
        kind=kind,
        names=_names(item),
        identifiers=_numbers(item, countries),
        addresses=tuple(
            WrittenAddress(value, code_of(value.rpartition(",")[2])) for key, value in attributes if _place(key)
        ),
        contacts=tuple(Contact("web", value) for key, value in attributes if "сайт" in key.casefold()),
        countries=countries,
        births=births_of(_text(item, "bd")) if kind == "person" else (),
        programmes=tuple(dict.fromkeys(number for it in decrees if (number := _text(it, "number")))),
        listed_on=min(days, default=None),
        delisted_on=_delisted_on(actions),
        remarks="; ".join(dict.fromkeys(it for action in actions for it in _restrictions(action))),
        citation="; ".join(dict.fromkeys(link for it in decrees if (link := _text(it, "link")))),
        more=_more(item, attributes, actions),
    )


def _kind(item: Mapping[str, Any]) -> EntityKind:
    word = _text(item, "subjectType") or _text(item, "type")
    if word.casefold() in _KINDS:
        return _KINDS[word.casefold()]
    numbers = {_text(it, "id") for it in item.get("identifiers") or ()}
    if any("passport" in it or it.startswith("reg:person") or it == "reg:unzr" for it in numbers):
        return "person"
    return "company" if any(it.startswith("reg:") for it in numbers) else "unknown"


def _names(item: Mapping[str, Any]) -> tuple[WrittenName, ...]:
    found = [
        WrittenName(it, "primary" if not at else "alias", "uk") for at, it in enumerate(_split(_text(item, "name")))
    ]
    found += [WrittenName(it, "alias" if found else "primary", "en") for it in _split(_text(item, "translit"))]
    return tuple(dict.fromkeys((*found, *(WrittenName(it, "alias") for it in _texts(item.get("aliases"))))))


def _split(name: str) -> tuple[str, ...]:
    """``"name (Russian, Latin)"`` holds three names; which language stands where is not certain."""
    found = _THREE_NAMES.match(name)
    return tuple(tidy(it) for it in found.groups()) if found else ((name,) if name else ())


def _numbers(item: Mapping[str, Any], countries: tuple[str, ...]) -> tuple[WrittenIdentifier, ...]:
    home = countries[0] if len(countries) == 1 else ""
    found = [
        identifier(_text(it, "id"), _text(it, "code"), code_of(_text(it, "iso2")), home)
        for it in item.get("identifiers") or ()
        if _text(it, "code")
    ]
    return tuple(dict.fromkeys(found))


def _delisted_on(actions: list[dict[str, Any]]) -> date | None:
    """The last end date when every action has one."""
    ends = [day_of(_text(it, "endDate")) for it in actions]
    known = [it for it in ends if it]
    return max(known) if known and len(known) == len(ends) else None


def _restrictions(action: Mapping[str, Any]) -> Iterator[str]:
    for it in action.get("restrictions") or ():
        if text := _text(it, "restriction"):
            yield text


def _more(item: Mapping[str, Any], attributes: list[tuple[str, str]], actions: list[dict[str, Any]]) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    terms = [("term", _text(it, "term")) for it in actions] + [("action status", _text(it, "status")) for it in actions]
    plain = [(key, _text(item, key)) for key in ("status", "bd", "dd", "subjectType")]
    for key, value in (*plain, *attributes, *terms):
        if value and value not in said.setdefault(key, []):
            said[key].append(value)
    return {key: "; ".join(values) for key, values in said.items() if values}


def _place(key: str) -> bool:
    return any(it in key.casefold() for it in _ADDRESS_WORDS)


def _text(item: Any, key: str) -> str:
    value = item.get(key) if isinstance(item, dict) else None
    return "" if value is None else tidy(str(value))


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(dict.fromkeys(text for it in value if (text := tidy(str(it)))))
    return pieces(str(value)) if value else ()


ukraine_nsdc = ListFormat(
    id="ukraine_nsdc",
    title="Ukraine, State Sanctions Register of the NSDC",
    publisher="National Security and Defence Council of Ukraine",
    licence="open data of Ukraine (CC BY)",
    about=(
        "An array of subjects as the register's interface gives them (/v2/subjects); the actions of each subject are "
        "read where they stand in it as `actions`. Entry ids are the register's sid. listed_on is the earliest decree, "
        "delisted_on the last end date where every action has one."
    ),
    source="memory: fields as read by public parsers in 2024; no real file was at hand",
    fits=_fits,
    read=_read,
)
