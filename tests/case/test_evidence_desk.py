"""Evidence from the file that somebody brings to the copy that leaves the house."""

import io
import os
import resource
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from enduse.case.evidence_desk import EvidenceDesk
from enduse.errors import PolicyRefused, StoreError, UnreadableFile, UnsafeFile, UsageError
from enduse.model.evidence import EvidenceFacts, Locator
from enduse.sources.evidence_parts.machine_text import Tesseract

T0 = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGE = EvidenceFacts(source="https://dealer.example/", captured="2024-01-01", method="download", grade="publisher")
PERSON = EvidenceFacts(sensitivity="personal", person="Oleg Vymyshlenny")


@pytest.fixture
def desk(tmp_path: Path) -> EvidenceDesk:
    (tmp_path / "case").mkdir()
    return EvidenceDesk(tmp_path / "case", lambda: T0, Tesseract())


def _file(desk: EvidenceDesk, name: str, data: bytes) -> Path:
    path = desk.root.parent / name
    path.write_bytes(data)
    return path


def _kept_files(desk: EvidenceDesk) -> int:
    return len(desk.store.files.names())


def test_a_page_is_kept_with_its_text_and_where_it_came_from(desk: EvidenceDesk) -> None:
    page = _file(desk, "p.html", b"<title>Dealer</title><p>Our lathes</p><script>x()</script>")
    added = desk.add(page, PAGE, "Kim")
    told = added.item.particulars
    assert told is not None
    assert (added.new, added.item.id, added.item.by, told.facts) == (True, "E1", "Kim", PAGE)
    assert (desk.text(added.item), told.marks["title"]) == ("Our lathes", "Dealer")


def test_the_same_bytes_with_the_same_facts_are_one_piece(desk: EvidenceDesk) -> None:
    path = _file(desk, "a.txt", b"one")
    first, again = desk.add(path, PAGE, "Kim"), desk.add(path, PAGE, "Lee")
    elsewhere = desk.add(path, replace(PAGE, locator=Locator(quote="one")), "Kim")
    assert (first.item, again.new) == (again.item, False)
    assert (elsewhere.item.id, elsewhere.item.stored) == ("E2", first.item.stored)


def test_four_who_add_the_same_at_once_make_one_piece(desk: EvidenceDesk) -> None:
    path = _file(desk, "a.txt", b"one")
    desk.items()
    with ThreadPoolExecutor(4) as pool:
        every = [
            pool.submit(lambda: EvidenceDesk(desk.root, lambda: T0, Tesseract()).add(path, PAGE, "Kim")) for _ in "abcd"
        ]
        added = [it.result() for it in every]
    assert sorted(it.new for it in added) == [False, False, False, True]
    assert {it.item.id for it in added} == {"E1"}


def test_sensitive_evidence_added_twice_leaves_no_second_copy(desk: EvidenceDesk) -> None:
    path = _file(desk, "a.txt", b"one")
    desk.add(path, PERSON, "Kim")
    before = _kept_files(desk)
    assert desk.add(path, PERSON, "Kim").new is False
    assert (_kept_files(desk), desk.verify()) == (before, [])


def test_deleted_lines_are_found_between_two_saved_pages(desk: EvidenceDesk) -> None:
    desk.add(_file(desk, "1.html", b"<p>Lathes</p><p>Dealer in Moscow</p>"), PAGE, "Kim")
    later = replace(PAGE, source="http://www.dealer.example", captured="2024-06-01")
    desk.add(_file(desk, "2.html", b"<p>Lathes</p>"), later, "Kim")
    for keys in (["dealer.example"], ["E1", "E2"]):
        (change,) = desk.page_changes(keys)
        assert (change.what, change.line, change.before.item, change.after.item) == (
            "deleted", "Dealer in Moscow", "E1", "E2",
        )  # fmt: skip


def test_captures_in_a_web_archive_and_saved_pages_stand_in_one_order(desk: EvidenceDesk) -> None:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Lathes</p><p>Ships to Russia</p>"
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://dealer.example/\r\n"
    head += "WARC-Date: 2023-05-05T00:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:x:1>\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    desk.add(_file(desk, "2.html", b"<p>Lathes</p>"), PAGE, "Kim")
    archive = _file(desk, "s.warc", head.encode() + http + b"\r\n\r\n")
    desk.add(archive, replace(PAGE, method="web_archive"), "Kim")
    (change,) = desk.page_changes(["https://dealer.example"])
    assert (change.line, change.before.captured, change.after.captured) == (
        "Ships to Russia", "2023-05-05T00:00:00Z", "2024-01-01",
    )  # fmt: skip


