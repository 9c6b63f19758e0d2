"""The wording of papers in five languages, with days and countries as each writes them."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from babel import Locale
from babel.dates import format_date

from enduse.decide.question_texts import LANGUAGES
from enduse.errors import UsageError


def paper_language(language: str) -> str:
    """The language as papers know it; a region is ignored (``zh-CN``).

    Raises:
        UsageError: ``E-LANGUAGE``: papers are not written in it.
    """
    plain = language.replace("_", "-").partition("-")[0].casefold()
    if plain not in LANGUAGES:
        said = f"Papers are not written in {language!r}; choose one of {', '.join(LANGUAGES)}."
        raise UsageError(said, code="E-LANGUAGE")
    return plain


@cache
def wording(language: str, section: str) -> Mapping[str, Any]:
    """One section of ``data/paper_texts``: ``letter``, ``ask``, ``certificate``, ``clause``, ``common`` or ``page``."""
    path = files("enduse.data") / "paper_texts" / f"{language}.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8"))[section])


def day_text(day: date | None, language: str) -> str:
    """``22 November 2026``, ``22. November 2026``, ``2026年11月22日``; empty for None."""
    return format_date(day, "long", "en_GB" if language == "en" else language) if day else ""


def country_text(code: str, language: str) -> str:
    """The country's name in that language; the code where there is none."""
    return str(Locale(language).territories.get(code, code)) if code else ""


def page_text(language: str) -> str:
    """How pages are counted, with ``{page}`` and ``{pages}``."""
    return str(wording(language, "page")["page"])


def start_of(day: date) -> datetime:
    """The day's first instant, for the properties of a file: a paper reads no clock."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
