"""Of natural persons we keep what tells them apart, and no more: see docs/explanation/registers.md."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from enduse.model.listing import WrittenIdentifier
from enduse.sources.register_parts.fields import country_of

_YEAR_FIRST = re.compile(r"((?:1[89]|20)\d{2})(?:-(0[1-9]|1[0-2]))?(?:-\d{2})?(?:T.*)?")
_YEAR_LAST = re.compile(r"\d{2}\.(0[1-9]|1[0-2])\.((?:1[89]|20)\d{2})")
KEPT_OF_PERSONS = frozenset({"INN", "OGRNIP", "TAX", "LEI", "REG", "WIKIDATA"})
"""Schemes that are kept of a natural person: numbers of taxpayers and of public registers, never of papers."""


def month_of_birth(text: str) -> str:
    """Year and month of birth; the day is not kept.

    >>> month_of_birth("1971-03-02"), month_of_birth("02.03.1971"), month_of_birth("1971"), month_of_birth("?")
    ('1971-03', '1971-03', '1971', '')
    """
    if found := _YEAR_LAST.fullmatch(text.strip()):
        return f"{found[2]}-{found[1]}"
    if found := _YEAR_FIRST.fullmatch(text.strip()):
        return f"{found[1]}-{found[2]}" if found[2] else found[1]
    return ""


def kept_identifiers(given: list[WrittenIdentifier], personal: bool) -> tuple[WrittenIdentifier, ...]:
    """Those that may be kept: of a company all, of a person only ``KEPT_OF_PERSONS``; each once."""
    return tuple(dict.fromkeys(it for it in given if not personal or it.scheme in KEPT_OF_PERSONS))


def nationality_code(text: str) -> str:
    """ISO alpha-2 of a nationality, ``British`` or ``Russian``, or of a country's name; ``""`` where it is not known.

    >>> nationality_code("British"), nationality_code("Kazakhstani"), nationality_code("Martian")
    ('GB', 'KZ', '')
    """
    return _nationalities().get(text.casefold().strip(), "") or country_of(text)


@cache
def _nationalities() -> dict[str, str]:
    table = tomllib.loads((files("enduse.data") / "nationalities.toml").read_text(encoding="utf-8"))
    return {word.casefold(): code for code, words in table["nationalities"].items() for word in words}
