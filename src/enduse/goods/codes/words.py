"""A text becomes the terms that codes are found by: stems of its words, and concepts known in seven languages."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from enduse.goods.codes.own_words import own_words
from enduse.text.homoglyphs import repair_homoglyphs

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_WITHOUT = frozenset({"без", "non", "not", "no", "without", "ohne", "sans"})
_USED_FOR = re.compile("用于|用於|适用|適用")
_STEM = 6
_LONGEST_CONCEPT = 16
LONGEST_TEXT = 2_000
# What stands after these is what the goods are for, up to the next comma; before 用 and 용 likewise.
_FOR = frozenset({"для", "к", "ко", "for", "für", "zu", "to", "dlya"})
_STOP = frozenset(
    {"and", "or", "of", "the", "with", "not", "other", "than", "for", "nec", "heading", "no", "headings", "including"}
    | {"whether", "kind", "kinds", "used", "solely", "principally", "из", "или", "от", "по", "на", "не", "шт", "pcs"}
    | {"und", "der", "die", "das", "mit", "ve", "ile"}
)
_EXCEPT = re.compile(r"\b(?:other than|excluding|except|not)\b[^;,()]*", re.I)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a text speaks of.

    Attributes:
        key: ``lathe`` for a concept (with ``=`` before it), else a stem.
        word: As it stands in the text.
        weight: Less than 1 where the text says what the goods are for, not what they are.
    """

    key: str
    word: str
    weight: float = 1.0


def terms_of(text: str) -> tuple[Term, ...]:
    """The terms of a description, in the order of the text; only its first 2,000 characters are looked at."""
    return tuple(_terms(_folded(text[:LONGEST_TEXT])))


def excluded_terms(text: str) -> frozenset[str]:
    """Terms that a nomenclature text rules out: ``other than numerically controlled``."""
    said = " ".join(found[0] for found in _EXCEPT.finditer(text))
    return frozenset(term.key for term in terms_of(said)) if said else frozenset()


def without_exclusions(text: str) -> str:
    """The text without what it rules out."""
    return _EXCEPT.sub(" ", text)


def _folded(text: str) -> str:
    """One script a word, small letters; the Turkish i with and without its dot as one."""
    small = repair_homoglyphs(unicodedata.normalize("NFKC", text)).casefold()
    return small.replace("\u0307", "").replace("ı", "i")


def _terms(text: str) -> Iterator[Term]:
    purpose, end = False, 0
    before = ""
    for found in _WORD.finditer(text):
        if any(mark in text[end : found.start()] for mark in ",;:."):
            purpose = False
        end = found.end()
        word = found[0]
        if word in _FOR:
            purpose = True
            continue
        weight = 0.4 if purpose else 1.0
        if _HAN.search(word):
            yield from _han_terms(word, weight)
            purpose = purpose or bool(_USED_FOR.search(word))
        else:
            yield from _word_terms(before, word, weight)
        before = word


def _word_terms(before: str, word: str, weight: float) -> Iterator[Term]:
    # "Without numerical control" speaks of none.
    named = set() if before in _WITHOUT else _concepts_at(word)
    for concept in sorted(named | _pair_concepts(before, word)):
        yield Term(f"={concept}", word, weight)
    if word not in _STOP and len(word) > 2 and not word[0].isdigit():
        yield Term(word[:_STEM], word, weight)


def _han_terms(word: str, weight: float) -> Iterator[Term]:
    """Concepts wherever they stand, and pairs of characters; what stands before 用 or 용 is what the goods are for."""
    used_for = _USED_FOR.search(word)
    cut = -1 if used_for else max(word.rfind("用"), word.rfind("용"))
    for start in range(len(word)):
        at = 0.4 * weight if start < cut or (used_for and start >= used_for.start()) else weight
        for length in range(min(_LONGEST_CONCEPT, len(word) - start), 0, -1):
            for concept in _single().get(word[start : start + length], ()):
                if start == 0 or word[start - 1] != "非":
                    yield Term(f"={concept}", word[start : start + length], at)
        if len(pair := word[start : start + 2]) == 2:
            yield Term(pair, pair, at * 0.5)


def _concepts_at(word: str) -> set[str]:
    found = {
        concept
        for length in range(2, min(_LONGEST_CONCEPT, len(word)) + 1)
        for concept in _single().get(word[:length], ())
        if length > 3 or length == len(word)
    }
    return found | {concept for part in word.split("-")[1:] for concept in _single().get(part, ())}


def _pair_concepts(before: str, word: str) -> set[str]:
    return {
        concept
        for first, second, concept in _pairs().get(word[:2], ())
        if before.startswith(first) and word.startswith(second)
    }


@cache
def _single() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for concept, words in own_words().concepts.items():
        for word in words:
            if " " not in word:
                found[_folded(word)] = (*found.get(_folded(word), ()), concept)
    return found


@cache
def _pairs() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """By the first two letters of the second word: first word, second word, concept."""
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for concept, words in own_words().concepts.items():
        for word in words:
            if " " in word:
                first, second = _folded(word).split(" ", 1)
                found[second[:2]] = (*found.get(second[:2], ()), (first, second, concept))
    return found
