"""Chinese military companies that the US Department of Defense names under section 1260H, as a collected table."""

from collections.abc import Iterator

from enduse.model.ids import stable_key
from enduse.model.listing import BadRecord, Link, ListEntry, WrittenName
from enduse.sources.list_parts.errors import nameless
from enduse.sources.list_parts.tables import Table, TableForm, TableRecord, header_of, read_table
from enduse.sources.list_parts.values import day_after_period, day_of, filled, numbered, pieces, tidy
from enduse.sources.lists import ListFile, ListFormat, ListReading

_NEEDS = ("name", "clean_name", "alias", "previous_name", "parent_name", "start_date", "end_date")


def _fits(file: ListFile) -> bool:
    return set(_NEEDS) <= set(header_of(file.head()))


def _read(file: ListFile) -> ListReading:
    return ListReading(numbered(_records(read_table(file, TableForm(needs=_NEEDS)))))


def _records(table: Table) -> Iterator[ListEntry | BadRecord]:
    for it in table.records:
        if isinstance(it, BadRecord):
            yield it
        else:
            yield _entry(it) if it["name"] or it["clean_name"] else nameless(it.row, it.cells)


def _entry(record: TableRecord) -> ListEntry:
    name = tidy(record["clean_name"]) or tidy(record["name"])
    aliases = [WrittenName(it, "alias") for it in pieces(record["alias"])]
    former = [WrittenName(it, "former") for it in pieces(record["previous_name"])]
    parent = tidy(record["parent_name"])
    return ListEntry(
        row=record.row,
        authority="US-DOD",
        list="1260H",
        entry_id=stable_key("1260H", name, parent, record["start_date"]),
        kind="company",
        names=tuple(dict.fromkeys((WrittenName(name), *aliases, *former))),
        programmes=("section 1260H of the NDAA for fiscal year 2021",),
        listed_on=day_of(record["start_date"]),
        delisted_on=day_after_period(record["end_date"]),
        remarks=record["note"],
        # The Department prints subsidiaries indented below the company they belong to.
        links=(Link("owned_by", name=parent, note="Parent Name"),) if parent else (),
        more=filled({"Name": record["name"], "Source Url": record["source_url"]}),
    )


us_dod_1260h = ListFormat(
    id="us_dod_1260h",
    title="US Department of Defense, Chinese military companies (section 1260H)",
    publisher="US Department of Defense; table collected by OpenSanctions",
    licence="US Government work, public domain (17 USC 105)",
    about=(
        "One row for each company and edition of the list, so a name stands as often as it was published. Entry ids "
        "are made of name, parent and start date."
    ),
    source="seen: the table of 2026-08",
    fits=_fits,
    read=_read,
)
