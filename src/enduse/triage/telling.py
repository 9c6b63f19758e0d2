"""How well something tells a label: the area under the curve, its interval, and look-ups learnt on other rows."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from enduse.model.data_audit import Told

Codes = NDArray[np.int64]
Figures = NDArray[np.float64]

FOLDS: Final = 5
_DRAWS: Final = 100
_SEED: Final = 20_260
_WEIGHT: Final = 1.0
"""Rows that the mean of all rows counts for in a look-up."""


def area(score: Figures, label: Codes, weight: Figures | None = None) -> float:
    """Chance that a row with the label has the higher score; ties count half; .5 where one kind is missing."""
    level = np.unique(score, return_inverse=True)[1].ravel()
    return _area_of_levels(level, label, np.ones(len(label)) if weight is None else weight)


def area_within(score: Figures, label: Codes, stratum: Codes) -> tuple[float, int]:
    """The same among pairs of rows of one stratum only, and how many such pairs there are."""
    order = np.lexsort((score, stratum))
    won, pairs = 0.0, 0
    for rows in np.split(order, np.flatnonzero(np.diff(stratum[order])) + 1):
        has = int(label[rows].sum())
        mixed = has * (len(rows) - has)
        if mixed:
            won += area(score[rows], label[rows]) * mixed
            pairs += mixed
    return (won / pairs if pairs else 0.5), pairs


def told(score: Figures, label: Codes, cluster: Codes | None = None) -> Told:
    """The area with its 95 % interval, from drawing clusters of rows again and again (one seed, so always the same)."""
    level = np.unique(score, return_inverse=True)[1].ravel()
    groups = np.arange(len(label)) if cluster is None else np.unique(cluster, return_inverse=True)[1].ravel()
    many = int(groups.max(initial=-1)) + 1
    draws = np.random.default_rng(_SEED)
    drawn = [
        _area_of_levels(level, label, draws.poisson(1.0, many)[groups].astype(float)) for _ in range(_DRAWS)
    ]  # fmt: skip
    low, high = (float(it) for it in np.quantile(drawn, (0.025, 0.975)))
    return Told(_area_of_levels(level, label, np.ones(len(label))), low, high)


@dataclass(frozen=True)
class LookUp:
    """Rows scored by the share of the label among other rows with the same key.

    Attributes:
        score: For each row; the mean where no other row has its key.
        found: Rows whose key was seen in the rows that were learnt from.
    """

    score: Figures
    found: NDArray[np.bool_]


def looked_up(key: Codes, label: Codes, unit: Codes | None = None) -> LookUp:
    """Score each row by rows of other folds.

    A row left out on its own would tell its own label by its absence, so whole folds are left out, and what is looked
    up is centred within each fold.

    Args:
        key: What is looked up.
        label: 1 where a row has it.
        unit: Rows of one unit stay in one fold; every row by itself where not given.
    """
    fold = _folds(np.arange(len(key)) if unit is None else unit)
    score, found = np.zeros(len(key)), np.zeros(len(key), dtype=bool)
    for number in range(FOLDS):
        out = fold == number
        score[out], found[out] = learnt(key, label, ~out, out)
    return LookUp(score, found)


def learnt(
    key: Codes, label: Codes, learn: NDArray[np.bool_], ask: NDArray[np.bool_]
) -> tuple[Figures, NDArray[np.bool_]]:
    """What rows of ``learn`` say about those of ``ask``: how far above their mean, and whether they say anything."""
    size = int(key.max(initial=0)) + 1
    has = np.bincount(key[learn], weights=label[learn], minlength=size)
    rows = np.bincount(key[learn], minlength=size)
    mean = float(label[learn].mean()) if learn.any() else 0.0
    share = (has + _WEIGHT * mean) / (rows + _WEIGHT) - mean
    return share[key[ask]], rows[key[ask]] > 0


def told_by(key: Codes, label: Codes, unit: Codes | None = None) -> Told:
    """How well a key alone tells the label of rows that were not used to learn it."""
    look_up = looked_up(key, label, unit)
    said = told(look_up.score, label, unit)
    return Told(said.auc, said.low, said.high, float(look_up.found.mean()))


def _area_of_levels(level: Codes, label: Codes, weight: Figures) -> float:
    size = int(level.max(initial=0)) + 1
    has = np.bincount(level, weights=weight * label, minlength=size)
    lacks = np.bincount(level, weights=weight * (1 - label), minlength=size)
    pairs = has.sum() * lacks.sum()
    below = np.cumsum(lacks) - lacks
    return float((has * (below + lacks / 2)).sum() / pairs) if pairs else 0.5


def _folds(unit: Codes) -> Codes:
    number = np.unique(unit, return_inverse=True)[1].ravel()
    order = np.random.default_rng(_SEED).permutation(int(number.max(initial=0)) + 1)
    return (order % FOLDS)[number]
