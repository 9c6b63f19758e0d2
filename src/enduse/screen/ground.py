"""The facts of one ownership question, made ready: holdings of the day, signs of control, listed owners."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from enduse.screen.graph import Holdings, Parties, holdings_of, valid_on
from enduse.screen.rules import OwnershipTest
from enduse.screen.spread import Field, Passes, Reach, Tally, least, most, reach
from enduse.screen.stakes import STRONG_SIGNS, JointArrangement, Kinship, Listed, Stake

MEASURES = ("shares", "votes")


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        on: The day.
        subjects: Keys of the companies asked about; every company that a listed party reaches where empty.
        jurisdictions: All that have a rule where empty.
        rest_unlisted: Is it known that shares without a recorded holder belong to nobody listed? Else they count as
            open: they may be the listed owner's, too.
        arrangements: Who acts together.
        kin: Family links.
        names: What to call a party in sentences; its key where it has no name.
        people: Keys of natural persons: nobody owns them.
        unexplained: Companies of which it is known that no register tells who owns them. What they hold may be the
            listed's as well as anybody's, so a company that they hold is not said to be nobody's.
    """

    on: date
    subjects: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    rest_unlisted: bool = False
    arrangements: tuple[JointArrangement, ...] = ()
    kin: tuple[Kinship, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    people: frozenset[str] = frozenset()
    unexplained: frozenset[str] = frozenset()

    def name(self, party: str) -> str:
        """What to call it."""
        return self.names.get(party, party)


@dataclass(frozen=True)
class Ground:
    """The facts of one day.

    Attributes:
        question: What is asked.
        parties: Numbers of all parties.
        measures: Holdings by ``shares`` and ``votes``.
        signs: Stakes without a share (board, control, directors), by company.
        strong: From each party to the companies on which it has a sign that is control by itself.
        stakes: Every stake that bears on the subjects, of any day.
        listed: Every listing.
        listings: The same by party.
        last_above: Who stands above the company that was last asked about; every part of an answer asks that.
    """

    question: Question
    parties: Parties
    measures: Mapping[str, Holdings]
    signs: Mapping[int, tuple[Stake, ...]]
    strong: Mapping[int, tuple[int, ...]]
    stakes: Sequence[Stake]
    listed: Sequence[Listed]
    listings: Mapping[int, Sequence[Listed]]
    last_above: dict[int, frozenset[int]] = field(default_factory=dict)

    def acting(self, parties: Iterable[int]) -> list[int]:
        """Those of the parties who hold anything, have a say, or act together with others."""
        together = {self.parties.number.get(key) for it in self.question.arrangements for key in it.parties}
        holds = [it for it in parties if any(it in held.out for held in self.measures.values())]
        return sorted({*holds, *(it for it in parties if it in self.strong or it in together)})


def ground_of(stakes: Sequence[Stake], listed: Sequence[Listed], question: Question) -> Ground:
    """The facts of the day, cut down to what can bear on the subjects."""
    near = _above(stakes, question) if question.subjects else stakes
    parties = Parties()
    by_kind = valid_on(near, question.on)
    measures = {it: holdings_of(by_kind.pop(it, ()), parties) for it in MEASURES}
    signs: dict[int, list[Stake]] = {}
    for kind in sorted(by_kind):
        for stake in by_kind[kind]:
            parties.add(stake.owner)
            signs.setdefault(parties.add(stake.owned), []).append(stake)
    related = [party for it in question.kin for party in (it.person, it.relative)]
    for key in (*question.subjects, *(it.party for it in listed), *related):
        parties.add(key)
    by_company = {key: tuple(it) for key, it in signs.items()}
    listings: dict[int, list[Listed]] = {}
    for entry in listed:
        listings.setdefault(parties.number[entry.party], []).append(entry)
    return Ground(question, parties, measures, by_company, _strong(signs, parties), near, listed, listings)


def _strong(signs: Mapping[int, Sequence[Stake]], parties: Parties) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for company, stakes in signs.items():
        for it in stakes:
            if it.kind in STRONG_SIGNS:
                found.setdefault(parties.number[it.owner], []).append(company)
    return {party: tuple(companies) for party, companies in found.items()}


def _above(stakes: Sequence[Stake], question: Question) -> list[Stake]:
    """The stakes of any day in the subjects, in their holders, and so on upwards."""
    into: dict[str, list[Stake]] = {}
    for stake in stakes:
        into.setdefault(stake.owned, []).append(stake)
    found: list[Stake] = []
    waiting, seen = list(question.subjects), set(question.subjects)
    arranged = [it.parties for it in question.arrangements]
    while waiting:
        for stake in into.get(waiting.pop(), ()):
            found.append(stake)
            friends = [party for group in arranged if stake.owner in group for party in group]
            for owner in (stake.owner, *friends):
                if owner not in seen:
                    seen.add(owner)
                    waiting.append(owner)
    return found


def above(ground: Ground, company: int) -> frozenset[int]:
    """The company and everybody who holds it or has a say in it on the day, directly or through others."""
    if company not in ground.last_above:
        ground.last_above.clear()
        ground.last_above[company] = frozenset(_climb(ground, company))
    return ground.last_above[company]


def _climb(ground: Ground, company: int) -> set[int]:
    found, waiting = {company}, [company]
    while waiting:
        at = waiting.pop()
        owners = [held.owner[edge] for held in ground.measures.values() for edge in held.into.of(at)]
        owners += [ground.parties.number[it.owner] for it in ground.signs.get(at, ())]
        waiting += [it for it in dict.fromkeys(owners) if it not in found]
        found.update(owners)
    return found


@dataclass(frozen=True)
class Group:
    """Listed parties whose holdings are added up.

    Attributes:
        surely: Those whose listing counts under the rule.
        perhaps: Those and the ones whose listing may count: its programme is not recorded, or only the name says
            that they are the listed party.
    """

    surely: frozenset[int]
    perhaps: frozenset[int]


def listed_group(ground: Ground, test: OwnershipTest) -> Group:
    """Everybody who is listed under the rule on the day of the question."""
    surely, perhaps = set(), set()
    for it in ground.listed:
        counts = test.counts(it) if it.holds_on(ground.question.on) else False
        if counts is not False:
            perhaps.add(ground.parties.number[it.party])
        if counts and not it.possible:
            surely.add(ground.parties.number[it.party])
    return Group(frozenset(surely), frozenset(perhaps))


@dataclass(frozen=True)
class Reached:
    """What a group surely holds, and what it may hold."""

    group: Group
    surely: Reach
    perhaps: Reach


def spread(ground: Ground, test: OwnershipTest, group: Group, control: bool = False) -> Reached:
    """Everybody whom the group owns, surely and perhaps; with ``control`` also whom it controls.

    A holding passes through a company as the rule's ``chain`` says. With ``control`` it passes through any company
    that is owned, whose votes the group has the majority of, or that it controls by a strong sign; a rule that asks
    for a majority stake has no such difference.
    """
    on = Field(ground.measures, ground.strong if control or test.chain == "stake" else {})
    # Whose holdings a law adds up, it adds up because they are listed, not because they act together.
    surely, perhaps = (
        _granted(ground, it) if test.aggregate == "joint" else {} for it in (group.surely, group.perhaps)
    )
    return Reached(
        group=group,
        surely=reach(on, group.surely, _passing(ground, test, (control, False)), surely),
        perhaps=reach(on, group.perhaps, _passing(ground, test, (control, True)), perhaps),
    )


def _passing(ground: Ground, test: OwnershipTest, asked: tuple[bool, bool]) -> Passes:
    control, perhaps = asked
    votes = ground.measures["votes"]
    majority = replace(test, threshold=Fraction(1, 2), strict=True) if control else test

    def by(measure: str, company: int, tallies: Mapping[str, Tally]) -> bool:
        return meets(ground, test, (measure, perhaps), (company, tallies[measure]))

    def owned(company: int, tallies: Mapping[str, Tally]) -> bool:
        return by("shares", company, tallies)

    def majority_stake(company: int, tallies: Mapping[str, Tally]) -> bool:
        return by("votes" if company in votes.into else "shares", company, tallies)

    def controlled(company: int, tallies: Mapping[str, Tally]) -> bool:
        return by("shares", company, tallies) or meets(
            ground, majority, ("votes", perhaps), (company, tallies["votes"])
        )

    if test.chain == "stake":
        return majority_stake
    return controlled if control else owned


def meets(ground: Ground, test: OwnershipTest, how: tuple[str, bool], what: tuple[int, Tally]) -> bool:
    """Does what a group holds in a company reach the threshold?

    Args:
        ground: The facts.
        test: The rule's test.
        how: The measure, and whether what may be held counts, too.
        what: The company, and what the group holds.
    """
    measure, perhaps = how
    company, tally = what
    held = ground.measures[measure]
    if company not in tally.low and company not in tally.seen:
        return False
    if perhaps:
        value = most(held, tally, company, not ground.question.rest_unlisted)
        return test.meets(value, most_of(held, test, measure, (company, tally, value)))
    return test.meets(least(held, tally, company), least_of(held, test, measure, company))


def least_of(held: Holdings, test: OwnershipTest, measure: str, company: int) -> int:
    """The whole of which a least share is one: without the company's own only where the rule surely leaves them out."""
    left_out = test.treasury == "votes" and measure == "votes"
    return held.whole[company] - (held.treasury.get(company, 0) if left_out else 0)


def most_of(held: Holdings, test: OwnershipTest, measure: str, what: tuple[int, Tally, int]) -> int:
    """The whole of which a greatest share is one, without what the company holds itself unless the rule counts that.

    Where the company's own share is open, it is as great as the greatest share of the group (third of ``what``) and
    the least shares of the others leave room for.
    """
    company, tally, value = what
    whole, own = held.whole[company], held.treasury.get(company, 0)
    if test.treasury == "votes" and measure != "votes":
        return whole
    others = held.total.get(company, 0) - tally.low.get(company, 0)
    return whole - min(held.treasury_most.get(company, 0), max(own, whole - others - value))


def _granted(ground: Ground, group: Iterable[int]) -> dict[str, list[int]]:
    """Holdings of others that count as the group's under a joint arrangement."""
    members = set(group)
    found: dict[str, list[int]] = {}
    for it in ground.question.arrangements:
        numbers = {ground.parties.number[party] for party in it.parties if party in ground.parties.number}
        if not it.holds_on(ground.question.on) or not numbers & members:
            continue
        for measure, held in ground.measures.items():
            edges = [edge for party in sorted(numbers - members) for edge in held.out.of(party)]
            found.setdefault(measure, []).extend(
                edge for edge in edges if it.company in ("", ground.parties.keys[held.owned[edge]])
            )
    return found
