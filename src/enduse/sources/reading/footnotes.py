"""Notes below a table: a total, a source, a remark, written into one cell after the last record."""

import re
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from enduse.sources.reading import FOOTNOTE, BadRow, RawBatch

_WORDS = (
    "итого|всего|общий итог|источник|примечани[ея]|total|totals|grand total|sum total|sources?|notes?|remarks?|"
    "data extracted|合计|总计|合計|總計|注|备注|备註|来源|來源|资料来源|資料來源|합계|총계|주|출처|자료|toplam|"
    "genel toplam|kaynak|not|разом|усього|джерело|примітк[аи]"
)
_NOTE = re.compile(rf"\s*(?:[*†‡¹²³]|\(?\d\)|(?:{_WORDS})(?![^\W\d_]))", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2}")


def with_footnotes(batch: RawBatch, ends: bool) -> RawBatch:
    """A batch below which no record stands, with the bad rows that are notes below the table marked as such.

    A note holds one cell, with words in it. A record that was cut off within its first cell looks the same, but only
    in the last row of all: there the cell must begin as notes do.

    Args:
        batch: The last batch of a sheet, or one that only batches of notes follow.
        ends: It is the last one.
    """
    last = _last_row(batch) if ends else 0
    notes = {it.row for it in _below_the_table(batch) if it.row != last or _NOTE.match(it.cells[0])}
    marked = (
        replace(it, code=FOOTNOTE, reason="A note below the table.") if it.row in notes else it for it in batch.bad
    )
    return replace(batch, bad=tuple(marked)) if notes else batch


def holds_only_notes(batch: RawBatch) -> bool:
    """Does the batch hold nothing but blank rows and rows of one worded cell?"""
    return not _last_record(batch.table) and len(_below_the_table(batch)) == len(batch.bad)


def may_hold_notes(batch: RawBatch) -> bool:
    """Does the batch end with rows that are notes if no record follows?"""
    return bool(_below_the_table(batch))


def _below_the_table(batch: RawBatch) -> list[BadRow]:
    """Rows of one worded cell after which neither a record nor another bad row comes."""
    if not batch.bad:
        return []
    last = _last_record(batch.table)
    below: list[BadRow] = []
    for it in reversed(batch.bad):
        worded = len(it.cells) == 1 and (_LETTERS.search(it.cells[0]) or _NOTE.match(it.cells[0]))
        if it.row <= last or it.code != "R-RAGGED" or not worded:
            break
        below.append(it)
    return below


def _last_row(batch: RawBatch) -> int:
    """Number of the last row, be it blank."""
    return max(int(pc.max(batch.table["row"]).as_py() or 0), *(it.row for it in batch.bad), 0)


def _last_record(table: pa.Table) -> int:
    """Number of the last row in which anything is written; 0 where nothing is."""
    written = None
    for name in table.column_names:
        if name != "row":
            cells = pc.fill_null(pc.greater(pc.binary_length(pc.utf8_trim_whitespace(table[name])), 0), False)
            written = cells if written is None else pc.or_(written, cells)
    rows = table["row"] if written is None else table["row"].filter(written)
    return int(pc.max(rows).as_py() or 0)
