"""Keys under which parties are looked for: parts of names that two spellings of one party share."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from enduse.text.names import NameKind, PreparedName, prepare
from enduse.text.names.tokens import GENERAL, NUMBER, RARE, SMALL, SPOT, Token

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Name = tuple[int, str, NameKind]
"""Position of a party, one of its spellings, and what it is."""

_LEAST_WEIGHT = 0.25
_WHOLE, _HALF, _HALF_SOUND = 1.0, 0.5, 5
_LONG_SOUND = 7
_LONGEST_SLIP = 20

SLIP_WORD = 6
"""In a shorter word one letter makes another word."""


@dataclass(frozen=True)
class Keys:
    """One row for each key of each party.

    Attributes:
        parties: Positions.
        keys: A number for each key, the same on every machine.
        weights: How much sharing it tells, 0 to 1.
    """

    parties: Ints
    keys: NDArray[np.uint64]
    weights: Floats

    @classmethod
    def of(cls, parts: Sequence["Keys"]) -> "Keys":
        """The parts one after the other."""
        if not parts:
            return cls(np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, np.float32))
        return cls(
            np.concatenate([it.parties for it in parts]),
            np.concatenate([it.keys for it in parts]),
            np.concatenate([it.weights for it in parts]),
        )


@dataclass(frozen=True)
class NameKeys:
    """Keys of many names.

    Attributes:
        words: Of parts that the names have.
        slips: Of what is left of the names when one letter of their rarest word is left out.
    """

    words: Keys
    slips: Keys


def keys_of(names: Sequence[Name]) -> NameKeys:
    """The keys of names."""
    words, slips = _Rows(), _Rows()
    for place, text, kind in names:
        name = prepare(text, kind)
        for key, weight in blocking_keys(name):
            words.add(place, key, weight)
        for key in slip_keys(name):
            slips.add(place, key, _HALF)
    return NameKeys(words.keys(), slips.keys())


class _Rows:
    """Keys as they are found."""

    def __init__(self) -> None:
        self._parties, self._keys, self._weights = array("q"), array("Q"), array("f")

    def add(self, place: int, key: str, weight: float) -> None:
        self._parties.append(place)
        digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self._keys.append(int.from_bytes(digest, "little"))
        self._weights.append(weight)

    def keys(self) -> Keys:
        return Keys(
            np.array(self._parties, np.int64), np.array(self._keys, np.uint64), np.array(self._weights, np.float32)
        )


def blocking_keys(name: PreparedName) -> Iterator[tuple[str, float]]:
    """Keys of a name and their weights, 0 to 1, those that tell much.

    The first letter tells the family: ``k`` the whole name, ``s`` sound of a rare word, ``f`` its consonants, ``b`` as
    Han and kana render them, ``p`` and ``q`` its beginning and end, ``g`` group of a given name, ``c`` what it means,
    ``j`` two neighbouring words as one, ``h`` pairs of Han characters.
    """
    if name.key:
        yield "k" + name.key, _WHOLE
    for token in name.tokens:
        if token.kind == RARE:
            yield from ((key, weight) for key, weight in _word_keys(token) if weight >= _LEAST_WEIGHT)
    for first, second in zip(name.tokens, name.tokens[1:], strict=False):
        if first.kind not in (SMALL, NUMBER) and second.kind not in (SMALL, NUMBER) and first.text != second.text:
            yield "j" + first.sounds[0] + second.sounds[0], _HALF


def _word_keys(token: Token) -> Iterator[tuple[str, float]]:
    weight = token.weight
    yield from (("s" + it, weight) for it in token.sounds if it)
    # The other name may write it as two words.
    yield from (("j" + it, _HALF) for it in token.sounds if len(it) > _HALF_SOUND)
    yield from (("f" + it, _HALF * weight) for it in token.frames if len(it) > 2)
    yield from (("b" + it, 0.4 * weight) for it in token.bare_frames if len(it) > 2)
    if token.concept:
        yield "c" + token.concept, 0.8 * weight
    if token.family:
        yield "g" + token.family, weight
    if token.script == "han" and len(token.text) > 2:
        yield from (("h" + token.text[at : at + 2], 0.3) for at in range(len(token.text) - 1))
    sound = token.sounds[0]
    if len(sound) >= _LONG_SOUND:
        # One misspelt letter leaves one end of the word as it was.
        yield "p" + sound[:_HALF_SOUND], _HALF * weight
        yield "q" + sound[-_HALF_SOUND:], _HALF * weight


def slip_keys(name: PreparedName) -> Iterator[str]:
    """The name as it is and with each one letter of its longest rare word left out, in Latin letters.

    Two spellings that are one letter apart share one: a letter more or less, another letter, two exchanged.
    The rest of the name is a part of each key, so that many short words alike do not meet.
    """
    rare = [it for it in name.tokens if it.kind == RARE]
    if not rare:
        return
    longest = max(rare, key=lambda it: (len(it.readings[0]), it.readings[0]))
    word = longest.readings[0]
    if not SLIP_WORD <= len(word) <= _LONGEST_SLIP:
        return
    others = sorted({it.sounds[0] for it in rare if it is not longest})
    meanings = sorted({it.concept for it in name.tokens if it.kind in (GENERAL, SPOT)})
    numbers = sorted(it.text for it in name.tokens if it.kind == NUMBER)
    rest = " ".join(["|", *others, "|", *meanings, "|", *numbers])
    yield word + rest
    for left_out in dict.fromkeys(word[:at] + word[at + 1 :] for at in range(len(word))):
        yield left_out + rest
