"""Entries by the words of their names, numbers and programmes, for a person who types a few of them."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

from enduse.model.listing import ListEntry
from enduse.screen.postings import Postings, post

Places = NDArray[np.int32]

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_MOST_WORDS = 32
_MOST_ENDINGS = 2_000


@dataclass(frozen=True)
class WordIndex:
    """Entries by their words.

    Attributes:
        size: How many entries there are.
        postings: Word to the positions of entries.
    """

    size: int
    postings: Postings

    def find(self, text: str) -> Places:
        """Positions of the entries that have every word of ``text``, ascending; all of them for no word.

        ``OR`` between words means either side, ``-word`` that the entry must not have it, ``wor*`` any word that
        begins so. Letters of other scripts also find their Latin spelling.
        """
        found = [self._all_of(it.split()[:_MOST_WORDS]) for it in re.split(r"\s+OR\s+", text)]
        return np.unique(np.concatenate(found)).astype(np.int32)

    def _all_of(self, terms: Sequence[str]) -> Places:
        chosen = np.arange(self.size, dtype=np.int32)
        for term in terms:
            negated = len(term) > 1 and term.startswith("-")
            if term == "AND" or not _WORD.search(term):
                continue
            having = self._with(term.lstrip("-+"))
            chosen = np.setdiff1d(chosen, having) if negated else np.intersect1d(chosen, having)
        return chosen

    def _with(self, term: str) -> Places:
        if term.endswith("*"):
            pieces = [self.postings.of(it) for it in self._beginning(next(iter(query_words(term)), ""))]
            return np.unique(np.concatenate(pieces)).astype(np.int32) if pieces else np.empty(0, np.int32)
        words = query_words(term)
        having = self.postings.of(words[0]) if words else np.empty(0, np.int32)
        for word in words[1:]:
            having = np.intersect1d(having, self.postings.of(word))
        return having

    def _beginning(self, start: str) -> list[str]:
        if len(start) < 2:
            return []
        at = bisect_left(self._sorted, start)
        return [it for it in self._sorted[at : at + _MOST_ENDINGS] if it.startswith(start)]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.postings.slots)


def index_words(entries: Iterable[ListEntry]) -> WordIndex:
    """The index of entries in their order."""
    by_word: dict[str, list[int]] = defaultdict(list)
    size = 0
    for at, entry in enumerate(entries):
        size += 1
        for word in dict.fromkeys(word for text in _texts(entry) for word in entry_words(text)):
            by_word[word].append(at)
    return WordIndex(size, post(by_word))


def entry_words(text: str) -> Iterable[str]:
    """Every word by which a text is found: as written, in Latin letters, and of unspaced scripts each pair of signs."""
    plain = text.casefold()
    yield from query_words(text)
    if not plain.isascii():
        yield from _WORD.findall(anyascii(plain).lower())


def query_words(text: str) -> list[str]:
    """The words of a text as they are looked for; an unspaced run is its pairs of signs.

    >>> query_words("Foo-BAR 易络电子")
    ['foo', 'bar', '易络', '络电', '电子']
    """
    found = list[str]()
    for word in _WORD.findall(text.casefold()):
        for part in _UNSPACED.findall(word) or [word]:
            pairs = [part[at : at + 2] for at in range(len(part) - 1)] if _UNSPACED.match(part) else []
            found += pairs or [part]
    return found


def plain_words(text: str) -> str:
    """The text without what would have a meaning of its own."""
    return " ".join(it.lstrip("-+").rstrip("*") for it in text.split() if it not in ("OR", "AND"))


def _texts(entry: ListEntry) -> Iterable[str]:
    yield entry.entry_id
    yield from (it.text for it in entry.names)
    yield from (it.value for it in entry.identifiers)
    yield from entry.programmes
    if entry.kind == "address":
        yield from (it.text for it in entry.addresses)
