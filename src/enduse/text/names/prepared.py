"""A name made ready for many comparisons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from enduse.text.company_names import form_phrases, word_key
from enduse.text.names.letters import Word, words_of
from enduse.text.names.lexicon import FORM, is_phrase, parts_of, segments
from enduse.text.names.person_tokens import person_tokens
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
_NUMBER_SIGNS = frozenset({"no", "nr", "num", "number", "n", "номер"})
_SMALL_WORDS = words("small_words")
_STRONG_FORMS = words("strong_forms")
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
        tokens = person_tokens(words)
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
        counted = _without_counter(word, words, at, before)
        return _run_tokens(counted, at + 1 < len(words) or bool(before)) if counted.text else []
    if before and word.glued and before[-1].kind == NUMBER and word.text in _ORDINAL_ENDS:
        return []
    if word.text in _NUMBER_SIGNS and at + 1 < len(words) and words[at + 1].script == "number":
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


def _without_counter(word: Word, words: Sequence[Word], at: int, before: Sequence[Token]) -> Word:
    """The word without the 제 before and the 호 or 号 behind a number."""
    text = word.text
    if word.glued and before and before[-1].kind == NUMBER:
        text = text[1:] if text[0] in "호号號期" else text
    if at + 1 < len(words) and words[at + 1].script == "number" and words[at + 1].glued:
        text = text.removesuffix("제").removesuffix("第")
    return word if text == word.text else replace(word, text=text)


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
    tokens = [it for piece, number in _numbered(word) for it in _piece_tokens(piece, number, word.script)]
    rare = any(it.kind == RARE for it in tokens)
    if not rare and not beside_others and all(it.kind in (SMALL, SPOT, NUMBER) for it in tokens):
        return [token(word.text, word.script, kind=RARE)]
    return tokens


def _piece_tokens(piece: str, number: str, script: str) -> list[Token]:
    if number:
        return [token(number, "number")]
    return [token(text, script, it) for text, concepts in segments(piece, script) for it in concepts or ("",)]


def _numbered(word: Word) -> list[tuple[str, str]]:
    """A run cut at the numbers written in Han characters, each piece with the number it is."""
    if word.script != "han":
        return [(word.text, "")]
    found, at = list[tuple[str, str]](), 0
    for match in _HAN_NUMBER.finditer(word.text):
        number = _han_number(match.group(1) or match.group(2))
        if match.group() == word.text or (number == "1" and match.group(1)):
            continue
        found += [(word.text[at : match.start()], ""), (match.group(), number)]
        at = match.end()
    return [it for it in (*found, (word.text[at:], "")) if it[0]]


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


_SWAPPED = re.compile(r"(?<=[A-Za-z])[0135](?=[A-Za-z])")
_DIGITS = {"0": "o", "1": "i", "3": "e", "5": "s"}
