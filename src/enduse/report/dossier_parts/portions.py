"""A long document cut into portions that are set one after the other: a typesetter holds all it sets at once."""

from collections.abc import Iterator
from dataclasses import replace

from enduse.report.dossier_parts.pieces import Document, Heading, Piece, Sheet

PORTION = 250_000
"""Letters of one portion, more or less; about a hundred megabytes of the typesetter's memory."""
_ROW = 120
"""What a row of a table weighs beside its letters."""


def portions(document: Document) -> list[tuple[Piece, ...]]:
    """The pieces in order, cut only between rows of long tables at the end and before headings."""
    return [tuple(it) for it in _portions(document) if it]


def _portions(document: Document) -> Iterator[list[Piece]]:
    current: list[Piece] = []
    weight = 0
    for piece in document.pieces:
        if isinstance(piece, Heading) and weight > PORTION:
            yield current
            current, weight = [], 0
        *whole, last = _slices(piece, PORTION - weight) if isinstance(piece, Sheet) and piece.tiny else [piece]
        for it in whole:
            yield [*current, it]
            current, weight = [], 0
        current.append(last)
        weight += _weight(last)
    yield current


def _slices(sheet: Sheet, room: int) -> list[Piece]:
    """The table in parts, the first no heavier than ``room``."""
    cuts, weight = [0], PORTION - room
    for at in range(len(sheet.rows)):
        own = _row_weight(sheet, at)
        if weight + own > PORTION and at > cuts[-1]:
            cuts.append(at)
            weight = 0
        weight += own
    ends = [*cuts[1:], len(sheet.rows)]
    return [_part(sheet, start, end) for start, end in zip(cuts, ends, strict=True)]


def _part(sheet: Sheet, start: int, end: int) -> Sheet:
    cut = slice(start, end)
    return replace(sheet, rows=sheet.rows[cut], anchors=sheet.anchors[cut], under=sheet.under[cut])


def _weight(piece: Piece) -> int:
    if isinstance(piece, Sheet):
        return sum(_row_weight(piece, at) for at in range(len(piece.rows)))
    return _ROW


def _row_weight(sheet: Sheet, at: int) -> int:
    below = sum(map(len, sheet.under[at])) if sheet.under else 0
    return _ROW + below + sum(len(run.text) for cell in sheet.rows[at] for run in cell)
