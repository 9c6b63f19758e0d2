"""How likely two goods lines are the same goods: true pairs and accidents told apart, and checked against decoys.

What accidents look like is counted among the decoys. What true pairs look like begins with what records are like by
experience and is moved by the pairs at hand, round by round (expectation and maximisation), so that a ledger with
exact weights and one with rounded weights are each judged by their own measure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from enduse.trace.leg_features import FEATURES

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.int64]

_SIZES = tuple(len(it.steps) for it in FEATURES)
_ROUNDS = 40
# So many true pairs weigh as much as experience does.
_EXPERIENCE = 40.0
_BACKING = 12.0
_MOST_AGAINST = 1.5
# Accidents by experience, for ledgers too small to show any.
_ACCIDENTS: Mapping[str, tuple[float, ...]] = {
    "goods": (0.10, 0.12, 0.08, 0.10, 0.35, 0.10, 0.15),
    "weight": (0.05, 0.65, 0.15, 0.09, 0.04, 0.02),
    "pieces": (0.12, 0.08, 0.20, 0.60),
    "parties": (0.40, 0.10, 0.35, 0.15),
    "serial": (0.20, 0.78, 0.01, 0.0005),
    "price": (0.20, 0.25, 0.10, 0.38, 0.07),
    "lag": (0.06, 0.05, 0.09, 0.18, 0.42, 0.20),
}
_JOINED = (("goods", "weight", "pieces"), ("parties",), ("serial",), ("price",), ("lag",))
"""Features whose accidents are counted together: goods of one model weigh the same and come in the same numbers."""

_START = 0.05


@dataclass(frozen=True)
class Patterns:
    """All pairs of one relation, those that agree in the same things taken together.

    Attributes:
        codes: The number that stands for the steps, each once.
        real: How many pairs have it.
        decoys: How many decoys have it.
    """

    codes: _Ints
    real: _Floats
    decoys: _Floats

    @property
    def steps(self) -> _Ints:
        """One row for each pattern, one column for each of ``FEATURES``."""
        found, rest = [], self.codes
        for size in reversed(_SIZES):
            rest, step = np.divmod(rest, size)
            found.append(step)
        return np.stack(found[::-1], axis=1)


def log_odds(patterns: Patterns, relation: str) -> _Floats:
    """For each pattern the logarithm of the odds that a pair with it is the same goods."""
    steps = patterns.steps
    accident = _accidents(patterns, steps)
    usual = [np.array(it.usual_of(relation)) for it in FEATURES]
    shares = usual
    total = float(patterns.real.sum())
    # What exceeds the decoys is the first guess at how many are true.
    prior = float(np.clip((total - patterns.decoys.sum()) / max(total, 1.0), _START, 0.6))
    odds = np.zeros(len(patterns.codes))
    for _round in range(_ROUNDS):
        true = sum(np.log(share[steps[:, at]]) for at, share in enumerate(shares))
        odds = np.log(prior / (1 - prior)) + true - accident
        likely = 1 / (1 + np.exp(-odds))
        # Decoys that look true are taken off: as many accidents look true among the pairs.
        scale = _per_decoy(patterns, likely)
        excess = likely * (patterns.real - scale * patterns.decoys)
        shares = [_moved(usual[at], FEATURES[at].against, steps[:, at], excess) for at in range(len(FEATURES))]
        prior = float(np.clip((excess.sum() + 1) / (total + 1 / _START), 1e-4, 0.9))
    return odds


def _per_decoy(patterns: Patterns, likely: _Floats) -> float:
    """How many accidental pairs there are for a decoy: trade that grows or shrinks has more of one kind."""
    pairs, decoys = (float((it * (1 - likely)).sum()) for it in (patterns.real, patterns.decoys))
    return float(np.clip((pairs + 20) / (decoys + 20), 0.5, 2.0))


def _moved(usual: _Floats, against: Sequence[int], steps: _Ints, excess: _Floats) -> _Floats:
    """Shares of the steps among true pairs: experience, moved by the pairs beyond what decoys explain."""
    seen = np.maximum(np.bincount(steps, weights=excess, minlength=len(usual)), 0.0)
    moved = (seen + _EXPERIENCE * usual) / (seen.sum() + _EXPERIENCE)
    # What speaks against never learns to speak for: pairs that differ come in spells that decoys do not all have.
    for at in against:
        moved[at] = min(moved[at], _MOST_AGAINST * usual[at])
    shares: _Floats = moved / moved.sum()
    return shares


def _accidents(patterns: Patterns, steps: _Ints) -> _Floats:
    """For each pattern the logarithm of its share among accidents."""
    names = [it.name for it in FEATURES]
    single = {
        name: _share(np.array(_ACCIDENTS[name]), np.bincount(steps[:, at], patterns.decoys, _SIZES[at]), 30.0)
        for at, name in enumerate(names)
    }
    whole = np.zeros(len(steps))
    for group in _JOINED:
        places = [names.index(it) for it in group]
        cells = np.ravel_multi_index([steps[:, at] for at in places], [_SIZES[at] for at in places])
        count = int(np.prod([_SIZES[at] for at in places]))
        alone = single[group[0]]
        for name in group[1:]:
            alone = np.outer(alone, single[name]).ravel()
        seen = np.bincount(cells, patterns.decoys, count)
        whole += np.log(_share(alone, seen, _BACKING * len(group))[cells])
    return whole


def _share(expected: _Floats, seen: npt.NDArray[Any], backing: float) -> _Floats:
    """Shares as counted, leaning on what was expected where little was counted."""
    share: _Floats = (seen + backing * expected) / (seen.sum() + backing)
    return share
