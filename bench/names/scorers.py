"""Who is measured: our comparison, two plain string measures, and the open reference matcher."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np
from anyascii import anyascii
from bench.names.records import words_of
from bench.names.reference import Reference
from rapidfuzz import distance, fuzz, process

Scored = np.ndarray[Any, np.dtype[np.float32]]
Triple = tuple[str, str, str]


class Scorer(Protocol):
    """Gives 0 to 1 for two names; `threshold` is where it calls them one party, fixed before measuring."""

    name: str
    threshold: float

    def pairs(self, pairs: Sequence[Triple]) -> list[float]:
        """The score of each (left, right, kind)."""
        ...

    def matrix(self, kind: str, queries: Sequence[str], names: Sequence[str]) -> Scored:
        """Scores of every query (row) against every name (column)."""
        ...


@cache
def folded(text: str) -> str:
    """Words in plain capitals, whatever the script."""
    return " ".join(words_of(anyascii(text)))


class Plain:
    """A string measure of rapidfuzz over the words in plain letters."""

    def __init__(self, name: str, measure: Any, threshold: float) -> None:
        self.name, self.threshold, self._measure = name, threshold, measure

    def pairs(self, pairs: Sequence[Triple]) -> list[float]:
        """The measure of each pair."""
        return [float(self._measure(folded(left), folded(right))) for left, right, _ in pairs]

    def matrix(self, kind: str, queries: Sequence[str], names: Sequence[str]) -> Scored:
        """The measure of all with all."""
        wanted, offered = [folded(it) for it in queries], [folded(it) for it in names]
        found: Scored = process.cdist(wanted, offered, scorer=self._measure, dtype=np.float32)
        return found


def baselines() -> list[Plain]:
    """The two plain measures everything must beat."""
    return [
        Plain("levenshtein", distance.Levenshtein.normalized_similarity, 0.8),
        Plain("jaro-winkler", distance.JaroWinkler.normalized_similarity, 0.9),
    ]


class LogicV2:
    """The reference matcher. A search gives it only the nearest names by plain letters: all would take hours."""

    name = "logic-v2"
    # The default of the server that uses it.
    threshold = 0.7

    def __init__(self, reference: Reference, shortlist: int) -> None:
        self._reference, self._shortlist = reference, shortlist

    def pairs(self, pairs: Sequence[Triple]) -> list[float]:
        """Its score of each pair."""
        return self._reference.scores(pairs)

    def matrix(self, kind: str, queries: Sequence[str], names: Sequence[str]) -> Scored:
        """Its scores of the shortlisted names, and 0 for all others."""
        found: Scored = np.zeros((len(queries), len(names)), dtype=np.float32)
        for row, query in enumerate(queries):
            places = self._nearest(query, names)
            found[row, places] = self.pairs([(query, names[it], kind) for it in places])
        return found

    def _nearest(self, query: str, names: Sequence[str]) -> list[int]:
        if len(names) <= 4000:
            return list(range(len(names)))
        offered = [folded(it) for it in names]
        best: dict[int, None] = {}
        for measure in (fuzz.token_sort_ratio, fuzz.token_set_ratio):
            near = process.extract(folded(query), offered, scorer=measure, limit=self._shortlist // 2)
            best.update(dict.fromkeys(place for _, _, place in near))
        return list(best)
