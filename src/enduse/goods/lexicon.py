"""The words of ``data/goods/lexicon.toml``, spelt out in every way that a scanner looks for."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from enduse.goods.folding import LETTERS, fold

LANGUAGES = ("en", "ru", "zh", "ko", "tr", "ja", "de")

_LONG_ENOUGH_TO_CLOSE_UP = 8
_LONG_ENOUGH_FOR_LATIN = 5
_SCHEMES = (
    {"й": "y", "х": "kh", "ц": "ts", "щ": "shch", "ю": "yu", "я": "ya", "ё": "yo"},
    {"й": "j", "х": "h", "ц": "c", "щ": "sch", "ю": "ju", "я": "ja", "ё": "jo"},
    {"й": "i", "х": "kh", "ц": "ts", "щ": "shch", "ю": "iu", "я": "ia", "ё": "e"},
    {"й": "y", "х": "h", "ц": "c", "щ": "sh", "ю": "yu", "я": "ya", "ё": "e"},
)
_COMMON = dict(zip("абвгдезиклмнопрстуфыэ", "abvgdeziklmnoprstufye", strict=True))
_COMMON |= {"ж": "zh", "ч": "ch", "ш": "sh", "ь": "", "ъ": ""}
_BLANK = re.compile(r"(?<!\*) ")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


class Word(NamedTuple):
    """What one spelling means.

    Attributes:
        role: ``machine``, ``part``, ``sign``, ``key``...: the first half of the section's name.
        value: The second half: ``turning``, ``spindle``, ``used``.
        language: Of :data:`LANGUAGES`; ``""`` for brands and models.
        left: Must a word begin where it begins?
        right: Must a word end where it ends?
    """

    role: str
    value: str
    language: str
    left: bool
    right: bool


class Chain(NamedTuple):
    """A spelling of several words of which all but the last may end in any way.

    Attributes:
        pieces: The beginnings of the words, the first included.
        word: What they mean together.
    """

    pieces: tuple[str, ...]
    word: Word


class Spellings(NamedTuple):
    """Everything that a scanner looks for.

    Attributes:
        words: What each folded spelling may mean.
        chains: By the first piece.
    """

    words: dict[str, list[Word]]
    chains: dict[str, list[Chain]]


def spellings() -> Spellings:
    """Every folded spelling of the lexicon and what it may mean."""
    raw = tomllib.loads((files("enduse.data") / "goods" / "lexicon.toml").read_text(encoding="utf-8"))
    no_latin = frozenset(raw["no_latin"])
    words: dict[str, dict[Word, None]] = {}
    chains: dict[str, dict[Chain, None]] = {}
    for role, value, language, entry in entries(raw):
        latin = language == "ru" and entry not in no_latin and role != "mark"
        word = _word(role, value, language, entry)
        for text in _forms(entry, latin=latin, plural=language == "en"):
            pieces = tuple(text.split("* "))
            if len(pieces) > 1:
                chains.setdefault(pieces[0], {})[Chain(pieces, word)] = None
            else:
                words.setdefault(text, {})[word] = None
    return Spellings(
        {it: list(found) for it, found in words.items()}, {it: list(found) for it, found in chains.items()}
    )


def entries(raw: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Role, value, language and entry of each word of a lexicon file."""
    for role, sections in raw.items():
        if not isinstance(sections, dict):
            continue
        for value, section in sections.items():
            for language in LANGUAGES:
                for entry in section.get(language, ()):
                    yield role, value, language, entry


def _word(role: str, value: str, language: str, entry: str) -> Word:
    bare = fold(entry.strip("*"))
    left = not entry.startswith("*") and _divides(bare[0])
    # One Korean syllable is part of too many words to be read inside of one.
    alone = len(bare) == 1 and "가" <= bare <= "힣"
    return _interned(Word(role, value, language, left or alone, not entry.endswith("*") and _divides(bare[-1])))


@cache
def _interned(word: Word) -> Word:
    """The one copy of ``word``: thousands of spellings share it."""
    return word


def _divides(letter: str) -> bool:
    return letter in LETTERS or letter.isdigit()


def _forms(entry: str, *, latin: bool, plural: bool) -> Iterator[str]:
    """The folded spellings of one entry, its inner stars kept."""
    stem = entry.strip("*")
    texts = [stem]
    if latin and len(stem) >= _LONG_ENOUGH_FOR_LATIN and _CYRILLIC.search(stem):
        texts += _in_latin(stem.lower())
    if plural and not entry.endswith("*") and stem[-1].isalpha() and len(stem) > 2:
        texts.append(stem + "s")
    if "ä" in stem or "ö" in stem or "ü" in stem:
        texts.append(stem.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))
    for text in texts:
        yield from _with_blanks(fold(text))


def _in_latin(text: str) -> Iterable[str]:
    return dict.fromkeys("".join(scheme.get(it, _COMMON.get(it, it)) for it in text) for scheme in _SCHEMES)


def _with_blanks(text: str) -> Iterator[str]:
    yield text
    if not _BLANK.search(text):
        return
    yield _BLANK.sub("-", text)
    if "* " in text:
        return
    if len(text) > _LONG_ENOUGH_TO_CLOSE_UP and text.replace(" ", "").isalpha():
        yield text.replace(" ", "")
