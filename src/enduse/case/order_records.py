"""What the last run of a case tells of an order's parties, goods and lanes; read once, asked often."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from statistics import median
from typing import Any

from ibis import _

from enduse.case.running import all_evidence, current_run, kept_findings, ledger_of
from enduse.detect import Ledger
from enduse.detect.finding import Finding, Subject
from enduse.detect.scope import DESTINATIONS
from enduse.detect.subjects import rank_subjects
from enduse.errors import LedgerDamaged, UsageError
from enduse.model.listing import WrittenIdentifier
from enduse.model.order import OrderParty
from enduse.model.period import month_index
from enduse.store.derived import DerivedRun
from enduse.store.ledger import LedgerStore
from enduse.text.company_names import normal_form
from enduse.text.contacts import domain_form
from enduse.text.countries import eu_members
from enduse.text.identifier_keys import identifier_key
from enduse.trace.series import EU, movements

_LANE = re.compile(r"([A-Z]{2})>([A-Z]{2})(?:>([A-Z]{2}))?(?::(\d+))?")
_TELLING_LANES = ("hub_surge", "mirror_gap", "third_country_transshipment", "circuitous_route")
_BYSTANDERS = frozenset({"maker", "lane"})
"""Roles of others that a finding names without saying anything of them."""
_CITED = 20
_MOST_EVENTS = 500_000
_PRICED = 400
_MONTHS = 24


@dataclass(frozen=True)
class PartyFindings:
    """What the records tell of one party.

    Attributes:
        strength: What all of it comes to, 0 to 1.
        findings: The strongest first.
        by: ``number`` or ``name``.
    """

    strength: float
    findings: tuple[Finding, ...]
    by: str


@dataclass
class _Told:
    """Findings about one anchor or name, while they are gathered."""

    strength: float = 0.0
    findings: dict[str, Finding] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Sent:
    """Goods lines of one party into Russia or Belarus.

    Attributes:
        code: Six digits of the goods code.
        lines: How many.
        usd: Value.
        before: Lines declared before the run's watershed.
        first: Day of the first.
        last: Day of the last.
        row_id: Of one of them.
    """

    code: str
    lines: int
    usd: float
    before: int
    first: date
    last: date
    row_id: int


@dataclass(frozen=True)
class Machine:
    """A machine that a party had to do with.

    Attributes:
        serial: As written.
        brand: As written.
        last_on: Day of its last event.
        last_place: ISO alpha-2 where it was then; empty: not recorded.
        row_id: Of that event.
    """

    serial: str
    brand: str
    last_on: date | None
    last_place: str
    row_id: int


@dataclass(frozen=True)
class LaneTrade:
    """Published exports of one heading from one country to another.

    Attributes:
        before: Amount a month before February 2022.
        after: Amount a month since March 2022.
        months: Months since then that are recorded.
        currency: Of the amounts.
        publisher: Who published them.
    """

    before: float
    after: float
    months: int
    currency: str
    publisher: str

    @property
    def sentence(self) -> str:
        """In words."""
        change = f", {self.after / self.before:.1f} times as much" if self.before > 0 else ""
        return (
            f"{self.before:,.0f} {self.currency} a month before the invasion and {self.after:,.0f} since{change} "
            f"({self.publisher}, {self.months} months)"
        )


@dataclass(frozen=True)
class CaseRecords:
    """The last run of a case, ready for questions about orders."""

    store: LedgerStore
    run: DerivedRun

    @cached_property
    def ledger(self) -> Ledger:
        """Its tables."""
        return ledger_of(self.run)

    @cached_property
    def watershed(self) -> date:
        """The day that the run was made with."""
        return date.fromisoformat(str(self.run.info["watershed"]))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, the strongest first."""
        return tuple(it for it in kept_findings(self.run) if it.answer == "found")

    @cached_property
    def _by_party(self) -> tuple[dict[str, _Told], dict[str, _Told]]:
        """Findings by anchor and by name, with what those about one subject come to together."""
        by_anchor, by_name = dict[str, _Told](), dict[str, _Told]()
        for it in rank_subjects(self.findings, all_evidence(self.run, _CITED)):
            for one in it.findings:
                _gather(by_anchor, by_name, it.subject, one, it.strength)
                for other in (it for it in one.others if it.role not in _BYSTANDERS):
                    _gather(
                        by_anchor, by_name, Subject("company", other.id, other.names, other.country), one, one.strength
                    )
        return by_anchor, by_name

    def about(self, party: OrderParty) -> PartyFindings:
        """Findings in which the party has a part: by its number, else by the same name in the same country."""
        by_anchor, by_name = self._by_party
        for number in numbers_of(party):
            if (told := by_anchor.get(number)) is not None:
                return _sorted(told, "number")
        told = by_name.get(normal_form(party.name).key) if party.name else None
        if told is None or (party.country and told.countries and party.country not in told.countries):
            return PartyFindings(0.0, (), "name")
        return _sorted(told, "name")

    @cached_property
    def _lane_findings(self) -> tuple[tuple[tuple[str, ...], str, Finding], ...]:
        told = list[tuple[tuple[str, ...], str, Finding]]()
        for it in self.findings:
            if it.typology in _TELLING_LANES and (found := _LANE.fullmatch(it.subject.id)):
                stations = tuple(one for one in found.groups()[:3] if one)
                told.append((stations, found.group(4) or "", it))
            elif it.typology in _TELLING_LANES and it.subject.kind == "country":
                told.append(((it.subject.id,), "", it))
        return tuple(told)

    def on_hub(self, country: str, codes: Iterable[str]) -> tuple[Finding, ...]:
        """Findings on lanes into or through a country, of goods of these codes; the strongest first."""
        headings = {it[:4] for it in codes if it}
        return tuple(
            finding
            for stations, code, finding in self._lane_findings
            if country in stations and (not code or not headings or code[:4] in headings)
        )

    @cached_property
    def _sent(self) -> tuple[Mapping[int, tuple[Sent, ...]], Mapping[str, int], Mapping[str, tuple[int, str]]]:
        """Who sent what to Russia and Belarus: by party id; anchors and names to the id, names with the country."""
        items = self.ledger.items
        rows = items.filter(items.destination.isin(DESTINATIONS), items.consignor_id.notnull(), items.hs6.notnull())
        watershed = month_index(self.watershed)
        sums = rows.group_by("consignor_id", "hs6").agg(
            lines=_.count(), usd=_.value_usd.sum().fill_null(0.0), before=(_.month < watershed).cast("int64").sum(),
            first=_.declared_on.min(), last=_.declared_on.max(), row_id=_.row_id.min(),
        )  # fmt: skip
        of: dict[int, list[Sent]] = {}
        for it in sums.order_by(_.usd.desc(), _.hs6).to_pyarrow().to_pylist():
            party = it.pop("consignor_id")
            of.setdefault(party, []).append(Sent(it.pop("hs6"), **it))
        senders = self.ledger.parties.semi_join(rows.select(party_id=rows.consignor_id).distinct(), "party_id")
        anchors, names = dict[str, int](), dict[str, tuple[int, str]]()
        for it in senders.select("party_id", "anchor", "names", "country").to_pyarrow().to_pylist():
            anchors[it["anchor"]] = it["party_id"]
            for name in it["names"] or ():
                if key := normal_form(name).key:
                    names.setdefault(key, (it["party_id"], it["country"] or ""))
        return {party: tuple(several) for party, several in of.items()}, anchors, names

    def sent_to_barred(self, party: OrderParty) -> tuple[Sent, ...]:
        """What the party sent to Russia and Belarus by the goods lines, the most valuable first."""
        of, anchors, names = self._sent
        found = next((anchors[it] for it in numbers_of(party) if it in anchors), None)
        if found is None and party.name:
            named = names.get(normal_form(party.name).key)
            if named and not (party.country and named[1] and party.country != named[1]):
                found = named[0]
        return of.get(found, ()) if found is not None else ()

    @cached_property
    def _machines(self) -> Mapping[str, tuple[Machine, ...]]:
        """By anchor and by name key of each party: the machines that it had to do with, where each was last."""
        events = self.ledger.events.filter(_.serial.notnull())
        columns = events.select("row_id", "party_id", "happened_on", "serial", "brand", "place_country")
        rows = columns.order_by("happened_on", "row_id").limit(_MOST_EVENTS).to_pyarrow().to_pylist()
        last: dict[str, dict[str, Any]] = {it["serial"]: it for it in rows if it["happened_on"]}
        mine: dict[int, dict[str, Machine]] = {}
        for it in rows:
            if it["party_id"] is not None:
                end = last.get(it["serial"], it)
                machine = Machine(
                    it["serial"], it["brand"] or "", end["happened_on"], end["place_country"] or "", end["row_id"]
                )
                mine.setdefault(it["party_id"], {})[it["serial"]] = machine
        return self._by_names({party: tuple(of.values()) for party, of in mine.items()})

    def _by_names(self, of: Mapping[int, tuple[Machine, ...]]) -> dict[str, tuple[Machine, ...]]:
        if not of:
            return {}
        parties = self.ledger.parties.filter(_.party_id.isin(sorted(of))).select("party_id", "anchor", "names")
        found: dict[str, tuple[Machine, ...]] = {}
        for it in parties.to_pyarrow().to_pylist():
            keys = (it["anchor"], *(f"name {normal_form(name).key}" for name in it["names"] or ()))
            for key in keys:
                found[key] = (*found.get(key, ()), *of[it["party_id"]])
        return found

    def machines_of(self, party: OrderParty, brand: str) -> tuple[Machine, ...]:
        """Machines of a brand that the party had to do with; of an unknown brand all of them."""
        keys = (*numbers_of(party), f"name {normal_form(party.name).key}") if party.name else numbers_of(party)
        found = next((self._machines[it] for it in keys if it in self._machines), ())
        return tuple(it for it in found if not brand or it.brand.upper() == brand.upper())

    def prices(self, brand: str, model: str) -> tuple[float, ...]:
        """Dollars for a piece of this model in the goods lines, ascending; empty where fewer than five tell one."""
        return self._priced(brand.upper(), model.upper())

    def _priced(self, brand: str, model: str) -> tuple[float, ...]:
        known: dict[tuple[str, str], tuple[float, ...]] = vars(self).setdefault("_prices", {})
        if (brand, model) not in known:
            items = self.ledger.items
            rows = items.filter(items.model.upper() == model, items.value_usd > 0, items.quantity > 0)
            rows = rows.filter(rows.brand.upper() == brand) if brand else rows
            told = rows.select(usd=rows.value_usd / rows.quantity).limit(_PRICED).to_pyarrow()["usd"].to_pylist()
            known[brand, model] = tuple(sorted(told)) if len(told) >= 5 else ()
        return known[brand, model]

    def trade(self, exporter: str, importer: str, heading: str, on: date) -> LaneTrade | None:
        """Published exports of a heading on a lane before and since the invasion; None where none are recorded.

        ``on`` tells who is in the European Union, whose members count as one.
        """
        known: dict[tuple[str, str, str], LaneTrade | None] = vars(self).setdefault("_trades", {})
        key = (EU if exporter in eu_members(on) else exporter, importer, heading)
        if key not in known:
            known[key] = self._read_trade(*key)
        return known[key]

    def _read_trade(self, exporter: str, importer: str, heading: str) -> LaneTrade | None:
        cells = self.ledger.statistics
        cells = cells.filter(cells.goods_code.startswith(heading), cells.months == 1)
        rows = movements(cells, "export").filter(_.exporter == exporter, _.importer == importer)
        split = month_index(date(2022, 3, 1))
        sums = rows.group_by("month", "currency", "publisher").agg(amount=_.amount.sum()).to_pyarrow().to_pylist()
        early = [it["amount"] or 0.0 for it in sums if split - _MONTHS <= it["month"] < split]
        late = [it["amount"] or 0.0 for it in sums if it["month"] >= split]
        if not late:
            return None
        return LaneTrade(
            sum(early) / max(len(early), 1), sum(late) / len(late), len(late), sums[0]["currency"],
            sums[0]["publisher"] or "statistics of the case",
        )  # fmt: skip

    def shown(self, brand: str, since: date) -> tuple[str, ...]:
        """Fairs in Russia and Belarus at which the brand was shown since a day, a sentence each."""
        rows = self.ledger.exhibits
        found = rows.filter(
            rows.fair_country.isin(DESTINATIONS), rows.held_on >= since, rows.brand.upper() == brand.upper()
        )
        told = found.order_by("held_on", "row_id").limit(5).select("fair", "held_on").to_pyarrow().to_pylist()
        return tuple(f"{brand} was shown at {it['fair'] or 'a fair'} on {it['held_on']}" for it in told)

    @cached_property
    def _hosts(self) -> Mapping[str, tuple[tuple[str, date | None], ...]]:
        rows = self.ledger.web.filter(_.domain.notnull(), _.host_country.notnull())
        found: dict[str, list[tuple[str, date | None]]] = {}
        for it in rows.select("domain", "host_country", "seen_on").order_by("seen_on").to_pyarrow().to_pylist():
            form = domain_form(it["domain"])
            if form is not None:
                found.setdefault(form.domain, []).append((it["host_country"], it["seen_on"]))
        return {domain: tuple(several) for domain, several in found.items()}

    def hosts(self, domain: str) -> tuple[tuple[str, date | None], ...]:
        """Countries in which a site was hosted, and when it was seen there, in the order of time."""
        return self._hosts.get(domain, ())

    def place(self, row_id: int) -> str:
        """File and row of a goods line, as a person finds it again."""
        told = self.ledger.items.filter(_.row_id == row_id).select("source_id", "member", "sheet", "row")
        for it in told.to_pyarrow().to_pylist():
            entry = self.store.manifest().source(it["source_id"])
            name = entry.name if entry else it["source_id"]
            return f"{name}, row {it['row']}"
        return f"row {row_id}"


