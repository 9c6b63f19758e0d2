"""The chain of custody of one machine: where records send it, where they show it, and where the two part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Literal

from enduse.text.countries import country_name, eu_members
from enduse.trace.custody_rows import DEALT, EXPORTED, IMPORTED, MOVES, Ban
from enduse.trace.serial_keys import agree, plain, shown, strict_key

Word = Literal["recorded", "derived", "probable", "possible", "alleged", "denied"]
Standing = Literal["made", "placed", "passed_on", "confirmed", "unagreed", "outside", "silent"]
"""``made``; ``placed`` where a record with authority sends it; ``passed_on`` by the recorded owner; ``confirmed``: seen
where a record sends it; ``unagreed``: moved, and nobody says that this was agreed; ``outside``: where no record sends
it; ``silent``: the row names no country, or no record says where the machine belongs."""

PLACING = (*DEALT, *MOVES, "installed")
"""Events to which the maker or owner may agree; who agrees to a service agrees to no move."""

ANSWERED_BEFORE, ANSWERED_AFTER = timedelta(days=120), timedelta(days=60)
"""An agreed move so long before a device's alarm, or so soon after it, answers it."""

_WORDS: tuple[Word, ...] = ("recorded", "derived", "probable", "possible")
_FIRST_WORD: Mapping[str, Word] = {
    "relocation_alert": "probable",
    "seen": "probable",
    "service_request": "probable",
    "advertised": "alleged",
}
_ORDER = {
    it: at for at, it in enumerate(("built", "sold", EXPORTED, "shipped", "transit", IMPORTED, "cleared", "installed"))
}
"""Of what happened on one day."""


@dataclass(frozen=True)
class Fact:
    """One row about one machine; the columns of ``trace.custody_rows`` and ``doubts``.

    Attributes:
        party_country: Where the party is at home, as far as it is known.
        at_home: The row names no country; ``country`` is that of the party.
        doubts: Why the row may be about another machine, each with the word that it leaves.
    """

    row_id: int
    on: date | None
    what: str
    serial: str
    brand: str | None = None
    model: str | None = None
    country: str | None = None
    sender_country: str | None = None
    party_id: int | None = None
    sender_id: int | None = None
    authorised: bool | None = None
    place: str | None = None
    note: str | None = None
    reference: str | None = None
    party_country: str | None = None
    value_usd: float | None = None
    at_home: bool = False
    doubts: tuple[tuple[Word, str], ...] = ()

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Fact":
        """From a row of ``trace.custody_rows.sightings``."""
        return cls(**{name: row[name] for name in _COLUMNS if name in row})


_COLUMNS = tuple(it.name for it in fields(Fact))


@dataclass(frozen=True)
class Link:
    """One fact in its place in the chain.

    Attributes:
        fact: The row.
        standing: What it means for the chain.
        confidence: One of the six words.
        reasons: Why this standing and this word.
        gap_days: Since the fact before it; None for the first and where a day is missing.
    """

    fact: Fact
    standing: Standing
    confidence: Word
    reasons: tuple[str, ...]
    gap_days: int | None


@dataclass(frozen=True)
class Chain:
    """What is recorded of one machine, in the order of time.

    Attributes:
        links: Dated ones first, then those without a day.
    """

    links: tuple[Link, ...]

    @property
    def name(self) -> str:
        """Brand and number, as people know the machine."""
        brands = [it.fact.brand for it in self.links if it.fact.brand]
        serial = shown(it.fact.serial for it in self.links)
        return f"{max(sorted(set(brands)), key=brands.count)} {serial}" if brands else serial

    @cached_property
    def placed(self) -> Link | None:
        """The last link with authority before the machine left the channel; the last of all where it did not."""
        before = self.links[: self.links.index(self.exit)] if self.exit else self.links
        sent = [it for it in before if it.standing in ("placed", "passed_on")]
        later = [it for it in self.links if it.standing == "placed"]
        return next(iter(reversed(sent or later)), None)

    @cached_property
    def exit(self) -> Link | None:
        """The first link outside the authorised channel."""
        return next((it for it in self.links if it.standing == "outside"), None)

    @property
    def outside(self) -> tuple[Link, ...]:
        """Every link outside it."""
        return tuple(it for it in self.links if it.standing == "outside")

    @property
    def confirmed(self) -> Link | None:
        """The last link that shows the machine where a record sends it, by being seen, not by being sent."""
        return next((it for it in reversed(self.links) if it.standing == "confirmed" and it.fact.on), None)

    def silent_days(self, on: date) -> int | None:
        """Days from the last confirmation, else from the last sending, to ``on``; None where there is neither."""
        last = self.confirmed or self.placed
        return (on - last.fact.on).days if last and last.fact.on else None

    def lacks(self, on: date, most_days: int) -> tuple[str, ...]:
        """What keeps the chain from being complete, each a few words; empty when it is.

        Args:
            on: The day as of which it is asked.
            most_days: Longest gap, and longest silence, that passes.
        """
        found = []
        if not any(it.standing == "placed" for it in self.links):
            found.append("no record of a sale or shipment")
        if self.confirmed is None:
            found.append("nobody saw it where it was sent")
        found += [f"a gap of {it.gap_days} days" for it in self.links if (it.gap_days or 0) > most_days]
        if (days := self.silent_days(on)) is not None and days > most_days:
            found.append(f"{days} days since the last confirmation")
        if self.exit:
            found.append("it left the authorised channel")
        return tuple(found)


