"""How a text table is cut: delimiter, quote character, line end, number of cells."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_DELIMITERS = (",", ";", "\t", "|", "\x1f", "^", "~", ":")
_USUAL = frozenset(_DELIMITERS[:4])
_PLAUSIBLE = 0.3
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")
_ENOUGH_RECORDS = 1_000
_QUOTES = ('"', "'")


@dataclass(frozen=True)
class Dialect:
    """How records are cut into cells.

    Attributes:
        delimiter: One character.
        quote: One character, or ``""`` when quote marks are ordinary text in this file.
        modal: The number of cells most records have.
        width: The number of columns: ``modal``, or more when the first full row (the header) has more.
        opening: How many rows stand before and including the first full row. Short rows among them are
            titles and notes, which are kept; later ones are ragged.
    """

    delimiter: str
    quote: str
    modal: int
    width: int
    opening: int
    steady: float = 1.0

    def fits(self, cells: list[str]) -> bool:
        """Does a row of these cells have as many as the table?"""
        return len(cells) in (self.modal, self.width) or (len(cells) > self.width and not any(cells[self.width :]))


def split_record(text: str, dialect: Dialect, strict: bool = False) -> tuple[list[str], bool]:
    """The cells of one record, and whether it ends inside a quoted cell that was never closed.

    Without ``strict``, text behind a closing mark is taken into the cell, as csv readers do.
    """
    lines = iter([text])
    asked = []

    def feed() -> Iterator[str]:
        yield from lines
        # csv asks for another line exactly when a quoted cell is still open.
        asked.append(True)
        yield dialect.quote

    try:
        cells = next(cut_lines(feed(), dialect.delimiter, dialect.quote, strict), [])
    except csv.Error:
        # A line break outside quote marks, or text behind a closing mark: these lines are not one record.
        return [text], True
    return cells, bool(asked)


def cut_lines(lines: Iterable[str], delimiter: str, quote: str, strict: bool = False) -> Iterator[list[str]]:
    """Records as Python's csv module cuts them; without ``quote``, marks are ordinary text."""
    csv.field_size_limit(2**31 - 1)
    if quote:
        return csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=strict)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, quotechar=None)


def dialect_of(text: str) -> Dialect:
    """Find the dialect of the first lines of a file (whole lines only)."""
    candidates = [mark for mark in _DELIMITERS if mark in text] or [","]
    tried = {mark: _try(text, mark, _quote_of(text, mark)) for mark in candidates}
    usual = [tried[mark] for mark in candidates if mark in _USUAL and tried[mark][0] > _PLAUSIBLE]
    # Clock times have colons and some names a tilde: such marks count only where no usual one makes a table.
    # A tie goes to the earlier mark.
    return max(usual or tried.values(), key=lambda pair: pair[0])[1]


def _lines(text: str) -> list[str]:
    """Lines with their ends, cut at line feeds and carriage returns only (not at every Unicode separator)."""
    lines = [f"{line}\n" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return lines[:-1] if lines[-1] == "\n" else lines


def _quote_of(text: str, delimiter: str) -> str:
    """The mark that encloses cells; ``""`` when marks stand only inside cells, as in ``24" chuck``."""
    framed = f"\n{text}\n".replace("\r", "\n")
    opened = {mark: framed.count(f"{delimiter}{mark}") + framed.count(f"\n{mark}") for mark in _QUOTES}
    closed = {mark: framed.count(f"{mark}{delimiter}") + framed.count(f"{mark}\n") for mark in _QUOTES}
    if opened['"'] or '"' not in text:
        # Apostrophes begin words in several languages: they enclose cells only where most lines have them.
        apostrophes = min(opened["'"], closed["'"])
        return "'" if apostrophes > framed.count("\n") / 2 and not opened['"'] else '"'
    return ""


def _try(text: str, delimiter: str, quote: str) -> tuple[float, Dialect]:
    counts = []
    for record in cut_lines(_lines(text), delimiter, quote):
        counts.append(len(record))
        if len(counts) >= _ENOUGH_RECORDS:
            break
    full = [count for count in counts if count]
    shape = Counter(full)
    modal = max(shape, key=lambda count: (shape[count] * (count > 1), count), default=1)
    first = next((at for at, count in enumerate(counts) if count >= modal), 0)
    width = max(modal, counts[first] if counts else 1)
    steady = shape[modal] / max(1, len(full[min(first, len(full) - 1) :])) if full else 0.0
    # A decimal comma is as steady as a delimiter, but the header has none: rows passed over count against it, and
    # so do digits on both sides. Where nothing else cuts the lines, the comma still does.
    score = min(1.0, steady) ** 2 * min(modal - 1, 30) ** 0.5 * 0.97 ** min(first, 10)
    if delimiter == "," and len(_DECIMAL.findall(text)) * 2 > text.count(","):
        score /= 2
    if modal < 2 or (delimiter not in _USUAL and steady < 0.95):
        score = 0.0
    return score, Dialect(delimiter, quote, modal, width, first + 1, min(1.0, steady))
