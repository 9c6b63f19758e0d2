"""Exact small-sample tests, so that no finding hangs on a random seed."""

from dataclasses import dataclass
from math import pi
from typing import Any

import numpy as np
import pyarrow as pa

Numbers = np.ndarray[Any, np.dtype[np.float64]]


def log_factorial(counts: Numbers) -> Numbers:
    """Natural logarithms of ``counts!`` by Ramanujan's formula; off by less than 0.0002 from 1 on, exact at 0."""
    number = np.maximum(counts, 1.0)
    formula = number * np.log(number) - number + np.log(number * (1 + 4 * number * (1 + 2 * number))) / 6
    value: Numbers = np.where(counts <= 1, 0.0, formula + np.log(pi) / 2)
    return value


def _log_choices(total: Numbers, taken: Numbers) -> Numbers:
    return log_factorial(total) - log_factorial(taken) - log_factorial(total - taken)


@dataclass(frozen=True)
class Counts:
    """Names of the columns that hold the counts of a group's rows.

    Attributes:
        marked_after: Marked rows after the watershed.
        after: All rows after it.
        marked: Marked rows on either side.
        total: All rows.
    """

    marked_after: str
    after: str
    marked: str
    total: str


def with_chance(groups: pa.Table, counts: Counts) -> pa.Table:
    """The groups with ``chance``: how often shuffled dates would put as many marked rows after the watershed.

    It is the permutation test in closed form: the upper tail of the hypergeometric distribution (Fisher's
    exact test, one-sided), summed term by term.
    """
    seen, after, marked, total = (groups[it].to_numpy().astype("float64") for it in vars(counts).values())
    terms = (np.minimum(marked, after) - seen + 1).astype("int64")
    starts = np.cumsum(terms) - terms
    drawn = np.arange(terms.sum()) - np.repeat(starts - seen, terms)
    after, marked, total = (np.repeat(it, terms) for it in (after, marked, total))
    log_terms = _log_choices(marked, drawn) + _log_choices(total - marked, after - drawn) - _log_choices(total, after)
    sums = np.add.reduceat(np.exp(log_terms), starts) if terms.size else np.empty(0)
    return groups.append_column("chance", pa.array(np.minimum(sums, 1.0), pa.float64()))
