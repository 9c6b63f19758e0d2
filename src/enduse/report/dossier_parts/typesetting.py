"""A dossier as PDF. Its texts reach the typesetter as data; none of them is ever part of its program."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import typst

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
from enduse.report.dossier_parts.texts import Texts
from enduse.report.paper_parts.fonts import breakable, families, fonts_for, in_latin, lacking_scripts

_DAY_ZERO = datetime(2000, 1, 1, tzinfo=UTC)
MOST_CELL_LETTERS = 500_000
"""Letters of untouched cells that a PDF prints: the typesetter holds them all at once, at 200 bytes and more each."""

_Letters = Callable[[str], str]


def as_pdf(document: Document, known: frozenset[str] | None = None) -> bytes:
    """The document, already fit to be printed; equal documents and fonts give equal bytes.

    Args:
        document: What ``outline`` gives.
        known: Font families at hand; None: those of this machine.
    """
    fonts = families() if known is None else known
    data = _data(document, fonts)
    program = (files("enduse.report") / "templates" / "dossier.typ").read_bytes()
    done = typst.compile(
        program,
        format="pdf",
        sys_inputs={"dossier": json.dumps(data, ensure_ascii=False, separators=(",", ":"))},
        timestamp=document.at or _DAY_ZERO,
    )
    if not isinstance(done, bytes):
        raise TypeError("the typesetter gave no single file")
    return done


def _data(document: Document, known: frozenset[str]) -> dict[str, Any]:
    lacking = lacking_scripts(_everything(document), known)
    letters: _Letters = (lambda text: breakable(in_latin(text))) if lacking else breakable
    pieces = _within_bounds(document)
    if lacking:
        # In English: in the document's own language it might be in the very letters that are lacking.
        said = Texts("en").say("hint", "fonts", scripts=", ".join(lacking))
        pieces.insert(0, Passage((Run(said),), "warning"))
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
        "pieces": [_piece(it, letters) for it in pieces],
    }


def _within_bounds(document: Document) -> list[Piece]:
    """The pieces, without the untouched cells below rows where they are too many; a word says so."""
    pieces: list[Piece] = []
    for it in document.pieces:
        letters = sum(len(cell) for cells in it.under for cell in cells) if isinstance(it, Sheet) else 0
        if isinstance(it, Sheet) and letters > MOST_CELL_LETTERS:
            pieces.append(Passage((Run(Texts(document.language).say("hint", "cells_left_out")),), "notice"))
            pieces.append(replace(it, under=((),) * len(it.rows)))
        else:
            pieces.append(it)
    return pieces


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
