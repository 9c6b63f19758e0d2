"""The evidence workbook: what the page says, and every cited row with its untouched cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format as Style
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from enduse.report import export_format
from enduse.report.dossier_parts.front_matter import document_status
from enduse.report.dossier_parts.texts import Texts
from enduse.report.model import Cell, Dossier, EvidenceRow, Figure, TableBlock, tables
from enduse.report.wording import DASH, amount, place_name, runs_text, sentence_text

LONGEST = 32_000
"""A cell of a workbook holds 32,767 characters; ours end a little earlier and say so."""
MOST_LINKS = 60_000
"""A sheet holds 65,530 links."""

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""A fixed day, so that the same dossier gives the same bytes."""

_SAFE = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}

_A4 = 9
_WRAPPED = frozenset({"wrap", "head"})
_LINE_POINTS, _MOST_LINES = 15, 27  # No row may be higher than 409 points.
_COLUMNS = ("No.", "File", "Member, sheet", "Row", "Cell", "Declaration", "Date", "Route", "Parties", "Goods code")
_MORE = ("Goods", "Value", "Currency", "Note")


@export_format(id="xlsx", suffix=".xlsx", title="evidence workbook")
def xlsx(dossier: Dossier, path: Path) -> None:
    """Write the workbook. Texts never become formulas or numbers; figures lead to their evidence rows."""
    with xlsxwriter.Workbook(str(path), _SAFE) as workbook:
        workbook.set_properties({"title": f"Dossier: {dossier.subject.title}", "created": _MADE})
        book = _Book(workbook)
        _about(book, dossier)
        _summary(book, dossier)
        for group in ("Series", "Lanes", "Parties", "Goods", "Case"):
            _tables(book, group, [it for it in tables(dossier) if it.group == group])
        _findings(book, dossier)
        _figures(book, dossier)
        _evidence(book, dossier)


