"""Nomenclatures and their editions: the Harmonized System by year, and the national codes that lengthen it."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from enduse.errors import UsageError

_HS_YEARS = (1988, 1996, 2002, 2007, 2012, 2017, 2022)
_COMTRADE = {f"H{number}": f"HS{year}" for number, year in enumerate((1992, 1996, 2002, 2007, 2012, 2017, 2022))}
_SAME_EDITION = {"HS1988": "HS1992"}
_NATIONAL = {
    "CN": ("CN", "CN8"),
    "TNVED": ("TNVED", "ТНВЭД", "EAEU", "TNVEDEAEU", "ТНВЭДЕАЭС"),
    "HSK": ("HSK", "HSK10"),
    "HTS": ("HTS", "HTSUS"),
    "CCC": ("CCC", "CCC11"),
    "JP9": ("JP9", "JP"),
    "GTIP": ("GTIP", "GTİP"),
}
_ALIASES = {alias: name for name, aliases in _NATIONAL.items() for alias in aliases}
_BY_LENGTH = {8: "CN, CCC (8 digits), HTS", 9: "JP9", 10: "TNVED, HSK, HTS", 11: "CCC", 12: "GTIP"}


@dataclass(frozen=True)
class Edition:
    """One nomenclature; of the Harmonized System, one edition.

    Attributes:
        name: ``HS1992`` ... ``HS2022``, or CN, TNVED, HSK, HTS, CCC (Taiwan), JP9, GTIP.
    """

    name: str

    @property
    def is_hs(self) -> bool:
        """Is it the Harmonized System itself?"""
        return self.name.startswith("HS") and self.name != "HSK"

    @property
    def year(self) -> int:
        """Of an HS edition; 0 for a national nomenclature, which changes every year."""
        return int(self.name[2:]) if self.is_hs else 0


HS_EDITIONS = tuple(f"HS{year}" for year in (1992, *_HS_YEARS[1:]))
"""The editions in the order of time."""


def read_edition(text: str) -> Edition:
    """The edition that is meant by ``HS2017``, ``HS 2017``, ``2017``, ``H5``, ``TN VED``, ``CN8``, ``HSK``.

    Raises:
        UsageError: E-CODE-EDITION, no nomenclature known here goes by that name.
    """
    key = re.sub(r"[\s._\-]+", "", text).upper()
    name = _COMTRADE.get(key) or _ALIASES.get(key) or (f"HS{key}" if key.isdigit() else key)
    name = _SAME_EDITION.get(name, name)
    if name not in HS_EDITIONS and name not in _NATIONAL:
        raise UsageError(
            f"{text!r} is no edition known here: codes of different editions must not be mixed up. "
            f"Say one of {', '.join(HS_EDITIONS)}, or {', '.join(_NATIONAL)}.",
            code="E-CODE-EDITION",
        )
    return Edition(name)


def hs_on(day: date) -> Edition:
    """The edition of the Harmonized System in force on a day; countries may have applied it later.

    The first edition, of 1988, is listed by the United Nations as 1992: their texts differ in little.
    """
    years = sorted(int(name[2:]) for name in HS_EDITIONS)
    return Edition(f"HS{max([year for year in years if year <= day.year], default=years[0])}")


def between(start: Edition, end: Edition) -> tuple[tuple[str, str], ...]:
    """The steps from one HS edition to another, each as (from, to); empty where they are the same."""
    first, last = HS_EDITIONS.index(start.name), HS_EDITIONS.index(end.name)
    if first <= last:
        return tuple(pairwise(HS_EDITIONS[first : last + 1]))
    return tuple((after, before) for before, after in reversed(list(pairwise(HS_EDITIONS[last : first + 1]))))


def national_by_length(length: int) -> str:
    """Which national nomenclatures have codes of that many digits; empty where the length says nothing."""
    return _BY_LENGTH.get(length, "")
