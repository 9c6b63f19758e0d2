"""Which parties a register ties together, and through whom: small tables around the suspects."""

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger

SUCCESSION = ("successor",)
OWNING = ("shares", "votes", "controls")
SENIOR = ("directs", "appoints_board", "controls")


def both_ways(ledger: Ledger, kinds: tuple[str, ...]) -> Table:
    """Relations of these kinds from either end: ``subject_id``, ``other_id``, ``row_id``."""
    rows = ledger.relations.filter(_.kind.isin(kinds), _.subject_id != _.object_id)
    there = rows.select("subject_id", "row_id", other_id="object_id")
    back = rows.select("row_id", subject_id="object_id", other_id="subject_id")
    return ibis.union(there.select("subject_id", "other_id", "row_id"), back.select("subject_id", "other_id", "row_id"))


def openly_tied(ledger: Ledger, pairs: Table, other: str, kinds: tuple[str, ...]) -> Table:
    """The pairs of ``subject_id`` and ``other`` that a register ties by a relation of these kinds, each once."""
    known = both_ways(ledger, kinds).rename({other: "other_id"}).select("subject_id", other).distinct()
    return pairs.select("subject_id", other).distinct().semi_join(known, ["subject_id", other])
