"""What the words of an order tell: end use, onward countries, occupied regions, kinds of software."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from enduse.goods.entries.truth import Truth
from enduse.text.homoglyphs import repair_homoglyphs

_MARKS = re.compile(r"[^\w№]+|_")
_CLAUSES = re.compile(r"[.;\n。；!?！？]+")
REGIONS = ("Crimea", "Donetsk", "Luhansk", "Kherson", "Zaporizhzhia")
"""Occupied regions of Ukraine."""


@dataclass(frozen=True)
class Said:
    """What a text says of one thing.

    Attributes:
        truth: Yes; no: it is denied, or not spoken of; not known: words that lawful work uses as well, or a denial
            beside a mention.
        words: What was read, as it stands in the text's plain form; empty where nothing speaks of it.
    """

    truth: Truth
    words: str = ""


NOTHING = Said(False)


def military_use(text: str) -> Said:
    """Does the stated end use speak of military work?

    >>> military_use("Turning of artillery shells").truth, military_use("Not for military use").truth
    (True, False)
    """
    return _use(text, "military")


def wmd_use(text: str) -> Said:
    """Does it speak of missiles, or of nuclear, chemical or biological weapons?"""
    return _use(text, "wmd")


def countries_named(texts: Iterable[str]) -> Mapping[str, Said]:
    """Russia and Belarus, where texts name them: yes, or no where a clause only forbids sending goods there."""
    found = dict[str, Said]()
    for clause in (it for text in texts for it in _CLAUSES.split(text)):
        plain = _plain(clause)
        for country in ("RU", "BY"):
            if told := _first(_words()["onward"][country], plain):
                said = Said(not _denied(plain), told)
                found[country] = said if said.truth or country not in found else found[country]
    return found


def region_of(address: str, country: str) -> Said | None:
    """The occupied region of Ukraine that an address lies in; None where it lies in none.

    Returns:
        ``words`` is the region; ``truth`` is not known where the government holds a part of it and the address does
        not tell which.
    """
    if country not in ("UA", "RU", ""):
        return None
    plain = _plain(address)
    for region in REGIONS:
        if _first(_words()["region_bodies"].get(region, ()), plain):
            return Said(True, region)
        if _first(_words()["regions"][region], plain):
            if region == "Crimea":
                return Said(True, region)
            # Without the name of the body, a place in Russia is the Russian one of the same name.
            if country == "UA":
                return Said(None, region)
    return None


def software_types(text: str) -> tuple[str, ...]:
    """What software or service a text speaks of: ``cnc_operation``, ``cam``, ``cad``, ``plm``, ``update``, ``unlock``.

    >>> software_types("Firmware update for the CNC control")
    ('cnc_operation', 'update')
    """
    plain = _plain(text)
    return tuple(name for name, patterns in _words()["software"].items() if _first(patterns, plain))


def speaks_of_weapons(reasons: Iterable[str]) -> bool:
    """Do programmes and reasons of a list name missiles or weapons of mass destruction?"""
    patterns = _words()["listed_wmd"]["words"]
    return any(_first(patterns, it.lower()) for it in reasons)


def _use(text: str, what: str) -> Said:
    """The clause that says most decides: a denial in one clause does not take back what another one says."""
    told = [_clause(_plain(it), what) for it in _CLAUSES.split(text)]
    yes = next((it for it in told if it.truth is True), None)
    return yes or next((it for it in told if it.truth is None), NOTHING)


def _clause(plain: str, what: str) -> Said:
    sure, maybe = (_first(_words()[what][it], plain) for it in ("sure", "maybe"))
    if not (sure or maybe) or _denied(plain):
        return NOTHING
    return Said(True, sure) if sure else Said(None, maybe)


def _denied(plain: str) -> bool:
    return bool(_first(_words()["denied"]["words"], plain))


def _first(patterns: Iterable[re.Pattern[str]], plain: str) -> str:
    return next((found.group().strip() for it in patterns if (found := it.search(plain))), "")


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub(" ", repair_homoglyphs(text).lower()).split())


@cache
def _words() -> Mapping[str, Mapping[str, tuple[re.Pattern[str], ...]]]:
    told: dict[str, dict[str, Any]] = tomllib.loads(
        files("enduse.data").joinpath("end_use_words.toml").read_text(encoding="utf-8")
    )
    return {
        name: {key: tuple(re.compile(it) for it in patterns) for key, patterns in table.items()}
        for name, table in told.items()
    }
