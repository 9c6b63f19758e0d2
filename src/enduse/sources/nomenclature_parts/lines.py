"""Small readings that several formats of nomenclatures share: codes, days, and the count of what is no code line."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from enduse.model.nomenclature import CodeLine
from enduse.sources.reading import BadRow

_DAY = re.compile(r"^(?:(\d{2})\.(\d{2})\.(\d{4})|(\d{4})-?(\d{2})-?(\d{2}))$")
SPACES = re.compile(r"\s+")

Unread = Iterator[CodeLine | BadRow | str]
"""Lines; of a row that should be one and cannot be, what is wrong with it; of a row that is none, the kind of row."""


@dataclass(frozen=True)
class Counted:
    """What was made of the rows of a table.

    Attributes:
        lines: In file order.
        left_out: How many rows gave no line, by reason; the rejected ones among them.
        rejected: Rows that should be lines and could not be read.
    """

    lines: tuple[CodeLine, ...]
    left_out: dict[str, int]
    rejected: tuple[BadRow, ...]


def day_of(text: str) -> date | None:
    """``31.12.2006``, ``20061231`` or ``2006-12-31``; None for an empty cell or a day that is none."""
    found = _DAY.match(text.strip())
    if not found:
        return None
    parts = [int(it) for it in found.groups() if it is not None]
    day, month, year = parts if found[1] else reversed(parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_after(text: str) -> date | None:
    """The first day after the last one that is named: spans are half open."""
    last = day_of(text)
    return last + timedelta(days=1) if last and last < date.max else None


def one_line(text: str) -> str:
    """The text without line breaks, double spaces and a colon at its end."""
    return SPACES.sub(" ", text).strip().rstrip(":").rstrip()


def padded(code: str, lengths: Iterable[int]) -> str:
    """The digits with a leading zero where only that makes one of the lengths of them; else empty."""
    digits = code.strip().removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()):
        return ""
    wanted = set(lengths)
    return digits if len(digits) in wanted else f"0{digits}" if len(digits) + 1 in wanted else ""


def unreadable(row: int, record: Mapping[str, str], reason: str) -> BadRow:
    """A row that should be a code line and is none, with its cells."""
    return BadRow(row, "R-CODEBOOK", reason, tuple(record.values()))


def counted(found: Unread) -> Counted:
    """The lines, and what became of the rows that gave none."""
    lines: list[CodeLine] = []
    rejected: list[BadRow] = []
    left_out: Counter[str] = Counter()
    for it in found:
        if isinstance(it, CodeLine):
            lines.append(it)
            continue
        left_out[it if isinstance(it, str) else it.reason] += 1
        if isinstance(it, BadRow):
            rejected.append(it)
    return Counted(tuple(lines), dict(left_out), tuple(rejected))
