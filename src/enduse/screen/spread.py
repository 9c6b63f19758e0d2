"""Who is reached from a group of parties through holdings: least fixpoints, each holding looked at once.

Two questions are asked of the same holdings. *Proven*: who is surely held, whatever the open shares are? *Possible*:
who could be held? A company enters as soon as what members of the group hold in it reaches the threshold. Nobody ever
leaves, so the order of holdings does not matter and circles end: firms that only hold each other are never reached.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from enduse.screen.graph import Holdings


@dataclass(slots=True)
class Tally:
    """What members of a group hold in each company, in the company's units.

    Attributes:
        low: Sum of the least direct shares.
        high: Sum of the greatest direct shares.
        seen: The greatest of the indirect holdings, by their least share: views of holdings, never added up.
        seen_high: The same by their greatest share.
        loose: Sum of the greatest shares of indirect holdings without a recorded chain.
    """

    low: dict[int, int] = field(default_factory=dict)
    high: dict[int, int] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)
    seen_high: dict[int, int] = field(default_factory=dict)
    loose: dict[int, int] = field(default_factory=dict)

    def add(self, held: Holdings, edge: int) -> None:
        """Count one more holding of a member."""
        company = held.owned[edge]
        if held.owner[edge] == company:
            return
        low, high = held.low[edge], held.high[edge]
        if not held.view[edge]:
            self.low[company] = self.low.get(company, 0) + low
            self.high[company] = self.high.get(company, 0) + high
            return
        self.seen[company] = max(self.seen.get(company, 0), low)
        self.seen_high[company] = max(self.seen_high.get(company, 0), high)
        if held.view[edge] == 2:
            self.loose[company] = self.loose.get(company, 0) + high


def least(held: Holdings, tally: Tally, company: int) -> int:
    """What the group surely holds: also where more than the whole is recorded, the others' records may be right."""
    low = tally.low.get(company, 0)
    free = held.free[company] + low
    direct = low if low < free else max(0, free)
    return max(direct, tally.seen.get(company, 0)) if tally.seen else direct


def most(held: Holdings, tally: Tally, company: int, rest_open: bool) -> int:
    """What the group may hold at most.

    Args:
        held: The holdings.
        tally: What the group holds in them.
        company: Whose shares.
        rest_open: May shares without a recorded holder be the group's, too?
    """
    low, whole = tally.low.get(company, 0), held.whole[company]
    free = held.free[company] + low
    if free < low or not rest_open:
        high = tally.high.get(company, 0)
        free = min(high, whole if free < low else free)
    if not tally.seen:
        return free
    return max(min(whole, free + tally.loose.get(company, 0)), tally.seen_high.get(company, 0))


@dataclass(frozen=True)
class Reach:
    """Who was reached, and what the group holds.

    Attributes:
        order: When each party entered: those of the group 0, the others 1 and more; smaller means earlier.
        tallies: What members hold, by measure.
    """

    order: Mapping[int, int]
    tallies: Mapping[str, Tally]


@dataclass(frozen=True)
class Field:
    """What holdings can pass through.

    Attributes:
        measures: Holdings by ``shares`` and ``votes``, of the same ``Parties``.
        signs: From a party to the companies that are its own by a sign of control.
    """

    measures: Mapping[str, Holdings]
    signs: Mapping[int, tuple[int, ...]]


Passes = Callable[[int, Mapping[str, Tally]], bool]
"""Do holdings pass through this company, given what the group holds? Never false by a further holding of the group."""


def reach(on: Field, group: Iterable[int], passes: Passes, granted: Mapping[str, Iterable[int]] | None = None) -> Reach:
    """Everybody through whom the group's holdings pass.

    Args:
        on: The holdings.
        group: Those it starts from.
        passes: When a company joins.
        granted: Edges by measure that count as the group's from the start (joint arrangements).
    """
    order = dict.fromkeys(group, 0)
    waiting = list(order)
    tallies = {measure: Tally() for measure in on.measures}

    def joins(company: int) -> None:
        if company not in order:
            order[company] = len(order) + 1
            waiting.append(company)

    def counts(measure: str, edges: Iterable[int]) -> None:
        held, tally = on.measures[measure], tallies[measure]
        owned, add = held.owned, tally.add
        for edge in edges:
            add(held, edge)
            company = owned[edge]
            if company not in order and passes(company, tallies):
                joins(company)

    for measure, edges in (granted or {}).items():
        counts(measure, edges)
    early = {measure: frozenset(edges) for measure, edges in (granted or {}).items()}
    while waiting:
        party = waiting.pop()
        for company in on.signs.get(party, ()):
            joins(company)
        for measure, held in on.measures.items():
            edges = held.out.of(party)
            counts(measure, [it for it in edges if it not in early[measure]] if measure in early else edges)
    return Reach(order, tallies)
