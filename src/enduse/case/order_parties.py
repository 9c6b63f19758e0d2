"""The parties of an order on the lists of a case, as of the order's day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from enduse.case.order_texts import speaks_of_weapons
from enduse.case.screening import Screened, Screening, nothing_to_look_for
from enduse.decide.checked import PartyMatch
from enduse.decide.facts import Fact, Truths
from enduse.detect.defence import name_sign
from enduse.goods.entries.truth import Truth
from enduse.model.listing import Contact, WrittenAddress, WrittenIdentifier
from enduse.model.order import Order, OrderParty
from enduse.resolve.persons import has_form
from enduse.screen.decided import Decision, Decisions, asked_key, entry_key, fields_of
from enduse.screen.listed import ListSnapshot
from enduse.screen.ownership_facts import lists_meant
from enduse.screen.screener import MATCH, Hit
from enduse.screen.signs import Query, same_number, traits_of
from enduse.sources.watch_list import AUTHORITY as OWN

PRINCIPALS = frozenset({"buyer", "consignee", "intermediate", "end_user"})
"""Roles whose owners and neighbours matter: those who may keep the goods or pass them on."""

DOUBT = 0.6
"""Below this probability a hit is shown and holds nothing up: of eight parties one would always come near."""

OLD_LIST_DAYS = 365
"""A snapshot that much older than the order says nothing of who was listed since."""

_AGEING_DAYS = 30
_MILITARY_LISTS = ("US-BIS MEU", "US-BIS MIEU", "US-DOD 1260H")
_DECIDING = ("asked.names", "asked.identifiers", "asked.countries")
_FIRMS = frozenset({"bank", "forwarder", "installer"})
_CONTACTS = (("phone", "phone"), ("email", "email"), ("website", "web"))


@dataclass(frozen=True)
class FoundEntry:
    """An entry that a party is or may be.

    Attributes:
        match: For the reader.
        hit: Of the screener.
        truth: On the order's day it is; it may be; no: the names are only somewhat alike.
        neighbour: Only an address or a contact in common: it is somebody beside the listed one.
    """

    match: PartyMatch
    hit: Hit
    truth: Truth
    neighbour: bool = False

    @property
    def is_address(self) -> bool:
        """Is an address listed, and nobody?"""
        return self.hit.listed.entry.kind == "address"

    @property
    def names(self) -> tuple[str, ...]:
        """The lists it stands for, as ``AUTHORITY LIST``."""
        entry = self.hit.listed.entry
        return tuple(" ".join(it) for it in lists_meant(entry.authority, entry.list))

    @property
    def sentence(self) -> str:
        """In words."""
        it = self.match
        said = f"{it.authority} {it.list}: {it.name or it.entry_id} ({it.entry_id}), {it.score:.2f}"
        since = f", since {it.listed_on}" if it.listed_on else ""
        return f"{said}{since}{': ' + it.reasons[0] if it.reasons else ''}"


@dataclass(frozen=True)
class Look:
    """What the lists say of one party.

    Attributes:
        key: Of the party in the sheet.
        party: As ordered.
        found: Entries that it is or may be, and neighbours.
        later: Entries of another day: listed only later, or no longer.
        aside: Entries that somebody decided it is not, a sentence each.
        problem: Why it could not be looked for; empty where it could.
    """

    key: str
    party: OrderParty
    found: tuple[FoundEntry, ...] = ()
    later: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    problem: str = ""

    @cached_property
    def own(self) -> tuple[FoundEntry, ...]:
        """Entries that are, or may be, the party itself."""
        return tuple(it for it in self.near if it.truth is not False)

    @property
    def near(self) -> tuple[FoundEntry, ...]:
        """The same, and those whose names are only somewhat alike."""
        return tuple(it for it in self.found if not it.neighbour and not it.is_address)

    @property
    def neighbours(self) -> tuple[FoundEntry, ...]:
        """Listed parties that share an address or a contact with it."""
        return tuple(it for it in self.found if it.neighbour and not it.is_address)


@dataclass(frozen=True)
class Lists:
    """The lists that are asked.

    Attributes:
        screening: None: there is no case, or it holds none.
        on: The order's day.
    """

    screening: Screening | None
    on: date

    @property
    def snapshots(self) -> tuple[ListSnapshot, ...]:
        """Each list's snapshot that speaks for the day."""
        return self.screening.snapshots if self.screening else ()

    @property
    def told(self) -> tuple[str, ...]:
        """``US-OFAC SDN, 20 Nov 2026``."""
        return tuple(f"{it.name}, {it.on.day} {it.on:%b %Y}" for it in self.snapshots)

    @cached_property
    def loaded(self) -> Mapping[str, Truth]:
        """List to *no*: nobody found on it stands on it; not known where its snapshot is too old to say so."""
        found = dict[str, Truth]()
        for it in self.snapshots:
            authority, _, name = it.name.partition(" ")
            old = (self.on - it.on).days > OLD_LIST_DAYS and authority != OWN
            for pair in lists_meant(authority, name):
                key = " ".join(pair)
                found[key] = False if found.get(key, None) is False or not old else None
        return found

    def not_loaded(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """Those of the lists of which nothing is known: not loaded, or too old."""
        known = Truths(self.loaded, None)
        return tuple(sorted({it for it in wanted if known.has(it) is None}))

    @property
    def notes(self) -> Iterator[str]:
        """What the lists cannot tell."""
        if not self.snapshots:
            yield "No list is loaded, so nobody was screened: `enduse lists update` fetches them."
        for it in self.snapshots:
            if it.name.partition(" ")[0] == OWN:
                continue
            if (self.on - it.on).days > OLD_LIST_DAYS:
                yield f"{it.name} is of {it.on}, too old to say who is not on it: `enduse lists update`."
            elif (self.on - it.on).days > _AGEING_DAYS:
                yield f"{it.name} is of {it.on}: who was listed since is not in it. `enduse lists update`."
            elif it.on > self.on:
                yield f"{it.name} is of {it.on}: who was taken off it between {self.on} and then is not in it."

    def look(self, parties: Sequence[tuple[str, OrderParty]]) -> list[Look]:
        """What the lists say of each party, in the order asked."""
        asked = [query_of(it, self.on) for _, it in parties]
        why = [nothing_to_look_for(it) for it in asked]
        if self.screening is None:
            return [Look(key, party, problem=it) for (key, party), it in zip(parties, why, strict=True)]
        told, decisions = self.screening.ask_each([(it, "") for it in asked]), self.screening.decisions
        return [_look(key, party, it, decisions) for (key, party), it in zip(parties, told, strict=True)]


def query_of(party: OrderParty, on: date) -> Query:
    """A party as a question to lists and registers."""
    contacts = tuple(Contact(kind, it) for name, kind in _CONTACTS if (it := getattr(party, name)))  # type: ignore[arg-type]
    firm = party.role in _FIRMS or has_form(party.name)
    return Query(
        (party.name,) if party.name else (),
        "company" if firm else "unknown",
        on,
        tuple(WrittenIdentifier(scheme.upper(), value, party.country) for scheme, value in party.identifiers.items()),
        (WrittenAddress(party.address, party.country),) if party.address else (),
        contacts,
        (party.country,) if party.country else (),
    )


def unnamed_facts(key: str, role: str) -> Iterator[Fact]:
    """Facts of a party whom the order does not name: who it is must be asked (Q01); the rest follows from that.

    Its lists and owners are not known, so that no rule about them lets the order pass; what could only be looked up by
    its name is not asked for one by one.
    """
    why = f"The {role.replace('_', ' ')} is not named: until it is, nothing can be looked up."
    yield Fact("party.role", role, why, about=key)
    for name in ("lists", "programmes", "owned_by_listed", "controlled_by_listed"):
        yield Fact(f"party.{name}", Truths(), why, about=key)
    yield Fact("party.listed_share", None, why, about=key)
    for name in ("listed_address", "military", "missile_or_wmd", "watched"):
        yield Fact(f"party.{name}", False, why, "possible", key)
    yield Fact("party.findings", 0.0, why, "possible", key)


def _look(key: str, party: OrderParty, told: Screened, decisions: Decisions) -> Look:
    asked = traits_of(told.query)
    found, later, aside = list[FoundEntry](), list[str](), list[str]()
    for hit in told.hits:
        decision = (told.decided and told.decided.get(entry_key(hit.listed))) or _decided(decisions, told.query, hit)
        verdict = decision.verdict if decision else ""
        numbered = same_number(asked, traits_of(hit.listed.entry)) is not None
        one = _found(hit, numbered or verdict == "same")
        if verdict == "not_same":
            aside.append(f"Decided to be another than {one.sentence}.")
        elif hit.standing in ("not_yet", "no_longer"):
            when = "was listed only later" if hit.standing == "not_yet" else "was no longer listed"
            if hit.score >= MATCH:
                later.append(f"On the order's day it {when}: {one.sentence}.")
        else:
            found.append(one)
    return Look(key, party, tuple(found), tuple(later), tuple(aside), told.problem)


def _decided(decisions: Decisions, query: Query, hit: Hit) -> Decision | None:
    """What was decided about the same name, numbers and country: an order tells more of a party than a spreadsheet."""
    decision = decisions.known.get((asked_key(query), entry_key(hit.listed))) if decisions.known else None
    if decision is None:
        return None
    now = fields_of(query, hit.listed.entry)
    kept = (name for name in now if name.startswith("entry.") or name in _DECIDING)
    return decision if all(decision.fields.get(name) == now[name] for name in kept) else None


def _found(hit: Hit, sure: bool) -> FoundEntry:
    entry = hit.listed.entry
    certain = sure or hit.score >= MATCH
    # Where the list does not date the entry and is younger than the order, it may have been listed since.
    truth: Truth = None if hit.score >= DOUBT else False
    if certain and hit.standing == "listed":
        truth = True
    name = hit.name or next((it.text for it in entry.names), "") or next((it.text for it in entry.addresses), "")
    match = PartyMatch(
        entry.authority, entry.list, entry.entry_id, name, hit.score, certain and truth is True, hit.reasons,
        entry.listed_on, entry.programmes, entry.countries,
    )  # fmt: skip
    return FoundEntry(match, hit, truth, neighbour=not hit.name and not sure and not certain)


@dataclass(frozen=True)
class PartyFacts:
    """Facts of one party that the lists tell.

    Attributes:
        look: What they say.
        lists: Which were asked.
    """

    look: Look
    lists: Lists

    def facts(self) -> Iterator[Fact]:
        """One of each name."""
        party = self.look.party
        yield self._fact("role", party.role, f"Named as {party.role.replace('_', ' ')}.")
        said = f"Seated in {party.country}." if party.country else "Its country was not said."
        yield self._fact("country", party.country or None, said)
        yield self._lists()
        yield self._programmes()
        yield self._address()
        yield self._military()
        yield self._weapons()
        yield self._watched()

    def _fact(self, name: str, value: Truths | bool | str | float | None, sentence: str, *sources: str) -> Fact:
        return Fact(f"party.{name}", value, sentence, "recorded", self.look.key, sources)

    @property
    def _unasked(self) -> str:
        """Why nobody could be found; empty where somebody could."""
        if self.look.problem:
            return self.look.problem
        return "" if self.lists.snapshots else "No list is loaded, so it was not screened."

    def _lists(self) -> Fact:
        if self._unasked:
            # No answer of a customer loads a list.
            return replace(self._fact("lists", Truths(), self._unasked), askable=False)
        of = _all_of((name, it.truth) for it in self.look.own for name in it.names)
        whole = {**self.lists.loaded, **of}
        asked = f"Screened against {len(self.lists.loaded)} lists; a list that is not loaded is not known."
        found = "; ".join(it.sentence for it in self.look.own[:5])
        sentence = f"{found}. {asked}" if found else f"No entry found. {asked}"
        fact = self._fact("lists", Truths(whole, None), sentence, *self._cited())
        return replace(fact, askable=None in whole.values())

    def _cited(self) -> tuple[str, ...]:
        cited = (f"{it.match.authority} {it.match.list} {it.match.entry_id}" for it in self.look.own)
        return tuple(dict.fromkeys(cited))

    def _programmes(self) -> Fact:
        if self._unasked:
            return replace(self._fact("programmes", Truths(), self._unasked), askable=False)
        pairs = (
            (f"{it.match.authority} {programme}", it.truth) for it in self.look.own for programme in it.match.programmes
        )
        of = _all_of(pairs)
        said = f"Programmes of its entries: {'; '.join(of)}." if of else "No entry, so no programme."
        return self._fact("programmes", Truths(of, False), said)

    def _address(self) -> Fact:
        found = [it for it in self.look.found if it.is_address]
        if found:
            truth = True if any(it.truth for it in found) else None
            return self._fact("listed_address", truth, "; ".join(it.sentence for it in found))
        held = any(it.startswith("US-BIS Entity List") for it in self.lists.loaded)
        if self.look.party.address and held and not self._unasked:
            return self._fact("listed_address", False, "Its address is none of those that are listed.")
        if self.look.party.role not in PRINCIPALS:
            return self._fact("listed_address", False, "No listed address was found; its address is not asked for.")
        why = "Its address was not given." if not self.look.party.address else "No list of addresses is loaded."
        return self._fact("listed_address", None, why)

    def _military(self) -> Fact:
        for it in self.look.own:
            if any(name.startswith(_MILITARY_LISTS) for name in it.names):
                return self._fact("military", it.truth, it.sentence)
        sign = name_sign([self.look.party.name, self.look.party.activity])
        if sign is None:
            return self._fact("military", False, "Neither a list nor its name says so.")
        if sign.basis == "unit":
            return self._fact("military", True, f"Its name tells: {sign.why}.")
        if any(it.truth for it in self.look.own):
            return self._fact("military", True, f"It is listed, and its name tells: {sign.why}.")
        return self._fact("military", None, f"Its name may tell: {sign.why}. Has it military customers?")

    def _weapons(self) -> Fact:
        for it in self.look.own:
            entry = it.hit.listed.entry
            reasons = (*entry.programmes, entry.remarks, *entry.more.values())
            if speaks_of_weapons(reasons):
                return self._fact("missile_or_wmd", it.truth, f"Listed for such reasons: {it.sentence}.")
        if speaks_of_weapons((self.look.party.name, self.look.party.activity)):
            return self._fact("missile_or_wmd", None, "Its name or activity speaks of missiles or such weapons.")
        return self._fact("missile_or_wmd", False, "Neither a list nor its name says so.")

    def _watched(self) -> Fact:
        mine = [it for it in self.look.own if it.match.authority == OWN]
        if mine:
            return self._fact("watched", True if any(it.truth for it in mine) else None, mine[0].sentence)
        held = any(it.startswith(OWN) for it in self.lists.loaded)
        return self._fact("watched", False, "On no own watch list." if held else "No own watch list is loaded.")


def _all_of(pairs: Iterable[tuple[str, Truth]]) -> dict[str, Truth]:
    """The surest of several entries of one list."""
    found = dict[str, Truth]()
    for name, truth in pairs:
        found[name] = True if truth is True or found.get(name) is True else None
    return found


def party_keys(order: Order) -> tuple[tuple[str, OrderParty], ...]:
    """Each party but the seller with its key: its role, or ``role N`` where several have it."""
    others = [it for it in order.parties if it.role != "seller"]
    count: dict[str, int] = {}
    for it in others:
        count[it.role] = count.get(it.role, 0) + 1
    met: dict[str, int] = {}
    keyed = list[tuple[str, OrderParty]]()
    for it in others:
        met[it.role] = met.get(it.role, 0) + 1
        keyed.append((f"{it.role} {met[it.role]}" if count[it.role] > 1 else it.role, it))
    return tuple(keyed)
