"""What is read of evidence of every kind, and what is said where nothing can be read."""

import io
import shutil
import stat
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image, ImageDraw, ImageFont

from enduse.errors import UnsafeFile
from enduse.sources.evidence_parts.machine_text import Tesseract
from enduse.sources.evidence_parts.reading import Asked, ReadEvidence, read_evidence

MakeWarc = Callable[[Sequence[tuple[str, str, str, bytes]]], bytes]
VIDEO = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64


def _read(data: bytes, name: str, tesseract: Tesseract = Tesseract()) -> ReadEvidence:  # noqa: B008 - frozen
    return read_evidence(io.BytesIO(data), Asked(name, len(data), tesseract=tesseract))


def _codes(read: ReadEvidence) -> list[str]:
    return [it.code for it in read.notices]


def test_a_pdf_is_read_page_by_page(text_pdf: bytes) -> None:
    read = _read(text_pdf, "a.pdf")
    assert read.text.split("\f") == ["First page: five axes", "Second page: end user"]
    assert (read.read_by, read.by_machine, read.marks["pages"]) == ("pdf", False, "2")


@pytest.mark.parametrize("cut", [9, 60, 200, 500])
def test_a_damaged_pdf_is_kept_and_said(text_pdf: bytes, cut: int) -> None:
    read = _read(text_pdf[:cut] + b"\xff\x00" * 20, "a.pdf")
    assert read.media.type == "application/pdf"
    assert "W-EVIDENCE-UNREAD" in _codes(read) or read.text


def test_a_scan_without_tesseract_says_so(empty_pdf: bytes) -> None:
    read = _read(empty_pdf, "scan.pdf")
    assert (read.text, _codes(read)) == ("", ["W-EVIDENCE-NO-OCR"])


def test_a_web_archive_is_read_answer_by_answer(make_warc: MakeWarc) -> None:
    data = make_warc(
        [
            (
                "https://dealer.example/",
                "2024-01-01T00:00:00Z",
                "text/html; charset=windows-1251",
                "<p>Станки</p>".encode("cp1251"),
            ),
            ("https://dealer.example/logo.png", "2024-01-01T00:00:01Z", "image/png", b"\x89PNG"),
            ("https://dealer.example/", "2024-06-01T00:00:00Z", "text/html", b"<title>t</title><p>Closed</p>"),
        ]
    )
    read = _read(data, "site.warc.gz")
    assert read.text.split("\f") == [
        "https://dealer.example/ 2024-01-01T00:00:00Z\nСтанки",
        "https://dealer.example/ 2024-06-01T00:00:00Z\nClosed",
    ]
    assert (read.media.type, read.marks["pages"]) == ("application/warc", "2")


def test_a_web_archive_cut_off_gives_what_stands_before(make_warc: MakeWarc) -> None:
    answers = [(f"https://d.example/{n}", "2024-01-01T00:00:00Z", "text/html", b"<p>text</p>" * 200) for n in range(3)]
    data = make_warc(answers)
    read = _read(data[: len(data) - 60], "site.warc.gz")
    assert read.text.startswith("https://d.example/0 ")


def test_a_page_that_unpacks_without_end_is_not_read(make_warc: MakeWarc) -> None:
    data = make_warc([("https://d.example/", "2024-01-01T00:00:00Z", "text/html", b" " * (33 << 20))])
    assert len(data) < 100_000
    read = _read(data, "bomb.warc.gz")
    assert (read.text, _codes(read)) == ("", ["W-EVIDENCE-UNREAD"])


def test_a_zip_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * (65 << 20))
    with pytest.raises(UnsafeFile) as error:
        _read(out.getvalue(), "photos.zip")
    assert error.value.code == "E-BOMB"


def test_a_picture_with_a_false_ending_is_taken_as_what_it_is(photograph: bytes) -> None:
    read = _read(photograph, "contract.pdf")
    assert read.media.type == "image/jpeg"
    assert _codes(read)[0] == "W-EVIDENCE-ENDING"
    assert read.marks["tells_place"] == "yes"


def test_a_program_that_calls_itself_a_picture_is_said() -> None:
    read = _read(b"MZ\x90\x00" + b"\x00" * 100, "photo.jpg")
    assert (read.media.type, _codes(read)) == ("application/x-executable", ["W-EVIDENCE-ENDING", "W-EVIDENCE-NOTEXT"])


def test_a_video_is_kept_and_not_searched() -> None:
    read = _read(VIDEO, "walk.mp4")
    assert (read.media.type, read.text, _codes(read)) == ("video/mp4", "", ["W-EVIDENCE-NOTEXT"])


def test_rows_of_a_workbook_and_words_of_a_document_are_text() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["maker", "Stanko"])
    book.save(out)
    assert "maker | Stanko" in _read(out.getvalue(), "b.xlsx").text
    document, written = docx.Document(), io.BytesIO()
    document.add_paragraph("five axes")
    document.save(written)
    assert _read(written.getvalue(), "d.docx").text == "five axes"


@pytest.mark.parametrize("name", ["b.xlsx", "d.docx", "p.png", "a.pdf", "w.warc", "h.html", "x.bin", "e.txt"])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04broken", b"%PDF-", b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00", b"\xff\xd8\xff"]
)
def test_no_rubbish_is_lost_or_breaks_us(name: str, data: bytes) -> None:
    assert _read(data, name).media.type


@pytest.fixture
def tesseract(tmp_path: Path) -> Tesseract:
    """Answers as the real one does, whatever the picture."""
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\ncat >/dev/null\necho "ТОКАРНЫЙ $4"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return Tesseract(str(program), "5.3.0", ("eng", "rus"))


def test_a_picture_is_read_by_machine_and_marked_so(photograph: bytes, tesseract: Tesseract) -> None:
    read = _read(photograph, "p.jpg", tesseract)
    assert (read.text, read.read_by, read.by_machine) == ("ТОКАРНЫЙ rus+eng", "tesseract 5.3.0 rus+eng", True)


def test_a_scanned_document_is_read_page_by_page(photograph: bytes, tesseract: Tesseract) -> None:
    out = io.BytesIO()
    with Image.open(io.BytesIO(photograph)) as image:
        image.save(out, "PDF", save_all=True, append_images=[image])
    read = _read(out.getvalue(), "scan.pdf", tesseract)
    assert (read.text.split("\f"), read.by_machine) == (["ТОКАРНЫЙ rus+eng"] * 2, True)


def test_a_language_that_is_told_is_read_first() -> None:
    installed = Tesseract("tesseract", "5", ("eng", "rus", "kor"))
    assert [installed.fitting(it) for it in ("ko", "ru,en", "", "sw")] == [
        ("kor", "eng"), ("rus", "eng"), ("rus", "kor", "eng"), ("rus", "kor", "eng"),
    ]  # fmt: skip


@pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed here")
def test_the_real_tesseract_reads_a_sign() -> None:
    image, out = Image.new("RGB", (600, 100), "white"), io.BytesIO()
    ImageDraw.Draw(image).text((20, 20), "LATHE 2051", fill="black", font=ImageFont.load_default(48))
    image.save(out, "PNG")
    assert "LATHE 2051" in _read(out.getvalue(), "sign.png", Tesseract.found()).text


def test_size_alone_stops_reading() -> None:
    read = read_evidence(io.BytesIO(b"<html><p>x</p>"), Asked("h.html", 1 << 30))
    assert (read.media.type, _codes(read)) == ("text/html", ["W-EVIDENCE-NOTEXT"])
