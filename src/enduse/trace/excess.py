"""How much more was shipped than would have been without the change: a lane against a mixture of other lanes.

The mixture (a synthetic control, Abadie and Gardeazabal, 2003) copies the lane before the watershed and shows what it
would have done after it. Whether the difference is more than chance is asked of the other lanes: each is treated as if
it were the one that changed (placebo), and the share of lanes that deviate at least as much is the p-value.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]
_STEPS = 3_000
_LEAST_DONORS = 3


@dataclass(frozen=True)
class Excess:
    """What a lane carried beyond what was to be expected.

    Attributes:
        expected: For every month, before and after.
        excess: Sum of the months after of what was seen beyond what was expected.
        low: Lower bound at 90 %, from how far the placebos deviate.
        high: Upper bound.
        weights: Share of each donor in the mixture; they are none of them negative.
        fit: Root mean square of the deviation before, as a share of the mean before: above .5 the mixture tells little.
        p_value: Share of placebos that deviate at least as much, the lane itself counted.
    """

    expected: tuple[float, ...]
    excess: float
    low: float
    high: float
    weights: tuple[float, ...]
    fit: float
    p_value: float


def excess_flow(series: Sequence[float], donors: Sequence[Sequence[float]], pivot: int) -> Excess | None:
    """The excess of ``series`` from position ``pivot`` on; None with fewer than three donors or months on a side.

    Args:
        series: One amount a month.
        donors: Lanes that the change does not touch, the same months.
        pivot: Position of the first month after.
    """
    own, others = np.array(series, dtype=np.float64), np.array(donors, dtype=np.float64)
    alive = others[:, :pivot].sum(axis=1) > 0 if len(others) else np.zeros(0, dtype=bool)
    if alive.sum() < _LEAST_DONORS or pivot < 3 or len(own) - pivot < 1 or own[:pivot].sum() <= 0:
        return None
    weights = np.zeros(len(others))
    weights[alive] = _mixture(own, others[alive], pivot)
    expected = weights @ others
    after = float((own - expected)[pivot:].sum())
    ratios = _placebos(others[alive], pivot)
    ratio, unit = _deviation(own, expected, pivot)
    p_value = (1 + int((ratios >= ratio).sum())) / (1 + len(ratios))
    # What the placebos do without any change, in units of how well this lane was copied before.
    low, high = np.quantile(ratios, [0.05, 0.95]) * unit * (len(own) - pivot)
    before = own[:pivot]
    fit = float(np.sqrt(np.mean((before - expected[:pivot]) ** 2)) / before.mean())
    return Excess(
        tuple(expected.tolist()),
        after,
        after - float(high),
        after - float(low),
        tuple(weights.tolist()),
        fit,
        p_value,
    )


def _mixture(own: _Floats, others: _Floats, pivot: int) -> _Floats:
    """Weights without a sign that copy the months before; a little shrinkage keeps two like donors both."""
    scale = others[:, :pivot].mean(axis=1)
    columns = (others[:, :pivot] / scale[:, None]).T
    level = max(float(own[:pivot].mean()), 1e-12)
    weights: _Floats = nonnegative(columns, own[:pivot] / level, ridge=0.05 * pivot / len(others))
    mixed: _Floats = weights * level / scale
    return mixed


def nonnegative(columns: _Floats, target: _Floats, ridge: float = 0.0) -> _Floats:
    """Weights >= 0 with the least squares of ``columns @ weights - target``, by coordinate descent.

    Args:
        columns: One column for each weight.
        target: What is to be reached.
        ridge: Added to the squares of the weights.
    """
    gram = columns.T @ columns + ridge * np.eye(columns.shape[1])
    pull = columns.T @ target
    weights = np.zeros(columns.shape[1])
    for _step in range(_STEPS):
        moved = 0.0
        for at in range(len(weights)):
            if gram[at, at] <= 0:
                continue
            new = max(0.0, weights[at] + (pull[at] - gram[at] @ weights) / gram[at, at])
            moved = max(moved, abs(new - weights[at]))
            weights[at] = new
        if moved < 1e-10:
            break
    return weights


def _placebos(others: _Floats, pivot: int) -> _Floats:
    """How much each donor deviates, as if it were the lane that changed."""
    ratios = []
    for at in range(len(others)):
        rest = np.delete(others, at, axis=0)
        expected = _mixture(others[at], rest, pivot) @ rest
        ratios.append(_deviation(others[at], expected, pivot)[0])
    return np.array(ratios)


def _deviation(own: _Floats, expected: _Floats, pivot: int) -> tuple[float, float]:
    """Mean deviation after, upwards, in units of its root mean square before; and that unit."""
    before = float(np.sqrt(np.mean((own - expected)[:pivot] ** 2)))
    # A lane that is copied exactly would make everything after it unusual.
    unit = max(before, 0.05 * float(own[:pivot].mean()), 1e-12)
    return float((own - expected)[pivot:].mean()) / unit, unit
