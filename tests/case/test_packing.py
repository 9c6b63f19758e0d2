"""Packs of a case: complete, checked to the bit, the same bytes twice, and enough to compute the findings again."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from enduse import case as cases
from enduse.case import Case, RunOptions
from enduse.case.evidence_desk import EvidenceDesk
from enduse.case.packing import PackReport, PackRequest, make_pack
from enduse.case.packing_documents import Leaving
from enduse.case.packing_rerun import options_of
from enduse.case.packing_verify import ReadPack, read_pack, verify_pack
from enduse.errors import InputError, PolicyRefused, StoreError, UsageError
from enduse.model.case_log import NewEntry
from enduse.model.claim import Claim
from enduse.model.evidence import EvidenceFacts
from enduse.model.pack import PackedRun, PackManifest
from enduse.sources.ingest import IngestContext, ingest
from enduse.sources.layout import Terms
from enduse.store.case_log import CaseLog
from enduse.store.desk import Desk
from enduse.store.pack_zip import open_pack, write_pack

HEADER = "number,line,Date,direction,consignor,consignee,origin,Country of dispatch,Destination,HS code"
LINES = "\n".join(
    [
        f"{HEADER},description,trademark,value_usd",
        *(
            f"D{n},1,202{2 + n // 7}-0{1 + n % 7}-12,import,{'MAKER TW' if n < 7 else 'BORALTAN AS'},OOO VIMETRAL,"
            f'TW,{"TW" if n < 7 else "TR"},RU,8457101000,"=1+1 machining centre V-{n}",TAIJUNWEI,90000'
            for n in range(14)
        ),
        "X1,1,2023-05-01,import,MAKER TW,OOO POSTORONNEE,TW,TW,RU,8457101000,centre,TAIJUNWEI,70000",
    ]
)
BOOKINGS = "Passenger,Passport,Flight\nVymyshlenny Oleg,712345678,XX 1\nObraztsova Anna,700000001,XX 1\n"
NOW = datetime(2024, 5, 6, tzinfo=UTC)
ASKED = PackRequest(("OOO VIMETRAL",), "Kim Tester", formats=("html", "md"))
Make = Callable[..., tuple[PackReport, Path]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with rows, a page, leaked bookings, a claim, a note, and what somebody took back."""
    folder = tmp_path_factory.mktemp("packing")
    (folder / "lines.csv").write_text(LINES, encoding="utf-8")
    case = cases.create(folder / "case")
    case.add(folder / "lines.csv")
    case.run(RunOptions(only=("third_country_transshipment",)))
    desk = EvidenceDesk(case.root, now=lambda: NOW)
    (folder / "page.html").write_text("<p>Lathes<script>x()</script></p>", encoding="utf-8")
    (folder / "bookings.csv").write_text(BOOKINGS, encoding="utf-8")
    desk.add(folder / "page.html", EvidenceFacts("https://dealer.example", grade="publisher"), "Kim")
    desk.add(folder / "bookings.csv", EvidenceFacts("a drop", grade="leaked", sensitivity="leaked"), "Kim")
    log = CaseLog(Desk(case.root / "desk.db"))
    log.write(Claim("Boraltan AS", "denial", text="We sold nothing", said_on="2024-01-02").entry(), NOW, "Kim")
    log.write(NewEntry("note", {"text": "ask Anna"}), NOW, "Kim")
    log.write(Claim("Ivan Vydumanny", "authenticity", about="E1", predicate="not_authentic").entry(), NOW, "Kim")
    log.write(NewEntry("event", {"text": "wrong"}, "OOO VIMETRAL"), NOW, "Kim")
    log.undo(4, "a mistake", NOW, "Kim")
    return case.root


@pytest.fixture(scope="module")
def pack(made: Path) -> Path:
    path = made.parent / "pack.zip"
    make_pack(cases.open(made).ledger, ASKED, path, lambda stage, rows, done: None)
    return path


@pytest.fixture
def make(made: Path, tmp_path: Path) -> Make:
    def make(**changed: Any) -> tuple[PackReport, Path]:
        path = tmp_path / "p.zip"
        asked = replace(ASKED, formats=("md",), rows="cited", **changed)
        return make_pack(cases.open(made).ledger, asked, path, lambda stage, rows, done: None), path

    return make


