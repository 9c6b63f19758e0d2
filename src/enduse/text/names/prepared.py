"""A name made ready for many comparisons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from enduse.text.company_names import form_phrases, word_key
from enduse.text.names.letters import Word, words_of
from enduse.text.names.lexicon import FORM, is_phrase, parts_of, segments
from enduse.text.names.person_words import PARTICLES, TITLES
from enduse.text.names.romanise import plain_latin
from enduse.text.names.tables import parts, words
from enduse.text.names.tokens import NUMBER, RARE, SMALL, SPOT, Token, token

NameKind = Literal["company", "person", "vessel", "unknown"]
MOST_TOKENS = 24
"""Tokens of a name that are compared; what follows is ignored."""
_CJK = frozenset({"han", "kana", "hangul"})
_LONGEST_FORM = 6
_LONGEST_PERSON = 6
_ROMAN = {it: str(at) for at, it in enumerate(["", *parts()["roman"]]) if it}
_NUMBERS: dict[str, int] = parts()["numbers"]
_TENS = frozenset(str(it) for it in _NUMBERS.values() if it > 19)
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th", "й", "я", "е", "ой", "ый", "го", "ая", "oe"})
_SMALL_WORDS = words("small_words")
_STRONG_FORMS = words("strong_forms")
_LONG_SURNAMES = words("long_surnames")
_HAN_NUMBER = re.compile("第([〇零一二三四五六七八九十百]{1,5})|([〇零一二三四五六七八九十百]{2,5})")
_HAN_DIGITS = {it: at for at, it in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, eq=False, slots=True)
class PreparedName:
    """A name cut into tokens.

    Attributes:
        name: As given.
        kind: Of the bearer, as given.
        tokens: In the order of the name.
        form: Class of the legal form, ``""`` when there is none.
        key: What two spellings share that differ only in case, accents, marks, spaces and legal form.
        weight: Sum of the weights of the tokens.
        comma: Is a comma written between the words?
        as_person: The same name read as a person's, when the kind is unknown and it may be one.
        scripts: Scripts of the letters.
    """

    name: str
    kind: NameKind
    tokens: tuple[Token, ...]
    form: str
    key: str
    weight: float
    scripts: frozenset[str]
    comma: bool
    as_person: "PreparedName | None" = None


@lru_cache(maxsize=262_144)
def prepare(name: str, kind: NameKind = "company") -> PreparedName:
    """``name`` ready to be compared; the same object for the same name, and never an error.

    >>> [it.text for it in prepare("ООО «Пример Станкострой»").tokens]
    ['пример', 'станкострой', 'станкострой', 'станкострой']
    """
    words = words_of(_SWAPPED.sub(lambda it: _DIGITS[it.group()], name) if kind == "person" else name)
    form = ""
    if kind == "person":
        tokens = _person_tokens(words)
    else:
        kept, form = _without_forms(words)
        tokens = _company_tokens(kept or words)
    tokens = tokens[:MOST_TOKENS]
    return PreparedName(
        name,
        kind,
        tuple(tokens),
        form,
        "".join(it.readings[0] if it.script in ("latin", "cyrillic") else it.text for it in _once(tokens)),
        sum(it.weight for it in tokens),
        frozenset(it.script for it in tokens if it.script != "number"),
        "," in name,
        prepare(name, "person") if kind == "unknown" and not form and len(words) <= _LONGEST_PERSON else None,
    )


def _once(tokens: Sequence[Token]) -> list[Token]:
    """A word that means several concepts stands once."""
    return [it for at, it in enumerate(tokens) if at == 0 or not (it.concept and it.text == tokens[at - 1].text)]


def _without_forms(words: Sequence[Word]) -> tuple[list[Word], str]:
    """The words without legal forms, wherever they stand; class of the outermost."""
    keys = [word_key(it.text) for it in words]
    front, back = form_phrases()
    dropped = [False] * len(words)
    form = ""
    for at in range(len(words)):
        if dropped[at]:
            continue
        for size in range(min(_LONGEST_FORM, len(words) - at), 0, -1):
            phrase = tuple(keys[at : at + size])
            found = front.get(phrase) or back.get(phrase)
            if found and (size > 1 or _stands_as_form(phrase[0], (at, len(words)), (front, back), dropped)):
                dropped[at : at + size] = [True] * size
                form = form or ("" if found == "BESIDE" else found)
                break
    _drop_tail(keys, dropped, back)
    return [it for it, gone in zip(words, dropped, strict=True) if not gone], form


def _stands_as_form(
    key: str,
    place: tuple[int, int],
    forms: tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]],
    dropped: list[bool],
) -> bool:
    at, count = place
    if key in _STRONG_FORMS:
        return True
    return (all(dropped[:at]) and (key,) in forms[0]) or (at == count - 1 and (key,) in forms[1])


def _drop_tail(keys: list[str], dropped: list[bool], back: dict[tuple[str, ...], str]) -> None:
    """Forms before the last form: "Trading Co Ltd" loses both."""
    for at in range(len(keys) - 1, 0, -1):
        if dropped[at]:
            continue
        if (keys[at],) not in back:
            return
        dropped[at] = True


def _company_tokens(words: Sequence[Word]) -> list[Token]:
    tokens: list[Token] = []
    words = _phrases(words)
    for at, word in enumerate(words):
        made = _company_word(word, words, at, tokens)
        if word.aside and len(tokens) + len(made) < len(words):
            made = [replace(it, weight=it.weight * 0.5) if it.kind in (RARE, SPOT) else it for it in made]
        tokens.extend(made)
    useful = [it for it in tokens if it.concept != FORM]
    return useful or tokens


def _phrases(words: Sequence[Word]) -> list[Word]:
    """Neighbours that are one known word, as one word."""
    found: list[Word] = []
    for word in words:
        before = found[-1] if found else None
        if before and before.script == word.script and is_phrase(before.text, word.text, word.script):
            found[-1] = Word(before.text + word.text, word.script, word.aside)
        else:
            found.append(word)
    return found


def _company_word(word: Word, words: Sequence[Word], at: int, before: list[Token]) -> list[Token]:
    if word.script == "number":
        return [token(word.text, "number")]
    if word.script in _CJK:
        return _run_tokens(word, at + 1 < len(words) or bool(before))
    if before and word.glued and before[-1].kind == NUMBER and word.text in _ORDINAL_ENDS:
        return []
    if number := _number_of(word, at, len(words), before):
        return [token(number, "number")]
    if word.text in _SMALL_WORDS and len(words) > 1:
        return [token(word.text, word.script, kind=SMALL)] if len(word.text) == 1 else []
    if word.dotted and len(word.text) == 2:
        # Somebody's initials: "named after A. B. Example".
        return (
            [token(word.text, word.script, "@US")] if word.text == "us" else [token(word.text, word.script, kind=SMALL)]
        )
    pieces = parts_of(word.text, word.script)
    if len(pieces) > 1 and _is_short_of_many(pieces):
        pieces = ((word.text, ""),)
    return [token(text, word.script, concept) for text, concept in pieces]


def _is_short_of_many(pieces: Sequence[tuple[str, str]]) -> bool:
    """A place's short form before an unknown rest is no place: Bellona, Rosinter, Donaldson."""
    (first, concept), rest = pieces[0], pieces[1:]
    return concept.startswith("@") and len(first) < 5 and any(not it for _, it in rest)


