"""The month in which a series changed its level, with the chance that it did so by accident.

The level before and after is compared for every possible month; the best month's score is judged against the best
scores of series without a break that fluctuate, lean on their last value and follow the seasons as this one does. So
the share of false alarms is what was asked for, however many months were tried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]
# A break date's confidence set by inverted likelihood ratio (Eo and Morley, 2015; 95 %, from memory).
_WITHIN = 7.35
_MOST_MEMORY = 0.9


@dataclass(frozen=True)
class BreakRules:
    """How a break is looked for.

    Attributes:
        false_alarm: Share of series without a break that may be said to have one.
        least: Months with values that each side of a break must have.
        whole: Months with values that the series must have.
        seasonal: Take out what recurs every year; less than two years of values cannot tell a season from
            a break.
        amounts: The values are amounts, not shares: compare them by their logarithm.
        draws: Series without a break that the score is judged against.
        seed: Of those draws.
        most: Breaks of one series, at most.
    """

    false_alarm: float = 0.05
    least: int = 3
    whole: int = 8
    seasonal: bool = True
    amounts: bool = False
    draws: int = 499
    seed: int = 20
    most: int = 3


@dataclass(frozen=True)
class Break:
    """A change of level.

    Attributes:
        month: Index of the first month at the new level (``model.period.month_index`` if the series began so).
        low: First month at which it may have happened, at 95 %.
        high: Last such month.
        before: Mean of the values before it, as given.
        after: Mean of the values from it on.
        p_value: Chance of as clear a break somewhere in a series that has none.
    """

    month: int
    low: int
    high: int
    before: float
    after: float
    p_value: float


@dataclass(frozen=True)
class _Design:
    """What every series of these months is compared with.

    Attributes:
        rest: Takes the usual level, or the usual year, out of a series.
        steps: One column for each possible break, made comparable.
        at: Position of each break's first month at the new level.
        freedom: Values less what is estimated.
    """

    rest: _Floats
    steps: _Floats
    at: npt.NDArray[np.int64]
    freedom: int


def break_month(values: Sequence[float | None], first_month: int = 0, rules: BreakRules | None = None) -> Break | None:
    """The clearest break of a monthly series; None where there is none, or too little to tell.

    Args:
        values: One for each month in order; None where nothing is recorded (no share without trade). A month
            without trade is 0 among amounts.
        first_month: Index of the first value's month.
        rules: How it is looked for.
    """
    asked = rules or BreakRules()
    held = np.array([at for at, it in enumerate(values) if it is not None], dtype=np.int64)
    given = np.array([it for it in values if it is not None], dtype=np.float64)
    if len(given) < max(asked.whole, 2 * asked.least) or np.ptp(given) == 0:
        return None
    design = _design(held + first_month, asked)
    if design is None:
        return None
    series = _scaled(given) if asked.amounts else given
    scores, left = _scores(design, series[None, :])
    best = int(np.argmax(scores[0]))
    p_value = _p_value(design, series, best, asked)
    if p_value > asked.false_alarm:
        return None
    near = len(given) * np.log(left[0] / left[0].min()) <= _WITHIN
    months = held[design.at] + first_month
    at = int(design.at[best])
    return Break(
        month=int(months[best]),
        low=int(months[near].min()),
        high=int(months[near].max()),
        before=float(given[:at].mean()),
        after=float(given[at:].mean()),
        p_value=p_value,
    )


def break_months(
    values: Sequence[float | None], first_month: int = 0, rules: BreakRules | None = None
) -> tuple[Break, ...]:
    """Every break, oldest first: the clearest one, then those of what lies before and after it."""
    asked = rules or BreakRules()
    found: list[Break] = []
    spans = [(0, len(values))]
    while spans and len(found) < asked.most:
        start, end = spans.pop(0)
        one = break_month(values[start:end], first_month + start, asked)
        if one is not None:
            found.append(one)
            at = one.month - first_month
            spans += [(start, at), (at, end)]
    return tuple(sorted(found, key=lambda it: it.month))


def _scaled(given: _Floats) -> _Floats:
    """Logarithms, with the usual amount as the unit: none at all is a low value, not an infinite one."""
    usual = float(np.median(given[given > 0])) if (given > 0).any() else 1.0
    scaled: _Floats = np.log1p(np.maximum(given, 0) / (0.1 * usual))
    return scaled


def _design(months: npt.NDArray[np.int64], rules: BreakRules) -> _Design | None:
    count = len(months)
    base = np.ones((count, 1))
    if rules.seasonal and months[-1] - months[0] >= 23 and count >= 18:
        base = (months[:, None] % 12 == np.unique(months % 12)[None, :]).astype(np.float64)
    rest = np.eye(count) - base @ np.linalg.pinv(base)
    at = np.arange(rules.least, count - rules.least + 1)
    steps = rest @ (np.arange(count)[:, None] >= at[None, :]).astype(np.float64)
    lengths = np.linalg.norm(steps, axis=0)
    # A step that is all but a season cannot be told from it.
    told = lengths > 0.5
    freedom = count - base.shape[1] - 1
    if not told.any() or freedom < 2:
        return None
    return _Design(rest, steps[:, told] / lengths[told], at[told], freedom)


def _scores(design: _Design, rows: _Floats) -> tuple[_Floats, _Floats]:
    """For each row: how much better each break explains it (F), and the squares that it leaves."""
    rests = rows @ design.rest
    whole = np.square(rests).sum(axis=1, keepdims=True)
    explained = np.square(rests @ design.steps)
    left = np.maximum(whole - explained, 1e-12 * whole + 1e-300)
    return explained / (left / design.freedom), left


def _p_value(design: _Design, series: _Floats, best: int, rules: BreakRules) -> float:
    """Chance of a best score as high in series of the same noise, memory and seasons without a break."""
    rests = design.rest @ series
    noise = rests - design.steps[:, best] * (design.steps[:, best] @ rests)
    noise = noise * np.sqrt(len(series) / design.freedom)
    # As if there were a break the memory looks too short, as if there were none too long.
    memory = 0.75 * _memory(noise) + 0.25 * _memory(rests)
    shocks = noise[1:] - memory * noise[:-1]
    shocks = shocks - shocks.mean()
    drawn = np.random.default_rng(rules.seed).choice(shocks, size=(rules.draws, len(series) + 24))
    rows = np.empty_like(drawn)
    rows[:, 0] = drawn[:, 0]
    for at in range(1, drawn.shape[1]):
        rows[:, at] = memory * rows[:, at - 1] + drawn[:, at]
    scores, _ = _scores(design, rows[:, 24:])
    reached = float(_scores(design, series[None, :])[0].max())
    above = int((scores.max(axis=1) >= reached).sum())
    # Of few values every order is likely enough: a perfect split of eight is no proof.
    chance = len(design.at) / comb(len(series), int(design.at[best]))
    return min(1.0, max((1 + above) / (1 + rules.draws), chance))


def _memory(noise: _Floats) -> float:
    """How much of a value's deviation the next one keeps.

    Short series show too little of it: every mean that was taken out hides (1 + 3 m) / n (Kendall, 1954); here there
    are two, and the place where they part was sought.
    """
    spread = float(noise[:-1] @ noise[:-1])
    if spread <= 0:
        return 0.0
    seen = float(noise[1:] @ noise[:-1]) / spread
    return float(np.clip(seen + 2.5 * (1 + 3 * max(seen, 0.0)) / len(noise), 0.0, _MOST_MEMORY))
