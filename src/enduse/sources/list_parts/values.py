"""Values as lists write them: days known in part, countries, several names in one cell."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from enduse.model.listing import BadRecord, ListEntry
from enduse.text.countries import country_code
from enduse.text.dates import DateStyle, read_day

_MOST_YEARS = 10
_ABOUT = re.compile(r"^(?:circa|c\.|ca\.?|approximately|approx\.?|about|around|between|early|late|mid-?)\s+", re.I)
_SPAN = re.compile(r"^(.+?)\s+(?:to|and|or|-|–)\s+(.+)$|^(\d{4})\s*[-–/]\s*(\d{4})$")
_MONTH_YEAR = re.compile(r"^([^\W\d_]{3,9})\.?[ -](\d{4})$")
_NUMBER_MONTH_YEAR = re.compile(r"^(0?[1-9]|1[0-2])[/.-](\d{4})$")
_ISO_PART = re.compile(r"^(\d{4})(?:-(0[1-9]|1[0-2]))?$")
_UNKNOWN_DAY = re.compile(r"^(?:0{1,2}|00)[/.-](?:(0[1-9]|1[0-2])|00)[/.-](\d{4})$")


def tidy(text: str) -> str:
    """The text with single spaces and no spaces around it."""
    return " ".join(text.split())


def pieces(text: str, mark: str = ";") -> tuple[str, ...]:
    """What stands between the marks: tidied, without empties and repeats, without a leading "and"."""
    parts = (re.sub(r"^and\s+", "", tidy(it)) for it in text.split(mark))
    return tuple(dict.fromkeys(it for it in parts if it))


def filled(values: Mapping[str, str]) -> dict[str, str]:
    """Those that say something, tidied."""
    return {name: tidy(value) for name, value in values.items() if value and value.strip()}


def country_codes(texts: Iterable[str]) -> tuple[str, ...]:
    """ISO alpha-2 of the texts that name a country, each once, in order; the others are left out."""
    return tuple(dict.fromkeys(code for it in texts if (code := code_of(it))))


def code_of(text: str) -> str:
    """ISO alpha-2 of a country, else empty; knows places that only lists name so, such as "West Bank"."""
    return (country_code(text) or _places().get(tidy(text).casefold(), "")) if text else ""


@cache
def _places() -> Mapping[str, str]:
    text = (files("enduse.data") / "list_labels.toml").read_text(encoding="utf-8")
    return {name: code for code, names in tomllib.loads(text)["places"].items() for name in names}


def day_of(text: str, order: str = "dmy") -> date | None:
    """The day, or None when the text names no whole day.

    Args:
        text: As the publisher writes it; a time of day is dropped.
        order: ``dmy`` or ``mdy`` for days written with slashes.
    """
    return read_day(tidy(text).partition("T")[0], DateStyle(order=order)).day if text.strip() else None


def day_after_period(text: str, order: str = "dmy") -> date | None:
    """The first day after what the text names: itself for a day, the next month's or year's first for less.

    For the end of a listing that is only known by month or year: by that day it was surely over.
    """
    if day := day_of(text, order):
        return day
    year, _, month = partial_day(text).partition("-")
    if not year:
        return None
    return date(int(year) + 1, 1, 1) if not month else (date(int(year), int(month), 28) + timedelta(4)).replace(day=1)


def partial_day(text: str, order: str = "dmy") -> str:
    """A day, month or year as an ISO text of that length; empty when the text names none.

    >>> partial_day("circa 1962"), partial_day("Mar 1971"), partial_day("02 Mar 1971"), partial_day("unknown")
    ('1962', '1971-03', '1971-03-02', '')
    """
    plain = _ABOUT.sub("", tidy(text).strip(" .,;"))
    if found := _ISO_PART.match(plain):
        return plain if found.group(1) > "1800" else ""
    if found := _UNKNOWN_DAY.match(plain):
        return f"{found.group(2)}-{found.group(1)}" if found.group(1) else found.group(2)
    if found := _NUMBER_MONTH_YEAR.match(plain):
        return f"{found.group(2)}-{int(found.group(1)):02d}"
    if (found := _MONTH_YEAR.match(plain)) and (day := day_of(f"1 {found.group(1)} {found.group(2)}")):
        return day.isoformat()[:7]
    return day.isoformat() if (day := day_of(plain, order)) else ""


def births_of(text: str, order: str = "dmy") -> tuple[str, ...]:
    """The births that a text names; a span of years gives every year in it, a longer one only its ends.

    >>> births_of("1960 to 1962"), births_of("01 Feb 1975")
    (('1960', '1961', '1962'), ('1975-02-01',))
    """
    plain = _ABOUT.sub("", tidy(text))
    if whole := partial_day(plain, order):
        return (whole,)
    if not (found := _SPAN.match(plain)):
        return ()
    first, last = (partial_day(it, order)[:4] for it in (found.group(1) or found.group(3), found.group(2) or found[4]))
    if not first or not last or last < first:
        return tuple(it for it in (first, last) if it)
    years = range(int(first), int(last) + 1)
    return tuple(map(str, years)) if len(years) <= _MOST_YEARS else (first, last)


def numbered(records: Iterable[ListEntry | BadRecord]) -> Iterator[ListEntry | BadRecord]:
    """The records, with ``-2``, ``-3`` ... after an entry id that was used before: ids of a list are unique."""
    seen = Counter[tuple[str, str, str]]()
    for it in records:
        if isinstance(it, ListEntry):
            key = (it.authority, it.list, it.entry_id)
            seen[key] += 1
            it = replace(it, entry_id=f"{it.entry_id}-{seen[key]}") if seen[key] > 1 else it
        yield it
