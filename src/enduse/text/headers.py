"""Column headers compared without their typography."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from enduse.text.homoglyphs import repair_homoglyphs

_UNITS = {
    "kg": ("kg", "kgs", "kgm", "кг", "公斤", "千克", "kilogram", "kilograms", "킬로그램"),
    "g": ("g", "gr", "г", "гр", "克"),
    "t": ("t", "ton", "tons", "tonne", "tonnes", "т", "тонн", "тонны", "吨", "噸", "톤"),
    "usd": (
        "usd",
        "us$",
        "$",
        "us dollars",
        "долл",
        "доллусша",
        "долл сша",
        "долларов сша",
        "доллары сша",
        "дол сша",
        "美元",
        "美金",
        "달러",
        "미화",
        "abd doları",
    ),
    "kusd": ("тыс долл сша", "тыс долл", "тыс usd", "thousand usd", "thousand us dollars", "千美元", "천달러", "천불"),
    "eur": ("eur", "€", "евро", "євро", "欧元", "歐元", "유로", "avro"),
    "rub": ("rub", "руб", "рублей", "₽"),
    "uah": ("uah", "грн"),
    "cny": ("cny", "rmb", "元", "人民币", "юаней"),
    "krw": ("krw", "원"),
    "try": ("try", "tl", "₺"),
    "twd": ("twd", "ntd", "新台币", "新臺幣", "新台幣"),
    "jpy": ("jpy", "円", "엔"),
    "pcs": ("pcs", "шт", "adet", "个", "件", "개"),
    "%": ("%",),
}
_UNIT_OF = {spelling: unit for unit, spellings in _UNITS.items() for spelling in spellings}
_PLAIN_UNITS = frozenset({"kg", "кг", "usd", "eur"})  # Read as units even without a mark before them.
_LAST_WORD = re.compile(r"^(.*[^\W_])[\s_.]+([^\W\d_]+)\W*$", re.DOTALL)
_NUMBER_WORDS = frozenset({"no", "nr", "num", "number", "nos", "номер"})
_NUMBER_SIGN = re.compile(r"№|#|\bn[°º˚]\.?|\bno\.", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[{<〈【]([^()\[\]{}<>〈〉【】]*)[)\]}>〉】]")
_TAIL = re.compile(r"^(.*\S)\s*[,;/:]\s*([^,;/:]+)$", re.DOTALL)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s._\-/]+(?=\d)")
_NOT_WORD = re.compile(r"[^\w%]+|(?<!\d)_|_(?!\d)")


@dataclass(frozen=True)
class HeaderParts:
    """A header without typography.

    Attributes:
        base: Letters and digits only, e.g. ``"веснетто"``.
        unit: Unit that stood in brackets, after a comma or at the end: ``kg``, ``usd`` ...; ``""`` when none.
        words: The words of the base, in order.
    """

    base: str
    unit: str
    words: tuple[str, ...] = ()


def header_key(text: str) -> str:
    """What two spellings of one header share; compare headers by this everywhere.

    Case, full width, accents, quotes, punctuation, spaces and line breaks do not count; "№", "No.", "Nr",
    "number" and "Номер" are one; letters typed in the wrong script are repaired. A unit stays apart, in square
    brackets, so that a value and the same value in dollars differ. Digits divided by a mark stay divided: box
    31_1 is not box 311.

    >>> header_key("Вес  нетто,\\nкг") == header_key("ВЕС НЕТТО (кг)") == "веснетто[kg]"
    True
    >>> header_key("№ товара") == header_key("Номер товара"), header_key("G31_1")
    (True, 'g31_1')
    """
    parts = split_header(text)
    return f"{parts.base}[{parts.unit}]" if parts.unit else parts.base


@lru_cache(maxsize=65_536)
def split_header(text: str) -> HeaderParts:
    """``text`` cut into its base and its unit."""
    plain = _NUMBER_SIGN.sub(" no ", text)
    plain = repair_homoglyphs(unicodedata.normalize("NFKC", plain))
    plain = fold_case(plain)
    plain, unit = _take_unit(plain)
    words = _words(plain)
    return HeaderParts("".join(words), unit, tuple(words))


@lru_cache(maxsize=65_536)
def header_words(text: str) -> tuple[str, ...]:
    """The words of a header, folded as in :func:`header_key`, for comparing headers that differ in words."""
    plain = fold_case(repair_homoglyphs(unicodedata.normalize("NFKC", _NUMBER_SIGN.sub(" no ", text))))
    return tuple(_words(plain))


def fold_case(text: str) -> str:
    """Lower case; Latin letters lose their accents, Cyrillic ё becomes е; other scripts keep every mark."""
    return "".join(map(_fold_letter, text.casefold().replace("\u0307", "")))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if letter in "ёı":
        return "е" if letter == "ё" else "i"
    base = unicodedata.normalize("NFD", letter)[0]
    return base if "a" <= base <= "z" else letter


def _take_unit(text: str) -> tuple[str, str]:
    for found in _BRACKET.finditer(text):
        if unit := _unit_of(found.group(1)):
            return text[: found.start()] + " " + text[found.end() :], unit
    tail = _TAIL.match(text)
    if tail and (unit := _unit_of(tail.group(2))):
        return tail.group(1), unit
    last = _LAST_WORD.match(text)
    if last and last.group(2) in _PLAIN_UNITS:
        return last.group(1), _UNIT_OF[last.group(2)]
    return text, ""


def _unit_of(text: str) -> str:
    return _UNIT_OF.get(" ".join(text.replace(".", " ").split()), "")


def _words(text: str) -> list[str]:
    words = _NOT_WORD.sub(" ", _BETWEEN_DIGITS.sub("_", text)).split()
    return ["no" if word in _NUMBER_WORDS else word for word in words]
