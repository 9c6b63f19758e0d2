"""Words of any script in Latin letters: every reading that people write."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from anyascii import anyascii

from enduse.text.names.tables import letters, rows

_MOST = 8
_CYRILLIC: dict[str, str] = letters()["cyrillic"]
_ARABIC: dict[str, str] = letters()["arabic"]
_GREEK: dict[str, str] = letters()["greek_pairs"]
_GREEK_LETTERS: dict[str, str] = letters()["greek"]
_PLAIN: dict[str, str] = letters()["latin_plain"]
_SPELT_OUT: dict[str, str] = letters()["latin_spelt_out"]
_G_IS_H = frozenset("іїєґўҳ")
_HARAKAT = re.compile("[\u064b-\u065f\u0670\u0640\u0621\u200c-\u200f]")


@dataclass(frozen=True, slots=True)
class HanLetter:
    """Readings of one Han character; each may be empty."""

    plain: str
    pinyin: tuple[str, ...]
    hangul: tuple[str, ...]
    on: tuple[str, ...]
    kun: tuple[str, ...]
    cantonese: tuple[str, ...]


@cache
def han_letters() -> dict[str, HanLetter]:
    """Readings by character; a simplified character has the readings of the traditional ones too."""
    table: dict[str, HanLetter] = {}
    for row in rows("names_han.tsv"):
        letter, plain, *columns = row.split("\t")
        lists = tuple(tuple(it.split("|")) if it else () for it in columns)
        table[letter] = HanLetter(plain or letter, *lists)
    for letter in [it for it, readings in table.items() if readings.plain != it]:
        _lend(table, letter)
    return table


def _lend(table: dict[str, HanLetter], letter: str) -> None:
    source, target = table[letter], table.get(table[letter].plain)
    if target is not None:
        table[target.plain] = HanLetter(
            target.plain,
            target.pinyin or source.pinyin,
            target.hangul or source.hangul,
            target.on or source.on,
            target.kun or source.kun,
            target.cantonese or source.cantonese,
        )


@lru_cache(maxsize=65_536)
def simplified(text: str) -> str:
    """Han characters in simplified forms, Chinese and Japanese; the rest as it is.

    >>> simplified("機械製作所")
    '机械制作所'
    """
    if text.isascii():
        return text
    table = han_letters()
    return "".join(table[it].plain if it in table else it for it in text)


@lru_cache(maxsize=262_144)
def readings_of(word: str, script: str) -> tuple[str, ...]:
    """Latin spellings of a lower-case word, the usual one first; at most eight, at least one.

    >>> readings_of("müller", "latin"), readings_of("щука", "cyrillic"), readings_of("김", "hangul")
    (('muller', 'mueller'), ('shchuka',), ('gim', 'kim'))
    """
    found = _READERS.get(script, _any)(word)
    return tuple(dict.fromkeys(it for it in found if it))[:_MOST] or ("",)


def plain_latin(word: str) -> str:
    """Lower-case letters without accents."""
    if word.isascii():
        return word
    base = "".join(_PLAIN.get(it, it) for it in word)
    return "".join(it for it in unicodedata.normalize("NFD", base) if not unicodedata.combining(it))


def plain_arabic(word: str) -> str:
    """Arabic and Persian letters of one sound as one letter, without vowel marks."""
    return unicodedata.normalize("NFKC", _HARAKAT.sub("", word)).translate(_ONE_LETTER)


_ONE_LETTER = str.maketrans("أإآٱىیېۍئكةۀہھۃۂؤ", "اااايييييکههههههو")


def _greek_or_other(word: str) -> list[str]:
    plain = "".join(it for it in unicodedata.normalize("NFD", word) if not unicodedata.combining(it))
    if not any(it in _GREEK_LETTERS for it in plain):
        return _any(word)
    for written, said in _GREEK.items():
        plain = plain.replace(written, said)
    return ["".join(_GREEK_LETTERS.get(it, it) for it in plain)]


def _latin(word: str) -> list[str]:
    if word.isascii():
        return [word]
    spelt = plain_latin("".join(_SPELT_OUT.get(it, it) for it in word))
    return [it if it.isascii() else anyascii(it).lower() for it in (plain_latin(word), spelt)]


def _cyrillic(word: str) -> list[str]:
    plain = "".join(_CYRILLIC.get(it, it) for it in word)
    if "г" in word and not _G_IS_H.isdisjoint(word):
        return [plain, "".join("h" if it == "г" else _CYRILLIC.get(it, it) for it in word)]
    return [plain]


def _arabic(word: str) -> list[str]:
    bare = unicodedata.normalize("NFKC", _HARAKAT.sub("", word))
    bare = bare.removeprefix("ال") if len(bare) > 4 else bare
    tail = next((said for it, said in _ARABIC_TAILS.items() if bare.endswith(it) and len(bare) > len(it) + 1), "")
    bare = bare[: -len(_WRITTEN[tail])] if tail else bare
    spelt = _apart(_ARABIC.get(it, "") for it in bare)
    if not spelt:
        return [anyascii(bare).lower() + tail]
    found = [spelt]
    if not _SAID_OTHERWISE.keys().isdisjoint(bare):
        # Persians and Pashtuns say s and z where Arabs say th, dh and d.
        found.append(_apart(_SAID_OTHERWISE.get(it) or _ARABIC.get(it, "") for it in bare))
    # Within a word waw is mostly a long vowel: Nuri, Mahmud.
    return [*(it[:1] + it[1:].replace("w", "u") + tail for it in found), *(it + tail for it in found)]


def _apart(spelt: Iterable[str]) -> str:
    """Letters side by side, with a mark where two of them would be read as one: "sh" is not s and h."""
    found = ""
    for it in spelt:
        found += "'" + it if found[-1:] + it[:1] in _READ_AS_ONE else it
    return found


_READ_AS_ONE = frozenset({"ts", "th", "sh", "kh", "gh", "dh", "zh", "ch", "tz", "dj", "ks", "ph"})
_ARABIC_TAILS = {"الله": "ullah", "الدين": "uddin", "الدین": "uddin"}
_WRITTEN = {said: written for written, said in _ARABIC_TAILS.items()}
_SAID_OTHERWISE = {"ث": "s", "ذ": "z", "ض": "z"}


def _syllable(letter: str) -> str:
    """One Hangul syllable; a stop that closes it is spelt without voice."""
    read = anyascii(letter).lower()
    return read[:-1] + _CLOSING[read[-1]] if len(read) > 1 and read[-1] in _CLOSING else read


_CLOSING = {"g": "k", "d": "t", "b": "p"}
_VOICED = {"k": "g", "s": "z", "t": "d", "h": "b", "f": "b"}


def _hangul(word: str) -> list[str]:
    plain = "".join(_syllable(it) for it in word)
    spelt = plain.replace("eo", "o").replace("eu", "u").replace("ae", "e")
    # A foreign f is written with p, a final s as seu; an initial g is usually spelt k.
    hard = "k" + spelt[1:] if plain.startswith("g") else spelt
    return [plain, hard, spelt]


def _han(word: str) -> list[str]:
    known = [it for it in map(han_letters().get, simplified(word)[:12]) if it is not None]
    columns = [
        [it.pinyin for it in known],
        [tuple(_hangul(h)[1] for h in it.hangul) for it in known],
        [it.on for it in known],
        [it.kun or it.on for it in known],
        [it.cantonese for it in known],
    ]
    # In transcribed names 尔 is an l or an r without a vowel.
    columns[0] = [("l",) if it.plain == "尔" and len(known) > 2 else it.pinyin for it in known]
    read = [list(_joined(column, 2 if at == 0 else 1)) for at, column in enumerate(columns) if all(column)]
    if columns[3] and all(columns[3]) and len(known) > 1:
        first, *rest = [it[0] for it in columns[3]]
        read.append([first + "".join(_VOICED.get(it[0], it[0]) + it[1:] for it in rest)])
    return [it for group in read for it in group] or [anyascii(word).lower()]


def _joined(readings: list[tuple[str, ...]], most: int) -> list[str]:
    choices = [it[:most] for it in readings]
    if len(choices) > 3:
        choices = [it[:1] for it in choices]
    return ["".join(it) for it in product(*choices)]


def _kana(word: str) -> list[str]:
    plain = anyascii(word).lower()
    foreign = plain
    for written, said in (("vua", "va"), ("vui", "vi"), ("vue", "ve"), ("vuo", "vo"), ("tei", "ti"), ("dei", "di")):
        foreign = foreign.replace(written, said)
    for written, said in (("fua", "fa"), ("fui", "fi"), ("fue", "fe"), ("fuo", "fo"), ("zhi", "ji"), ("jie", "je")):
        foreign = foreign.replace(written, said)
    return [foreign, plain.replace("ou", "o").replace("uu", "u")]


def _any(word: str) -> list[str]:
    return [anyascii(word).lower()]


_READERS = {
    "latin": _latin,
    "cyrillic": _cyrillic,
    "arabic": _arabic,
    "hangul": _hangul,
    "han": _han,
    "kana": _kana,
    "other": _greek_or_other,
}
