"""What maps, networks, ownership charts, chains of custody and timelines show; ``figures`` draws them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from enduse.report.model import Figure, Scene

Leg = Literal["made", "sent"]
Side = Literal["centre", "left", "right"]


@dataclass(frozen=True)
class MapPlace:
    """A country on a map, in degrees."""

    code: str
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class MapArc:
    """Value that passes from one country to another.

    Attributes:
        leg: ``sent`` from where it was shipped to where it goes; ``made``: from where it was made to where it was
            shipped from, where these differ.
    """

    source: str
    target: str
    leg: Leg
    figure: Figure


@dataclass(frozen=True)
class FlowMap(Scene):
    """Arcs between countries, the widest first."""

    unit: str
    places: tuple[MapPlace, ...]
    arcs: tuple[MapArc, ...]


@dataclass(frozen=True)
class Knot:
    """A party in a network.

    Attributes:
        kind: company, person or unknown.
        country: ISO alpha-2, or empty.
        listed: Does it probably stand on a list of restricted parties?
        side: Where it is drawn.
    """

    id: str
    name: str
    kind: str
    country: str
    listed: bool
    side: Side


@dataclass(frozen=True)
class Thread:
    """One kind of dealing between two parties.

    Attributes:
        kind: ``goods``, ``contract``, ``money`` or ``ownership``.
        weight: From 0 to 1, for its width.
    """

    source: str
    target: str
    kind: str
    figure: Figure
    weight: float = 0.0


@dataclass(frozen=True)
class Web(Scene):
    """Parties, at most sixty, and what ties them."""

    knots: tuple[Knot, ...]
    threads: tuple[Thread, ...]


@dataclass(frozen=True)
class Holder:
    """A party in an ownership chart.

    Attributes:
        step: 0 for the subject, -1 for its owners, -2 for theirs, 1 for what it owns.
    """

    id: str
    name: str
    country: str
    kind: str
    listed: bool
    step: int


@dataclass(frozen=True)
class Holding:
    """What a register says of one relation.

    Attributes:
        said: Share or kind, in a few words: ``over 25 % to 50 %``, ``director``.
        dates: ``since 2021-05-01``; empty where no day is stated.
        past: Has it ended?
    """

    owner: str
    owned: str
    said: str
    dates: str
    past: bool
    figure: Figure


@dataclass(frozen=True)
class Ownership(Scene):
    """Who owns and directs whom."""

    holders: tuple[Holder, ...]
    holdings: tuple[Holding, ...]


@dataclass(frozen=True)
class ChainStep:
    """One record of a machine.

    Attributes:
        on: The day as text; empty where none is stated.
        who: The party, or empty.
        gap: Days since the record before it; None for the first, and where a day is missing.
        outside: Is it where no record sends the machine?
        doubt: Why it may not hold; empty where nothing speaks against it.
    """

    on: str
    what: str
    where: str
    who: str
    gap: int | None
    outside: bool
    confidence: str
    doubt: str
    figure: Figure


@dataclass(frozen=True)
class MachineChain:
    """What is recorded of one machine, in order."""

    name: str
    steps: tuple[ChainStep, ...]


@dataclass(frozen=True)
class Custody(Scene):
    """Chains of custody, those that leave the authorised channel first."""

    machines: tuple[MachineChain, ...]


@dataclass(frozen=True)
class Moment:
    """Something dated.

    Attributes:
        on: The day, month, year or span as its source tells it.
        start: First day it can have been; None: told is only what it came before.
        end: First day after.
        lane: What kind of source tells it.
        figure: The rows that tell it; None where the case does.
        cites: ``C3``, ``E7``; empty where rows tell it.
    """

    on: str
    start: date | None
    end: date | None
    lane: str
    text: str
    confidence: str
    figure: Figure | None = None
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timeline(Scene):
    """Moments of several kinds of sources, in order."""

    lanes: tuple[str, ...]
    moments: tuple[Moment, ...]
