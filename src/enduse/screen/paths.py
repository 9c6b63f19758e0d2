"""How a holding gets from a listed party to a company: chains of recorded links, each with share, days and source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice

from enduse.screen.graph import Holdings
from enduse.screen.ground import Ground
from enduse.screen.spread import Reach
from enduse.screen.stakes import STRONG_SIGNS, Stake
from enduse.screen.units import excess_of
from enduse.screen.verdict import percent

MOST_PATHS = 20
"""More are counted, not shown: a net of cross-holdings has millions."""

_SIGN_WORDS = {
    "appoints_board": "may appoint the majority of the board",
    "controls": "controls by other means",
    "directs": "is director or manager",
    "represents": "acts on behalf",
}


@dataclass(frozen=True)
class Step:
    """One link of a chain.

    Attributes:
        owner: Key of the holder.
        owned: Key of the company.
        kind: As in ``Stake``.
        low: Least share after what several records say together; None for a sign of control.
        high: Greatest share.
        low_excluded: The share is more than ``low``.
        indirect: The register itself calls the holding indirect.
        records: The stakes it was read from.
    """

    owner: str
    owned: str
    kind: str
    low: Fraction | None
    high: Fraction | None
    low_excluded: bool
    indirect: bool
    records: tuple[Stake, ...]

    @property
    def share_text(self) -> str:
        """``50 %``, ``25 % to 50 % of the votes``, ``an unknown share``, or the sign in words."""
        if self.low is None or self.high is None:
            return _SIGN_WORDS[self.kind]
        least = f"more than {percent(self.low)}" if self.low_excluded else percent(self.low)
        span = least if self.low == self.high or self.low_excluded else f"{least} to {percent(self.high)}"
        share = "an unknown share" if self.low == 0 and self.high == 1 else span
        of = " of the votes" if self.kind == "votes" else ""
        return f"{share}{of}{' (recorded as indirect)' if self.indirect else ''}"

    @property
    def source_text(self) -> str:
        """Registers, rows and days behind the link."""
        return "; ".join(f"{it.origin}, {span_text(it.start, it.end)}" for it in self.records)


@dataclass(frozen=True)
class Path:
    """A chain from a listed party down to the company asked about."""

    steps: tuple[Step, ...]

    @property
    def economic_low(self) -> Fraction:
        """The shares multiplied along the chain, for information: no rule here multiplies. 0 where one is open."""
        product = Fraction(1)
        for it in self.steps:
            product *= it.low or Fraction(0)
        return product

    def text(self, ground: Ground) -> str:
        """``A: 50 % of H [EGRUL, row 3, since 2020-01-01]; H: 50 % of X [...]``."""
        name = ground.question.name
        said = [f"{name(it.owner)}: {_of(it)} {name(it.owned)} [{it.source_text}]" for it in self.steps]
        return "; ".join(said)


def span_text(start: date | None, end: date | None) -> str:
    """``since 2020-01-01``, ``2020-01-01 until 2021-01-01``, ``days not recorded``."""
    if start is None and end is None:
        return "days not recorded"
    first = start.isoformat() if start else "an unknown day"
    return f"since {first}" if end is None else f"from {first} until {end.isoformat()}"


def _of(step: Step) -> str:
    return f"{step.share_text} {'of' if step.low is not None else '→'}"


def paths_to(ground: Ground, reach: Reach, company: int) -> tuple[tuple[Path, ...], bool]:
    """Chains from those the reach began with to the company, at most ``MOST_PATHS``, and whether there are more.

    A chain only passes through companies that entered earlier than the next one, so that it never runs in a circle.
    """
    found = list(islice(_chains(ground, reach, company), MOST_PATHS + 1))
    shown = sorted((Path(steps) for steps in found[:MOST_PATHS]), key=lambda it: (len(it.steps), it.steps[0].owner))
    return tuple(shown), len(found) > MOST_PATHS


def _chains(ground: Ground, reach: Reach, company: int) -> Iterator[tuple[Step, ...]]:
    waiting: list[tuple[int, tuple[Step, ...]]] = [(company, ())]
    while waiting:
        at, below = waiting.pop()
        limit = reach.order.get(at, len(reach.order) + 1)
        for step in sorted(_links(ground, at), key=lambda it: it.owner, reverse=True):
            owner = ground.parties.number[step.owner]
            entered = reach.order.get(owner)
            if entered is None or entered >= limit:
                continue
            if entered == 0:
                yield (step, *below)
            else:
                waiting.append((owner, (step, *below)))


def _links(ground: Ground, company: int) -> Iterator[Step]:
    for measure, held in ground.measures.items():
        for edge in held.into.of(company):
            if held.owner[edge] != company:
                yield step_of(held, measure, edge)
    for it in ground.signs.get(company, ()):
        if it.kind in STRONG_SIGNS:
            yield Step(it.owner, it.owned, it.kind, None, None, False, it.direct is False, (it,))


def step_of(held: Holdings, measure: str, edge: int) -> Step:
    """One holding as a link."""
    company, keys = held.owned[edge], held.parties.keys
    return Step(
        owner=keys[held.owner[edge]],
        owned=keys[company],
        kind=measure,
        low=held.fraction(company, held.low[edge]),
        high=held.fraction(company, held.high[edge]),
        low_excluded=excess_of(held.low[edge]) > 0,
        indirect=bool(held.view[edge]),
        records=held.behind(edge),
    )
