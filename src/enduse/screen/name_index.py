"""Many names laid out by their words, so that the few that could be a given name are found without comparing all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf, log

import numpy as np
from numpy.typing import NDArray

from enduse.screen.postings import Arrays, Ids, Postings, packed, unpacked
from enduse.screen.pre_build import gather, whole_key
from enduse.screen.pre_score import WITH_VOWELS, Shared, promise, terms_of
from enduse.screen.pre_sums import NOTHING, Found, Sums
from enduse.screen.pre_sums import Asked as AskedNames
from enduse.screen.pre_words import Floats, Words, spread, words_of_arrays
from enduse.text.names import NameKind, PreparedName, prepare, score_prepared
from enduse.text.names.tokens import Token
from enduse.text.names.word_keys import Asked, asked_of, is_own, runs_of, told

Part = tuple[Asked, float, int]
"""Of a word or a run of words: its keys, its weight, and how many own words it holds."""

# A word's agreement is weighed below this, and own words that agree well are counted above it, in one number.
_ONE = 64.0
_WELL = 0.79
# So many names are looked through for their words; past that only words that are needed to reach half of the weight.
_MANY = 1_000
_ENOUGH = 0.5
_REMEMBERED = 1_500_000
# What a name promises may be so much less than what the comparison says (log-odds).
_MARGIN_NEAR, _MARGIN_FAR, _MARGIN_FAR_WANTED = 0.3, 2.0, 1.2
# A screening asks for scores from the first or the second number on; from the third on it is a match, and from the
# last on the very name.
_SCREENED, _WANTED, _MATCHING, _ITSELF = 0.3, 0.4, 0.8, 0.98
_NEVER = 1_000_000
# A person and a company are one party only where somebody erred: then the names are the same.
_OTHER_KIND, _WHOLLY = 3.0, 0.9


@dataclass(frozen=True)
class Near:
    """A name of the index that may be the name asked for.

    Attributes:
        at: Its position in the index.
        score: Calibrated probability, 0 to 1; see ``text.names``.
    """

    at: int
    score: float


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, and how far.

    Attributes:
        query: Prepared with the kind that is looked for.
        full: At most so many different names are compared fully; twice as many for a name in letters that do not
            write its vowels, which rank badly.
        least: Scores below are left out. From 0.3 on names that promise little are not compared, and from 0.4 on
            fewer still: of names that are only near, when many are, some are then not found.
    """

    query: PreparedName
    full: int = 12
    least: float = 0.05


