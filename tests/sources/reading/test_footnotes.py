"""Notes below a table are told apart from damaged records."""

import pyarrow as pa
import pytest

from enduse.model.provenance import Place
from enduse.sources.reading import FOOTNOTE, BadRow, RawBatch
from enduse.sources.reading.blob import blob_of_bytes
from enduse.sources.reading.delimited import open_delimited
from enduse.sources.reading.footnotes import with_footnotes
from enduse.sources.reading.limits import Limits

RECORDS = b"code;goods;kg\n8458;lathe;1\n8459;drill;2\n8460;grinder;3\n"


def codes(data: bytes, chunk_bytes: int = 8 << 20) -> list[tuple[int, str]]:
    sheet = open_delimited(blob_of_bytes("t.csv", data), Place(), Limits(chunk_bytes=chunk_bytes))
    return [(it.row, it.code) for batch in sheet.batches(1) for it in batch.bad]


@pytest.mark.parametrize(
    "note",
    ["Total", "ИТОГО:", "Source: customs, 2023", "Примечание. Предварительные данные", "* preliminary", "注:初步"],
)
def test_a_note_below_the_table_is_no_damaged_record(note: str) -> None:
    assert codes(RECORDS + note.encode()) == [(5, FOOTNOTE)]


@pytest.mark.parametrize("chunk_bytes", [8 << 20, 70, 58])
def test_worded_rows_below_the_table_are_notes_whatever_they_say_unless_they_end_the_file(chunk_bytes: int) -> None:
    data = RECORDS + b"\nData as of 1 May\n\nOffice of trade\n"
    assert codes(data, chunk_bytes) == [(6, FOOTNOTE), (8, "R-RAGGED")]
    assert codes(data + b"\n", chunk_bytes) == [(6, FOOTNOTE), (8, FOOTNOTE)]


@pytest.mark.parametrize("piece", ["8461", "ROMASHKA", "10216170/010323/00"])
def test_a_record_cut_off_in_its_first_cell_is_rejected(piece: str) -> None:
    assert codes(RECORDS + piece.encode()) == [(5, "R-RAGGED")]


def test_a_note_between_records_is_rejected_like_any_damaged_row() -> None:
    assert codes(RECORDS + b"Total\n8461;saw;4\n") == [(5, "R-RAGGED")]


def test_rows_of_two_cells_below_the_table_are_rejected_and_end_the_notes() -> None:
    assert codes(RECORDS + b"Total\nkg;6\nSource: customs\n") == [
        (5, "R-RAGGED"),
        (6, "R-RAGGED"),
        (7, FOOTNOTE),
    ]


def test_a_note_at_the_end_of_a_stretch_that_is_not_the_last_is_rejected() -> None:
    data = RECORDS + b"Total\n" + RECORDS.split(b"\n", 1)[1] * 40
    assert [code for _, code in codes(data, 60)] == ["R-RAGGED"]


def test_blank_rows_below_do_not_hide_the_note() -> None:
    table = pa.table({"row": [4, 6], "c0": ["8460", None], "c1": ["x", " "]})
    batch = RawBatch(table, (BadRow(5, "R-RAGGED", "1 cell", ("Total",)),))
    assert [it.code for it in with_footnotes(batch, ends=True).bad] == [FOOTNOTE]
