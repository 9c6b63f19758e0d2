"""Which parties of a run may be on which lists: by number, by name, by the address they share with an entry.

A name says less here than in a screening that somebody reads: nobody looks at each hit before findings are built on it.
So a name of general words, a namesake in another country, and a name that several parties bear stay weak.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log

from enduse.model.listing import Contact, EntityKind, WrittenAddress
from enduse.resolve.comparing import ALIKE, ALONE, GENERAL_ALONE, PARTLY, compare_profiles, sober
from enduse.resolve.persons import is_whole
from enduse.resolve.profiles import Profile
from enduse.screen.party_numbers import Numbers, numbers_differ
from enduse.screen.screener import Named, Screener, shifted
from enduse.screen.signs import Query, Sign, Traits, address_keys, certain, role_sign, signs, traits_of
from enduse.text.identifiers import recognise
from enduse.text.names import NameKind, PreparedName, prepare, score_prepared
from enduse.text.names.alignment import align
from enduse.text.names.tokens import SMALL

LEAST = 0.5
"""Hits by name below this are left out: it is likelier that somebody else is meant."""

ABROAD = 0.5
"""The most that a name says of a party in another country than the entry."""

PARTIAL, PARTIAL_THERE = 0.7, 0.84
"""The most that names say that agree in all but form, a slip or general words, and that agree in part while an address
or a contact agrees, too. Names whose rare words are only alike, or stand alone, say nothing without an address."""

PERSON = 0.6
"""The most that a person's name says: family name, given name and one more, all written out; a shorter one says nothing
without an address."""

CROWD = 4
"""An address that so many parties share with an entry is a business centre's or an agent's: it tells nothing."""

CLOSE = 1.0
"""Parties whose names are as near to an entry as the nearest but for so much (log-odds) are rivals for it."""

_LOOKED_AT = 0.6
_MOST, _OTHER_NUMBER = 0.99, 0.2
_FAINT = frozenset({ALIKE, PARTLY, ALONE, GENERAL_ALONE})
_AGREEING = ("room_agrees", "house_agrees", "contact_agrees")


@dataclass(frozen=True)
class RunParty:
    """A party as far as lists can know it.

    Attributes:
        party_id: See ``model.ids.party_id``.
        names: Spellings, the most telling first.
        kind: ``unknown`` where it is not sure.
        country: ISO alpha-2, else empty.
        numbers: Registered numbers.
        addresses: As written.
        contacts: Phones, e-mail addresses, sites.
    """

    party_id: int
    names: tuple[str, ...]
    kind: EntityKind = "unknown"
    country: str = ""
    numbers: Numbers = Numbers()
    addresses: tuple[WrittenAddress, ...] = ()
    contacts: tuple[Contact, ...] = ()

    @property
    def query(self) -> Query:
        """The party as a question to the screener; numbers are compared apart."""
        countries = (self.country,) if self.country else ()
        return Query(self.names, self.kind, None, (), self.addresses, self.contacts, countries)


@dataclass(frozen=True)
class PartyHit:
    """A party that may be on a list, or that stands at an address of an entry.

    Attributes:
        party: Who.
        at: Position of the entry.
        by: ``identifier``, ``name`` or ``address``: what agrees.
        score: Probability that the party is the one listed.
        reasons: In words, the weightiest first.
        supported: An address or a contact agrees, too.
        place: The entry is an address and nobody's name.
        alone: The score without addresses and contacts.
    """

    party: RunParty
    at: int
    by: str
    score: float
    reasons: tuple[str, ...]
    supported: bool = False
    place: bool = False
    alone: float = 0.0


@dataclass(frozen=True)
class PartyScreening:
    """Parties against lists, by the batch; rivals are settled at the end.

    Attributes:
        screener: The lists.
        unnamed: Numbers without a known scheme to positions of entries; see ``party_numbers.unnamed_numbers``.
    """

    screener: Screener
    unnamed: Mapping[str, Sequence[int]]
    _found: list[PartyHit] = field(default_factory=list)

    def look(self, parties: Sequence[RunParty]) -> None:
        """Remember the hits of some hundred parties."""
        asked = [replace(it.query, addresses=(), contacts=()) for it in parties]
        for party, names in zip(parties, self.screener.named_each(asked, _LOOKED_AT), strict=True):
            self._found.extend(self._once_each_list(self._hits(party, names)))

    def _once_each_list(self, hits: Iterable[PartyHit]) -> Iterable[PartyHit]:
        """The hits of one party without those that a better one on the same list speaks against.

        A publisher lists nobody twice, or under names as near to each other as two hits then must be.
        """
        best: dict[str, float] = {}
        told = [(it, self.screener.entries[it.at].snapshot.name) for it in hits]
        for it, name in told:
            best[name] = max(best.get(name, 0.0), it.score if it.by != "address" else 0.0)
        return [it for it, name in told if it.by != "name" or _odds(it.score) >= _odds(best[name]) - CLOSE]

    def hits(self) -> list[PartyHit]:
        """All hits, by party and position of the entry."""
        by_entry: dict[int, list[PartyHit]] = defaultdict(list)
        for it in self._found:
            by_entry[it.at].append(it)
        kept = [hit for at in sorted(by_entry) for hit in settled(by_entry[at])]
        return sorted(kept, key=lambda it: (it.party.party_id, it.at))

    def _hits(self, party: RunParty, names: Mapping[int, Named]) -> Iterable[PartyHit]:
        asked = traits_of(party.query)
        numbered = self._by_number(party)
        near = {at for key in address_keys(asked) for at in self.screener.keys.of(f"address {key}").tolist()}
        for at in sorted(numbered.keys() | names.keys() | near):
            if at in numbered:
                yield numbered[at]
            elif hit := self._by_signs(party, at, names.get(at) or self._nearest(party, at, near), asked):
                yield hit

    def _nearest(self, party: RunParty, at: int, near: set[int]) -> Named | None:
        """The name of an entry at the same address that is likest, where no name found the entry."""
        names = self.screener.entries[at].entry.names if at in near else ()
        each = [
            Named(score_prepared(prepare(text), prepare(name.text)), which, text)
            for text in party.names
            for which, name in enumerate(names)
        ]
        return max(each, key=lambda it: it.score, default=None)

    def _by_number(self, party: RunParty) -> dict[int, PartyHit]:
        found: dict[int, PartyHit] = {}
        for bare in sorted(party.numbers.bare):
            for at in self.unnamed.get(bare, ()):
                where = self.screener.traits(at).countries
                if not (party.country and where) or party.country in where:
                    scheme = next((it.scheme.upper() for it in recognise(bare, party.country or None)), "number")
                    found[at] = _numbered(party, at, f"both have the {scheme} {bare}", "number_unchecked")
        for key in sorted(party.numbers.keys):
            scheme, _, value = key.partition(":")
            for at in self.screener.keys.of(f"number {key}").tolist():
                state = next(it.state for it in self.screener.traits(at).numbers if it.key == key)
                checked = "number_checked" if state == "holds" else "number_unchecked"
                found[at] = _numbered(party, at, f"both have the {scheme.upper()} {value}", checked)
        return found

    def _by_signs(self, party: RunParty, at: int, named: Named | None, asked: Traits) -> PartyHit | None:
        entry, theirs = self.screener.entries[at].entry, self.screener.traits(at)
        told = [it for it in signs(asked, theirs) if it.name != "building_agrees"]
        agreeing = [it for it in told if it.name in _AGREEING]
        differs = numbers_differ(party.numbers, theirs, party.country)
        if named is not None and not differs:
            name = entry.names[named.which]
            match = match_names(named.text, party.kind, name.text, entry.kind)
            abroad = bool(party.country and theirs.countries and party.country not in theirs.countries)
            rest = [it for it in (*told, *role_sign(name)) if it.name not in _AGREEING]
            alone = min(shifted(match.score, rest), match.most, ABROAD if abroad else _MOST)
            both = min(shifted(match.score, [*rest, *agreeing]), _MOST if match.whole else PARTIAL_THERE)
            score = both if agreeing else alone
            if score >= LEAST:
                reasons = tuple(dict.fromkeys((*match.reasons, *(it.reason for it in told))))
                scores = round(score, 4), round(alone, 4)
                return PartyHit(party, at, "name", scores[0], reasons, bool(agreeing), alone=scores[1])
        if any(it.name in ("room_agrees", "house_agrees") for it in agreeing):
            return _at_address(party, at, entry.kind, agreeing, differs)
        return None


@dataclass(frozen=True)
class NamesTold:
    """What the name of a party and that of an entry say, when nothing else is known and nobody looks at the pair.

    Attributes:
        score: Probability.
        most: What it may come to without an address or a contact that agrees.
        whole: Every word of one answers a word of the other.
        reasons: In words.
    """

    score: float
    most: float
    whole: bool
    reasons: tuple[str, ...]


def match_names(written: str, kind: str, listed: str, listed_kind: str) -> NamesTold:
    """How much a party's name speaks for an entry.

    Names that are only near, and words that one of them lacks, are leads and no more: among thousands of parties and
    entries many are near by chance. A person's name tells nobody from his namesakes.

    Args:
        written: The party's.
        kind: What it is.
        listed: The entry's.
        listed_kind: What the entry is.
    """
    as_person: NameKind = "person" if "person" in (kind, listed_kind) else "company"
    left, right = (
        Profile(f"name:{at}", (it,), frozenset(), 1, 0, as_person) for at, it in enumerate((written, listed))
    )
    found = sober(compare_profiles(left, right))
    reasons = (f"{written!r} and {listed!r}", *found.reasons, *(f"but {it}" for it in found.against))
    whole = not found.against and _answered(prepare(written, as_person), prepare(listed, as_person))
    if as_person == "person":
        long = all(is_whole(prepare(it, "person")) for it in (written, listed))
        return NamesTold(found.score, PERSON if long and whole else 0.0, whole, reasons)
    if found.common:
        return NamesTold(found.score, 0.0, False, reasons)
    partly = PARTIAL if _FAINT.isdisjoint(found.marks) else 0.0
    return NamesTold(found.score, _MOST if whole else partly, whole, reasons)


def _answered(one: PreparedName, other: PreparedName) -> bool:
    """Has every word but the smallest an answer?"""
    if one.key and one.key == other.key:
        return True
    found = align(one, other)
    lone = [one.tokens[it] for it in found.alone_left] + [other.tokens[it] for it in found.alone_right]
    return all(it.kind == SMALL for it in lone)


def settled(hits: Sequence[PartyHit]) -> list[PartyHit]:
    """The hits of one entry: of several parties that it may be, each is less likely.

    Where one party bears the entry's number, a name or an address says of another party no more than that. Parties
    whose names are equally near share what their name says.
    """
    known = [it for it in hits if it.by == "identifier"]
    named = [it for it in hits if it.by == "name"]
    places = [it for it in hits if it.by == "address" and it.place]
    tenants = [it for it in hits if it.by == "address" and not it.place]
    if len(tenants) + sum(it.supported for it in named) >= CROWD:
        named = [replace(it, score=it.alone, supported=False) for it in named]
    if known:
        named = [_other(it, known[0]) for it in named]
    best = max((_odds(it.score) for it in named), default=0.0)
    rivals = sum(_odds(it.score) >= best - CLOSE and not it.supported for it in named)
    if rivals > 1 and not any(it.supported for it in named):
        named = [_shared(it, rivals) for it in named]
    kept = [it for it in named if it.score >= LEAST]
    return [*known, *kept, *places, *(_tenant(it, len(tenants)) for it in tenants)]


def _numbered(party: RunParty, at: int, reason: str, checked: str) -> PartyHit:
    return PartyHit(party, at, "identifier", certain(checked), (reason,), True)


def _at_address(party: RunParty, at: int, kind: str, agreeing: Sequence[Sign], differs: str) -> PartyHit:
    names = {it.name for it in agreeing}
    score = certain("address_alone" if "room_agrees" in names else "house_alone")
    if kind == "address":
        score = certain("number_unchecked")
    elif differs:
        score = round(score * _OTHER_NUMBER, 4)
    against = (f"but {differs}",) if differs else ()
    reasons = (*(it.reason for it in agreeing), *against)
    return PartyHit(party, at, "address", score, reasons, True, kind == "address")


def _other(hit: PartyHit, known: PartyHit) -> PartyHit:
    if hit.party.numbers.keys or hit.party.numbers.bare:
        return replace(hit, score=0.0)
    told = f"but {known.party.names[0] if known.party.names else 'another party'!r} bears the entry's number"
    return replace(hit, score=min(hit.score, ABROAD), reasons=(*hit.reasons, told))


def _shared(hit: PartyHit, rivals: int) -> PartyHit:
    told = f"but {rivals} parties of these records bear such a name"
    return replace(hit, score=round(hit.score / rivals, 4), reasons=(*hit.reasons, told))


def _tenant(hit: PartyHit, tenants: int) -> PartyHit:
    if tenants < 2:
        return hit
    told = f"{tenants} parties of these records stand at that address"
    return replace(hit, score=round(hit.score / tenants, 4), reasons=(*hit.reasons, told))


def _odds(score: float) -> float:
    clipped = min(max(score, 1e-4), 1 - 1e-4)
    return log(clipped / (1 - clipped))
