"""How fast machines of one brand leave a country, against how many stand there: a rate with its bounds.

A Fermi estimate: the base is somebody's figure, or a count of what the records hold, with a lowest and a highest value;
the machines that leave are counted. Counts are taken as Poisson, so that three machines are not read as a trend.
"""

from dataclasses import dataclass
from math import inf, sqrt

Z = 1.96
"""Standard deviations of the 95 % intervals here."""


@dataclass(frozen=True)
class Interval:
    """A value between two bounds; ``high`` may be infinite."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> "Interval":
        """The interval in another unit."""
        return Interval(self.value * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True)
class Base:
    """How many machines stand there.

    Attributes:
        machines: The estimate; its bounds are what the estimator would be surprised to see passed.
        basis: Whose figure it is: ``given``, ``events``.
    """

    machines: Interval
    basis: str = "given"


@dataclass(frozen=True)
class Flow:
    """Machines that left in a time.

    Attributes:
        machines: Counted.
        years: Length of the records.
    """

    machines: int
    years: float


@dataclass(frozen=True)
class Leak:
    """What the counts mean.

    Attributes:
        ratio: Machines a year after the watershed to those before it.
        a_year: Machines a year, after.
        share: Share of the base that leaves in a year, after; None without a base.
        share_before: The same before; None without a base.
        excess: Machines beyond those that would have left at the rate before.
    """

    ratio: Interval
    a_year: Interval
    share: Interval | None
    share_before: Interval | None
    excess: Interval


def leak(before: Flow, after: Flow, base: Base | None = None) -> Leak:
    """How much faster machines leave, and which share of the base they are.

    Raises:
        ValueError: A time is not positive.
    """
    if before.years <= 0 or after.years <= 0:
        raise ValueError(f"Both times must be positive; got {before.years!r} and {after.years!r} years.")
    late, early = counted(after.machines), counted(before.machines)
    scale = after.years / before.years
    usual = early.times(scale)
    excess = Interval(
        late.value - usual.value,
        # Bounds of a difference of independent counts: each may err towards the other.
        late.value - usual.value - sqrt((late.value - late.low) ** 2 + (usual.high - usual.value) ** 2),
        late.value - usual.value + sqrt((late.high - late.value) ** 2 + (usual.value - usual.low) ** 2),
    )
    return Leak(
        rate_ratio(before, after),
        late.times(1 / after.years),
        _share(late, after.years, base),
        _share(early, before.years, base),
        excess,
    )


def _share(machines: Interval, years: float, base: Base | None) -> Interval | None:
    if base is None or base.machines.low <= 0:
        return None
    stands = base.machines
    a_year = machines.times(1 / years)
    return Interval(a_year.value / stands.value, a_year.low / stands.high, a_year.high / stands.low)


def share_of(part: Base, whole: Base) -> Interval:
    """Which share of the machines of the world stands in the country; at most all of them.

    >>> share_of(Base(Interval(100_000, 80_000, 120_000)), Base(Interval(200_000, 180_000, 220_000))).value
    0.5
    """
    here, all = part.machines, whole.machines
    return Interval(*(min(1.0, it) for it in (here.value / all.value, here.low / all.high, here.high / all.low)))


def counted(events: int) -> Interval:
    """A count with its 95 % Poisson bounds, by Byar's formula: within 2 % of the exact ones from a count of 3 on."""
    upper = events + 1
    high = upper * (1 - 1 / (9 * upper) + Z / (3 * sqrt(upper))) ** 3
    low = events * (1 - 1 / (9 * events) - Z / (3 * sqrt(events))) ** 3 if events else 0.0
    return Interval(float(events), max(0.0, low), high)


def rate_ratio(before: Flow, after: Flow) -> Interval:
    """The rate after to the rate before, with 95 % bounds.

    Given their sum, one of two Poisson counts is binomial; Wilson's interval of its share gives that of the ratio. The
    value is that of counts with a half added, so that none before does not make it infinite.
    """
    total = before.machines + after.machines
    scale = before.years / after.years
    value = (after.machines + 0.5) / (before.machines + 0.5) * scale
    if not total:
        return Interval(value, 0.0, inf)
    share = after.machines / total
    middle = (share + Z * Z / (2 * total)) / (1 + Z * Z / total)
    reach = Z * sqrt(share * (1 - share) / total + Z * Z / (4 * total * total)) / (1 + Z * Z / total)
    low, high = middle - reach, middle + reach
    return Interval(value, max(0.0, low / (1 - low)) * scale, high / (1 - high) * scale if before.machines else inf)
