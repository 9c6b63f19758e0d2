"""What was looked for and not seen: how much was looked at, and how common it may be all the same."""

from dataclasses import dataclass
from math import exp, lgamma, log

from enduse.model.case_book import Absence

_SURE = 0.95
_STEPS = 60


@dataclass(frozen=True)
class AbsenceBound:
    """A search and what it allows to say.

    Attributes:
        reviewed: How many were looked at.
        found: In how many of them it was.
        upper: Greatest share, 0 to 1, of all of that kind that would still give so few in 19 of 20 samples.
        rule_of_three: 3 over the number reviewed, where nothing was found; None otherwise.
        sentence: In words.
    """

    reviewed: int
    found: int
    upper: float
    rule_of_three: float | None
    sentence: str


def upper_share(reviewed: int, found: int, sure: float = _SURE) -> float:
    """The exact one-sided bound of a binomial share (Clopper and Pearson): a share above it gives so few too rarely.

    >>> round(upper_share(100, 0), 4), upper_share(3, 3)
    (0.0295, 1.0)
    """
    if found == reviewed:
        return 1.0
    if found == 0:
        return 1.0 - float((1.0 - sure) ** (1.0 / reviewed))
    low, high = found / reviewed, 1.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(found, reviewed, middle) > 1.0 - sure else (low, middle)
    return high


def bounded(told: Absence) -> AbsenceBound:
    """The search with its bound, and a sentence that says what the bound rests on."""
    upper = upper_share(told.reviewed, told.found)
    rule = min(1.0, 3 / told.reviewed) if told.found == 0 else None
    return AbsenceBound(told.reviewed, told.found, upper, rule, f"{_seen(told)} {_means(told, upper)}")


def _seen(told: Absence) -> str:
    when = f" ({told.on})" if told.on else ""
    chosen = f" Sample: {told.sample.rstrip('.')}." if told.sample else ""
    return f"{told.reviewed:,} {told.unit} reviewed, {told.found:,} with {told.looked_for}{when}.{chosen}"


def _means(told: Absence, upper: float) -> str:
    share = f"at most {_percent(upper)} of them all would show it (95% sure, exact binomial)"
    if told.random:
        return f"They were drawn at random, so {share}."
    none = "What was not seen may still be there." if told.found == 0 else ""
    said = f"They were not drawn at random, so this holds for the sample only; had they been, {share}."
    return f"{said} {none}".strip()


def _percent(share: float) -> str:
    return f"{share:.1%}" if share >= 0.001 else "0.1%"


def _at_most(found: int, reviewed: int, share: float) -> float:
    """Probability of so many or fewer."""
    if share >= 1.0:
        return 0.0
    return sum(exp(_log_ways(reviewed, k) + k * log(share) + (reviewed - k) * log(1 - share)) for k in range(found + 1))


def _log_ways(reviewed: int, k: int) -> float:
    return lgamma(reviewed + 1) - lgamma(k + 1) - lgamma(reviewed - k + 1)
