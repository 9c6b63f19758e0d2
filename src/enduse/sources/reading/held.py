"""A table held in memory: what small documents give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from enduse.errors import Notice
from enduse.model.provenance import Place
from enduse.sources.reading import PendingBatch, RawBatch
from enduse.sources.reading.rows import Cells, head_of, parsed, skipped, table_of

CHUNK_ROWS = 20_000


@dataclass(frozen=True)
class TextRows:
    """Consecutive rows of text cells, not yet a table."""

    first_row: int
    rows: tuple[Cells, ...]
    width: int
    numeric: frozenset[int] = frozenset()

    def __call__(self) -> RawBatch:
        """The rows as a batch."""
        numbered = list(enumerate(self.rows, self.first_row))
        return RawBatch(table_of(numbered, self.width), stored_as_number=self.numeric)


@dataclass(frozen=True)
class HeldSheet:
    """A table whose rows are all in memory; see ``reading.Sheet``.

    Attributes:
        rows: Text cells; null where nothing was written.
        numeric: Positions of columns with cells stored as numbers.
    """

    place: Place
    kind: str
    rows: tuple[Cells, ...]
    traits: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    numeric: frozenset[int] = frozenset()

    def head(self, rows: int = 200) -> list[list[str]]:
        """The first rows as text; item 0 is row 1."""
        return head_of((it.parse() for it in self.chunks()), rows)

    def batches(self, skip_rows: int = 0) -> Iterator[RawBatch]:
        """All rows after the first ``skip_rows``, in order."""
        return parsed(self, skip_rows)

    def chunks(self, skip_rows: int = 0) -> Iterator[PendingBatch]:
        """The same rows, cut but not parsed."""
        return skipped(self._all(), skip_rows)

    def _all(self) -> Iterator[PendingBatch]:
        width = max((len(cells) for cells in self.rows), default=0)
        for at in range(0, len(self.rows), CHUNK_ROWS):
            some = self.rows[at : at + CHUNK_ROWS]
            yield PendingBatch(at + 1, len(some), 0, TextRows(at + 1, some, width, self.numeric))
