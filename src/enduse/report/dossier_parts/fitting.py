"""A document whose texts of strangers are fit to be printed: no markup, no commands, no change of direction."""

from dataclasses import replace

from enduse.report.dossier_parts.pieces import Contents, Document, Heading, Passage, Piece, Points, Run, Runs, Sheet
from enduse.report.paper_parts.cleaning import plain_line


def fit(document: Document) -> Document:
    """The document with every text of it on one line each and without signs that no font can show."""
    return replace(
        document,
        title=plain_line(document.title),
        kicker=plain_line(document.kicker),
        status=plain_line(document.status),
        pieces=tuple(_piece(it) for it in document.pieces),
    )


def _piece(piece: Piece) -> Piece:
    match piece:
        case Heading() | Contents():
            return _titled(piece)
        case Passage():
            return replace(piece, runs=_runs(piece.runs))
        case Points():
            return replace(piece, items=tuple(_runs(it) for it in piece.items))
        case Sheet():
            return _sheet(piece)
    return replace(piece, told=plain_line(piece.told))


def _titled(piece: Heading | Contents) -> Piece:
    if isinstance(piece, Contents):
        return replace(piece, title=plain_line(piece.title))
    return replace(piece, text=plain_line(piece.text), side=plain_line(piece.side))


def _sheet(sheet: Sheet) -> Sheet:
    return replace(
        sheet,
        header=tuple(plain_line(it) for it in sheet.header),
        rows=tuple(tuple(_runs(cell) for cell in row) for row in sheet.rows),
        under=tuple(tuple(plain_line(cell) for cell in cells) for cells in sheet.under),
    )


def _runs(runs: Runs) -> Runs:
    return tuple(_run(it) for it in runs)


def _run(run: Run) -> Run:
    """The spaces at its ends stay: they part it from its neighbours."""
    if run.text.isascii() and run.text.isprintable() and len(run.text) < 1000 and "  " not in run.text and not run.note:
        return run
    head = " " if run.text[:1].isspace() else ""
    tail = " " if run.text[1:] and run.text[-1:].isspace() else ""
    return replace(run, text=f"{head}{plain_line(run.text)}{tail}", note=plain_line(run.note))
