"""Honest trade: who buys what from whom, day by day; and the honest rows of every other record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import sin, tau
from random import Random
from typing import Any

from bench.worlds.goods import Model
from bench.worlds.names import Party
from bench.worlds.world import Row, World

CHINESE = "CN"
PARTIES_OF_ROWS = 0.6
"""Parties grow slower than rows: rows to this power, as extracts of several sizes show."""
LINES = 1.53
"""Lines of one paper, on average: see _deal."""
SPLIT = 0.07
"""Share of relations in which another firm holds the contract."""
SHARED_ROOF = 0.05
"""Share of firms that sit where another one sits."""
RETURNS = ("repair", "exhibition", "hire")
"""Why controlled goods may cross a hub honestly after the control."""
TOLD = 0.35
"""Share of controlled machines of which the maker tells something."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A chain of parties that trades some products for a while.

    Attributes:
        holder: Who contracts instead of the last sender, if anybody.
        said: What declarations say of the goods, beside what they are.
    """

    kind: str
    chain: tuple[Party, ...]
    models: tuple[Model, ...]
    start: date
    end: date
    weight: float
    holder: Party | None = None
    said: tuple[tuple[str, Any], ...] = ()


class Market:
    """The honest economy of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._last: dict[str, Party] = {}
        self.random = Random(f"market-{world.family.name}-{world.seed}")
        family, count = world.family, 2.0 * world.rows**PARTIES_OF_ROWS
        self.importers = [self._firm(self.random.choice(family.importers)) for _ in range(round(count * 0.36))]
        self.traders = {
            hub: [self._firm(hub) for _ in range(max(4, round(count * 0.2 / len(family.hubs))))] for hub in family.hubs
        }
        self.users = {
            hub: [self._firm(hub, "manufacture") for _ in range(max(4, round(count * 0.1 / len(family.hubs))))]
            for hub in family.hubs
        }
        self.others = [self._firm(self.random.choice(family.elsewhere)) for _ in range(max(5, round(count * 0.08)))]
        self.relations = [
            it for kind, share in family.mix.items() for it in self._some(kind, round(count * 2.2 * share))
        ]
        self._month: tuple[int, int] | None = None
        self._now: Sequence[Relation] = ()
        self._weights: Sequence[float] = ()
        self.machines: list[tuple[Party, Model, str, int]] = []

    def _firm(self, country: str, activity: str = "trade") -> Party:
        world, chance = self.world, self.random
        young = chance.random() < 0.12
        first, last = (
            (date(2022, 3, 1), world.life.end - timedelta(days=200)) if young else (date(1994, 1, 1), date(2021, 6, 1))
        )
        made = world.people.firm(country, world.founded(first, last), activity)
        last_here = self._last.get(country)
        if last_here and chance.random() < SHARED_ROOF:
            made = world.people.replace(made, address=last_here.address, address_latin=last_here.address_latin)
        self._last[country] = made
        return made

    def _some(self, kind: str, count: int) -> list[Relation]:
        return [self._relation(kind) for _ in range(max(3, count))]

    def _relation(self, kind: str) -> Relation:
        chance, world, family = self.random, self.world, self.world.family
        life = world.life
        hub, maker = chance.choice(family.hubs), chance.choice(family.makers)
        controlled = kind in ("into_hub", "returned", "dealer") or (
            kind in ("direct", "elsewhere") and chance.random() < 0.45
        )
        origin = hub if kind == "made_in_hub" else maker
        if kind == "made_in_hub":
            controlled = bool(family.hub_makers.get(hub)) and chance.random() < 0.4
        one = world.choose(chance, origin, controlled, parts=True)
        same = [it for it in world.models[origin] if it.brand == one.brand and it.kind.controlled == controlled]
        models = tuple({it.model: it for it in (one, *(chance.choice(same) for _ in range(3)))}.values())
        chain = self._chain(kind, hub, world.maker_of(one))
        start = max(life.start, max(it.founded for it in chain) + timedelta(days=chance.randrange(60, 400)))
        late = chance.random() < 0.35
        start = max(start, world.founded(life.start, life.end - timedelta(days=90))) if late else start
        end = life.end
        if controlled and chain[-1].country in family.importers and kind in ("direct", "dealer"):
            # Makers stop at the control; goods under way and old contracts run a few weeks longer.
            end = life.control + timedelta(days=chance.randrange(-150, 55))
        elif chance.random() < 0.25:
            end = world.founded(life.start + timedelta(days=200), life.end)
        split = not controlled and len(chain) > 1 and chain[-1].country in family.importers and chance.random() < SPLIT
        holder = chance.choice(self.traders[chance.choice(family.hubs)]) if split else None
        said = (("remark", chance.choice(RETURNS)),) if kind == "returned" else ()
        return Relation(kind, chain, models, start, end, chance.paretovariate(1.3), holder, said)

    def _chain(self, kind: str, hub: str, maker: Party) -> tuple[Party, ...]:
        chance = self.random
        importer, trader = chance.choice(self.importers), chance.choice(self.traders[hub])
        ways = {
            "direct": (maker, importer),
            "made_in_hub": (maker, importer) if chance.random() < 0.6 else (trader, importer),
            "dealer": (maker, trader, importer),
            "returned": (trader, importer),
            "through": (maker, trader, importer) if chance.random() < 0.8 else (trader, importer),
            "into_hub": (maker, chance.choice(self.users[hub])),
            "elsewhere": (maker, chance.choice(self.others))
            if chance.random() < 0.5
            else (trader, chance.choice(self.others)),
        }
        return ways[kind]

    def declared(self, relation: Relation) -> int:
        """How many rows one trade of it puts into the files."""
        pairs = [
            (a.country, b.country)
            for a, b in zip(relation.chain, relation.chain[1:], strict=False)
            if a.country != b.country
        ]
        return sum(
            (self.world.family.file("exports", a) is not None) + (self.world.family.file("imports", b) is not None)
            for a, b in pairs
        )

    def trades_a_day(self) -> float:
        """So that the world gets about its number of goods lines."""
        life = self.world.life
        days = (life.end - life.start).days + 1
        weights = [it.weight * max(0, (it.end - it.start).days) for it in self.relations]
        per_trade = sum(w * self.declared(it) for w, it in zip(weights, self.relations, strict=True)) / sum(weights)
        return self.world.rows / days / max(0.2, per_trade * LINES)

    def trade(self, day: date, trades: int) -> None:
        """So many honest trades that come in on this day."""
        if self._month != (day.year, day.month):
            self._month = (day.year, day.month)
            self._now = [
                it for it in self.relations if day < it.end and (it.start <= day or it.start == self.world.life.start)
            ]
            self._weights = list(accumulate(it.weight for it in self._now))
        if self._now:
            for relation in self.random.choices(self._now, cum_weights=self._weights, k=trades):
                if day < relation.end:
                    self._deal(relation, day)

    def _deal(self, relation: Relation, day: date) -> None:
        world, chance = self.world, self.random
        paper = world.paper()
        for line in range(1, chance.choice((1, 1, 1, 2, 2, 3)) + 1):
            model = chance.choice(relation.models)
            used = (
                model.kind.machine
                and not (model.kind.controlled and relation.kind == "through")
                and chance.random() < 0.06
            )
            lot = world.lot(
                chance,
                model,
                day,
                used=used,
                **dict(relation.said),
                **({"paper": paper, "line": line} if len(relation.chain) == 2 else {}),
            )
            world.sell(chance, lot, relation.chain, day, leaves=True, holder=relation.holder)
            if lot.serials and model.kind.controlled and model.brand and chance.random() < TOLD:
                self.machines.append((relation.chain[-1], model, lot.serials[0], day.toordinal()))
            if len(relation.chain) > 2:
                break


