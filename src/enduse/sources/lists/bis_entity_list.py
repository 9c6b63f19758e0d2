"""The Entity List as a table: supplement no. 4 to part 744 of the EAR, saved as CSV."""

from enduse.sources.list_parts.bis import ABOUT_IDS, LICENCE, PUBLISHER, Supplement, supplement_records
from enduse.sources.list_parts.tables import TableForm, header_of, read_table
from enduse.sources.list_parts.values import numbered
from enduse.sources.lists import ListFile, ListFormat, ListReading

_NEEDS = ("country", "entity", "license_requirement", "license_review_policy", "federal_register_citation")
_LIST = Supplement("Entity List", cell="entity", citation="federal_register_citation")


def _fits(file: ListFile) -> bool:
    return set(_NEEDS) <= set(header_of(file.head()))


def _read(file: ListFile) -> ListReading:
    return ListReading(numbered(supplement_records(read_table(file, TableForm(needs=_NEEDS)), _LIST)))


bis_entity_list = ListFormat(
    id="bis_entity_list",
    title="BIS Entity List, table of supplement no. 4 to part 744",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=(
        "Names, aliases and addresses stand in one cell of running text; they are cut apart by its punctuation, and "
        "the whole text is kept. Entries that are only an address of high diversion risk have no name. " + ABOUT_IDS
    ),
    source="memory: the columns of the supplement; no real table was at hand (the same list was seen in the CSL)",
    fits=_fits,
    read=_read,
)
