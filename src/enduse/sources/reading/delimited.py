"""Comma, tab and otherwise separated text, of any encoding, as large as it comes."""

import codecs
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from enduse.errors import Notice, UnreadableFile
from enduse.model.provenance import Place
from enduse.sources.reading import BadRow, PendingBatch, RawBatch
from enduse.sources.reading.blob import Blob
from enduse.sources.reading.cutting import Cutter, Offsets, Stretch
from enduse.sources.reading.dialect import Dialect, dialect_of, split_record
from enduse.sources.reading.encoding import EncodingFound, encoding_of, is_stray_utf8
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.rows import Cells, head_of, names_of, parsed, ragged, skipped, table_of

_WHOLE = 16 << 20
_WINDOW, _WINDOWS = 256 << 10, 32
_DIALECT_BYTES = 256 << 10
_HEAD_BYTES = 256 << 10
# Blocks that fit the cache: twice as fast as blocks of 8 MiB and more (measured).
_PARSE_BLOCK = 4 << 20
_SHOWN = 4_000
# Old programs end a file with Ctrl-Z.
_NOTHING = " \t\x1a\u00a0\ufeff"
# Nearly every UTF-8 line of Cyrillic, Latin with accents or Han has one of these.
_UTF8_PAIRS = tuple(char.encode()[:2] for char in "аоеиАОéüöçñ中公機数")
_ONE_BYTE = frozenset({"windows-1251", "cp866", "koi8-u", "windows-1252", "windows-1254", "windows-1250"})


@dataclass(frozen=True)
class DelimitedSheet:
    """A text table; see ``reading.Sheet``."""

    place: Place
    traits: Mapping[str, str]
    notices: tuple[Notice, ...]
    blob: Blob
    encoding: str
    dialect: Dialect
    limits: Limits
    kind: str = "csv"

    def head(self, rows: int = 200) -> list[list[str]]:
        """The first rows as text; item 0 is row 1."""
        return head_of((it.parse() for it in self._pending(_HEAD_BYTES)), rows)

    def batches(self, skip_rows: int = 0) -> Iterator[RawBatch]:
        """All rows after the first ``skip_rows``, in order."""
        return parsed(self, skip_rows)

    def chunks(self, skip_rows: int = 0) -> Iterator[PendingBatch]:
        """The same rows, cut but not parsed."""
        return skipped(self._pending(self.limits.chunk_bytes), skip_rows)

    def _pending(self, chunk_bytes: int) -> Iterator[PendingBatch]:
        parser = _Parser(_inner_codec(self.encoding), self.dialect)
        with self.blob.open() as raw:
            reader = _without_mark(raw, self.encoding)
            for it in Cutter(self.dialect, parser.codec, self.limits, self.blob.name).stretches(reader, chunk_bytes):
                yield PendingBatch(it.first_row, it.rows, min(it.bytes_read, self.blob.size), _Task(parser, it))


def open_delimited(blob: Blob, place: Place, limits: Limits) -> DelimitedSheet:
    """Find out encoding and dialect of a text table.

    Raises:
        UnreadableFile: E-EMPTY when there is nothing but line breaks.
    """
    sample = _sample(blob)
    found = encoding_of(sample, max(1, sample.count(b"\n") or sample.count(b"\r")))
    text = _first_text(sample, found)
    if not text.strip("\ufeff\r\n\0 "):
        raise UnreadableFile(
            f"{blob.name!r} holds {blob.size:,} bytes and no row. Export it again, or leave it out.", code="E-EMPTY"
        )
    dialect = dialect_of(text.replace("\0", ""))
    nul = sample.count(b"\0") if not found.codec.startswith("utf-") or found.codec.startswith("utf-8") else 0
    notices = found.notices + ((_nul_notice(nul),) if nul else ())
    notices += (_no_table(blob, dialect),) if dialect.steady < 0.5 else ()
    return DelimitedSheet(place, _traits(found, dialect, nul), notices, blob, found.codec, dialect, limits)


