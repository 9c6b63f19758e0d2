"""Many names laid out by their words, so that the few that could be a given name are found without comparing all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

from enduse.screen.postings import Arrays, Ids, Postings, packed, unpacked
from enduse.screen.pre_build import gather, whole_key
from enduse.screen.pre_score import WITH_VOWELS, Shared, promise, terms_of
from enduse.screen.pre_words import Floats, Words, spread, words_of_arrays
from enduse.text.names import NameKind, PreparedName, prepare, score_prepared
from enduse.text.names.tokens import Token
from enduse.text.names.word_keys import Asked, asked_of, is_own, runs_of, told

Found = tuple[Ids, Floats]
"""Names that have a word like one of the query's, each once, and what it tells; see ``_ONE``."""
Part = tuple[object, Asked, float, int]
"""Of a word or a run of words: what it is remembered by, its keys, its weight, and how many own words it holds."""

# A word's agreement is weighed below this, and own words that agree well are counted above it, in one number.
_ONE = 64.0
_WELL = 0.79
# So many names are looked through for their words; past that only words that are needed to reach half of the weight.
_MANY = 1_000
_ENOUGH = 0.5
_REMEMBERED = 1_500_000
# What a name promises may be so much less than what the comparison says (log-odds).
_MARGIN_NEAR, _MARGIN_FAR = 0.2, 2.0
# After so many of the likeliest that are not enough, none of the others will be.
_PATIENCE, _SCREENED = 8, 0.3
# A person and a company are one party only where somebody erred: then the names are the same.
_OTHER_KIND, _WHOLLY = 3.0, 0.9
_NOTHING: Found = (np.zeros(0, np.int32), np.zeros(0, np.float32))


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
    """Names by their words.

    It adds up what each name shares with the query, word by word, and compares only the most promising fully. Names
    are prepared when they are first compared, so that opening an index is quick. Not to be asked by two threads at
    once.

    Attributes:
        texts: The names.
        kinds: Of their bearers.
        words: The words of all names.
        postings: Which names have each word; without keys of its own.
        weights: What all words of each name weigh together.
        counts: How many words of its own each name has.
        same: For each name the first that is compared alike.
        far: Which names are written in letters without vowels, or in syllables.
    """

    texts: Sequence[str]
    kinds: Sequence[NameKind]
    words: Words
    postings: Postings
    weights: Floats
    counts: Floats
    same: Ids
    far: NDArray[np.bool_]
    _shared: Floats = field(init=False)
    _turn: Ids = field(init=False)
    _persons: NDArray[np.bool_] = field(init=False)
    _others: NDArray[np.bool_] = field(init=False)
    _known: dict[object, Found] = field(init=False)
    _room: int = field(init=False)

    def __post_init__(self) -> None:
        self._shared = np.zeros(len(self.texts), np.float32)
        self._turn = np.zeros(len(self.texts), np.int32)
        self._persons = np.array([it == "person" for it in self.kinds], np.bool_)
        self._others = np.array([it not in ("person", "unknown") for it in self.kinds], np.bool_)
        self._known, self._room = {}, _REMEMBERED

    def __len__(self) -> int:
        return len(self.texts)

    def nearest(self, query: PreparedName, full: int = 12, least: float = 0.05) -> list[Near]:
        """Names that may be ``query``, the likeliest first.

        Args:
            query: Prepared with the kind that is looked for.
            full: At most so many different names are compared fully; twice as many for a name in letters that do not
                write its vowels, which rank badly.
            least: Scores below are left out. From 0.3 on names that promise little are not compared.
        """
        near = query.scripts <= WITH_VOWELS
        full, patience = (full, _PATIENCE) if near and least >= _SCREENED else (full if near else 2 * full, 0)
        ids, hope = self.candidates(query, self._floor(query, least))
        scores, found, idle = dict[int, float](), list[Near](), 0
        for at in (*self._written_so(query), *_best(ids, hope, 8 * full)):
            first = int(self.same[at])
            if (score := scores.get(first)) is None:
                if len(scores) >= full or (patience and idle >= patience):
                    break
                score = scores[first] = score_prepared(*in_one_kind(query, self.prepared(first)))
                idle = 0 if score >= _SCREENED else idle + 1
            if score >= least:
                found.append(Near(at, score))
        return sorted(dict.fromkeys(found), key=lambda it: (-it.score, it.at))

    def learn(self, queries: Iterable[PreparedName]) -> None:
        """Look up the words of many queries at once, so that each of them is then answered faster, and alike."""
        self._look_up([part for query in queries for part in _parts(told(query))])

    def forget(self) -> None:
        """Let go of the words that were looked up."""
        self._known.clear()
        self._room = _REMEMBERED

    def prepared(self, at: int) -> PreparedName:
        """The name at a position, ready for comparison."""
        return prepare(self.texts[at], self.kinds[at])

    def candidates(self, query: PreparedName, least: float = -np.inf) -> Found:
        """Positions of the names that share words with the query, and how promising each is (log-odds), from ``least``.

        A name of unknown kind is looked for as both.
        """
        found = self._promising(query, least)
        if query.as_person is None:
            return found
        ids = np.concatenate((found[0], (other := self._promising(query.as_person, least))[0]))
        hope = np.concatenate((found[1], other[1]))
        order = np.lexsort((-hope, ids))
        firsts = order[np.append(True, np.diff(ids[order]) != 0)] if len(ids) else order
        return ids[firsts], hope[firsts]

    def shared(self, query: PreparedName) -> tuple[Ids, Shared]:
        """Positions of names that share words with the query, and what they share."""
        parts = _parts(told(query))
        self._look_up(parts)
        known = [(self._known[mark], weight) for mark, _, weight, _ in parts]
        ids, total = self._added([it for it in known if len(it[0][0])], query.weight)
        words = np.floor(total / _ONE)
        return ids, Shared(total - _ONE * words, words, self.weights[ids], self.counts[ids])

    def _promising(self, query: PreparedName, least: float) -> Found:
        ids, shared = self.shared(query)
        if not len(ids):
            return _NOTHING
        terms = terms_of(shared, query.weight, sum(map(is_own, query.tokens)))
        far = self.far[ids] | (not query.scripts <= WITH_VOWELS)
        hope = promise(terms, query.kind == "person", far)
        if query.kind != "unknown":
            other = (self._others if query.kind == "person" else self._persons)[ids]
            hope -= _OTHER_KIND * (other & (terms[0] < _WHOLLY))
        kept = hope >= least
        return ids[kept], hope[kept]

    def _floor(self, query: PreparedName, least: float) -> float:
        if least <= 0.0:
            return -np.inf
        # What is promised is too rough to tell a half from a whole: only from nothing.
        low = min(least, _SCREENED)
        return log(low / (1.0 - low)) - (_MARGIN_NEAR if query.scripts <= WITH_VOWELS else _MARGIN_FAR)

    def _written_so(self, query: PreparedName) -> list[int]:
        """Names written alike but for case, marks and spaces: they are always found."""
        words, key = self.words, whole_key(query.name)
        at = int(words.hashes.searchsorted(np.uint32(key)))
        if at == len(words.hashes) or words.hashes[at] != key:
            return []
        slots = words.ids[words.starts[at] : words.starts[at + 1]]
        starts = self.postings.starts
        found: list[int] = spread(starts[slots], starts[slots + 1], self.postings.ids)[0].tolist()
        return found

    def _look_up(self, parts: Sequence[Part]) -> None:
        """Remember which names have words like these."""
        if self._room < 0:
            self.forget()
        new = {mark: part for part in parts if (mark := part[0]) not in self._known}
        if not new:
            return
        whose, words, near = self.words.like([asked for _, asked, _, _ in new.values()])
        ids, tells, ends = self._names_of(whose, words, near, list(new.values()))
        for at, mark in enumerate(new):
            begin, end = ends[at], ends[at + 1]
            self._known[mark] = self._each_once(ids[begin:end], tells[begin:end]) if begin < end else _NOTHING
            self._room -= end - begin + 32

    def _names_of(self, whose: Ids, words: Ids, near: Floats, parts: Sequence[Part]) -> tuple[Ids, Floats, list[int]]:
        """Names that have these words, what the words tell there, and where those of each part begin."""
        weights = np.array([it[2] for it in parts], np.float32)[whose]
        own = np.array([it[3] for it in parts], np.float32)[whose]
        tells = (2.0 * near - 1.0) * np.minimum(self.words.weights[words], weights)
        tells += _ONE * own * (near >= _WELL)
        starts = self.postings.starts
        ids, sizes = spread(starts[words], starts[words + 1], self.postings.ids)
        before = np.concatenate((np.zeros(1, np.int64), sizes.cumsum()))
        ends: list[int] = before[whose.searchsorted(np.arange(len(parts) + 1))].tolist()
        return ids, tells.repeat(sizes), ends

    def _each_once(self, ids: Ids, tells: Floats) -> Found:
        turns = np.arange(len(ids), dtype=np.int32)
        # The likest word is written last and stays.
        self._turn[ids] = turns
        last = (self._turn[ids] == turns).nonzero()[0]
        return ids[last], tells[last]

    def _added(self, known: Sequence[tuple[Found, float]], weight: float) -> Found:
        """Names that share a word with the query, and the sums of what their words tell."""
        shared, rest, pieces, seen, weighed = self._shared, list[Found](), list[Ids](), 0, 0.0
        for (ids, tells), own_weight in sorted(known, key=_size):
            seen += len(ids)
            if seen > _MANY and weighed >= _ENOUGH * weight:
                rest.append((ids, tells))
                continue
            weighed += own_weight
            before = shared[ids]
            pieces.append(ids[before == 0.0])
            shared[ids] = before + tells
        if not pieces:
            return _NOTHING
        found = np.concatenate(pieces)
        total = shared[found]
        shared[found] = 0.0
        for ids, tells in rest:
            shared[ids] = tells
            total += shared[found]
            shared[ids] = 0.0
        return found, total

    def arrays(self) -> Arrays:
        """What ``index_of_arrays`` makes it of again."""
        arrays: Arrays = {"texts": packed(self.texts), "kinds": packed(self.kinds), "same": self.same, "far": self.far}
        arrays |= {"weights": self.weights, "counts": self.counts, **self.words.arrays()}
        return arrays | {"name_starts": self.postings.starts, "name_ids": self.postings.ids}


