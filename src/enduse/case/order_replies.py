"""Answers to questions that lists and records give by themselves, each with its sentence and where it was read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from enduse.case.order_parties import PRINCIPALS, Look
from enduse.case.order_records import CaseRecords, PartyFindings, Sent, price_band
from enduse.decide.questions import Reply
from enduse.detect.scope import DESTINATIONS as BARRED
from enduse.model.order import Order, OrderLine
from enduse.text.contacts import domain_form
from enduse.text.countries import country_name

INVASION = date(2022, 2, 24)
_SURGE = 2.0
_SILENT_DAYS = 730
_SITES = frozenset({"no_web_presence_or_generic_mail"})
_RISES = frozenset(
    {
        "growth_attributed_to_new_intermediaries",
        "route_shift_after_control_date",
        "rapid_first_order_after_incorporation",
    }
)
_WRONG_PLACE = frozenset({"after_sales_from_wrong_country", "serial_seen_elsewhere", "relocation_alert"})
_AFTER_EXIT = frozenset({"dealer_continues_after_termination"})
_MOST_SHOWN = 3


@dataclass(frozen=True)
class Known:
    """What replies are made of.

    Attributes:
        order: The order.
        looks: What the lists say of each party.
        screened: Were any lists asked?
        findings: By party key.
        records: None: there is no run.
        codes: Six digits, or what is known of them, of each line.
        usd: Dollars for one unit of the order's currency; None: not known.
        founded: By party key: the day that a register gives, and which register.
    """

    order: Order
    looks: Sequence[Look]
    screened: bool
    findings: Mapping[str, PartyFindings]
    records: CaseRecords | None
    codes: tuple[str, ...]
    usd: float | None
    founded: Mapping[str, tuple[date, str]]

    def replies(self) -> tuple[Reply, ...]:
        """Every answer that is known."""
        return tuple(self._all())

    def _all(self) -> Iterator[Reply]:
        for look in self.looks:
            yield from self._founded(look)
            yield from self._neighbours(look)
            yield from self._bank(look)
            yield from self._told(look)
            if self.records:
                yield from self._sent(look, self.records)
                yield from self._hub(look, self.records)
                yield from self._site(look, self.records)
        if self.records:
            for line in self.order.lines:
                yield from self._machines(line, self.records)
                yield from self._price(line, self.records)
                yield from self._shown(line, self.records)

    def _founded(self, look: Look) -> Iterator[Reply]:
        known = self.founded.get(look.key)
        if known and look.party.role == "end_user":
            day, register = known
            word = "before" if day < INVASION else "after"
            yield _reply("Q03", word, f"{register} gives {day} as its first day.", look.key, (register,))

    def _neighbours(self, look: Look) -> Iterator[Reply]:
        if look.neighbours and look.party.role in PRINCIPALS:
            said = "; ".join(it.sentence for it in look.neighbours[:_MOST_SHOWN])
            cited = tuple(f"{it.match.authority} {it.match.list} {it.match.entry_id}" for it in look.neighbours)
            yield _reply("Q16", "yes", f"It shares an address or contact with a listed party. {said}", look.key, cited)

    def _bank(self, look: Look) -> Iterator[Reply]:
        if look.party.role != "bank" or not self.screened or look.problem:
            return
        sure = [it for it in look.own if it.truth]
        if sure:
            yield _reply("Q25", "yes", f"The bank is listed. {sure[0].sentence}", look.key)
        elif not look.own:
            yield _reply("Q25", "no", "The bank was found on none of the lists that are loaded.", look.key)

    def _told(self, look: Look) -> Iterator[Reply]:
        """What findings of the last run say of a party."""
        told = self.findings.get(look.key)
        for question, word, typologies in (
            ("Q18", "no", _SITES),
            ("Q22", "yes", _RISES),
            ("Q41", "no", _WRONG_PLACE),
            ("Q44", "yes", _AFTER_EXIT),
        ):
            found = [it for it in told.findings if it.typology in typologies] if told else []
            if found:
                cited = tuple(f"finding {it.key}" for it in found)
                yield _reply(question, word, found[0].headline, look.key, cited)

    def _sent(self, look: Look, records: CaseRecords) -> Iterator[Reply]:
        if look.party.role not in PRINCIPALS:
            return
        sent = records.sent_to_barred(look.party)
        same = [it for it in sent if any(it.code[:4] == code[:4] for code in self.codes if len(code) >= 4)]
        if same:
            best = same[0]
            said = (
                f"The goods lines show {sum(it.lines for it in same)} lines of heading {best.code[:4]} sent by it to "
                f"Russia or Belarus, {best.first} to {best.last}, worth {sum(it.usd for it in same):,.0f} USD."
            )
            yield _reply("Q08", "yes", said, look.key, (records.place(best.row_id),))
        if sent and _rose(sent, records.watershed):
            lines = sum(it.lines for it in sent)
            before = sum(it.before for it in sent)
            said = f"Its lines into Russia and Belarus: {before} before {records.watershed}, {lines - before} since."
            yield _reply("Q22", "yes", said, look.key, (records.place(sent[0].row_id),))

    def _hub(self, look: Look, records: CaseRecords) -> Iterator[Reply]:
        country = look.party.country
        if look.party.role not in PRINCIPALS - {"end_user"} or country in ("", self.order.seller_country):
            return
        found = records.on_hub(country, self.codes)
        if found:
            said = f"{country_name(country)}: {found[0].headline}"
            yield _reply("Q20", "yes", said, look.key, tuple(f"finding {it.key}" for it in found[:_MOST_SHOWN]))

    def _site(self, look: Look, records: CaseRecords) -> Iterator[Reply]:
        """A site that was hosted in Russia or Belarus, of a party that says it is seated elsewhere."""
        domain = domain_form(look.party.website) if look.party.website else None
        if domain is None or look.party.country in BARRED:
            return
        told = [it for it in records.hosts(domain.domain) if it[0] in BARRED]
        if told:
            country, day = told[0]
            said = f"{domain.domain} was hosted in {country_name(country)}{f' on {day}' if day else ''}."
            yield _reply("Q18", "no", said, look.key)

    def _machines(self, line: OrderLine, records: CaseRecords) -> Iterator[Reply]:
        """Where machines of the brand are that were sold to the user, or to the buyer where none is named."""
        user = self.order.party("end_user") or self.order.party("buyer")
        if user is None or not line.brand:
            return
        machines = records.machines_of(user, line.brand)
        if not machines:
            return
        lost = [it for it in machines if it.last_on is None or (self.order.on - it.last_on).days > _SILENT_DAYS]
        away = [it for it in machines if it.last_place and user.country and it.last_place != user.country]
        shown = "; ".join(
            f"{it.serial}, {it.last_place or 'place not recorded'}, {it.last_on or 'no day'}"
            for it in machines[:_MOST_SHOWN]
        )
        said = f"{len(machines)} machines of {line.brand} are recorded with it: {shown}."
        yield _reply("Q07", "unknown" if lost or away else "known", said, str(line.line))
        if away:
            where = ", ".join(sorted({country_name(it.last_place) for it in away}))
            yield _reply(
                "Q41", "no", f"Machines sold to it before were last recorded in {where}. {said}", str(line.line)
            )

    def _price(self, line: OrderLine, records: CaseRecords) -> Iterator[Reply]:
        if line.price is None or self.usd is None or not line.model:
            return
        prices = records.prices(line.brand, line.model)
        if not prices:
            return
        low, high = price_band(prices)
        asked = line.price * self.usd
        said = (
            f"{asked:,.0f} USD for a piece; {len(prices)} lines of the records give {line.model} a usual price of "
            f"{low:,.0f} to {high:,.0f} USD."
        )
        yield _reply("Q26", "yes" if low <= asked <= high else "no", said, str(line.line))

    def _shown(self, line: OrderLine, records: CaseRecords) -> Iterator[Reply]:
        told = records.shown(line.brand, records.watershed) if line.brand else ()
        if told:
            yield _reply("Q44", "yes", f"{'; '.join(told)}.", str(line.line))


def _rose(sent: Iterable[Sent], watershed: date) -> bool:
    """At least twice as many lines a day since the watershed as before it, or all of them since."""
    several = list(sent)
    before, all_lines = sum(it.before for it in several), sum(it.lines for it in several)
    since = all_lines - before
    if not before:
        return since > 0
    early = max((watershed - min(it.first for it in several)).days, 1)
    late = max((max(it.last for it in several) - watershed).days, 1)
    return since / late >= _SURGE * before / early


def _reply(question: str, word: str, sentence: str, about: str = "", sources: tuple[str, ...] = ()) -> Reply:
    return Reply(question, word, sentence, "records", about, sources)