class _Book:
    """A workbook and the few styles of its cells."""

    def __init__(self, workbook: Workbook) -> None:
        text = {"num_format": "@", "valign": "top"}
        forms: dict[str, dict[str, Any]] = {
            "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
            "title": {"bold": True, "font_size": 13},
            "text": text,
            "wrap": {**text, "text_wrap": True},
            "whole": {"num_format": "#,##0", "valign": "top"},
            "part": {"num_format": "0.0%", "valign": "top"},
            "times": {"num_format": '#,##0.0"\N{MULTIPLICATION SIGN}"', "valign": "top"},
            "money": {"num_format": "#,##0.00", "valign": "top"},
        }
        self.workbook = workbook
        self.styles = {name: workbook.add_format(form) for name, form in forms.items()}

    def page(self, name: str, widths: Iterable[float]) -> "_Page":
        """A new sheet."""
        sheet = self.workbook.add_worksheet(name)
        given = tuple(widths)
        for at, width in enumerate(given):
            sheet.set_column(at, at, width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        return _Page(sheet, self.styles, given)


@dataclass
class _Page:
    sheet: Worksheet
    styles: Mapping[str, Style]
    widths: Sequence[float]
    links: int = 0
    lines: dict[int, int] = field(default_factory=dict)

    def text(self, row: int, column: int, value: str, style: str = "text") -> None:
        """A text that stays one, whatever it begins with."""
        rest = len(value) - LONGEST
        shown = f"{value[:LONGEST]} … ({rest:,} more characters)" if rest > 0 else value
        self.sheet.write_string(row, column, shown, self.styles[style])
        if style in _WRAPPED and column < len(self.widths):
            self._make_room(row, ceil(len(shown) / self.widths[column]))

    def _make_room(self, row: int, lines: int) -> None:
        """Make the row high enough: not every program does it by itself when it opens the file."""
        if lines > self.lines.get(row, 1):
            self.lines[row] = min(lines, _MOST_LINES)
            self.sheet.set_row(row, _LINE_POINTS * self.lines[row])

    def texts(self, row: int, column: int, values: Iterable[str]) -> None:
        """Texts side by side; empty ones leave their cell empty."""
        for at, value in enumerate(values, column):
            if value:
                self.text(row, at, value)

    def number(self, row: int, column: int, value: float, style: str = "whole") -> None:
        """A number."""
        self.sheet.write_number(row, column, value, self.styles[style])

    def head(self, row: int, titles: Sequence[str]) -> None:
        """A header row."""
        for at, title in enumerate(titles):
            self.text(row, at, title, "head")

    def cell(self, row: int, column: int, cell: Cell) -> None:
        """A cell of a table block."""
        if isinstance(cell, Figure):
            self.figure(row, column, cell)
        else:
            self.text(row, column, cell or DASH)

    def figure(self, row: int, column: int, figure: Figure) -> None:
        """The number itself, leading to its line in the register, which lists all its rows."""
        if figure.rows:
            self.link(row, column, f"internal:'Figures'!A{int(figure.id[1:]) + 1}")
        self.number(row, column, figure.value, _style(figure))

    def link(self, row: int, column: int, target: str) -> None:
        """Make the cell lead to ``target``; write its value afterwards."""
        if self.links < MOST_LINKS:
            self.links += 1
            self.sheet.write_url(row, column, target)

    def close(self, rows: int, columns: int) -> None:
        """Freeze the header and offer filters."""
        self.sheet.freeze_panes(1, 1)
        self.sheet.repeat_rows(0)
        if rows:
            self.sheet.autofilter(0, 0, rows, columns - 1)


def _style(figure: Figure) -> str:
    return {"share": "part", "times": "times"}.get(figure.unit, "whole")


def _about(book: _Book, dossier: Dossier) -> None:
    it, versions = dossier.subject, dossier.versions
    rows = [
        ("Subject", it.title),
        ("Status", document_status(dossier, Texts("en"))),
        ("Kind", it.kind),
        ("Id", it.id),
        ("Names", " · ".join(it.names)),
        ("Identifiers", " · ".join(it.identifiers)),
        ("Country", place_name(it.country) if it.country else ""),
        ("Ledger version", str(versions.ledger)),
        ("enduse", versions.engine),
        ("Watershed", versions.watershed),
        *(("List", entry) for entry in versions.lists),
        *(("Rule", entry) for entry in versions.rules),
        *(("Read first", notice.text) for notice in dossier.notices),
        *(("It cannot see", line) for line in dossier.unseen),
    ]
    page = book.page("About", (24, 110))
    for at, (name, value) in enumerate(rows):
        page.text(at, 0, name, "head")
        page.text(at, 1, value, "wrap")
    _sources(page, dossier, len(rows) + 1)


def _sources(page: _Page, dossier: Dossier, top: int) -> None:
    for at, it in enumerate(dossier.sources):
        terms = f"licence {it.licence or 'not stated'}; {'may' if it.re_export else 'may NOT'} be passed on"
        said = f"{it.name} · SHA-256 {it.sha256} · {it.publisher or 'publisher not stated'} · {terms}"
        page.text(top + at, 0, "Source", "head")
        page.text(top + at, 1, f"{said} · {it.sensitivity} · {it.cited:,} rows cited", "wrap")


def _summary(book: _Book, dossier: Dossier) -> None:
    page = book.page("Summary", (90, 14, 20, 20, 20, 20))
    page.head(0, ("Sentence", "Confidence", "Its figures"))
    for at, sentence in enumerate(dossier.summary, 1):
        page.text(at, 0, sentence_text(sentence), "wrap")
        page.text(at, 1, sentence.confidence)
        for column, figure in enumerate(sentence.figures(), 2):
            page.figure(at, column, figure)
    page.sheet.freeze_panes(1, 0)


def _tables(book: _Book, group: str, blocks: Sequence[TableBlock]) -> None:
    if not blocks and group not in {"Lanes", "Parties"}:
        return
    page = book.page(group, (34, 26, 20, 20, 20, 20, 20, 20, 20, 20))
    if not blocks:
        page.text(0, 0, f"No {group.lower()}: the cited records hold none.")
    longest = max(blocks, key=lambda it: len(it.rows), default=None)
    top = 0
    for block in blocks:
        title = f"{block.title}: {block.stream}" if block.stream else block.title
        page.text(top, 0, f"{title}. {block.note}".strip(), "title")
        page.head(top + 1, [column.title for column in block.columns])
        for at, row in enumerate(block.rows, top + 2):
            for column, cell in enumerate(row):
                page.cell(at, column, cell)
        last = top + 1 + len(block.rows)
        if block is longest and block.rows:
            page.sheet.autofilter(top + 1, 0, last, len(block.columns) - 1)
        top = last + 3
    page.sheet.freeze_panes(2 if len(blocks) == 1 else 0, 1)


def _findings(book: _Book, dossier: Dossier) -> None:
    heads = ("Key", "Pattern", "Answer", "Confidence", "Strength", "Strength, in words", "Period", "Headline")
    more = ("Evidence rows", "Others", "Figures", "Innocent explanations", "What it misses", "What would settle it")
    page = book.page("Findings", (18, 30, 14, 12, 10, 30, 24, 60, 14, 40, 40, 50, 50, 50))
    page.head(0, (*heads, *more))
    for at, it in enumerate(dossier.suspicions, 1):
        words = (it.key, it.title, "found", it.confidence, "", it.strength_sentence, it.period, it.headline)
        page.texts(at, 0, words)
        page.number(at, 4, it.strength, "money")
        page.figure(at, 8, it.evidence)
        figures = "\n".join(f"{name}: {value}" for name, value in it.figures)
        lists = (it.innocent, it.misses, it.settle)
        page.texts(at, 9, ("\n".join(it.others), figures, *("\n".join(part) for part in lists)))
    for at, silence in enumerate(dossier.silences, 1 + len(dossier.suspicions)):
        answer = silence.answer.replace("_", " ")
        page.texts(at, 0, ("", silence.title, answer, "", "", "", "", silence.why))
    page.close(len(dossier.suspicions) + len(dossier.silences), len(heads) + len(more))


def _figures(book: _Book, dossier: Dossier) -> None:
    page = book.page("Figures", (10, 60, 24, 20, 12, 60, 40))
    page.head(0, ("Figure", "What it is", "Printed", "Value", "How", "Evidence rows", "Rows of the base"))
    for at, it in enumerate(dossier.figures, 1):
        page.texts(at, 0, (it.id, it.label, amount(it)))
        if it.rows:
            page.link(at, 3, f"internal:'Evidence'!A{it.rows[0] + 1}")
        page.number(at, 3, it.value, _style(it))
        page.text(at, 4, it.how)
        page.text(at, 5, runs_text(it.rows))
        page.text(at, 6, runs_text(it.base))
    page.close(len(dossier.figures), 7)


def _evidence(book: _Book, dossier: Dossier) -> None:
    widest = max((len(row.cells) for row in dossier.evidence), default=0)
    heads = (*_COLUMNS, *_MORE, *_raw_heads(dossier, widest))
    page = book.page("Evidence", (8, 30, 24, 10, 8, 26, 12, 16, 40, 14, 50, 16, 9, 20, *(18,) * widest))
    page.head(0, heads)
    for row in dossier.evidence:
        _evidence_row(page, dossier, row)
    page.close(len(dossier.evidence), len(heads))


def _raw_heads(dossier: Dossier, widest: int) -> list[str]:
    """The file's own headers where one table is cited, else only positions."""
    places = dossier.places
    known = places[0].headers if len(places) == 1 else ()
    return [f"Cell {at + 1}: {known[at]}" if at < len(known) else f"Cell {at + 1}" for at in range(widest)]


def _evidence_row(page: _Page, dossier: Dossier, row: EvidenceRow) -> None:
    at, place = row.number, dossier.places[row.place]
    source = dossier.sources[place.source].name
    page.number(at, 0, row.number)
    page.texts(at, 1, (source, place.path))
    page.number(at, 3, row.row)
    page.texts(at, 4, (row.cell, row.document, row.on, row.route, row.parties, row.code, row.text))
    if row.value is not None:
        page.number(at, 11, row.value, "money")
    page.texts(at, 12, (row.unit, row.withheld, *row.cells))
