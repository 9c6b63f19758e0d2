"""Money in, money or goods out: pairs of like amounts soon after one another, and how many chance alone would give."""

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from enduse.detect.exact import log_factorial

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Days = np.ndarray[Any, np.dtype[np.int64]]
_LONGEST_EXACT = 2_000
_PARTS = (1, 2, 4, 8)
_IRREGULAR = 0.5
"""Deviation of the gaps between payments, as a share of their mean: about 1 where each comes by itself, .3 where they
come monthly more or less, 0 in a rhythm."""


@dataclass(frozen=True)
class Flow:
    """Payments or shipments of one party.

    Attributes:
        days: Day numbers.
        amounts: In one currency, above 0.
    """

    days: Days
    amounts: Numbers


@dataclass(frozen=True)
class Fit:
    """When two amounts belong together: within ``tolerance`` of the first, 1 to ``days`` days after it."""

    tolerance: float
    days: int


@dataclass(frozen=True)
class Matches:
    """What was paired.

    Attributes:
        pairs: Positions in the two flows, every position once.
        met: How many of the first flow have any fitting one after them.
        expected: How many would have one by accident.
        chance: Probability of at least ``met`` then, for any of the spans of days and the two kinds of accident tried.
        within_days: The span in which they are furthest above chance: the rule's days, or a half, quarter or eighth.
        told_by: ``amounts`` where amounts dealt out anew over the days of the second flow would fit less often,
            ``days`` where days dealt out anew over the time of both flows would; of the two the one that says more.
    """

    pairs: tuple[tuple[int, int], ...]
    met: int
    expected: float
    chance: float
    within_days: int
    told_by: Literal["amounts", "days"] = "amounts"


def match_flows(first: Flow, second: Flow, fit: Fit) -> Matches:
    """Pairs of ``first`` with ``second``, the earliest fitting one each, oldest first.

    Two accidents are weighed. A firm that pays and buys every month has something on the other side each time, whatever
    the amounts: there it must be the amounts that follow one another. A firm whose machines all cost alike finds a
    fitting amount whenever it looks: there it must be the days.
    """
    if not len(first.days) or not len(second.days):
        return Matches((), 0, 0.0, 1.0, fit.days)
    # Who orders when the money comes pays within weeks; a long span would hide that among chance pairs.
    spans = [max(1, fit.days // it) for it in _PARTS]
    tried = [it for days in spans for it in _match(first, second, replace(fit, days=days))]
    best = min(tried, key=lambda it: (it.chance, -it.met, it.within_days))
    return replace(best, chance=min(1.0, best.chance * len(tried)))


def _match(first: Flow, second: Flow, fit: Fit) -> tuple[Matches, Matches]:
    by_amount = np.argsort(second.amounts, kind="stable")
    amounts, days = second.amounts[by_amount], second.days[by_amount]
    low = np.searchsorted(amounts, first.amounts * (1 - fit.tolerance), "left")
    high = np.searchsorted(amounts, first.amounts * (1 + fit.tolerance), "right")
    met, pairs, used = 0, [], np.zeros(len(days), dtype=bool)
    for at in np.lexsort((first.amounts, first.days)):
        part = slice(int(low[at]), int(high[at]))
        lag = days[part] - first.days[at]
        fits = (lag > 0) & (lag <= fit.days)
        met += bool(fits.any())
        free = np.flatnonzero(fits & ~used[part])
        if free.size:
            chosen = part.start + int(free[np.argmin(days[part][free])])
            used[chosen] = True
            pairs.append((int(at), int(by_amount[chosen])))
    fitting = (high - low).astype("float64")
    return (
        _weighed(pairs, met, _odds_of_amounts(first, second, fit, fitting), fit, "amounts"),
        _weighed(pairs, met, _odds_of_days(first, second, fit, fitting), fit, "days"),
    )


def _weighed(
    pairs: list[tuple[int, int]], met: int, odds: Numbers, fit: Fit, told_by: Literal["amounts", "days"]
) -> Matches:
    return Matches(tuple(pairs), met, float(odds.sum()), tail(odds, met), fit.days, told_by)


def _odds_of_days(first: Flow, second: Flow, fit: Fit, fitting: Numbers) -> Numbers:
    """Probability for each of the first that a fitting amount follows, were its day dealt out anew.

    The days are dealt out over the time in which both flows run, so that a short business is not compared with years
    of silence. Windows that overlap are counted twice: the probability is never too low. Payments in a rhythm hang
    together: where one of them falls well all do, so that nothing can be told.
    """
    gaps = np.diff(np.sort(first.days)).astype("float64")
    if len(gaps) < 2 or gaps.std() < _IRREGULAR * gaps.mean():
        return np.ones(len(first.days))
    start, end = min(first.days.min(), second.days.min()), max(first.days.max(), second.days.max())
    odds: Numbers = np.minimum(1.0, fitting * fit.days / float(end - start + 1))
    return odds


def _odds_of_amounts(first: Flow, second: Flow, fit: Fit, fitting: Numbers) -> Numbers:
    """Probability for each of the first that a fitting amount falls into its days, were the amounts dealt out anew."""
    days = np.sort(second.days)
    start, end = np.searchsorted(days, first.days, "right"), np.searchsorted(days, first.days + fit.days, "right")
    within, others = (end - start).astype("float64"), len(days) - fitting
    none = np.full(len(first.days), len(days), dtype="float64")
    missed = _log_choices(np.maximum(others, within), within) - _log_choices(none, within)
    odds: Numbers = np.where(within > others, 1.0, 1.0 - np.exp(np.minimum(missed, 0.0)))
    return odds


def _log_choices(total: Numbers, taken: Numbers) -> Numbers:
    return log_factorial(total) - log_factorial(taken) - log_factorial(total - taken)


def tail(odds: Numbers, met: int) -> float:
    """Probability that at least ``met`` of independent events with these odds happen.

    >>> round(tail(np.array([0.5, 0.5]), 1), 3)
    0.75
    """
    if met <= 0:
        return 1.0
    if len(odds) > _LONGEST_EXACT:
        mean = float(odds.sum())
        # Chernoff's bound: above the true probability, never below it.
        return 1.0 if met <= mean else float(np.exp(met - mean - met * np.log(met / max(mean, 1e-12))))
    counts = np.zeros(met)
    counts[0] = 1.0
    for one in odds:
        counts[1:] = counts[1:] * (1 - one) + counts[:-1] * one
        counts[0] *= 1 - one
    return float(max(0.0, 1.0 - counts.sum()))
