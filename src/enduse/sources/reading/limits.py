"""How much one file may ask of the machine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What is refused, and how much is held in memory at once.

    Attributes:
        chunk_bytes: Text is parsed in stretches of about this size; part of what makes a stretch the same again.
        line_bytes: A line longer than this is refused (E-LONG-LINE).
        quoted_bytes: A quoted cell that is not closed within this many bytes was opened by mistake (R-QUOTE).
        unpacked_bytes: All members of an archive together, and a workbook's parts, may not exceed this (E-BOMB).
        ratio: An archive may not unpack to more than this many times its size (E-BOMB); real tables reach 100.
        ratio_floor_bytes: Below this the ratio is not looked at.
        members: An archive may not hold more entries (E-BOMB).
        depth: How many archives deep members are read; what lies deeper is left out with a reason.
        document_bytes: A JSON or HTML document, which must be held whole, may not be larger (E-TOO-LARGE).
        columns: A table may not have more columns (E-COLUMNS).
        cells: A sheet of a workbook may not span more cells, full or empty (E-XLSX-EXTENT); each takes about 30 bytes.
        word_seconds: How long LibreOffice may work on one document.
    """

    chunk_bytes: int = 16 << 20
    line_bytes: int = 64 << 20
    quoted_bytes: int = 1 << 20
    unpacked_bytes: int = 64 << 30
    ratio: int = 400
    ratio_floor_bytes: int = 256 << 20
    members: int = 100_000
    depth: int = 2
    document_bytes: int = 512 << 20
    columns: int = 20_000
    cells: int = 100_000_000
    word_seconds: int = 120
