"""One scheme being planted, or its honest look-alike: parties, shipments and papers in the scheme's words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.worlds.documents import Fact, list_party, pay, register, say, show, site, tender
from bench.worlds.goods import Lot, Model, between
from bench.worlds.names import Party
from bench.worlds.world import Row, World

INVASION = date(2022, 2, 24)


@dataclass
class Plot:
    """Plants what one scheme consists of.

    Attributes:
        honest: Plant the look-alike: the same trigger, but at least one recorded observable differs.
        intensity: 1 is the size of the published cases.
        diverting: Parties a right finding may be about.
    """

    world: World
    name: str
    honest: bool
    intensity: float
    random: Random
    subject: Party | None = None
    parties: list[tuple[str, Party]] = field(default_factory=list)
    diverting: list[Party] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)
    chains: list[tuple[Lot, Sequence[Any]]] = field(default_factory=list)
    breaks: list[dict[str, Any]] = field(default_factory=list)

    @property
    def tag(self) -> str:
        return f"like:{self.name}" if self.honest else self.name

    @property
    def control(self) -> date:
        return self.world.life.control

    @property
    def end(self) -> date:
        return self.world.life.end

    @property
    def start(self) -> date:
        return self.world.life.start

    def role(self, role: str, party: Party, diverts: bool = True) -> Party:
        """Remember who plays what."""
        self.parties.append((role, party))
        if role == "subject":
            self.subject = party
        if diverts:
            self.diverting.append(party)
        return party

    def importer(self, role: str = "subject", young: bool = False) -> Party:
        return self.role(role, self._firm(self.random.choice(self.world.family.importers), young))

    def trader(self, role: str = "consignor", country: str = "", young: bool = False) -> Party:
        return self.role(role, self._firm(country or self.random.choice(self.world.family.hubs), young))

    def bystander(self, role: str, country: str) -> Party:
        """Somebody in the story who diverts nothing."""
        return self.role(role, self._firm(country), diverts=False)

    def _firm(self, country: str, young: bool = False) -> Party:
        first = (
            max(INVASION + timedelta(days=5), self.control - timedelta(days=150)),
            self.control + timedelta(days=120),
        )
        born = self.world.founded(*(first if young else (date(1996, 1, 1), date(2020, 12, 1))))
        return self.world.people.firm(country, born, "trade", planted=True)

    def person(self, role: str = "", country: str = "", diverts: bool = False) -> Party:
        made = self.world.people.person(country or self.world.family.importers[0], planted=True)
        return self.role(role, made, diverts) if role else made

    def wanted(self, origin: str = "") -> Model:
        """A controlled machine that the scheme is about; for a look-alike, uncontrolled goods of the country."""
        origin = origin or self.random.choice(self.world.family.makers)
        model = self.world.choose(self.random, origin, controlled=not self.honest)
        self.keys.append(model.brand)
        return model

    def siblings(self, model: Model) -> Sequence[Model]:
        """Products of the same brand and standing, without parts."""
        same = [
            it
            for it in self.world.models[model.origin]
            if it.brand == model.brand and it.kind.controlled == model.kind.controlled
        ]
        return [it for it in same if not it.kind.part] or [model]

    def count(self, low: float, high: float) -> int:
        """A log-uniform number, less at less intensity."""
        return max(2, round(between(self.random, low, high) * self.intensity))

    def days(self, count: int, first: date, last: date) -> list[date]:
        span = max(1, (min(last, self.end) - first).days)
        return sorted(first + timedelta(days=self.random.randrange(span)) for _ in range(count))

    def after(self, months: int = 1) -> date:
        """Some time after the control."""
        return self.control + timedelta(days=30 * months + self.random.randrange(25))

    def ship(self, model: Model, chain: Sequence[Party], day: date, /, **how: Any) -> Lot:
        """One shipment down the chain; `how` goes to the lot (pieces, used ...) and to the way (holder, currency)."""
        way = {key: how.pop(key) for key in ("holder", "currency", "transit", "margin", "tag") if key in how}
        lot = self.world.lot(self.random, model, day, **how)
        legs = self.world.sell(self.random, lot, chain, day, **{"tag": self.tag, **way})
        if not self.honest:
            self.chains.append((lot, legs))
        return lot

    def onward(self, lot: Lot, chain: Sequence[Party], day: date, /, **changes: Any) -> None:
        """The very same goods move on, with something about them changed."""
        legs = self.world.sell(self.random, replace(lot, **changes), chain, day, tag=self.tag)
        self.chains = [(it, [*old, *legs] if it.number == lot.number else old) for it, old in self.chains]

    def owner(self, firm: Party, related: Party, share: float, **when: Any) -> None:
        self.world.owned.add(firm.pid)
        register(self.world, Fact(firm, "owner", related, share, **when), self.tag)

    def officer(self, firm: Party, person: Party, relation: str = "director", **when: Any) -> None:
        register(self.world, Fact(firm, relation, person, None, **when), self.tag)

    def listed(self, party: Party, on: date) -> None:
        list_party(self.world, party, on, self.tag)

    def paid(self, payer: Party, payee: Party, **how: Any) -> None:
        pay(self.world, self.random, payer, payee, tag=self.tag, **how)

    def contract(self, customer: Party, supplier: Party, **how: Any) -> None:
        tender(self.world, customer, supplier, tag=self.tag, **how)

    def page(self, party: Party, **how: Any) -> None:
        site(self.world, self.random, party, tag=self.tag, **how)

    def stand(self, party: Party, brand: str, day: date) -> None:
        show(self.world, self.random, party, brand, day=day, tag=self.tag)

    def statement(self, speaker: Party, about: Party | None, **how: Any) -> None:
        say(self.world, speaker, about, tag=self.tag, **how)

    def event(self, model: Model, serial: str, event: str, day: date, party: Party, **how: Any) -> None:
        """Something that happened to one machine at a party's place."""
        cells = {
            "serial": serial,
            "brand": model.brand,
            "model": model.model,
            "event": event,
            "day": day,
            "place": party.country,
            "authorised": "",
            "note": "",
        }
        self.world.put(Row("events", "", day, {**cells, **how}, {"party": party}, self.tag))

    def lane(self, codes: Sequence[str]) -> tuple[str, str, str]:
        """Maker, hub and code of a lane of the statistics that no other plot bends, nor one to the same hub."""
        family = self.world.family
        ways = [(maker, hub, code) for maker in family.makers for hub in family.hubs for code in codes]
        free = [it for it in ways if it[1:] not in self.world.bent]
        lane = self.random.choice(free)
        self.world.bent.add(lane[1:])
        self.keys += [*lane, ">".join(lane[:2]), ">".join(lane)]
        return lane

    def mark(self, mark: str, owner: Party, since: date) -> None:
        cells = {"mark": mark, "number": self.world.paper(), "office": owner.country, "since": since}
        self.world.put(Row("trademarks", "", since, cells, {"owner": owner}, self.tag))

    def same(self, party: Party, **other: Any) -> Party:
        """The party with something changed, wherever it was already remembered."""
        new = self.world.people.replace(party, **other)
        self.parties = [(role, new if it.pid == new.pid else it) for role, it in self.parties]
        self.diverting = [new if it.pid == new.pid else it for it in self.diverting]
        self.subject = new if self.subject and self.subject.pid == new.pid else self.subject
        return new


