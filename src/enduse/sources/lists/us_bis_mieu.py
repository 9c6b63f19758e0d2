"""Military-intelligence end users that section 744.22 of the EAR names, as a collected table."""

from collections.abc import Iterator

from enduse.model.ids import stable_key
from enduse.model.listing import BadRecord, ListEntry, WrittenName
from enduse.sources.list_parts.errors import nameless
from enduse.sources.list_parts.tables import Table, TableForm, TableRecord, head_rows, header_of, read_table
from enduse.sources.list_parts.values import country_codes, day_after_period, day_of, filled, numbered, pieces, tidy
from enduse.sources.lists import ListFile, ListFormat, ListReading

_NEEDS = ("type", "name", "alias", "country", "program", "date", "end_date", "source_url")


def _fits(file: ListFile) -> bool:
    head = file.head()
    return set(_NEEDS) <= set(header_of(head)) and any("US-BIS-MIEU" in row for row in head_rows(head)[1:2])


def _read(file: ListFile) -> ListReading:
    return ListReading(numbered(_records(read_table(file, TableForm(needs=_NEEDS)))))


def _records(table: Table) -> Iterator[ListEntry | BadRecord]:
    for it in table.records:
        if isinstance(it, BadRecord):
            yield it
        else:
            yield _entry(it) if it["name"] else nameless(it.row, it.cells)


def _entry(record: TableRecord) -> ListEntry:
    name = tidy(record["name"])
    return ListEntry(
        row=record.row,
        authority="US-BIS",
        list="MIEU",
        entry_id=stable_key("MIEU", name, record["country"]),
        kind="company",
        names=(WrittenName(name), *(WrittenName(it, "alias") for it in pieces(record["alias"]))),
        countries=country_codes([record["country"]]),
        programmes=tuple(filled({"": record["program"]}).values()),
        listed_on=day_of(record["date"]),
        delisted_on=day_after_period(record["end_date"]),
        citation=record["source_url"],
        more=filled({"topics": record["topics"], "type": record["type"]}),
    )


us_bis_mieu = ListFormat(
    id="us_bis_mieu",
    title="BIS military-intelligence end users (section 744.22)",
    publisher="US Department of Commerce, Bureau of Industry and Security; table collected by OpenSanctions",
    licence="US Government work, public domain (17 USC 105)",
    about="Examples that the rule itself names; it holds for others of the kind, too. Entry ids: name and country.",
    source="seen: the table of 2026-07",
    fits=_fits,
    read=_read,
)
