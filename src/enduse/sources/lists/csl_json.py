"""The US Consolidated Screening List as JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from enduse.model.listing import BadRecord, ListEntry, WrittenAddress
from enduse.sources.list_parts.csl import ABOUT, LICENCE, PUBLISHER, CslParty, entry_of
from enduse.sources.list_parts.errors import empty
from enduse.sources.list_parts.facts import Fact
from enduse.sources.list_parts.json import json_records
from enduse.sources.list_parts.values import code_of, numbered, tidy
from enduse.sources.lists import ListFile, ListFormat, ListReading

_LISTS = ("alt_names", "programs", "nationalities", "citizenships", "dates_of_birth", "places_of_birth")
_ADDRESS = ("address", "city", "state", "postal_code", "country")


def _fits(file: ListFile) -> bool:
    head = file.head()
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and all(
        it in head for it in (b'"results"', b'"source_list_url"', b'"federal_register_notice"')
    )


def _read(file: ListFile) -> ListReading:
    return ListReading(numbered(_records(file)))


def _records(file: ListFile) -> Iterator[ListEntry | BadRecord]:
    row = 0
    for row, item in json_records(file, "results", "total"):
        if isinstance(item, dict):
            yield entry_of(_party(row, item))
        else:
            said = f"The record is {item!r}, and not an object with fields."
            yield BadRecord(row, "R-LIST-SHAPE", said, (str(item),))
    if not row:
        raise empty(file.name)


def _party(row: int, item: Mapping[str, Any]) -> CslParty:
    return CslParty(
        row=row,
        id=str(item.get("id") or item.get("_id") or ""),
        values={name: str(value) for name, value in item.items() if isinstance(value, str | int | float)},
        addresses=tuple(_address(it) for it in item.get("addresses") or () if any(it.get(key) for key in _ADDRESS)),
        lists={name: tuple(tidy(str(it)) for it in item.get(name) or () if it) for name in _LISTS},
        facts=tuple(_fact(it) for it in item.get("ids") or ()),
    )


def _address(item: Mapping[str, Any]) -> WrittenAddress:
    text = ", ".join(tidy(str(item[key])) for key in _ADDRESS if item.get(key))
    return WrittenAddress(text, code_of(str(item.get("country") or "")))


def _fact(item: Mapping[str, Any]) -> Fact:
    country = code_of(str(item.get("country") or ""))
    return Fact(str(item.get("type") or ""), str(item.get("number") or ""), country)


csl_json = ListFormat(
    id="csl_json",
    title="US Consolidated Screening List, JSON",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=ABOUT,
    source="memory: the downloadable file of trade.gov and its API; its fields are those of the CSV, which was seen",
    fits=_fits,
    read=_read,
    url="https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.json",
    members=("consolidated.json",),
)
