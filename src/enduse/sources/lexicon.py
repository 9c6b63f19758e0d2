"""What a header says: how well it names each of our columns, in a dozen languages."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import sqrt
from typing import Any

from enduse.store.schema import ROLES, TABLES
from enduse.text.headers import HeaderParts, header_key, header_words, split_header

_PARTLY = 0.8
_START = 3
_OTHER_UNIT = 0.9
_BUT_REMARK = 0.95
_REMARK = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_AMOUNTS = frozenset({"value", "value_usd", "value_eur", "quantity", "net_kg", "gross_kg", "rate"})
_NAMES = frozenset({*ROLES, "manufacturer_text"})
_MONEY_UNITS = {"usd": "value_usd", "eur": "value_eur", "kusd": "value_usd"}
_MONEY_FACTORS = {"kusd": 1000.0}
_MASS_FACTORS = {"t": 1000.0, "g": 0.001}


@dataclass(frozen=True)
class HeaderMatch:
    """How a header names one of our columns.

    Attributes:
        score: 1 for a known spelling, less for one that only holds it, 0 to 1.
        spelling: The known spelling that was found.
    """

    score: float
    spelling: str


@dataclass(frozen=True)
class _Phrase:
    target: str
    spelling: str
    key: str
    words: tuple[str, ...]


@lru_cache(maxsize=16_384)
def header_matches(table: str, header: str) -> Mapping[str, HeaderMatch]:
    """Our columns of ``table`` that ``header`` may name, each with its best match."""
    parts = split_header(header)
    found: dict[str, HeaderMatch] = {}
    for target, spelling in _exact(table).get(header_key(header), ()):
        found.setdefault(target, HeaderMatch(1.0, spelling))
    for target, spelling in _exact(table).get(header_key(_REMARK.sub(" ", header)), ()):
        found.setdefault(target, HeaderMatch(_BUT_REMARK, spelling))
    if (money := _MONEY_UNITS.get(parts.unit)) and money in _targets(table):
        for target, spelling in _exact(table).get(parts.base, ()):
            if target == "value":
                found.setdefault(money, HeaderMatch(_OTHER_UNIT, spelling))
    for phrase in _near(table, parts):
        if phrase.target not in found or found[phrase.target].score < _PARTLY:
            _add_partial(found, phrase, header, parts.unit)
    return found


@lru_cache(maxsize=16_384)
def never_named(target: str, header: str) -> bool:
    """Does the header hold a word that rules our column out: a price for one unit, the date of a contract?"""
    kind = (
        "amounts" if target in _AMOUNTS else "names" if target in _NAMES else "dates" if target == "declared_on" else ""
    )
    if not kind:
        return False
    words = header_words(header)
    key = "".join(words)
    return any(_stands_in(word, words, key) for word in _spec()["never"][kind])


def _stands_in(word: str, words: tuple[str, ...], key: str) -> bool:
    if _HAN.search(word) or not word[0].isalpha():
        return word in key
    parts = header_words(word)
    together = any(words[at : at + len(parts)] == parts for at in range(len(words)))
    return together or len(word) > 4 and any(it.startswith(word) for it in words)


def unit_factor(target: str, header: str) -> float:
    """What numbers under this header are multiplied with to stand in ``target``: 1000 for "Вес нетто, т"."""
    factors = _MASS_FACTORS if target.endswith("_kg") else _MONEY_FACTORS if target in _MONEY_UNITS.values() else {}
    return factors.get(split_header(header).unit, 1.0)


@lru_cache(maxsize=16_384)
def known_header(header: str) -> float:
    """How well any table knows this header, 0 to 1."""
    if generic_header(header) or generic_header(_REMARK.sub(" ", header)):
        return 1.0
    tables = (table for table in TABLES if table != "rejects")
    return max((it.score for table in tables for it in header_matches(table, header).values()), default=0.0)


def generic_header(header: str) -> str:
    """``identifier``, ``address`` or ``country`` when the header says so without naming a party; else ``""``."""
    return _generic().get(header_key(header), "")


def _add_partial(found: dict[str, HeaderMatch], phrase: _Phrase, header: str, unit: str) -> None:
    target = _MONEY_UNITS.get(unit, phrase.target) if phrase.target == "value" else phrase.target
    if target in _MONEY_UNITS.values() and _MONEY_UNITS.get(unit) != target:
        return
    score = _held(phrase, header)
    best = found.get(target)
    if score and (not best or best.score < score) and not never_named(target, header):
        found[target] = HeaderMatch(round(score, 3), phrase.spelling)


def _held(phrase: _Phrase, header: str) -> float:
    """Does the header hold every word of the phrase? More for fewer words beside it."""
    words = split_header(header).words
    if words and all(any(_same_word(part, word) for word in words) for part in phrase.words):
        return _PARTLY * sqrt(len(phrase.words) / max(len(words), len(phrase.words)))
    key = "".join(words)
    if len(phrase.key) >= 2 and _HAN.search(phrase.key) and phrase.key in key:
        return _PARTLY * sqrt(len(phrase.key) / len(key))
    return 0.0


def _same_word(known: str, word: str) -> bool:
    """Equal but for the ending, or ``word`` abbreviates the known one: "получателю", "происх."."""
    if known == word or not (known.isalpha() and word.isalpha()) or len(word) < 3:
        return known == word
    common = next((at for at, (left, right) in enumerate(zip(known, word, strict=False)) if left != right), None)
    if common is not None:
        return common >= 5 and common >= max(len(known), len(word)) - 3
    longer = abs(len(known) - len(word)) <= 3 and min(len(known), len(word)) >= (5 if word.isascii() else 4)
    return longer or len(word) < len(known) and (len(word) <= 4 or not word.isascii())


def _near(table: str, parts: HeaderParts) -> Iterable[_Phrase]:
    """Phrases that could be held: the first word begins as some word does, or is written without spaces."""
    by_start, han = _index(table)
    for start in {word[:_START] for word in parts.words}:
        yield from by_start.get(start, ())
    if _HAN.search(parts.base):
        yield from (phrase for phrase in han if phrase.key in parts.base)


@cache
def _index(table: str) -> tuple[dict[str, list[_Phrase]], tuple[_Phrase, ...]]:
    by_start: dict[str, list[_Phrase]] = {}
    for phrase in _phrases(table):
        if phrase.words:
            by_start.setdefault(phrase.words[0][:_START], []).append(phrase)
    return by_start, tuple(it for it in _phrases(table) if len(it.key) >= 2 and _HAN.search(it.key))


@cache
def _generic() -> dict[str, str]:
    return {header_key(text): kind for kind, texts in _spec()["generic"].items() for text in texts}


@cache
def _targets(table: str) -> frozenset[str]:
    return frozenset(_lexicon().get(table, {}))


@cache
def _exact(table: str) -> dict[str, tuple[tuple[str, str], ...]]:
    index: dict[str, tuple[tuple[str, str], ...]] = {}
    for phrase in _phrases(table):
        own = "kg" if phrase.target.endswith("_kg") else ""
        base = split_header(phrase.spelling).base
        for key in {phrase.key, *((base, f"{base}[{own}]") if own else ())}:
            index[key] = (*index.get(key, ()), (phrase.target, phrase.spelling))
    return index


@cache
def _phrases(table: str) -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(target, spelling, header_key(spelling), split_header(spelling).words)
        for target, languages in _lexicon().get(table, {}).items()
        for spellings in languages.values()
        for spelling in spellings
    )


@cache
def _lexicon() -> dict[str, dict[str, dict[str, list[str]]]]:
    return {name: part for name, part in _spec().items() if name in TABLES}


@cache
def _spec() -> dict[str, Any]:
    return tomllib.loads((files("enduse.data") / "customs_headers.toml").read_text(encoding="utf-8"))
