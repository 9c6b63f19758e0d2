"""Who is held by listed parties: the facts of a run in the form in which screening's ownership rules take them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.listed_parties import LEAST_SCORE, listed_parties, own_hits
from enduse.detect.scope import computed, small
from enduse.screen.rules import OwnershipRule, OwnershipRules, ownership_rules
from enduse.screen.stakes import Listed, Stake

HOLDING = ("shares", "votes", "appoints_board", "controls", "directs", "represents")
"""Kinds of relations that are holdings or signs of control."""

YARDSTICK = "any list"
"""Jurisdiction of no state: OFAC's way of counting, with the lists of all authorities together."""

_HOPS = 8
_DENOMINATOR = 1_000_000


@dataclass(frozen=True)
class Holding:
    """One row of a register as an ownership question takes it.

    Attributes:
        stake: With party ids as text for keys.
        row_id: The row.
    """

    stake: Stake
    row_id: int


@dataclass(frozen=True)
class Listing:
    """One hit as an ownership question takes it."""

    listed: Listed
    row_id: int


@dataclass(frozen=True)
class Facts:
    """What is known of everybody whom listed parties may own.

    Attributes:
        holdings: Of everybody reached, by company.
        listings: By party.
    """

    holdings: Mapping[str, tuple[Holding, ...]]
    listings: Mapping[str, tuple[Listing, ...]]

    def above(self, company: str) -> "Facts":
        """What bears on one company: its holders, their holders, and so on."""
        seen, waiting = {company}, [company]
        while waiting:
            for it in self.holdings.get(waiting.pop(), ()):
                if it.stake.owner not in seen:
                    seen.add(it.stake.owner)
                    waiting.append(it.stake.owner)
        held = {key: self.holdings[key] for key in sorted(seen) if key in self.holdings}
        return Facts(held, {key: self.listings[key] for key in sorted(seen) if key in self.listings})

    @property
    def stakes(self) -> list[Stake]:
        """All, in order."""
        return [it.stake for held in self.holdings.values() for it in held]

    @property
    def listed(self) -> list[Listed]:
        """All, in order."""
        return [it.listed for known in self.listings.values() for it in known]

    def without_doubt(self) -> "Facts":
        """The same, as if everybody who may be listed were."""
        sure = {
            key: tuple(replace(it, listed=replace(it.listed, possible="")) for it in known)
            for key, known in self.listings.items()
        }
        return replace(self, listings=sure)

    def from_listed(self) -> list[Holding]:
        """The holdings of listed parties, and of whom they have a part in."""
        reached, before = set(self.listings), 0
        while len(reached) > before:
            before = len(reached)
            reached |= {key for key, held in self.holdings.items() if any(it.stake.owner in reached for it in held)}
        return [it for held in self.holdings.values() for it in held if it.stake.owner in reached]

    def days(self, rules: OwnershipRules) -> list[date]:
        """Days on which an answer may change, in order."""
        spans = [(it.start, it.end) for it in self.stakes]
        spans += [(it.start, it.end) for it in self.listed]
        spans += [(it.start, it.end) for it in rules.rules]
        return sorted({it for span in spans for it in span if it})


def below(ledger: Ledger, parties: Table) -> Table:
    """Everybody in whom the parties have a part or a say, through at most eight others; and the parties themselves.

    Args:
        ledger: Its ``relations``.
        parties: ``computed``, with ``party_id``.
    """
    held = ledger.relations.filter(_.kind.isin(HOLDING), _.subject_id != _.object_id)
    held = held.select("subject_id", "object_id").distinct()
    reached = newest = parties.select("party_id").distinct()
    for _hop in range(_HOPS):
        further = held.semi_join(newest, held.subject_id == newest.party_id).select(party_id="object_id").distinct()
        newest = computed(further.anti_join(reached, "party_id"))
        if not newest.count().to_pyarrow().as_py():
            break
        reached = computed(ibis.union(reached, newest))
    return computed(reached)


def facts_of(ledger: Ledger, reached: Table) -> Facts:
    """Holdings in the parties that were reached, and who is listed.

    Args:
        ledger: Its ``relations`` and ``hits``.
        reached: ``computed``, with ``party_id``.
    """
    held = ledger.relations.filter(_.kind.isin(HOLDING), _.subject_id.notnull())
    rows = held.semi_join(reached, held.object_id == reached.party_id).to_pyarrow().to_pylist()
    holdings = [Holding(_stake(it), it["row_id"]) for it in sorted(rows, key=lambda it: it["row_id"])]
    certain = set(listed_parties(ledger).to_pyarrow()["party_id"].to_pylist())
    hits = own_hits(ledger).to_pyarrow().to_pylist()
    # Of a party that is surely one entry, what it may be besides tells nothing.
    sure = {it["party_id"] for it in hits if it["score"] >= LEAST_SCORE}
    listings = [
        Listing(_listed(it, it["party_id"] in certain), it["row_id"])
        for it in sorted(hits, key=lambda it: it["row_id"])
        if it["score"] >= LEAST_SCORE or it["party_id"] not in sure
    ]
    return Facts(
        _grouped((it.stake.owned, it) for it in holdings),
        _grouped((it.listed.party, it) for it in listings),
    )