def _lines(path: Path, name: str) -> list[dict[str, Any]]:
    return ReadPack(open_pack(path)).lines(name)


def test_a_pack_is_as_it_was_written_and_its_rows_give_its_findings(pack: Path) -> None:
    check = verify_pack(pack, rerun=True)
    assert check.manifest is not None
    assert (check.problems, check.again, check.good, check.manifest.differences) == ((), (), True, ())
    assert check.manifest.findings > 0


def test_it_holds_the_cited_rows_and_nobody_elses(pack: Path) -> None:
    text = b"".join(open_pack(pack).read(it) for it in ("rows/cited.csv", "rows/cells.jsonl", "ledger.json"))
    told = read_pack(pack).tables()["items"].to_pylist()
    assert {it["consignee"] for it in told} == {"OOO VIMETRAL"}
    assert (b"VIMETRAL" in text, b"POSTORONNEE" in text) == (True, False)


def test_the_same_case_gives_the_same_bytes(make: Make) -> None:
    first, path = make()
    before = path.read_bytes()
    second, _ = make()
    assert (first.sha256, before) == (second.sha256, path.read_bytes())


def test_every_number_of_its_dossier_opens_its_rows(pack: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(open_pack(pack).read("rows/cited.csv").decode("utf-8-sig"))))
    known = {number for it in rows for number in it["cited_as"].split()}
    # A sum of nothing is nought, and stands on no row.
    figures = [it for it in _lines(pack, "figures.jsonl") if it["value"]]
    assert len(figures) > 5
    assert [it for it in figures if not it["rows"] or {f"1:{n}" for n in (*it["rows"], *it["base"])} - known] == []


def test_cells_stand_as_in_the_file_and_run_as_no_formula(pack: Path) -> None:
    cells = {it["row"]: it["cells"] for it in _lines(pack, "rows/cells.jsonl")}
    assert cells[2][10] == "=1+1 machining centre V-0"
    with io.StringIO(open_pack(pack).read("rows/cited.csv").decode("utf-8-sig"), newline="") as text:
        assert [cell for row in csv.reader(text) for cell in row if cell.startswith(("=", "+", "@"))] == []


def test_pages_are_inert_and_what_is_leaked_stays_out_and_both_are_said(pack: Path) -> None:
    page, leaked = _lines(pack, "documents.jsonl")
    assert (page["state"], page["file"]) == ("inert", "documents/E1-page.html")
    assert b"<script" not in open_pack(pack).read(page["file"])
    assert (leaked["state"], leaked["file"], "name" in leaked) == ("withheld", "", False)
    assert all(b"Obraztsova" not in open_pack(pack).read(it) for it in open_pack(pack).files)
    assert "evidence E2" in open_pack(pack).read("README.txt").decode()


def test_of_what_is_leaked_only_those_who_matter_are_shown(make: Make) -> None:
    _, path = make(leaving=Leaving(persons=("Oleg Vymyshlenny",)))
    leaked = _lines(path, "documents.jsonl")[1]
    shown = open_pack(path).read(leaked["file"]).decode()
    assert (leaked["state"], leaked["sha256"][:4] != "", leaked["lines_redacted"]) == ("redacted", True, 1)
    assert [it in shown for it in ("Vymyshlenny", "Obraztsova", "712345678")] == [True, False, False]


def test_that_authenticity_is_disputed_goes_along(pack: Path) -> None:
    page, leaked = _lines(pack, "documents.jsonl")
    assert (page["authenticity"], leaked["authenticity"]) == ("disputed", "")
    assert [it["speaker"] for it in page["said_of_it"]] == ["Ivan Vydumanny"]


def test_notes_and_what_was_undone_stay_within_and_the_chain_can_be_followed(pack: Path) -> None:
    lines = _lines(pack, "case_log.jsonl")
    assert [it.get("withheld", "") for it in lines] == ["", "notes are written for the house", "", "undone", ""]
    assert all(it["previous"] == before["hash"] for before, it in zip(lines, lines[1:], strict=False))
    assert all(b"ask Anna" not in open_pack(pack).read(it) for it in open_pack(pack).files)
    assert [it["speaker"] for it in _lines(pack, "claims.jsonl")] == ["Boraltan AS", "Ivan Vydumanny"]


