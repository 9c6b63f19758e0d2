"""One name against many, most of which are put aside without a full comparison."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from enduse.text.names.prepared import PreparedName
from enduse.text.names.scoring import score_prepared
from enduse.text.names.tokens import NUMBER, RARE, SMALL, Token

Floats = npt.NDArray[np.float32]
_HOPELESS = 0.2
_LONGEST_KEY = 48
_SHARE_OF_BEST = 0.5


class NameTable:
    """Prepared names laid out in columns, so that one name can be set against all of them at once.

    Attributes:
        names: In the order given; scores come back in this order.
    """

    def __init__(self, names: Sequence[PreparedName]) -> None:
        self.names = tuple(names)
        columns: dict[str, int] = {}
        words: list[int] = []
        starts: list[int] = []
        for name in self.names:
            starts.append(len(words))
            for text in _spellings(name):
                words.append(columns.setdefault(text, len(columns)))
        self._spellings = list(columns) or [""]
        self._words = np.array(words or [0], np.int64)
        self._starts = np.array(starts, np.int64)
        self._keys = [_key(it) for it in self.names]
        self._key_array = np.array(self._keys or [""], object)
        self._initials = np.array([_initials(it) for it in self.names] or [""], object)
        self._weights = np.array([it.weight for it in self.names], np.float32)

    def promise(self, query: PreparedName) -> Floats:
        """A rough agreement of every name with ``query``, 0 to 1: the part of the weight that may agree."""
        if not self.names:
            return np.zeros(0, np.float32)
        best = np.zeros((len(query.tokens), len(self.names)), np.float32)
        wanted = [_token_spellings(it) for it in query.tokens]
        flat = [text for texts in wanted for text in texts]
        near = cdist(flat, self._spellings, scorer=OSA.normalized_similarity, dtype=np.float32, score_cutoff=0.5)
        # Unlike words are half alike by chance.
        near = np.maximum(0.0, 2.0 * near - 1.0)
        by_name = np.maximum.reduceat(near[:, self._words], self._starts, axis=1)
        at = 0
        for row, texts in enumerate(wanted):
            best[row] = by_name[at : at + len(texts)].max(axis=0)
            at += len(texts)
        weights = np.array([it.weight for it in query.tokens], np.float32)
        agreed = weights @ best
        # Of a short and a long name of one party the short one agrees wholly.
        shorter = np.minimum(self._weights, query.weight)
        longer = np.maximum(self._weights, query.weight)
        found = agreed / np.maximum(0.75 * shorter + 0.25 * longer, 1e-6)
        # Words joined or put apart, and abbreviations, agree in no single word.
        whole = cdist([_key(query)], self._keys, scorer=OSA.normalized_similarity, dtype=np.float32, score_cutoff=0.7)
        found = np.maximum(found, whole[0])
        return np.asarray(np.where(self._abbreviates(query), np.maximum(found, 0.8), found), np.float32)

    def _abbreviates(self, query: PreparedName) -> npt.NDArray[np.bool_]:
        """Which names are the initials of ``query``, or have its key for initials?"""
        short = self._key_array == (_initials(query) or " ")
        return np.asarray(short | (self._initials == (_key(query) or " ")), np.bool_)

    def scores(self, query: PreparedName, full: int = 12) -> Floats:
        """Scores of all names against ``query``; the ``full`` most promising fully compared, the others 0."""
        promise = self.promise(query)
        found = np.zeros(len(self.names), np.float32)
        hopeful = np.flatnonzero(promise > max(_HOPELESS, _SHARE_OF_BEST * float(promise.max(initial=0.0))))
        if len(hopeful) > full:
            hopeful = hopeful[np.argpartition(-promise[hopeful], full)[:full]]
        for at in hopeful:
            found[at] = score_prepared(query, self.names[at])
        return found


def score_many(query: PreparedName, candidates: Sequence[PreparedName], full: int = 12) -> Floats:
    """Scores of ``query`` against candidates, in their order.

    Only the ``full`` most promising candidates are fully compared; the others, which would score low, get 0. Against
    one list again and again, make a :class:`NameTable` once and ask that.
    """
    return NameTable(candidates).scores(query, full)


def _key(name: PreparedName) -> str:
    return name.key[:_LONGEST_KEY]


def _initials(name: PreparedName) -> str:
    """First letters of three words or more, ``""`` for a shorter name."""
    words = list(dict.fromkeys((it.text, it.readings[0][:1]) for it in name.tokens if it.kind not in (SMALL, NUMBER)))
    return "".join(letter for _, letter in words) if len(words) > 2 else ""


def _spellings(name: PreparedName) -> list[str]:
    texts = [text for it in name.tokens for text in _token_spellings(it)]
    return texts or [""]


@lru_cache(maxsize=262_144)
def _token_spellings(token: Token) -> tuple[str, ...]:
    """Strings that equal words share whatever their script; a concept is one string, far from every other."""
    if token.concept:
        mark = f"\x01{token.concept}\x02"
        return (mark * 2, *token.sounds[:1]) if token.kind == RARE else (mark * 2,)
    if token.family:
        return (*token.sounds[:2], f"\x03{token.family}\x03")
    return (*token.sounds[:3], *(f"\x04{it}" for it in token.bare_frames[:2] if len(it) > 1))
