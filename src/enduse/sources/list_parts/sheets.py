"""Lists published as workbooks: the sheet that has the header, as a table of texts."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from enduse.errors import UnreadableFile
from enduse.sources.list_parts.errors import WholeFile, damaged, empty
from enduse.sources.list_parts.tables import Table, TableRecord, column_key
from enduse.sources.reading import Sheet
from enduse.sources.reading.blob import blob_of_bytes
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.workbook import open_workbook

_ZIP = b"PK\x03\x04"
_HEADER_ROWS = 10
_LARGEST = 20 << 20
_BEGINNING = 64 << 10
_TEXT_PART = re.compile(r"^xl/(?:sharedStrings|worksheets/[^/]+)\.xml$")
_TAG = re.compile(r"<[^<>]*>")
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)
_CARRIAGE = "_x000D_"


def has_header(file: WholeFile, size: int, needs: Sequence[str]) -> bool:
    """Does this look like a workbook with such a header? Only the beginnings of its parts are unpacked.

    It is asked of every workbook that anybody adds, so no sheet is loaded; ``read_sheet`` looks closer.
    """
    with file.open() as reader:
        if size > _LARGEST or reader.read(len(_ZIP)) != _ZIP:
            return False
        try:
            with zipfile.ZipFile(reader) as archive:
                texts = [_beginning(archive, it) for it in archive.namelist() if _TEXT_PART.search(it)]
        except _DAMAGE:
            return False
    said = column_key(_TAG.sub(" ", " ".join(texts)))
    return all(it in said for it in needs)


def _beginning(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        return part.read(_BEGINNING).decode("utf-8", errors="replace")


def read_sheet(file: WholeFile, needs: Sequence[str]) -> Table:
    """The first sheet with such a header within its first rows; blank rows are left out, days are ISO texts.

    Raises:
        UnreadableFile: E-LIST-DAMAGED (no workbook, or none of its sheets has the header), E-LIST-EMPTY.
        UnsafeFile: E-BOMB, E-XML-ENTITY.
    """
    try:
        found = next((table for it in _sheets(file) if (table := _table(it, needs))), None)
    except UnreadableFile as error:
        raise damaged(file.name, f"the workbook cannot be opened ({error.message})") from error
    if found is None:
        raise damaged(file.name, f"no sheet has a header with {', '.join(map(repr, needs))}")
    if not found.records:
        raise empty(file.name)
    return found


def _sheets(file: WholeFile) -> Sequence[Sheet]:
    with file.open() as reader:
        data = reader.read()
    return open_workbook(blob_of_bytes(file.name, data), "xlsx", None, Limits()).sheets


def _table(sheet: Sheet, needs: Sequence[str]) -> Table | None:
    columns: tuple[str, ...] = ()
    records = []
    for row, cells in _rows(sheet):
        if columns:
            padded = (*cells, *[""] * len(columns))[: len(columns)]
            records.append(TableRecord(row, padded, columns))
        elif set(needs) <= set(keys := tuple(column_key(it) for it in cells)):
            columns = keys
        elif row > _HEADER_ROWS:
            return None
    return Table(columns, tuple(records)) if columns else None


def _rows(sheet: Sheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    for batch in sheet.batches():
        for record in batch.table.to_pylist():
            row = record.pop("row")
            cells = tuple((it or "").replace(_CARRIAGE, "").strip() for it in record.values())
            if any(cells):
                yield row, cells
