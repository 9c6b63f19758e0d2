"""Rows put together as batches: the text cells and their numbers, whatever kind of file they come from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from enduse.sources.reading import BadRow, PendingBatch, RawBatch, Sheet
from enduse.sources.reading.footnotes import holds_only_notes, may_hold_notes, with_footnotes

Cells = Sequence[str | None]


def names_of(width: int) -> list[str]:
    """``c0``, ``c1`` ... for that many columns."""
    return [f"c{at}" for at in range(width)]


def table_of(rows: Sequence[tuple[int, Cells]], width: int) -> pa.Table:
    """A table in the form of ``RawBatch``: short rows are filled with nulls, surplus cells are left out."""
    padded = [tuple(cells[:width]) + (None,) * (width - len(cells)) for _, cells in rows]
    columns: Iterable[Sequence[str | None]] = zip(*padded, strict=True) if padded else [()] * width
    arrays = [pa.array([row for row, _ in rows], pa.int64())]
    arrays += [pa.array(column, pa.string()) for column in columns]
    return pa.table(arrays, ["row", *names_of(width)])


def after(batch: RawBatch, skip_rows: int) -> RawBatch:
    """The batch without the rows up to number ``skip_rows``."""
    if not batch.table.num_rows and not batch.bad:
        return batch
    table = batch.table.filter(pc.greater(batch.table["row"], skip_rows))
    bad = tuple(it for it in batch.bad if it.row > skip_rows)
    return RawBatch(table, bad, batch.stored_as_number, batch.bytes_read)


@dataclass(frozen=True)
class Skipping:
    """Parses a stretch and leaves out the first rows of the sheet."""

    pending: PendingBatch
    skip_rows: int

    def __call__(self) -> RawBatch:
        """The batch without these rows."""
        return after(self.pending.parse(), self.skip_rows)


def skipped(pending: Iterable[PendingBatch], skip_rows: int) -> Iterator[PendingBatch]:
    """The stretches that hold rows after number ``skip_rows``, cut down to these; the last two tell their footnotes."""
    before, last = None, None
    for it in _after(pending, skip_rows):
        if before is not None:
            yield before
        before, last = last, it
    if before is not None:
        yield replace(before, parse=Closing(before, last))
    if last is not None:
        yield replace(last, parse=Closing(last))


def _after(pending: Iterable[PendingBatch], skip_rows: int) -> Iterator[PendingBatch]:
    for it in pending:
        last = it.first_row + it.rows - 1
        if last <= skip_rows:
            continue
        if it.first_row > skip_rows:
            yield it
        else:
            yield PendingBatch(skip_rows + 1, last - skip_rows, it.bytes_read, Skipping(it, skip_rows))


@dataclass(frozen=True)
class Closing:
    """Parses the last stretch of a sheet, or the one before it, which notes may reach into."""

    pending: PendingBatch
    following: PendingBatch | None = None

    def __call__(self) -> RawBatch:
        """The batch, the notes below the table told apart from damaged records."""
        batch = self.pending.parse()
        if self.following is None:
            return with_footnotes(batch, ends=True)
        if not may_hold_notes(batch) or not holds_only_notes(self.following.parse()):
            return batch
        return with_footnotes(batch, ends=False)


def head_of(batches: Iterable[RawBatch], rows: int) -> list[list[str]]:
    """The first rows, bad ones in their places, so that item 0 is row 1."""
    found: dict[int, list[str]] = {}
    for batch in batches:
        for cells in batch.table.slice(0, rows).to_pylist():
            number = cells.pop("row")
            found[number] = [value or "" for value in cells.values()]
        found |= {it.row: list(it.cells) for it in batch.bad if it.row <= rows}
        if found and max(found) >= rows:
            break
    last = min(rows, max(found, default=0))
    return [found.get(number, []) for number in range(1, last + 1)]


def parsed(sheet: Sheet, skip_rows: int) -> Iterator[RawBatch]:
    """All batches of a sheet, one after the other."""
    return (pending.parse() for pending in sheet.chunks(skip_rows))


def counted(number: int, word: str) -> str:
    """``1 cell``, ``3 cells``."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def ragged(row: int, cells: Sequence[str], width: int) -> BadRow:
    """The reject for a row with another number of cells than the table."""
    seen = f"{counted(len(cells), 'cell')} where the table has {width:,}"
    return BadRow(row, "R-RAGGED", f"{seen}; which cell belongs to which column cannot be told.", tuple(cells))
