"""People who stand behind both sides of a trade: an owner of the importer who has a part in its seller."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import ibis
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.boards import PART, busy_people, seats
from enduse.detect.people import people_among
from enduse.detect.scope import computed
from enduse.text.names import PreparedName, compare_prepared, index_keys, prepare

_LEAST_KEY = 0.5


@dataclass(frozen=True)
class Seat:
    """Somebody's part in a firm.

    Attributes:
        person: Party id.
        name: As recorded.
        kind: Kind of the relation.
        row_id: The row of the register.
        end: First day it no longer held; None while it does, or where not stated.
    """

    person: int
    name: str
    kind: str
    row_id: int
    end: date | None


@dataclass(frozen=True)
class Link:
    """One person on both sides.

    Attributes:
        importer: Party id.
        partner: Party id of its seller.
        here: The part in the importer.
        there: The part in the seller.
        likeness: 1 where it is one party; else how probably the two names are one person's.
    """

    importer: int
    partner: int
    here: Seat
    there: Seat
    likeness: float


def seats_of(ledger: Ledger, firms: Table, max_firms: int) -> dict[int, list[Seat]]:
    """Who has a part in these firms, by firm; companies and people with a part in many firms are left out.

    Args:
        ledger: Its ``relations`` and ``parties``.
        firms: ``computed``, with ``firm_id``.
        max_firms: Who has a part in more firms than this is left out.
    """
    rows = seats(ledger, PART).semi_join(firms, "firm_id")
    rows = rows.anti_join(busy_people(ledger, max_firms), "person_id")
    told = rows.to_pyarrow().to_pylist()
    people = people_among(ledger, (row["person_id"] for row in told))
    found: dict[int, list[Seat]] = defaultdict(list)
    for row in sorted(told, key=lambda it: it["row_id"]):
        if row["person_id"] in people:
            name = people[row["person_id"]]
            found[row["firm_id"]].append(Seat(row["person_id"], name, row["kind"], row["row_id"], row["end"]))
    return found


def links(ledger: Ledger, pairs: Table, max_firms: int, least: float) -> Iterator[Link]:
    """People who are or were owners of the importer and have or had a part in its seller, or the other way round.

    Args:
        ledger: Its ``relations`` and ``parties``.
        pairs: ``computed``, with ``subject_id`` and ``partner_id``.
        max_firms: As in ``seats_of``.
        least: Least probability that two names are one person's.
    """
    registered = computed(ledger.relations.select(subject_id="object_id").distinct())
    known = pairs.semi_join(registered, "subject_id")
    known = computed(known.semi_join(registered.rename(partner_id="subject_id"), "partner_id"))
    firms = ibis.union(known.select(firm_id="subject_id"), known.select(firm_id="partner_id"), distinct=True)
    of = seats_of(ledger, computed(firms), max_firms)
    for row in sorted(known.to_pyarrow().to_pylist(), key=lambda it: (it["subject_id"], it["partner_id"])):
        importer, partner = row["subject_id"], row["partner_id"]
        for here, there, likeness in _met(of.get(importer, ()), of.get(partner, ()), least):
            if "shares" in (here.kind, there.kind):
                yield Link(importer, partner, here, there, likeness)


def _met(ours: Iterable[Seat], theirs: Iterable[Seat], least: float) -> Iterator[tuple[Seat, Seat, float]]:
    others = [(it, prepare(it.name, "person")) for it in theirs]
    for here in ours:
        mine = prepare(here.name, "person")
        for there, name in others:
            if here.person == there.person:
                yield here, there, 1.0
            elif _may_be_one(mine, name) and (score := compare_prepared(mine, name).score) >= least:
                yield here, there, score


def _may_be_one(left: PreparedName, right: PreparedName) -> bool:
    """Do the names share any telling key? Comparing takes fifty times as long as looking."""
    return not _keys(left).isdisjoint(_keys(right))


@lru_cache(maxsize=65_536)
def _keys(name: PreparedName) -> frozenset[str]:
    return frozenset(it.text for it in index_keys(name) if it.weight >= _LEAST_KEY)