def build_index(names: Sequence[tuple[str, NameKind]]) -> NameIndex:
    """An index of names, each with the kind of its bearer; positions are those of ``names``."""
    made = gather(names)
    postings = Postings({}, made.starts, made.ids)
    texts, kinds = [text for text, _ in names], [kind for _, kind in names]
    return NameIndex(texts, kinds, made.words, postings, made.weights, made.counts, made.same, made.far)


def index_of_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> NameIndex:
    """The index that ``NameIndex.arrays`` came of.

    Raises:
        KeyError: One of the arrays is missing.
    """
    texts, kinds = (unpacked(arrays[it].astype(np.uint8)) for it in ("texts", "kinds"))
    weights, counts = (arrays[it].astype(np.float32) for it in ("weights", "counts"))
    postings = Postings({}, arrays["name_starts"].astype(np.int64), arrays["name_ids"].astype(np.int32))
    same, far = arrays["same"].astype(np.int32), arrays["far"].astype(np.bool_)
    return NameIndex(texts, kinds, words_of_arrays(arrays), postings, weights, counts, same, far)  # type: ignore[arg-type]


def in_one_kind(left: PreparedName, right: PreparedName) -> tuple[PreparedName, PreparedName]:
    """Both names prepared alike: a bearer of unknown kind is compared as one of the other's kind."""
    if left.kind == right.kind or "unknown" not in (left.kind, right.kind):
        return left, right
    kind = right.kind if left.kind == "unknown" else left.kind
    return prepare(left.name, kind), prepare(right.name, kind)


def _parts(tokens: Sequence[Token]) -> list[Part]:
    """The words of a name and its runs of words."""
    found: list[Part] = [(it, asked_of(it), it.weight, int(is_own(it))) for it in dict.fromkeys(tokens)]
    for run in runs_of(tokens):
        found.append((run.words, run.asked, sum(it.weight for it in run.words), sum(map(is_own, run.words))))
    return found


def _size(known: tuple[Found, float]) -> int:
    return len(known[0][0])


def _best(ids: Ids, hope: Floats, most: int) -> list[int]:
    if len(ids) > 2 * most:
        few = np.argpartition(-hope, most)[:most]
        # All that are as good as the last one, so that ties fall by position whatever the order they came in.
        few = (hope >= hope[few].min()).nonzero()[0]
        ids, hope = ids[few], hope[few]
    found: list[int] = ids[np.lexsort((ids, -hope))[:most]].tolist()
    return found
