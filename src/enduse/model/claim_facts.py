"""What claims, requests and replies share: their days, and how the case log keeps their facts."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from enduse.errors import InputError

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def span_of(text: str) -> tuple[date, date] | None:
    """First and last day of a day, month or year; None for an empty text.

    >>> span_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))

    Raises:
        InputError: ``E-CLAIM-FACT``.
    """
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if found is None:
        raise _bad_day(text)
    year, month, day = (int(it) if it else None for it in found.groups())
    try:
        start = date(year or 0, 1 if month is None else month, 1 if day is None else day)
        if day is not None:
            return start, start
        following = date(start.year + (month in (None, 12)), 1 if month is None else month % 12 + 1, 1)
    except ValueError:
        raise _bad_day(text) from None
    return start, following - timedelta(days=1)


def exact_day(text: str) -> date:
    """The day.

    Raises:
        InputError: ``E-CLAIM-FACT``: it is no day, or only a month or year.
    """
    span = span_of(text)
    if span is None or len(text) != len("2024-03-01"):
        raise bad_fact("day", text, "write the day, e.g. 2024-03-01")
    return span[0]


def filled(told: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty; tuples as lists, as JSON gives them back."""
    found = {name: _plain(it) for name, it in told.items()}
    return {name: it for name, it in found.items() if it not in ("", [], {}, None) and it != 0}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        # The number 0 is a figure; an empty page is none.
        return {
            name: _plain(it) for name, it in value.items() if it not in ("", (), [], None) and (name, it) != ("page", 0)
        }
    return list(value) if isinstance(value, tuple) else value


def known(cls: type[Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that are fields of the class, lists as tuples; others are passed over."""
    names = {it.name for it in fields(cls)}
    return {name: tuple(it) if isinstance(it, list) else it for name, it in facts.items() if name in names}


def needed(name: str, text: str, do: str) -> None:
    """Raise unless the text says something."""
    if not text.strip():
        raise bad_fact(name, text, do)


def one_of(name: str, text: str, words: tuple[str, ...]) -> None:
    """Raise unless the text is one of the words."""
    if text not in words:
        raise bad_fact(name, text, f"one of {', '.join(words)} is expected")


def _bad_day(text: str) -> InputError:
    return bad_fact("day", text, "write a day (2024-03-01), a month (2024-03) or a year (2024)")


def bad_fact(name: str, value: object, do: str) -> InputError:
    """What is raised of a fact that cannot be kept."""
    return InputError(f"The {name} {value!r} is not understood: {do}. Nothing was written.", code="E-CLAIM-FACT")
