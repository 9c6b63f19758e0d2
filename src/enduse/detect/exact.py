"""Exact small-sample tests as table expressions, so that no finding hangs on a random seed."""

from dataclasses import dataclass
from math import log, pi

import ibis
from ibis.expr.types import FloatingValue, IntegerValue, Table


def log_factorial(count: IntegerValue) -> FloatingValue:
    """Natural logarithm of ``count!`` by Ramanujan's formula; off by less than 0.0002 from 1 on, exact at 0."""
    number = ibis.greatest(count, 1).cast("float64")
    formula = number * number.ln() - number + (number * (1 + 4 * number * (1 + 2 * number))).ln() / 6 + log(pi) / 2
    return ibis.ifelse(count <= 1, 0.0, formula)


def _log_choices(total: IntegerValue, taken: IntegerValue) -> FloatingValue:
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


def with_chance(groups: Table, keys: list[str], counts: Counts) -> Table:
    """The groups with ``chance``: how often shuffled dates would put as many marked rows after the watershed.

    It is the permutation test in closed form: the upper tail of the hypergeometric distribution (Fisher's
    exact test, one-sided), summed term by term.
    """
    seen, after, marked, total = (groups[it] for it in vars(counts).values())
    # Engines differ in how they write functions over arrays; rows they all can sum.
    terms = groups.mutate(drawn=ibis.range(seen, ibis.least(marked, after) + 1, 1).unnest())
    after, marked, total = terms[counts.after], terms[counts.marked], terms[counts.total]
    log_term = (
        _log_choices(marked, terms.drawn)
        + _log_choices(total - marked, after - terms.drawn)
        - _log_choices(total, after)
    )
    chances = terms.group_by(keys).agg(chance=ibis.least(log_term.exp().sum(), 1.0))
    return groups.join(chances, keys)
