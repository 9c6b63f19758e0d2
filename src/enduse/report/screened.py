"""A screened spreadsheet: the user's own columns and ours beside them, every hit, and which lists were asked."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import xlsxwriter

from enduse.errors import UsageError

_SAFE = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "constant_memory": True}
_LONGEST = 32_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDE = 60

OURS = ("match", "score", "list", "entry", "listed name", "listed on", "snapshot", "hits", "why", "decision")
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
    _further: list[Path] = field(default_factory=list)

    def write(self, pages: Sequence[Page]) -> tuple[Path, ...]:
        """Write the pages; gives the files.

        Raises:
            UsageError: ``E-SCREENING-FORMAT``: the name ends with neither ``.xlsx`` nor ``.csv``.
        """
        writers: dict[str, Callable[[Sequence[Page]], tuple[Path, ...]]] = {".xlsx": self._book, ".csv": self._texts}
        if (writer := writers.get(self.path.suffix.casefold())) is None:
            raise UsageError(
                f"{self.path.name!r} should end with .xlsx or .csv, so that it is clear what is written.",
                code="E-SCREENING-FORMAT",
            )
        return writer(pages)

    def _book(self, pages: Sequence[Page]) -> tuple[Path, ...]:
        with xlsxwriter.Workbook(str(self.path), _SAFE) as workbook:
            head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
            text = workbook.add_format({"num_format": "@", "valign": "top"})
            for page in pages:
                sheet = workbook.add_worksheet(page.name)
                sheet.freeze_panes(1, 0)
                for at, column in enumerate(page.columns):
                    sheet.set_column(at, at, min(_WIDE, max(10, len(column) + 2)), text)
                    sheet.write_string(0, at, column, head)
                for number, row in enumerate(page.rows, 1):
                    for at, column in enumerate(page.columns):
                        _put(sheet, (number, at), row.get(column), text)
                sheet.autofilter(0, 0, 0, max(0, len(page.columns) - 1))
        return (self.path,)

    def _texts(self, pages: Sequence[Page]) -> tuple[Path, ...]:
        files = []
        for page in pages:
            first = page is pages[0]
            path = self.path if first else self.path.with_suffix(f".{page.name.casefold()}.csv")
            # The mark at the beginning makes spreadsheet programs read it as UTF-8.
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                _write_text(file, page)
            files.append(path)
        return tuple(files)


def own_columns(headers: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The user's headers made distinct, and our columns' names beside them."""
    taken: dict[str, None] = {}
    for at, header in enumerate(headers, 1):
        taken[_free(header or f"column {at}", taken)] = None
    ours: dict[str, str] = {}
    for column in OURS:
        ours[column] = _free(column, {**taken, **dict.fromkeys(ours.values())})
    return list(taken), ours


def _free(name: str, taken: Mapping[str, object]) -> str:
    known = {it.casefold() for it in taken}
    number, free = 1, name
    while free.casefold() in known:
        number += 1
        free = f"{name} ({number})"
    return free


def _put(sheet: Any, at: tuple[int, int], value: object, style: Any) -> None:
    if isinstance(value, bool):
        sheet.write_string(*at, "yes" if value else "no", style)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value)
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
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
