"""Pairs that are worth comparing, compared in portions, on as many cores as there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import tee

import numpy as np

from enduse.resolve.block_keys import Ints
from enduse.resolve.blocking import Limits, NearPairs, near_pairs
from enduse.resolve.comparing import Comparison, compare_profiles
from enduse.resolve.profiles import Profile, Profiles
from enduse.resolve.workers import available, mapped

FEW = 20_000
"""Up to so many parties, starting further processes costs more than they save."""

MANY = 100_000
"""With more parties, pairs that share little are nearly always two: they are not compared."""

_MASSES = Limits(least=0.2)
_PORTION = 4_000


@dataclass(frozen=True)
class Portion:
    """Pairs that are compared together.

    Attributes:
        parties: The parties that they are made of.
        pairs: Positions in ``parties``, and how many parties share the rarest part of the names.
    """

    parties: Sequence[Profile]
    pairs: Sequence[tuple[int, int, int]]


Compared = tuple[Profile, Profile, Comparison]


def compared(profiles: Profiles, workers: int = 0, limits: Limits | None = None) -> Iterator[Compared]:
    """Every pair of parties that may be one, or that only their numbers keep apart; in an order of its own.

    Args:
        profiles: The parties.
        workers: Processes; the pairs are the same for any number. 0: as many as pay.
        limits: How much is compared; None: less of what is unlikely where there are ``MANY``.
    """
    count = workers or (available() if len(profiles) > FEW else 1)
    near = near_pairs(profiles, limits or (_MASSES if len(profiles) > MANY else Limits()), count)
    asked, handed = tee(_portions(profiles, near))
    for portion, found in zip(handed, mapped(compare_portion, asked, count), strict=True):
        for left, right, comparison in found:
            yield portion.parties[left], portion.parties[right], comparison


def compare_portion(portion: Portion) -> list[tuple[int, int, Comparison]]:
    """The pairs of a portion that are open or barred, with what speaks for and against them."""
    found = []
    for left, right, bearers in portion.pairs:
        comparison = compare_profiles(portion.parties[left], portion.parties[right], bearers)
        if comparison.open or comparison.barred:
            found.append((left, right, comparison))
    return found


def _portions(profiles: Profiles, near: NearPairs) -> Iterator[Portion]:
    """The pairs; those that hang together through their parties stand together, so that each name is read once."""
    order = np.lexsort((near.right, near.left, _clusters(near, len(profiles))[near.left]))
    for start in range(0, len(order), _PORTION):
        some = order[start : start + _PORTION]
        left, right = near.left[some], near.right[some]
        places, positions = np.unique(np.concatenate((left, right)), return_inverse=True)
        ours, theirs = positions[: len(some)].tolist(), positions[len(some) :].tolist()
        pairs = list(zip(ours, theirs, near.bearers[some].tolist(), strict=True))
        yield Portion(profiles.several(places.tolist()), pairs)


def _clusters(near: NearPairs, parties: int) -> Ints:
    """A number for each party, the same for all that hang together: the lowest position among them."""
    labels = np.arange(parties)
    while True:
        before = labels.copy()
        least = np.minimum(labels[near.left], labels[near.right])
        np.minimum.at(labels, near.left, least)
        np.minimum.at(labels, near.right, least)
        labels = labels[labels]
        if np.array_equal(before, labels):
            return labels