@dataclass(frozen=True)
class Scheme:
    """A pattern that can be planted.

    Attributes:
        core: The typologies that say what is special about it.
        also: Further typologies that rightly name it, beside those that its rows themselves meet.
        needs: Tables without which its core cannot be seen.
        differs: How its look-alike differs, in words.
    """

    name: str
    core: tuple[str, ...]
    also: tuple[str, ...]
    needs: tuple[str, ...]
    differs: str
    plant: Callable[[Plot], None]


SCHEMES: dict[str, Scheme] = {}


def scheme(
    name: str, core: Sequence[str], differs: str, **more: Sequence[str]
) -> Callable[[Callable[[Plot], None]], Callable[[Plot], None]]:
    """Registers the function that plants it; `more`: also, needs."""

    def keep(plant: Callable[[Plot], None]) -> Callable[[Plot], None]:
        SCHEMES[name] = Scheme(
            name, tuple(core), tuple(more.get("also", ())), tuple(more.get("needs", ("imports",))), differs, plant
        )
        return plant

    return keep


def about(plot: Plot) -> Mapping[str, Any]:
    """What the truth says of the parties of one plot."""
    return {
        "subject": plot.subject.pid if plot.subject else None,
        "parties": [[role, it.pid] for role, it in plot.parties],
        "diverting": [it.pid for it in plot.diverting],
        "keys": plot.keys,
        "params": {key: str(value) for key, value in plot.params.items()},
    }
