"""A dossier as PDF. Its texts reach the typesetter as data; none of them is ever part of its program."""

import gc
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any, Self

import typst

from enduse.report.dossier_parts.binding import Told, bound, places
from enduse.report.dossier_parts.pieces import (
    Contents,
    Document,
    Heading,
    Passage,
    Picture,
    Piece,
    Points,
    Run,
    Runs,
    Sheet,
)  # fmt: skip
from enduse.report.dossier_parts.portions import portions
from enduse.report.dossier_parts.texts import Texts
from enduse.report.paper_parts.fonts import breakable, families, fonts_for, in_latin, lacking_scripts

_DAY_ZERO = datetime(2000, 1, 1, tzinfo=UTC)
_REMEMBERED = 11
MOST_CELL_LETTERS = 4_000_000
"""Letters of untouched cells that a PDF prints: some six hundred pages of them."""

MOST_ROW_LETTERS = 600
"""Letters of one figure's row numbers that a PDF prints; scattered ones would fill hundreds of pages."""

_Letters = Callable[[str], str]


def as_pdf(document: Document, known: frozenset[str] | None = None) -> bytes:
    """The document, already fit to be printed; equal documents and fonts give equal bytes.

    A long one is set in portions, for the sake of memory, and then bound; only a short one has tags for readers aloud.

    Args:
        document: What ``outline`` gives.
        known: Font families at hand; None: those of this machine.
    """
    fonts = families() if known is None else known
    setter = _Setter.of(document, fonts)
    cut = portions(replace(document, pieces=tuple(setter.pieces)))
    if len(cut) == 1:
        return setter.set(cut[0], whole=True)
    with _settled():
        first, *rest = [setter.set(it) for it in cut]
        found, pages = places([first, *rest])
        # The contents know their page numbers now; they take as many lines as before, so that every place stays.
        first = setter.set(cut[0], numbers={anchor: place.page + 1 for anchor, place in found.items()})
        headings = [it for it in setter.pieces if isinstance(it, Heading)]
        marks = tuple((it.level, " ".join(filter(None, (it.text, it.side))), it.anchor) for it in headings)
        told = Told(document.title, document.language, document.at or _DAY_ZERO, marks)
        return bound([first, *rest], setter.feet(pages), found, told)


@contextmanager
def _settled() -> Iterator[None]:
    """What is there already is not searched for garbage again and again: binding took twice as long with it."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@dataclass(frozen=True)
class _Setter:
    """Sets portions of one document.

    Attributes:
        shared: What every portion is told.
        pieces: The pieces of the document, with what must be said first.
    """

    shared: Mapping[str, Any]
    pieces: Sequence[Piece]
    letters: _Letters
    press: "_Press"

    @classmethod
    def of(cls, document: Document, fonts: frozenset[str]) -> Self:
        """For a document and the fonts at hand."""
        lacking = lacking_scripts(_everything(document), fonts)
        letters: _Letters = (lambda text: breakable(in_latin(text))) if lacking else breakable
        pieces = _within_bounds(document)
        if lacking:
            # In English: in the document's own language it might be in the very letters that are lacking.
            said = Texts("en").say("hint", "fonts", scripts=", ".join(lacking))
            pieces.insert(0, Passage((Run(said),), "warning"))
        press = _Press.made(document.at or _DAY_ZERO)
        return cls(_shared(document, letters, fonts), _marked_sparsely(pieces), letters, press)

    def set(self, pieces: Sequence[Piece], *, whole: bool = False, numbers: Mapping[str, int] | None = None) -> bytes:
        """These pieces as a PDF.

        Args:
            pieces: Which.
            whole: They are the whole document: its own links, contents and feet, and tags.
            numbers: For the contents of a portion: anchor to page.
        """
        opens = any(it is self.pieces[0] for it in pieces)
        data = {**self.shared, "whole": whole, "opens": opens, "contents": self._contents(numbers or {}), "feet": 0}
        done = self.press.print({**data, "pieces": [_piece(it, self.letters) for it in pieces]}, tags=whole)
        self.press.forget()
        return done

    def feet(self, pages: int) -> bytes:
        """So many pages with nothing but their foot."""
        data = {**self.shared, "whole": True, "opens": False, "contents": [], "feet": pages, "pieces": []}
        return self.press.print(data, tags=False)

    def _contents(self, numbers: Mapping[str, int]) -> list[list[str]]:
        found = (it for it in self.pieces if isinstance(it, Heading) and it.level == 1)
        return [[self.letters(it.text), self.letters(it.side), it.anchor, str(numbers.get(it.anchor, 999))]
                for it in found]  # fmt: skip


def _marked_sparsely(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with marks only where a link leads: ten thousand rows would need as many otherwise."""
    wanted = {name for it in pieces for run in _runs_of(it) for name in (run.to, run.back) if name}
    return [
        replace(it, anchors=tuple(name if name in wanted else "" for name in it.anchors))
        if isinstance(it, Sheet)
        else it
        for it in pieces
    ]


