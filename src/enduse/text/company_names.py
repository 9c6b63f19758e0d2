"""Company names without legal form, script, quotes and punctuation: the key that equal names share.

This is a normal form, not a matcher: two names have one key or they do not. Misspelt, translated and abbreviated
names have different keys.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from enduse.text.headers import fold_case
from enduse.text.scripts import latin_key

_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?)+(?:[^\W\d_]\b\.?)?")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼʻ`´ʹ](?=\w)")
_BRACKET_FORM = re.compile(r"\((주|유|株|有)\)")
_BRACKET_FORMS = {"주": " 주식회사 ", "유": " 유한회사 ", "株": " 株式会社 ", "有": " 有限会社 "}
_LINKS = frozenset({"i", "and", "und", "et"})
_LONGEST = 6
_BESIDE = "BESIDE"
_NO_NAME = "says that there is no name"


@dataclass(frozen=True)
class NormalName:
    """A company name ready for comparison.

    Attributes:
        key: What equal names share; ``""`` when the text names no company (see ``reason``).
        legal_form: ``LLC``, ``JSC``, ``PARTNERSHIP``, ``SOLE``, ``STATE``, or ``""``; never part of the key.
        tokens: Words of the key, in order.
        reason: Why there is no key; ``""`` when there is one.
    """

    key: str
    legal_form: str
    tokens: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True)
class _Words:
    """What is known about words at the ends of names; phrases are tuples of word keys."""

    forms: tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]]
    edges: tuple[frozenset[str], frozenset[str]]
    glued: tuple[tuple[str, str], ...]
    leading: dict[tuple[str, ...], str]
    leading_edge: frozenset[str]
    placeholders: frozenset[tuple[str, ...]]


def normal_form(name: str) -> NormalName:
    """``name`` without everything that differs between two spellings of one company's name.

    >>> normal_form('АО "БОРИТОНУМЕТ"').key == normal_form("AO BORITONUMET").key == normal_form("BORITONUMET JSC").key
    True
    >>> normal_form("Foo Co., Ltd."), normal_form("ООО").reason
    (NormalName(key='foo', legal_form='LLC', tokens=('foo',), reason=''), 'a legal form without a name')
    """
    rest, form, reason = _read(name)
    return NormalName("", form, (), reason) if reason else NormalName("".join(rest), form, tuple(rest))


def _read(name: str) -> tuple[list[str], str, str]:
    """Words of the key, class of the legal form, and why there is no key."""
    words = _words(name)
    if not words:
        return words, "", "empty"
    if tuple(words) in _known().placeholders:
        return words, "", _NO_NAME
    rest, form = _bare(words)
    return rest, form, _why_no_name(rest, "".join(rest))


def _why_no_name(rest: list[str], key: str) -> str:
    if not key:
        return "a legal form without a name"
    if key.isnumeric() or len(key) < 2:
        return "no letters, or a single one"
    return _NO_NAME if tuple(rest) in _known().placeholders else ""


def normal_keys(names: Iterable[str | None]) -> list[str]:
    """Keys of many names, ``""`` for a missing one; each distinct name is worked out once."""
    known: dict[str | None, str] = {None: ""}
    keys = []
    for name in names:
        key = known.get(name)
        if key is None:
            rest, _, reason = _read(name or "")
            key = known[name] = "" if reason else "".join(rest)
        keys.append(key)
    return keys


def legal_form_of(name: str) -> str:
    """Class of the legal form at either end of ``name``, ``""`` when there is none; for profiling."""
    return _bare(_words(name))[1]


def form_phrases() -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]]:
    """Legal forms that may stand before a name, and behind it: words as :func:`word_key` spells them, and the class."""
    return _known().forms


def word_key(word: str) -> str:
    """The spelling by which one word of a name is compared here."""
    return _word_key(word)


def _words(name: str) -> list[str]:
    text = name if name.isascii() else unicodedata.normalize("NFKC", name)
    if "(" in text and not text.isascii():
        text = _BRACKET_FORM.sub(lambda found: _BRACKET_FORMS[found.group(1)], text)
    if "." in text:
        text = _DOTTED.sub(_undot, text)
    if not text.isascii() or "'" in text or "`" in text:
        text = _APOSTROPHE.sub("", text)
    words = [_word_key(word) for word in _WORD.findall(text)]
    return [word for word in words if word and word not in _LINKS] if len(words) > 1 else [it for it in words if it]


def _undot(found: re.Match[str]) -> str:
    return found.group().replace(".", "").replace(" ", "") + " "


@lru_cache(maxsize=262_144)
def _word_key(word: str) -> str:
    folded = fold_case(word)
    return folded if folded in _cyrillic_forms() else latin_key(word)


def _bare(words: list[str]) -> tuple[list[str], str]:
    """The words without legal forms at either end, "trading house" and its like in front; class of the form.

    The outermost form tells the class. What a step uncovers is examined again, so that the result is stable.
    """
    known, form, leading, rest = _known(), "", set[str](), words
    while rest:
        cut, found = _cut_form(rest, known)
        if not found:
            cut, found = _cut_glued(rest, known)
        if found:
            rest, form = cut, form or found
            continue
        cut, word = _cut_leading(rest, known)
        if not word:
            break
        rest = cut
        leading.add(word)
    return [*sorted(leading), *rest], "" if form == _BESIDE else form


def _cut_form(words: list[str], known: _Words) -> tuple[list[str], str]:
    (front, back), (first, last) = known.forms, known.edges
    if words[-1] in last:
        for size in range(min(_LONGEST, len(words)), 0, -1):
            if form := back.get(tuple(words[-size:])):
                return words[:-size], form
    if words[0] in first:
        for size in range(min(_LONGEST, len(words)), 0, -1):
            if form := front.get(tuple(words[:size])):
                return words[size:], form
    return words, ""


def _cut_glued(words: list[str], known: _Words) -> tuple[list[str], str]:
    """Cut a form written without a space off the first or last word."""
    if words[0].isascii() and words[-1].isascii():
        return words, ""
    for glued, form in known.glued:
        if words[-1].endswith(glued):
            return [it for it in (*words[:-1], words[-1].removesuffix(glued)) if it], form
        if words[0].startswith(glued):
            return [it for it in (words[0].removeprefix(glued), *words[1:]) if it], form
    return words, ""


def _cut_leading(words: list[str], known: _Words) -> tuple[list[str], str]:
    """Take one "trading house" or its like off an end; a name of nothing else keeps it."""
    if words[0] not in known.leading_edge and words[-1] not in known.leading_edge:
        return words, ""
    for size in (3, 2, 1):
        if len(words) <= size:
            continue
        if word := known.leading.get(tuple(words[:size])):
            return words[size:], word
        if word := known.leading.get(tuple(words[-size:])):
            return words[:-size], word
    return words, ""


@cache
def _cyrillic_forms() -> frozenset[str]:
    return frozenset(fold_case(form) for spec in _forms().values() for form in spec.get("cyrillic", ()))


@cache
def _known() -> _Words:
    front: dict[tuple[str, ...], str] = {}
    back: dict[tuple[str, ...], str] = {}
    glued: list[tuple[str, str]] = []
    for kind, spec in _forms().items():
        both = [*spec.get("both", ()), *spec.get("cyrillic", ())]
        front |= {tuple(_words(form)): kind for form in (*both, *spec.get("front", ()))}
        back |= {tuple(_words(form)): kind for form in (*both, *spec.get("back", ()))}
        glued += [(form, kind) for form in spec.get("glued", ())]
    words = _toml("name_words.toml")
    leading = {tuple(_words(text)): key for key, texts in words["leading"].items() for text in texts}
    return _Words(
        forms=(front, back),
        edges=(frozenset(it[0] for it in front), frozenset(it[-1] for it in back)),
        glued=tuple(sorted(glued, key=lambda it: -len(it[0]))),
        leading=leading,
        leading_edge=frozenset(word for phrase in leading for word in (phrase[0], phrase[-1])),
        placeholders=frozenset(tuple(_words(text)) for text in words["placeholders"]["words"]),
    )


@cache
def _forms() -> dict[str, dict[str, list[str]]]:
    return {kind: spec for kind, spec in _toml("legal_forms.toml").items() if isinstance(spec, dict)}


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files("enduse.data") / name).read_text(encoding="utf-8"))
