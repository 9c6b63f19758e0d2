"""Lists in tables of text: rows under their column names; a table that breaks off is refused."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from enduse.errors import Notice
from enduse.model.listing import BadRecord
from enduse.sources.list_parts.errors import WholeFile, damaged, empty, truncated

# Some publishers join hundreds of aliases in one cell; the library's own limit is 128 KiB.
_CELL_CHARACTERS = 64 << 20
_PIECE = 1 << 20


@dataclass(frozen=True)
class ListRow:
    """One row.

    Attributes:
        row: Number of its first line in the file.
        cells: Trimmed texts by column name; the first of two columns of one name.
        all: Every cell with its column name, in order.
    """

    row: int
    cells: Mapping[str, str]
    all: tuple[tuple[str, str], ...] = ()

    def get(self, column: str) -> str:
        """The cell, empty where the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class ListTable:
    """A table.

    Attributes:
        before: The lines above the header.
        header: Column names as written, trimmed.
        rows: Rows and why others are none, in order; walk through them once.
        notices: What the reader must know of the whole file.
    """

    before: tuple[tuple[str, ...], ...]
    header: tuple[str, ...]
    rows: Iterable[ListRow | BadRecord]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class TableShape:
    """How a publisher writes a table.

    Attributes:
        delimiter: Between cells.
        column: Name of a column that only the header has; the lines before it are kept apart.
        unwrap: Each line is wrapped in quotes as a whole, and its cells inside again.
    """

    delimiter: str = ","
    column: str = ""
    unwrap: bool = False


_COMMAS = TableShape()


def read_table(file: WholeFile, shape: TableShape = _COMMAS) -> ListTable:
    """The table of a file; its rows are read while they are walked through.

    Raises:
        UnreadableFile: E-LIST-DAMAGED, E-LIST-EMPTY (no row), E-LIST-TRUNCATED, some of them during the walk.
    """
    encoding, notices = _checked(file)
    lines = _lines(file, encoding, shape)
    before: list[tuple[str, ...]] = []
    for _, cells in lines:
        if not shape.column or any(_same(shape.column, it) for it in cells):
            header = tuple(it.strip() for it in cells)
            return ListTable(tuple(before), header, _rows(file, header, lines), notices)
        before.append(tuple(cells))
    raise damaged(file.name, f"it has no header with the column {shape.column!r}") if before else empty(file.name)


def grouped(rows: Iterable[ListRow | BadRecord], key: str) -> tuple[dict[str, list[ListRow]], list[BadRecord]]:
    """The rows by the text of one column, in the order of their first row; a row without it is no record's."""
    groups: dict[str, list[ListRow]] = {}
    bad: list[BadRecord] = []
    for row in rows:
        if isinstance(row, BadRecord):
            bad.append(row)
        elif text := row.get(key):
            groups.setdefault(text, []).append(row)
        else:
            said = f"The cell {key!r} is empty, so the row belongs to no entry."
            bad.append(BadRecord(row.row, "R-LIST-ID", said, tuple(it for _, it in row.all)))
    return groups, bad


def _same(column: str, cell: str) -> bool:
    return cell.strip().casefold() == column.casefold()


def _rows(
    file: WholeFile, header: tuple[str, ...], lines: Iterable[tuple[int, list[str]]]
) -> Iterator[ListRow | BadRecord]:
    number, cells = 0, list(header)
    ragged: BadRecord | None = None
    for number, cells in lines:
        if ragged:
            yield ragged
        ragged = None if len(cells) == len(header) else _ragged(number, cells, len(header))
        if not ragged:
            yield _row(number, header, cells)
    if not number:
        raise empty(file.name)
    if len(cells) < len(header):
        raise truncated(file.name, f"its last row, in line {number:,}, has {len(cells)} of {len(header)} cells")
    if ragged:
        yield ragged


def _ragged(number: int, cells: list[str], width: int) -> BadRecord:
    said = f"The row has {len(cells)} cells, the table has {width}, so it is unknown which cell is missing or too many."
    return BadRecord(number, "R-LIST-CELLS", said, tuple(cells))


def _row(number: int, header: tuple[str, ...], cells: list[str]) -> ListRow:
    pairs = tuple((column, cell.strip()) for column, cell in zip(header, cells, strict=True))
    return ListRow(number, dict(reversed(pairs)), pairs)


def _lines(file: WholeFile, encoding: str, shape: TableShape) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_CELL_CHARACTERS)
    with file.open() as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        source: Iterable[str] = (_unwrapped(line) for line in text) if shape.unwrap else text
        reader = csv.reader(source, delimiter=shape.delimiter, strict=True)
        before = 0
        try:
            for cells in reader:
                number, before = before + 1, reader.line_num
                if any(it.strip() for it in cells):
                    yield number, cells
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise truncated(file.name, f"line {before + 1:,} begins a quoted cell that never ends") from error
            raise damaged(file.name, f"line {reader.line_num:,} cannot be cut into cells ({error})") from error


def _unwrapped(line: str) -> str:
    """A line without the quotes around it as a whole, and without the padding before the last of them."""
    plain = line.strip()
    if plain.startswith('"') and not plain.endswith('"'):
        return plain  # Cut off: the open quote is reported by the reader of the cells.
    return plain[1:-1].replace('""', '"').strip() if len(plain) > 1 and plain[0] == '"' else plain


def _checked(file: WholeFile) -> tuple[str, tuple[Notice, ...]]:
    """UTF-8 where every byte fits it, else Windows-1252, which the reader is told.

    Raises:
        UnreadableFile: E-LIST-DAMAGED for a NUL; E-LIST-TRUNCATED where the last line has no end.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    seen, last, foreign = 0, b"", b""
    with file.open() as reader:
        while piece := reader.read(_PIECE):
            if (at := piece.find(0)) >= 0:
                raise damaged(file.name, f"a NUL byte stands at byte {seen + at:,}, as a broken download leaves it")
            foreign = foreign or _foreign(decoder, piece)
            seen, last = seen + len(piece), (last + piece)[-200:]
    if not last.strip():
        raise empty(file.name)
    if not last.rstrip(b" \t").endswith((b"\n", b"\r", b'"')):
        raise truncated(file.name, f"its last line has no end: it stops at {last[-20:].decode('utf-8', 'replace')!r}")
    if not foreign:
        return "utf-8-sig", ()
    said = (
        f"{file.name!r} is no UTF-8 (the byte {foreign!r}); it was read as Windows-1252. Look at a name with accents."
    )
    return "cp1252", (Notice("W-LIST-ENCODING", said),)


def _foreign(decoder: codecs.IncrementalDecoder, piece: bytes) -> bytes:
    """The first byte that is no UTF-8, empty where all are."""
    try:
        decoder.decode(piece)
    except UnicodeDecodeError as error:
        return error.object[error.start : error.start + 1]
    return b""


def pieces_of(text: str, mark: str = ";") -> list[str]:
    """The trimmed pieces of a cell, without empty ones."""
    return [it for piece in text.split(mark) if (it := piece.strip())]


@dataclass(frozen=True)
class Unread:
    """The cells that a format does not read, so that they are noted."""

    read: frozenset[str] = field(default_factory=frozenset)

    def of(self, row: ListRow) -> Iterator[tuple[str, str]]:
        """Column and text of the filled cells among them."""
        return ((column, text) for column, text in row.all if text and column not in self.read)
