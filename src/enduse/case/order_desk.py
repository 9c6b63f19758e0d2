"""The order desk: everything the product knows of an order, turned into facts, and what the law and the house say."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from enduse.case.nomenclature import Nomenclature
from enduse.case.order_day import DayOwnership, DayScreening, lists_in
from enduse.case.order_facts import OrderFacts
from enduse.case.order_goods import LineFacts, goods_notes, line_facts
from enduse.case.order_history import EarlierOrder, NoHistory, OrderHistory
from enduse.case.order_lists import steps_to_load
from enduse.case.order_owners import Owners, owners_of
from enduse.case.order_parties import PRINCIPALS, Lists, Look, PartyFacts, party_keys, unnamed_facts
from enduse.case.order_rates import usd_per_unit
from enduse.case.order_records import CaseRecords, PartyFindings, records_of
from enduse.case.order_registers import founding_day
from enduse.case.order_replies import Known
from enduse.case.ownership import Ownership, OwnershipOptions
from enduse.case.screening import Screening, ScreenOptions
from enduse.decide.answering import replies
from enduse.decide.checked import Checked, PartyReport
from enduse.decide.determination import Determination
from enduse.decide.determine import determine
from enduse.decide.facts import Fact, FactSheet
from enduse.decide.questions import Reply
from enduse.decide.rulebook import Rulebook, rulebook
from enduse.detect.order_flag import OrderPeers
from enduse.detect.order_flags import order_flags
from enduse.detect.order_peers import peers_of
from enduse.goods.desk import GoodsDesk
from enduse.model.order import Order, OrderParty, OwnerShare
from enduse.screen.listed import ListSnapshot, all_snapshots, snapshots_for
from enduse.store.ledger import LedgerStore

_MOST_FINDINGS = 10
_NOBODY = PartyFindings(0.0, (), "")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class OrderDeskOptions:
    """How orders are checked.

    Attributes:
        today: Day of the clock, by which lists count as stale.
        now: The clock.
        own_rules: The user's folder of rules; None: none.
        own_machines: The user's table of machines; None: none.
        history: Earlier orders and decisions.
    """

    today: date = field(default_factory=date.today)
    now: Callable[[], datetime] = _now
    own_rules: Path | None = None
    own_machines: Path | None = None
    history: OrderHistory = field(default_factory=NoHistory)


@dataclass(frozen=True)
class OrderDesk:
    """Checks orders; what it needs is loaded when it is first needed, and shared by all orders.

    Not to be asked by two threads at once. It knows the case as it was when it was first asked: after lists, records or
    decisions have changed (``version``), open another one.

    Attributes:
        ledger: Lists, registers and records of a case; None: bundled data alone, nobody is screened.
        options: How.
    """

    ledger: LedgerStore | None = None
    options: OrderDeskOptions = field(default_factory=OrderDeskOptions)

    def check(self, order: Order) -> Checked:
        """The order examined on its day.

        Raises:
            BadPlugin: ``E-RULE``: a rule of the user's folder is ill formed.
            InputError: ``E-ANSWER``: an answer that its question does not know.
        """
        return _Check(self, order).done()

    def check_each(self, orders: Iterable[Order]) -> Iterator[Checked]:
        """The same for many."""
        for it in orders:
            yield self.check(it)

    def with_history(self, history: OrderHistory) -> "OrderDesk":
        """The same desk, with all that it has loaded, and another book of earlier orders."""
        other = replace(self, options=replace(self.options, history=history))
        loaded = {name: it for name, it in vars(self).items() if name not in ("ledger", "options", "peers")}
        vars(other).update(loaded)
        return other

    @cached_property
    def book(self) -> Rulebook:
        """The rules."""
        return rulebook(self.options.own_rules)

    @cached_property
    def goods(self) -> GoodsDesk:
        """What answers about goods."""
        held = Nomenclature(self.ledger) if self.ledger and self.version else None
        return GoodsDesk(self.options.own_machines, (), held)

    @cached_property
    def peers(self) -> OrderPeers:
        """What earlier orders tell, against which the patterns of an order are held."""
        return peers_of(self.options.history.orders())

    @cached_property
    def version(self) -> int:
        """Of the ledger; 0 without one, and while it is empty."""
        return self.ledger.current() if self.ledger else 0

    @cached_property
    def records(self) -> tuple[CaseRecords | None, str]:
        """The records of the last run, else why there are none."""
        return records_of(self.ledger)

    @cached_property
    def _all_snapshots(self) -> tuple[ListSnapshot, ...]:
        return all_snapshots(self.ledger.manifest()) if self.ledger and self.version else ()

    @cached_property
    def _shared(self) -> dict[tuple[ListSnapshot, ...], Screening]:
        """Snapshots that speak together, with the screening that made them ready."""
        return {}

    @cached_property
    def _days(self) -> dict[date, Screening | None]:
        return {}

    def screening(self, on: date) -> Screening | None:
        """The lists that speak for a day; None: there are none."""
        if on not in self._days:
            self._days[on] = self._screening(on)
        return self._days[on]

    def _screening(self, on: date) -> Screening | None:
        speaking = snapshots_for(self._all_snapshots, on)
        if self.ledger is None or not speaking:
            return None
        options = ScreenOptions(on=on)
        first = self._shared.setdefault(speaking, Screening(self.ledger, options, self.options.today))
        return DayScreening(self.ledger, options, self.options.today, lambda: first.screener)

    @cached_property
    def _registers(self) -> Ownership | None:
        """The registers of the first day asked for, which do not differ from day to day."""
        screening = next((it for it in self._days.values() if it), None)
        return Ownership(screening) if screening else None

    def ownership(self, on: date) -> Ownership | None:
        """The registers as of a day; None: neither list nor register is loaded."""
        screening = self.screening(on)
        if screening is None:
            return None
        return DayOwnership(screening, OwnershipOptions(), self._registers)


@dataclass(frozen=True)
class _Check:
    """One order on the desk."""

    desk: OrderDesk
    order: Order

    def done(self) -> Checked:
        """Everything together."""
        sheet, records = self.sheet, self.known.replies()
        told: Sequence[Reply] = (*replies(self.order, sheet), *records)
        made = determine(self.order, sheet, told, self.desk.book)
        return Checked(
            order=self.order,
            determination=made,
            sheet=sheet,
            replies=tuple(told),
            goods={it.line.line: it.answer for it in self.lines},
            parties=tuple(self._report(it) for it in self.looks),
            lists=self.lists.told,
            notes=tuple(dict.fromkeys((*self._notes(), *self._lists_lacking(made)))),
            checked_at=self.desk.options.now(),
            ledger_version=self.desk.version,
            flags=order_flags(self.order, self._peers()),
        )

    @cached_property
    def lists(self) -> Lists:
        """The lists of the day."""
        return Lists(self.desk.screening(self.order.on), self.order.on)

    @cached_property
    def lines(self) -> tuple[LineFacts, ...]:
        """What the goods are."""
        return tuple(line_facts(self.desk.goods, self.order, it) for it in self.order.lines)

    @cached_property
    def everyday(self) -> bool:
        """Goods of no list to a country that no embargo names: little needs to be asked."""
        barred = {"RU", "BY", "IR", "KP", "SY", "CU", ""}
        return bool(self.lines) and all(it.everyday for it in self.lines) and self.order.last_country not in barred

    @cached_property
    def looks(self) -> tuple[Look, ...]:
        """What the lists say of each party, in the order's order."""
        return tuple(self.lists.look(party_keys(self.order)))

    @cached_property
    def subjects(self) -> tuple[Look, ...]:
        """The parties that rules are asked of: an owner counts through the company that it owns."""
        return tuple(it for it in self.looks if it.party.role != "owner")

    @cached_property
    def owners(self) -> Mapping[str, Owners]:
        """Who owns each of them."""
        asked = self.desk.ownership(self.order.on)
        return {
            it.key: owners_of(it.key, self._with_owners(it.party), self.lists, asked, self.everyday)
            for it in self.subjects
            if it.party.name or it.party.identifiers
        }

    def _with_owners(self, party: OrderParty) -> OrderParty:
        """Owners that the order names as parties are the buyer's, of unknown share."""
        named = tuple(OwnerShare(it.name, None, it.country) for it in self.order.all_in("owner") if it.name)
        if party.role != "buyer" or not named:
            return party
        return replace(party, owners=(*(party.owners or ()), *named))

    @cached_property
    def findings(self) -> Mapping[str, PartyFindings]:
        """What the records tell of each party."""
        records, _why = self.desk.records
        return {it.key: records.about(it.party) if records else _NOBODY for it in self.looks}

    @cached_property
    def earlier(self) -> Mapping[str, tuple[EarlierOrder, ...]]:
        """Earlier orders of each party."""
        return {it.key: self.desk.options.history.about(it.party, self.order) for it in self.looks}

    @cached_property
    def known(self) -> Known:
        """What replies from records are made of."""
        asked = self.desk.ownership(self.order.on)
        founded = {it.key: day for it in self.looks if asked and (day := founding_day(asked.rows, it.party))}
        codes = tuple(it.answer.code.code if it.answer.code else it.line.code for it in self.lines)
        return Known(
            self.order, self.looks, bool(self.lists.snapshots), self.findings, self.desk.records[0], codes, self.usd,
            founded,
        )  # fmt: skip

    @cached_property
    def usd(self) -> float | None:
        """Dollars for one unit of the order's currency."""
        return usd_per_unit(self.order.currency, self.order.on) if self.order.currency else None

    @cached_property
    def sheet(self) -> FactSheet:
        """Every fact."""
        parties = tuple(self._party_facts())
        whole = (
            *OrderFacts(self.order, self.usd, parties, self._refused(), self._blocked()).facts(),
            self._softened(),
            self._approached(),
        )
        goods = (fact for it in self.lines for fact in it.facts)
        keys = tuple(it.key for it in self.subjects)
        if self._user_is_missing:
            keys = (*keys, "end_user")
        labels = {it.key: f"{it.key.replace('_', ' ')} {it.party.name}".strip() for it in self.subjects}
        labels |= {str(it.line.line): f"line {it.line.line}: {it.line.text or it.line.model}" for it in self.lines}
        unnamed = {"end_user": "the final user, who is not named"} if "end_user" not in labels else {}
        lines = tuple(str(it.line.line) for it in self.lines)
        return FactSheet((*whole, *parties, *goods), keys, lines, {**labels, **unnamed})

    def _party_facts(self) -> Iterator[Fact]:
        for it in self.subjects:
            if not (it.party.name or it.party.identifiers):
                yield from unnamed_facts(it.key, it.party.role)
                continue
            yield from PartyFacts(it, self.lists).facts()
            yield from self.owners[it.key].facts()
            yield self._strength(it)
        if self._user_is_missing:
            yield from unnamed_facts("end_user", "end_user")

    @property
    def _user_is_missing(self) -> bool:
        """Everyday goods go to whoever buys them; of others the final user counts, named or not."""
        return "end_user" not in {it.party.role for it in self.subjects} and not self.everyday

    def _strength(self, look: Look) -> Fact:
        told, why = self.findings[look.key], self.desk.records[1]
        if told.findings:
            best = told.findings[0]
            by = "by its number" if told.by == "number" else "by its name alone"
            text = f"{len(told.findings)} findings of the records, {by}; the strongest: {best.headline}"
            cited = tuple(f"finding {it.key}" for it in told.findings[:_MOST_FINDINGS])
            return Fact("party.findings", told.strength, text, "derived", look.key, cited)
        text = why or "The records tell nothing of it."
        return Fact("party.findings", 0.0, text, "recorded" if not why else "possible", look.key)

    def _peers(self) -> OrderPeers:
        return replace(self.desk.peers, usd_per_unit={self.order.currency: self.usd} if self.usd else {})

    def _softened(self) -> Fact:
        told = self.desk.options.history.softened(self.order)
        return Fact("order.softened", bool(told), " ".join(told) or "Nothing is told otherwise than before.", "derived")

    def _approached(self) -> Fact:
        history, on = self.desk.options.history, self.order.on
        told = [it for look in self.looks for it in history.approaches(look.party, on)]
        text = " ".join(dict.fromkeys(told)) or "No approach of a party was logged."
        return Fact("order.approached", bool(told), text, "recorded")

    def _refused(self) -> str:
        for key, several in self.earlier.items():
            for it in several:
                if it.is_refusal and it.same_goods is not False:
                    return f"{key.replace('_', ' ')}: {it.sentence}"
        return ""

    def _blocked(self) -> str:
        history, on = self.desk.options.history, self.order.on
        told = ((it.key, history.blocked(it.party, on)) for it in self.looks if it.party.role in PRINCIPALS)
        return next((f"{key.replace('_', ' ')} is blocked: {said}" for key, said in told if said), "")

    def _report(self, look: Look) -> PartyReport:
        owners, history = self.owners.get(look.key), self.desk.options.history
        blocked = history.blocked(look.party, self.order.on)
        notes = (
            *((look.problem,) if look.problem else ()),
            *look.later,
            *look.aside,
            *(f"Beside a listed party: {it.sentence}." for it in look.neighbours),
            *(f"Its address is listed: {it.sentence}." for it in look.found if it.is_address),
            *(it.sentence for it in self.earlier[look.key]),
            *((f"Blocked before: {blocked}",) if blocked else ()),
            *history.approaches(look.party, self.order.on),
            *(owners.remarks if owners else ()),
        )
        matches = tuple(it.match for it in look.near)
        ownership = owners.sentences if owners else ()
        return PartyReport(look.key, matches, ownership, notes, self.findings[look.key].findings[:_MOST_FINDINGS])

    def _notes(self) -> Iterator[str]:
        yield from goods_notes(self.lines)
        yield from self.lists.notes
        records, why = self.desk.records
        if records is None:
            yield why
        else:
            yield from self._trade(records)
        if self.order.destination and self.order.last_country != self.order.destination:
            yield (
                f"The order names {self.order.destination} as its destination; the goods are to be used in "
                f"{self.order.last_country}, which counts."
            )

    def _lists_lacking(self, made: Determination) -> Iterator[str]:
        """No answer of the customer stands in for a list: it must be loaded."""
        open_ = {it.id for it in made.parts if any(lack.fact == "party.lists" for lack in it.lacks)}
        lacking = self.lists.not_loaded(
            name
            for rule, span in self.desk.book.on(self.order.on)
            if rule.id in open_
            for name in lists_in(span.condition)
        )
        if lacking and self.lists.snapshots:
            yield f"Rules ask about lists that are not loaded, so they stay open: {steps_to_load(lacking)}."

    def _trade(self, records: CaseRecords) -> Iterator[str]:
        start, end = self.order.seller_country, self.order.last_country
        for heading in sorted({it.line.code[:4] for it in self.lines if len(it.line.code) >= 4}):
            told = records.trade(start, end, heading, self.order.on) if start and end else None
            if told:
                yield f"Published exports of heading {heading} from {start} to {end}: {told.sentence}."
            onward = [
                it
                for barred in ("RU", "BY")
                if end and end != barred and (it := records.trade(end, barred, heading, self.order.on))
            ]
            for it in onward:
                yield f"Published exports of heading {heading} from {end} onward to Russia or Belarus: {it.sentence}."
