"""A nomenclature goes into the ledger, whole or not at all."""

import csv
import gzip
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from enduse.errors import InputError, UnknownLayout, UnreadableFile
from enduse.sources.ingest import IngestContext, SourceReport, ingest
from enduse.sources.reading.opening import open_source
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace

TODAY = date(2024, 3, 1)
CHAPTERS = [f"{it:02}" for it in range(1, 98) if it != 77]
HEADER = ["id", "text", "parent", "isLeaf", "aggrlevel", "standardUnitAbbr"]
Take = Callable[..., SourceReport]
Rows = Iterable[Sequence[str]]


def un_rows(chapters: Iterable[str] = CHAPTERS) -> list[Sequence[str]]:
    """A coined nomenclature as the United Nations list theirs: of each chapter one heading with one code."""
    codes = [f"{it}{end}" for it in chapters for end in ("", "01", "0110")]
    return [
        HEADER,
        ["TOTAL", "Total - All H5 commodities", "#", "0", "0", "n/a"],
        *([it, f"{it} - Coined goods of {it}", "#", "0", str(len(it)), "u"] for it in codes),
    ]


def correlation_rows(chapters: Iterable[str] = CHAPTERS) -> list[Sequence[str]]:
    header = ["code.after", "code.before", "Relationship", "adjustment"]
    return [header, *([f"{it}0110", f"{it}0110", "1:1", "2022 to 2017"] for it in chapters)]


def tnved_lines(chapters: Iterable[str] = CHAPTERS) -> str:
    return "\r\n".join(["097|20220811|0000|", *(f"{it}|01|ТОВАРЫ ГРУППЫ|01.01.2002||" for it in chapters), ""])


