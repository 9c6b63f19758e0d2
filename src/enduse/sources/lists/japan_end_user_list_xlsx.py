"""Japan's Foreign End User List, METI's own workbook."""

import re
import zipfile
import zlib
from collections.abc import Iterator

from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.europe_table import ListRow
from enduse.sources.list_parts.japan import LICENCE, PUBLISHER, add_concerns, is_number, new_user
from enduse.sources.list_parts.places import nation_of
from enduse.sources.list_parts.workbook import workbook_table
from enduse.sources.lists import ListFile, ListFormat, ListReading

_ID = "No."
_WORDS = {
    "country": "Country or Region",
    "name": "Company or Organization",
    "alias": "Also Known As",
    "concern": "Type of WMD",
    "conventional": "Conventional",
}
_PARTS = re.compile(r"xl/sharedStrings\.xml|xl/worksheets/sheet\d+\.xml")
_ALIASES = re.compile(r"\s*(?:\n|・|;)\s*")


def _fits(file: ListFile) -> bool:
    if not file.head(4).startswith(b"PK\x03\x04"):
        return False
    try:
        with file.open() as reader, zipfile.ZipFile(reader) as packed:
            names = [it for it in packed.namelist() if _PARTS.fullmatch(it)]
            return any(b"Company or Organization" in _start(packed, it) for it in names)
    except (zipfile.BadZipFile, zlib.error):
        return False


def _start(packed: zipfile.ZipFile, name: str) -> bytes:
    """The first bytes of a part; the header stands there, and other people's workbooks can be huge."""
    with packed.open(name) as part:
        return part.read(1 << 20)


def _read(file: ListFile) -> ListReading:
    return ListReading(_entries(file))


def _entries(file: ListFile) -> Iterator[ListEntry | BadRecord]:
    table = workbook_table(file, _ID)
    plain = {" ".join(it.split()): it for it in table.header}
    columns = {word: next((plain[it] for it in plain if said in it), "") for word, said in _WORDS.items()}
    for row in table.rows:
        if isinstance(row, BadRecord):
            yield row
        elif is_number(row.get(_ID)):
            yield _entry(row, columns).outcome()
        else:
            said = "The row has no number in the column 'No.', so it is a remark or a part of another row."
            yield BadRecord(row.row, "R-LIST-ID", said, tuple(it for _, it in row.all))


def _entry(row: ListRow, columns: dict[str, str]) -> EntryDraft:
    cell = {word: row.get(column) for word, column in columns.items()}
    draft = new_user(row.row, row.get(_ID), " ".join(cell["name"].split()), _ALIASES.split(cell["alias"]))
    written = [" ".join(cell["country"].split()), *cell["country"].split("\n")]
    draft.country(next((it for it in written if nation_of(it)), written[0]), "Country or Region")
    add_concerns(draft, cell["concern"])
    add_concerns(draft, cell["conventional"])
    draft.notes((column, text) for column, text in row.all if text and column not in (*columns.values(), _ID))
    return draft


japan_end_user_list_xlsx = ListFormat(
    id="japan_end_user_list_xlsx",
    title="Japan Foreign End User List (METI workbook)",
    publisher=PUBLISHER,
    licence=LICENCE,
    about="As the JSON records of the same list, from METI's own workbook. Entry ids are the numbers of the rows in "
    "the workbook of one year, which may shift with the next.",
    source="memory: the column names of the published document; no whole file was read",
    fits=_fits,
    read=_read,
)
