"""The words of a person's name as tokens: what is one name is one token, however it is spelt and wherever it is cut."""

import re
from collections.abc import Sequence
from functools import lru_cache

from enduse.text.names.letters import Word
from enduse.text.names.person_words import PARTICLES, TITLES
from enduse.text.names.romanise import plain_arabic, plain_latin
from enduse.text.names.tables import words as listed_words
from enduse.text.names.tokens import RARE, SMALL, Token, token

_LONG_SURNAMES = listed_words("long_surnames")
_ARABIC_TITLES = frozenset(plain_arabic(it) for it in TITLES)
_ARABIC_PARTICLES = frozenset(plain_arabic(it) for it in PARTICLES)
_SERVANTS = frozenset(
    {"abd", "abdul", "abdel", "abdal", "abdol", "abdoul", "abdur", "abdus", "abdu", "abdulla", "abdou"}
)
_ARTICLES = frozenset({"al", "el", "ul", "ur", "ar", "as", "us", "an", "ad", "az", "ush", "ash", "ud", "ed"})
_GOD = frozenset({"ullah", "allah", "ulla", "alla", "ollah", "oullah", "ullha", "ulah"})
_FAITH = frozenset(
    {"din", "deen", "dine", "eddin", "eddine", "uddin", "addin", "udin", "aldin", "aldeen", "uldin", "ddin"}
)
_GLUED_SERVANT = re.compile(r"^abd(?:ou|[uaeo])?[lrsnztd]{0,2}(?=[a-z]{3})")
_ABDULLAH = re.compile(r"abd[aeou]{0,2}ll?[aeo]h?i?$")
_GLUED_GOD = re.compile(r"(?<=[a-z]{3})(?:(?:ou|u)lla|(?:ou|[uoa])llah|ulah)$")
_GLUED_FAITH = re.compile(r"(?<=[a-z]{3})(?:udd?|edd|add|[aeu]ldd?)(?:een|ine?|yn)$")
_ARABIC_ENDS = frozenset({"الله", "الدين"})


def person_tokens(words: Sequence[Word]) -> list[Token]:
    """The tokens of a person's name in order; the same word twice stands once."""
    tokens: list[Token] = []
    for word in _one_each(words):
        tokens.extend(_tokens_of(word, len(words)))
    tokens = [it for at, it in enumerate(tokens) if it.kind != RARE or it not in tokens[:at]]
    return (
        tokens if any(it.kind != SMALL for it in tokens) else [token(it.text, it.script, personal=True) for it in words]
    )


def _tokens_of(word: Word, count: int) -> list[Token]:
    text, script = word.text, word.script
    if script == "number":
        return [token(text, "number")]
    if count > 1 and _tells_nothing(text, script):
        return [token(text, script, kind=SMALL)]
    if script == "latin" and word.capital and len(text) in (2, 3) and not set(text) & set("aeiouy"):
        return [token(it, "latin", personal=True) for it in text]
    if script in ("han", "hangul"):
        return _surname_first(text, script, count)
    return [token(text, script, personal=True)]


def _tells_nothing(text: str, script: str) -> bool:
    if script == "arabic":
        return text in _ARABIC_TITLES or text in _ARABIC_PARTICLES
    return text in TITLES or text in PARTICLES


def _one_each(words: Sequence[Word]) -> list[Word]:
    """The words with those put together that are one name: Abd al-Rahman, Nur Ullah, Salah al-Din."""
    found: list[Word] = []
    at = 0
    while at < len(words):
        word = _plainly(words[at])
        at += 1
        if word.script == "latin" and word.text in _SERVANTS and at < len(words):
            at, rest = _past_article(words, at)
            word = _with(word, "abd" + rest) if rest else word
        elif word.script == "latin":
            word = _with(word, _known_spelling(word.text))
        elif word.script == "arabic" and word.text == "عبد" and at < len(words) and words[at].script == "arabic":
            follower = _plainly(words[at]).text
            word = _with(word, word.text + (follower if follower == "الله" else follower.removeprefix("ال")))
            at += 1
        while taken := _ending(found, word, words, at):
            word, at = taken
        found.append(word)
    return found


def _ending(found: list[Word], word: Word, words: Sequence[Word], at: int) -> tuple[Word, int] | None:
    """``word`` with the Allah or the faith that follows it, and the place after; None when neither does."""
    if at >= len(words) or words[at].script != word.script or _tells_nothing(word.text, word.script):
        return None
    follower = _plainly(words[at])
    if word.script == "arabic":
        fits = follower.text in _ARABIC_ENDS and word.text not in _ARABIC_ENDS
        return (_with(word, word.text + follower.text), at + 1) if fits else None
    if word.script != "latin" or len(word.text) < 3 or word.text.endswith(("ullah", "uddin")):
        return None
    if follower.text in _GOD:
        return _with(word, word.text + "ullah"), at + 1
    behind = at + 1 < len(words) and follower.text in _ARTICLES
    last = _plainly(words[at + 1]).text if behind else follower.text
    if last in _FAITH and len(word.text) > 2:
        return _with(word, word.text + "uddin"), at + 1 + behind
    return None


def _plainly(word: Word) -> Word:
    if word.script == "latin":
        return _with(word, plain_latin(word.text))
    return _with(word, _freed_arabic(plain_arabic(word.text))) if word.script == "arabic" else word


def _freed_arabic(text: str) -> str:
    """Glued Abd al-Mannan as his two words put together."""
    return "عبد" + text[5:] if text.startswith("عبدال") and text != "عبدالله" and len(text) > 6 else text


def _with(word: Word, text: str) -> Word:
    return word if text == word.text else Word(text, word.script, word.aside, word.capital, word.glued, word.dotted)


def _past_article(words: Sequence[Word], at: int) -> tuple[int, str]:
    """Abd, an article and the next word are one name: the place behind it, and that word."""
    if words[at].script == "latin" and words[at].text in _ARTICLES:
        at += 1
    if at < len(words) and words[at].script == "latin":
        return at + 1, plain_latin(words[at].text)
    return at, ""


@lru_cache(maxsize=65_536)
def _known_spelling(text: str) -> str:
    """Glued "Abdulrahman", "Nurulla" and "Shamsudin" spelt as their words are; the other words as they are."""
    if not text.isascii():
        return text
    if text.startswith("abd"):
        found = None if _ABDULLAH.match(text) else _GLUED_SERVANT.match(text)
        return _freed_servant(text, found.end()) if found else text
    if len(text) > 6:
        text = _GLUED_FAITH.sub("uddin", _GLUED_GOD.sub("ullah", text))
    return text


def _freed_servant(text: str, end: int) -> str:
    rest, last = text[end:], text[end - 1]
    # "Abdurrahman" and "Abdullatif" say the letter of the name twice, "Abdulaziz" that of the article once.
    own = end > 3 and last != rest[0] and (last in "rsnztd" or text[end - 2 : end] == "ll")
    return "abd" + (last if own and not rest.startswith("ll") else "") + rest


def _surname_first(text: str, script: str, words: int) -> list[Token]:
    """A Han or Hangul name: family name first, when one word holds the whole name."""
    if words > 1 or len(text) not in (2, 3, 4):
        return [token(text, script, personal=True)]
    cut = 2 if len(text) == 4 or text[:2] in _LONG_SURNAMES else 1
    return [token(text[:cut], script, personal=True), token(text[cut:], script, personal=True)]
