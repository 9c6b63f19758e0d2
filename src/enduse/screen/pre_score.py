"""How promising names are, from what their words share with the words of a query: which to compare in depth."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
TERMS = (
    *("cover_least", "cover_most", "told", "lone", "more", "words", "none", "one"),
    *("part", "whole", "part_of_many", "part_told", "cover_half", "cover_much", "constant"),
    *("split", "split_told", "split_many", "split_many_told", "cover_both", "told_a_word", "two"),
)
"""Names of the numbers, in the order of the coefficients."""
WITH_VOWELS = frozenset({"latin", "cyrillic"})
"""Scripts whose words are measured by their letters."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What names share with a query, one row a name.

    Attributes:
        told: What the words that agree tell.
        words: How many of the query's own words agree well.
        weights: What all words of each name tell.
        counts: How many words of its own each name has.
    """

    told: Floats
    words: Floats
    weights: Floats
    counts: Floats


def terms_of(shared: Shared, weight: float | Floats, count: float | Floats) -> Floats:
    """The numbers of :data:`TERMS`, one column a name, for a query with such a weight and so many own words.

    Where the names are those of several queries, ``weight`` and ``count`` come one a name, too.
    """
    mine, theirs = shared.told / np.maximum(weight, 1e-3), shared.told / np.maximum(shared.weights, 1e-3)
    least, most = np.minimum(mine, theirs), np.minimum(np.maximum(mine, theirs), 1.5)
    left, right = count - shared.words, shared.counts - shared.words
    lone, more = np.maximum(np.minimum(left, right), 0.0), np.maximum(np.maximum(left, right), 0.0)
    told, any_agree = np.minimum(shared.told, 3.0), shared.words > 0.0
    found = np.empty((len(TERMS), len(told)), np.float32)
    found[0], found[1], found[2], found[3], found[4] = least, most, told, lone, np.minimum(more, 5.0)
    found[5], found[6], found[7] = np.minimum(shared.words, 3.0), ~any_agree, shared.words == 1.0
    found[8], found[9], found[10] = any_agree & (lone == 0.0), any_agree & (more == 0.0), 0.0
    many = (shared.words > 1.0) & (lone == 0.0)
    found[10], found[11] = many, many * told
    found[12], found[13], found[14] = np.maximum(least - 0.5, 0.0), np.maximum(least - 0.8, 0.0), 1.0
    apart = lone > 0.0
    found[15], found[17] = found[7] * apart, (shared.words > 1.0) & apart
    found[16], found[18], found[19] = found[15] * told, found[17] * told, least * most
    found[20], found[21] = told / np.maximum(shared.words, 1.0) * any_agree, shared.words == 2.0
    return found


def promise(terms: Floats, person: bool | NDArray[np.bool_], far: NDArray[np.bool_]) -> Floats:
    """Log-odds, by and large, of the score that a full comparison would give.

    Args:
        terms: From :func:`terms_of`.
        person: Are they looked for as names of persons? For all, or for each name.
        far: For each name: is it, or the query, written in letters that do not write vowels, or in syllables?
    """
    by_model = _model() @ terms
    which = 2 * np.broadcast_to(person, far.shape) + far
    # Rounded, so that names that promise the same are in order of their position, whatever they were added up with.
    return np.asarray(np.round(by_model[which, np.arange(len(far))], 3), np.float32)


@cache
def _model() -> Floats:
    """A row each for near and far names of companies, then of persons."""
    table = tomllib.loads((files("enduse.data") / "names_search.toml").read_text(encoding="utf-8"))
    rows = (table[name] for name in ("company_near", "company_far", "person_near", "person_far"))
    return np.array([[row[it] for it in TERMS] for row in rows], np.float32)
