"""One world being made: its calendar of rows, its brands, and how a movement of goods becomes declared rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.worlds.family import Family
from bench.worlds.goods import Describer, Lot, Model, between, coin_model, coin_serials, read_kinds
from bench.worlds.names import Party, People

TO_USD = {
    "USD": 1.0,
    "EUR": 1.08,
    "CNY": 0.141,
    "TRY": 0.05,
    "RUB": 0.0125,
    "JPY": 0.0071,
    "AED": 0.2723,
    "KRW": 0.00076,
    "TWD": 0.032,
    "KZT": 0.0022,
    "RSD": 0.0092,
}
"""One rate for the whole time: what is measured does not depend on the rates."""

MONEY = {"CN": "CNY", "TR": "TRY", "JP": "JPY", "DE": "EUR", "IT": "EUR", "AE": "AED", "KR": "KRW", "TW": "TWD"}
UNCONTROLLED = ("tool", "pump", "wood", "pack", "plastic", "compressor", "valve", "press")
CONTROLLED = ("centre", "lathe", "mill")
HONEST = ""
PAPERS, SCATTER = 10**10, 2_654_435_761
"""Numbers of papers, and a factor prime to them: every number comes once, in no order."""


@dataclass(slots=True)
class Row:
    """A row that one file will hold.

    Attributes:
        tag: The scheme it is evidence of; "like:" and the scheme for its look-alike's; empty for others.
        lot: The goods it is about, if any.
    """

    table: str
    reporter: str
    day: date
    cells: Mapping[str, Any]
    parties: Mapping[str, Party]
    tag: str = HONEST
    lot: Lot | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """One movement of a lot between two parties, in two countries or in one."""

    sender: Party
    buyer: Party
    out_on: date
    in_on: date
    holder: Party
    currency: str
    usd: float


@dataclass(frozen=True)
class Life:
    """When a world begins and ends, and the day behaviour should have changed."""

    start: date
    end: date
    control: date


@dataclass
class World:
    """Everything drawn for one seed; rows wait in `calendar` until their day is written, or in `still` for the end."""

    family: Family
    seed: int
    rows: int
    life: Life
    people: People
    calendar: dict[date, list[Row]] = field(default_factory=lambda: defaultdict(list))
    still: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    made_lots: int = 0
    made_papers: int = 0
    owned: set[str] = field(default_factory=set)
    """Firms whose owners a scheme has told."""
    bent: set[tuple[str, ...]] = field(default_factory=set)
    """Hubs and codes whose statistics a scheme has bent."""

    def __post_init__(self) -> None:
        self.random = Random(f"world-{self.family.name}-{self.seed}")
        self.kinds = read_kinds()
        self.describer = Describer()
        self.makers: dict[str, list[Party]] = {}
        self._maker: dict[tuple[str, str], Party] = {}
        self.models: dict[str, list[Model]] = {}
        for country in (*self.family.makers, *self.family.hubs, *self.family.elsewhere):
            self._settle_makers(country)

    def _settle_makers(self, country: str) -> None:
        """The country's brands, each with products, and a maker for each of them."""
        controlled = self.family.brands.get(country, self.family.hub_makers.get(country, ()))
        coined = [self.people.word(country)[1].upper() for _ in range(4)]
        self.models[country] = [
            coin_model(self.random, self.kinds[kind], brand, country)
            for brand in (*controlled, *(coined[:1] if controlled else ()))
            for kind in (*CONTROLLED, "part")
            for _ in range(2)
        ]
        self.models[country] += [
            coin_model(self.random, self.kinds[kind], self.random.choice(("", *coined)), country)
            for kind in UNCONTROLLED
            for _ in range(3)
        ]
        self.makers[country] = [
            self.people.firm(country, self._old(), "manufacture") for _ in range(len(controlled) + 6)
        ]

    def _old(self) -> date:
        return date(1990, 1, 1) + timedelta(days=self.random.randrange(9_500))

    def founded(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randrange(max(1, (last - first).days)))

    def maker_of(self, model: Model) -> Party:
        """Always the same maker for one brand."""
        key = (model.origin, model.brand)
        if key not in self._maker:
            makers = self.makers[model.origin]
            brands = sorted({it.brand for it in self.models[model.origin]})
            self._maker[key] = makers[brands.index(model.brand) % len(makers)]
        return self._maker[key]

    def choose(self, random: Random, origin: str, controlled: bool, parts: bool = False) -> Model:
        """A product made in that country."""
        fit = [
            it
            for it in self.models[origin]
            if it.model and it.kind.controlled == controlled and (parts or not it.kind.part)
        ]
        return random.choice(fit)

    def lot(self, random: Random, model: Model, day: date, /, **how: Any) -> Lot:
        """New goods; `how` may give pieces, used, year, trap, size (a factor of the price) and, else, what is said."""
        small = not model.kind.machine
        pieces = how.pop("pieces", None) or (
            max(1, int(between(random, 2, 60))) if small else random.choice((1, 1, 1, 2))
        )
        used = how.pop("used", False)
        year = how.pop("year", None) or (
            day.year - random.randrange(6, 22) if used else day.year - (random.random() < 0.2)
        )
        size = how.pop("size", 1.0) * (random.uniform(0.25, 0.5) if used else random.uniform(0.94, 1.06))
        serials = coin_serials(random, model, year, pieces) if self.family.serials else ()
        self.made_lots += 1
        trap = how.pop("trap", "")
        net = round(model.net_kg * pieces * random.uniform(0.995, 1.005), 1)
        return Lot(
            self.made_lots,
            model,
            pieces,
            net,
            model.usd * pieces * size,
            how.pop("serials", serials),
            year,
            used,
            how,
            trap,
        )

    def paper(self) -> str:
        """A number no other paper has; it does not tell when it was made, nor whether it was planted."""
        self.made_papers += 1
        return f"{self.made_papers * SCATTER % PAPERS:010d}"

    def put(self, row: Row) -> None:
        """Keep a row for its day, or for the end; a row of a table that this family lacks is not kept."""
        if not self.family.has(row.table):
            return
        if row.table in ("register", "lists", "trademarks", "statistics"):
            self.still[row.table].append(row)
        elif self.life.start <= row.day <= self.life.end and self.family.file(row.table, row.reporter):
            self.calendar[row.day].append(row)

    def move(self, random: Random, lot: Lot, leg: Leg, tag: str = HONEST) -> None:
        """Declare one leg: where it left and where it came in."""
        crossing = leg.sender.country != leg.buyer.country
        for table, reporter, day in (
            ("exports", leg.sender.country, leg.out_on),
            ("imports", leg.buyer.country, leg.in_on),
        ):
            spec = self.family.file(table, reporter)
            if crossing and spec is not None:
                cells = self._cells(random, lot, leg, spec.language, table == "imports")
                parties = {"sender": leg.sender, "buyer": leg.buyer, "holder": leg.holder}
                self.put(Row(table, reporter, day, {**cells, "day": day}, parties, tag, lot))

    def _cells(self, random: Random, lot: Lot, leg: Leg, language: str, incoming: bool) -> dict[str, Any]:
        model, said = lot.model, lot.said
        if incoming and leg.buyer.country in self.family.importers:
            said = {**said, **said.get("at_end", {})}
        usd = leg.usd * (random.uniform(1.02, 1.06) if incoming else 1.0)
        return {
            "number": said.get("paper") or self.paper(),
            "line": said.get("line", 1),
            "procedure": said.get("procedure", "40" if incoming else "10"),
            "origin": said.get("origin", model.origin),
            "dispatch": leg.sender.country,
            "destination": leg.buyer.country,
            "trading": leg.holder.country,
            "code": said.get("code", model.kind.hs6),
            "text": self.describer.text(random, lot, language, said),
            "maker": said.get("maker", self.maker_of(model).latin if model.brand else ""),
            "brand": said.get("brand", model.brand),
            "model": said.get("model", model.model if model.kind.machine else ""),
            "serial": ", ".join(lot.serials),
            "net": lot.net_kg,
            "gross": round(lot.net_kg * random.uniform(1.03, 1.14), 1),
            "pieces": lot.pieces,
            "currency": leg.currency,
            "amount": round(usd / TO_USD[leg.currency], 2),
            "usd": round(usd, 2),
            "terms": random.choice(("FOB", "CIP", "DAP", "EXW", "CPT", "FCA")),
        }

    def sell(self, random: Random, lot: Lot, chain: Sequence[Party], day: date, **how: Any) -> list[Leg]:
        """The lot goes down the chain; it comes in at its last party on `day`, or `leaves` its first one then.

        `how`: tag; holder and currency of the last leg; transit (days) and margin of one leg.
        """
        days = [(how.get("transit") or random.randrange(6, 40), random.randrange(3, 45)) for _ in chain[1:]]
        out = day if how.get("leaves") else day - timedelta(days=sum(a + b for a, b in days) - days[-1][1])
        legs = []
        for i, (transit, rest) in enumerate(days):
            last = how if i == len(days) - 1 else {}
            currency: str = last.get("currency") or self._currency(random, chain[i], day)
            holder: Party = last.get("holder") or chain[i]
            arrives = out + timedelta(days=transit)
            legs.append(
                Leg(chain[i], chain[i + 1], out, arrives, holder, currency, lot.usd * how.get("margin", 1.12) ** i)
            )
            out = arrives + timedelta(days=rest)
        for leg in legs:
            self.move(random, lot, leg, how.get("tag", HONEST))
        return legs

    def _currency(self, random: Random, sender: Party, day: date) -> str:
        own = MONEY.get(sender.country, "USD")
        if own == "CNY":
            return own if random.random() < (0.15 if day.year < 2022 else 0.6) else "USD"
        return random.choice((own if own in ("EUR", "JPY") else "USD", "USD", "EUR"))