def records_of(store: LedgerStore | None) -> tuple[CaseRecords | None, str]:
    """The records of a case's last run, else why there are none."""
    if store is None:
        return None, "Without a case, no records were examined."
    try:
        return CaseRecords(store, current_run(store.workspace)), ""
    except UsageError:
        return None, "Nothing was computed in this case yet, so no records were examined: `enduse run`."
    except LedgerDamaged as error:
        return None, f"The records were not examined. {error.message}"


def numbers_of(party: OrderParty) -> tuple[str, ...]:
    """The keys of a party's numbers, as anchors of the records spell them."""
    written = (WrittenIdentifier(scheme.upper(), it, party.country) for scheme, it in party.identifiers.items())
    keys = (identifier_key(it.scheme, it.value, it.country) for it in written)
    return tuple(it.key for it in keys if it.strong)


def price_band(prices: Sequence[float]) -> tuple[float, float]:
    """What lies between is a usual price: half to one and a half times the median, the share of the catalogue."""
    middle = median(prices)
    return middle * 0.5, middle * 1.5


def _gather(
    by_anchor: dict[str, _Told], by_name: dict[str, _Told], subject: Subject, one: Finding, strength: float
) -> None:
    if subject.kind not in ("company", "person"):
        return
    keys = [(by_anchor, subject.id), *((by_name, normal_form(it).key) for it in subject.names)]
    for table, key in keys:
        if key:
            told = table.setdefault(key, _Told())
            told.strength = max(told.strength, strength)
            told.findings[one.key] = one
            told.countries |= {subject.country} if subject.country else set()


def _sorted(told: _Told, by: str) -> PartyFindings:
    found = sorted(told.findings.values(), key=lambda it: (-it.strength, it.key))
    return PartyFindings(round(told.strength, 4), tuple(found), by)
