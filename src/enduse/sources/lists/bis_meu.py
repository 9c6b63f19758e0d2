"""The Military End-User List as a table: supplement no. 7 to part 744 of the EAR, saved as CSV."""

from enduse.sources.list_parts.bis import ABOUT_IDS, LICENCE, PUBLISHER, Supplement, supplement_records
from enduse.sources.list_parts.tables import TableForm, header_of, read_table
from enduse.sources.list_parts.values import numbered
from enduse.sources.lists import ListFile, ListFormat, ListReading

_CELLS = ("military_end_user", "military_end_user_meu", "entity")


def _cell(columns: tuple[str, ...]) -> str:
    return next((it for it in _CELLS if it in columns), "")


def _fits(file: ListFile) -> bool:
    columns = header_of(file.head())
    return (
        {"country", "federal_register_citation"} <= set(columns)
        and bool(_cell(columns))
        and "license_requirement" not in columns
    )


def _read(file: ListFile) -> ListReading:
    table = read_table(file, TableForm(needs=("country", "federal_register_citation")))
    supplement = Supplement(
        "MEU", _cell(table.columns), "federal_register_citation", "licence for items of supplement no. 2 to part 744"
    )
    return ListReading(numbered(supplement_records(table, supplement)))


bis_meu = ListFormat(
    id="bis_meu",
    title="BIS Military End-User List, table of supplement no. 7 to part 744",
    publisher=PUBLISHER,
    licence=LICENCE,
    about="Names, aliases and addresses stand in one cell of running text, which is kept whole. " + ABOUT_IDS,
    source="memory: the columns of the supplement; no real table was at hand (the same list was seen in the CSL)",
    fits=_fits,
    read=_read,
)
