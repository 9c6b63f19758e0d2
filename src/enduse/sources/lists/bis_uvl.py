"""The Unverified List as a table: supplement no. 6 to part 744 of the EAR, saved as CSV."""

from enduse.sources.list_parts.bis import ABOUT_IDS, LICENCE, PUBLISHER, Supplement, supplement_records
from enduse.sources.list_parts.tables import TableForm, header_of, read_table
from enduse.sources.list_parts.values import numbered
from enduse.sources.lists import ListFile, ListFormat, ListReading

_NEEDS = ("country", "listed_person_and_address")
_LIST = Supplement(
    "UVL",
    cell="listed_person_and_address",
    citation="federal_register_citation_and_date_of_publication",
    programme="UVL statement before shipping; no licence exceptions",
)


def _fits(file: ListFile) -> bool:
    return set(_NEEDS) <= set(header_of(file.head()))


def _read(file: ListFile) -> ListReading:
    return ListReading(numbered(supplement_records(read_table(file, TableForm(needs=_NEEDS)), _LIST)))


bis_uvl = ListFormat(
    id="bis_uvl",
    title="BIS Unverified List, table of supplement no. 6 to part 744",
    publisher=PUBLISHER,
    licence=LICENCE,
    about="Name and addresses stand in one cell of running text, which is kept whole. " + ABOUT_IDS,
    source="memory: the columns of the supplement; no real table was at hand (the same list was seen in the CSL)",
    fits=_fits,
    read=_read,
)