def chain(facts: Iterable[Fact], ban: Ban) -> Chain:
    """The chain of one machine's facts; their order does not matter.

    Authority comes from the maker's or dealer's book (sold, shipped, resold), from the first export declaration, and
    from every record that says it was agreed; where there is none of them, from the first installation. Countries of
    the European Union count as one, for no customs border lies between them.
    """
    ordered = sorted(facts, key=_place_in_time)
    authority = _Authority.of(ordered, ban)
    links: list[Link] = []
    before: date | None = None
    for fact in ordered:
        standing, reason = authority.standing(fact)
        gap = (fact.on - before).days if fact.on and before else None
        word, doubts = _word(fact)
        links.append(Link(fact, standing, word, tuple(filter(None, (reason, *doubts))), gap))
        before = fact.on or before
    return Chain(tuple(links))


def machines(facts: Iterable[Fact]) -> list[tuple[Fact, ...]]:
    """Facts that share a number, kept apart where two machines bear it; those that fit several stand by themselves.

    Brands that contradict each other make two machines; so do two spellings of the number (O and 0) with a record of
    their making each.
    """
    listed = sorted(facts, key=_place_in_time)
    groups: list[list[Fact]] = []
    for fact in (it for it in listed if it.brand):
        same = next((it for it in groups if agree(it[0].brand, fact.brand)), None)
        if same is None:
            groups.append([fact])
        else:
            same.append(fact)
    rest = [it for it in listed if not it.brand]
    if len(groups) == 1 or not groups:
        groups = [[*(groups[0] if groups else ()), *rest]]
    elif rest:
        groups.append(rest)
    return [tuple(part) for group in groups for part in _by_spelling(group) if part]


def _by_spelling(group: Sequence[Fact]) -> Iterator[list[Fact]]:
    made = {strict_key(it.serial) for it in group if it.what == "built"}
    if len(made) < 2:
        yield [*group]
        return
    for key in sorted(made):
        yield [it for it in group if strict_key(it.serial) == key]
    yield [it for it in group if strict_key(it.serial) not in made]


def _place_in_time(fact: Fact) -> tuple[date, int, int]:
    return fact.on or date.max, _ORDER.get(fact.what, len(_ORDER)), fact.row_id


def _word(fact: Fact) -> tuple[Word, tuple[str, ...]]:
    """The word of confidence that the kind of record and the doubts leave, and the doubts."""
    first = _FIRST_WORD.get(fact.what, "recorded")
    reasons = tuple(reason for _word, reason in fact.doubts)
    if first not in _WORDS:
        return first, reasons
    worst = max((_WORDS.index(it) for it in (first, *(word for word, _reason in fact.doubts))), default=0)
    return _WORDS[worst], reasons


