"""Which parties are worth comparing: those that share a rare part of their names.

Comparing every two of a million parties would take centuries. Two names of one party nearly always share
the sound of a rare word, its consonants, its beginning or its end; parties that share such a key with few others are
compared, and keys that many parties have are left out, the commonest first.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from enduse.resolve.profiles import Profiles
from enduse.text.names import PreparedName, index_keys, prepare
from enduse.text.names.tokens import RARE

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

_LEFT_OUT = frozenset("tn")
_LEAST_WEIGHT = 0.25
_WHOLE, _HALF, _HALF_SOUND = 1.0, 0.5, 5
_LONG_SOUND = 7
_WORLD = 1_000


@dataclass(frozen=True)
class Limits:
    """How much is compared.

    Attributes:
        block: A key that more parties have is left out.
        pairs: Pairs of parties for each party that shared keys may give, on average; the commonest keys are left
            out until this holds.
        least: Share of the rarer party's keys, by weight, that a pair must have in common, 0 to 1.
        each: Pairs that are compared for each party, the most promising.
    """

    block: int = 64
    pairs: int = 20
    least: float = 0.1
    each: int = 4


@dataclass(frozen=True)
class NearPairs:
    """Pairs of positions, ``left < right``, ascending.

    Attributes:
        left: Positions.
        right: Positions.
        bearers: How many parties have the rarest key that the two share.
    """

    left: Ints
    right: Ints
    bearers: Ints

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True)
class _Keys:
    """One row for each key of each party, ascending by key and party, each once."""

    parties: Ints
    keys: NDArray[np.uint64]
    weights: Floats


def near_pairs(profiles: Profiles, limits: Limits | None = None) -> NearPairs:
    """Pairs of parties that share rare keys; the same pairs whatever the order of rows was."""
    used = limits or Limits()
    keys = _sorted_keys(*_all_keys(profiles))
    starts = np.flatnonzero(np.concatenate(([True], keys.keys[1:] != keys.keys[:-1]))) if len(keys.keys) else _NONE
    sizes = np.diff(np.append(starts, len(keys.keys)))
    # Among few parties a key is no less rare in the world for being shared by two of them.
    crowd = float(len(profiles) + _WORLD)
    worth = (np.log(crowd / (sizes + 1.0)) / np.log(crowd)).astype(np.float32)
    totals = np.zeros(len(profiles), np.float32)
    np.add.at(totals, keys.parties, keys.weights * np.repeat(worth, sizes))
    chosen = _blocks(sizes, used, len(profiles))
    codes, shared, bearers = _shared(keys, (starts[chosen], sizes[chosen], worth[chosen]), len(profiles))
    left, right = codes // max(1, len(profiles)), codes % max(1, len(profiles))
    share = (shared / np.maximum(np.minimum(totals[left], totals[right]), 1e-6)).astype(np.float32)
    hopeful = np.flatnonzero(share >= used.least)
    best = _best_of_each(left[hopeful], right[hopeful], share[hopeful], used.each)
    kept = hopeful[best]
    return NearPairs(left[kept], right[kept], bearers[kept])


_NONE = np.zeros(0, np.int64)


def blocking_keys(name: PreparedName) -> Iterator[tuple[str, float]]:
    """Keys of a name and their weights, 0 to 1; those of ``index_keys`` that tell much, and ends of long words."""
    if name.key:
        yield "k" + name.key, _WHOLE
    for key in index_keys(name):
        if key.text[0] not in _LEFT_OUT and key.weight >= _LEAST_WEIGHT:
            yield key.text, key.weight
    for token in name.tokens:
        sound = token.sounds[0]
        if token.kind == RARE and len(sound) >= _LONG_SOUND:
            # One misspelt letter leaves one end of the word as it was.
            yield "p" + sound[:_HALF_SOUND], _HALF * token.weight
            yield "q" + sound[-_HALF_SOUND:], _HALF * token.weight


def _all_keys(profiles: Profiles) -> tuple[Ints, NDArray[np.uint64], Floats]:
    parties, keys, weights = array("q"), array("Q"), array("f")
    for place, text, kind in profiles.names():
        for key, weight in blocking_keys(prepare(text, kind)):
            parties.append(place)
            keys.append(_number(key))
            weights.append(weight)
    return np.array(parties, np.int64), np.array(keys, np.uint64), np.array(weights, np.float32)


def _number(key: str) -> int:
    """A number for a key that is the same on every machine."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _sorted_keys(parties: Ints, keys: NDArray[np.uint64], weights: Floats) -> _Keys:
    order = np.lexsort((-weights, parties, keys))
    parties, keys, weights = parties[order], keys[order], weights[order]
    if not len(keys):
        return _Keys(parties, keys, weights)
    first = np.concatenate(([True], (keys[1:] != keys[:-1]) | (parties[1:] != parties[:-1])))
    return _Keys(parties[first], keys[first], weights[first])


def _blocks(sizes: Ints, limits: Limits, parties: int) -> NDArray[np.bool_]:
    """The blocks to compare within: of two parties and more, up to the size that the limits allow."""
    allowed = limits.block
    counts = np.bincount(np.minimum(sizes, limits.block + 1), minlength=limits.block + 2)
    made = np.cumsum(counts * np.arange(len(counts)) * np.arange(-1, len(counts) - 1) // 2)
    while allowed > 2 and made[allowed] > limits.pairs * max(parties, 1_000):
        allowed -= 1
    return (sizes > 1) & (sizes <= allowed)


def _shared(keys: _Keys, blocks: tuple[Ints, Ints, Floats], parties: int) -> tuple[Ints, Floats, Ints]:
    """Pairs as one number each, ascending, what they share, and the size of their smallest common block."""
    codes, weights, bearers = [_NONE], [np.zeros(0, np.float32)], [_NONE]
    starts, sizes, worth = blocks
    for size in np.unique(sizes):
        those = sizes == size
        members = starts[those][:, None] + np.arange(size)
        one, other = np.triu_indices(int(size), 1)
        lefts, rights = members[:, one].ravel(), members[:, other].ravel()
        codes.append(keys.parties[lefts] * parties + keys.parties[rights])
        lesser = np.minimum(keys.weights[lefts], keys.weights[rights])
        weights.append(lesser * np.repeat(worth[those], len(one)))
        bearers.append(np.full(len(lefts), size, np.int64))
    return _summed(np.concatenate(codes), np.concatenate(weights), np.concatenate(bearers))


def _summed(codes: Ints, weights: Floats, bearers: Ints) -> tuple[Ints, Floats, Ints]:
    if not len(codes):
        return codes, weights, bearers
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    first = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1])))
    return codes[first], np.add.reduceat(weights[order], first), np.minimum.reduceat(bearers[order], first)


def _best_of_each(left: Ints, right: Ints, share: Floats, most: int) -> Ints:
    """Positions of pairs that are among the best of one of their parties."""
    kept = np.zeros(len(left), np.bool_)
    for side in (left, right):
        order = np.lexsort((right, left, -share, side))
        ordered = side[order]
        first = np.searchsorted(ordered, ordered, side="left")
        kept[order[np.arange(len(order)) - first < most]] = True
    return np.flatnonzero(kept)
