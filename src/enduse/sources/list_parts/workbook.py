"""Lists in workbooks (XLSX, ODS): the rows of the sheet that has the header, as texts."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from enduse.model.listing import BadRecord
from enduse.sources.list_parts.errors import WholeFile, damaged, empty, truncated
from enduse.sources.list_parts.europe_table import ListRow, ListTable

_HEADER_ROWS = 30


def workbook_table(file: WholeFile, column: str) -> ListTable:
    """The table of the first sheet whose header has that column.

    Raises:
        UnreadableFile: E-LIST-TRUNCATED, E-LIST-DAMAGED, E-LIST-EMPTY.
    """
    book = _opened(file)
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        for number, cells in enumerate(_texts(sheet), 1):
            if number > _HEADER_ROWS:
                break
            if any(it.casefold() == column.casefold() for it in cells):
                return _table(file, sheet, number)
    raise damaged(file.name, f"none of its sheets has a header with the column {column!r}")


def _opened(file: WholeFile) -> CalamineWorkbook:
    with file.open() as reader:
        try:
            with zipfile.ZipFile(reader) as packed:
                if bad := packed.testzip():
                    raise damaged(file.name, f"its part {bad!r} fails its check sum")
        except zipfile.BadZipFile as error:
            raise truncated(file.name, f"it is no whole workbook ({error})") from error
    with file.open() as reader:
        try:
            return CalamineWorkbook.from_filelike(reader)
        except CalamineError as error:
            raise damaged(file.name, f"it is no workbook that can be read ({error})") from error


def _table(file: WholeFile, sheet: CalamineSheet, header_row: int) -> ListTable:
    rows = list(_texts(sheet))
    header = tuple(rows[header_row - 1])
    if len(rows) == header_row:
        raise empty(file.name)
    return ListTable(tuple(tuple(it) for it in rows[: header_row - 1]), header, _rows(rows, header, header_row))


def _rows(rows: list[list[str]], header: tuple[str, ...], header_row: int) -> Iterator[ListRow | BadRecord]:
    for number, cells in enumerate(rows[header_row:], header_row + 1):
        if any(cells):
            pairs = tuple(zip(header, cells, strict=False))
            yield ListRow(number, dict(reversed(pairs)), pairs)


def _texts(sheet: CalamineSheet) -> Iterator[list[str]]:
    for cells in sheet.to_python(skip_empty_area=False):
        yield [_text(it) for it in cells]


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
