"""Tables of Word documents come through LibreOffice, or are said to be unread."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from enduse.errors import UnreadableFile
from enduse.sources.reading import Opened
from enduse.sources.reading.limits import Limits

Opener = Callable[..., Opened]

TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"""


def document(body: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("_rels/.rels", RELATIONS)
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        made.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
    return held.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def test_without_libreoffice_the_document_is_said_to_be_unread(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableFile, match="not installed") as caught:
        opened(document(table([["a", "b"], ["1", "2"]])), "report.docx")
    assert caught.value.code == "E-WORD"


@pytest.fixture
def libreoffice() -> str:
    return shutil.which("soffice") or pytest.skip("LibreOffice is not installed here")


@pytest.mark.slow
@pytest.mark.usefixtures("libreoffice")
def test_a_table_of_a_document_is_read(opened: Opener) -> None:
    body = paragraph("Отчёт") + table([["Страна", "2023"], ["Вымыслия", "1,5"]]) + paragraph("Конец")
    (sheet,) = opened(document(body), "report.docx").sheets
    assert sheet.place.sheet == "table 1"
    assert sheet.head() == [["Страна", "2023"], ["Вымыслия", "1,5"]]


@pytest.mark.slow
@pytest.mark.usefixtures("libreoffice")
def test_a_document_without_a_table_is_said(opened: Opener) -> None:
    with pytest.raises(UnreadableFile, match="no table"):
        opened(document(paragraph("Words only")), "letter.docx")


def test_a_program_that_hangs_is_stopped(opened: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(UnreadableFile, match="did not finish"):
        opened(document(table([["a", "b"]])), "report.docx", Limits(word_seconds=1))
