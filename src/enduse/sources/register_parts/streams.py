"""Records of large files one after the other, in bounded memory."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lxml import etree

from enduse.errors import UnreadableFile, UnsafeFile
from enduse.model.listing import BadRecord
from enduse.sources.lists import ListFile

_CHUNK = 1 << 20
_MOST = 64 << 20
_ENTITY = re.compile(rb"<!ENTITY|<\0!\0E\0N\0T\0I\0T\0Y|\0<\0!\0E\0N\0T\0I\0T\0Y")
_BETWEEN = re.compile(r"[\s,]*")


@dataclass(frozen=True)
class JsonRecord:
    """One object of a JSON document or JSON Lines file.

    Attributes:
        row: Line of JSON Lines, ordinal in a list.
        value: The object; fractions are ``Decimal``, so that no digit is lost.
    """

    row: int
    value: Mapping[str, Any]


@dataclass(frozen=True)
class TableRecord:
    """One row of a table: ``row`` as a spreadsheet shows it, cells by column name, trimmed."""

    row: int
    cells: Mapping[str, str]


def json_records(file: ListFile, inside: str = "") -> Iterator[JsonRecord | BadRecord]:
    """Every object of a JSON list or of JSON Lines, in order; what is no object comes as a bad record.

    Args:
        file: The file.
        inside: The list stands under this word of the document's object, within the head of the file.

    Raises:
        UnreadableFile: E-JSON when a list is cut off, E-LONG-LINE when a record has more than 64 MiB.
    """
    if inside or file.head(4096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[":
        yield from _listed(file, inside)
    else:
        yield from _lines(file)


def first_object(file: ListFile) -> Mapping[str, Any]:
    """The first object in the head of a JSON file, for recognition; empty where there is none."""
    text = file.head().decode("utf-8-sig", "replace")
    at = text.find("{")
    if at < 0 or text[:at].strip() not in ("", "["):
        return {}
    try:
        value, _ = _decoder().raw_decode(text, at)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_float=Decimal, parse_constant=lambda _: None)


def _lines(file: ListFile) -> Iterator[JsonRecord | BadRecord]:
    decoder = _decoder()
    with file.open() as reader:
        for row, line in enumerate(iter(lambda: reader.readline(_MOST), b""), 1):
            if len(line) >= _MOST:
                raise _too_long(file, row)
            if not line.strip():
                continue
            try:
                value = decoder.decode(line.decode("utf-8-sig"))
            except (ValueError, RecursionError):
                value = None
            yield _record(row, value, len(line))


def list_start(text: str, word: str) -> int:
    """Where the list under the word begins, behind its bracket; -1 where there is none."""
    found = re.search(rf'"{re.escape(word)}"\s*:\s*\[', text)
    return found.end() if found else -1


def _listed(file: ListFile, inside: str) -> Iterator[JsonRecord | BadRecord]:
    decoder, row, at = _decoder(), 0, 0
    with file.open() as raw, io.TextIOWrapper(raw, "utf-8-sig") as reader:
        buffer = _more(file, reader, _CHUNK).lstrip()
        start = list_start(buffer, inside) if inside else 1
        if start < 0:
            raise _damaged(file, f"it has no list {inside!r}")
        buffer = buffer[start:]
        while True:
            at = _BETWEEN.match(buffer, at).end()  # type: ignore[union-attr]
            if buffer[at : at + 1] == "]":
                return
            try:
                value, end = decoder.raw_decode(buffer, at)
            except (ValueError, RecursionError):
                end = len(buffer)
            if end == len(buffer):
                # Cut in the middle: take twice as much, or a long record would be parsed again and again.
                if end - at > _MOST:
                    raise _too_long(file, row + 1)
                buffer, at = buffer[at:] + _more(file, reader, max(_CHUNK, end - at)), 0
                continue
            row, at = row + 1, end
            yield _record(row, value, 0)


def _more(file: ListFile, reader: io.TextIOWrapper, size: int) -> str:
    try:
        text = reader.read(size)
    except UnicodeDecodeError as error:
        raise _damaged(file, f"it is no UTF-8: {error.reason}") from error
    if not text:
        raise _damaged(file, "its list does not end, or a record in it is no JSON")
    return text


def _record(row: int, value: Any, size: int) -> JsonRecord | BadRecord:
    if isinstance(value, dict):
        return JsonRecord(row, value)
    # Its text is not passed on: in a register of persons it may hold what we do not keep.
    length = f" It has {size:,} bytes." if size else ""
    return BadRecord(row, "R-JSON", f"This is no JSON object, or it is cut off.{length} See it in the original file.")


def _damaged(file: ListFile, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"The JSON document {file.name!r} is damaged or cut off: {why}. Nothing of it was kept. Download it again.",
        code="E-JSON",
    )


def _too_long(file: ListFile, row: int) -> UnreadableFile:
    return UnreadableFile(
        f"Record {row} of {file.name!r} is longer than {_MOST:,} bytes, which no register's record is. "
        "Check what the file is.",
        code="E-LONG-LINE",
    )


def xml_records(file: ListFile, *tags: str) -> Iterator[tuple[int, Any]]:
    """Every element with one of these local names, with its ordinal; it is emptied when the next one is asked for.

    Raises:
        UnsafeFile: E-XML-ENTITY.
        UnreadableFile: E-XML-DAMAGED, also when the document is cut off.
    """
    if _ENTITY.search(file.head(_CHUNK)):
        raise UnsafeFile(
            f"{file.name!r} defines entities, which can blow a document up or read this machine's files; no register "
            "needs them. Nothing of it was read. Ask where the file comes from.",
            code="E-XML-ENTITY",
        )
    with file.open() as reader:
        found = etree.iterparse(
            reader,
            events=("end",),
            tag=[f"{{*}}{it}" for it in tags],
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        )
        try:
            for row, (_, element) in enumerate(found, 1):
                yield row, element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(
                f"The XML document {file.name!r} is damaged or cut off: {error}. Nothing of it was kept. "
                "Download it again.",
                code="E-XML-DAMAGED",
            ) from error


def xml_root(file: ListFile) -> tuple[str, Mapping[str, str]]:
    """Local name and attributes of the document's root, for recognition; ``("", {})`` when this is no XML."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    try:
        parser.feed(file.head())
    except etree.XMLSyntaxError:
        return "", {}
    started: Any = next(iter(parser.read_events()), None)
    if started:
        return local_name(started[1]), {str(key): str(value) for key, value in started[1].attrib.items()}
    return "", {}


