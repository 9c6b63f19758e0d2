"""Tables in HTML pages and in Excel 2003 XML: what many portals and accounting programs call "xls"."""

from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from enduse.errors import UnreadableFile
from enduse.model.provenance import Place
from enduse.sources.reading.blob import Blob
from enduse.sources.reading.encoding import encoding_of
from enduse.sources.reading.held import HeldSheet
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.rows import Cells

_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MOST_SPAN = 1_000


def open_html(blob: Blob, member: str | None, limits: Limits) -> tuple[HeldSheet, ...]:
    """Every table of a page that has two rows or more; sheets are called ``table 1``, ``table 2`` ...

    Cells that span several rows or columns stand in the first place only; the others are empty.

    Raises:
        UnreadableFile: E-HTML when there is no table, E-TOO-LARGE.
    """
    data = _whole(blob, limits)
    parser = html.HTMLParser(
        encoding=_declared(data) or encoding_of(data, data.count(b"\n") + 1).codec, no_network=True
    )
    root = html.document_fromstring(data, parser=parser) if data.strip() else None
    tables = [] if root is None else [it for it in root.iter("table") if it.find(".//table") is None]
    sheets: list[HeldSheet] = []
    for table in tables:
        rows = _grid(table)
        if len(rows) > 1:
            name = f"table {len(sheets) + 1}"
            sheets.append(HeldSheet(Place(member, name), "html", rows))
    if not sheets:
        raise UnreadableFile(
            f"{blob.name!r} is a web page without a table, whatever its name says: perhaps a log-in or error page "
            "that was saved in place of the file. Open it in a browser to see, and download the file again.",
            code="E-HTML",
        )
    return tuple(sheets)


def open_spreadsheetml(blob: Blob, member: str | None, limits: Limits) -> tuple[HeldSheet, ...]:
    """The sheets of an Excel 2003 XML workbook.

    Raises:
        UnreadableFile: E-XML-DAMAGED, E-TOO-LARGE.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(_whole(blob, limits), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(
            f"The XML workbook {blob.name!r} is damaged or cut off: {error}. Open it in a spreadsheet program, save it "
            "as XLSX, and add that file.",
            code="E-XML-DAMAGED",
        ) from error
    sheets = []
    for sheet in root.iter(f"{_SPREADSHEET}Worksheet"):
        rows, numeric = _xml_rows(sheet)
        name = sheet.get(f"{_SPREADSHEET}Name", "")
        sheets.append(HeldSheet(Place(member, name), "xls", rows, {"visible": "visible"}, (), numeric))
    return tuple(sheets)


def _whole(blob: Blob, limits: Limits) -> bytes:
    if blob.size > limits.document_bytes:
        raise UnreadableFile(
            f"{blob.name!r} has {blob.size:,} bytes; such a document may have {limits.document_bytes:,}, because "
            "it must be held whole. Save it as CSV.",
            code="E-TOO-LARGE",
        )
    return blob.first(blob.size)


def _declared(data: bytes) -> str | None:
    """The encoding a page names itself, if Python knows it."""
    found: Any = (
        html.fromstring(data[:4_000] + b"<p></p>").getroottree().docinfo.encoding
        if b"charset" in data[:4_000]
        else None
    )
    return str(found) if found else None


def _grid(table: Any) -> tuple[Cells, ...]:
    rows: list[Cells] = []
    taken: dict[tuple[int, int], bool] = {}
    for at, row in enumerate(table.iter("tr")):
        cells: list[str | None] = []
        for cell in row.iterchildren("td", "th"):
            while taken.get((at, len(cells))):
                cells.append(None)
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            taken |= {(at + below, len(cells) + right): True for below in range(1, down) for right in range(across)}
            cells += [" ".join(cell.text_content().split()) or None, *[None] * (across - 1)]
        rows.append(tuple(cells))
    return tuple(rows)


def _span(cell: Any, name: str) -> int:
    given = str(cell.get(name, "1")).strip()
    return min(max(int(given), 1), _MOST_SPAN) if given.isdigit() else 1


def _xml_rows(sheet: Any) -> tuple[tuple[Cells, ...], frozenset[int]]:
    rows: list[Cells] = []
    numeric: set[int] = set()
    for row in sheet.iter(f"{_SPREADSHEET}Row"):
        index = int(row.get(f"{_SPREADSHEET}Index", len(rows) + 1))
        rows += [()] * min(index - 1 - len(rows), 1_048_576)
        cells: list[str | None] = []
        for at, text, is_number in _xml_cells(row):
            cells += [None] * (at - len(cells)) + [text]
            if is_number:
                numeric.add(at)
        rows.append(tuple(cells))
    return tuple(rows), frozenset(numeric)


def _xml_cells(row: Any) -> Iterator[tuple[int, str | None, bool]]:
    at = 0
    for cell in row.iter(f"{_SPREADSHEET}Cell"):
        at = min(int(cell.get(f"{_SPREADSHEET}Index", at + 1)) - 1, 16_383)
        data = cell.find(f"{_SPREADSHEET}Data")
        text = "".join(data.itertext()) if data is not None else ""
        kind = data.get(f"{_SPREADSHEET}Type", "") if data is not None else ""
        yield at, (text.removesuffix("T00:00:00.000") if kind == "DateTime" else text) or None, kind == "Number"
        at += 1 + int(cell.get(f"{_SPREADSHEET}MergeAcross", 0))
