"""Entities to whom Japan forbids exports (Russia, Belarus, third countries): METI's documents themselves, PDF."""

from typing import BinaryIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from enduse.sources.list_parts.errors import damaged, empty, truncated
from enduse.sources.list_parts.meti_ban import ABOUT, LICENCE, PUBLISHER, ban_document, is_ban
from enduse.sources.lists import ListFile, ListFormat, ListReading

_END = b"%%EOF"


def _fits(file: ListFile) -> bool:
    """A PDF whose first page says so."""
    if file.head(5) != b"%PDF-":
        return False
    with file.open() as reader:
        try:
            return is_ban(_text(reader, 1))
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            return False


def _read(file: ListFile) -> ListReading:
    if not file.size:
        raise empty(file.name)
    with file.open() as reader:
        if _END not in reader.read()[-1_024:]:
            raise truncated(file.name, "the PDF has no end mark")
    with file.open() as reader:
        try:
            text = _text(reader)
        # The library lets errors of Python through where a PDF breaks its own rules.
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise damaged(file.name, f"the PDF cannot be read ({error})") from error
    document = ban_document(file.name, text)
    return ListReading(document.outcomes(), document.updated)


def _text(reader: BinaryIO, pages: int | None = None) -> str:
    return "\n".join(page.extract_text() for page in list(PdfReader(reader, strict=True).pages)[:pages])


japan_designated_entities_pdf = ListFormat(
    id="japan_designated_entities_pdf",
    title="Japan: entities under the export ban (METI, PDF)",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=ABOUT,
    source="memory: the form of the text was seen (561 and 27 records), METI's PDF files themselves were not",
    fits=_fits,
    read=_read,
)
