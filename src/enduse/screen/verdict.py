"""What one rule's test says of one company: bounds of what the listed hold, and a three-valued answer."""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from enduse.screen.graph import Holdings
from enduse.screen.ground import Ground, Group, Reached, above, least_of, listed_group, most_of, spread
from enduse.screen.rules import OwnershipTest
from enduse.screen.spread import Tally, least, most
from enduse.screen.units import excess_of, rounded

Answer = Literal["owned", "possibly_owned", "not_owned", "listed", "unknown", "not_in_force", "not_assessable"]

JOINT = "no single listed party is enough; several count together only under a joint arrangement (ask for it)"
PROGRAMME = "it is listed itself, and whether its programme counts under this rule is not recorded"
UNEXPLAINED = "of companies among its holders, or above them, no owners are recorded: they may be the listed"


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


class _Measured(NamedTuple):
    """Bounds by one measure, and whether they surely or possibly reach the threshold."""

    bounds: Bounds
    owned: bool
    possible: bool


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
            doubt = next((it.possible for it in self.ground.listings[company] if it.possible), "")
            condition = f"it is only possibly the listed party itself ({doubt})" if doubt else PROGRAMME
            return replace(found, answer="possibly_owned", condition=condition)
        if found.answer == "not_owned" and company in self._open:
            return replace(found, answer="not_assessable", condition=UNEXPLAINED)
        return found

    def explained(self, company: int) -> Verdict:
        """The same, and on whose identity the answer depends where a name alone makes somebody listed."""
        found = self.verdict(company)
        if found.answer != "possibly_owned" or found.condition:
            return found
        doubted = sorted((self.group.perhaps - self.group.surely) & above(self.ground, company))
        name, keys = self.ground.question.name, self.ground.parties.keys
        why = {it: next((one.possible for one in self.ground.listings[it] if one.possible), "") for it in doubted}
        said = [f"{name(keys[it])} is only possibly the listed party ({text})" for it, text in why.items() if text]
        return replace(found, condition="; ".join(said))

    @cached_property
    def _open(self) -> frozenset[int]:
        """Companies that may be anybody's as far as the registers tell, and the companies below them; empty where the
        question does not say of whom nothing is recorded.
        """
        ground, held = self.ground, self.ground.measures["shares"]
        number = ground.parties.number
        found = {number[it] for it in ground.question.unexplained if it in number}
        if not found:
            return frozenset()
        rest = {} if ground.question.rest_unlisted else {it: unrecorded(held, it) for it in held.whole}
        found |= {it for it, units in rest.items() if self.test.meets(units, held.whole[it])}
        found -= self.group.perhaps
        waiting = sorted(found)
        while waiting:
            for edge in held.out.of(waiting.pop()):
                company = held.owned[edge]
                rest[company] = rest.get(company, 0) + held.high[edge]
                if company not in found and self.test.meets(rest[company], held.whole[company]):
                    found.add(company)
                    waiting.append(company)
        return frozenset(found)

    def _owned(self, company: int) -> Verdict:
        together = self._of(company, self.together)
        if self.test.aggregate == "all" or together.answer in ("not_owned", "not_assessable"):
            return together
        alone = [self._of(company, self.alone(it)) for it in self._touching.get(company, ()) if it != company]
        enough = [it for it in alone if it.answer in ("owned", "possibly_owned")]
        if enough:
            return max(enough, key=_weight)
        return Verdict("possibly_owned", together.bounds, self.together, together.of, JOINT)

    def alone(self, party: int) -> Reached:
        """What one listed party reaches without the others."""
        if party not in self._alone:
            surely = frozenset({party}) & self.group.surely
            self._alone[party] = spread(self.ground, self.test, Group(surely, frozenset({party})))
        return self._alone[party]

    def _of(self, company: int, reached: Reached) -> Verdict:
        measured = [it for it in (self._measured(company, reached, name) for name in self.test.measures) if it]
        deciding = next((it for it in measured if it.owned), None)
        answer: Answer = "owned" if deciding else "possibly_owned"
        if deciding := deciding or next((it for it in measured if it.possible), None):
            ranked = (deciding.bounds, *(it.bounds for it in measured if it is not deciding))
            return Verdict(answer, ranked, reached, reached.group.perhaps)
        none: Answer = "not_owned" if measured or self._is_covered(company) else "not_assessable"
        return Verdict(none, tuple(it.bounds for it in measured), reached, reached.group.perhaps)

    def _measured(self, company: int, reached: Reached, measure: str) -> "_Measured | None":
        """What the group holds of the company; None where it holds nothing."""
        held, test = self.ground.measures[measure], self.test
        surely, tally = reached.surely.tallies[measure], reached.perhaps.tallies[measure]
        if company not in tally.low and company not in tally.seen:
            return None
        low = least(held, surely, company)
        high = most(held, tally, company, not self.ground.question.rest_unlisted)
        lower = least_of(held, test, measure, company)
        upper = most_of(held, test, measure, (company, tally, high))
        bounds = _bounds(measure, (low, lower), (high, upper))
        holds = company in surely.low or company in surely.seen
        return _Measured(bounds, holds and test.meets(low, lower), test.meets(high, upper))

    def _is_covered(self, company: int) -> bool:
        """Is so much held by recorded holders that the rest cannot reach the threshold?"""
        held = self.ground.measures["shares"]
        if company not in held.into:
            return False
        return self.ground.question.rest_unlisted or not self.test.meets(unrecorded(held, company), held.whole[company])


def _weight(it: Verdict) -> tuple[bool, list[Fraction], list[Fraction]]:
    """Orders what single listed parties hold: first what is surely held, then what may be held."""
    return it.answer == "owned", [bound.low for bound in it.bounds], [bound.high for bound in it.bounds]


def unrecorded(held: Holdings, company: int) -> int:
    """Units of a company of which no record says who holds them."""
    views = [held.low[edge] for edge in held.into.of(company) if held.view[edge]]
    direct = held.total.get(company, 0) + held.treasury.get(company, 0)
    return max(0, held.whole[company] - max([direct, *views]))


@lru_cache(maxsize=65_536)
def _bounds(measure: str, low: tuple[int, int], high: tuple[int, int]) -> Bounds:
    """Units and their wholes as bounds: many companies have the same, and one law asks what another has asked."""
    (least, lower), (most, upper) = low, high
    return Bounds(
        measure, _share(least, lower), _share(min(most, upper), upper), excess_of(least) > 0, excess_of(most) < 0
    )


def _share(value: int, whole: int) -> Fraction:
    """Units as a share of a whole that may leave the company's own shares out; 0 where nothing is left."""
    base = rounded(whole)
    return Fraction(rounded(value), base) if base else Fraction(0)


def tally_of(verdict: Verdict, measure: str) -> Tally:
    """What the answer counts: sure holdings where it is ``owned``, else those that may count."""
    reach = verdict.reached.surely if verdict.answer == "owned" else verdict.reached.perhaps
    return reach.tallies[measure]
