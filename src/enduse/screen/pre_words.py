"""The words of a long list of names, and which of them are like the words that are looked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from enduse.screen.postings import Arrays, Ids, packed, unpacked
from enduse.text.names.word_keys import Asked

Floats = NDArray[np.float32]
Starts = NDArray[np.int64]
_LEAST = 0.55
"""Words that are less alike have nothing to do with each other."""
_FRAMED = 0.15


@dataclass(frozen=True)
class Words:
    """Words, and runs of words, by their keys.

    Attributes:
        hashes: Of all keys, ascending.
        starts: Where each key's words begin in ``ids``; one more at the end.
        ids: Words, ascending in a key.
        spellings: Of every word in Latin letters, with which misspelt ones are compared; ``""`` of a run.
        weights: What the agreement of each word tells; of a run what its words tell together.
    """

    hashes: NDArray[np.uint32]
    starts: Starts
    ids: Ids
    spellings: Sequence[str]
    weights: Floats
    _letters: NDArray[np.uint32] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_letters", _letters(self.spellings))

    def like(self, asked: Sequence[Asked]) -> tuple[Ids, Ids, Floats]:
        """Words that may be those asked for.

        Returns:
            Which of ``asked``, ascending; the word, sometimes more than once; how like it is, ascending for each asked.
        """
        hashes = np.concatenate([it.hashes for it in asked])
        near = np.concatenate([it.likeness for it in asked])
        whose = np.arange(len(asked), dtype=np.int32).repeat([len(it.hashes) for it in asked])
        at = self.hashes.searchsorted(hashes)
        at[at == len(self.hashes)] = 0
        known = (self.hashes[at] == hashes).nonzero()[0] if len(self.hashes) else at[:0]
        at = at[known]
        ids, sizes = spread(self.starts[at], self.starts[at + 1], self.ids)
        whose, near = whose[known].repeat(sizes), near[known].repeat(sizes)
        if (near <= 0.0).any():
            whose, ids, near = self._measured(asked, whose, ids, near)
        order = np.lexsort((near, whose))
        return whose[order], ids[order], near[order]

    def _measured(self, asked: Sequence[Asked], whose: Ids, ids: Ids, near: Floats) -> tuple[Ids, Ids, Floats]:
        """The same with the words that are to be measured by their letters measured, and the unlike left out."""
        open_ones = (near <= 0.0).nonzero()[0]
        # Looking at the letters themselves costs most: not for words that have too few in common.
        mine, theirs = _letters([it.spelling for it in asked])[whose[open_ones]], self._letters[ids[open_ones]]
        most = np.maximum(np.bitwise_count(mine), np.bitwise_count(theirs))
        open_ones = open_ones[5 * np.bitwise_count(mine & theirs) >= 3 * most]
        pairs = whose[open_ones].astype(np.int64) * len(self.spellings) + ids[open_ones]
        # The key that adds most is the first of a pair.
        order = np.lexsort((near[open_ones], pairs))
        firsts = order[np.append(True, np.diff(pairs[order]) != 0)[: len(order)]]
        chosen = open_ones[firsts]
        lefts = [asked[it].spelling for it in whose[chosen].tolist()]
        spellings = self.spellings
        rights = [spellings[it] for it in ids[chosen].tolist()]
        spelt = cpdist(lefts, rights, scorer=OSA.normalized_similarity, dtype=np.float32)
        measured = np.maximum(spelt, np.minimum(-near[chosen], spelt + _FRAMED))
        kept, sure = measured >= _LEAST, near > 0.0
        chosen = chosen[kept]
        return (
            np.concatenate((whose[chosen], whose[sure])),
            np.concatenate((ids[chosen], ids[sure])),
            np.concatenate((measured[kept], near[sure])),
        )

    def arrays(self) -> Arrays:
        """What ``words_of_arrays`` makes it of again."""
        found: Arrays = {"word_keys": self.hashes, "word_starts": self.starts, "word_ids": self.ids}
        return found | {"word_spellings": packed(self.spellings), "word_weights": self.weights}


def words_of_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> Words:
    """The words that ``Words.arrays`` came of.

    Raises:
        KeyError: One of the arrays is missing.
    """
    hashes, starts = arrays["word_keys"].astype(np.uint32), arrays["word_starts"].astype(np.int64)
    ids, spellings = arrays["word_ids"].astype(np.int32), unpacked(arrays["word_spellings"].astype(np.uint8))
    return Words(hashes, starts, ids, spellings, arrays["word_weights"].astype(np.float32))


def lay_out(keys: Sequence[int], sizes: Sequence[int], spellings: Sequence[str], weights: Sequence[float]) -> Words:
    """Words with their keys, in the order of the words.

    Args:
        keys: Of the first word, then of the second ...
        sizes: How many keys each word has.
        spellings: Of each word.
        weights: Of each word.
    """
    of, each = np.array(keys, np.uint32), np.array(sizes, np.int64)
    order = of.argsort(kind="stable")
    hashes, firsts = np.unique(of[order], return_index=True)
    ids = np.arange(len(each), dtype=np.int32).repeat(each)[order]
    return Words(hashes, np.append(firsts, len(of)).astype(np.int64), ids, spellings, np.array(weights, np.float32))


def _letters(spellings: Sequence[str]) -> NDArray[np.uint32]:
    """Which letters each word has, a bit a letter."""
    joined = np.frombuffer("\0".join(spellings).encode("utf-8", "replace"), np.uint8)
    bits = np.left_shift(np.uint32(1), (joined % 32).astype(np.uint32))
    bits[joined == 0] = 0
    starts = np.concatenate((np.zeros(1, np.int64), (joined == 0).nonzero()[0]))
    return (
        np.bitwise_or.reduceat(bits, starts[: len(spellings)]) if len(joined) else np.zeros(len(spellings), np.uint32)
    )


def spread(starts: Starts, ends: Starts, ids: Ids) -> tuple[Ids, Starts]:
    """The pieces of ``ids`` between starts and ends, one after another, and their sizes."""
    sizes = ends - starts
    before = sizes.cumsum()
    places = np.arange(before[-1] if len(before) else 0)
    places += (ends - before).repeat(sizes)
    return ids[places], sizes
