"""One name against many, most of which are put aside without a full comparison."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from enduse.text.names.prepared import PreparedName
from enduse.text.names.scoring import score_prepared
from enduse.text.names.search_keys import wanted
from enduse.text.names.tokens import NUMBER, RARE, SMALL, Token

Floats = npt.NDArray[np.float32]
_HOPELESS = 0.45
_HOPE, _PATIENCE = 0.2, 3
_SURE = 0.8
_LONGEST_KEY = 48
_SHARE_OF_BEST = 0.65


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
        by_key: dict[str, list[int]] = {}
        for at, name in enumerate(self.names):
            for key in {text for it in wanted(name) for text, _ in it.keys}:
                by_key.setdefault(key, []).append(at)
        self._postings = {key: np.array(places, np.int64) for key, places in by_key.items()}
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
        agreed = np.zeros(len(self.names), np.float32)
        best = np.zeros(len(self.names), np.float32)
        strange = list[Token]()
        for token, word in zip((it for it in query.tokens if it.kind != SMALL), wanted(query), strict=False):
            known = [(places, near) for key, near in word.keys if (places := self._postings.get(key)) is not None]
            for places, near in known:
                best[places] = near
            if known:
                agreed += word.weight * best
                best[:] = 0.0
            if not known or known[-1][1] < _SURE:
                strange.append(token)
        for token in strange:
            # No name has the word as it is: it may be misspelt.
            agreed += token.weight * self._nearest(token)
        # Of a short and a long name of one party the short one agrees wholly.
        shorter = np.minimum(self._weights, query.weight)
        longer = np.maximum(self._weights, query.weight)
        found = agreed / np.maximum(0.75 * shorter + 0.25 * longer, 1e-6)
        # Words joined or put apart, and abbreviations, agree in no single word.
        whole = cdist([_key(query)], self._keys, scorer=OSA.normalized_similarity, dtype=np.float32, score_cutoff=0.7)
        found = np.maximum(found, whole[0])
        return np.asarray(np.where(self._abbreviates(query), np.maximum(found, 0.8), found), np.float32)

    def _nearest(self, token: Token) -> Floats:
        """How near any word of each name is to a word that none of them has."""
        texts = _token_spellings(token)
        near = cdist(texts, self._spellings, scorer=OSA.normalized_similarity, dtype=np.float32, score_cutoff=0.5)
        # Unlike words are half alike by chance.
        by_word = np.maximum(0.0, 2.0 * near.max(axis=0) - 1.0)
        return np.asarray(np.maximum.reduceat(by_word[self._words], self._starts), np.float32)

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
        idle, patience = 0, max(_PATIENCE, full // 3)
        for at in hopeful[np.argsort(-promise[hopeful], kind="stable")]:
            found[at] = score_prepared(query, self.names[at])
            idle = 0 if found[at] >= _HOPE else idle + 1
            if idle == patience:
                break
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
