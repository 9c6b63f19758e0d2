"""The holdings of one day as whole numbers: each company's shares over a denominator of its own.

Sums are only ever made within one company, so there is no denominator common to all: a register that counts shares of
7,919 pieces does not lengthen the numbers of the next one. "More than 50 %" is written one small unit above 50 %;
a unit is so small that all holders of a company together do not make up for the smallest difference of shares.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import lcm

from enduse.errors import Notice
from enduse.screen.stakes import Stake

_UNIT_BITS = 24
"""Sixteen million holders of one company before units could add up to a difference."""


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


class Edges:
    """Which edges a party has: each edge points to the party's edge before it, so that a million need no lists."""

    def __init__(self, ends: Sequence[int] = ()) -> None:
        last = [-1] * (max(ends, default=-1) + 1)
        before: list[int] = []
        for edge, party in enumerate(ends):
            before.append(last[party])
            last[party] = edge
        self._last, self._before = last, before

    def __contains__(self, party: int) -> bool:
        return party < len(self._last) and self._last[party] >= 0

    def of(self, party: int) -> list[int]:
        """The party's edges, newest first; none where it has none."""
        found: list[int] = []
        edge = self._last[party] if party < len(self._last) else -1
        while edge >= 0:
            found.append(edge)
            edge = self._before[edge]
        return found


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
        return Fraction(self.rounded(value), self.whole[company] >> _UNIT_BITS)

    def rounded(self, value: int) -> int:
        """A number of units without the small ones of "more than"."""
        return (value + (1 << _UNIT_BITS - 1)) >> _UNIT_BITS

    def exceeds(self, company: int, value: int) -> int:
        """1 where the value is a little more than its ``fraction``, -1 a little less, 0 exactly so."""
        rest = value - (((value + (1 << _UNIT_BITS - 1)) >> _UNIT_BITS) << _UNIT_BITS)
        return (rest > 0) - (rest < 0)


@dataclass(frozen=True)
class Share:
    """What one owner holds in one company.

    Attributes:
        low: Least; None where no number is recorded.
        high: Greatest.
        low_excluded: As in ``Stake``.
        high_excluded: As in ``Stake``.
        differs: Do records contradict each other?
    """

    low: Fraction | None
    high: Fraction | None
    low_excluded: bool = False
    high_excluded: bool = False
    differs: bool = False


def valid_on(stakes: Iterable[Stake], day: date) -> dict[str, list[Stake]]:
    """The stakes that are valid on that day, by kind."""
    found: dict[str, list[Stake]] = {}
    for stake in stakes:
        start, end = stake.start, stake.end
        if (start is None or start <= day) and (end is None or day < end):
            found.setdefault(stake.kind, []).append(stake)
    return found


def holdings_of(stakes: Iterable[Stake], parties: Parties) -> Holdings:
    """The holdings that stakes of one kind (``shares``, ``votes``) and day record.

    Records of one owner's holding in one company are one edge: the same share from several registers is not added
    twice, different shares become a range (W-OWN-DIFFER), different lots are added up. More than the whole in sum
    is W-OWN-OVER; a share that cannot be is W-OWN-SHARE and counts as unknown.
    """
    made = Holdings(parties)
    _merge(made, stakes)
    _scale(made, _enter(made))
    made.out, made.into = Edges(made.owner), Edges(made.owned)
    _mark_views(made)
    _find_excess(made)
    return made


def _merge(made: Holdings, stakes: Iterable[Stake]) -> None:
    """One edge for each owner, company and directness. Runs once for each of a million stakes: hence the haste."""
    number, add = made.parties.number, made.parties.add
    records, owners, owneds, view = made.records, made.owner, made.owned, made.view
    # Whole numbers as keys: a million tuples would be looked through by every collection of garbage.
    edges: dict[int, int] = {}
    for stake in stakes:
        owned = number.get(stake.owned)
        owned = add(stake.owned) if owned is None else owned
        owner = owned if stake.treasury else number.get(stake.owner)
        owner = add(stake.owner) if owner is None else owner
        indirect = stake.direct is False
        new = len(records)
        edge = edges.setdefault(owner << 33 | owned << 1 | indirect, new)
        if edge == new:
            records.append(stake)
            owners.append(owner)
            owneds.append(owned)
            view.append(indirect)
            continue
        first = records[edge]
        if isinstance(first, list):
            first.append(stake)
        else:
            records[edge] = [first, stake]


_Ratio = tuple[int, int]
_NOTHING: _Ratio = (0, 1)
_ALL: _Ratio = (1, 1)


@dataclass
class _Shares:
    """Shares of edges as numerators and denominators; ``excluded`` holds the few edges whose bounds are open."""

    low: list[_Ratio] = field(default_factory=list)
    high: list[_Ratio] = field(default_factory=list)
    excluded: dict[int, tuple[bool, bool]] = field(default_factory=dict)


def _enter(made: Holdings) -> _Shares:
    """The shares of every edge."""
    shares = _Shares()
    lows, highs = shares.low, shares.high
    for edge, record in enumerate(made.records):
        first = record[0] if isinstance(record, list) else record
        low, high = first.low, first.high
        if first.low_excluded or first.high_excluded or (first is not record and not _alike(made.behind(edge))):
            _careful(made, shares, edge)
        elif low is None and high is None:
            lows.append(_NOTHING)
            highs.append(_ALL)
        elif low is not None and (low is high or low == high) and 0 <= (ratio := low.as_integer_ratio())[0] <= ratio[1]:
            lows.append(ratio)
            highs.append(ratio)
        else:
            _careful(made, shares, edge)
    return shares


