"""The first lines of a table in plain text, cut into cells, for telling what it is."""

import csv
from dataclasses import dataclass
from functools import lru_cache

from enduse.sources.reading.encoding import encoding_of

_DELIMITERS = ",;\t|"
_MOST = 30


@dataclass(frozen=True)
class FirstLines:
    """What the head of a file shows.

    Attributes:
        rows: Up to 30 lines as cells without spaces around them; a line break inside a cell ends the reading.
        delimiter: Between cells.
        codec: Python's name.
    """

    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    codec: str


@lru_cache(maxsize=8)
def first_lines(head: bytes) -> FirstLines | None:
    """The first lines of a file with these first bytes; None for a file that is no text."""
    codec = _codec(head)
    if not codec:
        return None
    lines = [it.rstrip("\r") for it in head.decode(codec, "replace").split("\n")[:_MOST]]
    # Below a title the header is the line that has most marks; a title may have a comma.
    told = lines[:1] if any(lines[0].count(mark) > 1 for mark in _DELIMITERS) else lines
    delimiter = max(_DELIMITERS, key=lambda mark: max(line.count(mark) for line in told))
    return FirstLines(tuple(_cells(lines, delimiter)), delimiter, codec)


def _codec(head: bytes) -> str:
    """Python's name; empty where the bytes are no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    whole = head[: head.rfind(b"\n") + 1] or head
    if b"\0" in whole or not whole.strip():
        return ""
    found = encoding_of(whole, whole.count(b"\n")).codec
    return "utf-8-sig" if found == "utf-8" else found


def _cells(lines: list[str], delimiter: str) -> list[tuple[str, ...]]:
    rows = []
    for line in lines:
        try:
            rows.append(tuple(it.strip() for it in next(csv.reader([line], delimiter=delimiter, strict=True), [])))
        except csv.Error:
            break
    return rows
