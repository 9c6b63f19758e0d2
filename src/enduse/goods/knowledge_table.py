"""Rows of a table of knowledge about goods: brands, model patterns, machines; the project's own or a user's."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from enduse.errors import InputError, UnreadableFile

Confidence = Literal["low", "medium", "high"]

CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")
KINDS = frozenset(
    {
        "turning",
        "milling",
        "machining_centre",
        "grinding",
        "edm",
        "gear",
        "drilling",
        "additive",
        "other_machine",
        "part",
        "accessory",
        "cutting_tool",
        "control_unit",
        "software",
        "other",
    }
)
"""What goods may be; the word of the fact ``kind``."""

_SHOWN = 5
_LONGEST_LINE = 100_000


class BadCell(ValueError):
    """One cell does not hold what its column may hold; the reader of the table says where."""


@dataclass(frozen=True)
class Columns:
    """What the header of one kind of table may say.

    Attributes:
        name: What the table holds, in a word, for messages.
        needed: Columns that must be there.
        optional: Columns that may be there.
    """

    name: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes:
        line: The line in the file where it begins; the header line counts.
        cells: Trimmed text by column; every needed and optional column is there, perhaps empty.
        written: How many cells are written in the row.
        expected: How many the header has.
    """

    line: int
    cells: Mapping[str, str]
    written: int
    expected: range

    def check(self) -> None:
        """Refuse a row with too many cells, or without all that are needed: its values stand in wrong columns."""
        if self.written not in self.expected:
            raise BadCell(f"it has {self.written} cells where the header has {self.expected[-1]}")

    def text(self, column: str) -> str:
        """The cell, which must not be empty."""
        if not self.cells[column]:
            raise BadCell(f"{column} is empty")
        return self.cells[column]

    def parts(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that ``|`` divides, each once, in order."""
        return tuple(dict.fromkeys(it.strip() for it in self.cells[column].split("|") if it.strip()))

    def confidence(self) -> Confidence:
        """The cell ``confidence``: low, medium or high."""
        for word in CONFIDENCES:
            if self.cells["confidence"] == word:
                return word
        raise BadCell(f"confidence {self.cells['confidence']!r} is none of {', '.join(CONFIDENCES)}")

    def kinds(self, column: str, known: frozenset[str] = KINDS) -> tuple[str, ...]:
        """The kinds of goods of a cell, of which there must be one."""
        found = self.parts(column)
        unknown = [it for it in found if it not in known]
        if unknown or not found:
            raise BadCell(f"{column} {self.cells[column]!r} must be one or more of {', '.join(sorted(known))}")
        return found


def bundled_rows(file: str, columns: Columns) -> list[Row]:
    """The rows of ``data/goods/<file>``."""
    text = (files("enduse.data") / "goods" / file).read_text(encoding="utf-8")
    return list(_rows(text, columns, file))


def user_rows(path: Path, columns: Columns) -> list[Row]:
    """The rows of a user's file: UTF-8, columns divided by ``;``, ``,`` or tab, as its header line is.

    Raises:
        UnreadableFile: It cannot be opened, is no UTF-8 text, or its header lacks a column (``E-GOODS-TABLE``).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as reason:
        raise UnreadableFile(
            f"{path}: {reason}. The table of {columns.name} cannot be used. Save it as CSV in UTF-8.",
            code="E-GOODS-TABLE",
        ) from reason
    return list(_rows(text, columns, str(path)))


def refuse(file: str, columns: Columns, found: Iterable[tuple[Row, str]]) -> None:
    """Stop where rows are bad.

    Raises:
        InputError: Names the first rows and what is wrong with them (``E-GOODS-ROW``).
    """
    bad = list(found)
    if not bad:
        return
    shown = "; ".join(f"line {row.line}: {reason}" for row, reason in bad[:_SHOWN])
    more = f"; and {len(bad) - _SHOWN} more" if len(bad) > _SHOWN else ""
    raise InputError(
        f"{file}: {len(bad)} row(s) of {columns.name} cannot be used: {shown}{more}. A wrong row would make wrong "
        f"facts of every shipment that it fits, so nothing of the file is used. Correct these rows.",
        code="E-GOODS-ROW",
    )


def _rows(text: str, columns: Columns, file: str) -> Iterator[Row]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if "\0" in text or max(map(len, lines)) > _LONGEST_LINE:
        raise UnreadableFile(f"{file}: this is no table of text. Save it as CSV in UTF-8.", code="E-GOODS-TABLE")
    head = next((it for it in lines if it.strip() and not it.startswith("#")), "")
    # Comment lines stay in as blank lines, so that line numbers are those of the file.
    plain = [f"{'' if it.startswith('#') else it}\n" for it in lines]
    reader = csv.reader(plain, delimiter=max(";,\t", key=head.count), strict=True)
    header: list[str] = []
    try:
        for cells in reader:
            if not any(it.strip() for it in cells):
                continue
            if header:
                yield _row(reader.line_num, cells, header, columns)
            else:
                header = _header([it.strip().lower() for it in cells], columns, file)
    except csv.Error as reason:
        raise UnreadableFile(
            f"{file}, line {reader.line_num}: {reason}. A quote that is not closed would swallow the rows after it, so "
            f"nothing of the table of {columns.name} is used. Correct the quotes.",
            code="E-GOODS-TABLE",
        ) from reason


def _header(found: list[str], columns: Columns, file: str) -> list[str]:
    lacking = [it for it in columns.needed if it not in found]
    strange = [it for it in found if it not in (*columns.needed, *columns.optional)]
    twice = [it for it in dict.fromkeys(found) if found.count(it) > 1]
    if lacking or strange or twice:
        said = [
            f"lacks {', '.join(lacking)}" if lacking else "",
            f"has unknown columns {', '.join(map(repr, strange))}" if strange else "",
            f"has {', '.join(twice)} twice" if twice else "",
        ]
        raise UnreadableFile(
            f"{file}: the header of this table of {columns.name} {'; '.join(it for it in said if it)}. A misspelt "
            f"column would be lost in silence. It may have {', '.join((*columns.needed, *columns.optional))}.",
            code="E-GOODS-TABLE",
        )
    return found


def _row(line: int, cells: list[str], header: list[str], columns: Columns) -> Row:
    values = dict.fromkeys((*columns.needed, *columns.optional), "")
    values |= dict(zip(header, (it.strip() for it in cells), strict=False))
    fewest = max(at for at, it in enumerate(header, 1) if it in columns.needed)
    return Row(line, values, written=len(cells), expected=range(fewest, len(header) + 1))
