"""An address cut into parts, each with what it is: room, floor, building, house, street, place, postcode."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from enduse.text.address_words import address_words
from enduse.text.headers import fold_case
from enduse.text.homoglyphs import repair_homoglyphs
from enduse.text.names.romanise import readings_of
from enduse.text.scripts import latin_key

_PIECES = re.compile(r"[,;\n，、；|()（）]+")
_TOKEN = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_FLOOR = re.compile(r"(?<![\w/])(\d{1,3})\s*/\s*f(?:l|loor)?\b|(?<![\w/])(\d{1,3})f\b")
_BOX = re.compile(r"\bp\.?\s*o\.?\s*box\b|\bа\s*/\s*я\b|\bабонентский ящик\b")
_LABEL = re.compile(r"邮编[:：]?|邮政编码[:：]?|〒|우편번호|\b(?:zip|postcode|postal code|индекс)\b[:.]?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|-?(?:й|ый|ой|я|ая))?")
_VALUE = re.compile(r"\d+[\w/-]*|[^\W\d_]{1,2}-?\d+[\w/-]*")
_GLUED = re.compile(r"([^\W\d_]+?)(\d[\w/-]*)")
_POSTCODE = re.compile(r"\d{5,6}|\d{3}-\d{4}")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_HOUSE_AND_BLOCK = re.compile(r"(\d+)[кkсc](\d+)")
_PLACES = frozenset({"city", "region", "district"})
_UK_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b")
_CHINESE_DIGITS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))


@dataclass(frozen=True)
class Part:
    """One part.

    Attributes:
        kind: ``room``, ``floor``, ``building``, ``house``, ``box``, ``postcode``, ``number`` (bare, told by its place),
            ``street``, ``city``, ``region``, ``district``, ``word``.
        values: Folded: Latin letters of the usual spelling, digits as written.
        type: Of a street: ``street``, ``road``, ``avenue`` ...
    """

    kind: str
    values: tuple[str, ...]
    type: str = ""


def parts_of(text: str) -> Iterator[Part]:
    """The parts in the order of the text.

    >>> [(it.kind, it.values) for it in parts_of("RM1202 12/F, No. 7 Sample Road")]
    [('room', ('1202',)), ('floor', ('12',)), ('house', ('7',)), ('street', ('sample',))]
    """
    plain = unicodedata.normalize("NFKC", repair_homoglyphs(text)).casefold().replace("№", " no ")
    plain = _APOSTROPHE.sub("", plain)
    plain = _BOX.sub(" pobox ", _LABEL.sub(" ", plain))
    plain = _FLOOR.sub(lambda found: f" floor {found[1] or found[2]} ", plain)
    for found in _UK_POSTCODE.finditer(plain):
        yield Part("postcode", (found[1] + found[2],))
    plain = _UK_POSTCODE.sub(" ", plain)
    for piece in _PIECES.split(plain):
        if _HAN.search(piece):
            yield from _han_parts("".join(piece.split()))
        elif _HANGUL.search(piece):
            yield from _hangul_parts(piece)
        elif piece.strip():
            yield from _spaced_parts(_split_glued(piece))


def _split_glued(piece: str) -> list[str]:
    """Tokens; ``rm1202`` and ``кв5`` come apart."""
    words, found = address_words(), []
    for token in _TOKEN.findall(fold_case(piece)):
        glued = _GLUED.fullmatch(token)
        if glued and (glued[1] in words.units or glued[1] in words.letters):
            found += [glued[1], glued[2]]
        else:
            found.append(token)
    return found


def _units(tokens: list[str]) -> tuple[list[Part], list[str]]:
    """Room, floor, building and house with their values; and the tokens that are left."""
    found: list[Part] = []
    left: list[str] = []
    at = 0
    while at < len(tokens):
        kind = _unit_kind(tokens, at)
        if kind in ("room", "floor", "building", "box") and _unit_kind(tokens, at + 1) == "house":
            # "Office No. 19"
            at += 1
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        before = _ORDINAL.fullmatch(left[-1]) if left else None
        if kind and _is_value(after, kind):
            ordinal = _ORDINAL.fullmatch(after)
            value = ordinal[1] if ordinal else latin_key(after)
            found += _house(after) if kind == "house" else [Part(kind, (value,))]
            at += 1
        elif kind in ("floor", "room", "building") and before:
            found.append(Part(kind, (before[1],)))
            left.pop()
        elif kind in ("", "building"):
            # "Sample Tower" is a name.
            left.append(tokens[at])
        at += 1
    return found, left


def _unit_kind(tokens: list[str], at: int) -> str:
    words, token = address_words(), tokens[at] if at < len(tokens) else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if token in words.letters and after[:1].isdigit():
        return words.letters[token]
    if token == "str" and at == 0 and len(tokens) == 2 and after[:1].isdigit():
        # Transliterated Russian: "str. 1" alone is a building.
        return "building"
    return words.units.get(token, "")


def _is_value(text: str, kind: str) -> bool:
    return bool(_VALUE.fullmatch(text)) or (kind in ("building", "room") and len(text) == 1 and text.isalpha())


def _street_type(tokens: list[str], at: int) -> str:
    words, token = address_words(), tokens[at]
    if token == "st" and at == 0 and len(tokens) > 1 and tokens[1].isalpha():
        # "St Petersburg"; a street's type stands behind its name in Latin letters.
        return ""
    return words.streets.get(token, "") or _suffix_kind(token, places=False)


def _place_type(tokens: list[str], at: int) -> str:
    return address_words().places.get(tokens[at], "") or _suffix_kind(tokens[at], places=True)


def _suffix_kind(token: str, places: bool) -> str:
    kind = _suffix(token)[1]
    return kind if (kind in _PLACES) == places else ""


def _suffix(token: str) -> tuple[str, str]:
    """The word without the end that says its kind, and the kind."""
    for end, kind in address_words().suffixes.items():
        if token.endswith(end) and len(token) >= len(end) + 3:
            return token.removesuffix(end), kind
    return token, ""


def _spaced_parts(tokens: list[str]) -> Iterator[Part]:
    units, rest = _units(tokens)
    yield from units
    street = next((at for at in range(len(rest)) if _street_type(rest, at)), None)
    place = next((at for at in range(len(rest)) if _place_type(rest, at)), None)
    if street is not None:
        yield from _street(rest, street, any(it.kind == "house" for it in units))
    elif place is not None:
        stem, _ = _suffix(rest[place])
        values = rest[:place] + ([stem] if stem != rest[place] else []) + rest[place + 1 :]
        yield from _bare([it for it in values if not it.isalpha()])
        if named := tuple(word for it in values if it.isalpha() for word in _words(it)):
            yield Part(_place_type(rest, place), named)
    else:
        yield from _bare(rest)


def _street(tokens: list[str], at: int, has_house: bool) -> Iterator[Part]:
    """Name and type; a number at either end is the house, one inside belongs to the name ("ул. 8 Марта").

    Where a word marks the house ("Carrera 75 No. 24"), every other number belongs to the name.
    """
    last, stem = len(tokens) - 1, _suffix(tokens[at])[0]
    houses = {place for place in (0, last) if place != at and tokens[place].isdigit()}
    houses |= {
        place for place in (0, last) if place != at and _VALUE.fullmatch(tokens[place]) and _is_house(tokens[place])
    }
    houses = set() if has_house else houses
    before = [it for place, it in enumerate(tokens[:at]) if place not in houses]
    before += [stem] if stem != tokens[at] else []
    after = [it for place, it in enumerate(tokens) if place > at and place not in houses]
    if before:
        # Behind "Queens Road" comes the district, unless it is "Road East".
        turned = [it for it in after if it in address_words().directions]
        yield from _bare([it for it in after if it not in turned])
        after = turned
    if name := tuple(word for it in (*before, *after) for word in _words(it)):
        yield Part("street", name, _street_type(tokens, at))
    for place in sorted(houses):
        yield from _house(tokens[place])


def _is_house(token: str) -> bool:
    return token[0].isdigit() and not _ORDINAL.fullmatch(token)


def _house(value: str) -> Iterator[Part]:
    """``7к2`` is house 7, building 2."""
    found = _HOUSE_AND_BLOCK.fullmatch(value)
    yield Part("house", (found[1] if found else latin_key(value),))
    if found:
        yield Part("building", (found[2],))


def _bare(tokens: list[str]) -> Iterator[Part]:
    for token in tokens:
        if _POSTCODE.fullmatch(token):
            yield Part("postcode", (token.replace("-", ""),))
        elif token[0].isdigit():
            yield Part("number", (latin_key(token),))
        else:
            yield from (Part("word", (word,)) for word in _words(token))


@cache
def _marks(script: str) -> re.Pattern[str]:
    words = address_words()
    return re.compile(f"(.+?)({'|'.join(words.han if script == 'han' else words.hangul)})")


def _han_parts(run: str) -> Iterator[Part]:
    """Chinese and Japanese: every part is followed by its mark."""
    end = 0
    for found in _marks("han").finditer(run):
        end = found.end()
        yield from _marked(found[1], address_words().han[found[2]], "han")
    yield from _bare(_TOKEN.findall(_romanised(run[end:], "han")))


def _hangul_parts(piece: str) -> Iterator[Part]:
    """Korean: words divided by spaces, most with their mark."""
    for token in _TOKEN.findall(piece):
        found = _marks("hangul").fullmatch(token)
        if found:
            yield from _marked(found[1], address_words().hangul[found[2]], "hangul")
        else:
            yield from _bare([_romanised(token, "hangul")])


def _marked(value: str, kind: str, script: str) -> Iterator[Part]:
    if kind in ("room", "floor", "building", "house"):
        digits = (
            "".join(_CHINESE_DIGITS.get(it, it) for it in value) if len(value) < 3 or value[-1].isdigit() else value
        )
        number = re.fullmatch(r"(.*?)(\d[\w-]*|[a-z])", digits.removeprefix("第"))
        if not number:
            yield from _bare(_TOKEN.findall(_romanised(value, script)))
            return
        yield from _bare(_TOKEN.findall(_romanised(number[1], script)))
        yield Part(kind, (latin_key(number[2]),))
        return
    plain = tuple(word for it in _TOKEN.findall(_romanised(value, script)) for word in _words(it))
    if plain and kind in _PLACES:
        yield Part(kind, plain)
    elif plain:
        yield Part("street", plain, kind)


def _romanised(text: str, script: str) -> str:
    """Runs of the script in Latin letters, each one word; the rest as it is."""
    pattern = _HAN if script == "han" else _HANGUL
    return re.sub(f"(?:{pattern.pattern})+", lambda found: f" {readings_of(found[0], script)[0]} ", text)


def _words(token: str) -> tuple[str, ...]:
    words, found = address_words(), []
    for part in token.split("-"):
        key = words.directions.get(part) or latin_key(part)
        key = key if key.isascii() else latin_key(readings_of(key, "other")[0])
        found.append(words.exonyms.get(key, key))
    return tuple(it for it in found if it)