def season(day: date) -> float:
    """How busy a day is: less in January, more in autumn, nearly nothing on Sundays."""
    return (1 + 0.15 * sin(tau * (day.timetuple().tm_yday / 365 - 0.45))) * (0.08 if day.weekday() == 6 else 1.1)


def sold_on(world: World, market: Market, day: date, chance: Random) -> None:
    """What the world's makers tell of machines that came to their users around this day."""
    for buyer, model, serial, on in market.machines:
        cells = {
            "serial": serial,
            "brand": model.brand,
            "model": model.model,
            "place": buyer.country,
            "authorised": "",
            "note": "",
        }
        built = max(day, date.fromordinal(on) - timedelta(days=chance.randrange(1, 60)))
        tell(world, {**cells, "event": "built", "day": built, "place": model.origin}, world.maker_of(model))
        tell(
            world,
            {
                **cells,
                "event": "installed",
                "day": max(day, date.fromordinal(on)) + timedelta(days=chance.randrange(20, 90)),
            },
            buyer,
        )
        if chance.random() < 0.06:
            moved = day + timedelta(days=chance.randrange(150, 400))
            tell(world, {**cells, "event": "moved", "day": moved, "authorised": "yes", "note": "new hall"}, buyer)
            tell(world, {**cells, "event": "service request", "day": moved + timedelta(days=9)}, buyer)
        if chance.random() < 0.25:
            tell(world, {**cells, "event": "serviced", "day": day + timedelta(days=chance.randrange(120, 500))}, buyer)
    market.machines.clear()


def tell(world: World, cells: dict[str, object], party: Party, tag: str = "") -> None:
    """One event of one machine."""
    day = cells["day"]
    assert isinstance(day, date)
    world.put(Row("events", "", day, cells, {"party": party}, tag))
