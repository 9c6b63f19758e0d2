"""Words by which orders are read for the patterns of diversion: ``data/order_signs.toml``."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_GAP = re.compile(r"[\W_]+")
_WIDE = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CLAUSE = re.compile(r"[,;\n，；、]")
_HUNDRED = re.compile(r"(?<!\d)100(?:[.,]0+)?\s*(?:%|％|percent|per cent|процент|prozent|yüzde)", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Lower case, one width of letters, marks as spaces, a space at either end."""
    return f" {_GAP.sub(' ', unicodedata.normalize('NFKC', text).casefold()).strip()} "


@lru_cache(maxsize=65_536)
def sign(kind: str, text: str) -> str:
    """The first word of that kind in a text; empty where it holds none.

    Args:
        kind: Section and name, e.g. ``terms.cash``; where there is a ``not_`` list beside it, its phrases do not count.
        text: As written.

    >>> sign("terms.cash", "payment in cash on delivery"), sign("terms.cash", "cash in advance by T/T")
    ('cash', '')
    """
    section, _, name = kind.partition(".")
    said = plain(text)
    for word in _words(section, f"not_{name}") or _words(section, "not"):
        if _stands_in(word, said):
            said = said.replace(word.removesuffix("_"), " ")
    return next((it.removesuffix("_") for it in _words(section, name) if _stands_in(it, said)), "")


def paid_before(terms: str) -> bool:
    """Do terms of payment ask for the whole sum before shipment?

    >>> paid_before("100% prepayment"), paid_before("30% advance, 70% L/C"), paid_before("предоплата 100 %")
    (True, False, True)
    """
    clauses = _CLAUSE.split(terms)
    return bool(sign("terms.whole", terms)) or any(_HUNDRED.search(it) and sign("terms.advance", it) for it in clauses)


def says_none(text: str) -> bool:
    """Does a cell say that there is none?"""
    return bool(text.strip()) and plain(text).strip() in {"", *_words("missing", "words")}


def divisions(name: str, country: str) -> tuple[range, ...]:
    """Divisions of activity of a group (``making``, ``using`` ...) in the system of that country."""
    told = order_signs()["activity"]
    spans = told["national"].get(name, {}).get(country, told[name])
    return tuple(range(first, last + 1) for first, last in spans)


def wide(text: str) -> bool:
    """Is it written in a script in which a letter says as much as a word's half?"""
    return bool(_WIDE.search(text))


def _stands_in(word: str, said: str) -> bool:
    if _WIDE.search(word):
        return word.removesuffix("_") in said
    return f" {word.removesuffix('_')}{' ' if word.endswith('_') else ''}" in said


@cache
def _words(section: str, name: str) -> tuple[str, ...]:
    told = order_signs()[section].get(name, ())
    words = told["words"] if isinstance(told, dict) else told
    # The text has lost its marks: the words must, too.
    return tuple(f"{plain(it.removesuffix('_')).strip()}{'_' if it.endswith('_') else ''}" for it in words)


@cache
def order_signs() -> Mapping[str, Any]:
    """The data as written."""
    return tomllib.loads((files("enduse.data") / "order_signs.toml").read_text(encoding="utf-8"))