def test_notes_go_along_when_asked_for(make: Make) -> None:
    _, path = make(leaving=Leaving(notes=True))
    assert b"ask Anna" in open_pack(path).read("case_log.jsonl")


def _repacked(pack: Path, target: Path, change: Callable[[dict[str, bytes]], None], listed: bool = False) -> Path:
    opened = open_pack(pack)
    files = {name: opened.read(name) for name in opened.files}
    change(files)
    if listed:
        told = json.loads(files["manifest.json"])
        told["files"] = [it for it in told["files"] if it["path"] in files]
        files["manifest.json"] = json.dumps(told).encode()
    write_pack(target, files.items())
    return target


def _codes(path: Path) -> list[str]:
    return [it.code for it in verify_pack(path).problems]


def test_a_file_put_in_or_taken_out_or_changed_is_found(pack: Path, tmp_path: Path) -> None:
    more = _repacked(pack, tmp_path / "1.zip", lambda it: it.update({"extra.txt": b"x"}))
    less = _repacked(pack, tmp_path / "2.zip", lambda it: it.__delitem__("claims.jsonl"))
    other = _repacked(pack, tmp_path / "3.zip", lambda it: it.update({"claims.jsonl": b"{}\n"}))
    assert [_codes(it)[0] for it in (more, less, other)] == ["E-PACK-FILES", "E-PACK-FILES", "E-PACK-DAMAGED"]


def test_a_changed_entry_is_found_even_where_the_manifest_was_changed_with_it(pack: Path, tmp_path: Path) -> None:
    opened = open_pack(pack)
    log = opened.read("case_log.jsonl").replace(b"We sold nothing", b"We sold a lot!!")
    manifest = PackManifest.from_object(json.loads(opened.read("manifest.json")))

    def forged(files: dict[str, bytes]) -> None:
        files["case_log.jsonl"] = log
        told = [replace(it, sha256=sha256(log).hexdigest()) if it.path == "case_log.jsonl" else it
                for it in manifest.files]  # fmt: skip
        files["manifest.json"] = json.dumps(replace(manifest, files=tuple(told)).to_object()).encode()

    assert _codes(_repacked(pack, tmp_path / "f.zip", forged)) == ["E-PACK-LOG"]


def test_a_pack_without_the_rows_of_a_finding_does_not_hold(pack: Path, tmp_path: Path) -> None:
    less = _repacked(pack, tmp_path / "r.zip", lambda it: it.__delitem__("rows/items.parquet"), listed=True)
    assert set(_codes(less)) == {"E-PACK-ROWS"}


