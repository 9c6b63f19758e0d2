"""Many names laid out by their keys, so that the few that could be a given name are found without comparing all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from enduse.screen.postings import Arrays, Ids, Postings, packed, post, unpacked
from enduse.text.names import NameKind, PreparedName, index_keys, prepare, score_prepared

Weights = NDArray[np.float32]

# A key that more than this share of the names have tells too little to be asked for, unless they are few.
_COMMON = 0.02
_FEW = 400
_LEAST_SHARE = 0.18


@dataclass(frozen=True)
class Near:
    """A name of the index that may be the name asked for.

    Attributes:
        at: Its position in the index.
        score: Calibrated probability, 0 to 1; see ``text.names``.
    """

    at: int
    score: float


@dataclass
class NameIndex:
    """Names by their keys.

    It adds up what each name shares of the query's keys, the rarer the more, and compares only the most promising
    fully. Names are prepared when they are first compared, so that opening an index is quick. Not to be asked by two
    threads at once.

    Attributes:
        texts: The names.
        kinds: Of their bearers.
        postings: Key to positions.
    """

    texts: Sequence[str]
    kinds: Sequence[NameKind]
    postings: Postings
    _shared: Weights = field(init=False)

    def __post_init__(self) -> None:
        self._shared = np.zeros(len(self.texts), np.float32)

    def __len__(self) -> int:
        return len(self.texts)

    def nearest(self, query: PreparedName, full: int = 12, least: float = 0.05) -> list[Near]:
        """Names that may be ``query``, the likeliest first.

        Args:
            query: Prepared with the kind that is looked for.
            full: At most so many names are compared fully.
            least: Scores below are left out.
        """
        found = [Near(at, score_prepared(query, self.prepared(at))) for at in self.candidates(query, full)]
        return sorted((it for it in found if it.score >= least), key=lambda it: (-it.score, it.at))

    def prepared(self, at: int) -> PreparedName:
        """The name at a position, ready for comparison."""
        return prepare(self.texts[at], self.kinds[at])

    def candidates(self, query: PreparedName, most: int) -> list[int]:
        """Positions of the names that share most with the query, at most so many."""
        pieces, weights, total = self._pieces(query)
        if not pieces:
            return []
        for piece, weight in zip(pieces, weights, strict=True):
            # A name stands once in a piece, so the sum is exact.
            self._shared[piece] += weight
        touched = np.concatenate(pieces)
        hopeful = np.unique(touched[self._shared[touched] >= _LEAST_SHARE * total])
        chosen = _best(hopeful, self._shared, most)
        self._shared[touched] = 0.0
        return chosen

    def _pieces(self, query: PreparedName) -> tuple[list[Ids], list[float], float]:
        """Names that have each of the query's keys, the keys' weights, and what a name with all of them sums up to."""
        pieces, weights, total = list[Ids](), list[float](), 0.0
        limit = max(_FEW, int(_COMMON * len(self.texts)))
        spread = np.log(len(self.texts) + 2.0)
        for key in index_keys(query):
            piece = self.postings.of(key.text)
            worth = key.weight * float(np.log((len(self.texts) + 2.0) / (len(piece) + 1.0)) / spread)
            total += worth
            if 0 < len(piece) <= limit:
                pieces.append(piece)
                weights.append(worth)
        return pieces, weights, total

    def arrays(self) -> Arrays:
        """What ``index_of_arrays`` makes it of again."""
        return {"texts": packed(self.texts), "kinds": packed(self.kinds), **self.postings.arrays("name")}


def build_index(names: Sequence[tuple[str, NameKind]]) -> NameIndex:
    """An index of names, each with the kind of its bearer; positions are those of ``names``."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for at, (text, kind) in enumerate(names):
        for key in index_keys(prepare(text, kind)):
            by_key[key.text].append(at)
    return NameIndex([text for text, _ in names], [kind for _, kind in names], post(by_key))


def index_of_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> NameIndex:
    """The index that ``NameIndex.arrays`` came of.

    Raises:
        KeyError: One of the arrays is missing.
    """
    texts, kinds = (unpacked(arrays[it].astype(np.uint8)) for it in ("texts", "kinds"))
    return NameIndex(texts, kinds, Postings.from_arrays(arrays, "name"))  # type: ignore[arg-type]


def _best(ids: Ids, shared: Weights, most: int) -> list[int]:
    if len(ids) > most:
        ids = ids[np.argpartition(-shared[ids], most)[:most]]
    # Ties fall by position, so that the same question has the same answer on every machine.
    order = np.lexsort((ids, -shared[ids]))
    found: list[int] = ids[order].tolist()
    return found
