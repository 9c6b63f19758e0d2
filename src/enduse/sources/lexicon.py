"""What a header says: how well it names each of our columns, in a dozen languages."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import sqrt

from enduse.sources.vocabulary import composed_keys, fallback_spellings, generic_keys, never_words, spellings
from enduse.store.record_kinds import PARTY_ROLES
from enduse.store.schema import ROLES, TABLES
from enduse.text.headers import HeaderParts, header_key, header_words, money_of, split_header

_PARTLY = 0.8
_START = 3
_OTHER_UNIT = 0.9
_BUT_REMARK = 0.95
_REMARK = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_AMOUNTS = frozenset({"value", "value_usd", "value_eur", "quantity", "net_kg", "gross_kg", "rate"})
_NAMES = frozenset({*ROLES, *(role for roles in PARTY_ROLES.values() for role in roles), "manufacturer_text"})
_MONEY_TARGETS = {"USD": "value_usd", "EUR": "value_eur"}
# A customs payment is no value of goods; of payments it is the very thing.
_MAY_BE_PAID = frozenset({"платеж"})
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
    for key, score in ((header_key(header), 1.0), (header_key(_REMARK.sub(" ", header)), _BUT_REMARK)):
        for target, spelling in _exact(table).get(key, ()):
            found.setdefault(target, HeaderMatch(score, spelling))
        if composed := composed_keys(table).get(key):
            found.setdefault(composed.target, HeaderMatch(score, composed.spelling))
    if money_of(parts.unit):
        for target, spelling in _exact(table).get(parts.base, ()):
            if target == "value":
                found.setdefault(_money_target(parts.unit, table), HeaderMatch(_OTHER_UNIT, spelling))
    for phrase in _near(table, parts):
        if phrase.target not in found or found[phrase.target].score < _PARTLY:
            _add_partial(found, phrase, (table, header), parts.unit)
    return found


def _money_target(unit: str, table: str) -> str:
    """Which column amounts in this unit belong to: dollars have one of their own where the table has it."""
    money = money_of(unit)
    own = _MONEY_TARGETS.get(money[0], "") if money else ""
    return own if own in _targets(table) else "value"


@lru_cache(maxsize=16_384)
def never_named(target: str, header: str, table: str = "items") -> bool:
    """Does the header hold a word that rules our column out: a price for one unit, the date of a contract?"""
    kind = (
        "amounts" if target in _AMOUNTS else "names" if target in _NAMES else "dates" if target == "declared_on" else ""
    )
    if not kind:
        return False
    words = header_words(header)
    key = "".join(words)
    spared = _MAY_BE_PAID if table == "payments" else frozenset()
    return any(_stands_in(word, words, key) for word in never_words()[kind] if word not in spared)


def _stands_in(word: str, words: tuple[str, ...], key: str) -> bool:
    if _HAN.search(word) or not word[0].isalpha():
        return word in key
    parts = header_words(word)
    together = any(words[at : at + len(parts)] == parts for at in range(len(words)))
    return together or len(word) > 4 and any(it.startswith(word) for it in words)


def unit_factor(target: str, header: str) -> float:
    """What numbers under this header are multiplied with to stand in ``target``: 1000 for "Вес нетто, т"."""
    unit = split_header(header).unit
    if target.endswith("_kg"):
        return _MASS_FACTORS.get(unit, 1.0)
    money = money_of(unit) if target in {"value", "price", *_MONEY_TARGETS.values()} else None
    return money[1] if money else 1.0


@lru_cache(maxsize=16_384)
def known_header(header: str) -> float:
    """How well any table knows this header, 0 to 1."""
    if generic_header(header) or generic_header(_REMARK.sub(" ", header)):
        return 1.0
    tables = (table for table in TABLES if table != "rejects")
    return max((it.score for table in tables for it in header_matches(table, header).values()), default=0.0)


def generic_header(header: str) -> str:
    """``identifier``, ``address`` or ``country`` when the header says so without naming a party; else ``""``."""
    return generic_keys().get(header_key(header), "")


def _add_partial(found: dict[str, HeaderMatch], phrase: _Phrase, place: tuple[str, str], unit: str) -> None:
    table, header = place
    target = phrase.target
    if target == "value" and money_of(unit):
        target = _money_target(unit, table)
    if target in _MONEY_TARGETS.values() and not (money_of(unit) and _money_target(unit, table) == target):
        return
    score = _held(phrase, header)
    best = found.get(target)
    if score and (not best or best.score < score) and not never_named(target, header, table):
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
def _targets(table: str) -> frozenset[str]:
    return frozenset(spellings(table))


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
    own = spellings(table)
    told = [*own.items(), *((target, fallback_spellings(target)) for target in own)]
    return tuple(
        _Phrase(target, spelling, header_key(spelling), split_header(spelling).words)
        for target, languages in told
        for texts in languages.values()
        for spelling in texts
    )
