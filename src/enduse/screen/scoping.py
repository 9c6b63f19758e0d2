"""A screener that looks through some of the entries only."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from enduse.screen.postings import Postings
from enduse.screen.screener import Screener


def narrowed(screener: Screener, wanted: NDArray[np.bool_]) -> Screener:
    """A screener of the wanted entries, which shares all but two arrays with ``screener``.

    Names of other entries then take no place among the few that are compared fully.

    Args:
        screener: Of all entries.
        wanted: For each entry: is it looked through?
    """
    names = _kept(screener.index.postings, wanted[screener.owners[:, 0]])
    return replace(screener, index=replace(screener.index, postings=names), keys=_kept(screener.keys, wanted))


def _kept(postings: Postings, wanted: NDArray[np.bool_]) -> Postings:
    """The postings without records that are not wanted; the keys keep their slots."""
    keep = wanted[postings.ids]
    before = np.concatenate((np.zeros(1, np.int64), np.cumsum(keep, dtype=np.int64)))
    return Postings(postings.slots, before[postings.starts], postings.ids[keep])
