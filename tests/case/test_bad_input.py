"""Bad input through the whole product: a clear message with a code, nothing lost, nothing half-written."""

import csv
import gzip
import io
import random
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from enduse.case import Case, RunOptions, create
from enduse.errors import DiskFull, InputError, Interrupted
from enduse.sources.ingest import IngestContext, Progress, ingest, this_reader
from enduse.sources.reading.limits import Limits

HEADER = (
    "Declaration No", "Date", "Exporter", "Importer", "HS code", "Description", "Value USD", "Net weight",
    "Country of origin", "Country of departure", "Country of destination", "Revision", "Line",
)  # fmt: skip
BOMB_BYTES = 300 << 20
MOST_ROWS = 1_048_576


def record(at: int, **other: object) -> list[object]:
    """One fictional line; ``other`` changes columns, blanks of their names written as underscores."""
    usual = (
        f"E-{at}", f"2022-0{at % 9 + 1}-15", f"ACORN {at % 7} LTD", "REZETS LLC", "84581120", "lathe", f"{at}.25", at,
        "DE", "DE", "KG", 1, 1,
    )  # fmt: skip
    changed = {name.replace("_", " "): value for name, value in other.items()}
    return [changed.get(name, value) for name, value in zip(HEADER, usual, strict=True)]


def text(records: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *records])
    return out.getvalue()


def lines(count: int, **other: object) -> list[list[object]]:
    return [record(at, **other) for at in range(count)]


GOOD = text(lines(20)).encode()


