"""China's countermeasures, export-control lists and unreliable entities, as a collected table."""

from collections.abc import Iterator

from enduse.model.ids import stable_key
from enduse.model.listing import BadRecord, EntityKind, ListEntry, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.sources.list_parts.errors import nameless
from enduse.sources.list_parts.tables import Table, TableForm, TableRecord, header_of, read_table
from enduse.sources.list_parts.values import (
    code_of,
    country_codes,
    day_after_period,
    day_of,
    filled,
    numbered,
    pieces,
    tidy,
)
from enduse.sources.lists import ListFile, ListFormat, ListReading

_NEEDS = ("type", "name", "alias", "chinese_name", "country", "body", "list", "date", "end_date")
_KINDS: dict[str, EntityKind] = {"person": "person", "company": "company", "organization": "company"}


def _fits(file: ListFile) -> bool:
    return set(_NEEDS) <= set(header_of(file.head()))


def _read(file: ListFile) -> ListReading:
    return ListReading(numbered(_records(read_table(file, TableForm(needs=_NEEDS)))))


def _records(table: Table) -> Iterator[ListEntry | BadRecord]:
    for it in table.records:
        if isinstance(it, BadRecord):
            yield it
        else:
            yield _entry(it) if it["name"] or it["chinese_name"] else nameless(it.row, it.cells)


def _entry(record: TableRecord) -> ListEntry:
    names, body = _names(record), record["body"]
    address, country = tidy(record["address"]), record["country"]
    more = ("topics", "summary", "chinese_summary", "body")
    return ListEntry(
        row=record.row,
        authority="CN",
        list=record["list"] or body or "no list named",
        entry_id=stable_key("CN", names[0].text, record["chinese_name"], record["list"] or body, record["date"]),
        kind=_KINDS.get(record["type"].casefold(), "unknown"),
        names=names,
        identifiers=(WrittenIdentifier("WIKIDATA", record["qid"]),) if record["qid"] else (),
        addresses=(WrittenAddress(address, _place(address)),) if address else (),
        countries=country_codes([country]),
        programmes=tuple(filled({"list": record["list"], "body": body}).values()),
        listed_on=day_of(record["date"]),
        delisted_on=day_after_period(record["end_date"]),
        remarks=record["summary"],
        citation=record["source_url"],
        more=filled({it: record[it] for it in more} | ({} if country_codes([country]) else {"country": country})),
    )


def _place(address: str) -> str:
    """The country that stands last, or, in a Chinese address, first."""
    found = (code_of(it.strip()) for it in reversed(address.split(",")) if len(it.strip()) > 2)
    return next(filter(None, found), "") or next(filter(None, (code_of(address[:size]) for size in (2, 3))), "")


def _names(record: TableRecord) -> tuple[WrittenName, ...]:
    chinese = tidy(record["chinese_name"])
    first = [WrittenName(tidy(record["name"]))] if record["name"] else []
    original = [WrittenName(chinese, "alias" if first else "primary", "zh")] if chinese else []
    return tuple(dict.fromkeys((*first, *original, *(WrittenName(it, "alias") for it in pieces(record["alias"])))))


china_sanctions = ListFormat(
    id="china_sanctions",
    title="China: countermeasures, export-control control list, unreliable entity list",
    publisher="Ministries of Foreign Affairs and of Commerce of China and others; table collected by OpenSanctions",
    licence="facts of official notices; collection under MIT",
    about=(
        "One row for each party and notice, with English and Chinese names and the notice's address in citation. Entry "
        "ids are made of the names, the list and the day. A suspension of measures stands in remarks, not in "
        "delisted_on."
    ),
    source="seen: the table of 2026-08",
    fits=_fits,
    read=_read,
)
