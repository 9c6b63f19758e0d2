"""The keys by which words of a long list are found: those a word has, and those its like would have."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from enduse.text.names.prepared import PreparedName
from enduse.text.names.tokens import GENERAL, NUMBER, RARE, SMALL, SPOT, Token

_SAID, _HEARD, _FAMILY, _JOINED, _OPEN, _INITIALS = 1.0, 0.96, 0.96, 0.95, 0.84, 0.86
_MEASURED = 0.0
# Consonants of vowel letters that are the same: as far as the letters allow, and no further.
_SHORT_FRAME, _FRAME = -0.8, -0.88
# By the number of consonants that agree where one of the words is written without vowels.
_FAR = (0.0, 0.6, 0.72, 0.84, 0.88, 0.9)
_RENDERED = 0.97
_LONG, _HALF, _LEAST_SLIP, _LONGEST_SLIP = 5, 4, 4, 14
_VOWELS, _CONSONANTS, _SYLLABLES = 0, 1, 2
_SIDES = (_VOWELS, _CONSONANTS, _SYLLABLES)
_SYLLABIC = frozenset({"han", "kana", "hangul"})


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The keys by which the like of a word are found.

    Attributes:
        hashes: Of the keys.
        likeness: Of the words that have each key, 0 to 1; 0 or less where their letters are to be compared: then the
            key adds a little, up to the number without its sign.
        spelling: With what letters are compared.
    """

    hashes: NDArray[np.uint32]
    likeness: NDArray[np.float32]
    spelling: str


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Words of a name that may stand as one in another: neighbours, or all by their initials.

    Attributes:
        words: The words.
        asked: The keys by which a single word is found that stands for them.
        keys: By which such a word finds them.
    """

    words: tuple[Token, ...]
    asked: Asked
    keys: tuple[int, ...]


def hashed(key: str) -> int:
    """The number that stands for a key; where two keys share one, a name is compared in vain."""
    return crc32(key.encode("utf-8", "surrogatepass"))


def told(name: PreparedName) -> list[Token]:
    """The words by which a name is found: all but those that only tell something in common with others."""
    return [it for it in name.tokens if it.kind != SMALL]


def is_own(token: Token) -> bool:
    """Is it a name's own word, neither general nor a number nor an initial?"""
    return token.kind == RARE and not token.letter


def word_keys(token: Token) -> list[int]:
    """Keys of a word of a list.

    Families: ``s`` sound, ``f`` consonants, ``b`` consonants as Han and kana render them, ``d`` and ``e`` sound and
    consonants without one letter, ``h`` half of a sound (all five with the side of the script: vowels are written,
    consonants only, syllables), ``J`` consonants without h, ``g`` group of a given name, ``i`` the word as initials,
    ``c`` concept of a general word or place, ``n`` number.
    """
    if token.kind != RARE:
        return [hashed(_meaning(token))]
    side = _side(token)
    found = [f"s{side}{it}" for it in token.sounds if it]
    found += [f"f{side}{it}" for it in token.frames if len(it) > 1]
    found += [f"b{side}{it}" for it in token.bare_frames if len(it) > 1]
    found += [f"J{it}" for it in _open_frames(token) if len(it) > 2]
    found += _slips(token, side)
    if token.concept:
        found.append("c" + token.concept)
    if token.family:
        found.append("g" + token.family)
    if 2 < len(token.readings[0]) < 9 and not token.personal:
        found.append("i" + token.readings[0])
    return [*dict.fromkeys(map(hashed, found))]


@lru_cache(maxsize=65_536)
def asked_of(token: Token) -> Asked:
    """The keys by which the like of a word are found, among single words and runs of words.

    Runs have families of their own, ``j``, ``K`` and ``I`` for the words' ``s``, ``J`` and ``i``, so that no run is
    ever found by another run.
    """
    if token.kind != RARE:
        return _asked({_meaning(token): _SAID})
    mine = _side(token)
    found = _near(token, mine)
    for side in _SIDES:
        if side != mine:
            found |= _across(token, mine, side)
    found |= {f"K{it}": _OPEN for it in _open_frames(token) if len(it) > 2}
    found |= {f"j{it}": _JOINED for it in token.sounds if len(it) > _LONG}
    if 2 < len(token.readings[0]) < 9 and not token.personal:
        found["I" + token.readings[0]] = _INITIALS
    if token.family:
        found["g" + token.family] = _FAMILY
    if token.concept:
        found["c" + token.concept] = _SAID
    return _asked(found, token.readings[0])


