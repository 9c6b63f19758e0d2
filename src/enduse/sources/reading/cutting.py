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
        irregular: Ordinals of records with a quote mark where none belongs, as in ``24" x`` or ``"a"b``: parsers
            differ over them. Those that are unclosed are among them.
        multiline: Does any record hold a quoted line break?
        bytes_read: How far in the file the stretch ends.
    """

    data: bytes
    starts: Offsets
    first_row: int
    blank: Offsets
    unclosed: tuple[int, ...]
    irregular: Offsets
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
        starts = _line_starts(data, ended)
        marks = self._marks(data)
        odd = np.flatnonzero(_counts(marks, starts) & 1)
        found = self._resolve(_Lines(data, starts, row, ended), odd.tolist())
        starts = starts[: found.lines + 1]
        if found.joined:
            starts = np.delete(starts, found.joined)
        unclosed = tuple(int(np.searchsorted(starts, at)) for at in found.unclosed)
        used = int(starts[-1])
        whole = data[:used]
        irregular = irregular_records(whole, starts, marks[: np.searchsorted(marks, used)], self.dialect.delimiter)
        blank = _blank_lines(data, starts)
        done -= len(data) - used
        return Stretch(whole, starts, row, blank, unclosed, irregular, bool(found.joined), done), used

    def _marks(self, data: bytes) -> Offsets:
        """Where the quote marks stand."""
        if not self.dialect.quote:
            return np.zeros(0, np.int64)
        return np.flatnonzero(np.frombuffer(data, np.uint8) == ord(self.dialect.quote))

    def _resolve(self, lines: "_Lines", odd: list[int]) -> "_Resolved":
        """Decide for every line with an odd number of quote marks where its record ends."""
        found = _Resolved(len(lines.starts) - 1)
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


def irregular_records(data: bytes, starts: Offsets, marks: Offsets, delimiter: str) -> Offsets:
    """Ordinals of records with a quote mark where none belongs.

    In a regular record every mark at an even place opens a cell (or is the second of a doubled pair), and every
    other one closes it (or is the first of a pair).

    Args:
        data: Whole records.
        starts: Where each record starts; one more at the end.
        marks: Where the quote marks stand.
        delimiter: Between cells.
    """
    of_record = _counts(marks, starts)
    uneven = np.flatnonzero(of_record & 1)
    if len(uneven):
        # A mark too many shifts the places of all behind it: such records are judged apart from the others.
        marks = marks[np.repeat(of_record & 1 == 0, of_record)]
    opening, closing = marks[0::2], marks[1::2]
    codes = np.frombuffer(data, np.uint8)
    pairs = opening[1:] - closing[:-1] == 1
    opens = _are_edges(codes[opening - 1], delimiter)
    opens[1:] |= pairs
    closes = _are_edges(codes[np.minimum(closing + 1, len(codes) - 1)], delimiter)
    closes[:-1] |= pairs
    if len(marks):
        opens[0] |= opening[0] == 0
        closes[-1] |= closing[-1] == len(codes) - 1
    if opens.all() and closes.all():
        return uneven
    wrong = np.concatenate((opening[~opens], closing[~closes]))
    suspects = np.searchsorted(starts, wrong, side="right") - 1
    found: Offsets = np.union1d(suspects, uneven)
    return found


def _are_edges(codes: NDArray[np.uint8], delimiter: str) -> NDArray[np.bool_]:
    """Which of these bytes may stand beside a quoted cell?"""
    edges: NDArray[np.bool_] = codes == ord(delimiter)
    edges |= codes == _LF
    edges |= codes == _CR
    return edges


def _counts(marks: Offsets, starts: Offsets) -> Offsets:
    """How many of the marks stand in each record."""
    return np.diff(np.searchsorted(marks, starts))


def _line_starts(data: bytes, ended: bool) -> Offsets:
    """Where every line starts, and where the last one that is whole ends; it needs no line end at the file's end."""
    codes = np.frombuffer(data, np.uint8)
    # Most files hold no carriage return at all: one look is much cheaper than two counts.
    if b"\r" not in data or data.count(b"\r") == data.count(b"\r\n"):
        lasts = np.flatnonzero(codes == _LF)
    else:
        # A carriage return alone ends a line as well, as spreadsheets and csv readers have it.
        following = np.append(codes[1:], np.uint8(_LF if not ended else 0))
        lasts = np.flatnonzero((codes == _LF) | ((codes == _CR) & (following != _LF)))
    unended = ended and (not len(lasts) or lasts[-1] < len(data) - 1)
    starts = np.empty(len(lasts) + 1 + unended, np.int64)
    starts[0] = 0
    np.add(lasts, 1, out=starts[1 : len(lasts) + 1])
    if unended:
        starts[-1] = len(data)
    return starts


def _blank_lines(data: bytes, starts: Offsets) -> Offsets:
    first = np.frombuffer(data, np.uint8)[starts[:-1]]
    return np.flatnonzero((first == _LF) | (first == _CR)).astype(np.int64)
