"""The holdings of one day as whole numbers: each company's shares over a denominator of its own.

Sums are only ever made within one company, so there is no denominator common to all: a register that counts shares of
7,919 pieces does not lengthen the numbers of the next one. "More than 50 %" is written one small unit above 50 %;
a unit is so small that all holders of a company together do not make up for the smallest difference of shares.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import count

import numpy as np
from numpy.typing import NDArray

from enduse.errors import Notice
from enduse.screen.shares import Share, are_alike, differing_shares, impossible_share, one_share
from enduse.screen.stakes import Stake
from enduse.screen.units import UNIT_BITS, Ratios, Units, in_units, rounded

Whole = NDArray[np.int64]


class Parties:
    """Numbers for party keys, shared by all measures of one question.

    Attributes:
        keys: Key of each number.
        number: The other way round.
    """

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.number: dict[str, int] = {}

    def add(self, key: str) -> int:
        """The number of a party, a new one where it has none."""
        found = self.number.get(key)
        if found is None:
            found = self.number[key] = len(self.keys)
            self.keys.append(key)
        return found

    def add_all(self, keys: Sequence[str]) -> Whole:
        """The numbers of many; a million names are looked up once each."""
        number = defaultdict(count(len(self.keys)).__next__, self.number)
        found = np.fromiter(map(number.__getitem__, keys), np.int64, len(keys))
        number.default_factory = None
        self.number = number
        self.keys = list(number)
        return found


class Edges:
    """Which edges a party has: one list of all, in the order of the parties."""

    def __init__(self, ends: Whole | None = None) -> None:
        given = np.zeros(0, np.int64) if ends is None else ends
        order = np.argsort(given, kind="stable")[::-1]
        top = int(given.max()) + 1 if len(given) else 0
        after = np.cumsum(np.bincount(given, minlength=top)[::-1])
        self._edges: list[int] = order.tolist()
        self._starts: list[int] = [0, *after.tolist()]
        self._top = top

    def __contains__(self, party: int) -> bool:
        at = self._top - 1 - party
        return at >= 0 and self._starts[at] < self._starts[at + 1]

    def of(self, party: int) -> list[int]:
        """The party's edges, newest first; none where it has none."""
        at = self._top - 1 - party
        return self._edges[self._starts[at] : self._starts[at + 1]] if at >= 0 else []


class Holdings:
    """Holdings of one measure (shares or votes) on one day.

    Edges are numbered; an edge is one owner's holding in one company, whatever number of records speak of it.

    Attributes:
        parties: Who the numbers are.
        owner: Party of each edge.
        owned: Company of each edge.
        low: Least share of each edge, in the company's own units.
        high: Greatest share of each edge.
        view: 0 a direct holding, 1 an indirect one whose direct chain is recorded, 2 an indirect one without chain.
        out: Edges of each owner.
        into: Edges of each company.
        whole: Units of the whole of each company.
        total: Sum of the least direct shares.
        free: Units of each company of which no record says who holds them directly; below 0 where more than the whole
            is recorded.
        treasury: Least share held by the company itself.
        treasury_most: Greatest share held by the company itself.
        records: The stakes behind each edge.
        notices: What the records of a company contradict.
    """

    def __init__(self, parties: Parties) -> None:
        self.parties = parties
        self.owner: list[int] = []
        self.owned: list[int] = []
        self.low: list[int] = []
        self.high: list[int] = []
        self.view = bytearray()
        self.out = Edges()
        self.into = Edges()
        self.whole: dict[int, int] = {}
        self.total: dict[int, int] = {}
        self.free: dict[int, int] = {}
        self.treasury: dict[int, int] = {}
        self.treasury_most: dict[int, int] = {}
        self.records: list[Stake | list[Stake]] = []
        self.notices: dict[int, list[Notice]] = {}

    def behind(self, edge: int) -> tuple[Stake, ...]:
        """The records of an edge."""
        found = self.records[edge]
        return (found,) if isinstance(found, Stake) else tuple(found)

    def fraction(self, company: int, value: int) -> Fraction:
        """A number of units as a share, without the small units of "more than"."""
        return Fraction(rounded(value), self.whole[company] >> UNIT_BITS)


def valid_on(stakes: Iterable[Stake], day: date) -> dict[str, list[Stake]]:
    """The stakes that are valid on that day, by kind."""
    found: dict[str, list[Stake]] = {}
    for stake in stakes:
        start, end = stake.start, stake.end
        if (start is None or start <= day) and (end is None or day < end):
            found.setdefault(stake.kind, []).append(stake)
    return found


def holdings_of(stakes: Iterable[Stake], parties: Parties, bulk: bool = True) -> Holdings:
    """The holdings that stakes of one kind (``shares``, ``votes``) and day record.

    Records of one owner's holding in one company are one edge: the same share from several registers is not added
    twice, different shares become a range (W-OWN-DIFFER), different lots are added up. More than the whole in sum
    is W-OWN-OVER; a share that cannot be is W-OWN-SHARE and counts as unknown.

    Args:
        stakes: The records.
        parties: Who the numbers are; new ones are added.
        bulk: May companies share a denominator, where that is exact? It only saves time.
    """
    made = Holdings(parties)
    owner, owned = _merge(made, list(stakes))
    units = in_units(_enter(made), owned, bulk)
    made.low, made.high, made.whole = units.low, units.high, units.whole
    _add_up(made, units, owner, owned)
    made.out, made.into = Edges(owner), Edges(owned)
    _mark_views(made)
    _find_excess(made)
    return made


