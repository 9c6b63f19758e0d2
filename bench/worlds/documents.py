"""Honest rows of registers, lists, banks, tenders, fairs, sites, marks and statements."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.worlds.background import Market
from bench.worlds.goods import between
from bench.worlds.names import Party
from bench.worlds.world import HONEST, TO_USD, Row, World

CIVIL = (
    "Водоканал {}",
    "{} политехнический колледж",
    "Хлебозавод {}",
    "Вагоноремонтное депо {}",
    "{} городская больница",
    "Мебельная фабрика {}",
    "Завод бытовой техники {}",
)
PURPOSES = (
    "Оплата по договору поставки № {}",
    "Оплата за запасные части по счёту № {}",
    "Аванс по договору № {} за оборудование",
    "Оплата услуг по счёту {}",
)
SUBJECTS = (
    "Поставка насосного оборудования",
    "Поставка станка для учебной мастерской",
    "Поставка компрессора",
    "Поставка деревообрабатывающего станка",
    "Поставка расходного инструмента",
)
SENTENCES = (
    "We sell machines and tools to workshops of every size.",
    "Ask for our catalogue and prices.",
    "Our engineers answer within two days.",
    "The showroom is open on weekdays.",
    "Spare parts leave our store the same week.",
    "We have served industry for many years.",
    "Pumps, compressors and packing lines from stock.",
    "Leasing is possible through our partners.",
)
BANKS = "Bank Verkhny Most|Bank Polevoy|Kredit Sokolny|Bank Yasny"


@dataclass(frozen=True)
class Fact:
    """One line of a register: who has what part in which firm."""

    firm: Party
    relation: str
    related: Party
    share: float | None = None
    since: date | None = None
    until: date | None = None


def register(world: World, fact: Fact, tag: str = HONEST) -> None:
    cells = {
        "founded": fact.firm.founded,
        "status": "active",
        "activity": fact.firm.activity,
        "relation": fact.relation,
        "share": fact.share,
        "since": fact.since or fact.firm.founded,
        "until": fact.until,
    }
    world.put(Row("register", "", fact.firm.founded, cells, {"company": fact.firm, "related": fact.related}, tag))


def list_party(world: World, party: Party, on: date, tag: str = HONEST) -> None:
    """An authority puts the party on its list; the names as lists write them."""
    names = "; ".join(dict.fromkeys((party.latin.upper(), party.native)))
    cells: dict[str, Any] = {
        "authority": "Office of Listings",
        "entry": f"N{world.paper()[3:]}",
        "names": names,
        "identifiers": party.number,
        "address": party.address,
        "country": party.country,
    }
    cells |= {"programme": "industry", "listed_on": on, "delisted_on": None}
    world.put(Row("lists", "", on, cells, {"names": party}, tag))


def pay(world: World, random: Random, payer: Party, payee: Party, **how: Any) -> None:
    """`how`: day, usd, text, tag, bank_country, currency."""
    currency = how.get("currency", "RUB")
    cells = {
        "day": how["day"],
        "amount": round(how["usd"] / TO_USD[currency], 2),
        "currency": currency,
        "text": how.get("text") or random.choice(PURPOSES).format(random.randrange(10, 9_000)),
        "payer_bank": random.choice(BANKS.split("|")),
        "payer_bank_country": payer.country,
        "payee_bank_country": how.get("bank_country", payee.country),
    }
    world.put(Row("payments", "", how["day"], cells, {"payer": payer, "payee": payee}, how.get("tag", HONEST)))


def tender(world: World, customer: Party, supplier: Party, **how: Any) -> None:
    """`how`: day, usd, text, tag."""
    cells = {
        "number": "0" + world.paper(),
        "day": how["day"],
        "text": how["text"],
        "amount": round(how["usd"] / TO_USD["RUB"], 2),
        "currency": "RUB",
    }
    world.put(
        Row("tenders", "", how["day"], cells, {"customer": customer, "supplier": supplier}, how.get("tag", HONEST))
    )


def site(world: World, random: Random, party: Party, **how: Any) -> None:
    """`how`: day, hosted, claimed, address, text, tag."""
    cells = {
        "day": how["day"],
        "domain": party.domain,
        "hosted": how.get("hosted", party.country),
        "claimed": how.get("claimed", ""),
        "address": how.get("address", party.address_latin),
        "text": how.get("text") or " ".join(random.sample(SENTENCES, 4)) + f" Page {random.randrange(10**5)}.",
    }
    world.put(Row("web", "", how["day"], cells, {"owner": party}, how.get("tag", HONEST)))


def show(world: World, random: Random, party: Party, brand: str, **how: Any) -> None:
    """`how`: day, tag."""
    cells = {
        "fair": "Stankoforum Severny",
        "day": how["day"],
        "place": "RU",
        "brand": brand,
        "stand": f"{random.choice('ABCD')}{random.randrange(99)}",
    }
    world.put(Row("exhibits", "", how["day"], cells, {"exhibitor": party}, how.get("tag", HONEST)))


def say(world: World, speaker: Party, about: Party | None, **how: Any) -> None:
    """`how`: day, predicate, text, tag."""
    parties = {"speaker": speaker} | ({"about": about} if about else {})
    world.put(
        Row(
            "claims",
            "",
            how["day"],
            {"day": how["day"], "predicate": how["predicate"], "text": how["text"]},
            parties,
            how.get("tag", HONEST),
        )
    )


def civil_customer(world: World, random: Random, planted: bool = False) -> Party:
    """A customer that makes no arms."""
    firm = world.people.firm(world.family.importers[0], world._old(), "civil", planted)
    native, _ = world.people.word(world.family.importers[0])
    return world.people.replace(firm, native=random.choice(CIVIL).format(f"«{native}»"))


class Papers:
    """The honest rows of every record beside customs."""

    def __init__(self, world: World, market: Market) -> None:
        self.world, self.market = world, market
        self.random = Random(f"papers-{world.family.name}-{world.seed}")
        self.customers = [civil_customer(world, self.random) for _ in range(max(12, len(market.importers) // 5))]
        self.share = {"payments": 0.08, "tenders": 0.008, "exhibits": 0.008, "web": 0.012, "claims": 0.002}

    def day(self, day: date, trades: float) -> None:
        for table, share in self.share.items():
            if self.world.family.has(table):
                for _ in range(self._count(trades * share)):
                    getattr(self, f"_{table}")(day)

    def _count(self, mean: float) -> int:
        whole = int(mean)
        return whole + (self.random.random() < mean - whole)

    def _payments(self, day: date) -> None:
        """Customers pay importers; importers pay abroad."""
        chance, market = self.random, self.market
        if chance.random() < 0.35:
            relation = chance.choice(market.relations)
            payee, currency = relation.chain[-2], chance.choice(("USD", "EUR", "CNY"))
            payer = relation.chain[-1]
        else:
            payer, payee, currency = chance.choice(self.customers), chance.choice(market.importers), "RUB"
        bank = chance.choice(self.world.family.hubs) if chance.random() < 0.06 else payee.country
        usd = between(chance, 3_000, 300_000)
        pay(self.world, chance, payer, payee, day=day, usd=usd, currency=currency, bank_country=bank)

    def _tenders(self, day: date) -> None:
        chance = self.random
        tender(
            self.world,
            chance.choice(self.customers),
            chance.choice(self.market.importers),
            day=day,
            usd=between(chance, 3_000, 200_000),
            text=chance.choice(SUBJECTS),
        )

    def _exhibits(self, day: date) -> None:
        chance = self.random
        hub = chance.choice(self.world.family.hubs)
        show(
            self.world,
            chance,
            chance.choice(self.market.importers),
            self.world.choose(chance, hub, False).brand,
            day=date(day.year, 5, 22),
        )

    def _web(self, day: date) -> None:
        """Sites of firms: some are hosted abroad, some name the group they belong to."""
        chance, firms = self.random, self.world.people.firms
        firm = chance.choice(firms)
        hosted = chance.choice(("US", "DE", "NL", "RU")) if chance.random() < 0.15 else firm.country
        hosted = firm.country if hosted == "RU" and firm.country not in self.world.family.importers else hosted
        claimed = (
            chance.choice(self.world.makers[firm.country]).latin
            if chance.random() < 0.05 and firm.country in self.world.makers
            else ""
        )
        site(self.world, chance, firm, day=day, hosted=hosted, claimed=claimed)

    def _claims(self, day: date) -> None:
        chance = self.random
        maker = chance.choice(self.world.makers[chance.choice(self.world.family.makers)])
        text = chance.choice(
            (
                "We do not comment on single customers.",
                "Orders grew by a few per cent this year.",
                "A new service centre was opened.",
            )
        )
        say(self.world, maker, None, day=day, predicate="general", text=text)

    def end(self) -> None:
        """Register, lists and marks."""
        for firm in list(self.world.people.firms):
            self._file(firm)
        self._lists()
        for country, models in self.world.models.items():
            for brand in sorted({it.brand for it in models if it.brand}):
                owner = self.world.maker_of(next(it for it in models if it.brand == brand))
                cells = {
                    "mark": brand,
                    "number": self.world.paper(),
                    "office": country,
                    "since": owner.founded + timedelta(days=400),
                }
                self.world.put(Row("trademarks", "", owner.founded, cells, {"owner": owner}))

    def _file(self, firm: Party) -> None:
        chance, people = self.random, self.world.people
        if not self.world.family.has("register") or chance.random() < 0.06:
            return
        register(self.world, Fact(firm, "director", people.person(firm.country)))
        if firm.pid not in self.world.owned:
            for share in chance.choice(((100,), (100,), (60, 40), (51, 49), (75, 25))):
                register(self.world, Fact(firm, "owner", people.person(firm.country), share))

    def _plain(self) -> list[Party]:
        """Importers that never touch controlled goods, in a fixed order."""
        touched = {it.chain[-1].pid for it in self.market.relations if it.models[0].kind.controlled}
        return [it for it in self.market.importers if it.pid not in touched]

    def _lists(self) -> None:
        """Listed firms that trade nothing controlled, and people no firm here belongs to."""
        chance, world = self.random, self.world
        count = max(8, len(self.market.importers) // 8)
        for i in range(count):
            country = world.family.importers[0]
            outsider = world.people.person(country) if i % 3 == 0 else world.people.firm(country, world._old())
            list_party(world, outsider, world.founded(date(2022, 3, 1), world.life.end))
        for importer in chance.sample(self._plain(), min(4, len(self._plain()))):
            list_party(world, importer, world.founded(date(2022, 3, 1), world.life.end))
        for customer in chance.sample(self.customers, min(3, len(self.customers))):
            if chance.random() < 0.3:
                list_party(world, customer, world.founded(date(2022, 3, 1), world.life.end))