def test_one_capture_cannot_be_compared(desk: EvidenceDesk) -> None:
    desk.add(_file(desk, "1.html", b"<p>Lathes</p>"), PAGE, "Kim")
    with pytest.raises(UsageError) as error:
        desk.page_changes(["dealer.example"])
    assert error.value.code == "E-EVIDENCE-DIFF"


def test_a_page_leaves_inert_and_its_original_stays(desk: EvidenceDesk, tmp_path: Path) -> None:
    original = b"<p onclick='x()'>Lathes</p><script>steal()</script>"
    item = desk.add(_file(desk, "1.html", original), PAGE, "Kim").item
    desk.write_export(item, tmp_path / "out.html")
    desk.write_original(item, tmp_path / "same.html")
    assert b"steal" not in (tmp_path / "out.html").read_bytes()
    assert (tmp_path / "same.html").read_bytes() == original


def test_a_photograph_leaves_without_its_place(desk: EvidenceDesk) -> None:
    exif, out = Image.Exif(), io.BytesIO()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (40, 40)).save(out, "JPEG", exif=exif)
    item = desk.add(_file(desk, "p.png", out.getvalue()), EvidenceFacts(), "Kim").item
    name, data = desk.exported(item)
    assert (name, b"Exif" in out.getvalue(), b"Exif" in data) == ("p.jpg", True, False)


def test_sensitive_evidence_leaves_only_when_somebody_says_so(desk: EvidenceDesk) -> None:
    item = desk.add(_file(desk, "a.txt", b"private"), PERSON, "Kim").item
    with pytest.raises(PolicyRefused) as error:
        desk.exported(item)
    assert error.value.code == "E-EVIDENCE-WITHHELD"
    assert desk.exported(item, sensitive=True) == ("a.txt", b"private")


def test_an_erased_person_can_be_added_again_with_a_new_key(desk: EvidenceDesk) -> None:
    path = _file(desk, "a.txt", b"private")
    old = desk.add(path, PERSON, "Kim").item
    assert desk.erase("VYMYSHLENNY, Oleg", "asked", "Kim") == 1
    new = desk.add(path, PERSON, "Kim").item
    assert (new.id, new.key_id != old.key_id) == ("E2", True)
    assert [(it.item, it.state) for it in desk.verify()] == [("E1", "erased")]


def test_erasing_needs_a_reason(desk: EvidenceDesk) -> None:
    with pytest.raises(UsageError) as error:
        desk.erase("somebody", " ", "Kim")
    assert error.value.code == "E-EVIDENCE-REASON"


def test_text_of_changed_bytes_is_not_shown(desk: EvidenceDesk) -> None:
    item = desk.add(_file(desk, "a.txt", b"one"), PAGE, "Kim").item
    path = desk.store.files.path(item.stored)
    path.chmod(0o644)
    path.write_bytes(b"two")
    with pytest.raises(StoreError) as error:
        desk.text(item)
    assert error.value.code == "E-EVIDENCE-CHANGED"


def test_evidence_is_found_by_number_and_by_hash(desk: EvidenceDesk) -> None:
    item = desk.add(_file(desk, "a.txt", b"one"), PAGE, "Kim").item
    assert desk.find("e1") == desk.find(item.stored[:8]) == item
    for key in ("E2", item.stored[:5], "nothing"):
        with pytest.raises(UsageError) as error:
            desk.find(key)
        assert error.value.code == "E-EVIDENCE-UNKNOWN"


def test_what_is_not_there_leaves_nothing(desk: EvidenceDesk) -> None:
    for path in (desk.root.parent / "absent", desk.root):
        with pytest.raises(UnreadableFile):
            desk.add(path, PAGE, "Kim")
    assert (desk.items(), _kept_files(desk)) == ([], 0)


def test_a_refused_file_leaves_nothing(desk: EvidenceDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enduse.sources.evidence_parts.media.MOST_UNPACKED", 3)
    made = desk.root.parent / "z.zip"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a", "long enough")
    with pytest.raises(UnsafeFile):
        desk.add(made, PAGE, "Kim")
    assert (desk.items(), _kept_files(desk)) == ([], 0)


@pytest.mark.slow
@pytest.mark.parametrize("facts", [EvidenceFacts(), PERSON], ids=["open", "sealed"])
def test_a_video_of_500_mb_needs_little_memory(desk: EvidenceDesk, facts: EvidenceFacts) -> None:
    path = desk.root.parent / "walk.mp4"
    with path.open("wb") as file:
        file.write(b"\x00\x00\x00\x18ftypmp42")
        file.truncate(500 << 20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    item = desk.add(path, facts, "Kim").item
    assert item.media_type == "video/mp4"
    assert item.particulars is not None
    assert item.particulars.size == 500 << 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000
    os.unlink(path)