@dataclass(frozen=True, slots=True)
class _Depth:
    """How far the names that promise most are gone through.

    Attributes:
        full: So many are compared at most.
        patience: After so many in a row that were not worth it the others are left.
        found: The same once the very name was found.
        worth: The score from which one was.
        sure: Those that promise so much (log-odds) are not left.
    """

    full: int
    patience: int = _NEVER
    found: int = _NEVER
    worth: float = 0.0
    sure: float = inf


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
    _sums: Sums = field(init=False)
    _persons: NDArray[np.bool_] = field(init=False)
    _others: NDArray[np.bool_] = field(init=False)
    _known: dict[object, Found] = field(init=False)
    _room: int = field(init=False)

    def __post_init__(self) -> None:
        self._sums = Sums(len(self.texts))
        self._persons = np.array([it == "person" for it in self.kinds], np.bool_)
        self._others = np.array([it not in ("person", "unknown") for it in self.kinds], np.bool_)
        self._known, self._room = {}, _REMEMBERED

    def __len__(self) -> int:
        return len(self.texts)

    def nearest(self, query: PreparedName, full: int = 12, least: float = 0.05) -> list[Near]:
        """Names that may be ``query``, the likeliest first; see :class:`Search`."""
        return self.nearest_each([Search(query, full, least)])[0]

    def nearest_each(self, searches: Sequence[Search]) -> list[list[Near]]:
        """The same for each of many, much faster than one by one."""
        if not searches:
            return []
        self.learn(it.query for it in searches)
        ranked = self._ranked(searches)
        return [self._compared(it, *found) for it, found in zip(searches, ranked, strict=True)]

    def _compared(self, search: Search, ids: Ids, hope: Floats) -> list[Near]:
        """Those of the names, the most promising first, that score enough."""
        query, least = search.query, search.least
        depth = _depth(search)
        patience = depth.patience
        scores, found, idle = dict[int, float](), list[Near](), 0
        same = self.same
        written = self._written_so(query)
        places, hopes = [*written, *ids.tolist()], [*([inf] * len(written)), *hope.tolist()]
        for at, first, promised in zip(places, same[places].tolist() if places else (), hopes, strict=True):
            if (score := scores.get(first)) is None:
                if len(scores) >= depth.full or (idle >= patience and promised < depth.sure):
                    break
                score = scores[first] = score_prepared(*in_one_kind(query, self.prepared(first)))
                idle = 0 if score >= depth.worth else idle + 1
                patience = depth.found if score >= _ITSELF else patience
            if score >= least:
                found.append(Near(at, score))
        return sorted(dict.fromkeys(found), key=_by_score) if len(found) > 1 else found

    def learn(self, queries: Iterable[PreparedName]) -> None:
        """Look up the words of many queries at once, so that each of them is then answered faster, and alike."""
        if self._room < 0:
            self.forget()
        known, new = self._known, dict[object, Part]()
        for query in queries:
            for reading in _readings(query):
                tokens = told(reading)
                for it in tokens:
                    if it not in known and it not in new:
                        new[it] = asked_of(it), it.weight, int(is_own(it))
                for run in runs_of(tokens):
                    if run.words not in known and run.words not in new:
                        new[run.words] = run.asked, _weight_of(run.words), sum(map(is_own, run.words))
        if new:
            self._look_up(new)

    def forget(self) -> None:
        """Let go of the words that were looked up."""
        self._known.clear()
        self._room = _REMEMBERED

    def prepared(self, at: int) -> PreparedName:
        """The name at a position, ready for comparison."""
        return prepare(self.texts[at], self.kinds[at])

    def candidates(self, query: PreparedName, least: float = -inf) -> Found:
        """Positions of the names that share words with the query, the most promising first, and their promise.

        A name of unknown kind is looked for as both. ``least`` is of the promise (log-odds).
        """
        readings = _readings(query)
        self.learn(readings)
        ids, hope = self._in_order(*self._promising(readings, [least] * len(readings), [0] * len(readings)), 1)[0]
        firsts = np.sort(np.unique(ids, return_index=True)[1])
        return ids[firsts], hope[firsts]

    def shared(self, query: PreparedName) -> tuple[Ids, Shared]:
        """Positions of names that share words with the query, and what they share."""
        self.learn([query])
        _, ids, shared = self._added([query])
        return ids, shared

    def _ranked(self, searches: Sequence[Search]) -> list[Found]:
        """For each the names that promise enough, the most promising first."""
        asked = [(it, self._floor(search), at) for at, search in enumerate(searches) for it in _readings(search.query)]
        most = 8 * max(it.full for it in searches)
        found = list[tuple[Ids, Ids, Floats]]()
        for begin in range(0, len(asked), self._sums.together):
            some = asked[begin : begin + self._sums.together]
            found.append(self._promising(*zip(*some, strict=True)))
        whose, ids, hope = (np.concatenate(it) for it in zip(*found, strict=True))
        return [(ids[:most], hope[:most]) for ids, hope in self._in_order(whose, ids, hope, len(searches))]

    def _promising(
        self, queries: Sequence[PreparedName], leasts: Sequence[float], whose: Sequence[int]
    ) -> tuple[Ids, Ids, Floats]:
        """For each of ``whose``, the names that promise at least so much."""
        at, ids, shared = self._added(queries)
        weights = np.array([it.weight for it in queries], np.float32)
        counts = np.array([sum(map(is_own, it.tokens)) for it in queries], np.float32)
        distant = np.array([not it.scripts <= WITH_VOWELS for it in queries], np.bool_)
        person = np.array([it.kind == "person" for it in queries], np.bool_)
        known = np.array([it.kind != "unknown" for it in queries], np.bool_)
        terms = terms_of(shared, weights[at], counts[at])
        asked_person = person[at]
        hope = promise(terms, asked_person, self.far[ids] | distant[at])
        other = np.where(asked_person, self._others[ids], self._persons[ids]) & known[at]
        hope -= _OTHER_KIND * (other & (terms[0] < _WHOLLY))
        kept = hope >= np.array(leasts, np.float32)[at]
        return np.array(whose, np.int32)[at[kept]], ids[kept], hope[kept]

    def _in_order(self, whose: Ids, ids: Ids, hope: Floats, count: int) -> list[Found]:
        """The names of each query, the most promising first; a name that was found in two readings stands twice."""
        order = np.lexsort((ids, -hope, whose))
        whose, ids, hope = whose[order], ids[order], hope[order]
        ends = whose.searchsorted(np.arange(count + 1)).tolist()
        return [(ids[begin:end], hope[begin:end]) for begin, end in pairwise(ends)]

    def _added(self, queries: Sequence[PreparedName]) -> tuple[Ids, Ids, Shared]:
        """Which query, which name, and what they share."""
        whose, ids, total = self._sums.added([self._names_asked(it) for it in queries])
        words = np.floor(total / _ONE)
        return whose, ids, Shared(total - _ONE * words, words, self.weights[ids], self.counts[ids])

    def _names_asked(self, query: PreparedName) -> AskedNames:
        known = [(self._known[mark], weight) for mark, weight in _marks(told(query))]
        main, rest, seen, weighed = list[Found](), list[Found](), 0, 0.0
        for found, weight in sorted((it for it in known if len(it[0][0])), key=_size):
            seen += len(found[0])
            if seen > _MANY and weighed >= _ENOUGH * query.weight:
                rest.append(found)
                continue
            weighed += weight
            main.append(found)
        return AskedNames(main, rest)

    def _floor(self, search: Search) -> float:
        if search.least <= 0.0:
            return -inf
        # What is promised is too rough to tell a half from a whole: only from nothing.
        low = min(search.least, _SCREENED)
        far = _MARGIN_FAR if search.least < _WANTED else _MARGIN_FAR_WANTED
        return log(low / (1.0 - low)) - (_MARGIN_NEAR if search.query.scripts <= WITH_VOWELS else far)

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

    def _look_up(self, new: Mapping[object, Part]) -> None:
        """Remember which names have words like these."""
        whose, words, near = self.words.like([asked for asked, _, _ in new.values()])
        ids, tells, ends = self._names_of(whose, words, near, list(new.values()))
        for mark, (begin, end) in zip(new, pairwise(ends), strict=True):
            # The likest word comes last.
            self._known[mark] = self._sums.once(ids[begin:end], tells[begin:end]) if begin < end else NOTHING
            self._room -= end - begin + 32

    def _names_of(self, whose: Ids, words: Ids, near: Floats, parts: Sequence[Part]) -> tuple[Ids, Floats, list[int]]:
        """Names that have these words, what the words tell there, and where those of each part begin."""
        weights = np.array([it[1] for it in parts], np.float32)[whose]
        own = np.array([it[2] for it in parts], np.float32)[whose]
        tells = (2.0 * near - 1.0) * np.minimum(self.words.weights[words], weights)
        tells += _ONE * own * (near >= _WELL)
        starts = self.postings.starts
        ids, sizes = spread(starts[words], starts[words + 1], self.postings.ids)
        before = np.concatenate((np.zeros(1, np.int64), sizes.cumsum()))
        ends: list[int] = before[whose.searchsorted(np.arange(len(parts) + 1))].tolist()
        return ids, tells.repeat(sizes), ends

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


def _marks(tokens: Sequence[Token]) -> list[tuple[object, float]]:
    """By what the words of a name and its runs are remembered, and their weights."""
    found: list[tuple[object, float]] = [(it, it.weight) for it in dict.fromkeys(tokens)]
    found += [(it.words, _weight_of(it.words)) for it in runs_of(tokens)]
    return found


def _weight_of(words: Iterable[Token]) -> float:
    return sum(it.weight for it in words)


def _readings(query: PreparedName) -> list[PreparedName]:
    """A name of unknown kind is read as both."""
    return [query] if query.as_person is None else [query, query.as_person]


def _depth(search: Search) -> _Depth:
    near, full = search.query.scripts <= WITH_VOWELS, search.full
    if search.least < _SCREENED:
        return _Depth(full if near else 2 * full)
    if search.least < _WANTED:
        return _Depth(full, 8, 8, _SCREENED) if near else _Depth(2 * full)
    return _Depth(full, 8, 3, _MATCHING, 0.3) if near else _Depth(2 * full, 24, 24, _MATCHING)


def _size(known: tuple[Found, float]) -> int:
    return len(known[0][0])


def _by_score(near: Near) -> tuple[float, int]:
    return -near.score, near.at