def runs_of(tokens: Sequence[Token]) -> list[Run]:
    """The runs of a name's words: neighbours written as one, and the initials of three words or more."""
    found = [run for one, other in pairwise(tokens) for run in _joined(one, other)]
    if initials := _initials(tokens):
        found.append(_spelt(tuple(tokens), initials))
    return found


def forget_runs() -> None:
    """Let go of the runs that were remembered: whoever walks through a whole list meets most of them once."""
    _joined.cache_clear()


def _asked(found: dict[str, float], spelling: str = "") -> Asked:
    hashes = np.fromiter(map(hashed, found), np.uint32, len(found))
    return Asked(hashes, np.fromiter(found.values(), np.float32, len(found)), spelling)


def _meaning(token: Token) -> str:
    return "c" + token.concept if token.kind in (GENERAL, SPOT) else "n" + token.text if token.kind == NUMBER else ""


def _side(token: Token) -> int:
    return _SYLLABLES if token.script in _SYLLABIC else _CONSONANTS if token.script == "arabic" else _VOWELS


def _near(token: Token, side: int) -> dict[str, float]:
    """Words of the same side are found by a slip of the pen, and measured by their letters."""
    found = dict.fromkeys(_slips(token, side), _MEASURED)
    found |= {f"s{side}{it}": _HEARD for it in token.sounds if it}
    return found | {f"f{side}{it}": _SHORT_FRAME if len(it) == 3 else _FRAME for it in token.frames if len(it) > 2}


def _across(token: Token, mine: int, side: int) -> dict[str, float]:
    """Words of another side are found by their sound or their consonants."""
    if _SYLLABLES in (mine, side):
        found = {f"b{side}{it}": _RENDERED * _FAR[min(len(it), 5)] for it in token.bare_frames if len(it) > 1}
    else:
        found = {f"f{side}{it}": _FAR[min(len(it), 5)] for it in token.frames if len(it) > 1}
        if mine == _CONSONANTS:
            found |= {it: 0.9 - 0.9 / len(it) for it in _slips(token, side) if it[0] == "e"}
    return found | {f"s{side}{it}": _HEARD for it in token.sounds if it}


def _slips(token: Token, side: int) -> list[str]:
    """Keys that two words share where one of them is misspelt."""
    sound, frame = token.sounds[0], token.frames[0]
    # Of a long misspelt word the beginning or the end is right.
    found = [f"h{side}^{sound[:_HALF]}", f"h{side}{sound[-_HALF:]}"] if len(sound) > _LONG else []
    if _LEAST_SLIP <= len(sound) <= _LONGEST_SLIP:
        head = f"d{side}"
        found += [head + sound[:at] + sound[at + 1 :] for at in range(len(sound))]
    if _LEAST_SLIP <= len(frame) <= _LONGEST_SLIP:
        head = f"e{side}"
        found += [head + frame[:at] + frame[at + 1 :] for at in range(len(frame))]
    return found


@lru_cache(maxsize=65_536)
def _joined(one: Token, other: Token) -> tuple[Run, ...]:
    if NUMBER in (one.kind, other.kind) or one.text == other.text:
        return ()
    sound, frames = one.sounds[0] + other.sounds[0], list[str]()
    if one.kind == other.kind == RARE:
        both = {head + tail for head in _open_frames(one)[:2] for tail in _open_frames(other)[:2]}
        frames = [it for it in sorted(both) if len(it) > 2]
    asked = {f"J{it}": _OPEN for it in frames} | {f"s{side}{sound}": _JOINED for side in _SIDES}
    return (Run((one, other), _asked(asked), (hashed("j" + sound), *(hashed("K" + it) for it in frames))),)


def _spelt(words: tuple[Token, ...], initials: str) -> Run:
    return Run(words, _asked({"i" + initials: _INITIALS}), (hashed("I" + initials),))


def _open_frames(token: Token) -> tuple[str, ...]:
    """Consonants without h, which Arabic letters write and Latin ones often do not; of Han and kana as they render."""
    frames = token.bare_frames if token.script in _SYLLABIC else token.frames
    return tuple(dict.fromkeys(it.replace("h", "") for it in (*frames, *token.bare_frames[:1])))


def _initials(tokens: Sequence[Token]) -> str:
    """First letters of three words or more, "" for a shorter name or a person's."""
    if len(tokens) < 3 or tokens[0].personal:
        return ""
    letters = dict.fromkeys((it.text, it.readings[0][:1]) for it in tokens if it.kind != NUMBER)
    return "".join(letter for _, letter in letters) if len(letters) > 2 else ""
