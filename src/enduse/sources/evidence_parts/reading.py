"""What a piece of evidence says: its kind, its marks, its text and how that was read."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO

import docx
from docx.opc.exceptions import PackageNotFoundError

from enduse.errors import InputError, Notice, UnreadableFile
from enduse.sources.evidence_parts.machine_text import Tesseract
from enduse.sources.evidence_parts.media import Media, media_of
from enduse.sources.evidence_parts.page_text import decoded, page_lines
from enduse.sources.evidence_parts.pdf_text import MOST_PAGES, PdfPage, page_pictures, pdf_pages
from enduse.sources.evidence_parts.pictures import as_png, picture_of
from enduse.sources.evidence_parts.web_archive import archived_pages
from enduse.sources.reading.blob import blob_of_bytes
from enduse.sources.reading.opening import open_blob

MOST_READ_BYTES = 64 << 20
"""Larger files are kept and hashed, but not read for text; web archives and PDFs are read in stretches."""

MOST_SCANNED_PAGES = 50
MOST_ROWS = 20_000
PAGE_MARK = "\f"
"""Stands between the pages of a document's text."""

PAGES = ("text/html", "image/svg+xml")
"""What a browser would run scripts of."""

_BOOKS = ("spreadsheetml", "x-ole-storage", "opendocument")


@dataclass(frozen=True)
class Asked:
    """How to read.

    Attributes:
        name: File name, for messages.
        size: Bytes.
        language: ISO 639-1, several with commas; empty: unknown.
        tesseract: What reads pictures.
    """

    name: str
    size: int
    language: str = ""
    tesseract: Tesseract = field(default_factory=Tesseract)


@dataclass(frozen=True)
class ReadEvidence:
    """What was seen.

    Attributes:
        media: Kind.
        text: What it says; pages of a document are parted by form feeds, as are pages of a web archive.
        read_by: How the text was had; empty: there is none.
        by_machine: Was it recognised in a picture?
        marks: Title, pages, width, height, look, taken, tells_place, urls.
        notices: What could not be read, and why.
    """

    media: Media
    text: str = ""
    read_by: str = ""
    by_machine: bool = False
    marks: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


def read_evidence(file: BinaryIO, asked: Asked) -> ReadEvidence:
    """Look into a piece of evidence. What cannot be read becomes a notice: the bytes are evidence all the same.

    Raises:
        UnsafeFile: ``E-BOMB``: an archive that unpacks to far more than data would.
    """
    media = media_of(file, asked.name)
    try:
        read = _reader_for(media, asked)(file, asked)
    except UnreadableFile as error:
        read = ReadEvidence(media, notices=(Notice("W-EVIDENCE-UNREAD", error.message),))
    except InputError as error:
        if error.code == "E-BOMB" and media.type == "application/zip":
            raise
        read = ReadEvidence(media, notices=(Notice("W-EVIDENCE-UNREAD", error.message),))
    said = (_false_ending(asked.name, media),) if media.claimed else ()
    return replace(read, media=media, notices=(*said, *read.notices))


def _reader_for(media: Media, asked: Asked) -> Callable[[BinaryIO, Asked], ReadEvidence]:
    if media.type == "application/pdf":
        return _pdf
    if media.type == "application/warc":
        return _warc
    if media.family == "video":
        return _kept_only
    if asked.size > MOST_READ_BYTES:
        return _too_large
    if media.type in PAGES:
        return _page
    if media.family == "image":
        return _picture
    if media.type == "text/plain":
        return _plain
    if "wordprocessingml" in media.type:
        return _word
    return _book if any(it in media.type for it in _BOOKS) else _kept_only


def _kept_only(file: BinaryIO, asked: Asked) -> ReadEvidence:
    said = "Its bytes are kept; nothing in it is read. Cite a place in it with --at, or add what matters on its own."
    return ReadEvidence(Media(""), notices=(Notice("W-EVIDENCE-NOTEXT", f"{asked.name!r}: {said}"),))


def _too_large(file: BinaryIO, asked: Asked) -> ReadEvidence:
    said = f"{asked.name!r} has {asked.size:,} bytes: they are kept, but text is read of {MOST_READ_BYTES:,} at most."
    return ReadEvidence(Media(""), notices=(Notice("W-EVIDENCE-NOTEXT", said),))


def _page(file: BinaryIO, asked: Asked) -> ReadEvidence:
    title, lines = page_lines(file.read())
    return ReadEvidence(Media(""), "\n".join(lines), "html" if lines else "", marks={"title": title} if title else {})


def _plain(file: BinaryIO, asked: Asked) -> ReadEvidence:
    text = decoded(file.read()).replace("\r\n", "\n")
    return ReadEvidence(Media(""), text, "text" if text else "")


