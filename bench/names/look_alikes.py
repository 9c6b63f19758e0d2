"""Pairs of names that are not one party's, half of them as alike as the list offers.

Without look-alikes any measure of common letters looks good; what counts is whether a scorer tells near from same.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from anyascii import anyascii
from bench.names.records import Record, half_of, key_of, number_of, words_of
from rapidfuzz import fuzz, process


@dataclass(frozen=True)
class Pair:
    """Two names, whether they are one party's, and where they were read."""

    left: str
    right: str
    kind: str
    label: int
    scripts: str
    source: str
    hard: int = 0
    pairing: str = ""


@dataclass(frozen=True)
class Placed:
    """A true pair with the cluster of its party."""

    pair: Pair
    cluster: str


@dataclass(frozen=True)
class Offer:
    """A name another party's name may be paired with."""

    text: str
    source: str
    cluster: str


class Others:
    """The names a non-match may be made of: those of one half, by list, kind and script.

    Only names of the same list are offered: two entries of one list are two parties, while those of two lists may well
    be one party spelt in two ways.
    """

    def __init__(self, records: list[Record], cluster_of: dict[str, str], half: str) -> None:
        self.offered: dict[tuple[str, str, str], list[Offer]] = defaultdict(list)
        self.known: dict[str, set[str]] = defaultdict(set)
        for record in records:
            cluster = cluster_of[f"{record.source}:{record.id}"]
            self.known[cluster] |= {record.kind + key_of(it) for it in record.names}
            if half_of(cluster) == half:
                for it in record.names:
                    offer = Offer(it.text, f"{record.source}:{record.id}", cluster)
                    self.offered[record.source, record.kind, it.tongue].append(offer)

    def false_pairs(self, true: list[Placed]) -> Iterator[Pair]:
        """For every true pair one that is not: by turns the nearest look-alike, and any other party's name."""
        groups: dict[str, list[Placed]] = defaultdict(list)
        for it in true:
            groups[it.pair.source.partition("+")[2].partition(":")[0] or it.pair.source.partition(":")[0]].append(it)
        for source, members in sorted(groups.items()):
            first = members[0].pair
            offers = self.offered[source, first.kind, first.scripts.partition("-")[2]]
            if offers:
                yield from self._of_one_list(members, offers)

    def _of_one_list(self, true: list[Placed], offers: list[Offer]) -> Iterator[Pair]:
        ranked = (
            _by_words(true, offers),
            _by_letters(true, offers),
            _by_sound(true, offers),
            _by_rare_words(true, offers),
        )
        used: dict[str, int] = defaultdict(int)
        for index, placed in enumerate(true):
            hard = index % 2 == 0
            order = ranked[index // 2 % len(ranked)][index] if hard else _shuffled(placed.pair.left, len(offers))
            for other in (offers[it] for it in order):
                if used[other.text] < 3 and self._is_another(placed, other):
                    used[other.text] += 1
                    source = f"{placed.pair.source}|{other.source}"
                    made = replace(placed.pair, right=other.text, label=0, source=source, hard=int(hard))
                    yield replace(made, pairing="look-alike" if hard else "random")
                    break

    def _is_another(self, placed: Placed, other: Offer) -> bool:
        same = other.cluster == placed.cluster or other.text == placed.pair.left
        return not same and not self.known[other.cluster] & self.known[placed.cluster]


def _shuffled(seed: str, count: int) -> list[int]:
    start = number_of(seed) % count
    return [(start + 7919 * step) % count for step in range(min(count, 50))]


def _best(scores: "np.ndarray[tuple[int, int], np.dtype[np.float32]]") -> list[list[int]]:
    return [[int(it) for it in np.argsort(-row, kind="stable")[:25]] for row in scores]


def plain(text: str) -> str:
    """Words in plain capitals, whatever the script."""
    return " ".join(words_of(anyascii(text)))


def _by_words(true: list[Placed], rights: list[Offer]) -> list[list[int]]:
    wanted, offered = [plain(it.pair.right) for it in true], [plain(it.text) for it in rights]
    return _best(process.cdist(wanted, offered, scorer=fuzz.token_set_ratio, dtype=np.float32))


def _by_letters(true: list[Placed], rights: list[Offer]) -> list[list[int]]:
    wanted, offered = [plain(it.pair.right) for it in true], [plain(it.text) for it in rights]
    return _best(process.cdist(wanted, offered, scorer=fuzz.ratio, dtype=np.float32))


def _by_sound(true: list[Placed], rights: list[Offer]) -> list[list[int]]:
    wanted, offered = [plain(it.pair.left) for it in true], [plain(it.text) for it in rights]
    return _best(process.cdist(wanted, offered, scorer=fuzz.token_sort_ratio, dtype=np.float32))


def _by_rare_words(true: list[Placed], rights: list[Offer]) -> list[list[int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for place, it in enumerate(rights):
        for word in sorted(set(plain(it.text).split())):
            holders[word].append(place)
    orders = []
    for placed in true:
        weight: dict[int, float] = defaultdict(float)
        for word in sorted(set(plain(placed.pair.right).split())):
            for place in holders.get(word, ()):
                weight[place] += 1 / len(holders[word])
        orders.append(sorted(weight, key=lambda it: (-weight[it], it))[:25])
    return orders