def _number_of(word: Word, at: int, count: int, before: list[Token]) -> str:
    if (
        word.script == "latin"
        and at > 0
        and word.text in _ROMAN
        and (word.capital or len(word.text) > 1 or at == count - 1)
    ):
        return _ROMAN[word.text]
    value = _NUMBERS.get(word.text)
    if value is None:
        return ""
    if value < 10 and before and before[-1].kind == NUMBER and before[-1].text in _TENS:
        value += int(before.pop().text)
    return str(value)


def _run_tokens(word: Word, beside_others: bool) -> list[Token]:
    tokens: list[Token] = []
    rest = word.text
    if word.script == "han" and (found := _HAN_NUMBER.search(rest)) and rest != found.group():
        number = _han_number(found.group(1) or found.group(2))
        if number and not (number == "1" and found.group(1)):
            tokens.append(token(number, "number"))
            rest = rest[: found.start()] + rest[found.end() :]
    for text, concepts in segments(rest, word.script):
        tokens.extend(token(text, word.script, it) for it in concepts or ("",))
    rare = any(it.kind == RARE for it in tokens)
    if not rare and not beside_others and all(it.kind in (SMALL, SPOT) for it in tokens):
        return [token(rest, word.script, kind=RARE)]
    return tokens


def _han_number(digits: str) -> str:
    if "十" not in digits and "百" not in digits:
        return "".join(str(_HAN_DIGITS[it]) for it in digits)
    value, unit = 0, 0
    for it in digits:
        if it == "百" or it == "十":
            value += (unit or 1) * (100 if it == "百" else 10)
            unit = 0
        else:
            unit = _HAN_DIGITS[it]
    return str(value + unit)


