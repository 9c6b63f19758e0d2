"""What names share with several queries at once, added up word by word."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enduse.screen.postings import Ids
from enduse.screen.pre_words import Floats

Found = tuple[Ids, Floats]
"""Names that have a word like one of the query's, each once, and what it tells."""
NOTHING: Found = (np.zeros(0, np.int32), np.zeros(0, np.float32))
# So many numbers are kept at hand; more queries at once do not pay, as memory is slow.
_ROOM = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Of one query the names that have its words.

    Attributes:
        main: Names that are looked through, word by word.
        rest: What further words tell of them; names that have only these are left out.
    """

    main: Sequence[Found]
    rest: Sequence[Found] = ()


class Sums:
    """Room to add up in, for a list of so many names. Not to be used by two threads at once.

    Attributes:
        together: So many queries are added up at once at most.
    """

    def __init__(self, names: int) -> None:
        self._names = max(names, 1)
        self.together = max(1, _ROOM // self._names)
        self._totals = np.zeros(self.together * self._names, np.float32)
        self._turns = np.zeros(self.together * self._names, np.int32)

    def once(self, ids: Ids, tells: Floats) -> Found:
        """Each name once, with the last that is told of it."""
        if len(ids) < 2:
            return ids, tells
        last = self._last(ids)
        return ids[last], tells[last]

    def added(self, asked: Sequence[Asked]) -> tuple[Ids, Ids, Floats]:
        """Of at most ``together`` queries: which query, which name, and what its words tell in all, in any order."""
        whose, ids, tells = _laid_out([it.main for it in asked])
        keys = whose * self._names + ids
        totals = self._totals
        np.add.at(totals, keys, tells)
        last = self._last(keys)
        keys, whose, ids = keys[last], whose[last], ids[last]
        further, more, told = _laid_out([it.rest for it in asked])
        if len(more):
            places = further * self._names + more
            known = totals[places] != 0.0
            np.add.at(totals, places[known], told[known])
        found = totals[keys]
        totals[keys] = 0.0
        return whose, ids, found

    def _last(self, keys: NDArray[np.int32]) -> NDArray[np.int64]:
        """Where each key stands last."""
        turns = np.arange(len(keys), dtype=np.int32)
        self._turns[keys] = turns
        return np.flatnonzero(self._turns[keys] == turns)


def _laid_out(pieces: Sequence[Sequence[Found]]) -> tuple[Ids, Ids, Floats]:
    """Which query, which name, and what a word tells of it."""
    flat = [it for some in pieces for it in some]
    if not flat:
        return NOTHING[0], *NOTHING
    sizes = [sum(len(ids) for ids, _ in some) for some in pieces]
    whose = np.arange(len(pieces), dtype=np.int32).repeat(sizes)
    return whose, np.concatenate([it for it, _ in flat]), np.concatenate([it for _, it in flat])