def _runs_of(piece: Piece) -> Iterator[Run]:
    match piece:
        case Passage(runs):
            yield from runs
        case Points(items):
            yield from (run for runs in items for run in runs)
        case Sheet():
            yield from (run for row in piece.rows for runs in row for run in runs)


@dataclass(frozen=True)
class _Press:
    """One typesetter for all portions: it looks for fonts once."""

    compiler: typst.Compiler
    program: bytes
    at: datetime

    @classmethod
    def made(cls, at: datetime) -> Self:
        """With the program of dossiers."""
        program = (files("enduse.report") / "templates" / "dossier.typ").read_bytes()
        return cls(typst.Compiler(program), program, at)

    def print(self, data: Mapping[str, Any], *, tags: bool) -> bytes:
        """The data as a PDF."""
        given = {"dossier": json.dumps(data, ensure_ascii=False, separators=(",", ":"))}
        done = self.compiler.compile(self.program, format="pdf", sys_inputs=given, timestamp=self.at, pdf_tags=tags)
        if not isinstance(done, bytes):
            raise TypeError("the typesetter gave no single file")
        return done

    def forget(self) -> None:
        """Let go of what was set: the typesetter keeps the results of its last ten runs, whatever they hold."""
        for _ in range(_REMEMBERED):
            self.compiler.compile(b"", format="pdf", sys_inputs={})


def _shared(document: Document, letters: _Letters, known: frozenset[str]) -> dict[str, Any]:
    page = letters(document.page)
    before, _, rest = page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    return {
        "title": letters(document.title),
        "kicker": letters(document.kicker),
        "status": letters(document.status),
        "final": document.final,
        "language": document.language,
        "page": [before, between, after],
        "fonts": ["Libertinus Serif", *fonts_for(document.language, known)],
    }


def _within_bounds(document: Document) -> list[Piece]:
    """The pieces, without the untouched cells below rows where they are too many, and with long lists of rows cut.

    A word says so where it is.
    """
    texts = Texts(document.language)
    pieces: list[Piece] = []
    for it in document.pieces:
        letters = sum(len(cell) for cells in it.under for cell in cells) if isinstance(it, Sheet) else 0
        if isinstance(it, Sheet) and letters > MOST_CELL_LETTERS:
            pieces.append(Passage((Run(texts.say("hint", "cells_left_out")),), "notice"))
            pieces.append(replace(it, under=((),) * len(it.rows)))
        elif isinstance(it, Sheet) and any(len(row[-1][0].text) > MOST_ROW_LETTERS for row in it.rows if row[-1]):
            pieces.append(Passage((Run(texts.say("hint", "rows_cut")),), "notice"))
            pieces.append(replace(it, rows=tuple((*row[:-1], _cut(row[-1])) for row in it.rows)))
        else:
            pieces.append(it)
    return pieces


def _cut(runs: Runs) -> Runs:
    """A list of row numbers no longer than a few lines, with an ellipsis."""
    if not runs or len(runs[0].text) <= MOST_ROW_LETTERS:
        return runs
    kept = runs[0].text[:MOST_ROW_LETTERS].rpartition(", ")[0]
    return (replace(runs[0], text=f"{kept}, …"), *runs[1:])


def _everything(document: Document) -> str:
    return repr(replace(document, pieces=tuple(it for it in document.pieces if not isinstance(it, Picture))))


def _piece(piece: Piece, letters: _Letters) -> dict[str, Any]:
    match piece:
        case Heading(text, anchor, level, side):
            return {"kind": "heading", "text": letters(text), "at": anchor, "level": level, "side": letters(side)}
        case Passage(runs, tone):
            return {"kind": "passage", "tone": tone, "runs": _runs(runs, letters)}
        case Points(items):
            return {"kind": "points", "items": [_runs(it, letters) for it in items]}
        case Sheet():
            return _sheet(piece, letters)
        case Picture(svg, told):
            return {"kind": "picture", "svg": svg, "told": told}
        case Contents(title):
            return {"kind": "contents", "title": letters(title)}


def _sheet(sheet: Sheet, letters: _Letters) -> dict[str, Any]:
    return {
        "kind": "sheet",
        "header": [letters(it) for it in sheet.header],
        "aligns": sheet.aligns,
        "widths": sheet.widths,
        "rows": [[_cell(it, letters) for it in row] for row in sheet.rows],
        "at": sheet.anchors,
        "under": [letters(" ¦ ".join(it)) for it in sheet.under],
        "tiny": sheet.tiny,
    }


def _cell(runs: Runs, letters: _Letters) -> Any:
    """A plain text as such: most cells are, and ten thousand rows have many."""
    if len(runs) == 1 and runs[0] == Run(runs[0].text):
        return letters(runs[0].text)
    return _runs(runs, letters)


def _runs(runs: Runs, letters: _Letters) -> list[dict[str, str]]:
    return [_run(it, letters) for it in runs]


def _run(run: Run, letters: _Letters) -> dict[str, str]:
    note = letters(run.note) if run.note else ""
    return {"text": letters(run.text), "look": run.look, "to": run.to, "note": note, "back": run.back}
