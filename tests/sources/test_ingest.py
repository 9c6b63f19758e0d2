# ruff: noqa: E501  (tables of examples stay whole)
"""A file goes in, and every row of it is in the ledger, in the rejects, or skipped with a reason."""

import csv
import io
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enduse.errors import Interrupted, UnknownLayout, UnreadableFile
from enduse.sources.ingest import IngestContext, Progress, SourceReport, ingest
from enduse.sources.layout import Terms
from enduse.sources.reading.limits import Limits
from enduse.store.ledger import LedgerStore
from enduse.store.workspace import Workspace

FIXTURES = Path(__file__).parents[1] / "fixtures" / "customs"
WORKER = Path(__file__).with_name("ingest_worker.py")
TODAY = date(2024, 3, 1)
SMALL = Limits(chunk_bytes=20_000)


def noon() -> datetime:
    return datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> LedgerStore:
    return LedgerStore(Workspace.create(tmp_path / "case"), noon)


Take = Callable[..., SourceReport]


@pytest.fixture
def take(store: LedgerStore) -> Take:
    """Take a file in: ``take(path, threads=1)``."""

    def take(path: Path, **more: Any) -> SourceReport:
        return ingest(path, IngestContext(store, TODAY, **more))

    return take


def rows_of(store: LedgerStore, table: str = "items") -> list[dict[str, Any]]:
    parts = [pq.read_table(store.workspace.ledger / it.path) for it in store.manifest().of_table(table)]
    rows: list[dict[str, Any]] = pa.concat_tables(parts).to_pylist() if parts else []
    return sorted(rows, key=lambda it: (it["source_id"], it["member"] or "", it["sheet"] or "", it["row"]))


