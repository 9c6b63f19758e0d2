"""What other records say of those a dossier is about: owners, lists, machines, payments, statements."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.model.ids import party_number, party_text
from enduse.report.lines import ROLES, Line
from enduse.report.model import SubjectNote
from enduse.trace.custody import Chain
from enduse.trace.custody_reading import read_chains
from enduse.trace.custody_rows import Ban, event_sightings, goods_sightings

MOST_PARTIES = 60
"""Of a network; those of most value are kept."""
MOST_MACHINES = 8
MOST_KEYS = 400
LEAST_HIT = 0.5
"""An entry of a list that is less likely than this to be the party is not told of."""
_BANNED = ("RU", "BY")
_MOST_ROWS = 400

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Surroundings:
    """Rows as they stand in the ledger, oldest row id first; none of a source that may not be passed on.

    Attributes:
        near: Party ids of the network, as numbers: the subject, then those of most value.
        relations: Of the subject, of its owners, and between those near.
        hits: Entries of lists that are probably one of those near.
        payments: Between the subject and others.
        chains: Machines that the subject made, sold, got or holds; those that left the channel first.
    """

    near: tuple[int, ...] = ()
    relations: tuple[Row, ...] = ()
    hits: tuple[Row, ...] = ()
    register: tuple[Row, ...] = ()
    payments: tuple[Row, ...] = ()
    claims: tuple[Row, ...] = ()
    chains: tuple[Chain, ...] = ()

    @property
    def record_ids(self) -> frozenset[int]:
        """Row ids of the records that a drawing cites."""
        told = (*self.relations, *self.hits, *self.register, *self.payments, *self.claims)
        return frozenset(int(it["row_id"]) for it in told)

    @property
    def sighting_ids(self) -> frozenset[int]:
        """Row ids of events and goods lines of the chains."""
        return frozenset(it.fact.row_id for chain in self.chains for it in chain.links)

    @property
    def parties(self) -> frozenset[int]:
        """Everybody who is named in them."""
        ends = (it[side] for it in self.relations for side in ("subject_id", "object_id"))
        paid = (it[side] for it in self.payments for side in ("payer_id", "payee_id"))
        said = (it[side] for it in self.claims for side in ("speaker_id", "about_id"))
        seen = (side for it in self.chains for link in it.links for side in (link.fact.party_id, link.fact.sender_id))
        return frozenset(int(it) for it in (*self.near, *ends, *paid, *said, *seen) if it is not None)


def surroundings(subject: SubjectNote, lines: Sequence[Line], ledger: Ledger, ban: Ban) -> Surroundings:
    """What stands around the subject.

    Args:
        subject: Whom or what the dossier is about.
        lines: Its goods lines that may be printed.
        ledger: Of the run.
        ban: Where machines must not be.
    """
    own = party_number(subject.id) if subject.kind == "company" else None
    near = _near(own, lines)
    alone = [own] if own is not None else []
    relations = _relations(ledger.relations, alone, near)
    tied = {int(it[side]) for it in relations for side in ("subject_id", "object_id") if it[side] is not None}
    paid = _rows(ledger.payments, ("payer_id", "payee_id"), alone)
    return Surroundings(
        near=near,
        relations=tuple(relations),
        hits=tuple(_likely(_rows(ledger.hits, ("party_id",), sorted({*near, *tied})))),
        register=tuple(_rows(ledger.register, ("party_id",), alone)),
        payments=tuple(paid),
        claims=tuple(_rows(ledger.claims, ("speaker_id", "about_id"), alone)),
        chains=tuple(_chains(subject, own, ledger, ban)),
    )


def banned(since: date) -> Ban:
    """Where machines must not be, from that day on."""
    return Ban(_BANNED, since)


def _near(own: int | None, lines: Sequence[Line]) -> tuple[int, ...]:
    """The subject and the parties of most value; of equal value those of most lines."""
    weights: dict[str, float] = {}
    counts: Counter[str] = Counter()
    for line in lines:
        for party in {line.parties[role] for role in ROLES if role != "declarant" and line.parties.get(role)}:
            weights[party] = weights.get(party, 0.0) + (line.value or 0.0)
            counts[party] += 1
    ranked = sorted(weights, key=lambda it: (-weights[it], -counts[it], it))
    known = [number for it in ranked if (number := party_number(it)) is not None and number != own]
    head = [own] if own is not None else []
    return tuple([*head, *known][:MOST_PARTIES])


def _relations(table: Table, own: Sequence[int], near: Sequence[int]) -> list[Row]:
    """Those of the subject, those of its owners, and those between parties that are near."""
    first = _rows(table, ("subject_id", "object_id"), own)
    owners = {int(it["subject_id"]) for it in first if it["object_id"] in own and it["subject_id"] is not None}
    second = _rows(table, ("object_id",), sorted(owners - {*own}))
    among = [it for it in _rows(table, ("subject_id",), near) if it["object_id"] in {*near}]
    found = {int(it["row_id"]): it for it in (*first, *second, *among)}
    return [found[it] for it in sorted(found)]


def _rows(table: Table, sides: Sequence[str], ids: Collection[int]) -> list[Row]:
    """Rows that name one of these parties on one of these sides; the first of them where there are too many."""
    if not ids or any(it not in table.columns for it in sides):
        return []
    wanted = table[sides[0]].isin(sorted(ids))
    for side in sides[1:]:
        wanted = wanted | table[side].isin(sorted(ids))
    return list(table.filter(wanted).order_by("row_id").limit(_MOST_ROWS).to_pyarrow().to_pylist())


def _likely(hits: Sequence[Row]) -> Iterator[Row]:
    return (it for it in hits if it["score"] is None or it["score"] >= LEAST_HIT)


def _chains(subject: SubjectNote, own: int | None, ledger: Ledger, ban: Ban) -> list[Chain]:
    rows = event_sightings(ledger.events, ledger.parties)
    if "serials" in ledger.items.columns:
        rows = rows.union(goods_sightings(ledger.items))
    if own is not None:
        mine = (rows.party_id == own) | (rows.sender_id == own)
    elif subject.kind == "brand":
        mine = rows.brand.upper() == subject.id
    else:
        return []
    keys = sorted(rows.filter(mine).select("key").distinct().to_pyarrow()["key"].to_pylist())[:MOST_KEYS]
    if not keys:
        return []
    found = [it.chain for it in read_chains(rows.filter(rows.key.isin(keys)), ledger.parties, ban)]
    return sorted((it for it in found if len(it.links) > 1), key=_telling)[:MOST_MACHINES]


def _telling(chain: Chain) -> tuple[bool, int, str]:
    """Chains that leave the channel first, then the longest."""
    return (chain.exit is None, -len(chain.links), chain.name)


def without_closed(found: Surroundings, closed: Collection[str], source_of: Mapping[int, str]) -> Surroundings:
    """The same without rows of sources that may not be passed on; a machine with one such row is left out whole.

    Args:
        found: What stands around the subject.
        closed: Source ids.
        source_of: Row id to source id, of everything that is cited.
    """

    def shown(row_id: int) -> bool:
        return source_of.get(row_id, "") not in closed

    def open_rows(rows: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(it for it in rows if shown(it["row_id"]))

    return replace(
        found,
        relations=open_rows(found.relations),
        hits=open_rows(found.hits),
        register=open_rows(found.register),
        payments=open_rows(found.payments),
        claims=open_rows(found.claims),
        chains=tuple(it for it in found.chains if all(shown(link.fact.row_id) for link in it.links)),
    )


def name_of(number: int | None, names: Mapping[str, str]) -> str:
    """The printed name of a party; empty where nobody is named."""
    return names.get(party_text(number), "not recorded") if number is not None else ""