@pytest.mark.parametrize("text", [b"", b"no zip", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_pack_does_not_hold(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(text)
    check = verify_pack(tmp_path / "x.zip")
    assert (check.good, [it.code for it in check.problems]) == (False, ["E-PACK-DAMAGED"])


def test_hostile_json_is_refused(pack: Path, tmp_path: Path) -> None:
    deep = _repacked(pack, tmp_path / "d.zip", lambda it: it.update({"manifest.json": b"[" * 200_000}))
    assert _codes(deep) == ["E-PACK-DAMAGED"]


def _relisted(files: dict[str, bytes], name: str, data: bytes) -> None:
    files[name] = data
    told = json.loads(files["manifest.json"])
    for it in told["files"]:
        if it["path"] == name:
            it |= {"sha256": sha256(data).hexdigest(), "size": len(data)}
    files["manifest.json"] = json.dumps(told).encode()


@pytest.mark.parametrize(
    "name", ["ledger.json", "findings.jsonl", "case_log.jsonl", "documents.jsonl", "rows/items.parquet"]
)
@pytest.mark.parametrize("data", [b"", b"[" * 100_000, b"9" * 5_000, b'{"key": 1}\n', b"\xff", b"null\n"])
def test_hostile_content_never_breaks_the_check(pack: Path, tmp_path: Path, name: str, data: bytes) -> None:
    if name == "documents.jsonl" and not data:
        pytest.skip("a pack may have no documents")
    hostile = _repacked(pack, tmp_path / "h.zip", lambda it: _relisted(it, name, data))
    assert not verify_pack(hostile).good


def test_a_hash_that_escapes_is_no_name_of_a_folder(pack: Path, tmp_path: Path) -> None:
    ledger = open_pack(pack).read("ledger.json")
    told = json.loads(ledger)
    told["sources"][0]["source_id"] = "../../../evil"
    path = _repacked(pack, tmp_path / "e.zip", lambda it: _relisted(it, "ledger.json", json.dumps(told).encode()))
    assert _codes(path) == ["E-PACK-DAMAGED"]


def test_a_pack_names_no_machine_to_call() -> None:
    assert options_of(PackedRun("2022-02-24", True, er="splink:spark://elsewhere.example:7077")).er == "splink"


def test_a_signature_is_checked_offline(make: Make, tmp_path: Path) -> None:
    report, path = make(sign=tmp_path / "key.pem")
    again, _ = make(sign=tmp_path / "key.pem")
    assert (report.new_key, again.new_key, report.sha256 == again.sha256) == (True, False, True)
    assert oct((tmp_path / "key.pem").stat().st_mode)[-3:] == "600"
    check = verify_pack(path, str(tmp_path / "key.pem.pub"))
    assert (check.good, check.signer) == (True, report.public_key)
    assert [it.code for it in verify_pack(path, "A" * 43 + "=").problems] == ["E-PACK-SIGNATURE"]


def test_a_signature_of_another_manifest_does_not_hold(make: Make, tmp_path: Path) -> None:
    _, path = make(sign=tmp_path / "key.pem")
    renamed = _repacked(path, tmp_path / "s.zip", lambda it: it.update({"manifest.json": it["manifest.json"] + b" "}))
    assert _codes(renamed) == ["E-PACK-SIGNATURE"]


def test_a_key_that_is_none_is_refused(make: Make, tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("no key", encoding="utf-8")
    with pytest.raises(InputError) as seen:
        make(sign=tmp_path / "key.pem")
    assert seen.value.code == "E-PACK-KEY"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"subjects": ()}, "E-PACK-SUBJECT"),
        ({"subjects": ("OOO NIKTO",)}, "E-SUBJECT"),
        ({"formats": ("exe",)}, "E-PACK-FORMAT"),
        ({"formats": ()}, "E-PACK-FORMAT"),
        ({"rows": "few"}, "E-PACK-FORMAT"),
        ({"made_by": " "}, "E-CASE-WHO"),
        ({"leaving": Leaving(only=("E9",))}, "E-EVIDENCE-UNKNOWN"),
    ],
)
def test_what_cannot_be_packed_is_refused(made: Path, tmp_path: Path, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(UsageError) as seen:
        make_pack(cases.open(made).ledger, replace(ASKED, **changed), tmp_path / "p.zip", lambda *told: None)
    assert (seen.value.code, [*tmp_path.iterdir()]) == (code, [])


def test_the_rows_come_into_another_case_with_where_they_were_first_read(pack: Path, tmp_path: Path) -> None:
    other = cases.create(tmp_path / "other")
    report = other.add(pack)
    (place,) = report.entry.places
    assert (place.member, place.traits["packed_by"], report.rows_kept) == ("lines.csv", "Kim Tester", 14)
    assert "W-PACK-TAKEN" in {it.code for it in report.notices}
    assert other.add(pack).already
    other.run(RunOptions(only=("third_country_transshipment",)))
    found = next(it for it in other.findings() if it.answer == "found")
    row = next(other.evidence(found))
    assert (row["source"], row["raw"]["consignee"]) == ("pack.zip/lines.csv", "OOO VIMETRAL")
    assert other.verify() == []


def test_rows_that_the_case_has_already_are_not_doubled(pack: Path, made: Path) -> None:
    with pytest.raises(UsageError) as seen:
        cases.open(made).add(pack)
    assert (seen.value.code, cases.open(made).version) == ("E-PACK-HELD", 1)


def test_a_damaged_pack_is_not_taken_in(pack: Path, tmp_path: Path) -> None:
    bad = bytearray(pack.read_bytes())
    bad[len(bad) // 2] ^= 1
    (tmp_path / "bad.zip").write_bytes(bad)
    other = cases.create(tmp_path / "other")
    with pytest.raises(InputError) as seen:
        other.add(tmp_path / "bad.zip")
    assert (seen.value.code, other.version) == ("E-PACK-DAMAGED", 0)


def test_rows_that_may_not_leave_stay_out_and_what_they_cost_is_said(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    case = cases.create(tmp_path / "case")
    terms = Terms("Bought Data Ltd", "not to be passed on", re_export=False)
    ingest(tmp_path / "lines.csv", IngestContext(case.ledger, date(2024, 5, 6), terms=terms))
    case.run(RunOptions(only=("third_country_transshipment",)))
    path = tmp_path / "p.zip"
    report = make_pack(case.ledger, replace(ASKED, formats=("md",)), path)
    check = verify_pack(path, rerun=True)
    assert [it.what for it in report.manifest.left_out] == ["cited rows of lines.csv"]
    assert "not to be passed on" in report.manifest.left_out[0].why
    assert [it.says for it in check.again or ()] == ["it is not found again"]
    assert check.good
    assert [it for it in open_pack(path).files if it.endswith("items.parquet")] == []
    assert {tuple(it["cells"]) for it in _lines(path, "rows/cells.jsonl")} == {()}


def test_where_nothing_may_help_no_more_rows_than_cited_go_along(made: Path, tmp_path: Path) -> None:
    ledger = cases.open(made).ledger
    few = make_pack(ledger, replace(ASKED, formats=("md",)), tmp_path / "1.zip")
    every = make_pack(ledger, replace(ASKED, formats=("md",), rows="all"), tmp_path / "2.zip")
    counts = [read_pack(tmp_path / it).tables()["items"].num_rows for it in ("1.zip", "2.zip")]
    assert (few.manifest.scope, every.manifest.scope, counts) == ("cited", "all", [14, 15])


def test_persons_whom_nobody_needs_stay_out_even_of_all_rows(tmp_path: Path) -> None:
    person = "Y1,1,2023-05-01,import,MAKER TW,Образцова Анна Петровна,TW,TW,RU,8457101000,centre,TAIJUNWEI,70000"
    (tmp_path / "lines.csv").write_text(f"{LINES}\n{person}", encoding="utf-8")
    case = cases.create(tmp_path / "case")
    case.add(tmp_path / "lines.csv")
    case.run(RunOptions(only=("third_country_transshipment",)))
    make_pack(case.ledger, replace(ASKED, formats=("md",), rows="all"), tmp_path / "p.zip")
    told = {it["consignee"] for it in read_pack(tmp_path / "p.zip").tables()["items"].to_pylist()}
    assert told == {"OOO VIMETRAL", "OOO POSTORONNEE"}


@pytest.fixture
def hurt(make: Make, made: Path) -> Case:
    return cases.open(made)


def test_evidence_that_was_changed_stops_the_pack(make: Make, hurt: Case) -> None:
    item = EvidenceDesk(hurt.root).find("E1")
    path = hurt.root / "evidence" / item.stored[:2] / item.stored
    whole = path.read_bytes()
    path.chmod(0o644)
    try:
        path.write_bytes(b"<p>other</p>")
        assert [it["what"] for it in hurt.verify()] == ["evidence E1"]
        with pytest.raises(StoreError) as seen:
            make()
    finally:
        path.write_bytes(whole)
    assert seen.value.code == "E-EVIDENCE-CHANGED"


def test_a_log_that_was_altered_stops_the_pack(make: Make, hurt: Case) -> None:
    import sqlite3  # noqa: PLC0415

    def alter(text: str) -> None:
        with sqlite3.connect(hurt.root / "desk.db") as desk:
            desk.execute("drop trigger if exists case_log_no_update")
            desk.execute("update case_log set about = ? where number = 1", [text])

    before = CaseLog(Desk(hurt.root / "desk.db")).rows()[0]["about"]
    alter("Somebody Else")
    try:
        assert {it["what"] for it in hurt.verify()} == {"case log"}
        with pytest.raises(PolicyRefused) as seen:
            make()
    finally:
        alter(before)
    assert seen.value.code == "E-PACK-LOG"