def _alike(records: Sequence[Stake]) -> bool:
    """Do all say the same? Then they are one holding, whatever their number."""
    first = records[0]
    return all(
        (it.low is first.low or it.low == first.low)
        and (it.high is first.high or it.high == first.high)
        and it.low_excluded == first.low_excluded
        and it.high_excluded == first.high_excluded
        and it.lot == first.lot
        for it in records
    )


def _careful(made: Holdings, shares: _Shares, edge: int) -> None:
    """Enter the share of a range, of several records, or of what cannot be."""
    record, company = made.records[edge], made.owned[edge]
    first = record[0] if isinstance(record, list) else record
    share = _one_share(record) if isinstance(record, list) else record
    low = Fraction(0) if share.low is None else share.low
    high = Fraction(1) if share.high is None else share.high
    possible = 0 <= low <= high <= 1
    if not possible:
        made.notices.setdefault(company, []).append(_impossible(first, share))
    elif isinstance(share, Share) and share.differs:
        made.notices.setdefault(company, []).append(_differing(first, share))
    shares.low.append(low.as_integer_ratio() if possible else _NOTHING)
    shares.high.append(high.as_integer_ratio() if possible else _ALL)
    if possible and (share.low_excluded or share.high_excluded):
        shares.excluded[edge] = (share.low_excluded, share.high_excluded)


def _scale(made: Holdings, shares: _Shares) -> None:
    """Write every share in the units of its company."""
    denominators: dict[int, int] = {}
    for company, low, high in zip(made.owned, shares.low, shares.high, strict=True):
        known = denominators.get(company, 1)
        if known % low[1] or known % high[1]:
            known = lcm(known, low[1], high[1])
        denominators[company] = known
    made.whole = whole = {company: it << _UNIT_BITS for company, it in denominators.items()}
    lows, highs = made.low, made.high
    for company, low, high in zip(made.owned, shares.low, shares.high, strict=True):
        units = whole[company]
        least = low[0] * (units // low[1])
        lows.append(least)
        highs.append(least if high is low else high[0] * (units // high[1]))
    for edge, (low_excluded, high_excluded) in shares.excluded.items():
        lows[edge] += low_excluded
        highs[edge] = max(lows[edge], highs[edge] - high_excluded)
    _add_up(made)


def _add_up(made: Holdings) -> None:
    """What is held directly of each company, and what it holds of itself."""
    total = made.total
    for edge, (owner, company, view, low) in enumerate(zip(made.owner, made.owned, made.view, made.low, strict=True)):
        if view:
            continue
        if owner == company:
            made.treasury[company] = low
            made.treasury_most[company] = made.high[edge]
        else:
            total[company] = total.get(company, 0) + low


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
    for company, total in made.total.items():
        recorded = total + made.treasury.get(company, 0)
        whole = made.whole[company]
        if recorded > whole:
            said = float(made.fraction(company, recorded) * 100)
            made.notices.setdefault(company, []).append(_excess(made.parties.keys[company], said))


def _one_share(stakes: list[Stake]) -> Share:
    """One share from several records of the same holding: a hull within a lot, the sum over lots."""
    lots: dict[str, list[Stake]] = {}
    for it in stakes:
        lots.setdefault(it.lot, []).append(it)
    shares = [_hull(lot) for lot in lots.values()]
    lows = [it.low for it in shares if it.low is not None]
    highs = [it.high for it in shares if it.high is not None]
    return Share(
        low=sum(lows, Fraction(0)) if lows else None,
        high=min(Fraction(1), sum(highs, Fraction(0))) if len(highs) == len(shares) else None,
        low_excluded=any(it.low_excluded for it in shares),
        high_excluded=any(it.high_excluded for it in shares) and sum(highs, Fraction(0)) <= 1,
        differs=any(it.differs for it in shares),
    )


def _hull(stakes: list[Stake]) -> Share:
    """The range that holds what every record of one lot says; a record without a number says nothing."""
    told = [it for it in stakes if it.low is not None or it.high is not None]
    if not told:
        return Share(None, None)
    lows = [(it.low or Fraction(0), it.low_excluded) for it in told]
    highs = [(Fraction(1) if it.high is None else it.high, not it.high_excluded) for it in told]
    low, high = min(lows), max(highs)
    exact = {(it.low, it.high) for it in told}
    return Share(low[0], high[0], low[1], not high[1], differs=len(exact) > 1)


def _impossible(stake: Stake, share: Stake | Share) -> Notice:
    seen = f"{_figure(share.low)} to {_figure(share.high)}"
    return Notice(
        "W-OWN-SHARE",
        f"{stake.owner!r} is recorded with {seen} of {stake.owned!r} ({stake.origin}), which cannot be. "
        "The holding counts with an unknown share. Look up the row and correct it.",
    )


def _differing(stake: Stake, share: Share) -> Notice:
    seen = f"{_figure(share.low)} to {_figure(share.high)}"
    return Notice(
        "W-OWN-DIFFER",
        f"Records of the holding of {stake.owner!r} in {stake.owned!r} differ: {seen}. They are not added up; "
        "the answer uses that range. Find out which is right, or name the lots.",
    )


def _excess(company: str, percent: float) -> Notice:
    return Notice(
        "W-OWN-OVER",
        f"{percent:.6g} % of {company!r} is recorded as held, more than the whole, so some record is wrong or late. "
        "The answer uses the least and the most that is possible. Find the holding that had ended.",
    )


def _figure(share: Fraction | None) -> str:
    return "an unknown share" if share is None else f"{float(share * 100):.6g} %"
