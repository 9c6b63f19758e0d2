"""What kind of file some bytes are, by content; the suffix only helps to word a message."""

import re
import zipfile
from dataclasses import dataclass

from enduse.sources.reading.blob import Blob
from enduse.sources.reading.encoding import unmarked_utf16
from enduse.sources.reading.ole import root_entries

_MAGIC = (
    (b"PAR1", "parquet"),
    (b"\x1f\x8b", "gz"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"BZh", "bz2"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PK\x03\x04", "zip"),
)
# What people send along with tables, or instead of them: kind, and what can be done about it.
_OTHERS = (
    (b"%PDF", "a PDF", "ask for the table as CSV or XLSX, or extract it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"SQLite format 3\x00", "an SQLite database", "export its tables as CSV first"),
    (b"\x00\x01\x00\x00Standard", "an Access database", "export its tables as CSV first"),
    (b"<stata_dta>", "a Stata file", "export it as CSV first (in Stata: export delimited)"),
    (b"\x89PNG", "a picture", "pictures are no tables"),
    (b"\xff\xd8\xff", "a picture", "pictures are no tables"),
    (b"GIF8", "a picture", "pictures are no tables"),
    (b"{\\rtf", "an RTF document", "save it as XLSX or CSV first"),
)
_MARKUP = re.compile(r"\s*(?:<!--.*?-->\s*)*<(\?xml|!doctype\s+html|[\w:.-]+)", re.I | re.S)
# Control characters other than tabs, line ends, Ctrl-Z and the separators 28 to 31 do not occur in text.
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0e-\x19\x1b]")
_HTML = frozenset({"!doctype html", "html", "head", "body", "table", "style", "meta"})


@dataclass(frozen=True)
class Recognised:
    """A kind of file.

    Attributes:
        kind: csv, xlsx, xlsb, xls, ods, parquet, json, jsonl, xml, spreadsheetml, html, doc, docx, zip, tar, gz, xz,
            bz2, zst, locked, empty or unknown.
        why: For ``unknown``: what the file is instead, and what to do about it.
    """

    kind: str
    why: str = ""


def recognise(blob: Blob) -> Recognised:
    """The kind of a file by its first bytes and, for containers, their list of contents."""
    start = blob.first(65_536)
    if not start.strip(b"\0\r\n\t \xef\xbb\xbf"):
        return Recognised("empty") if blob.size <= len(start) else Recognised("unknown", "nothing but blank bytes")
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            look_inside = {"zip": _inside_zip, "ole": _inside_ole}.get(kind)
            return look_inside(blob) if look_inside else Recognised(kind)
    if start[257:262] == b"ustar":
        return Recognised("tar")
    for magic, what, remedy in _OTHERS:
        if start.startswith(magic):
            return Recognised("unknown", f"{what}: {remedy}")
    if blob.name.lower().endswith(".dta"):
        return Recognised("unknown", "a Stata file: export it as CSV first (in Stata: export delimited)")
    return _text_kind(start, blob)


def _inside_zip(blob: Blob) -> Recognised:
    try:
        with blob.open() as reader, zipfile.ZipFile(reader) as archive:
            names = set(archive.namelist())
            typed = archive.read("mimetype")[:80] if "mimetype" in names and not _locked(archive, "mimetype") else b""
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, EOFError):
        return Recognised("zip")
    for part, kind in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("word/document.xml", "docx")):
        if part in names:
            return Recognised(kind)
    if typed.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return Recognised("ods")
    return Recognised("zip")


def _locked(archive: zipfile.ZipFile, name: str) -> bool:
    return bool(archive.getinfo(name).flag_bits & 1)


def _inside_ole(blob: Blob) -> Recognised:
    with blob.open() as reader:
        names = root_entries(reader)
    if "EncryptedPackage" in names:
        return Recognised("locked")
    if names & {"Workbook", "Book"}:
        return Recognised("xls")
    if "WordDocument" in names:
        return Recognised("doc")
    return Recognised("unknown", "an Office container without a workbook or document")


def _text_kind(start: bytes, blob: Blob) -> Recognised:
    text = _rough_text(start)
    if text is None:
        return Recognised("unknown", "binary data of no kind known here")
    if match := _MARKUP.match(text):
        if " ".join(match[1].lower().split()) in _HTML:
            return Recognised("html")
        if match[1] == "?xml" or re.search(rf"<{re.escape(match[1])}[^<>]*>\s*<|/>|</", text):
            return Recognised(_xml_kind(text))
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped[:1] in ("{", "["):
        return _json_kind(stripped, blob)
    return Recognised("csv")


def _rough_text(start: bytes) -> str | None:
    """The text so far that its marks can be seen, in whatever encoding; None for what is no text."""
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            return start[2:].decode(codec, "replace")
    wide = unmarked_utf16(start)
    text = start.decode(wide, "replace") if wide else start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    text = text.replace("\0", "")
    return None if len(_CONTROL.findall(text)) > len(text) * 0.01 else text


def _xml_kind(text: str) -> str:
    if "urn:schemas-microsoft-com:office:spreadsheet" in text[:4_000]:
        return "spreadsheetml"
    if re.search(r"<(?:!doctype\s+)?html[\s>]", text[:2_000], re.I):
        return "html"
    return "xml"


def _json_kind(text: str, blob: Blob) -> Recognised:
    lines = [line for line in text.split("\n") if line.strip()][:2]
    starts = [line.strip().startswith("{") for line in lines]
    if starts == [True, True] and lines[0].strip().endswith("}"):
        return Recognised("jsonl")
    # One long line, of which the end was not seen, or a single one: the name decides.
    if starts == [True] and blob.name.lower().endswith((".jsonl", ".ndjson")):
        return Recognised("jsonl")
    if re.match(r'\{\s*(?:"|\}|$)|\[\s*(?:[\[{"\]\d-]|null|true|false|$)', text):
        return Recognised("json")
    return Recognised("csv")
