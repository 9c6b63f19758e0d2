"""The Denied Persons List as BIS publishes it: ``dpl.txt``, cells between tabs."""

from collections.abc import Iterator

from enduse.model.ids import stable_key
from enduse.model.listing import BadRecord, ListEntry, WrittenAddress, WrittenName
from enduse.sources.list_parts.errors import nameless
from enduse.sources.list_parts.tables import Table, TableForm, TableRecord, header_of, read_table
from enduse.sources.list_parts.values import code_of, day_of, filled, numbered, tidy
from enduse.sources.lists import ListFile, ListFormat, ListReading

_NEEDS = ("name", "street_address", "city", "country", "effective_date", "expiration_date", "fr_citation")
_ADDRESS = ("street_address", "city", "state", "postal_code", "country")


def _fits(file: ListFile) -> bool:
    return set(_NEEDS) <= set(header_of(file.head(), "\t"))


def _read(file: ListFile) -> ListReading:
    table = read_table(file, TableForm(delimiter="\t", legacy="cp1252", needs=_NEEDS))
    return ListReading(numbered(_records(table)))


def _records(table: Table) -> Iterator[ListEntry | BadRecord]:
    for it in table.records:
        if isinstance(it, BadRecord):
            yield it
        else:
            yield _entry(it) if it["name"] else nameless(it.row, it.cells)


def _entry(record: TableRecord) -> ListEntry:
    # A state without a country is one of the United States: BIS leaves the country out.
    code = code_of(record["country"]) or ("US" if record["state"] and not record["country"] else "")
    address = ", ".join(tidy(record[it]) for it in _ADDRESS if record[it])
    return ListEntry(
        row=record.row,
        authority="US-BIS",
        list="DPL",
        entry_id=stable_key("DPL", tidy(record["name"]), address, record["effective_date"]),
        kind="unknown",
        names=(WrittenName(tidy(record["name"])),),
        addresses=(WrittenAddress(address, code),) if address else (),
        programmes=("denial order, standard terms",) if record["standard_order"] == "Y" else ("denial order",),
        listed_on=day_of(record["effective_date"], "mdy"),
        delisted_on=day_of(record["expiration_date"], "mdy"),
        remarks=record["action"],
        citation=tidy(record["fr_citation"]),
        more=filled(
            {it: record[it] for it in ("standard_order", "last_update")}
            | ({"expiration_date": "none stated"} if not record["expiration_date"] else {})
        ),
    )


bis_dpl = ListFormat(
    id="bis_dpl",
    title="BIS Denied Persons List, dpl.txt",
    publisher="US Department of Commerce, Bureau of Industry and Security",
    licence="US Government work, public domain (17 USC 105)",
    about=(
        "One row for each address of a denied person, each an entry of its own. Entry ids are made of name, address "
        "and effective date, for the file has none. delisted_on is the expiration date. It does not say whether a "
        "name is a person's or a firm's."
    ),
    source="seen: the columns and first rows of a published dpl.txt of 2023",
    fits=_fits,
    read=_read,
    url="https://www.bis.doc.gov/dpl/dpl.txt",
    members=("dpl.txt",),
)