def made_file(path: Path, rows: int, bad_every: int = 0) -> Path:
    """An English extract of ``rows`` records; every ``bad_every``-th has an unreadable price."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["Declaration No", "Date", "Exporter", "Importer", "HS code", "Description", "Value USD", "Net weight"]
    )
    for at in range(rows):
        price = "soon" if bad_every and at % bad_every == 0 else f"{at}.25"
        writer.writerow(
            [f"E-{at}", f"2022-0{at % 9 + 1}-15", f"ACORN {at % 7} LTD", "REZETS LLC", "84581120", "lathe", price, at]
        )
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "layout", "read", "kept", "skipped"),
    [
        ("ru_preamble_cp1251.csv", "ru_customs_headed", 3, 3, {"above the header": 3, "header": 1, "repeated header": 1, "blank": 1, "total": 1}),
        ("ru_two_header_rows.xlsx", "ru_customs_headed", 3, 3, {"above the header": 1, "header": 3}),
        ("ru_graphs.jsonl", "ru_dt_graphs", 2, 2, {}),
        ("ru_graphs_utf16.tsv", "ru_dt_graphs", 2, 2, {"header": 1}),
        ("en_two_orders.csv", "en_customs", 6, 4, {"header": 1}),
        ("en_spoilt.csv", "en_customs", 11, 8, {"header": 1, "total": 1}),
        ("zh_export_gb18030.csv", "zh_customs", 2, 2, {"header": 1}),
        ("tw_export_big5.csv", "tw_customs_export", 3, 2, {"header": 1}),
        ("ko_export_cp949.csv", "ko_export_declaration", 2, 2, {"header": 1}),
        ("ko_import_utf8.csv", "ko_import_declaration", 1, 1, {"header": 1}),
        ("tr_export_cp1254.csv", "tr_customs_export", 2, 2, {"header": 1}),
        ("uk_import_cp1251.csv", "uk_ua_customs", 2, 2, {"header": 1}),
    ],
)  # fmt: skip
def test_every_row_of_a_customs_file_is_accounted_for(
    take: Take, store: LedgerStore, name: str, layout: str, read: int, kept: int, skipped: dict[str, int]
) -> None:
    (place,) = take(FIXTURES / name).entry.places
    assert (place.layout, place.rows_read, place.rows_kept, dict(place.skipped)) == (layout, read, kept, skipped)
    assert (len(rows_of(store)), len(rows_of(store, "rejects"))) == (kept, read - kept)


def test_no_fixture_is_left_out_of_these_tests() -> None:
    assert len([it for it in FIXTURES.iterdir() if it.suffix not in {".py", ".md"} and it.is_file()]) == 12


@pytest.mark.parametrize(
    ("name", "row", "cells"),
    [
        ("ru_preamble_cp1251.csv", 5, {"declared_on": date(2021, 3, 15), "description": "СТАНОК ТОКАРНЫЙ С ЧПУ\nGOODWAY GMS-2000", "consignor_country": "TW", "value": 147242.33, "gross_kg": 5280.2, "direction": "import"}),
        ("ru_preamble_cp1251.csv", 6, {"contract_holder": "BLUE DUNE GENERAL TRADING FZE", "trading_country": "AE", "dispatch": "TR", "other": '{"Комментарий": "проверить"}'}),
        ("ru_two_header_rows.xlsx", 6, {"goods_code": "0207149000", "consignor": "QINGLAN TRADE CO", "consignor_country": "CN", "consignee_identifier": "7702000003", "declared_on": date(2023, 2, 1), "net_kg": 99.25, "flags": ["F-IDENTIFIER", "W-HS-NUMBER"]}),
        ("ru_graphs.jsonl", 2, {"declared_on": date(2022, 4, 11), "office": "10000003", "trademark": "YCM", "dispatch": "TR", "value_usd": 15000.5}),
        ("ru_graphs_utf16.tsv", 2, {"declared_on": date(2022, 4, 11), "procedure": "4000000", "direction": "import"}),
        ("en_two_orders.csv", 4, {"declared_on": date(2023, 4, 3), "value_usd": -50.0, "goods_code": "84661010", "flags": ["F-DATE-ORDER", "F-NEGATIVE"]}),
        ("en_two_orders.csv", 3, {"declared_on": date(2022, 12, 30), "value_usd": 12345.0}),
        ("zh_export_gb18030.csv", 3, {"declared_on": date(2022, 7, 1), "direction": "export", "destination": "KZ", "currency": "CNY"}),
        ("tw_export_big5.csv", 2, {"declared_on": date(2020, 12, 3), "direction": "export", "dispatch": "TW", "destination": "RU", "serial": "GS21-0000001"}),
        ("ko_export_cp949.csv", 2, {"declared_on": date(2022, 3, 1), "goods_code": "8458110000", "consignor": "(주)한빛정밀", "dispatch": "KR"}),
        ("ko_import_utf8.csv", 2, {"value_usd": 120000.0, "value": 118500.0, "contract_holder": "BLUE DUNE FZE", "direction": "import"}),
        ("tr_export_cp1254.csv", 2, {"consignor": "Karadağ Makina San. ve Tic. Ltd. Şti.", "value": 98132.71, "origin": "TW", "net_kg": 5280.2}),
        ("uk_import_cp1251.csv", 3, {"consignee_identifier": "30000001", "dispatch": "PL", "direction": "import", "value": 1200.0}),
    ],
)  # fmt: skip
def test_cells_arrive_as_what_they_mean(
    take: Take, store: LedgerStore, name: str, row: int, cells: dict[str, object]
) -> None:
    take(FIXTURES / name)
    (kept,) = [it for it in rows_of(store) if it["row"] == row]
    assert {column: kept[column] for column in cells} == cells


def test_the_same_bytes_change_nothing(take: Take, store: LedgerStore, tmp_path: Path) -> None:
    first = take(FIXTURES / "en_spoilt.csv")
    renamed = tmp_path / "renamed.csv"
    renamed.write_bytes((FIXTURES / "en_spoilt.csv").read_bytes())
    again = take(renamed)
    assert (again.already, again.version, again.entry) == (True, first.version, first.entry)
    assert store.versions() == (1,)


def test_the_report_counts_what_the_ledger_holds(take: Take, store: LedgerStore) -> None:
    report = take(FIXTURES / "en_spoilt.csv")
    assert (report.rows_read, report.rows_kept, report.rows_rejected) == (11, 8, 3)
    (place,) = report.entry.places
    assert place.flags["F-HS-LOST"] == sum("F-HS-LOST" in (it["flags"] or ()) for it in rows_of(store))
    assert store.manifest().source(report.entry.source_id) == report.entry


def test_notes_below_a_table_stand_among_the_skipped_rows(take: Take, tmp_path: Path) -> None:
    path = made_file(tmp_path / "a.csv", 30)
    path.write_text(path.read_text() + "Total\nSource: an invented customs office\n")

    (place,) = take(path).entry.places

    assert (place.rows_read, place.rows_kept, place.rows_rejected) == (30, 30, 0)
    assert place.skipped == {"header": 1, "footnote": 2}


def test_what_a_file_cannot_tell_is_said(take: Take) -> None:
    (place,) = take(FIXTURES / "tw_export_big5.csv").entry.places
    assert [it.message for it in place.notices if it.code == "W-ABSENT"][0].startswith("The file does not say origin")


@pytest.mark.parametrize(
    ("name", "direction"), [("imports_2022.csv", "import"), ("export.csv", "export"), ("a.csv", None)]
)
def test_the_direction_may_stand_in_the_name_only(
    take: Take, store: LedgerStore, tmp_path: Path, name: str, direction: str | None
) -> None:
    (place,) = take(made_file(tmp_path / name, 3)).entry.places
    assert {it["direction"] for it in rows_of(store)} == {direction}
    assert "W-DIRECTION" in {it.code for it in place.notices}


def test_several_threads_and_small_batches_give_the_same_rows(tmp_path: Path) -> None:
    path = made_file(tmp_path / "made.csv", 2_000, bad_every=50)
    found = []
    for threads, limits in ((1, Limits()), (3, SMALL)):
        store = LedgerStore(Workspace.create(tmp_path / f"case{threads}"), noon)
        report = ingest(path, IngestContext(store, TODAY, threads=threads, limits=limits))
        assert (report.rows_read, report.rows_rejected) == (2_000, 40)
        found.append((rows_of(store), rows_of(store, "rejects")))
    assert found[0] == found[1]


def test_progress_names_the_stages_and_ends_with_every_row(take: Take, tmp_path: Path) -> None:
    said: list[Progress] = []
    path = made_file(tmp_path / "made.csv", 2_000)
    take(path, limits=SMALL, progress=said.append)
    assert list(dict.fromkeys(it.stage for it in said)) == ["keeping", "recognising", "reading", "publishing"]
    assert (said[-1].rows, said[-1].bytes_read, said[-1].size) == (2_000, path.stat().st_size, path.stat().st_size)


def test_ctrl_c_keeps_what_is_staged_and_the_next_run_goes_on(take: Take, store: LedgerStore, tmp_path: Path) -> None:
    path = made_file(tmp_path / "made.csv", 2_000)

    def stop(progress: Progress) -> None:
        if progress.rows > 500:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="Stopped at row"):
        take(path, limits=SMALL, progress=stop)
    assert store.current() == 0
    said: list[Progress] = []
    report = take(path, limits=SMALL, progress=said.append)
    assert report.resumed_rows > 500
    assert said[-1].rows == 2_000 - report.resumed_rows
    assert [it["row"] for it in rows_of(store)] == list(range(2, 2_002))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A zip with two extracts, one of them twice, and a file that is no table of ours."""
    path = tmp_path / "dump.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.write(FIXTURES / "en_spoilt.csv", "a/en.csv")
        zipped.write(FIXTURES / "en_spoilt.csv", "b/copy of en.csv")
        zipped.write(FIXTURES / "ru_two_header_rows.xlsx", "c/ru.xlsx")
        zipped.writestr("notes.csv", "who,said,what\nA,B,C\nD,E,F\n")
    return path


