"""Holdings that listed parties gave up near their listing or after it: who had them then?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from enduse.screen.control import Flag, FlagKind
from enduse.screen.ground import Ground, above
from enduse.screen.stakes import Listed, Stake
from enduse.screen.verdict import percent

_SAME_TIME_DAYS = 31


@dataclass(frozen=True)
class History:
    """What was given up, and what else was held in the same companies.

    Attributes:
        given_up: Stakes of parties listed on any day that ended by the day of the question, by company.
        others: Every stake in these companies.
        listings: The first listing of each party.
    """

    given_up: Mapping[str, Sequence[Stake]]
    others: Mapping[str, Sequence[Stake]]
    listings: Mapping[str, Listed]


def history_of(ground: Ground, authorities: frozenset[str]) -> History:
    """The past of all companies in which a party that one of these authorities lists gave something up."""
    first: dict[str, Listed] = {}
    for it in sorted(ground.listed, key=lambda it: (it.start or date.min, it.authority, it.list), reverse=True):
        if it.start and it.authority in authorities:
            first[it.party] = it
    given_up: dict[str, list[Stake]] = {}
    for stake in ground.stakes:
        if stake.end is not None and stake.end <= ground.question.on and stake.owner in first:
            given_up.setdefault(stake.owned, []).append(stake)
    others: dict[str, list[Stake]] = {}
    for stake in ground.stakes if given_up else ():
        if stake.owned in given_up:
            others.setdefault(stake.owned, []).append(stake)
    return History(given_up, others, first)


def transfers(ground: Ground, history: History, company: int, days: int) -> list[Flag]:
    """What listed parties gave up in the company, or in one above it, within ``days`` before their listing or later."""
    if not history.given_up:
        return []
    near = {ground.parties.keys[it] for it in above(ground, company)}
    stakes = [it for key in sorted(near & set(history.given_up)) for it in history.given_up[key]]
    found = [flag for it in stakes if (flag := _transfer(ground, history, it, days))]
    return sorted(found, key=lambda flag: flag.sentence)


def _transfer(ground: Ground, history: History, stake: Stake, days: int) -> Flag | None:
    listing, ended = history.listings[stake.owner], stake.end
    since = listing.start
    if ended is None or since is None or since > ground.question.on:
        return None
    if (since - ended).days > days or _goes_on(history, stake, ended):
        return None
    gap = (ended - since).days
    when = f"{abs(gap)} days {'before' if gap < 0 else 'after'}" if gap else "on the day of"
    share = "an unknown share" if stake.low is None else percent(stake.low)
    name = ground.question.name
    takers = sorted({name(it) for it in _takers(history, stake, ended)})
    taken = f" About then began the holding of {' and '.join(takers)} in it." if takers else ""
    said = (
        f"{name(stake.owner)} gave up {share} of {name(stake.owned)} on {ended}, {when} its listing "
        f"({listing.authority}, {listing.list}, {since}; {stake.origin}).{taken}"
    )
    after = " Ask for proof that the transfer is real." if gap > 0 else ""
    kind: FlagKind = "transfer_after_listing" if gap > 0 else "transfer_before_listing"
    return Flag(kind, said + after, (stake.owner, stake.owned))


def _goes_on(history: History, ended: Stake, on: date) -> bool:
    """Does a later entry carry at least the same holding on?"""
    return any(
        it.owner == ended.owner
        and it.kind == ended.kind
        and it is not ended
        and it.holds_on(on)
        and (it.low or 0) >= (ended.low or 0)
        for it in history.others[ended.owned]
    )


def _takers(history: History, ended: Stake, on: date) -> set[str]:
    """Others whose holding in the same company began about that day."""
    return {
        it.owner
        for it in history.others[ended.owned]
        if it.owner != ended.owner and it.start and abs((it.start - on).days) <= _SAME_TIME_DAYS
    }
