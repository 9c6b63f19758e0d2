"""Pages in a web archive (WARC): address, instant, text."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from enduse.errors import UnreadableFile, UnsafeFile
from enduse.sources.evidence_parts.page_text import decoded, page_lines

MOST_PAGE_BYTES = 32 << 20
MOST_BYTES = 512 << 20
_TEXT = ("text/html", "application/xhtml+xml", "text/plain")


@dataclass(frozen=True)
class ArchivedPage:
    """One answer of a server.

    Attributes:
        url: Address.
        captured: Instant, ISO 8601.
        title: Of the page.
        lines: Its visible text.
    """

    url: str
    captured: str
    title: str
    lines: tuple[str, ...]


def archived_pages(file: BinaryIO, name: str) -> Iterator[ArchivedPage]:
    """Every page of an archive, in its order; pictures, scripts and failed requests are passed over.

    Raises:
        UnreadableFile: ``E-EVIDENCE-WARC``.
        UnsafeFile: ``E-BOMB``.
    """
    total = 0
    try:
        for record in ArchiveIterator(file):
            if not _is_page(record):
                continue
            data = record.content_stream().read(MOST_PAGE_BYTES + 1)
            total += len(data)
            if len(data) > MOST_PAGE_BYTES or total > MOST_BYTES:
                raise UnsafeFile(
                    f"A page in {name!r} unpacks to more than {min(total, MOST_BYTES):,} bytes. That looks like an "
                    "attack on the reader, so its text is not read. Cut the archive down to the pages that matter.",
                    code="E-BOMB",
                )
            yield _page(record, data)
    except (ArchiveLoadFailed, zlib.error, EOFError, ValueError, OSError) as error:
        raise UnreadableFile(
            f"The web archive {name!r} breaks off or is damaged ({error}). What stands before that place was read; "
            "the bytes are kept as they are. Ask for a whole copy.",
            code="E-EVIDENCE-WARC",
        ) from error


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    if record.http_headers is None:
        return _media(record.rec_headers.get_header("Content-Type")) in _TEXT
    status = record.http_headers.get_statuscode() or ""
    return status.startswith("2") and _media(record.http_headers.get_header("Content-Type")) in _TEXT


def _page(record: ArcWarcRecord, data: bytes) -> ArchivedPage:
    headers = record.http_headers or record.rec_headers
    told = headers.get_header("Content-Type") or ""
    charset = told.lower().partition("charset=")[2].strip(" \"';")
    url, captured = (record.rec_headers.get_header(it) or "" for it in ("WARC-Target-URI", "WARC-Date"))
    if _media(told) == "text/plain":
        lines = [" ".join(it.split()) for it in decoded(data, charset).splitlines()]
        return ArchivedPage(url, captured, "", tuple(it for it in lines if it))
    title, lines = page_lines(data, charset)
    return ArchivedPage(url, captured, title, tuple(lines))


def _media(told: str | None) -> str:
    return (told or "").partition(";")[0].strip().lower()
