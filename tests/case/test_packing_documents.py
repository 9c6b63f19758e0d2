"""What of the evidence and of the log leaves, and in what state."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from enduse.case.evidence_desk import EvidenceDesk
from enduse.case.packing_documents import Leaving, PackedDocument, log_extract, packed_documents
from enduse.model.case_log import NewEntry
from enduse.model.claim import Claim
from enduse.model.evidence import EvidenceFacts
from enduse.store.case_log import CaseLog

NOW = datetime(2024, 5, 6, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> EvidenceDesk:
    return EvidenceDesk(tmp_path, now=lambda: NOW)


def _packed(desk: EvidenceDesk, **how: Any) -> list[PackedDocument]:
    leaving = Leaving(**how)
    return list(packed_documents(desk, leaving, log_extract(CaseLog(desk.store.desk), leaving)))


def _add(desk: EvidenceDesk, name: str, data: bytes, **facts: Any) -> None:
    (desk.root / name).write_bytes(data)
    desk.add(desk.root / name, EvidenceFacts(**facts), "Kim")


def test_a_photograph_leaves_without_its_position(desk: EvidenceDesk) -> None:
    exif, picture = Image.Exif(), io.BytesIO()
    exif[0x010F] = "SECRETCAM"
    exif.get_ifd(0x8825)[2] = (55.0, 45.0, 0.0)
    Image.new("RGB", (8, 8), "red").save(picture, "JPEG", exif=exif)
    _add(desk, "дом.jpg", picture.getvalue())
    (document,) = _packed(desk)
    assert (document.told["state"], document.name) == ("cleaned", "E1-file.jpg")
    assert b"SECRETCAM" in picture.getvalue()
    assert b"SECRETCAM" not in document.data
    assert len(Image.open(io.BytesIO(document.data)).getexif()) == 0


def test_what_was_erased_is_named_by_its_hash_alone(desk: EvidenceDesk) -> None:
    _add(desk, "a.txt", b"secret", sensitivity="personal", person="Oleg Vymyshlenny")
    desk.erase("Oleg Vymyshlenny", "asked", "Kim")
    (document,) = _packed(desk, sensitive=True)
    assert (document.told["state"], document.data, "name" in document.told) == ("erased", b"", False)


def test_what_is_sensitive_leaves_whole_only_when_that_is_said(desk: EvidenceDesk) -> None:
    _add(desk, "a.txt", b"secret", sensitivity="leaked", source="a drop")
    assert [it.told["state"] for it in (*_packed(desk), *_packed(desk, sensitive=True))] == ["withheld", "whole"]
    assert _packed(desk, persons=("Nobody There",))[0].told["state"] == "withheld"


def test_only_what_is_asked_for_leaves(desk: EvidenceDesk) -> None:
    _add(desk, "a.txt", b"one")
    _add(desk, "b.txt", b"two")
    assert [it.told["evidence"] for it in _packed(desk, only=("E2",))] == ["E2"]


def test_a_dispute_stays_said_where_the_claim_itself_stays_within(desk: EvidenceDesk) -> None:
    _add(desk, "a.txt", b"one")
    claim = Claim("Ivan Vydumanny", "authenticity", about="E1", predicate="not_authentic", sensitivity="personal")
    log = CaseLog(desk.store.desk)
    log.write(claim.entry(), NOW, "Kim")
    (document,) = _packed(desk)
    assert (document.told["authenticity"], document.told["said_of_it"]) == ("disputed", [])
    log.undo(1, "withdrawn", NOW, "Kim")
    assert _packed(desk)[0].told["authenticity"] == ""


def test_a_name_that_escapes_becomes_plain(desk: EvidenceDesk) -> None:
    _add(desk, "a b$(x)..tar.gz.txt", b"one")
    (document,) = _packed(desk)
    assert document.name == "E1-a-b-x-.tar.gz.txt"


def test_undone_and_inner_entries_keep_their_place_in_the_chain(desk: EvidenceDesk) -> None:
    log = CaseLog(desk.store.desk)
    log.write_all([NewEntry("event", {"text": "a"}), NewEntry("note", {"text": "b"})], NOW, "Kim")
    log.undo(1, "wrong", NOW, "Kim")
    extract = log_extract(log, Leaving())
    assert [(it["number"], it.get("withheld", "")) for it in extract.lines] == [
        (1, "undone"), (2, "notes are written for the house"), (3, "")
    ]  # fmt: skip
    assert ([it.count for it in extract.left_out], extract.shown) == ([1, 1], ())
    assert extract.lines[-1]["hash"] == extract.head == log.head()
