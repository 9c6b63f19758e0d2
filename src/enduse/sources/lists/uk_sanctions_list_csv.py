"""The UK Sanctions List, CSV."""

import re

from enduse.sources.list_parts.europe_table import TableShape, read_table
from enduse.sources.list_parts.uk import LICENCE
from enduse.sources.list_parts.uk_table import ID_COLUMN, uk_records
from enduse.sources.list_parts.values import day_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_DAY = re.compile(r"\d{1,2}[/-]\w{2,3}[/-]\d{4}")


def _fits(file: ListFile) -> bool:
    head = file.head(4_000)
    return b"Unique ID" in head and b"OFSI Group ID" in head and not head.startswith((b"PK", b"<"))


def _read(file: ListFile) -> ListReading:
    table = read_table(file, TableShape(",", ID_COLUMN))
    above = " ".join(it for cells in table.before for it in cells)
    made = _DAY.search(above)
    return ListReading(uk_records(table.rows), day_of(made[0]) if made else None, table.notices)


uk_sanctions_list_csv = ListFormat(
    id="uk_sanctions_list_csv",
    title="UK Sanctions List (CSV)",
    publisher="Foreign, Commonwealth and Development Office",
    licence=LICENCE,
    about="Everybody, and every ship, under sanctions of the United Kingdom; the only list since 2026-01-28. Entry ids "
    "are the unique ids (RUS0001), which stay. The rows of one id are put together.",
    source="memory, the column names compared with public descriptions of 2026; no whole file was read",
    fits=_fits,
    read=_read,
    url="https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv",
)