def _warc(file: BinaryIO, asked: Asked) -> ReadEvidence:
    pages, notices = [], []
    try:
        for it in archived_pages(file, asked.name):
            pages.append((f"{it.url} {it.captured}", it))
    except UnreadableFile as error:
        notices.append(Notice("W-EVIDENCE-UNREAD", error.message))
    text = PAGE_MARK.join("\n".join((head, *it.lines)) for head, it in pages)
    marks = {"pages": str(len(pages)), "urls": " ".join(dict.fromkeys(it.url for _, it in pages[:100]))}
    return ReadEvidence(Media(""), text, "warc" if pages else "", marks=marks, notices=tuple(notices))


def _pdf(file: BinaryIO, asked: Asked) -> ReadEvidence:
    pages = [*pdf_pages(file, asked.name)]
    notices = list[Notice]()
    if pages and pages[0].pages > MOST_PAGES:
        said = f"{asked.name!r} has {pages[0].pages:,} pages; text is read of the first {MOST_PAGES:,}."
        notices.append(Notice("W-EVIDENCE-NOTEXT", said))
    if damaged := [it.number for it in pages if it.unread]:
        said = f"{asked.name!r}: damaged pages are not read: {', '.join(map(str, damaged[:20]))}."
        notices.append(Notice("W-EVIDENCE-UNREAD", said))
    marks = {"pages": str(pages[0].pages if pages else 0)}
    if pages and not any(it.text for it in pages):
        return _scan(file, asked, ReadEvidence(Media(""), marks=marks, notices=tuple(notices)), pages)
    text = PAGE_MARK.join(it.text for it in pages)
    return ReadEvidence(Media(""), text, "pdf" if text else "", marks=marks, notices=tuple(notices))


def _scan(file: BinaryIO, asked: Asked, read: ReadEvidence, pages: list[PdfPage]) -> ReadEvidence:
    languages = asked.tesseract.fitting(asked.language)
    if not languages:
        return replace(read, notices=(*read.notices, _no_machine(asked)))
    texts = list[str]()
    for it in pages[:MOST_SCANNED_PAGES]:
        pictures = page_pictures(file, asked.name, it.number)
        texts.append("\n".join(_recognised(each, asked) for each in pictures))
    if len(pages) > MOST_SCANNED_PAGES:
        said = f"{asked.name!r} is a scan of {len(pages):,} pages; the first {MOST_SCANNED_PAGES} are read."
        read = replace(read, notices=(*read.notices, Notice("W-EVIDENCE-NOTEXT", said)))
    return _by_machine(read, PAGE_MARK.join(texts), asked, languages)


def _picture(file: BinaryIO, asked: Asked) -> ReadEvidence:
    seen = picture_of(file, asked.name)
    told = {"width": seen.width, "height": seen.height, "look": seen.look, "taken": seen.taken}
    marks = {name: str(value) for name, value in told.items() if value}
    marks |= {"tells_place": "yes"} if seen.tells_place else {}
    read = ReadEvidence(Media(""), marks=marks)
    languages = asked.tesseract.fitting(asked.language)
    if not languages:
        return replace(read, notices=(_no_machine(asked),))
    file.seek(0)
    return _by_machine(read, _recognised(file.read(), asked), asked, languages)


def _recognised(data: bytes, asked: Asked) -> str:
    try:
        png = as_png(data, asked.name)
    except UnreadableFile:
        return ""
    return asked.tesseract.read(png, asked.tesseract.fitting(asked.language))


def _by_machine(read: ReadEvidence, text: str, asked: Asked, languages: tuple[str, ...]) -> ReadEvidence:
    if not text.strip():
        return read
    by = f"tesseract {asked.tesseract.version} {'+'.join(languages)}"
    return replace(read, text=text, read_by=by, by_machine=True)


def _word(file: BinaryIO, asked: Asked) -> ReadEvidence:
    try:
        document = docx.Document(file)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        said = f"{asked.name!r} is damaged ({str(error)[:200]}); its bytes are kept, its text is not read."
        return ReadEvidence(Media(""), notices=(Notice("W-EVIDENCE-UNREAD", said),))
    lines = [it.text for it in document.paragraphs if it.text.strip()]
    lines += [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return ReadEvidence(Media(""), "\n".join(lines), "docx" if lines else "")


def _book(file: BinaryIO, asked: Asked) -> ReadEvidence:
    sheets = open_blob(blob_of_bytes(asked.name, file.read())).sheets
    lines = list[str]()
    for sheet in sheets:
        lines.append(f"[{sheet.place.sheet or ''}]")
        lines += [" | ".join(it.strip() for it in row if it) for row in sheet.head(MOST_ROWS)]
    return ReadEvidence(Media(""), "\n".join(lines), "table", marks={"sheets": str(len(sheets))})


def _no_machine(asked: Asked) -> Notice:
    missing = "Tesseract is not installed" if not asked.tesseract.program else "Tesseract lacks the languages"
    said = f"{asked.name!r} is a picture, and {missing} (rus, chi_sim, kor, eng): no text was read. Its bytes are kept."
    return Notice("W-EVIDENCE-NO-OCR", said)


def _false_ending(name: str, media: Media) -> Notice:
    said = f"{name!r} is {media.type} by its content, not {media.claimed} as its name says. It is kept as what it is."
    return Notice("W-EVIDENCE-ENDING", said)
