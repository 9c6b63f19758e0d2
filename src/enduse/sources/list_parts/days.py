"""Several days in one cell: dates of birth with remarks, and the first of some days of listing."""

import re
from collections.abc import Iterable
from datetime import date

from enduse.sources.list_parts import values

_REMARK = re.compile(r"\([^)]*\)")
_NUMBERED = re.compile(r"\(\d{1,2}\)|(?:^|\s)\d{1,2}\)\s|\([a-z]\)")
_PIECES = re.compile(r"\s*(?:;|,(?!\s*\d{4}$)|\bor\b|\n)\s*", re.IGNORECASE)
_WORD_FOR_UNKNOWN = re.compile(r"\b(?:dd|mm|xx)(?=[/.-])", re.IGNORECASE)
_VAGUE = re.compile(r"approx|circa|about|between|\bca?\.", re.IGNORECASE)


def first_day(texts: Iterable[str]) -> date | None:
    """The earliest of the days that are written, None when none is."""
    return min((day for text in texts if (day := values.day_of(text))), default=None)


def births_of(text: str) -> tuple[str, ...]:
    """ISO texts of the days, months or years of birth in one cell, each once.

    >>> births_of("00/00/1980; dd/mm/1945"), births_of("1971 - 1973 (approximative)"), births_of("Nov. 1973 or 1974")
    (('1980', '1945'), ('1971', '1972', '1973'), ('1973-11', '1974'))
    >>> births_of("the eighties")
    ()
    """
    plain = _REMARK.sub(" ", _NUMBERED.sub(";", text))
    pieces = _PIECES.split(_WORD_FOR_UNKNOWN.sub("00", plain))
    return tuple(dict.fromkeys(it for piece in pieces if piece.strip() for it in values.births_of(piece)))


def is_vague(text: str) -> bool:
    """Does the publisher call a date of birth approximate?"""
    return bool(_VAGUE.search(text))
