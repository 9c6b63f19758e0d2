"""How far the sheets of a workbook reach: one stray cell in the far corner makes seventeen thousand million cells."""

import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from enduse.errors import UnreadableFile
from enduse.sources.reading.blob import Blob
from enduse.sources.reading.limits import Limits

_PIECE = 1 << 20
# Columns A to Z and rows below 1,000 need no look: they stand for 26 columns and 1,000 rows at least.
_COLUMN = re.compile(rb'r="([A-Z]{2,3})\d')
_ROW = re.compile(rb'r="[A-Z]{0,3}(\d{4,7})"')
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def check_extents(blob: Blob, kind: str, limits: Limits) -> None:
    """Refuse a workbook with a sheet that spans more cells than fit into memory, full or not.

    The workbook reader holds every cell of the rectangle that a sheet spans, and would take the whole process down.

    Raises:
        UnreadableFile: E-XLSX-EXTENT.
    """
    with blob.open() as reader, zipfile.ZipFile(reader) as archive:
        for name, rows, columns in _extents(archive, kind):
            if rows * columns > limits.cells:
                raise UnreadableFile(
                    f"A sheet of {blob.name!r} ({name}) reaches to row {rows:,} and column {columns:,}, which is "
                    f"{rows * columns:,} cells, full or empty; {limits.cells:,} may be. Probably one stray cell stands "
                    "far out: delete the empty rows and columns, or save the sheet as CSV.",
                    code="E-XLSX-EXTENT",
                )


def _extents(archive: zipfile.ZipFile, kind: str) -> Iterator[tuple[str, int, int]]:
    for part in archive.infolist():
        if kind == "xlsx" and part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            yield part.filename, *_xlsx_extent(archive, part)
        if kind == "ods" and part.filename == "content.xml":
            yield part.filename, *_ods_extent(archive, part)


def _xlsx_extent(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    rows, columns, before = 1_000, {b"Z"}, b""
    with archive.open(part) as reader:
        for piece in iter(lambda: reader.read(_PIECE), b""):
            text = before + piece
            columns.update(_COLUMN.findall(text))
            rows = max(rows, max(map(int, set(_ROW.findall(text))), default=0))
            before = piece[-40:]
    return rows, max(map(_column_number, columns))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _ods_extent(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    """The tallest and the widest of all sheets; repeated cells and rows count as often as they are repeated."""
    tallest = widest = here = 0
    with archive.open(part) as reader:
        tags = (f"{_TABLE}table-row", f"{_TABLE}table")
        for _, element in etree.iterparse(reader, tag=tags, resolve_entities=False, no_network=True):
            if element.tag == tags[1]:
                here = 0
            else:
                here += int(element.get(f"{_TABLE}number-rows-repeated", 1))
                if width := _filled_width(element):
                    tallest, widest = max(tallest, here), max(widest, width)
            element.clear()
    return tallest, widest


def _filled_width(row: etree._Element) -> int:
    at = last = 0
    for cell in row:
        at += int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        if cell.get(f"{_OFFICE}value-type") is not None or len(cell):
            last = at
    return last
