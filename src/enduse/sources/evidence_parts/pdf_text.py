"""The text of a PDF, page by page, and the pictures of its scanned pages."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from enduse.errors import UnreadableFile

MOST_PAGES = 2_000
# What a damaged or hostile document makes the reader stumble over.
_DAMAGE = (
    PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OSError, zlib.error,
    NotImplementedError, AssertionError, ArithmeticError,
)  # fmt: skip


@dataclass(frozen=True)
class PdfPage:
    """One page.

    Attributes:
        number: From 1.
        text: What it says; empty where it is a picture.
        pages: Of the document.
        unread: Was it damaged?
    """

    number: int
    text: str
    pages: int
    unread: bool = False


def pdf_pages(file: BinaryIO, name: str) -> Iterator[PdfPage]:
    """The pages in order, at most ``MOST_PAGES``.

    Raises:
        UnreadableFile: ``E-EVIDENCE-PDF``: damaged, or locked by a password.
    """
    reader = _reader(file, name)
    try:
        count = len(reader.pages)
    except _DAMAGE as error:
        raise _damaged(name, error) from error
    for index in range(min(count, MOST_PAGES)):
        try:
            yield PdfPage(index + 1, reader.pages[index].extract_text().strip(), count)
        except _DAMAGE:
            yield PdfPage(index + 1, "", count, unread=True)


def page_pictures(file: BinaryIO, name: str, number: int) -> list[bytes]:
    """The pictures on a page; none where they cannot be taken out."""
    try:
        page: PageObject = _reader(file, name).pages[number - 1]
        return [it.data for it in page.images]
    except (*_DAMAGE, UnreadableFile, ImportError):
        return []


def _reader(file: BinaryIO, name: str) -> PdfReader:
    file.seek(0)
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(
                f"The PDF {name!r} is locked by a password, so its text is not read; the bytes are kept. Unlock a copy "
                "and add that too.",
                code="E-EVIDENCE-PDF",
            )
    except _DAMAGE as error:
        raise _damaged(name, error) from error
    return reader


def _damaged(name: str, error: BaseException) -> UnreadableFile:
    return UnreadableFile(
        f"The PDF {name!r} is damaged ({str(error)[:200]}), so its text is not read; the bytes are kept as they are. "
        "Ask for a whole copy and add that too.",
        code="E-EVIDENCE-PDF",
    )
