"""Other machines that may go the way one went: same buyer, same owner, same route."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.trace.custody import Chain
from enduse.trace.custody_rows import DEALT, EXPORTED, IMPORTED

_SENT = (*DEALT, EXPORTED, "installed")
_OWNING = ("shares", "votes", "controls", "appoints_board")
_MOST = 200


@dataclass(frozen=True)
class AtRisk:
    """A machine that shares a buyer, an owner or a route with one that left its channel.

    Attributes:
        key: Of its number.
        why: ``same buyer``, ``same owner``, ``same route``; several where several hold.
        party_ids: Who is shared.
    """

    key: str
    why: tuple[str, ...]
    party_ids: tuple[int, ...]


def at_risk(chain: Chain, key: str, rows: Table, relations: Table) -> tuple[AtRisk, ...]:
    """At most 200 other machines, those with most reasons first.

    Args:
        chain: The machine that left its channel, or any other.
        key: Of its number.
        rows: As ``trace.custody_rows.sightings``.
        relations: As in ``detect.Ledger``.
    """
    buyer = chain.placed.fact.party_id if chain.placed else None
    senders = {it.fact.sender_id for it in chain.outside if it.fact.sender_id is not None}
    found: dict[str, dict[str, set[int]]] = {}
    reasons = (
        ("same buyer", _SENT, "party_id", {buyer} if buyer is not None else set()),
        ("same owner", _SENT, "party_id", _kin(buyer, relations)),
        ("same route", (IMPORTED, EXPORTED), "sender_id", senders),
    )
    for why, kinds, column, ids in reasons:
        for row in _with(rows, kinds, column, ids, key):
            found.setdefault(row["key"], {}).setdefault(why, set()).add(row["party"])
    listed = (AtRisk(it, tuple(sorted(why)), tuple(sorted(set().union(*why.values())))) for it, why in found.items())
    return tuple(sorted(listed, key=lambda it: (-len(it.why), it.key)))[:_MOST]


def _with(rows: Table, kinds: tuple[str, ...], column: str, ids: Iterable[int], key: str) -> list[dict[str, Any]]:
    wanted = sorted(ids)
    if not wanted:
        return []
    asked = ibis.memtable(pa.table({column: pa.array(wanted, pa.int64())}))
    mine = rows.filter(rows.what.isin(kinds), rows.key != key).semi_join(asked, column)
    found = mine.group_by("key", party=mine[column]).agg(rows=_.count()).order_by("key", "party").limit(_MOST)
    return list(found.to_pyarrow().to_pylist())


def _kin(buyer: int | None, relations: Table) -> set[int]:
    """Firms that own the buyer, that it owns, or that have an owner in common with it."""
    if buyer is None:
        return set()
    owning = relations.filter(relations.kind.isin(_OWNING))
    near = owning.filter((owning.object_id == buyer) | (owning.subject_id == buyer)).to_pyarrow().to_pylist()
    owners = {it["subject_id"] for it in near if it["object_id"] == buyer and it["subject_id"] is not None}
    asked = ibis.memtable(pa.table({"subject_id": pa.array(sorted(owners), pa.int64())}))
    sisters = owning.semi_join(asked, "subject_id").select("object_id").to_pyarrow()["object_id"].to_pylist()
    owned = {it["object_id"] for it in near if it["subject_id"] == buyer}
    return {it for it in {*owners, *sisters, *owned} if it is not None} - {buyer}