def _grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for key, it in pairs:
        found.setdefault(key, []).append(it)
    return {key: tuple(it) for key, it in found.items()}


def _stake(row: Mapping[str, Any]) -> Stake:
    return Stake(
        owner=str(row["subject_id"]),
        owned=str(row["object_id"]),
        kind=row["kind"],
        low=_share(row["low"]),
        high=_share(row["high"]),
        low_excluded=bool(row["low_excluded"]),
        high_excluded=bool(row["high_excluded"]),
        direct=row["direct"],
        start=row["start"],
        end=row["end"],
        register=row["register"] or "",
        row=row["row"] or 0,
        source_id=row["source_id"] or "",
        treasury=bool(row["treasury"]),
    )


def _share(value: float | None) -> Fraction | None:
    """The fraction that a register wrote: 0.333... is a third again."""
    return None if value is None else Fraction(value).limit_denominator(_DENOMINATOR)


def _listed(row: Mapping[str, Any], certain: bool) -> Listed:
    return Listed(
        party=str(row["party_id"]),
        authority=row["authority"] or "",
        list=row["list"] or "",
        programmes=tuple(row["programmes"] or ()),
        start=row["listed_on"],
        end=row["delisted_on"],
        citation=row["entry_id"] or "",
        possible="" if certain else row["reason"] or "the names are alike",
    )


def rules_with_yardstick(listed: Sequence[Listed]) -> OwnershipRules:
    """The dated rules, and beside them OFAC's test over the lists of everybody who lists.

    Not every authority has an ownership rule that we know, and half of a company is half of it under any law: the
    yardstick says what the facts are, the rules what follows from them.
    """
    return _with_yardstick(frozenset(it.authority for it in listed))


@cache
def _with_yardstick(authorities: frozenset[str]) -> OwnershipRules:
    known = ownership_rules()
    model = next(it for it in reversed(known.rules) if it.jurisdiction == "US-OFAC" and it.test)
    assert model.test is not None
    every = replace(model.test, authorities=authorities, lists=(), lists_excluded=(), programme_lists=())
    every = replace(every, programmes=frozenset(), programmes_excluded=frozenset())
    said = "Holdings of all listed parties, whoever listed them, are added up; half is enough. This is no law."
    rule = OwnershipRule(
        id="yardstick",
        jurisdiction=YARDSTICK,
        start=None,
        end=None,
        status="in_force",
        test=every,
        instrument="the test of OFAC with all lists together",
        sentence=said,
        note="",
        source="this project",
        evidence="derived",
        confidence="high",
    )
    return replace(known, rules=(*known.rules, rule))


def spells(days: Sequence[date], traded: Sequence[date]) -> dict[date, tuple[date, ...]]:
    """First trading day of each span between two of ``days`` to all trading days of the span; both in order."""
    found: dict[int, list[date]] = {}
    for on in sorted(set(traded)):
        found.setdefault(sum(it <= on for it in days), []).append(on)
    return {it[0]: tuple(it) for it in found.values()}


def trading_days(lines: Table) -> Iterator[tuple[int, list[date]]]:
    """Each subject of ``dealings`` with the days on which it traded, by subject."""
    dated = lines.filter(lines.declared_on.notnull()).select("subject_id", "declared_on").distinct()
    rows = dated.group_by("subject_id").agg(days=dated.declared_on.collect()).to_pyarrow().to_pylist()
    yield from ((row["subject_id"], row["days"]) for row in sorted(rows, key=lambda it: it["subject_id"]))


def id_rows(pairs: Iterable[tuple[int, int]]) -> Table:
    """Pairs of ``subject_id`` and ``row_id`` as a table."""
    rows = sorted(set(pairs))
    schema = ibis.schema({"subject_id": "int64", "row_id": "int64"}).to_pyarrow()
    return small(schema.empty_table() if not rows else _table(rows, schema))


def _table(rows: Sequence[tuple[int, int]], schema: Any) -> Any:
    return schema.empty_table().from_pylist([dict(zip(schema.names, it, strict=True)) for it in rows], schema=schema)
