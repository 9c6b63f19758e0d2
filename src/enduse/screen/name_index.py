"""Many names laid out by their keys, so that the few that could be a given name are found without comparing all."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from enduse.screen.postings import Arrays, Ids, Postings, packed, post, unpacked
from enduse.text.names import NameKind, PreparedName, Wanted, prepare, score_prepared, wanted

Weights = NDArray[np.float32]
Piece = tuple[float, Ids]
"""Likeness of the words that share a key, and the names that have it."""

# Lists of names that are longer are only looked up for names found by rarer keys, unless there is none.
_COMMON = 400
_COMMONEST = 4_000
# Names that agree with less of the shorter name (by weight) do not reach a probability worth naming.
_LEAST_AGREED = 0.5
_OF_BEST = 0.7
_HOPE, _PATIENCE = 0.2, 3
# Between scripts that write vowels and others not all words of one name share a key.
_WRITTEN_WITH_VOWELS = frozenset({"latin", "cyrillic"})
_LEAST_FAR, _ALONE_FAR = 0.33, 0.05
# Every word of both names' own that finds no answer while one of the other does not either.
_ALONE = 0.25
# Agreeing words are counted above this, and weighed below it, in one number: no name weighs as much.
_ONE = 64.0
_NONE = np.zeros(0, np.int32)


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

    It adds up what each name shares with the query, word by word, and compares only the most promising fully. Names
    are prepared when they are first compared, so that opening an index is quick. Not to be asked by two threads at
    once.

    Attributes:
        texts: The names.
        kinds: Of their bearers.
        postings: Key to positions.
        weights: What all words of each name weigh together.
        counts: How many words of its own each name has.
    """

    texts: Sequence[str]
    kinds: Sequence[NameKind]
    postings: Postings
    weights: Weights
    counts: Weights
    _agreed: Weights = field(init=False)
    _word: Weights = field(init=False)

    def __post_init__(self) -> None:
        self._agreed = np.zeros(len(self.texts), np.float32)
        self._word = np.zeros(len(self.texts), np.float32)

    def __len__(self) -> int:
        return len(self.texts)

    def nearest(self, query: PreparedName, full: int = 12, least: float = 0.05) -> list[Near]:
        """Names that may be ``query``, the likeliest first.

        Args:
            query: Prepared with the kind that is looked for.
            full: At most so many names are compared fully; fewer when one after another of the likeliest has no hope,
                twice as many for a name in letters without vowels.
            least: Scores below are left out.
        """
        found, idle = list[Near](), 0
        # Consonants alone rank badly: look further, and do not give up.
        full, patience = (full, max(_PATIENCE, full // 3)) if query.scripts <= _WRITTEN_WITH_VOWELS else (2 * full, -1)
        same = self.postings.of(_whole(query.name)).tolist()[: 2 * full]
        for at in dict.fromkeys((*same, *self.candidates(query, full))):
            score = score_prepared(*in_one_kind(query, self.prepared(at)))
            found.append(Near(at, score))
            idle = 0 if score >= _HOPE else idle + 1
            if idle == patience:
                break
        return sorted((it for it in found if it.score >= least), key=lambda it: (-it.score, it.at))

    def prepared(self, at: int) -> PreparedName:
        """The name at a position, ready for comparison."""
        return prepare(self.texts[at], self.kinds[at])

    def candidates(self, query: PreparedName, most: int) -> list[int]:
        """Positions of the names that agree most with the query, at most so many."""
        words = [self._word_of(it) for it in wanted(query)]
        ids, agreed = self._nominated(words)
        if not len(ids):
            return []
        for word in words:
            if word.common:
                likeness = _likeness(word.pieces, ids)
                agreed += word.weight * likeness + word.one * (likeness > 0)
        promise = self._promise(query, ids, agreed, sum(it.one > 0 for it in words))
        near = query.scripts <= _WRITTEN_WITH_VOWELS
        least = max(_LEAST_AGREED, _OF_BEST * float(promise.max())) if near else _LEAST_FAR
        hopeful = np.flatnonzero(promise >= least)
        return _best(ids[hopeful], promise[hopeful], most)

    def _promise(self, query: PreparedName, ids: Ids, agreed: Weights, own: int) -> Weights:
        """How well names agree with the query, near 1 where they agree wholly, from what ``_touched`` adds up."""
        weights, words = self.weights[ids], np.floor(agreed / _ONE)
        # Of a short and a long name of one party the short one agrees wholly.
        whole = 0.75 * np.minimum(weights, query.weight) + 0.25 * np.maximum(weights, query.weight)
        alone = np.minimum(own - words, self.counts[ids] - words)
        each = _ALONE if query.scripts <= _WRITTEN_WITH_VOWELS else _ALONE_FAR
        return np.asarray((agreed - _ONE * words) / whole - each * np.maximum(alone, 0.0), np.float32)

    def _word_of(self, word: Wanted) -> "_Word":
        of = self.postings.of
        pieces = [(likeness, piece) for text, likeness in word.keys if len(piece := of(text))]
        one = _ONE if word.telling else 0.0
        return _Word(word.weight, one, pieces, any(len(it) > _COMMON for _, it in pieces))

    def _nominated(self, words: Sequence["_Word"]) -> tuple[Ids, Weights]:
        """Names that share a rare key and may agree enough, ascending, and what they share of the rare words."""
        touched = [ids for it in words for ids in (self._touched(it),) if len(ids)]
        if not touched:
            return _shortest(words), np.zeros(len(_shortest(words)), np.float32)
        ids = np.concatenate(touched)
        open_weight = sum(it.weight for it in words if it.common)
        weights = np.minimum(self.weights[ids], sum(it.weight for it in words))
        found = np.sort(ids[np.mod(self._agreed[ids], _ONE) + open_weight >= 0.75 * _LEAST_FAR * weights])
        found = found[np.append(True, found[1:] != found[:-1])[: len(found)]]
        agreed = self._agreed[found]
        self._agreed[ids] = 0.0
        return found, agreed

    def _touched(self, word: "_Word") -> Ids:
        """Names with a rare key of the word; where all its keys are rare, its agreement is added up."""
        rare = [it for it in word.pieces if len(it[1]) <= _COMMON]
        if not rare:
            return _NONE
        ids = np.concatenate([it for _, it in rare]) if len(rare) > 1 else rare[0][1]
        if not word.common:
            for likeness, piece in rare:
                # The likest come last and stay.
                self._word[piece] = likeness * word.weight + word.one
            # Computed before it is written, so that a name that stands twice counts once.
            self._agreed[ids] = self._agreed[ids] + self._word[ids]
            self._word[ids] = 0.0
        return ids

    def arrays(self) -> Arrays:
        """What ``index_of_arrays`` makes it of again."""
        arrays: Arrays = {"texts": packed(self.texts), "kinds": packed(self.kinds)}
        arrays |= {"weights": self.weights, "counts": self.counts}
        return {**arrays, **self.postings.arrays("name")}


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the query.

    Attributes:
        weight: What its agreement adds.
        one: ``_ONE`` for one of the name's own words, which are counted; 0 for another.
        pieces: The names that share its keys, the least like first.
        common: Has it a key that too many names share to look through them all?
    """

    weight: float
    one: float
    pieces: Sequence[Piece]
    common: bool


def build_index(names: Sequence[tuple[str, NameKind]]) -> NameIndex:
    """An index of names, each with the kind of its bearer; positions are those of ``names``."""
    by_key: dict[str, list[int]] = defaultdict(list)
    weights, counts = np.zeros(len(names), np.float32), np.zeros(len(names), np.float32)
    for at, (text, kind) in enumerate(names):
        name = prepare(text, kind)
        weights[at] = min(name.weight, name.as_person.weight) if name.as_person else name.weight
        words = wanted(name)
        counts[at] = sum(it.telling for it in words)
        for key in {_whole(text), *(key for it in words for key, _ in it.keys)}:
            by_key[key].append(at)
    return NameIndex([text for text, _ in names], [kind for _, kind in names], post(by_key), weights, counts)


def index_of_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> NameIndex:
    """The index that ``NameIndex.arrays`` came of.

    Raises:
        KeyError: One of the arrays is missing.
    """
    texts, kinds = (unpacked(arrays[it].astype(np.uint8)) for it in ("texts", "kinds"))
    weights, counts = (arrays[it].astype(np.float32) for it in ("weights", "counts"))
    return NameIndex(texts, kinds, Postings.from_arrays(arrays, "name"), weights, counts)  # type: ignore[arg-type]


def in_one_kind(left: PreparedName, right: PreparedName) -> tuple[PreparedName, PreparedName]:
    """Both names prepared alike: a bearer of unknown kind is compared as one of the other's kind."""
    if left.kind == right.kind or "unknown" not in (left.kind, right.kind):
        return left, right
    kind = right.kind if left.kind == "unknown" else left.kind
    return prepare(left.name, kind), prepare(right.name, kind)


def _whole(text: str) -> str:
    """The key of names that are written alike but for case, marks and spaces: they are always found."""
    return "=" + "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _likeness(pieces: Sequence[Piece], ids: Ids) -> Weights:
    """How like a word of each name is to the word whose pieces these are; 0 for none."""
    found = np.zeros(len(ids), np.float32)
    for likeness, piece in pieces:
        places = np.minimum(piece.searchsorted(ids), len(piece) - 1)
        found[piece[places] == ids] = likeness
    return found


def _shortest(words: Sequence[_Word]) -> Ids:
    """The fewest names that share a key, where every key is common; none where even they are too many."""
    pieces = [it for word in words for _, it in word.pieces if len(it) <= _COMMONEST]
    return min(pieces, key=len, default=_NONE)


def _best(ids: Ids, promise: Weights, most: int) -> list[int]:
    # Ties fall by position, so that the same question has the same answer on every machine.
    found: list[int] = ids[np.lexsort((ids, -promise))[:most]].tolist()
    return found
