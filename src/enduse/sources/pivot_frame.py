"""Where a published table begins: its header rows are found by what they hold, not by their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from enduse.errors import UnreadableFile
from enduse.sources.coordinates import Spot, Words, read_spot
from enduse.sources.pivot_spec import PivotSpec
from enduse.text.headers import header_key

Grid = Sequence[Sequence[str]]
"""The rows of a sheet from the first on; ``""`` where nothing was written."""

_GAP = 3
"""Blank rows that may stand between two header rows."""

_SHARE = 0.8
"""Least share of a header row's cells that must be readable."""


@dataclass(frozen=True)
class Column:
    """One column of figures: its position and what its header says."""

    position: int
    spot: Spot


@dataclass(frozen=True)
class Frame:
    """A table found on a sheet.

    Attributes:
        header: Positions in the grid of its header rows.
        labels: Positions of the columns that say what a row is about, with the coordinate they hold.
        columns: Columns of figures, left to right.
        unread: Header texts of columns that could not be read; their figures are left out.
    """

    header: tuple[int, ...]
    labels: tuple[tuple[int, str], ...]
    columns: tuple[Column, ...]
    unread: tuple[str, ...] = ()

    @property
    def body(self) -> int:
        """Position of the first row below the header."""
        return self.header[-1] + 1


def find_frame(grid: Grid, spec: PivotSpec, words: Words) -> Frame | None:
    """The first table of the sheet whose header holds what the layout expects, or None.

    With ``block`` in the layout: the first one below the row that matches.
    """
    for row in range(_block(grid, spec), len(grid)):
        if frame := _frame_at(grid, row, spec, words):
            return frame
    return None


def needed_frame(grid: Grid, spec: PivotSpec, words: Words, where: str) -> Frame:
    """As :func:`find_frame`, for a sheet that must hold the table.

    Raises:
        UnreadableFile: E-STAT-HEADER, no row looks like the header.
    """
    if frame := find_frame(grid, spec, words):
        return frame
    kinds = " and ".join(kind for kind, _ in spec.header)
    raise UnreadableFile(
        f"{where}: none of its {len(grid):,} rows looks like the header, which should name the {kinds} of each "
        "column. Without it no figure can be dated. Check that the sheet is complete, or map the file by hand.",
        code="E-STAT-HEADER",
    )


def _block(grid: Grid, spec: PivotSpec) -> int:
    if spec.block is None:
        return 0
    rows = (number for number, row in enumerate(grid) if any(spec.block.search(cell) for cell in row))
    return next(rows, len(grid))


def _frame_at(grid: Grid, row: int, spec: PivotSpec, words: Words) -> Frame | None:
    rows: list[int] = []
    layers: list[list[str]] = []
    for _, height in spec.header:
        part = _following(grid, rows[-1] + 1 if rows else row, height, bool(rows))
        if part is None:
            return None
        rows += part
        layers.append(_joined_cells(grid, part))
    labels = _labels(layers[-1], spec)
    return None if labels is None else _frame(layers, spec, words, (tuple(rows), labels))


def _labels(last: list[str], spec: PivotSpec) -> tuple[tuple[int, str], ...] | None:
    if not spec.label_headers:
        return tuple(enumerate(spec.labels))
    positions = {header_key(text): at for at, text in enumerate(last) if text}
    if not all(key in positions for key, _ in spec.label_headers):
        return None
    return tuple((positions[key], kind) for key, kind in spec.label_headers)


def _following(grid: Grid, row: int, height: int, may_skip: bool) -> list[int] | None:
    """The next ``height`` rows from ``row`` on; blank rows between two layers of a header do not count."""
    skipped = 0
    while may_skip and row < len(grid) and skipped < _GAP and not any(cell.strip() for cell in grid[row]):
        row, skipped = row + 1, skipped + 1
    return list(range(row, row + height)) if row + height <= len(grid) else None


def _joined_cells(grid: Grid, rows: list[int]) -> list[str]:
    width = max(len(grid[row]) for row in rows)
    return [" ".join(" ".join(_cell(grid[row], at) for row in rows).split()) for at in range(width)]


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _frame(
    layers: list[list[str]],
    spec: PivotSpec,
    words: Words,
    place: tuple[tuple[int, ...], tuple[tuple[int, str], ...]],
) -> Frame | None:
    rows, labels = place
    left = len(spec.labels)
    taken = {at for at, _ in labels}
    found: list[Column] = []
    unread: list[str] = []
    for at in range(left, len(layers[-1])):
        texts = [_spanning(layer, at, left) for layer in layers[:-1]] + [layers[-1][at]]
        if at in taken or not texts[-1] or any(spec.skips_header(text) for text in texts):
            continue
        if spot := _spot_of(texts, spec, words):
            found.append(Column(at, spot))
        else:
            unread.append(" / ".join(texts))
    good = found and len(found) >= _SHARE * (len(found) + len(unread))
    return Frame(rows, labels, tuple(found), tuple(unread)) if good else None


def _spanning(layer: list[str], at: int, left: int) -> str:
    """The text of an upper header cell, which spans the empty cells to its right."""
    return next((layer[it] for it in range(min(at, len(layer) - 1), left - 1, -1) if layer[it]), "")


def _spot_of(texts: list[str], spec: PivotSpec, words: Words) -> Spot | None:
    spot = Spot()
    for (kind, _), text in zip(spec.header, texts, strict=True):
        read = read_spot(kind, text, words)
        if read is None:
            return None
        spot = spot.joined(read)
    return spot
