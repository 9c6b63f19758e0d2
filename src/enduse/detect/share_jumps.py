"""Months in which one kind of an owner's rows suddenly made up another share of them, and kept it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from enduse.detect.exact import Counts, with_chance

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Places = np.ndarray[Any, np.dtype[np.int64]]
_AT_ONCE = 20_000
_YEAR = 12
_FEWEST = 3
_HALF_YEARS = 6


@dataclass(frozen=True)
class Jump:
    """What counts as one.

    Attributes:
        share: Least rise of the share, 0 to 1, in counts and in amounts.
        months: Months on either side within which the share must change.
        chance: Greatest chance of as clear a change in any month, were the order of the rows an accident.
    """

    share: float
    months: int
    chance: float


@dataclass(frozen=True)
class Series:
    """One row for each owner and kind, one column for each month of the records.

    Attributes:
        count: Rows of the kind.
        total: Rows of all kinds of the owner.
        amount: Their value.
        whole: Value of all kinds of the owner.
    """

    count: Numbers
    total: Numbers
    amount: Numbers
    whole: Numbers

    def part(self, rows: slice) -> "Series":
        """Some of the rows."""
        return Series(self.count[rows], self.total[rows], self.amount[rows], self.whole[rows])


def find_jumps(series: Series, jump: Jump) -> tuple[Places, Numbers]:
    """For each row the column of its clearest jump, -1 where there is none, and how clear it is (log likelihood)."""
    at = np.full(len(series.count), -1, dtype="int64")
    score = np.zeros(len(series.count))
    for start in range(0, len(series.count), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        at[rows], score[rows] = _find(series.part(rows), jump)
    return at, score


def _find(series: Series, jump: Jump) -> tuple[Places, Numbers]:
    count, total = _Sums(series.count), _Sums(series.total)
    amount, whole = _Sums(series.amount), _Sums(series.whole)
    before = _share(count.before(_YEAR), total.before(_YEAR))
    rises = [
        _share(count.after(_YEAR), total.after(_YEAR)) - before,
        _share(amount.after(_YEAR), whole.after(_YEAR)) - _share(amount.before(_YEAR), whole.before(_YEAR)),
        # It stays: in all that follows, and in every half year of it in which anything does.
        _share(count.after(), total.after()) - before,
        *(_known(_share(count.half_year(it), total.half_year(it)) - before) for it in range(1, _HALF_YEARS)),
        # It is no season: the same months of the year before, where anything is recorded.
        _known(_share(count.after(_YEAR), total.after(_YEAR)) - _share(count.year_before(), total.year_before())),
        _near(count, total, jump.months),
    ]
    fits = np.logical_and.reduce([np.nan_to_num(it, nan=-1.0) >= jump.share - 1e-9 for it in rises])
    enough = (total.before() >= _FEWEST) & (total.after() >= _FEWEST) & (series.count > 0)
    clear = _likelihood(count, total)
    tried = enough.sum(axis=1)
    clear = np.where(fits & enough, clear, -np.inf)
    best = np.argmax(clear, axis=1)
    held = np.isfinite(clear[np.arange(len(best)), best])
    chance = _chance(count, total, best) * np.maximum(tried, 1)
    kept = held & (chance <= jump.chance)
    return np.where(kept, best, -1), np.where(kept, clear[np.arange(len(best)), best], 0.0)


class _Sums:
    """Sums of a matrix's rows over months before and from each month on."""

    def __init__(self, values: Numbers) -> None:
        self._cum = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)
        self._last = values.shape[1]
        self._month = np.arange(self._last)

    def _between(self, start: Places, end: Places) -> Numbers:
        start, end = np.clip(start, 0, self._last), np.clip(end, 0, self._last)
        sums: Numbers = self._cum[:, end] - self._cum[:, np.minimum(start, end)]
        return sums

    def before(self, months: int | None = None) -> Numbers:
        """In the ``months`` before each month; None: in all."""
        return self._between(self._month - (months or self._last), self._month)

    def after(self, months: int | None = None) -> Numbers:
        """In the ``months`` from each month on; None: in all."""
        return self._between(self._month, self._month + (months or self._last))

    def half_year(self, number: int) -> Numbers:
        """In the half year with that number from each month on; the first is 0."""
        start = self._month + number * _YEAR // 2
        return self._between(start, start + _YEAR // 2)

    def year_before(self) -> Numbers:
        """In the same months of the year before, as far as the records go on after each month."""
        end = np.minimum(self._month, self._last - _YEAR)
        return self._between(self._month - _YEAR, np.where(self._last - self._month >= _YEAR, self._month, end))


def _share(part: Numbers, whole: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Numbers = np.where(whole > 0, part / whole, np.nan)
    return share


def _known(rise: Numbers) -> Numbers:
    """Where nothing is recorded, nothing speaks against it."""
    known: Numbers = np.where(np.isnan(rise), 1.0, rise)
    return known


def _near(count: _Sums, total: _Sums, months: int) -> Numbers:
    """The rise within ``months`` on either side; within twice as many where nothing moved in them."""

    def rise(span: int) -> Numbers:
        return _share(count.after(span), total.after(span)) - _share(count.before(span), total.before(span))

    close = rise(months)
    near: Numbers = np.where(np.isnan(close), rise(2 * months), close)
    # An importer that buys now and then: the whole year on either side was compared already.
    return np.where(np.isnan(near), 1.0, near)


def _likelihood(count: _Sums, total: _Sums) -> Numbers:
    """How much better two shares explain the rows than one does."""
    halves = [(count.before(), total.before()), (count.after(), total.after())]
    both = (halves[0][0] + halves[1][0], halves[0][1] + halves[1][1])
    return _fit(*halves[0]) + _fit(*halves[1]) - _fit(*both)


def _fit(part: Numbers, whole: Numbers) -> Numbers:
    share = np.clip(_share(part, whole), 1e-12, 1 - 1e-12)
    fit: Numbers = np.nan_to_num(part * np.log(share) + (whole - part) * np.log(1 - share))
    return fit


def _chance(count: _Sums, total: _Sums, best: Places) -> Numbers:
    """Chance of so many rows of the kind after the best month, were their order an accident."""
    rows = np.arange(len(best))
    after, all_after = count.after()[rows, best], total.after()[rows, best]
    table = pa.table(
        {
            "marked_after": after,
            "after": all_after,
            "marked": after + count.before()[rows, best],
            "total": all_after + total.before()[rows, best],
        }
    )
    chances = with_chance(table, Counts("marked_after", "after", "marked", "total"))["chance"].to_numpy()
    told: Numbers = np.asarray(chances, dtype="float64")
    return told
