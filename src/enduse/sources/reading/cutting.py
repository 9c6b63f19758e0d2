"""Text is cut into stretches of whole records, fast and without believing every quote mark.

A newline ends a record when it is not inside a quoted cell. Counting quote marks line by line (numpy, at
memory speed) finds the few lines where that could be otherwise; only these are looked at closely. So a quote
mark that is never closed costs its own row, not the rest of the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from enduse.errors import UnreadableFile
from enduse.sources.reading.dialect import Dialect, split_record
from enduse.sources.reading.limits import Limits

Offsets = NDArray[np.int64]
_LF, _CR = 10, 13


@dataclass(frozen=True)
class Stretch:
    """Whole records, not yet decoded.

    Attributes:
        data: Their bytes.
        starts: Where each record starts in ``data``; one more at the end.
        first_row: Number of the first record.
        blank: Ordinals (from 0) of empty lines; they count as rows.
        unclosed: Ordinals of records with a quote mark that is never closed.
        multiline: Does any record hold a quoted line break?
        bytes_read: How far in the file the stretch ends.
    """

    data: bytes
    starts: Offsets
    first_row: int
    blank: Offsets
    unclosed: tuple[int, ...]
    multiline: bool
    bytes_read: int

    @property
    def rows(self) -> int:
        """How many records, blank ones included."""
        return len(self.starts) - 1

    def record(self, ordinal: int) -> bytes:
        """One record without its line end."""
        return self.data[self.starts[ordinal] : self.starts[ordinal + 1]].rstrip(b"\r\n")


@dataclass(frozen=True)
class Cutter:
    """Cuts one file.

    Attributes:
        dialect: How records are cut into cells.
        codec: How the bytes are read where a record must be looked at closely.
        limits: Lengths of lines and quoted cells.
        name: Of the file, for messages.
    """

    dialect: Dialect
    codec: str
    limits: Limits
    name: str = "the text"

    def stretches(self, reader: BinaryIO, chunk_bytes: int) -> Iterator[Stretch]:
        """All records of ``reader``, in order; the same file and size give the same stretches.

        Raises:
            UnreadableFile: E-LONG-LINE.
        """
        kept, row, done = b"", 1, 0
        while True:
            pieces, size, ended = self._until_line_end(reader, chunk_bytes, len(kept))
            data = b"".join([kept, *pieces])
            done += size
            if not data:
                return
            stretch, used = self._cut(data, row, ended, done)
            if stretch.rows:
                yield stretch
            row += stretch.rows
            kept = data[used:]
            if ended:
                return
            if len(kept) > self.limits.line_bytes:
                raise UnreadableFile(
                    f"Row {row:,} of {self.name!r} is longer than {self.limits.line_bytes:,} bytes: probably this is "
                    "no table of lines, or it is damaged there. Nothing of it was kept. Check what the file is; one "
                    "without line breaks must be converted first.",
                    code="E-LONG-LINE",
                )

    def _until_line_end(self, reader: BinaryIO, chunk_bytes: int, kept: int) -> tuple[list[bytes], int, bool]:
        """Pieces up to one with a line end, bytes read, and whether the file has ended.

        A long line is joined once, not again with every piece; otherwise its length would cost its square.
        """
        pieces: list[bytes] = []
        held, size = kept, 0
        while piece := reader.read(chunk_bytes):
            size += len(piece)
            # NUL characters carry no text; they come from padding and from broken downloads.
            pieces.append(piece.translate(None, b"\0") if b"\0" in piece else piece)
            held += len(pieces[-1])
            if b"\n" in piece or b"\r" in piece or held > self.limits.line_bytes:
                return pieces, size, False
        return pieces, size, True

    def _cut(self, data: bytes, row: int, ended: bool, done: int) -> tuple[Stretch, int]:
        starts = np.concatenate((np.zeros(1, np.int64), _line_ends(data, ended)))
        found = self._resolve(_Lines(data, starts, row, ended))
        starts = np.delete(starts[: found.lines + 1], found.joined)
        unclosed = tuple(int(np.searchsorted(starts, at)) for at in found.unclosed)
        used = int(starts[-1])
        blank = _blank_lines(data, starts)
        stretch = Stretch(data[:used], starts, row, blank, unclosed, bool(found.joined), done - (len(data) - used))
        return stretch, used

    def _odd_lines(self, lines: "_Lines") -> list[int]:
        """The lines with an odd number of quote marks, and with them every line where a cell may stay open."""
        if not self.dialect.quote or len(lines.starts) < 2:
            return []
        marks = np.frombuffer(lines.data, np.uint8) == ord(self.dialect.quote)
        # The count overflows a byte harmlessly: only whether it is odd matters.
        bounds = lines.starts
        parity = np.add.reduceat(marks.view(np.uint8)[: bounds[-1]], bounds[:-1], dtype=np.uint8) & 1
        odd: list[int] = np.flatnonzero(parity).tolist()
        return odd

    def _resolve(self, lines: "_Lines") -> "_Resolved":
        """Decide for every line with an odd number of quote marks where its record ends."""
        found = _Resolved(len(lines.starts) - 1)
        odd = self._odd_lines(lines)
        after = -1
        for at, line in enumerate(odd):
            if line <= after or not self._is_open(lines.text(line, line)):
                continue
            close = odd[at + 1] if at + 1 < len(odd) else None
            left = int(lines.starts[-1] - lines.starts[line])
            if close is None and not lines.ended and left < self.limits.quoted_bytes:
                # The closing mark may be in the next stretch: leave the record for it.
                found.lines = line
                break
            titles = lines.row + line - len(found.joined) <= self.dialect.opening
            if close is not None and self._closes(lines.text(line, close), titles):
                found.joined.extend(range(line + 1, close + 1))
                after = close
            else:
                found.unclosed.append(int(lines.starts[line]))
        return found

    def _is_open(self, line: bytes) -> bool:
        return split_record(line.decode(self.codec, "replace").rstrip("\r\n"), self.dialect)[1]

    def _closes(self, lines: bytes, titles: bool) -> bool:
        if len(lines) > self.limits.quoted_bytes:
            return False
        cells, still_open = split_record(lines.decode(self.codec, "replace").rstrip("\r\n"), self.dialect, True)
        return not still_open and (titles or self.dialect.fits(cells))


@dataclass(frozen=True)
class _Lines:
    """Lines before it is known which of them are records."""

    data: bytes
    starts: Offsets
    row: int
    ended: bool

    def text(self, first: int, last: int) -> bytes:
        return self.data[self.starts[first] : self.starts[last + 1]]


@dataclass
class _Resolved:
    """What became of the lines with an odd number of quote marks."""

    lines: int
    joined: list[int] = field(default_factory=list)
    unclosed: list[int] = field(default_factory=list)


def irregular_records(stretch: Stretch, dialect: Dialect) -> Offsets:
    """Ordinals of records with a quote mark where none belongs, as in ``24" x`` or ``"a"b``: parsers differ over them.

    In a regular record every mark at an even place opens a cell (or is the second of a doubled pair), and every
    other one closes it (or is the first of a pair).
    """
    codes = np.frombuffer(stretch.data, np.uint8)
    marks = np.flatnonzero(codes == ord(dialect.quote)) if dialect.quote else np.zeros(0, np.int64)
    if not len(marks):
        return np.zeros(0, np.int64)
    of_record = np.diff(np.searchsorted(marks, stretch.starts))
    opens = _even_places(of_record)
    edges = np.zeros(256, bool)
    edges[[_LF, _CR, ord(dialect.delimiter)]] = True
    doubled = np.diff(marks) == 1
    fine = np.append(False, doubled)
    fine |= edges[codes[np.maximum(marks - 1, 0)]] | (marks == 0)
    behind = np.append(doubled, False)
    behind |= edges[codes[np.minimum(marks + 1, len(codes) - 1)]] | (marks == len(codes) - 1)
    wrong = np.where(opens, ~fine, ~behind)
    suspects = np.searchsorted(stretch.starts, marks[wrong], side="right") - 1
    found: Offsets = np.union1d(suspects, np.flatnonzero(of_record % 2)).astype(np.int64)
    return found


def _even_places(of_record: Offsets) -> NDArray[np.bool_]:
    """For marks in a row, so many of each record: does a mark stand at place 0, 2, 4 ... of its record?"""
    places = np.arange(int(of_record.sum()))
    if np.any(of_record % 2):
        before = np.cumsum(of_record) - of_record
        places = places - np.repeat(before, of_record)
    even: NDArray[np.bool_] = places % 2 == 0
    return even


def _line_ends(data: bytes, ended: bool) -> Offsets:
    """Offsets just after every line end; the last line needs none when the file has ended."""
    codes = np.frombuffer(data, np.uint8)
    # Most files hold no carriage return at all: one look is much cheaper than two counts.
    if b"\r" not in data or data.count(b"\r") == data.count(b"\r\n"):
        ends = np.flatnonzero(codes == _LF) + 1
    else:
        # A carriage return alone ends a line as well, as spreadsheets and csv readers have it.
        following = np.append(codes[1:], np.uint8(_LF if not ended else 0))
        ends = np.flatnonzero((codes == _LF) | ((codes == _CR) & (following != _LF))) + 1
    if ended and (not len(ends) or ends[-1] < len(data)):
        ends = np.append(ends, len(data))
    return ends.astype(np.int64)


def _blank_lines(data: bytes, starts: Offsets) -> Offsets:
    first = np.frombuffer(data, np.uint8)[starts[:-1]]
    return np.flatnonzero((first == _LF) | (first == _CR)).astype(np.int64)
