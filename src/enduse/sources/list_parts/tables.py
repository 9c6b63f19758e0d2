"""Lists published as delimited text: the whole table, checked to its last byte before any record is handed on."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from enduse.errors import UnreadableFile
from enduse.model.listing import BadRecord
from enduse.sources.list_parts.errors import WholeFile, damaged, empty, truncated

END_OF_FILE = b"\x1a"
"""DOS end mark; the legacy files of OFAC end with it."""

_QUOTED_END = re.compile(r'"\s*$')
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class TableForm:
    """How a published table is written.

    Attributes:
        delimiter: Between cells.
        width: Cells of a record where the table has no header; 0 where it has one.
        legacy: Code page to try when the text is not UTF-8; empty where the publisher writes only UTF-8.
        needs: Header words that must be there, as ``column_key`` makes them.
        keep_spaces: Cells are not stripped: a cell may go on in another file.
    """

    delimiter: str = ","
    width: int = 0
    legacy: str = ""
    needs: tuple[str, ...] = ()
    keep_spaces: bool = False


@dataclass(frozen=True)
class TableRecord:
    """One record of a table.

    Attributes:
        row: As a spreadsheet shows it; the header counts.
        cells: In the order of the columns, stripped unless the form keeps spaces.
        columns: Keys of the header, in order; empty without a header.
    """

    row: int
    cells: tuple[str, ...]
    columns: tuple[str, ...] = field(default=(), repr=False)

    def __getitem__(self, column: str) -> str:
        """The cell below that header key; empty where the table has no such column."""
        return self.cells[self.columns.index(column)] if column in self.columns else ""

    def written(self) -> Mapping[str, str]:
        """The cells that are not empty, by header key."""
        return {name: cell for name, cell in zip(self.columns, self.cells, strict=True) if cell}


@dataclass(frozen=True)
class Table:
    """A whole table: ``records`` in file order, rows that could not be cut into cells among them."""

    columns: tuple[str, ...]
    records: tuple[TableRecord | BadRecord, ...]
    has_end_mark: bool = False


def column_key(text: str) -> str:
    """A header word as it is compared: lower case, words joined by an underscore."""
    return _NOISE.sub("_", text.strip().casefold()).strip("_")


def header_of(head: bytes, delimiter: str = ",") -> tuple[str, ...]:
    """The header keys in the first bytes of a file; empty when they are no text."""
    rows = head_rows(head, delimiter)
    return tuple(column_key(it) for it in rows[0]) if rows else ()


def head_rows(head: bytes, delimiter: str = ",") -> list[list[str]]:
    """The first rows, for recognition; the last one may be cut off by the size of the head."""
    if b"\0" in head:
        return []
    text = head.decode("utf-8-sig", errors="replace")
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    except csv.Error:
        return []


def read_table(file: WholeFile, form: TableForm) -> Table:
    """The whole table.

    Raises:
        UnreadableFile: E-LIST-EMPTY, E-LIST-DAMAGED (bytes that are no text, a hole of NULs, a lost header),
            E-LIST-TRUNCATED (the last record is not whole).
    """
    with file.open() as reader:
        data = reader.read()
    body = data.rstrip(b"\r\n" + END_OF_FILE)
    if not body.strip():
        raise empty(file.name)
    text = _text(file.name, data.rstrip(END_OF_FILE), form)
    rows = list(_rows(file.name, text, form))
    columns = () if form.width else tuple(column_key(it) for it in rows[0][1])
    _demand(file.name, columns, form.needs)
    width = form.width or len(columns)
    _demand_end(file.name, text, rows, width)
    records = tuple(_record(row, cells, columns, width) for row, cells in (rows if form.width else rows[1:]))
    if not records:
        raise empty(file.name)
    return Table(columns, records, END_OF_FILE in data[-4:])


def _text(name: str, data: bytes, form: TableForm) -> str:
    if b"\0" in data:
        raise damaged(name, f"a NUL byte stands at byte {data.index(0):,}, as a broken download leaves it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if form.legacy:
            return data.decode(form.legacy, errors="replace")
        if error.end >= len(data) and len(data) - error.start < 4:
            raise truncated(name, "it ends inside a letter") from error
        raise damaged(name, f"byte {error.start:,} is no UTF-8 text") from error


def _rows(name: str, text: str, form: TableForm) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter, strict=True)
    row = 0
    try:
        for cells in reader:
            row += 1
            if cells:
                yield row, tuple(cells if form.keep_spaces else (it.strip() for it in cells))
    except csv.Error as error:
        raise _csv_error(name, row + 1, str(error)) from error


def _csv_error(name: str, row: int, said: str) -> UnreadableFile:
    if "unexpected end" in said:
        return truncated(name, f"row {row:,} begins a quoted cell that never ends")
    return damaged(name, f"row {row:,} cannot be cut into cells ({said})")


def _demand(name: str, columns: tuple[str, ...], needs: Sequence[str]) -> None:
    if lacking := [it for it in needs if it not in columns]:
        raise damaged(name, f"its header lacks {', '.join(map(repr, lacking))}")


def _demand_end(name: str, text: str, rows: list[tuple[int, tuple[str, ...]]], width: int) -> None:
    """The last record must have all its cells, and end with a line end or a closed quote."""
    row, cells = rows[-1]
    if len(cells) < width:
        raise truncated(name, f"its last row, {row:,}, has {len(cells)} of {width} cells")
    if not text.endswith(("\n", "\r")) and not (_QUOTED_END.search(text) or text.rstrip().endswith("-0-")):
        raise truncated(name, f"its last row, {row:,}, has no line end: it stops at {text[-20:]!r}")


def _record(row: int, cells: tuple[str, ...], columns: tuple[str, ...], width: int) -> TableRecord | BadRecord:
    if len(cells) == width:
        return TableRecord(row, cells, columns)
    said = f"The row has {len(cells)} cells, the table has {width}, so it is unknown which cell is missing or too many."
    return BadRecord(row, "R-LIST-CELLS", said, cells)
