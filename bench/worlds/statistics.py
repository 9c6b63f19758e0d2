"""Foreign trade statistics of makers and hubs, both sides of each lane, with the season, the noise and the gaps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, tau
from random import Random

from bench.worlds.goods import between
from bench.worlds.world import Row, World

CODES = ("845710", "845811", "845891", "845961", "846693", "846591", "841370", "842240", "847710", "848180")


@dataclass(frozen=True)
class Bend:
    """From a month on a lane is multiplied, ramping up.

    Attributes:
        sides: Who records it: export (the reporter), import (the partner), onward (the partner's export from there).
    """

    lane: tuple[str, str, str]
    month: date
    factor: float
    ramp: int
    sides: tuple[str, ...]
    tag: str


def months(start: date, end: date) -> Sequence[date]:
    """First days of the whole months from start to end."""
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    return [date(start.year + (start.month - 1 + n) // 12, (start.month - 1 + n) % 12 + 1, 1) for n in range(count)]


@dataclass
class Statistics:
    """Makes the rows of all lanes at once; bends are added before."""

    world: World
    bends: list[Bend]

    def __post_init__(self) -> None:
        self.random = Random(f"statistics-{self.world.family.name}-{self.world.seed}")

    def rows(self) -> Iterator[Row]:
        family, life = self.world.family, self.world.life
        when = months(life.start, life.end)
        for maker in family.makers:
            for code in CODES:
                for hub in family.hubs:
                    yield from self._lane((maker, hub, code), when, ("export", "import"))
                for importer in dict.fromkeys(family.importers):
                    yield from self._lane((maker, importer, code), when, ("export",), stops=code in CODES[:5])
        for hub in family.hubs:
            for code in CODES:
                for importer in dict.fromkeys(family.importers):
                    yield from self._lane((hub, importer, code), when, ("export",))

    def _lane(
        self, lane: tuple[str, str, str], when: Sequence[date], sides: Sequence[str], stops: bool = False
    ) -> Iterator[Row]:
        chance = self.random
        level, trend, top = between(chance, 8e4, 6e6), chance.uniform(-0.1, 0.25), chance.randrange(12)
        sigma, price, cif = chance.uniform(0.08, 0.3), between(chance, 9, 40), chance.uniform(1.03, 1.12)
        for n, month in enumerate(when):
            usual = level * (1 + trend * n / 12) * (1 + 0.2 * cos(tau * (month.month - top) / 12))
            if stops and month >= self.world.life.control.replace(day=1):
                usual *= 0.02
            for side in sides:
                factor, tag = self._bent(lane, month, side)
                usd = (
                    usual
                    * factor
                    * chance.lognormvariate(0, sigma if side == "export" else 0.08)
                    * (cif if side == "import" else 1)
                )
                yield self._row(lane, month, (side, tag), (usd, usd / price))

    def _bent(self, lane: tuple[str, str, str], month: date, side: str) -> tuple[float, str]:
        """Factor and tag of a month: a lane may be bent itself, or be the way onward of a bent one."""
        for bend in self.bends:
            onward = (
                "onward" in bend.sides
                and lane[0] == bend.lane[1]
                and lane[2] == bend.lane[2]
                and lane[1] in self.world.family.importers
            )
            if bend.lane == lane or onward:
                done = min(
                    1.0, max(0, (month.year - bend.month.year) * 12 + month.month - bend.month.month + 1) / bend.ramp
                )
                # Evidence is what a reader needs: both sides of the lane and every month, before and after.
                return (1 + (bend.factor - 1) * done if onward or side in bend.sides else 1.0), bend.tag
        return 1.0, ""

    def _row(self, lane: tuple[str, str, str], month: date, side: tuple[str, str], mass: tuple[float, float]) -> Row:
        maker, hub, code = lane
        (flow, tag), (usd, kg) = side, mass
        reporter, partner = (maker, hub) if flow == "export" else (hub, maker)
        cells = {
            "day": month,
            "reporter": reporter,
            "partner": partner,
            "flow": flow,
            "hs6": code,
            "usd": float(round(usd)),
            "net": float(round(kg)),
        }
        return Row("statistics", "", month, cells, {}, tag)


def by_quarter(rows: Sequence[Row]) -> Sequence[Row]:
    """The same by whole quarters, for offices that publish no months."""
    sums: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        quarter = date(row.day.year, (row.day.month - 1) // 3 * 3 + 1, 1)
        sums.setdefault(
            (quarter, *(row.cells[key] for key in ("reporter", "partner", "flow", "hs6")), row.tag), []
        ).append(row)
    return [_summed(group, quarter) for (quarter, *_), group in sums.items() if isinstance(quarter, date)]


def _summed(group: Sequence[Row], quarter: date) -> Row:
    cells: dict[str, object] = {**group[0].cells, "day": quarter}
    cells |= {key: float(sum(float(it.cells[key]) for it in group)) for key in ("usd", "net")}
    return Row("statistics", "", quarter, cells, {}, group[0].tag)


def named_period(cells: Mapping[str, object], quarterly: bool) -> str:
    """2023-04, or 2023Q2."""
    day = cells["day"]
    assert isinstance(day, date)
    return f"{day.year}Q{(day.month + 2) // 3}" if quarterly else f"{day:%Y-%m}"
