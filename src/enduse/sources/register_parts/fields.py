"""Values of records of unknown make, read without trust in their types."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from enduse.text.countries import country_code, is_country

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T Z+].*)?")


def text_at(value: Any, *path: str) -> str:
    """The text at that path of nested objects, trimmed; a number by its digits; ``""`` where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, str | int | Decimal) else ""


def objects_at(value: Any, *path: str) -> list[Mapping[str, Any]]:
    """The objects at that path: those of a list, or the one that stands there."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    given = value if isinstance(value, list) else [value]
    return [it for it in given if isinstance(it, Mapping)]


def texts_at(value: Any, *path: str) -> list[str]:
    """The texts at that path: those of a list, or the one that stands there; empty ones are left out."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    given = value if isinstance(value, list) else [value]
    return [it for it in (text_at(one) for one in given) if it]


def day_at(value: Any, *path: str) -> date | None:
    """The day at that path; None for a year or a month alone, and for what is no day."""
    return day_of(text_at(value, *path))


def day_of(text: str) -> date | None:
    """The day of an ISO date or time.

    >>> day_of("2016-04-06T00:00:00Z"), day_of("2016-04"), day_of("2016-02-31")
    (datetime.date(2016, 4, 6), None, None)
    """
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def country_at(value: Any, *path: str) -> str:
    """ISO alpha-2 of the country at that path, ``""`` where it is not known."""
    return country_of(text_at(value, *path))


def country_of(text: str) -> str:
    """ISO alpha-2 of a code or a name in any language; the state of ``US-DE``; ``""`` where it is not known."""
    head = text[:2].upper()
    if is_country(head) and (len(text) == 2 or text[2:3] == "-"):
        return head
    return country_code(text) or ""


def ordered(start: date | None, end: date | None) -> tuple[date | None, date | None, str]:
    """First day, first day after, and a note: where the end is not after the start, the start is not believed.

    British filings hold thousands of these: a control is notified after it ceased.
    """
    if start and end and end <= start:
        return None, end, f"recorded as beginning on {start}, not before its end"
    return start, end, ""


def joined(**said: str) -> str:
    """``key: value`` pairs of those that say something, for a note."""
    return "; ".join(f"{key.replace('_', ' ')}: {value}" for key, value in said.items() if value)


def filled(**said: str) -> dict[str, str]:
    """Those that say something, for ``more``."""
    return {key: value for key, value in said.items() if value}


def first(values: Iterator[str]) -> str:
    """The first text that says something."""
    return next((it for it in values if it), "")
