"""What kind of file some bytes are, by content, and whether its name says otherwise."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from enduse.errors import UnsafeFile

HEAD_BYTES = 4096
MOST_UNPACKED = 4 << 30
MOST_RATIO = 400
_RATIO_FLOOR = 64 << 20

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"WARC/", "application/warc"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"OggS", "video/ogg"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x1f\x8b", "application/gzip"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ", "application/x-executable"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_INSIDE_ZIP = (
    ("xl/workbook.xml", f"{_OFFICE}.spreadsheetml.sheet"),
    ("word/document.xml", f"{_OFFICE}.wordprocessingml.document"),
    ("ppt/presentation.xml", f"{_OFFICE}.presentationml.presentation"),
)
_SUFFIXES = {
    ".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".tif": "image/tiff", ".tiff": "image/tiff", ".bmp": "image/bmp", ".webp": "image/webp", ".mp4": "video/mp4",
    ".mov": "video/quicktime", ".mkv": "video/x-matroska", ".avi": "video/x-msvideo", ".htm": "text/html",
    ".html": "text/html", ".svg": "image/svg+xml", ".warc": "application/warc",
    ".docx": f"{_OFFICE}.wordprocessingml.document", ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".zip": "application/zip",
}  # fmt: skip
_HTML = re.compile(rb"^\s*(<!--.*?-->\s*)*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|body)\b", re.I | re.S)
_SVG = re.compile(rb"^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype\s+svg[^>]*>\s*)?<svg\b", re.I | re.S)
# A browser shows a piece of a page as a page: what could act is taken for one.
_ACTIVE = re.compile(rb"<(script|iframe|object|embed|svg|img|a|body|html)[\s>/]", re.I)
_PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def harmless_name(name: str, media_type: str) -> str:
    """The name under which a copy leaves: bytes that are no page never bear a name that a browser takes for one."""
    acts = name.lower().endswith((*_PAGE_ENDINGS, ".svg", ".xml", ".js", ".exe", ".hta"))
    return f"{name}.bin" if acts and media_type not in ("text/html", "image/svg+xml") else name


@dataclass(frozen=True)
class Media:
    """A kind of file.

    Attributes:
        type: Media type, e.g. ``image/jpeg``.
        claimed: What the name's ending says, where that is something else; else empty.
    """

    type: str
    claimed: str = ""

    @property
    def family(self) -> str:
        """image, video, text, application."""
        return self.type.partition("/")[0]


def media_of(file: BinaryIO, name: str) -> Media:
    """The kind of a file by its bytes; it is at its beginning afterwards.

    Raises:
        UnsafeFile: ``E-BOMB``: it unpacks to far more than data would.
    """
    file.seek(0)
    found = _kind(file.read(HEAD_BYTES), file, name)
    file.seek(0)
    claimed = _SUFFIXES.get(PurePath(name.lower()).suffix, "")
    quicktime = {found, claimed} <= {"video/mp4", "video/quicktime"}
    return Media(found, "" if claimed == found or quicktime else claimed)


def _kind(head: bytes, file: BinaryIO, name: str) -> str:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in (b"heic", b"heix", b"mif1", b"avif"):
            return "image/avif" if brand == b"avif" else "image/heic"
        return "video/quicktime" if brand == b"qt  " else "video/mp4"
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"AVI "):
        return "image/webp" if head[8:12] == b"WEBP" else "video/x-msvideo"
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            packed_warc = media_type == "application/gzip" and name.lower().endswith((".warc.gz", ".warc"))
            return "application/warc" if packed_warc else _inside(media_type, file, name)
    return _text_kind(head, name)


def _text_kind(head: bytes, name: str) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")[2:]
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if _SVG.match(plain):
        return "image/svg+xml"
    if _HTML.match(plain) or (head and name.lower().endswith(_PAGE_ENDINGS)):
        return "text/html"
    if _CONTROL.search(head):
        return "application/octet-stream"
    return "text/html" if _ACTIVE.search(plain) else "text/plain"


def _inside(media_type: str, file: BinaryIO, name: str) -> str:
    if media_type != "application/zip":
        return media_type
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, EOFError):
        return media_type
    unpacked, packed = sum(it.file_size for it in members), sum(it.compress_size for it in members)
    if unpacked > MOST_UNPACKED or (unpacked > _RATIO_FLOOR and unpacked > packed * MOST_RATIO):
        raise UnsafeFile(
            f"{name!r} unpacks to {unpacked:,} bytes from {packed:,}. That looks like an attack on the reader, so it "
            "is not taken as evidence. If you trust it, unpack it and add the files that matter.",
            code="E-BOMB",
        )
    names = {it.filename for it in members}
    return next((kind for part, kind in _INSIDE_ZIP if part in names), media_type)
