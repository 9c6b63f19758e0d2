"""Files of every kind become batches of text cells, each with its row number.

Reading knows nothing of columns' meanings: a layout gives them theirs.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

from enduse.errors import Notice
from enduse.model.provenance import Place

FOOTNOTE = "footnote"


@dataclass(frozen=True)
class BadRow:
    """A row that could not be cut into cells.

    Attributes:
        row: Number that a spreadsheet shows.
        code: ``R-RAGGED``, ``R-QUOTE``, ``R-ENCODING`` ...; ``FOOTNOTE`` for a note below the table, which is no
            record and no reject.
        reason: What was seen, in a sentence.
        cells: What could be read of it.
    """

    row: int
    code: str
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RawBatch:
    """Consecutive rows of one table, as text.

    Attributes:
        table: Column ``row`` (int64), then ``c0``, ``c1`` ... (string). A missing cell is null, an
            empty one may be ``""``; both mean nothing was written.
        bad: Rows of the same stretch that are not in ``table``.
        stored_as_number: Positions of columns whose cells were numbers in the file, not text
            (a goods code among them may have lost a leading zero).
        bytes_read: How far in the source this batch ends, for progress; 0 when unknown.
    """

    table: pa.Table
    bad: tuple[BadRow, ...] = ()
    stored_as_number: frozenset[int] = frozenset()
    bytes_read: int = 0


@dataclass(frozen=True)
class PendingBatch:
    """A stretch of rows that is cut out and counted, but not yet parsed.

    Attributes:
        first_row: Number of its first row. The same file always gives the same stretches.
        rows: How many rows it holds, bad ones included.
        bytes_read: How far in the source it ends, for progress; 0 when unknown.
        parse: The heavy part. Safe in any thread, in any order, more than once.
    """

    first_row: int
    rows: int
    bytes_read: int
    parse: Callable[[], RawBatch]

    def __call__(self) -> RawBatch:
        """Parse the stretch."""
        return self.parse()


class Sheet(Protocol):
    """One table of one source, not yet read."""

    @property
    def place(self) -> Place:
        """Member and sheet."""
        ...

    @property
    def kind(self) -> str:
        """csv, xlsx, xls, ods, parquet, jsonl, xml or doc."""
        ...

    @property
    def traits(self) -> Mapping[str, str]:
        """What was found out about the form: encoding, delimiter, quote, root element ..."""
        ...

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the reader must know, e.g. W-XLSX-FULL."""
        ...

    def head(self, rows: int = 200) -> list[list[str]]:
        """The first rows as text, ``""`` for missing cells, header and preamble included.

        Item 0 is row 1: a row that could not be cut into cells stands here with what could be read.

        Kinds that carry their own column names (parquet, jsonl, xml) give these names as row 1,
        so that the first record is row 2 there, too.
        """
        ...

    def batches(self, skip_rows: int = 0) -> Iterator[RawBatch]:
        """All rows after the first ``skip_rows``, in order, in bounded memory."""
        ...

    def chunks(self, skip_rows: int = 0) -> Iterator[PendingBatch]:
        """The same rows, cut but not parsed: walk through in one thread, parse in several."""
        ...


@dataclass(frozen=True)
class Opened:
    """A file opened for reading.

    Attributes:
        name: File name without its folder.
        source_id: SHA-256 of its bytes.
        size: Bytes.
        sheets: Its tables in file order. Members of an archive that hold no table are in ``left_out``.
        left_out: Member or sheet to the reason why it is not read.
        notices: What concerns the whole file.
    """

    name: str
    source_id: str
    size: int
    sheets: tuple[Sheet, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