def local_name(element: Any) -> str:
    """The element's name without its namespace; ``""`` for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def table_records(file: ListFile, delimiter: str = ",", codec: str = "utf-8-sig") -> Iterator[TableRecord | BadRecord]:
    """Every row below the header; one with more or fewer cells than the header is a bad record; blank ones are skipped.

    Raises:
        UnreadableFile: E-REG-TABLE when it is no table of that encoding, or a quotation mark is never closed.
    """
    with file.open() as raw, io.TextIOWrapper(raw, codec, newline="") as reader:
        rows = csv.reader(reader, delimiter=delimiter, strict=True)
        try:
            names = [it.strip() for it in next(rows, [])]
            for row, cells in enumerate(rows, 2):
                if not any(it.strip() for it in cells):
                    continue
                if len(cells) != len(names):
                    # The cells are not passed on: without their columns nobody knows which are personal.
                    reason = f"It has {len(cells)} cells, the header has {len(names)}. See it in the original file."
                    yield BadRecord(row, "R-RAGGED", reason)
                else:
                    yield TableRecord(row, dict(zip(names, (it.strip() for it in cells), strict=True)))
        except (csv.Error, UnicodeDecodeError) as error:
            raise UnreadableFile(
                f"The table {file.name!r} cannot be read to its end: {error}. Nothing of it was kept, because rows "
                "would be lost. Download it again, or save it as CSV in UTF-8.",
                code="E-REG-TABLE",
            ) from error


def table_header(file: ListFile, delimiter: str = ",", codec: str = "utf-8-sig") -> tuple[str, ...]:
    """The column names, for recognition; empty when this is no text."""
    head = file.head().decode(codec, "replace").splitlines()
    try:
        names = next(csv.reader(head[:1], delimiter=delimiter), [])
    except csv.Error:
        return ()
    return tuple(it.strip() for it in names)
