"""A screened spreadsheet: the user's own columns and ours beside them, every hit, and which lists were asked."""

import csv
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

from enduse.errors import UsageError
from enduse.sources.party_table import distinct
from enduse.store.atomic import explained

_SAFE = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "constant_memory": True}
_LONGEST = 32_000
_MOST_ROWS = 1_048_576
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PHONE = re.compile(r"[+-][\d\s().,/-]*")
_WIDTHS = {
    "why": 70,
    "all names": 40,
    "listed name": 32,
    "asked": 32,
    "list": 24,
    "entry": 20,
    "programmes": 24,
    "decision": 24,
}
_NARROW = {"row": 7, "match": 13, "score": 8, "hits": 6}
_LINE_POINTS = 15
_MOST_LINES = 12
_WIDE = 40

OURS = ("row", "match", "score", "list", "entry", "listed name", "listed on", "snapshot", "hits", "why", "decision")
"""Columns that are added to the user's own; a column of that name is called ``match (2)``."""
HITS = ("row", "asked", "score", "match", "list", "entry", "listed name", "all names", "listed on", "standing")
HITS_MORE = ("programmes", "snapshot", "why", "decision")


@dataclass(frozen=True)
class Page:
    """One table: its name, its columns, and its rows by column."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Mapping[str, Any]]


@dataclass
class ScreenedFile:
    """What is written, sheet after sheet.

    Attributes:
        path: ``.xlsx``, or ``.csv``: then every further table is a file beside it (``x.hits.csv``).
    """

    path: Path

    def write(self, pages: Sequence[Page]) -> tuple[Path, ...]:
        """Write the pages, all or none; gives the files. Files that were there are replaced.

        Raises:
            UsageError: ``E-SCREENING-FORMAT``: the name ends with neither ``.xlsx`` nor ``.csv``, its folder does not
                exist, or a workbook has no room for so many rows.
        """
        suffix = self.path.suffix.casefold()
        if suffix not in (".xlsx", ".csv") or not self.path.parent.is_dir():
            raise UsageError(
                f"{str(self.path)!r} cannot be written: give a name that ends with .xlsx or .csv, in a folder that "
                "exists.",
                code="E-SCREENING-FORMAT",
            )
        files = [self.path]
        if suffix == ".csv":
            files += [self.path.with_suffix(f".{it.name.casefold()}.csv") for it in pages[1:]]
        drafts = [it.with_name(f".{it.name}.tmp") for it in files]
        with explained("writing the screened spreadsheet", self.path), ExitStack() as cleaning:
            # A half-written spreadsheet looks like one in which the other half was not found.
            for draft in drafts:
                cleaning.callback(draft.unlink, missing_ok=True)
            if suffix == ".csv":
                _write_texts(drafts, pages)
            else:
                _write_book(drafts[0], pages)
            for draft, file in zip(drafts, files, strict=True):
                os.replace(draft, file)
        return tuple(files)


def _write_book(path: Path, pages: Sequence[Page]) -> None:
    with xlsxwriter.Workbook(str(path), _SAFE) as workbook:
        head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = workbook.add_format({"num_format": "@", "valign": "top"})
        prose = workbook.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        plain = workbook.add_format({"valign": "top", "align": "left"})
        for page in pages:
            sheet = workbook.add_worksheet(page.name)
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            for at, column in enumerate(page.columns):
                sheet.set_column(at, at, _width(column), text)
                sheet.write_string(0, at, column, head)
            last = 0
            for last, row in enumerate(page.rows, 1):
                _require_room(last, path)
                sheet.set_row(last, _LINE_POINTS * _lines(row))
                for at, column in enumerate(page.columns):
                    value = row.get(column)
                    is_number = isinstance(value, int | float) and not isinstance(value, bool)
                    _put(sheet, (last, at), value, plain if is_number else prose if column in _WIDTHS else text)
            sheet.autofilter(0, 0, last, max(0, len(page.columns) - 1))


def _lines(row: Mapping[str, Any]) -> int:
    """How many lines the longest of our texts takes: not every program makes the room by itself."""
    return max(1, *(min(_MOST_LINES, -(-_places(row.get(it)) // (width - 2))) for it, width in _WIDTHS.items()))


def _places(value: object) -> int:
    """Places that a text takes; Han, kana and Hangul take two each."""
    return sum(2 if east_asian_width(it) in "WF" else 1 for it in str(value or ""))


def _width(column: str) -> int:
    return _NARROW.get(column) or _WIDTHS.get(column) or min(_WIDE, max(11, len(column) + 2))


def _require_room(row: int, path: Path) -> None:
    if row >= _MOST_ROWS:
        raise UsageError(
            f"{path.name.strip('.').removesuffix('.tmp')!r} has no room for more than {_MOST_ROWS - 1:,} rows, and "
            "the rest would be lost without a word. Write to a name that ends with .csv.",
            code="E-SCREENING-FORMAT",
        )


def _write_texts(paths: Sequence[Path], pages: Sequence[Page]) -> None:
    for path, page in zip(paths, pages, strict=True):
        # The mark at the beginning makes spreadsheet programs read it as UTF-8.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            _write_text(file, page)


def our_columns(headers: Sequence[str]) -> dict[str, str]:
    """What our columns are called beside the user's headers."""
    return dict(zip(OURS, distinct(OURS, headers), strict=True))


def _put(sheet: Any, at: tuple[int, int], value: object, style: Any) -> None:
    if isinstance(value, bool):
        sheet.write_string(*at, "yes" if value else "no", style)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value, style)
    elif value not in (None, ""):
        sheet.write_string(*at, str(value)[:_LONGEST], style)


def _write_text(file: TextIOWrapper, page: Page) -> None:
    writer = csv.writer(file)
    writer.writerow([_harmless(it) for it in page.columns])
    for row in page.rows:
        writer.writerow([_harmless(row.get(it)) for it in page.columns])


def _harmless(value: object) -> str:
    """A cell that no spreadsheet program runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    # A phone number that begins with + is no formula, and the user wants it back as it was.
    is_formula = isinstance(value, str) and text.startswith(_FORMULA) and not _PHONE.fullmatch(text)
    return f"'{text}" if is_formula else text
