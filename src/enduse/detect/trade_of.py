"""What some firms have to do with imports into Russia and Belarus, firm by firm, for finders that settle in Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import ibis
import pyarrow as pa
from ibis import _

from enduse.detect import Ledger
from enduse.detect.dealings import dealings
from enduse.detect.scope import DESTINATIONS, small
from enduse.detect.ties import OWNING, SUCCESSION, both_ways

OWNED = (*OWNING, *SUCCESSION, "appoints_board", "branch")
"""Ties by which a firm may rightly call itself part of another."""


@dataclass(frozen=True)
class Trade:
    """One firm's part in such imports.

    Attributes:
        lines: Goods lines in which it is importer or supplier.
        supplies: Those in which it is no importer.
        priority: Those of goods on the common high priority list.
        value_usd: Of all; None where no line states a value.
        row_ids: The lines.
    """

    lines: int
    supplies: int
    priority: int
    value_usd: float | None
    row_ids: tuple[int, ...]


NO_TRADE = Trade(0, 0, 0, None, ())


def trade_of(ledger: Ledger, firms: Iterable[int], since: date | None = None) -> Mapping[int, Trade]:
    """The firms that have any such line, on or after ``since`` where it is given."""
    asked = sorted(set(firms))
    if not asked:
        return {}
    lines = dealings(ledger, small(pa.table({"subject_id": pa.array(asked, pa.int64())})), DESTINATIONS)
    lines = lines if since is None else lines.filter(lines.declared_on >= since)
    sums = lines.group_by("subject_id").agg(
        lines=_.count(),
        supplies=_.count(where=~_.imports),
        priority=_.count(where=_.priority),
        value_usd=_.value_usd.sum(),
        row_ids=_.row_id.collect(),
    )
    return {
        row["subject_id"]: Trade(
            row["lines"], row["supplies"], row["priority"], row["value_usd"], tuple(sorted(row["row_ids"]))
        )
        for row in sums.to_pyarrow().to_pylist()
    }


def first_trade(trades: Mapping[int, Trade], firms: Iterable[int | None]) -> Trade:
    """That of the first of the firms that has any; ``NO_TRADE`` where none has."""
    return next((trades[it] for it in firms if it is not None and it in trades), NO_TRADE)


def tied(ledger: Ledger, firms: Iterable[int], kinds: tuple[str, ...] = OWNED) -> Mapping[tuple[int, int], list[int]]:
    """Pairs of parties that a register ties, both ways round, with the rows that say so; one of the two is a firm."""
    asked = sorted(set(firms))
    if not asked:
        return {}
    known = ibis.memtable(pa.table({"subject_id": pa.array(asked, pa.int64())}))
    found: dict[tuple[int, int], list[int]] = {}
    rows = both_ways(ledger, kinds).semi_join(known, "subject_id").to_pyarrow().to_pylist()
    for row in sorted(rows, key=lambda it: int(it["row_id"])):
        for pair in ((row["subject_id"], row["other_id"]), (row["other_id"], row["subject_id"])):
            found.setdefault(pair, []).append(row["row_id"])
    return found


def share_an_owner(pairs: Mapping[tuple[int, int], list[int]], one: int, other: int) -> bool:
    """Does one party have a tie to both firms, or one firm to the other?"""
    around = {firm: {there for here, there in pairs if here == firm} for firm in (one, other)}
    return other in around[one] or bool(around[one] & around[other])
