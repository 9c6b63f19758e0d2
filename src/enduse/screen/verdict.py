"""What one rule's test says of one company: bounds of what the listed hold, and a three-valued answer."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from enduse.screen.graph import Holdings
from enduse.screen.ground import Ground, Group, Reached, least_of, listed_group, meets, most_of, spread
from enduse.screen.rules import OwnershipTest
from enduse.screen.spread import Reach, Tally, least, most

Answer = Literal["owned", "possibly_owned", "not_owned", "listed", "unknown", "not_in_force", "not_assessable"]

JOINT = "no single listed party is enough; several count together only under a joint arrangement (ask for it)"
PROGRAMME = "it is listed itself, and whether its programme counts under this rule is not recorded"


@dataclass(frozen=True)
class Bounds:
    """Between which shares the truth lies.

    Attributes:
        measure: ``shares`` or ``votes``.
        low: What is surely held, 0 to 1.
        high: What may be held at most.
        low_excluded: The truth is more than ``low``.
        high_excluded: The truth is less than ``high``.
    """

    measure: str
    low: Fraction
    high: Fraction
    low_excluded: bool = False
    high_excluded: bool = False

    @property
    def text(self) -> str:
        """``50 %``, ``25 % to 50 %``, ``more than 50 %``."""
        low, high = percent(self.low), percent(self.high)
        if self.low == self.high:
            return f"more than {low}" if self.low_excluded else low
        lower = f"more than {low}" if self.low_excluded else low
        return f"{lower} to {'less than ' if self.high_excluded else ''}{high}"


def percent(share: Fraction) -> str:
    """A share as percent, exact where six digits are enough, else marked as rounded."""
    value = share * 100
    text = f"{float(value):.6g}"
    return f"{text} %" if Fraction(text) == value else f"about {text} %"


@dataclass(frozen=True)
class Verdict:
    """What the test says, and on what it rests.

    Attributes:
        answer: ``unknown`` and ``not_in_force`` are never given here: they are said of the law, not of the facts.
        bounds: By measure, the one that decides first; empty where nobody listed holds anything.
        reached: Who was reached.
        of: Of whom the holdings were added up; empty where nobody is listed.
        condition: What the answer depends on, in words; empty where it does not.
    """

    answer: Answer
    bounds: tuple[Bounds, ...]
    reached: Reached
    of: frozenset[int]
    condition: str = ""


class Judge:
    """Answers one test for any company of one ground; the work is done once and then looked up."""

    def __init__(self, ground: Ground, test: OwnershipTest) -> None:
        self.ground = ground
        self.test = test
        self.group = listed_group(ground, test)
        self.together = spread(ground, test, self.group)
        self.acting = ground.acting(self.group.perhaps)
        self._alone: dict[int, Reached] = {}
        self._touching: dict[int, list[int]] = {}
        for party in self.acting if test.aggregate == "joint" else ():
            for tally in self.alone(party).perhaps.tallies.values():
                for company in {*tally.low, *tally.seen}:
                    self._touching.setdefault(company, []).append(party)

    def companies(self) -> list[str]:
        """Every company in which a listed party has a part, through however many others."""
        keys = self.ground.parties.keys
        touched = {company for tally in self.together.perhaps.tallies.values() for company in (*tally.low, *tally.seen)}
        return sorted(keys[it] for it in touched | (set(self.together.perhaps.order) - self.group.perhaps))

    def verdict(self, company: int) -> Verdict:
        """What the test says of the company."""
        if company in self.group.surely:
            return Verdict("listed", (), self.together, frozenset({company}))
        found = self._owned(company)
        if company in self.group.perhaps and found.answer != "owned":
            return replace(found, answer="possibly_owned", condition=PROGRAMME)
        return found

    def _owned(self, company: int) -> Verdict:
        together = self._of(company, self.together)
        if self.test.aggregate == "all" or together.answer in ("not_owned", "not_assessable"):
            return together
        alone = [self._of(company, self.alone(it)) for it in self._touching.get(company, ()) if it != company]
        enough = [it for it in alone if it.answer in ("owned", "possibly_owned")]
        if enough:
            return max(enough, key=lambda it: (it.answer == "owned", [bound.low for bound in it.bounds]))
        return Verdict("possibly_owned", together.bounds, self.together, together.of, JOINT)

    def alone(self, party: int) -> Reached:
        """What one listed party reaches without the others."""
        if party not in self._alone:
            surely = frozenset({party}) & self.group.surely
            self._alone[party] = spread(self.ground, self.test, Group(surely, frozenset({party})))
        return self._alone[party]

    def _of(self, company: int, reached: Reached) -> Verdict:
        bounds = tuple(it for it in (self._bounds(company, reached, name) for name in self.test.measures) if it)
        tries: tuple[tuple[Answer, bool, Reach], ...] = (
            ("owned", False, reached.surely),
            ("possibly_owned", True, reached.perhaps),
        )
        for answer, perhaps, reach in tries:
            for measure in self.test.measures:
                if meets(self.ground, self.test, (measure, perhaps), (company, reach.tallies[measure])):
                    ranked = tuple(sorted(bounds, key=lambda it: it.measure != measure))
                    return Verdict(answer, ranked, reached, reached.group.perhaps)
        none: Answer = "not_owned" if bounds or self._is_covered(company) else "not_assessable"
        return Verdict(none, bounds, reached, reached.group.perhaps)

    def _bounds(self, company: int, reached: Reached, measure: str) -> Bounds | None:
        held = self.ground.measures[measure]
        tally = reached.perhaps.tallies[measure]
        if company not in tally.low and company not in tally.seen:
            return None
        low = least(held, reached.surely.tallies[measure], company)
        high = most(held, tally, company, not self.ground.question.rest_unlisted)
        lower = least_of(held, self.test, measure, company)
        upper = most_of(held, self.test, measure, (company, tally, high))
        return Bounds(
            measure,
            _share(held, company, low, lower),
            min(Fraction(1), _share(held, company, high, upper)),
            held.exceeds(company, low) > 0,
            held.exceeds(company, high) < 0,
        )

    def _is_covered(self, company: int) -> bool:
        """Is so much held by recorded holders that the rest cannot reach the threshold?"""
        held = self.ground.measures["shares"]
        if company not in held.into:
            return False
        return self.ground.question.rest_unlisted or not self.test.meets(unrecorded(held, company), held.whole[company])


def unrecorded(held: Holdings, company: int) -> int:
    """Units of a company of which no record says who holds them."""
    views = [held.low[edge] for edge in held.into.of(company) if held.view[edge]]
    direct = held.total.get(company, 0) + held.treasury.get(company, 0)
    return max(0, held.whole[company] - max([direct, *views]))


def _share(held: Holdings, company: int, value: int, whole: int) -> Fraction:
    """Units as a share of a whole that may leave the company's own shares out; 0 where nothing is left."""
    part = held.fraction(company, value)
    base = held.fraction(company, whole)
    return part / base if base else Fraction(0)


def tally_of(verdict: Verdict, measure: str) -> Tally:
    """What the answer counts: sure holdings where it is ``owned``, else those that may count."""
    reach = verdict.reached.surely if verdict.answer == "owned" else verdict.reached.perhaps
    return reach.tallies[measure]
