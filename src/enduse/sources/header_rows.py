"""Where the header of an unknown table stands, or that it has none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from enduse.sources.lexicon import known_header
from enduse.sources.profile import profile_columns

_NO_LETTERS = re.compile(r"[\W\d_]+")
_DEEPEST = 30
_KNOWN = 0.95
_HELD = 0.75
_DATA = ("amount", "day", "roc_day", "code", "ru_declaration", "fraction")


@dataclass(frozen=True)
class Header:
    """The header of a table.

    Attributes:
        rows: Numbers of its rows, the first row of the sheet is 1; empty when the table has none.
        texts: One text for each column; ``"column 3"`` where there is no header.
    """

    rows: tuple[int, ...]
    texts: tuple[str, ...]

    @property
    def first_record(self) -> int:
        """How many rows stand before the first record."""
        return max(self.rows, default=0)


@dataclass(frozen=True)
class _Guess:
    header: Header
    score: float


def find_header(head: Sequence[Sequence[str]]) -> Header:
    """The header rows of a table: those with the most known column names, else the words above the first values.

    Two rows are joined when that names more columns; upper cells reach over the empty ones to their right. A row
    1, 2, 3 ... under the header belongs to it. A table that begins with values has no header.
    """
    rows = [[" ".join(cell.split()) for cell in row] for row in head]
    width = max(map(len, rows), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    guesses = [it for first in range(min(_DEEPEST, len(rows))) for it in _guesses(padded, first)]
    best = max(guesses, key=lambda it: it.score, default=None)
    if best and best.score >= 2:
        return best.header
    return _words_above_values(padded) or Header((), tuple(f"column {at + 1}" for at in range(width)))


def _guesses(rows: Sequence[Sequence[str]], first: int) -> list[_Guess]:
    if sum(map(bool, rows[first])) < 2 or _looks_like_data(rows[first]):
        return []
    found = [_Guess(_header(rows, first, 1), _known(rows[first]))]
    if first + 1 < len(rows) and any(rows[first + 1]) and not _looks_like_data(rows[first + 1]):
        both = _join(rows[first], rows[first + 1])
        found.append(_Guess(_header(rows, first, 2), _known(both) - 1.0))
    return found


def _header(rows: Sequence[Sequence[str]], first: int, depth: int) -> Header:
    texts = list(rows[first]) if depth == 1 else _join(rows[first], rows[first + 1])
    after = first + depth
    numbered = after < len(rows) and _is_numbering(rows[after])
    return Header(tuple(range(first + 1, after + 1 + numbered)), tuple(texts))


def _known(texts: Sequence[str]) -> float:
    """How many columns are named, less for a name that is only held and for columns without any."""
    scores = [known_header(text) for text in dict.fromkeys(texts) if text and len(text) < 100]
    nameless = sum(not text for text in texts)
    return sum(1.0 if score >= _KNOWN else _HELD * score for score in scores) - nameless / 2


def _join(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    filled: list[str] = []
    for cell in upper:
        filled.append(cell or (filled[-1] if filled else ""))
    return [
        f"{above} {below}" if above and below and above != below else below or own
        for own, above, below in zip(upper, filled, lower, strict=True)
    ]


def _looks_like_data(row: Sequence[str]) -> bool:
    """A third of the cells are digits and marks only; box numbers of two digits do not count."""
    given = [cell for cell in row if cell]
    values = [cell for cell in given if len(cell) > 2 and _NO_LETTERS.fullmatch(cell) and any(map(str.isdigit, cell))]
    return len(values) * 3 > len(given)


def _is_numbering(row: Sequence[str]) -> bool:
    cells = [cell.strip(" ()") for cell in row if cell]
    return len(cells) > 2 and cells == [str(number) for number in range(1, len(cells) + 1)]


def _words_above_values(rows: Sequence[Sequence[str]]) -> Header | None:
    """In a language we do not know: a full row of different words, above columns of which some hold values."""
    for first, row in enumerate(rows[:_DEEPEST]):
        given = [cell for cell in row if cell]
        if len(given) < 2 or len(given) < 0.6 * len(row):
            continue
        below = profile_columns(rows[first + 1 : first + 201])
        values = [column for column in below if column.share(*_DATA, "whole") > 0.8]
        worded = all(not any(it.isdigit() for it in cell) or len(cell) < 4 for cell in given)
        if worded and len(set(given)) == len(given) and values and not _stands_below(given, rows[first + 1 :]):
            return _header(rows, first, 1)
        return None
    return None


def _stands_below(given: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Do cells of this row come again as values? Then it is a record."""
    values = {cell for row in rows[:200] for cell in row}
    return sum(cell in values for cell in given) * 4 > len(given)