def _traits(found: EncodingFound, dialect: Dialect, nul: int) -> dict[str, str]:
    traits = {"encoding": found.name, "encoding_reason": found.reason, "delimiter": dialect.delimiter}
    traits |= {"quote": dialect.quote, "columns": str(dialect.width)}
    return traits | ({"nul": str(nul)} if nul else {})


def _nul_notice(count: int) -> Notice:
    return Notice(
        "W-NUL",
        f"{count:,} NUL characters stand in the rows looked at: padding or a broken download. They are left out "
        "of the cells. Compare the number of rows with what the publisher says.",
    )


def _no_table(blob: Blob, dialect: Dialect) -> Notice:
    return Notice(
        "W-NO-TABLE",
        f"Only {dialect.steady:.0%} of the first lines of {blob.name!r} have the same number of cells "
        f"({dialect.modal}); the others will be rejected as ragged. Check that it is a table.",
    )


def _sample(blob: Blob) -> bytes:
    """The whole of a small file; else its beginning and whole lines from windows spread over it.

    NUL characters of the lines that are cut off come at the end: padding may be one line without end.
    """
    with blob.open() as reader:
        start = reader.read(_WHOLE if blob.size <= _WHOLE else _WHOLE // 4)
        if blob.size <= _WHOLE or start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return start
        pieces = [start[: start.rfind(b"\n") + 1] or start]
        nul = start.count(b"\0", len(pieces[0]))
        for at in np.linspace(len(start), blob.size - _WINDOW, _WINDOWS).astype(int).tolist():
            reader.seek(at)
            window = reader.read(_WINDOW)
            pieces.append(window[window.find(b"\n") + 1 : window.rfind(b"\n") + 1])
            nul += window.count(b"\0") - pieces[-1].count(b"\0")
    return b"".join([*pieces, bytes(nul)])


def _first_text(sample: bytes, found: EncodingFound) -> str:
    first = sample[:_DIALECT_BYTES]
    text = codecs.getincrementaldecoder(found.codec)("replace").decode(first).removeprefix("\ufeff")
    cut = max(text.rfind("\n"), text.rfind("\r")) + 1
    return text[:cut] if cut and len(sample) > len(first) else text


def _inner_codec(encoding: str) -> str:
    """The codec of the bytes that are cut: two-byte and four-byte text is recoded before."""
    return "utf-8" if encoding.startswith("utf-") else encoding


def _without_mark(raw: BinaryIO, encoding: str) -> BinaryIO:
    if encoding == "utf-8-sig":
        raw.read(3)
    if encoding.startswith(("utf-16", "utf-32")):
        return cast(BinaryIO, io.BufferedReader(_Recoded(raw, encoding)))
    return raw


class _Recoded(io.RawIOBase):
    """UTF-16 or UTF-32 as UTF-8; what does not decode becomes bytes that are no UTF-8, so that its row is rejected."""

    def __init__(self, raw: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._raw, self._ready, self._first = raw, b"", True
        self._decoder = codecs.getincrementaldecoder(encoding)(
            "surrogatepass" if encoding.startswith("utf-16") else "replace"
        )

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer, as files do."""
        view = memoryview(cast(bytearray, buffer))
        while not self._ready:
            piece = self._raw.read(1 << 20)
            self._ready = self._recode(piece)
            if not piece:
                break
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _recode(self, piece: bytes) -> bytes:
        text = self._decoder.decode(piece)
        if self._first and text:
            self._first, text = False, text.removeprefix("\ufeff")
        # A character cut off at the end of the file.
        broken = b"\xff" if not piece and self._decoder.getstate()[0] else b""
        if broken:
            self._decoder.reset()
        return text.encode("utf-8", "surrogatepass") + broken


@dataclass(frozen=True)
class _Task:
    parser: "_Parser"
    stretch: Stretch

    def __call__(self) -> RawBatch:
        return self.parser.parse(self.stretch)


@dataclass(frozen=True)
class _Parser:
    """Turns stretches into batches; holds nothing that changes, so several threads may share it."""

    codec: str
    dialect: Dialect

    def parse(self, stretch: Stretch) -> RawBatch:
        """The batch of one stretch: fast where the records are regular, one by one where they are not."""
        bad = {at: self._unclosed(stretch, at) for at in stretch.unclosed} | self._stray(stretch)
        if not self._decodes(stretch.data):
            bad |= self._undecodable(stretch)
        batch = self._fast(stretch, bad) or self._slowly(stretch, _filled(stretch, bad))
        everything = sorted((*batch.bad, *bad.values()), key=lambda it: it.row)
        return replace(batch, bad=tuple(everything), bytes_read=stretch.bytes_read)

    def _fast(self, stretch: Stretch, bad: Collection[int]) -> RawBatch | None:
        """The batch by pyarrow's parser; None when it reads other records than the cutter."""
        odd: list[tuple[int, str]] = []

        def set_aside(invalid: pc.InvalidRow) -> str:
            odd.append((int(invalid.number) - 1, invalid.text))
            return "skip"

        apart = [at for at in stretch.irregular.tolist() if at not in bad]
        try:
            table = self._table(_without(stretch, sorted([*bad, *apart])), stretch.multiline, set_aside)
        except pa.ArrowInvalid:
            return None
        numbers = _filled(stretch, [*bad, *apart]) + stretch.first_row
        if table.num_rows + len(odd) != len(numbers):
            return None
        table = table.add_column(0, "row", pa.array(np.delete(numbers, [at for at, _ in odd]), pa.int64()))
        odd_rows = self._rows(stretch, apart) + [(int(numbers[at]), *self._split(text)) for at, text in odd]
        extra, ragged_rows = self._judge(odd_rows)
        return RawBatch(_merged(table, extra + _blank_rows(stretch), self.dialect.width), tuple(ragged_rows))

    def _table(self, data: bytes, multiline: bool, set_aside: Callable[[pc.InvalidRow], str]) -> pa.Table:
        names = names_of(self.dialect.modal)
        utf8 = data if self.codec == "utf-8" else data.decode(self.codec).encode()
        # The whole is stripped, which copies it, only where its beginning is blank.
        if not utf8[:_HEAD_BYTES].strip(b"\r\n") and not utf8.strip(b"\r\n"):
            return table_of([], len(names)).drop(["row"])
        marks = pc.ParseOptions(
            delimiter=self.dialect.delimiter,
            quote_char=self.dialect.quote or False,
            newlines_in_values=multiline,
            invalid_row_handler=set_aside,
        )
        return pc.read_csv(
            pa.BufferReader(utf8),
            pc.ReadOptions(use_threads=False, column_names=names, block_size=min(_PARSE_BLOCK, len(utf8) + 1)),
            marks,
            # That the bytes are UTF-8 was seen before.
            pc.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )

    def _rows(self, stretch: Stretch, ordinals: Iterable[int]) -> list[tuple[int, list[str], bool]]:
        records = ((at, stretch.record(at).decode(self.codec)) for at in ordinals)
        return [(at + stretch.first_row, *self._split(text)) for at, text in records]

    def _slowly(self, stretch: Stretch, ordinals: Offsets) -> RawBatch:
        rows, ragged_rows = self._judge(self._rows(stretch, ordinals.tolist()))
        rows = sorted(rows + _blank_rows(stretch), key=lambda it: it[0])
        return RawBatch(table_of(rows, self.dialect.width), tuple(ragged_rows))

    def _split(self, text: str) -> tuple[list[str], bool]:
        return split_record(text.rstrip("\r\n"), self.dialect)

    def _judge(self, records: list[tuple[int, list[str], bool]]) -> tuple[list[tuple[int, Cells]], list[BadRow]]:
        """Which of these rows are in order after all: titles above the table, blank ones, surplus empty cells."""
        rows: list[tuple[int, Cells]] = []
        bad: list[BadRow] = []
        for number, cells, still_open in records:
            if still_open:
                bad.append(_open_quote(number, self.dialect.delimiter.join(cells)))
            elif self.dialect.fits(cells) or number <= self.dialect.opening:
                rows.append((number, cells))
            elif not any(it.strip(_NOTHING) for it in cells):
                rows.append((number, ()))
            else:
                bad.append(ragged(number, cells, self.dialect.width))
        return rows, bad

    def _unclosed(self, stretch: Stretch, at: int) -> BadRow:
        return _open_quote(at + stretch.first_row, stretch.record(at).decode(self.codec, "replace"))

    def _decodes(self, data: bytes) -> bool:
        if self.codec == "utf-8":
            return _is_utf8(data)
        try:
            codecs.decode(data, self.codec)
        except UnicodeDecodeError:
            return False
        return True

    def _undecodable(self, stretch: Stretch) -> dict[int, BadRow]:
        """Records whose bytes are no text of the file's encoding."""
        found, view, at = {}, memoryview(stretch.data), 0
        while at < len(view):
            try:
                codecs.decode(view[at:], self.codec)
            except UnicodeDecodeError as error:
                record = int(np.searchsorted(stretch.starts, at + error.start, side="right")) - 1
                found[record] = self._damaged(stretch, record, "are not")
                at = int(stretch.starts[record + 1])
            else:
                break
        return found

    def _stray(self, stretch: Stretch) -> dict[int, BadRow]:
        """Records in UTF-8 amid a one-byte text: they would decode, into nonsense."""
        if self.codec not in _ONE_BYTE or not any(pair in stretch.data for pair in _UTF8_PAIRS):
            return {}
        strays = (at for at in range(stretch.rows) if is_stray_utf8(stretch.record(at)))
        return {at: self._damaged(stretch, at, "are UTF-8, not") for at in strays}

    def _damaged(self, stretch: Stretch, at: int, verdict: str) -> BadRow:
        shown = stretch.record(at).decode(self.codec, "backslashreplace")
        reason = f"The bytes of this row {verdict} {self.codec}, the encoding of the file; nothing was guessed."
        return BadRow(at + stretch.first_row, "R-ENCODING", reason, (shown[:_SHOWN],))


def _is_utf8(data: bytes) -> bool:
    """Arrow looks at bytes several times faster than decoding them, and lets other threads run meanwhile."""
    ends = pa.py_buffer(np.array([0, len(data)], np.int32))
    try:
        pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(data)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _filled(stretch: Stretch, bad: Collection[int]) -> Offsets:
    """Ordinals of the records that have cells and are not bad."""
    keep = np.ones(stretch.rows, bool)
    keep[list(bad)] = False
    keep[stretch.blank] = False
    return np.flatnonzero(keep).astype(np.int64)


def _blank_rows(stretch: Stretch) -> list[tuple[int, Cells]]:
    return [(at + stretch.first_row, ()) for at in stretch.blank.tolist()]


def _open_quote(row: int, text: str) -> BadRow:
    reason = "A quote mark opens a cell and is never closed; reading went on at the next line."
    return BadRow(row, "R-QUOTE", reason, (text[:_SHOWN],))


def _without(stretch: Stretch, ordinals: list[int]) -> bytes:
    if not ordinals:
        return stretch.data
    edges = [0]
    for at in ordinals:
        edges += [int(stretch.starts[at]), int(stretch.starts[at + 1])]
    edges.append(len(stretch.data))
    return b"".join(stretch.data[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


def _merged(table: pa.Table, extra: list[tuple[int, Cells]], width: int) -> pa.Table:
    """The table widened to ``width`` columns, with the extra rows in their places."""
    for at in range(table.num_columns - 1, width):
        table = table.append_column(f"c{at}", pa.nulls(table.num_rows, pa.string()))
    if not extra:
        return table
    return pa.concat_tables([table, table_of(extra, width)]).sort_by("row")