def _person_tokens(words: Sequence[Word]) -> list[Token]:
    tokens: list[Token] = []
    texts = [it.text for it in words]
    at = 0
    while at < len(words):
        word, text = words[at], plain_latin(texts[at]) if words[at].script == "latin" else texts[at]
        at += 1
        if word.script == "number":
            tokens.append(token(word.text, "number"))
        elif text in TITLES and len(words) > 1 or text in PARTICLES and len(words) > 1:
            tokens.append(token(text, word.script, kind=SMALL))
        elif word.script == "latin" and text in _SERVANTS:
            at, servant = _servant(texts, at)
            tokens.append(token(servant or text, "latin", personal=True))
        elif word.script == "latin" and word.capital and len(text) in (2, 3) and not set(text) & set("aeiouy"):
            tokens.extend(token(it, "latin", personal=True) for it in text)
        elif word.script in ("han", "hangul"):
            tokens.extend(_surname_first(text, word.script, len(words)))
        else:
            tokens.append(token(_known_spelling(texts[at - 1]), word.script, personal=True))
    tokens = [it for at, it in enumerate(tokens) if it.kind != RARE or it not in tokens[:at]]
    return (
        tokens if any(it.kind != SMALL for it in tokens) else [token(it.text, it.script, personal=True) for it in words]
    )


_SWAPPED = re.compile(r"(?<=[A-Za-z])[0135](?=[A-Za-z])")
_DIGITS = {"0": "o", "1": "i", "3": "e", "5": "s"}
_SERVANTS = frozenset(
    {"abd", "abdul", "abdel", "abdal", "abdol", "abdoul", "abdur", "abdus", "abdu", "abdulla", "abdou"}
)
_ARTICLES = frozenset({"al", "el", "ul", "ur", "ar", "as", "us", "an", "ad", "az", "ush", "ash"})
_GLUED_SERVANT = re.compile(r"^abd(?:ou|[uaeo])?[lrsnztd]{0,2}(?=[a-z]{4})")


def _servant(texts: list[str], at: int) -> tuple[int, str]:
    """Abd, an article and the next word are one name."""
    if at < len(texts) and texts[at] in _ARTICLES:
        at += 1
    if at < len(texts):
        return at + 1, "abd" + texts[at]
    return at, ""


@lru_cache(maxsize=65_536)
def _known_spelling(text: str) -> str:
    """Glued "Abdulrahman" spelt as the words are; the other words as they are."""
    if text.startswith("abd") and text.isascii() and (found := _GLUED_SERVANT.match(text)):
        rest = text[found.end() :]
        doubled = text[found.end() - 1]
        return (
            "abd" + (doubled if doubled in "rsnztd" and doubled != rest[0] and not rest.startswith("ll") else "") + rest
        )
    return text


def _surname_first(text: str, script: str, words: int) -> list[Token]:
    """A Han or Hangul name: family name first, when one word holds the whole name."""
    if words > 1 or len(text) not in (2, 3, 4):
        return [token(text, script, personal=True)]
    cut = 2 if len(text) == 4 or text[:2] in _LONG_SURNAMES else 1
    return [token(text[:cut], script, personal=True), token(text[cut:], script, personal=True)]
