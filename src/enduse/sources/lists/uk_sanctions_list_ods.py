"""The UK Sanctions List, OpenDocument spreadsheet."""

import re
import zipfile
import zlib

from enduse.sources.list_parts.uk import LICENCE
from enduse.sources.list_parts.uk_table import ID_COLUMN, uk_records
from enduse.sources.list_parts.values import day_of
from enduse.sources.list_parts.workbook import workbook_table
from enduse.sources.lists import ListFile, ListFormat, ListReading

_DAY = re.compile(r"\d{1,2}[/-]\w{2,3}[/-]\d{4}|\d{4}-\d{2}-\d{2}")
_MIME = b"application/vnd.oasis.opendocument.spreadsheet"


def _fits(file: ListFile) -> bool:
    """An ODS whose table has the column; the text of a packed file says nothing, so it is opened."""
    if _MIME not in file.head(200):
        return False
    try:
        with file.open() as reader, zipfile.ZipFile(reader) as packed, packed.open("content.xml") as content:
            return b"OFSI Group ID" in content.read(1 << 20)
    except (zipfile.BadZipFile, KeyError, zlib.error):
        return b"sanction" in file.name.casefold().encode()


def _read(file: ListFile) -> ListReading:
    table = workbook_table(file, ID_COLUMN)
    above = " ".join(it for cells in table.before for it in cells)
    made = _DAY.search(above)
    return ListReading(uk_records(table.rows), day_of(made[0]) if made else None, table.notices)


uk_sanctions_list_ods = ListFormat(
    id="uk_sanctions_list_ods",
    title="UK Sanctions List (ODS)",
    publisher="Foreign, Commonwealth and Development Office",
    licence=LICENCE,
    about="Everybody, and every ship, under sanctions of the United Kingdom; the only list since 2026-01-28. Entry ids "
    "are the unique ids (RUS0001), which stay. The rows of one id are put together.",
    source="memory, the column names compared with public descriptions of 2026; no whole file was read",
    fits=_fits,
    read=_read,
    url="https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.ods",
)
