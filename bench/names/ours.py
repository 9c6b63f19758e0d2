"""Our own comparison of names, as the benchmarks ask for it."""

import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from bench.names.scorers import Scored, Triple

IN_DEPTH = 100
# Weak hits decide who is among the first fifty; a hundred names in depth leave a tenth of the right ones out.
WHOLE_LIST = 600
# A list this short is compared whole, by every scorer.
SHORT = 4000


class Ours:
    """`enduse.text.names`, with probabilities of one half and more called a match."""

    name = "enduse"
    threshold = 0.5

    def __init__(self) -> None:
        self._api = importlib.import_module("enduse.text.names")
        self._indexes = importlib.import_module("enduse.screen.name_index")

    def pairs(self, pairs: Sequence[Triple]) -> list[float]:
        """The probability of each pair."""
        return [float(self._api.compare_names(left, right, kind).score) for left, right, kind in pairs]

    def ready(self, names: Sequence[str], kind: str) -> Any:
        """Names prepared and laid out for many comparisons."""
        return self._api.NameTable([self._api.prepare(it, kind) for it in names])

    def rank(self, query: str, kind: str, ready: Any, full: int | None = None) -> Scored:
        """Probabilities of one query against names made ready; `full` of them compared in depth, the others 0."""
        wanted = self._api.prepare(query, kind)
        found: Scored = ready.scores(wanted) if full is None else ready.scores(wanted, full)
        return found

    def index(self, names: Sequence[str], kinds: Sequence[str]) -> Any:
        """An index of names, as screening uses it."""
        return self._indexes.build_index(list(zip(names, kinds, strict=True)))

    def nearest(
        self, index: Any, query: str, kind: str, full: int = 12, least: float = 0.05
    ) -> list[tuple[int, float]]:
        """Positions and probabilities of the names an index finds; at most `full` are compared in depth."""
        return [(it.at, it.score) for it in index.nearest(self._api.prepare(query, kind), full)]

    def in_depth(self, query: str, names: Sequence[str], kind: str) -> Scored:
        """Probabilities of one query against names, every one of them compared in depth."""
        wanted = self._api.prepare(query, kind)
        scores = (self._api.score_prepared(wanted, self._api.prepare(it, kind)) for it in names)
        return np.fromiter(scores, np.float32, len(names))

    def matrix(self, kind: str, queries: Sequence[str], names: Sequence[str]) -> Scored:
        """Probabilities of all with all; on longer lists only of the six hundred most promising of each query."""
        if len(names) <= SHORT:
            return np.stack([self.in_depth(it, names, kind) for it in queries])
        table = self.ready(names, kind)
        return np.stack([self.rank(it, kind, table, WHOLE_LIST) for it in queries])


class OursThroughIndex(Ours):
    """The same, but a search sees only what the index of `enduse.screen` finds, as a user does."""

    name = "enduse-index"

    def matrix(self, kind: str, queries: Sequence[str], names: Sequence[str]) -> Scored:
        """Probabilities of the names the index finds for each query, and 0 for all others."""
        index = self.index(names, [kind] * len(names))
        found: Scored = np.zeros((len(queries), len(names)), dtype=np.float32)
        for row, query in enumerate(queries):
            for at, score in self.nearest(index, query, kind, IN_DEPTH):
                found[row, at] = score
        return found
