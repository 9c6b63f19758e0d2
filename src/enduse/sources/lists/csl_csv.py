"""The US Consolidated Screening List as CSV."""

import re
from collections.abc import Iterator

from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.csl import ABOUT, LICENCE, PUBLISHER, CslParty, entry_of, written_address
from enduse.sources.list_parts.facts import Fact
from enduse.sources.list_parts.tables import Table, TableForm, TableRecord, header_of, read_table
from enduse.sources.list_parts.values import numbered, pieces
from enduse.sources.lists import ListFile, ListFormat, ListReading
from enduse.text.countries import is_country

_NEEDS = ("id", "source", "entity_number", "type", "programs", "name", "addresses", "alt_names", "ids")
_LISTS = ("alt_names", "programs", "nationalities", "citizenships", "dates_of_birth", "places_of_birth")
_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def _fits(file: ListFile) -> bool:
    return set(_NEEDS) <= set(header_of(file.head()))


def _read(file: ListFile) -> ListReading:
    return ListReading(numbered(_records(read_table(file, TableForm(needs=_NEEDS)))))


def _records(table: Table) -> Iterator[ListEntry | BadRecord]:
    for it in table.records:
        yield it if isinstance(it, BadRecord) else entry_of(_party(it))


def _party(record: TableRecord) -> CslParty:
    return CslParty(
        row=record.row,
        id=record["id"],
        values=record.written(),
        addresses=tuple(written_address(it) for it in pieces(record["addresses"])),
        lists={it: pieces(record[it]) for it in _LISTS},
        facts=tuple(_fact(it) for it in record["ids"].split("; ") if it.strip()),
    )


def _fact(text: str) -> Fact:
    """``"JO, 2014-08-30, 2009-08-31, K475336, Passport"``: country, days and number, some missing, then the kind."""
    *parts, label = (it.strip() for it in text.split(", "))
    country = parts.pop(0) if len(parts) > 1 and len(parts[0]) == 2 and is_country(parts[0]) else ""
    while len(parts) > 1 and _ISO_DAY.match(parts[0]):
        parts.pop(0)
    return Fact(label, ", ".join(parts), country)


csl_csv = ListFormat(
    id="csl_csv",
    title="US Consolidated Screening List, CSV",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=ABOUT,
    source="seen: the file of 2022-04",
    fits=_fits,
    read=_read,
    url="https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv",
    members=("consolidated.csv",),
)
