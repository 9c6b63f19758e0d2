"""Words by which the free texts of an order are read for the questions: ``data/order_words.toml``.

Those that the patterns of diversion look for as well are shared with them: ``detect.order_signs``.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from enduse.detect.order_signs import plain, wide


def has_words(kind: str, text: str) -> bool:
    """Does a text hold a word or phrase of that kind? Words of letters count from their beginning."""
    return bool(found_word(kind, text))


def found_word(kind: str, text: str) -> str:
    """The first word or phrase of that kind in a text; empty where it holds none.

    Phrases of the kind ``not_...`` beside it do not count: "not for resale" is no resale.
    """
    said = plain(text)
    for phrase in sorted(_words().get(f"not_{kind}", ()), key=len, reverse=True):
        said = said.replace(phrase, " ")
    return next((it.removesuffix("_") for it in _words()[kind] if _stands_in(it, said)), "")


def words_of(kind: str) -> tuple[str, ...]:
    """Every word of a kind, in lower case."""
    return _words()[kind]


def _stands_in(word: str, said: str) -> bool:
    """Scripts that write no spaces are looked for anywhere; others where a word begins. ``_`` ends a whole word."""
    if wide(word):
        return word.removesuffix("_") in said
    return f" {word.removesuffix('_')}{' ' if word.endswith('_') else ''}" in said


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    text = (files("enduse.data") / "order_words.toml").read_text(encoding="utf-8")
    return {kind: tuple(_plain_word(word) for word in words) for kind, words in tomllib.loads(text).items()}


def _plain_word(word: str) -> str:
    return plain(word.removesuffix("_")).strip() + ("_" if word.endswith("_") else "")