def test_members_of_an_archive_become_places_and_the_rest_is_left_out_with_a_reason(
    take: Take, store: LedgerStore, archive: Path
) -> None:
    entry = take(archive).entry
    assert {(it.member, it.sheet) for it in entry.places} == {("a/en.csv", None), ("c/ru.xlsx", "Выгрузка")}
    assert "same bytes" in entry.left_out["b/copy of en.csv"]
    assert "no layout reads its columns" in entry.left_out["notes.csv"]
    assert {it["member"] for it in rows_of(store)} == {"a/en.csv", "c/ru.xlsx"}


def test_a_file_that_was_read_inside_an_archive_is_not_counted_twice(
    take: Take, store: LedgerStore, archive: Path
) -> None:
    take(archive)
    report = take(FIXTURES / "en_spoilt.csv")
    assert report.already
    assert [it.code for it in report.notices] == ["W-SAME-BYTES"]
    assert store.versions() == (1,)


def test_a_file_that_nothing_reads_names_what_was_seen_and_publishes_nothing(
    take: Take, store: LedgerStore, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("who,said,what\nA,B,C\nD,E,F\n", encoding="utf-8")
    with pytest.raises(UnknownLayout, match=r"'who', 'said', 'what'") as caught:
        take(path)
    assert caught.value.code == "E-LAYOUT"
    assert store.current() == 0


def test_a_file_with_a_header_and_nothing_else_is_read_as_empty(take: Take, tmp_path: Path) -> None:
    report = take(made_file(tmp_path / "made.csv", 0))
    assert report.rows_read == 0
    assert report.entry.places[0].layout == "en_customs"


def test_an_empty_file_is_refused(take: Take, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    with pytest.raises(UnreadableFile) as caught:
        take(path)
    assert caught.value.code == "E-EMPTY"


def test_a_named_layout_reads_a_file_and_an_unknown_name_is_refused(take: Take, tmp_path: Path) -> None:
    path = made_file(tmp_path / "made.csv", 3)
    with pytest.raises(UnknownLayout, match="'nowhere'"):
        take(path, layout_id="nowhere")
    assert take(path, layout_id="en_customs").entry.places[0].layout == "en_customs"


def test_terms_of_the_user_go_before_those_of_the_layout(take: Take) -> None:
    terms = Terms("Customs of Ruritania", "for the case only", False, "leaked")
    entry = take(FIXTURES / "en_spoilt.csv", terms=terms).entry
    assert (entry.publisher, entry.re_export, entry.sensitivity) == ("Customs of Ruritania", False, "leaked")


@pytest.fixture
def unknown(tmp_path: Path) -> Path:
    """An extract whose headers no layout knows, but whose values speak."""
    lines = ["Papiernummer;Tag;Absenderfirma;Empfängerfirma;Warennummer;Warenbezeichnung;Herkunft;Betrag USD"]
    lines += [
        f"DE{at:08d};{at % 28 + 1:02d}.0{at % 9 + 1}.2022;Nordstern Maschinen {at % 5} GmbH;OOO Rezets {at % 3};"
        f"8458{at % 10}12009;Drehmaschine Nr. {at} mit Steuerung;Taiwan;{at * 1000 + 17},50"
        for at in range(60)
    ]
    path = tmp_path / "zoll.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_refused_proposal_leaves_the_file_out(take: Take, unknown: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownLayout, match="proposed"):
        take(unknown, maps=tmp_path / "maps", accept=lambda proposal, place, name: None)


def test_an_accepted_proposal_is_saved_and_reads_the_next_file_of_its_kind(
    take: Take, store: LedgerStore, unknown: Path, tmp_path: Path
) -> None:
    maps = tmp_path / "maps"
    (first,) = take(unknown, maps=maps, accept=lambda proposal, place, name: "zoll").entry.places
    assert [it.name for it in maps.iterdir()] == ["zoll.toml"]
    assert "W-MAP-PROPOSED" in {it.code for it in first.notices}
    assert {it["goods_code"][:4] for it in rows_of(store)} == {"8458"}
    header, *rows = unknown.read_text(encoding="utf-8").splitlines()
    turned = [";".join(reversed(line.split(";"))) for line in [header, *rows[:50]]]
    later = tmp_path / "later.csv"
    later.write_text("\n".join(turned) + "\n", encoding="utf-8")
    (second,) = take(later, maps=maps, accept=lambda proposal, place, name: pytest.fail("asked again")).entry.places
    assert (second.layout, second.rows_kept) == ("zoll", 50)
    assert "W-MAP-KNOWN" in {it.code for it in second.notices}


@pytest.mark.slow
@pytest.mark.parametrize("after", [0, 400, 1_200])
def test_a_killed_ingest_goes_on_and_ends_as_if_nothing_had_happened(tmp_path: Path, after: int) -> None:
    path = made_file(tmp_path / "made.csv", 2_000, bad_every=40)
    whole, cut = (LedgerStore(Workspace.create(tmp_path / it), noon) for it in ("whole", "cut"))
    ingest(path, IngestContext(whole, TODAY, limits=SMALL))
    command = [sys.executable, str(WORKER), str(tmp_path / "cut"), str(path), "0.05"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            stage, rows = line.split()
            if stage == "reading" and int(rows) >= after:
                process.send_signal(signal.SIGKILL)
                break
    assert process.returncode == -signal.SIGKILL
    assert cut.current() == 0
    report = ingest(path, IngestContext(cut, TODAY, limits=SMALL))
    assert report.resumed_rows >= after
    assert rows_of(cut) == rows_of(whole)
    assert rows_of(cut, "rejects") == rows_of(whole, "rejects")
    assert report.entry.places == whole.manifest().sources[0].places


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "layout", "rows"),
    [
        ("customs_ru_form_synthetic/declarations.jsonl", "ru_dt_graphs", 120),
        ("customs_korea_synthetic/df_syn_train_eng.csv.gz", "ko_customs_synthetic_en", 37_385),
        ("customs_korea_synthetic/df_syn_valid_eng.csv.gz", "ko_customs_synthetic_en", 8_134),
    ],
)
def test_published_declarations_are_read_whole(
    take: Take, store: LedgerStore, real_data: Path, name: str, layout: str, rows: int
) -> None:
    (place,) = take(real_data / name).entry.places
    assert (place.layout, place.rows_read, place.rows_kept) == (layout, rows, rows)
    assert all(it["declared_on"] for it in rows_of(store))


@pytest.mark.slow
@pytest.mark.parametrize("world", ["a11", "a12_half", "a13_null"])
def test_the_customs_files_of_a_synthetic_world_lose_no_row(take: Take, real_data: Path, world: str) -> None:
    entry = take(real_data / "worlds_dev" / f"{world}.tar.xz").entry
    layouts = {(it.member or "").rpartition("/")[2]: (it.layout, it.rows_rejected) for it in entry.places}
    assert layouts["imports_ru.csv"] == ("ru_customs_headed", 0)
    assert layouts["exports_hub.csv"] == ("tr_customs_export", 0)
    assert layouts["exports_maker.csv"] == ("tw_customs_export", 0)
    assert sum(it.rows_read for it in entry.places if it.table == "items") > 13_000
