"""Sheets of XLSX, XLSB, XLS and ODS workbooks."""

import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from enduse.errors import Notice, UnreadableFile, UnsafeFile
from enduse.model.provenance import Place
from enduse.sources.reading import PendingBatch, RawBatch
from enduse.sources.reading.blob import Blob
from enduse.sources.reading.extents import check_extents
from enduse.sources.reading.held import CHUNK_ROWS
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.rows import Cells, head_of, parsed, skipped, table_of

# Below this every sheet is loaded once at the start, to leave out the empty ones; above it only when read.
_SMALL = 4 << 20
_MOST_ROWS = {"xlsx": 1_048_576, "xlsb": 1_048_576, "ods": 1_048_576, "xls": 65_536}
_MIDNIGHT = time()
_DAMAGE = (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, NotImplementedError, OSError, EOFError, ValueError)


@dataclass(frozen=True)
class Workbook:
    """The sheets of a workbook that can be read, and why the others cannot."""

    sheets: tuple["WorkbookSheet", ...]
    left_out: Mapping[str, str]


def open_workbook(blob: Blob, kind: str, member: str | None, limits: Limits) -> Workbook:
    """The sheets of a workbook, in its order; chart sheets and empty ones are left out with a reason.

    Raises:
        UnreadableFile: E-XLSX-DAMAGED, E-XLSX-LOCKED, E-XLSX-EXTENT.
        UnsafeFile: E-BOMB.
    """
    if kind != "xls":
        check_parts(blob, limits)
        with _damage_of(blob):
            check_extents(blob, kind, limits)
    loaded = _Loaded(blob)
    sheets: list[WorkbookSheet] = []
    left_out: dict[str, str] = {}
    for about in loaded.about():
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            left_out[about.name] = f"It is a {_plain(about.typ)} without rows and columns."
            continue
        if blob.size <= _SMALL and not loaded.height(about.name):
            left_out[about.name] = "It is empty."
            continue
        visible = _plain(about.visible)
        sheets.append(WorkbookSheet(Place(member, about.name), kind, {"visible": visible}, loaded))
    return Workbook(tuple(sheets), left_out)


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet; see ``reading.Sheet``."""

    place: Place
    kind: str
    traits: Mapping[str, str]
    loaded: "_Loaded"

    @property
    def notices(self) -> tuple[Notice, ...]:
        """W-XLSX-FULL and W-XLSX-HIDDEN."""
        found = []
        name = self.place.sheet or ""
        if self.loaded.is_full(name, _MOST_ROWS[self.kind]):
            found.append(_full(name, _MOST_ROWS[self.kind]))
        if self.traits["visible"] != "visible":
            said = f"The sheet {name!r} is hidden in the workbook. It is read like the others."
            found.append(Notice("W-XLSX-HIDDEN", said))
        return tuple(found)

    def head(self, rows: int = 200) -> list[list[str]]:
        """The first rows as text; item 0 is row 1. Quick for large XLSX, too."""
        if self.kind == "xlsx" and self.loaded.blob.size > _SMALL:
            return self.loaded.glance(self.place.sheet or "", rows)
        return head_of((it.parse() for it in self._all()), rows)

    def batches(self, skip_rows: int = 0) -> Iterator[RawBatch]:
        """All rows after the first ``skip_rows``, in order."""
        return parsed(self, skip_rows)

    def chunks(self, skip_rows: int = 0) -> Iterator[PendingBatch]:
        """The same rows, cut but not parsed."""
        return skipped(self._all(), skip_rows)

    def _all(self) -> Iterator[PendingBatch]:
        sheet = self.loaded.sheet(self.place.sheet or "")
        width = 0 if sheet.end is None else sheet.end[1] + 1
        first, some = 1, []
        for row in sheet.iter_rows():
            some.append(row)
            if len(some) == CHUNK_ROWS:
                yield PendingBatch(first, len(some), 0, _Values(first, tuple(some), width))
                first, some = first + len(some), []
        if some:
            yield PendingBatch(first, len(some), 0, _Values(first, tuple(some), width))


def text_of(value: Any) -> str | None:
    """A cell as text: whole numbers without ``.0``, other numbers in full, dates as ISO; null for an empty cell."""
    return _TEXTS.get(type(value), str)(value)


def check_parts(blob: Blob, limits: Limits) -> None:
    """Refuse a workbook whose parts would unpack beyond the limits; the list of contents is not believed.

    Raises:
        UnsafeFile: E-BOMB.
        UnreadableFile: E-XLSX-DAMAGED.
    """
    with _damage_of(blob), blob.open() as reader, zipfile.ZipFile(reader) as archive:
        parts = archive.infolist()
        total = sum(part.file_size for part in parts)
        # Deflate shrinks by 1,032 at most, so a small workbook cannot hide much behind a false size.
        if sum(part.compress_size for part in parts) * 1_032 > limits.unpacked_bytes:
            total = max(total, sum(_measured(archive, part) for part in parts))
    if total > limits.unpacked_bytes or (total > limits.ratio_floor_bytes and total > blob.size * limits.ratio):
        raise UnsafeFile(
            f"The workbook {blob.name!r} of {blob.size:,} bytes would unpack to {total:,}. That looks like an attack "
            "on the reader, not like data, so nothing of it was read. If you trust it, save it as CSV and add that.",
            code="E-BOMB",
        )


def _measured(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    with archive.open(part) as reader:
        return sum(len(piece) for piece in iter(lambda: reader.read(1 << 20), b""))


@contextmanager
def _damage_of(blob: Blob) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise _damaged(blob, error) from error


class _Loaded:
    """A workbook held open; the last sheet read is kept, so that its head and its rows cost one reading."""

    def __init__(self, blob: Blob) -> None:
        self.blob = blob
        self._lock = threading.Lock()
        self._book: Any = None
        self._kept: tuple[str, Any] | None = None

    def about(self) -> Sequence[Any]:
        """Name, type and visibility of every sheet."""
        with self._lock:
            return list(self._opened().sheets_metadata)

    def sheet(self, name: str) -> Any:
        """The cells of one sheet."""
        with self._lock:
            if self._kept is None or self._kept[0] != name:
                self._kept = None
                self._kept = (name, _guarded(self.blob, lambda: self._opened().get_sheet_by_name(name)))
            return self._kept[1]

    def height(self, name: str) -> int:
        """How far down the sheet reaches; 0 when it is empty."""
        # calamine's own total_height is one short when the sheet starts at its first row.
        end = self.sheet(name).end
        return 0 if end is None else int(end[0]) + 1

    def is_full(self, name: str, most: int) -> bool:
        """Does the sheet reach the last row that such a workbook can hold?"""
        # A row takes a few bytes even packed: what is smaller cannot be full.
        return self.blob.size > most // 2 and self.height(name) >= most

    def glance(self, name: str, rows: int) -> list[list[str]]:
        """The first rows of an XLSX sheet without loading the rest."""
        with self.blob.open() as reader:
            try:
                book = load_workbook(reader, read_only=True, data_only=True)
                given = book[name].iter_rows(min_row=1, max_row=rows, values_only=True)
                found = [[text_of(value) or "" for value in row] for row in given]
                book.close()
            except (KeyError, ValueError, InvalidFileException, zipfile.BadZipFile, AttributeError, TypeError):
                return head_of((it.parse() for it in WorkbookSheet(Place(None, name), "xlsx", {}, self)._all()), rows)
        while found and not any(found[-1]):
            found.pop()
        return found

    def _opened(self) -> Any:
        if self._book is None:
            # The file is read into memory as a whole here, so the reader is not needed any more.
            with self.blob.open() as reader:
                self._book = _guarded(self.blob, lambda: calamine.CalamineWorkbook.from_filelike(reader))
        return self._book


@dataclass(frozen=True)
class _Values:
    """Consecutive rows of cell values, not yet text."""

    first_row: int
    rows: tuple[Sequence[Any], ...]
    width: int

    def __call__(self) -> RawBatch:
        numeric = {at for row in self.rows for at, value in enumerate(row) if type(value) in (float, int)}
        texts: list[tuple[int, Cells]] = [
            (number, [text_of(value) for value in row]) for number, row in enumerate(self.rows, self.first_row)
        ]
        return RawBatch(table_of(texts, self.width), stored_as_number=frozenset(numeric))


def _guarded(blob: Blob, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except calamine.PasswordError as error:
        raise locked(blob) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(blob, error) from error


def locked(blob: Blob) -> UnreadableFile:
    """The error for a workbook that asks for a password."""
    return UnreadableFile(
        f"{blob.name!r} is locked with a password, so nothing of it could be read. "
        "Open it in a spreadsheet program, save it without the password, and add it again.",
        code="E-XLSX-LOCKED",
    )


def _damaged(blob: Blob, error: Exception) -> UnreadableFile:
    return UnreadableFile(
        f"The workbook {blob.name!r} of {blob.size:,} bytes is damaged or cut off: {error}. Nothing of it was kept. "
        "Copy or download it again; if it opens in a spreadsheet program, save it anew and add that file.",
        code="E-XLSX-DAMAGED",
    )


def _full(name: str, most: int) -> Notice:
    return Notice(
        "W-XLSX-FULL",
        f"The sheet {name!r} ends at row {most:,}, the last one such a workbook can hold: rows are probably missing. "
        "Ask for the data as CSV, or in several sheets.",
    )


def _plain(value: Any) -> str:
    word = str(value).rsplit(".", 1)[-1]
    return {"ChartSheet": "chart sheet", "DialogSheet": "dialog sheet", "MacroSheet": "macro sheet"}.get(
        word, {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "very hidden"}.get(word, word)
    )


def _text_number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 2**63 else repr(value)


def _text_moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == _MIDNIGHT else value.isoformat(" ")


def _text_span(value: timedelta) -> str:
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


_TEXTS: Mapping[type, Callable[[Any], str | None]] = {
    str: lambda value: value or None,
    float: _text_number,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    type(None): lambda _: None,
    datetime: _text_moment,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: _text_span,
}