def written(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def store(tmp_path: Path) -> LedgerStore:
    return LedgerStore(Workspace.create(tmp_path / "case"), lambda: datetime(2024, 3, 1, 12, tzinfo=UTC))


@pytest.fixture
def take(store: LedgerStore) -> Take:
    def take(path: Path, **more: Any) -> SourceReport:
        return ingest(path, IngestContext(store, TODAY, maps=store.workspace.maps, **more))

    return take


@pytest.fixture
def hs(tmp_path: Path) -> Path:
    return written(tmp_path / "hs2017.csv", un_rows())


def rows_of(store: LedgerStore, table: str) -> list[dict[str, Any]]:
    parts = [pq.read_table(store.workspace.ledger / it.path) for it in store.manifest().of_table(table)]
    rows: list[dict[str, Any]] = pa.concat_tables(parts).to_pylist() if parts else []
    return rows


def assert_nothing_was_kept(store: LedgerStore) -> None:
    assert store.manifest().version == 0
    assert list(store.workspace.sources.iterdir()) == []
    assert [it for it in store.workspace.staging.iterdir() if it.is_dir()] == []


def test_a_nomenclature_is_recognised_and_its_rows_add_up(take: Take, store: LedgerStore, hs: Path) -> None:
    (place,) = take(hs).entry.places
    assert (place.layout, place.table) == ("unstats_hs", "code_lines")
    assert (place.rows_read, place.rows_kept, place.rows_rejected) == (288, 288, 0)
    assert dict(place.skipped) == {"totals and special codes of the statistics": 1, "header": 1}
    (book,) = rows_of(store, "code_books")
    assert (book["edition"], book["lengths"], book["format"]) == ("HS2017", ["2", "4", "6"], "unstats_hs")
    assert rows_of(store, "code_lines")[0]["text"] == "Coined goods of 01"


def test_the_original_is_kept_and_the_same_bytes_twice_change_nothing(take: Take, store: LedgerStore, hs: Path) -> None:
    first, second = take(hs), take(hs)
    assert store.workspace.original(first.entry.source_id).read_bytes() == hs.read_bytes()
    assert (second.already, second.version) == (True, first.version)


def test_publisher_and_licence_are_those_of_the_format(take: Take, hs: Path) -> None:
    assert take(hs).entry.publisher == "United Nations Statistics Division"


def test_a_row_without_a_code_is_rejected_with_its_cells(take: Take, store: LedgerStore, tmp_path: Path) -> None:
    rows = [*un_rows(), ["84x1", "Coined", "84", "1", "6", "u"]]
    report = take(written(tmp_path / "hs.csv", rows))
    assert (report.rows_read, report.rows_kept, report.rows_rejected) == (289, 288, 1)
    (reject,) = rows_of(store, "rejects")
    assert (reject["row"], reject["code"]) == (len(rows), "R-CODEBOOK")
    assert dict(report.entry.places[0].skipped) == {"totals and special codes of the statistics": 1, "header": 1}
    assert "84x1" in reject["raw"]


def test_a_row_with_a_cell_too_many_is_rejected_by_the_reader_s_reason(
    take: Take, store: LedgerStore, hs: Path
) -> None:
    with hs.open("a", encoding="utf-8") as file:
        file.write("845811,Coined,84,1,6,u,one,two\n")
    report = take(hs)
    assert report.rows_read == report.rows_kept + report.rows_rejected == 289
    assert [it["row"] for it in rows_of(store, "rejects")] == [291]


def test_correlations_go_to_their_own_table(take: Take, store: LedgerStore, tmp_path: Path) -> None:
    report = take(written(tmp_path / "steps.csv", correlation_rows()))
    assert [it.table for it in report.entry.places] == ["code_correlations"]
    assert report.rows_kept == len(rows_of(store, "code_correlations")) == 96
    assert rows_of(store, "code_books") == []


def test_the_packed_tables_of_the_customs_service_are_read_in_cp866(take: Take, tmp_path: Path) -> None:
    path = tmp_path / "TNVED3.TXT.gz"
    path.write_bytes(gzip.compress(tnved_lines().encode("cp866")))
    (place,) = take(path).entry.places
    assert (place.layout, place.rows_kept, place.notices) == ("tnved_fts", 96, ())


def test_nomenclatures_in_one_archive_are_one_source_with_a_place_each(take: Take, hs: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(hs, "hs/hs2017.csv")
        archive.writestr("TNVED3.TXT", tnved_lines().encode("cp866"))
        archive.writestr("note.csv", "name,country\nNorventstan,XX\n")
    entry = take(tmp_path / "all.zip").entry
    assert {it.member: it.layout for it in entry.places} == {"hs/hs2017.csv": "unstats_hs", "TNVED3.TXT": "tnved_fts"}
    assert set(entry.left_out) == {"note.csv"}


def test_the_same_bytes_alone_are_known_from_the_archive(take: Take, hs: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(hs, hs.name)
    take(tmp_path / "all.zip")
    assert take(hs).already


def test_every_sheet_of_a_workbook_is_a_book_of_its_own(take: Take, store: LedgerStore, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "hs.xlsx") as book:
        for name in ("new", "old"):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(un_rows()):
                sheet.write_row(at, 0, row)
    assert len(take(tmp_path / "hs.xlsx").entry.places) == 2
    assert [it["book"] for it in rows_of(store, "code_books")] == ["hs.xlsx, sheet new", "hs.xlsx, sheet old"]


def test_a_part_of_a_nomenclature_is_no_complete_list(take: Take, store: LedgerStore, tmp_path: Path) -> None:
    (place,) = take(written(tmp_path / "hs.csv", un_rows(["84", "85"]))).entry.places
    assert [it.code for it in place.notices] == ["W-CODEBOOK-PART"]
    assert rows_of(store, "code_books")[0]["lengths"] == []


def test_a_correlation_table_that_lacks_chapters_is_refused(take: Take, store: LedgerStore, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="from HS2017 to HS2022") as caught:
        take(written(tmp_path / "steps.csv", correlation_rows(CHAPTERS[:50])))
    assert caught.value.code == "E-CODEBOOK-CUT"
    assert_nothing_was_kept(store)


def test_a_correlation_table_with_rows_that_cannot_be_read_is_refused(
    take: Take, store: LedgerStore, tmp_path: Path
) -> None:
    rows = [*correlation_rows(), ["84581x", "845811", "1:1", "2022 to 2017"]]
    with pytest.raises(UnreadableFile, match="first row 98") as caught:
        take(written(tmp_path / "steps.csv", rows))
    assert caught.value.code == "E-CODEBOOK-CUT"
    assert_nothing_was_kept(store)


def test_a_nomenclature_that_lost_a_row_is_no_complete_list(take: Take, store: LedgerStore, tmp_path: Path) -> None:
    (place,) = take(written(tmp_path / "hs.csv", [*un_rows(), ["84x1", "Coined", "84", "1", "6", "u"]])).entry.places
    assert [it.code for it in place.notices] == ["W-CODEBOOK-PART"]
    assert rows_of(store, "code_books")[0]["lengths"] == []


def test_texts_in_a_wrong_encoding_are_refused(take: Take, store: LedgerStore, tmp_path: Path) -> None:
    path = tmp_path / "TNVED3.TXT"
    # As an editor leaves it that took cp866 for windows-1251.
    path.write_text(tnved_lines().encode("cp866").decode("cp1251", "replace"), encoding="utf-8")
    with pytest.raises(UnreadableFile) as caught:
        take(path)
    assert caught.value.code == "E-CODEBOOK-TEXT"
    assert_nothing_was_kept(store)


def test_a_header_without_codes_is_refused(take: Take, store: LedgerStore, tmp_path: Path) -> None:
    spoilt = [[f"x{row[0]}", *row[1:]] for row in correlation_rows()[1:]]
    with pytest.raises(UnreadableFile) as caught:
        take(written(tmp_path / "steps.csv", [correlation_rows()[0], *([it[0], "", *it[2:]] for it in spoilt)]))
    assert caught.value.code == "E-CODEBOOK-EMPTY"
    assert_nothing_was_kept(store)


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.99])
@pytest.mark.parametrize("ending", ["xlsx", "gz"])
def test_a_packed_file_that_is_cut_off_is_refused_whole(
    take: Take, store: LedgerStore, hs: Path, tmp_path: Path, kept: float, ending: str
) -> None:
    path = tmp_path / f"cut.{ending}"
    if ending == "gz":
        path.write_bytes(gzip.compress(hs.read_bytes()))
    else:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(un_rows()):
                sheet.write_row(at, 0, row)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(InputError):
        take(path)
    assert_nothing_was_kept(store)


def test_a_format_can_be_named_and_then_reads_nothing_else(take: Take, hs: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownLayout) as caught:
        take(hs, layout_id="korea_hsk")
    assert caught.value.code == "E-CODEBOOK"
    assert take(hs, layout_id="unstats_hs").rows_kept == 288


def test_a_layout_that_reads_a_table_goes_before(take: Take, tmp_path: Path) -> None:
    rows = [["code", "product"], ["84581120", "Coined turning centres"], ["84592990", "Coined drills"]]
    path = written(tmp_path / "export_sanctions_codes.csv", rows)
    assert take(path).entry.places[0].table == "code_lists"


def test_a_price_list_with_the_same_two_headers_is_no_nomenclature(take: Take, tmp_path: Path) -> None:
    rows = [["code", "product"], ["A-1", "Coined bolts"], ["A-2", "Coined nuts"]]
    with pytest.raises(UnknownLayout) as caught:
        take(written(tmp_path / "prices.csv", rows))
    assert caught.value.code != "E-CODEBOOK"


def test_undo_takes_a_nomenclature_out_again(take: Take, store: LedgerStore, hs: Path, tmp_path: Path) -> None:
    steps = take(written(tmp_path / "steps.csv", correlation_rows())).entry.source_id
    store.undo(take(hs).entry.source_id)
    assert rows_of(store, "code_lines") == rows_of(store, "code_books") == []
    assert {it["source_id"] for it in rows_of(store, "code_correlations")} == {steps}
    assert store.verify() == ()


REAL = {
    "eaeu_ett_10digit_rates_2026.json.gz": ("eaeu_tariff", 13294),
    "hs2012_H4_unstats.xlsx": ("unstats_hs", 6529),
    "hs2017_H5_unstats.xlsx": ("unstats_hs", 6708),
    "hs2022_H6_unstats.xlsx": ("unstats_hs", 6939),
    "hs2022_en.csv.gz": ("hs_data_package", 6939),
    "hs_concordances_consolidated.csv.gz": ("hs_correlations", 43863),
    "korea_hsk_2025.csv.gz": ("korea_hsk", 12467),
    "korea_hsk_nature_20250101.xlsx": ("korea_hsk_nature", 33915),
    "tnved_fts/TNVED1.TXT.gz": ("tnved_fts", 0),
    "tnved_fts/TNVED2.TXT.gz": ("tnved_fts", 722),
    "tnved_fts/TNVED3.TXT.gz": ("tnved_fts", 6591),
}


@pytest.mark.parametrize(("name", "format_id", "kept"), [(name, *told) for name, told in REAL.items()])
def test_every_row_of_a_publisher_s_file_is_kept_rejected_or_skipped(
    take: Take, real_data: Path, name: str, format_id: str, kept: int
) -> None:
    path = real_data / "nomenclature" / name
    report = take(path)
    assert {it.layout for it in report.entry.places} == {format_id}
    assert report.rows_kept == kept
    assert [it for place in report.entry.places for it in place.notices] == []
    for sheet, place in zip(open_source(path).sheets, report.entry.places, strict=True):
        there = sum(batch.table.num_rows + len(batch.bad) for batch in sheet.batches())
        # The row of column names that a JSON file is shown with stands in no row of it.
        own = place.kind == "jsonl"
        assert place.rows_read + sum(place.skipped.values()) == there - own