@dataclass(frozen=True)
class _Authority:
    """What the records with authority say of one machine.

    Attributes:
        made: Countries where it was made.
        sent: Countries to which they send it.
        standings: Row id to the standing and reason of each of them.
        agreed_on: Days of the records that say it was agreed.
        ban: Where nobody may send it.
    """

    made: frozenset[str]
    sent: frozenset[str]
    standings: Mapping[int, tuple[Standing, str]]
    agreed_on: tuple[date, ...]
    ban: Ban

    @classmethod
    def of(cls, ordered: Sequence[Fact], ban: Ban) -> "_Authority":
        made = frozenset(it.country for it in ordered if it.what == "built" and it.country)
        walk = _Walk(ban)
        for fact in ordered:
            walk.step(fact)
        if not walk.sent and (first := next((it for it in ordered if it.what == "installed" and it.country), None)):
            walk.place(first, "placed", "the first record of where it stands")
        agreed = tuple(it.on for it in ordered if it.authorised and it.on and it.what in PLACING)
        return cls(made, frozenset(walk.sent), walk.standings, agreed, ban)

    def standing(self, fact: Fact) -> tuple[Standing, str]:
        """Standing and reason of any fact."""
        if fact.row_id in self.standings:
            return self.standings[fact.row_id]
        if fact.what == "built":
            return "made", "the maker's record"
        if fact.what in MOVES and self._answered(fact):
            return "confirmed", "an agreed move answers it"
        if fact.country is None:
            return ("unagreed", "no record agrees to it") if fact.what in MOVES else ("silent", "it names no country")
        if not self.sent:
            return "silent", "no record says where the machine belongs"
        if fact.what in PLACING and fact.authorised is False:
            return "outside", "the record says that nobody agreed"
        if not self._sent_to(fact):
            return "outside", f"no record sends it to {country_name(fact.country)}"
        if fact.what in MOVES:
            return "unagreed", "no record agrees to it"
        return "confirmed", "where a record sends it"

    def _sent_to(self, fact: Fact) -> bool:
        if fact.country in self.sent | self.made:
            # Where it was made it may come back to for repair; whoever is barred is so even there.
            return fact.country in self.sent or not self.ban.covers(fact.country, fact.on)
        union = eu_members(fact.on) if fact.on else frozenset()
        return fact.country in union and bool(self.sent & union)

    def _answered(self, fact: Fact) -> bool:
        if fact.authorised is False or fact.on is None or not (fact.country is None or self._sent_to(fact)):
            return False
        return any(fact.on - ANSWERED_BEFORE <= it <= fact.on + ANSWERED_AFTER for it in self.agreed_on)


class _Walk:
    """Goes through the facts in the order of time and notes those with authority."""

    def __init__(self, ban: Ban) -> None:
        self.ban = ban
        self.sent: set[str] = set()
        self.standings: dict[int, tuple[Standing, str]] = {}
        self._owner: int | None = None

    def place(self, fact: Fact, standing: Standing, reason: str) -> None:
        """Note a fact that sends the machine somewhere, or says that it stays."""
        self.standings[fact.row_id] = standing, reason
        self.sent |= {fact.country} if fact.country else set()
        self._owner = fact.party_id or self._owner

    def step(self, fact: Fact) -> None:
        """Look at the next fact."""
        if fact.authorised is not None and fact.what in PLACING:
            if fact.authorised:
                self.place(fact, "placed", "the record says that it was agreed")
            return
        if fact.what not in (*DEALT, EXPORTED):
            return
        if not self.sent:
            declared = "the first export declaration" if fact.what == EXPORTED else "the first record of a sale"
            self.place(fact, "placed", declared)
        elif fact.country is None or fact.country in self.sent:
            self.place(fact, "placed", "within the country that a record sends it to")
        elif self.ban.covers(fact.country, fact.on):
            self._outside(fact, f"goods must not go to {country_name(fact.country)}, and nobody says it was agreed")
        elif fact.what in DEALT:
            self.place(fact, "placed", "the maker's or dealer's book says so")
        elif fact.sender_id is not None and fact.sender_id == self._owner:
            self.place(fact, "passed_on", "the recorded owner declared it")
        else:
            self._outside(fact, f"somebody else than the recorded owner sent it to {country_name(fact.country)}")

    def _outside(self, fact: Fact, reason: str) -> None:
        self.standings[fact.row_id] = "outside", reason


def same_machine(left: Chain, right: Chain) -> bool:
    """Are both chains about machines of one brand and model? For the question who else is at risk."""
    one, other = left.links[0].fact, right.links[0].fact
    return agree(one.brand, other.brand) is True and plain(one.model) == plain(other.model)
