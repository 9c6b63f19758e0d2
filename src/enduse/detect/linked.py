"""The same goods on other declarations: rows that legs join to the rows a finding stands on."""

from collections.abc import Mapping

import ibis
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from enduse.detect import Ledger
from enduse.store.derived_tables import ID_BITS

LEAST = 0.8
"""Probability of a leg from which its other row is shown beside a finding."""

_HOPS = 3
_ITEMS = 0

Ids = NDArray[np.int64]


def linked_rows(ledger: Ledger, row_ids: Ids) -> Mapping[int, Ids]:
    """Each of these rows that legs join to others, with these others: up to three legs away, ascending.

    Args:
        ledger: Its ``legs`` are read.
        row_ids: Of goods lines; ids of other tables are passed over.
    """
    asked = np.unique(row_ids[row_ids >> ID_BITS == _ITEMS])
    earlier, later = _links(ledger, asked)
    found = {}
    joined = np.fromiter({*earlier, *later}, "int64", len({*earlier, *later}))
    for it in np.intersect1d(asked, joined).tolist():
        # Never forth and back: what else came out of one lot is not the same goods.
        if reached := _reached(it, earlier) | _reached(it, later):
            found[it] = np.array(sorted(reached), dtype="int64")
    return found


Links = dict[int, set[int]]


def _links(ledger: Ledger, asked: Ids) -> tuple[Links, Links]:
    """Row to the rows one leg before it, and to those one leg after it, for all within reach of those asked for."""
    earlier: Links = {}
    later: Links = {}
    frontier = asked
    for _hop in range(_HOPS):
        if not frontier.size:
            break
        pairs = _touching(ledger, frontier)
        for one, other in pairs:
            earlier.setdefault(other, set()).add(one)
            later.setdefault(one, set()).add(other)
        known = np.unique(np.array(pairs, dtype="int64").reshape(-1))
        frontier = np.setdiff1d(known, asked)
        asked = np.union1d(asked, known)
    return earlier, later


def _touching(ledger: Ledger, rows: Ids) -> list[tuple[int, int]]:
    near = ibis.memtable(pa.table({"near": pa.array(rows, pa.int64())}))
    legs = ledger.legs.filter(ledger.legs.probability >= LEAST).select("earlier_row_id", "later_row_id")
    either = legs.semi_join(near, legs.earlier_row_id == near.near).union(
        legs.semi_join(near, legs.later_row_id == near.near), distinct=True
    )
    table = either.to_pyarrow()
    return list(zip(table["earlier_row_id"].to_pylist(), table["later_row_id"].to_pylist(), strict=True))


def _reached(row: int, links: Links) -> set[int]:
    reached: set[int] = set()
    frontier = {row}
    for _hop in range(_HOPS):
        frontier = {other for it in frontier for other in links.get(it, ())} - reached - {row}
        reached |= frontier
    return reached