def _merge(made: Holdings, stakes: Sequence[Stake]) -> tuple[Whole, Whole]:
    """One edge for each owner, company and directness, in the order they were first told; its ends."""
    owned = made.parties.add_all([it.owned for it in stakes])
    owner = made.parties.add_all([it.owned if it.treasury else it.owner for it in stakes])
    indirect = np.array([it.direct is False for it in stakes], np.int64)
    _, first, which = np.unique(owner << 33 | owned << 1 | indirect, return_index=True, return_inverse=True)
    told = np.sort(first)
    made.records = [stakes[it] for it in told.tolist()]
    place = np.empty(len(first), np.int64)
    place[np.argsort(first)] = np.arange(len(first))
    again = np.setdiff1d(np.arange(len(stakes)), told, assume_unique=True)
    for stake, edge in zip(again.tolist(), place[which[again]].tolist(), strict=True):
        before = made.records[edge]
        if isinstance(before, list):
            before.append(stakes[stake])
        else:
            made.records[edge] = [before, stakes[stake]]
    made.owner, made.owned = owner[told].tolist(), owned[told].tolist()
    made.view = bytearray(indirect[told].astype(np.uint8).tobytes())
    return owner[told], owned[told]


def _enter(made: Holdings) -> Ratios:
    """The shares of every edge. Runs once for each of a million: hence the haste."""
    shares = Ratios()
    lows, highs, seen = shares.low, shares.high, dict[int, int]()
    nothing, everything = shares.code((0, 1)), shares.code((1, 1))
    for edge, record in enumerate(made.records):
        first = record[0] if isinstance(record, list) else record
        low, high = first.low, first.high
        if first.low_excluded or first.high_excluded or (first is not record and not are_alike(made.behind(edge))):
            _careful(made, shares, edge)
        elif low is None and high is None:
            lows.append(nothing)
            highs.append(everything)
        elif low is None or not (low is high or low == high):
            _careful(made, shares, edge)
        elif (known := seen.get(id(low))) is not None:
            lows.append(known)
            highs.append(known)
        elif 0 <= (ratio := low.as_integer_ratio())[0] <= ratio[1]:
            # The records keep every share alive, so that no other gets its id.
            known = seen[id(low)] = shares.code(ratio)
            lows.append(known)
            highs.append(known)
        else:
            _careful(made, shares, edge)
    return shares


def _careful(made: Holdings, shares: Ratios, edge: int) -> None:
    """Enter the share of a range, of several records, or of what cannot be."""
    record, company = made.records[edge], made.owned[edge]
    first = record[0] if isinstance(record, list) else record
    share = one_share(record) if isinstance(record, list) else record
    low = Fraction(0) if share.low is None else share.low
    high = Fraction(1) if share.high is None else share.high
    possible = 0 <= low <= high <= 1
    if not possible:
        made.notices.setdefault(company, []).append(impossible_share(first, share))
    elif isinstance(share, Share) and share.differs:
        made.notices.setdefault(company, []).append(differing_shares(first, share))
    shares.low.append(shares.code(low.as_integer_ratio() if possible else (0, 1)))
    shares.high.append(shares.code(high.as_integer_ratio() if possible else (1, 1)))
    if possible and (share.low_excluded or share.high_excluded):
        shares.excluded[edge] = (share.low_excluded, share.high_excluded)


def _add_up(made: Holdings, units: Units, owner: Whole, owned: Whole) -> None:
    """What is held directly of each company, and what it holds of itself."""
    direct = np.frombuffer(made.view, np.uint8) == 0
    made.total = units.totals(owned, direct & (owner != owned))
    for edge in np.flatnonzero(direct & (owner == owned)).tolist():
        made.treasury[made.owned[edge]] = made.low[edge]
        made.treasury_most[made.owned[edge]] = made.high[edge]
    made.free = {it: whole - made.total.get(it, 0) - made.treasury.get(it, 0) for it, whole in made.whole.items()}


def _mark_views(made: Holdings) -> None:
    """Tell indirect holdings whose direct chain is recorded from those that stand alone."""
    above: dict[int, set[int]] = {}
    for edge, view in enumerate(made.view):
        if view:
            company = made.owned[edge]
            if company not in above:
                above[company] = _direct_owners(made, company)
            made.view[edge] = 1 if made.owner[edge] in above[company] else 2


def _direct_owners(made: Holdings, company: int) -> set[int]:
    """Everybody from whom a chain of two or more direct holdings leads to the company."""
    found: set[int] = set()
    waiting = _direct_holders(made, company)
    while waiting:
        for owner in _direct_holders(made, waiting.pop()):
            if owner not in found:
                found.add(owner)
                waiting.append(owner)
    return found


def _direct_holders(made: Holdings, company: int) -> list[int]:
    edges = made.into.of(company)
    return [made.owner[edge] for edge in edges if not made.view[edge] and made.owner[edge] != company]


def _find_excess(made: Holdings) -> None:
    for company, free in made.free.items():
        if free < 0:
            said = float(made.fraction(company, made.whole[company] - free) * 100)
            made.notices.setdefault(company, []).append(_excess(made.parties.keys[company], said))


def _excess(company: str, percent: float) -> Notice:
    return Notice(
        "W-OWN-OVER",
        f"{percent:.6g} % of {company!r} is recorded as held, more than the whole, so some record is wrong or late. "
        "The answer uses the least and the most that is possible. Find the holding that had ended.",
    )
