"""Which parties are worth comparing: those that share a rare part of their names, or are one slip of the pen apart.

Comparing every two of a million parties would take centuries. Two names of one party nearly always share
the sound of a rare word, its consonants, its beginning or its end; parties that share such a key with few others are
compared, and keys that many parties have are left out, the commonest first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enduse.resolve.block_keys import Floats, Ints, Keys, Name, keys_of
from enduse.resolve.profiles import Profiles
from enduse.resolve.workers import mapped

_WORLD = 1_000
_CHUNK = 20_000
_SLIP_SHARE = 0.5


@dataclass(frozen=True)
class Limits:
    """How much is compared.

    Attributes:
        block: A key that more parties have is left out.
        pairs: Pairs of parties for each party that shared keys may give, on average; the commonest keys are left
            out until this holds.
        least: Share of the rarer party's keys, by weight, that a pair must have in common, 0 to 1.
        each: Pairs that are compared for each party, the most promising.
        slips: A slip of the pen that more parties could have made is left out.
    """

    block: int = 64
    pairs: int = 20
    least: float = 0.1
    each: int = 4
    slips: int = 12


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
class _Pairs:
    """Pairs as one number each, ascending, what they share, and the size of their smallest common block."""

    codes: Ints
    shared: Floats
    bearers: Ints


def near_pairs(profiles: Profiles, limits: Limits | None = None, workers: int = 1) -> NearPairs:
    """Pairs of parties that share rare keys; the same pairs whatever the order of rows and the number of workers."""
    used, count = limits or Limits(), len(profiles)
    parts = list(mapped(keys_of, list(_chunks(profiles)), workers))
    near = _by_words(_sorted(Keys.of([it.words for it in parts])), used, count)
    slips = _by_slips(_sorted(Keys.of([it.slips for it in parts])), used, count)
    found = _summed([near, slips])
    left, right = found.codes // max(1, count), found.codes % max(1, count)
    kept = _best_of_each(left, right, found.shared, used.each)
    return NearPairs(left[kept], right[kept], found.bearers[kept])


def _chunks(profiles: Profiles) -> Iterator[Sequence[Name]]:
    chunk: list[Name] = []
    for it in profiles.names():
        chunk.append(it)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _by_words(keys: Keys, limits: Limits, parties: int) -> _Pairs:
    """Pairs that share enough of the words of the one that has fewer; ``shared`` is that share."""
    starts, sizes = _blocks_of(keys)
    # Among few parties a key is no less rare in the world for being shared by two of them.
    crowd = float(parties + _WORLD)
    worth = (np.log(crowd / (sizes + 1.0)) / np.log(crowd)).astype(np.float32)
    totals = np.zeros(parties, np.float32)
    np.add.at(totals, keys.parties, keys.weights * np.repeat(worth, sizes))
    chosen = _allowed(sizes, limits, parties)
    found = _pairs_within(keys, (starts[chosen], sizes[chosen], worth[chosen]), parties)
    least = np.minimum(totals[found.codes // max(1, parties)], totals[found.codes % max(1, parties)])
    share = (found.shared / np.maximum(least, 1e-6)).astype(np.float32)
    kept = share >= limits.least
    return _Pairs(found.codes[kept], share[kept], found.bearers[kept])


def _by_slips(keys: Keys, limits: Limits, parties: int) -> _Pairs:
    """Pairs of which one may be the other with one letter left out, added, changed or exchanged with the next."""
    starts, sizes = _blocks_of(keys)
    chosen = (sizes > 1) & (sizes <= min(limits.block, limits.slips))
    found = _pairs_within(keys, (starts[chosen], sizes[chosen], np.ones(int(chosen.sum()), np.float32)), parties)
    return _Pairs(found.codes, np.full(len(found.codes), _SLIP_SHARE, np.float32), found.bearers)


def _sorted(keys: Keys) -> Keys:
    """The keys ascending by key and party, each once with its greatest weight."""
    order = np.lexsort((-keys.weights, keys.parties, keys.keys))
    parties, numbers, weights = keys.parties[order], keys.keys[order], keys.weights[order]
    first = np.ones(len(numbers), np.bool_)
    first[1:] = (numbers[1:] != numbers[:-1]) | (parties[1:] != parties[:-1])
    return Keys(parties[first], numbers[first], weights[first])


def _blocks_of(keys: Keys) -> tuple[Ints, Ints]:
    """Where the parties of each key begin, and how many they are."""
    if not len(keys.keys):
        return _NONE, _NONE
    starts = np.flatnonzero(np.concatenate(([True], keys.keys[1:] != keys.keys[:-1])))
    return starts, np.diff(np.append(starts, len(keys.keys)))


_NONE = np.zeros(0, np.int64)


def _allowed(sizes: Ints, limits: Limits, parties: int) -> NDArray[np.bool_]:
    """The blocks to compare within: of two parties and more, up to the size that the limits allow."""
    allowed = limits.block
    counts = np.bincount(np.minimum(sizes, limits.block + 1), minlength=limits.block + 2)
    made = np.cumsum(counts * np.arange(len(counts)) * np.arange(-1, len(counts) - 1) // 2)
    while allowed > 2 and made[allowed] > limits.pairs * max(parties, 1_000):
        allowed -= 1
    return (sizes > 1) & (sizes <= allowed)


def _pairs_within(keys: Keys, blocks: tuple[Ints, Ints, Floats], parties: int) -> _Pairs:
    """Every two parties of one block, with the sum of what they share."""
    made = []
    starts, sizes, worth = blocks
    for size in np.unique(sizes):
        those = sizes == size
        members = starts[those][:, None] + np.arange(size)
        one, other = np.triu_indices(int(size), 1)
        lefts, rights = members[:, one].ravel(), members[:, other].ravel()
        lesser = np.minimum(keys.weights[lefts], keys.weights[rights]) * np.repeat(worth[those], len(one))
        codes = keys.parties[lefts] * parties + keys.parties[rights]
        made.append(_Pairs(codes, lesser, np.full(len(lefts), size, np.int64)))
    return _summed(made)


def _summed(made: Sequence[_Pairs]) -> _Pairs:
    """The pairs, each once: what they share added up, the size of the smallest block."""
    if not any(len(it.codes) for it in made):
        return _Pairs(_NONE, np.zeros(0, np.float32), _NONE)
    codes = np.concatenate([it.codes for it in made])
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    first = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1])))
    shared = np.concatenate([it.shared for it in made])[order]
    bearers = np.concatenate([it.bearers for it in made])[order]
    return _Pairs(codes[first], np.add.reduceat(shared, first), np.minimum.reduceat(bearers, first))


def _best_of_each(left: Ints, right: Ints, share: Floats, most: int) -> Ints:
    """Positions of pairs that are among the best of one of their parties."""
    kept = np.zeros(len(left), np.bool_)
    for side in (left, right):
        order = np.lexsort((right, left, -share, side))
        ordered = side[order]
        first = np.searchsorted(ordered, ordered, side="left")
        kept[order[np.arange(len(order)) - first < most]] = True
    return np.flatnonzero(kept)