def workbook(records: Sequence[Sequence[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Lines")
        for number, row in enumerate([HEADER, *records]):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(name: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        about = tarfile.TarInfo(name)
        about.size = len(GOOD)
        archive.addfile(about, io.BytesIO(GOOD))
    return out.getvalue()


def with_password(archive: bytes) -> bytes:
    """The same zip with its members marked as encrypted."""
    data = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    return bytes(data)


def locked_workbook() -> bytes:
    """The first sectors of an OLE container that holds an encrypted workbook."""
    entry = "EncryptedPackage".encode("utf-16-le")
    directory = entry.ljust(64, b"\0") + (len(entry) + 2).to_bytes(2, "little") + b"\x02" + b"\0" * 61
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 504)
    header[30:32] = (9).to_bytes(2, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[76:80] = (0).to_bytes(4, "little")
    table = b"\xfd\xff\xff\xff" + b"\xfe\xff\xff\xff" + b"\xff" * 504
    return bytes(header) + table + directory.ljust(512, b"\0")


def scratched(data: bytes) -> bytes:
    """The same bytes, some of them in the middle turned over."""
    middle = len(data) // 2
    return data[:middle] + bytes(it ^ 0xFF for it in data[middle : middle + 200]) + data[middle + 200 :]


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><d><r><hs>&b;</hs></r></d>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d><r><hs>&a;</hs></r></d>'
SHEET = "xl/worksheets/sheet1.xml"

# File name, its bytes (made when needed), the code, what the message must show, what it must advise.
REFUSED: tuple[tuple[str, Callable[[], bytes], str, str, str], ...] = (
    ("empty.csv", lambda: b"", "E-EMPTY", "0 bytes", "again"),
    ("blank.csv", lambda: b"\r\n\r\n", "E-EMPTY", "4 bytes", "again"),
    ("cut.zip", lambda: zipped({"a.csv": GOOD})[:-30], "E-ZIP-DAMAGED", "cut off", "download it again"),
    ("cut.csv.gz", lambda: gzip.compress(GOOD)[:-30], "E-ZIP-DAMAGED", "ended before", "download it again"),
    ("cut.xlsx", lambda: workbook(lines(99))[:5000], "E-XLSX-DAMAGED", "5,000 bytes", "download it again"),
    ("rot.xlsx", lambda: scratched(workbook(lines(99))), "E-XLSX-DAMAGED", "damaged", "download it again"),
    ("dead.zip", lambda: zipped({"a.xlsx": workbook([])[:500]}), "E-XLSX-DAMAGED", "a.xlsx", "download it again"),
    ("locked.xlsx", locked_workbook, "E-XLSX-LOCKED", "password", "save it without the password"),
    ("locked.zip", lambda: with_password(zipped({"a.csv": GOOD})), "E-ZIP-LOCKED", "'a.csv'", "Unpack it"),
    ("bomb.zip", lambda: zipped({"a.csv": bytes(BOMB_BYTES)}), "E-BOMB", "unpacks to", "unpack it first"),
    ("bomb.csv.gz", lambda: gzip.compress(bytes(BOMB_BYTES)), "E-BOMB", "unpacks to", "unpack it first"),
    ("bomb.xlsx", lambda: zipped({"xl/workbook.xml": b"", SHEET: bytes(BOMB_BYTES)}), "E-BOMB", "314,572,800", "CSV"),
    ("entities.xml", lambda: ENTITIES, "E-XML-ENTITY", "declares entities", "without its DOCTYPE"),
    ("outside.xml", lambda: OUTSIDE, "E-XML-ENTITY", "read other files", "without its DOCTYPE"),
    ("entities.zip", lambda: zipped({"in.xml": ENTITIES}), "E-XML-ENTITY", "in.xml", "without its DOCTYPE"),
    ("escape.zip", lambda: zipped({"../../evil.csv": GOOD}), "E-PATH", "'../../evil.csv'", "unpack it yourself"),
    ("escape.tgz", lambda: tarred("/etc/evil.csv"), "E-PATH", "'/etc/evil.csv'", "unpack it yourself"),
    ("page.csv", lambda: b"<html><body>Session expired</body></html>", "E-HTML", "web page", "download"),
    ("noise.csv", lambda: random.Random(1).randbytes(5_000), "E-FILE", "binary data", "Nothing of it was kept"),
    ("people.csv", lambda: b"who,said\nA,B\nC,D\n", "E-LAYOUT", "'who', 'said'", "add one as a TOML file"),
)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return create(tmp_path / "case")


Make = Callable[[str, bytes], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def make(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return make


def rests(case: Case) -> list[str]:
    """What lies in the case beside its settings and what the newest version needs."""
    needed = {it.source_id for it in case.ledger.manifest().sources}
    there = [*case.workspace.sources.iterdir(), *case.workspace.staging.iterdir(), *case.workspace.maps.iterdir()]
    return sorted(it.name for it in there if it.name not in needed)


def codes(case: Case, path: Path) -> set[str]:
    """Add a file whose every row must be accounted for; gives the codes of its notices and rejects."""
    report = case.add(path)
    (place,) = report.entry.places
    assert place.rows_read == place.rows_kept + place.rows_rejected
    assert len(case.rejects()) == place.rows_rejected
    assert (rests(case), case.ledger.verify()) == ([], ())
    return {it.code for it in place.notices} | {it["code"] for it in case.rejects()}


def enduse(case: Case, *words: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from enduse.cli import main; main()", *map(str, words)]
    return subprocess.Popen(command, cwd=case.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(("name", "data", "code", "seen", "advice"), REFUSED, ids=[it[0] for it in REFUSED])
def test_a_refused_file_is_explained_and_leaves_nothing_behind(
    case: Case, make: Make, name: str, data: Callable[[], bytes], code: str, seen: str, advice: str
) -> None:
    case.add(make("first.csv", text(lines(5)).encode()))
    path = make(name, data())
    for _ in range(2):
        with pytest.raises(InputError) as caught:
            case.add(path)
        assert caught.value.code == code
        assert (name.removesuffix(".tgz") in caught.value.message, seen in caught.value.message) == (True, True)
        assert advice in caught.value.message
        assert (case.version, rests(case), case.ledger.verify()) == (1, [], ())
    assert case.add(make("good.csv", GOOD)).rows_kept == 20
    assert (case.version, list(case.root.parent.rglob("evil*"))) == (2, [])


def test_a_header_alone_is_kept_as_a_table_without_rows(case: Case, make: Make) -> None:
    for name, data in (("header.csv", text([]).encode()), ("header.xlsx", workbook([]))):
        report = case.add(make(name, data))
        assert (report.rows_read, report.rows_kept, report.entry.places[0].skipped) == (0, 0, {"header": 1})


def items(case: Case) -> list[dict[str, Any]]:
    parts = [pq.read_table(case.workspace.ledger / it.path) for it in case.ledger.manifest().of_table("items")]
    rows: list[dict[str, Any]] = pa.concat_tables(parts).sort_by("row").to_pylist()
    return rows


@pytest.mark.parametrize("codec", ["windows-1251", "koi8-u", "cp866", "utf-16"])
def test_the_encoding_is_told_from_the_bytes(case: Case, make: Make, codec: str) -> None:
    firm = "ООО «Норвентстан Брянск»" if codec in ("windows-1251", "utf-16") else "ООО Норвентстан Брянск"
    codes(case, make("firms.csv", text(lines(40, Importer=firm)).encode(codec)))
    assert {it["consignee"] for it in items(case)} == {firm}


def test_half_a_character_at_the_end_costs_its_own_row(case: Case, make: Make) -> None:
    assert "R-ENCODING" in codes(case, make("cut.csv", text(lines(40)).encode("utf-16")[:-1]))
    assert len(items(case)) == 40


def test_rows_of_another_encoding_are_rejected_and_never_read_as_nonsense(case: Case, make: Make) -> None:
    rows = text(lines(60, Importer="ООО «Резец»")).splitlines(keepends=True)
    mixed = "".join(rows[:-3]).encode() + "".join(rows[-3:]).encode("windows-1251")
    assert {"W-ENCODING", "R-ENCODING"} <= codes(case, make("mixed.csv", mixed))
    assert [it["row"] for it in case.rejects()] == [59, 60, 61]
    assert {it["consignee"] for it in items(case)} == {"ООО «Резец»"}


def test_rows_behind_a_long_stretch_of_nul_characters_are_not_lost(case: Case, make: Make) -> None:
    rows = text(lines(60)).encode().splitlines(keepends=True)
    torn = b"".join(rows[:31]) + bytes(40 << 20) + b"".join(rows[31:])
    assert "W-NUL" in codes(case, make("torn.csv", torn))
    assert len(items(case)) == 60


def test_codes_that_became_powers_of_ten_are_flagged_and_not_guessed(case: Case, make: Make) -> None:
    rows = [record(at, HS_code="8.457E+09" if at % 2 else "8457100000") for at in range(40)]
    assert "W-HS-LOST" in codes(case, make("powers.csv", text(rows).encode()))
    assert {(it["row"] % 2, it["goods_code"]) for it in items(case)} == {(0, "8457100000"), (1, None)}


def test_days_in_two_orders_are_said_and_flagged(case: Case, make: Make) -> None:
    rows = [record(at, Date=("13/04/2022", "04/13/2022", "03/04/2022")[at % 3]) for at in range(30)]
    assert {"W-DATE-ORDER", "W-DATE-OTHER"} <= codes(case, make("orders.csv", text(rows).encode()))
    days = {(date(2022, 4, 13), False), (date(2022, 4, 3), True)}
    assert {(it["declared_on"], "F-DATE-ORDER" in (it["flags"] or ())) for it in items(case)} == days


def test_negative_and_absurd_values_are_kept_and_flagged_and_no_numbers_rejected(case: Case, make: Make) -> None:
    odd = [
        record(1, Value_USD="-500"), record(2, Value_USD="1e30"), record(3, Net_weight="-1"),
        record(4, Date="2999-01-01"), record(5, Value_USD="NaN"), record(6, Value_USD="lots"),
        record(7, Date="1066-10-14"), record(8, Date="31.02.2022"),
    ]  # fmt: skip
    seen = codes(case, make("odd.csv", text([*odd, *lines(40)]).encode()))
    assert {"W-NEGATIVE", "W-ABSURD", "W-FUTURE", "R-AMOUNT", "R-DATE"} <= seen
    assert [(it["row"], it["code"]) for it in case.rejects()] == [
        (6, "R-AMOUNT"), (7, "R-AMOUNT"), (8, "R-DATE"), (9, "R-DATE"),
    ]  # fmt: skip
    assert [it["value_usd"] for it in items(case)[:2]] == [-500.0, 1e30]


@pytest.mark.slow
def test_repeated_lines_and_older_revisions_stay_in_the_ledger_and_count_once(case: Case, make: Make) -> None:
    rows = [record(1), record(1), record(2, Value_USD="7", Revision=2), record(2), *lines(40)[3:]]
    codes(case, make("twice.csv", text(rows).encode()))
    assert len(items(case)) == 41
    counts = case.run(RunOptions(date(2022, 2, 24), ("hub_surge",))).resolve.items
    assert (counts.kept, counts.superseded) == (39, 2)
    assert sorted(it.why for it in counts.overlaps) == ["repeat", "revision"]


@pytest.mark.slow
def test_formulas_in_cells_leave_as_text(case: Case, make: Make, tmp_path: Path) -> None:
    evil = "=cmd|' /C calc'!A0"
    rows = lines(40, Importer=evil, Exporter="+1+cmd|' /C calc'!A0", Description="@SUM(1+9)*cmd")
    codes(case, make("=evil().csv", text(rows).encode()))
    case.run(RunOptions(date(2022, 2, 24), ("hub_surge",)))
    case.dossier(evil, [tmp_path / "out.xlsx"])
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = {str(cell.value) for cell in cells if cell.data_type == "s"}
    assert [cell.coordinate for cell in cells if cell.data_type == "f" and str(cell.value) not in texts] == []
    assert any(evil in it for it in texts)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as parts:
        sheets = [parts.read(it) for it in parts.namelist() if it.startswith("xl/worksheets/")]
    assert sum(it.count(b"<f>") + it.count(b"<f ") for it in sheets) == 0


@pytest.mark.slow
def test_a_sheet_that_ends_at_the_last_possible_row_is_said_and_every_row_accounted_for(
    case: Case, tmp_path: Path
) -> None:
    path = tmp_path / "full.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Lines")
        for number, row in enumerate([HEADER, *lines(8_000)]):
            sheet.write_row(number, 0, row)
        sheet.write_row(MOST_ROWS - 1, 0, record(8_000))
    with zipfile.ZipFile(path, "a") as archive:
        # As large as a full one; what is smaller cannot be full.
        archive.writestr("xl/media/image1.png", random.Random(3).randbytes(600_000))
    assert "W-XLSX-FULL" in codes(case, path)
    (source,) = case.ledger.manifest().sources
    (place,) = source.places
    assert place.rows_kept == 8_001
    assert place.rows_read + sum(place.skipped.values()) == MOST_ROWS


# A process forked from a large one is said to have been as large; so a small one starts ours and says what it took.
MEASURED = """import os, subprocess, sys
started = subprocess.Popen(sys.argv[1:])
_, status, used = os.wait4(started.pid, 0)
print(used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))"""


@pytest.mark.slow
@pytest.mark.parametrize("before", [0, 700_000])
def test_a_line_of_two_gigabytes_is_refused_in_bounded_memory(case: Case, tmp_path: Path, before: int) -> None:
    path = tmp_path / "line.csv"
    try:
        with path.open("wb") as file:
            file.write(text(lines(before)).encode())
            for _ in range(2048):
                file.write(b"x" * (1 << 20))
        command = [sys.executable, "-c", "from enduse.cli import main; main()", "add", str(path)]
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, *command], cwd=case.root, capture_output=True, text=True, check=False
        )
    finally:
        path.unlink()
    assert done.returncode == 3
    assert f"E-LONG-LINE  Row {before + 2:,} of 'line.csv' is longer than 67,108,864 bytes" in done.stderr
    assert int(done.stdout.splitlines()[-1]) < 1 << 20, "KiB"
    assert (case.version, rests(case)) == (0, [])


def test_a_file_that_is_refused_in_its_middle_leaves_no_staged_rows(case: Case, make: Make) -> None:
    path = make("middle.csv", text(lines(2_000)).encode() + b"x" * 200_000)
    seen: list[int] = []
    limits = Limits(chunk_bytes=20_000, line_bytes=100_000)
    usual = IngestContext(case.ledger, date(2024, 3, 1), limits=limits, progress=lambda it: seen.append(it.rows))
    with pytest.raises(InputError, match=r"Row 2,002 of 'middle.csv'"):
        ingest(path, usual)
    assert max(seen) > 500
    assert (case.version, rests(case)) == (0, [])


@pytest.fixture
def disk(small_disk: Callable[[str], Path]) -> Path:
    return small_disk("4m")


@pytest.mark.parametrize("rows", [4_000, 12_000])
def test_a_full_disk_leaves_the_ledger_as_it_was_and_with_room_the_same_command_works(
    disk: Path, make: Make, rows: int
) -> None:
    case = create(disk / "case")
    case.add(make("good.csv", GOOD))
    noise = random.Random(5)
    big = make("big.csv", text([record(at, Description=noise.randbytes(300).hex()) for at in range(rows)]).encode())
    with pytest.raises(DiskFull, match=r"Free some space and run the same command again") as caught:
        case.add(big)
    assert (caught.value.code, case.version, case.ledger.verify()) == ("E-DISK", 1, ())
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    assert case.add(big).rows_kept == rows
    assert (case.version, case.ledger.verify(), rests(case)) == (2, (), [])


@pytest.mark.parametrize(("before", "resumes"), [("enduse 0.0.1, schema 1", False), (this_reader(), True)])
def test_what_an_older_reader_staged_is_thrown_away(case: Case, make: Make, before: str, resumes: bool) -> None:
    path = make("made.csv", text(lines(2_000)).encode())

    def stop(progress: Progress) -> None:
        if progress.rows > 500:
            raise KeyboardInterrupt

    usual = IngestContext(case.ledger, date(2024, 3, 1), limits=Limits(chunk_bytes=20_000))
    with pytest.raises(Interrupted):
        ingest(path, replace(usual, reader=before, progress=stop))
    report = ingest(path, usual)
    assert ((report.resumed_rows > 0), report.rows_kept) == (resumes, 2_000)


def test_the_command_line_says_code_reason_and_way_out(case: Case, make: Make) -> None:
    for name, data, code in (("empty.csv", b"", "E-EMPTY"), ("escape.tgz", tarred("../evil.csv"), "E-PATH")):
        out, said = (process := enduse(case, "add", make(name, data))).communicate()
        assert (process.returncode, out) == (3, "")
        assert said.splitlines()[-2].startswith(f"{code}  ")
        assert said.splitlines()[-1] == f"More: enduse explain {code}"
        assert "Traceback" not in said
    assert case.version == 0


def test_a_bad_file_does_not_keep_the_others_out(case: Case, make: Make) -> None:
    process = enduse(case, "add", make("cut.zip", b"PK\x03\x04oh"), make("good.csv", GOOD), make("empty.csv", b""))
    said = process.communicate()[1]
    assert process.returncode == 3
    assert ("E-ZIP-DAMAGED" in said, "E-EMPTY" in said, "2 of 3 files could not be added" in said) == (True, True, True)
    assert [it["source"] for it in case.sources()] == ["good.csv"]
    assert rests(case) == []


def test_two_processes_add_different_files_at_once(case: Case, make: Make) -> None:
    paths = [make(f"{name}.csv", text(lines(5_000, Importer=f"{name} LLC")).encode()) for name in ("NORVENT", "REZETS")]
    both = [enduse(case, "add", it) for it in paths]
    assert [it.wait(120) for it in both] == [0, 0]
    assert {it["source"]: it["rows_kept"] for it in case.sources()} == {"NORVENT.csv": 5_000, "REZETS.csv": 5_000}
    assert (case.version, case.ledger.verify(), rests(case)) == (2, (), [])
    for it in both:
        it.communicate()


@pytest.mark.slow
def test_killed_at_random_moments_add_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    noise, path = random.Random(11), tmp_path / "long.csv"
    path.write_text(text([record(at, Description=noise.randbytes(200).hex()) for at in range(200_000)]))
    whole, killed = create(tmp_path / "whole"), create(tmp_path / "killed")
    began = time.monotonic()
    enduse(whole, "add", path).communicate()
    assert whole.version == 1
    length = time.monotonic() - began
    for _ in range(6):
        process = enduse(killed, "add", path)
        time.sleep(noise.uniform(0.1, 1.0) * length)
        process.kill()
        process.communicate()
        assert killed.version in (0, 1)
        assert killed.ledger.verify() == ()
    process = enduse(killed, "add", path)
    process.communicate()
    assert process.returncode == 0
    assert killed.ledger.manifest().parts == whole.ledger.manifest().parts
    assert (killed.version, killed.ledger.verify()) == (1, ())
    killed.ledger.tidy()
    assert rests(killed) == []
