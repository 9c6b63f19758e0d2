"""Shares as whole numbers of small units, company by company: exact, and for nearly all companies in bulk.

Most registers tell percent with a few decimals. Companies whose shares all fit one common denominator are reckoned
together in machine words, of which none can overflow; each of the others has a denominator of its own and numbers of
any length. Both give the same shares.
"""

from dataclasses import dataclass, field
from math import lcm

import numpy as np
from numpy.typing import NDArray

UNIT_BITS = 24
"""Sixteen million holders of one company before units could add up to a difference."""

_WORD_BITS = 62
_PERCENT = 10_000
"""Percent with two decimals."""

Ratio = tuple[int, int]


@dataclass
class Ratios:
    """Shares of edges: each a number in a table of numerators and denominators.

    Attributes:
        low: Of the least share of each edge.
        high: Of the greatest.
        excluded: Edges whose least, or greatest, share is itself excluded.
        table: The ratios, in lowest terms, and their numbers.
    """

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    excluded: dict[int, tuple[bool, bool]] = field(default_factory=dict)
    table: dict[Ratio, int] = field(default_factory=dict)

    def code(self, ratio: Ratio) -> int:
        """The number of a ratio."""
        return self.table.setdefault(ratio, len(self.table))


@dataclass(frozen=True)
class Units:
    """Shares in the units of their companies.

    Attributes:
        low: Least share of each edge.
        high: Greatest share of each edge.
        whole: Units of the whole of each company.
        bulk: Which edges are of companies with the common denominator.
        words: Their least shares once more; 0 for the other edges.
    """

    low: list[int]
    high: list[int]
    whole: dict[int, int]
    bulk: NDArray[np.bool_]
    words: NDArray[np.int64]

    def totals(self, owned: NDArray[np.int64], counted: NDArray[np.bool_]) -> dict[int, int]:
        """Sum of the least shares of the counted edges by company; only companies that have one."""
        edges = np.flatnonzero(counted & self.bulk)
        sums = np.zeros(int(owned.max(initial=-1)) + 1, np.int64)
        np.add.at(sums, owned[edges], self.words[edges])
        companies = np.unique(owned[edges])
        found: dict[int, int] = dict(zip(companies.tolist(), sums[companies].tolist(), strict=True))
        for edge in np.flatnonzero(counted & ~self.bulk).tolist():
            company = int(owned[edge])
            found[company] = found.get(company, 0) + self.low[edge]
        return found


def in_units(shares: Ratios, owned: NDArray[np.int64], bulk: bool = True) -> Units:
    """Every share in the units of its company.

    Args:
        shares: Of every edge.
        owned: Company of every edge.
        bulk: May companies share a denominator?
    """
    low, high = np.array(shares.low, np.int64), np.array(shares.high, np.int64)
    ratios = list(shares.table)
    common = _common(shares, low, high, owned) if bulk and len(owned) else 1
    fits = np.array([bulk and common % it[1] == 0 for it in ratios] or [False], np.bool_)
    alone = np.zeros(int(owned.max(initial=-1)) + 1, np.bool_)
    alone[owned[~(fits[low] & fits[high])]] = True
    scaled = [(it[0] * (common // it[1])) << UNIT_BITS if fit else 0 for it, fit in zip(ratios, fits, strict=False)]
    units = np.array(scaled or [0], np.int64)
    together = ~alone[owned]
    whole = dict.fromkeys(np.unique(owned[together]).tolist(), common << UNIT_BITS)
    least, most = np.where(together, units[low], 0), units[high]
    for edge, (low_excluded, high_excluded) in shares.excluded.items():
        if together[edge]:
            least[edge] += low_excluded
            most[edge] = max(least[edge], most[edge] - high_excluded)
    made = Units(least.tolist(), most.tolist(), whole, together, least)
    _scale_alone(made, shares, ratios, owned)
    return made


def rounded(value: int) -> int:
    """A number of units without the small ones of "more than"."""
    return (value + (1 << UNIT_BITS - 1)) >> UNIT_BITS


def excess_of(value: int) -> int:
    """1 where a number of units is a little more than the share it says, -1 a little less, 0 exactly so."""
    rest = value - (rounded(value) << UNIT_BITS)
    return (rest > 0) - (rest < 0)


def _common(shares: Ratios, low: NDArray[np.int64], high: NDArray[np.int64], owned: NDArray[np.int64]) -> int:
    """A denominator of as many shares as fit a machine word, even if all holders of a company had the whole of it."""
    crowd = int(np.bincount(owned).max())
    most = 1 << max(0, _WORD_BITS - UNIT_BITS - (crowd + 1).bit_length())
    often: dict[int, int] = {}
    uses = np.bincount(low, minlength=len(shares.table)) + np.bincount(high, minlength=len(shares.table))
    for (_, denominator), used in zip(shares.table, uses.tolist(), strict=True):
        often[denominator] = often.get(denominator, 0) + used
    found = 1
    for it in (_PERCENT, *sorted(often, key=lambda it: (-often[it], it))):
        if lcm(found, it) <= most:
            found = lcm(found, it)
    return found


def _scale_alone(made: Units, shares: Ratios, ratios: list[Ratio], owned: NDArray[np.int64]) -> None:
    """Write the shares of all other companies over the least denominator of each."""
    edges = np.flatnonzero(~made.bulk).tolist()
    wholes: dict[int, int] = {}
    ends = [(edge, int(owned[edge]), ratios[shares.low[edge]], ratios[shares.high[edge]]) for edge in edges]
    for _, company, low, high in ends:
        wholes[company] = lcm(wholes.get(company, 1), low[1], high[1])
    made.whole.update({company: it << UNIT_BITS for company, it in wholes.items()})
    for edge, company, low, high in ends:
        units = made.whole[company]
        low_excluded, high_excluded = shares.excluded.get(edge, (False, False))
        made.low[edge] = least = low[0] * (units // low[1]) + low_excluded
        made.high[edge] = max(least, high[0] * (units // high[1]) - high_excluded)
