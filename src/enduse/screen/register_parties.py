"""Who the records of several registers are: records of one party under one key, and who that is.

The same record id within a register is one party, and so is the same registered number anywhere. A number whose check
digits fail is compared within its register only. A name alone never joins: two parties of the same name and country
of which one has no number are told as *possibly* the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

from enduse.model.listing import Contact, EntityKind, WrittenAddress, WrittenIdentifier
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.screen.holdings import RegisterRows, record_mark
from enduse.screen.register_reading import records_in, relations_in
from enduse.text.company_names import normal_form
from enduse.text.identifier_keys import identifier_key

What = TypeVar("What", RegisterRecord, Relation)


@dataclass(frozen=True)
class Found(Generic[What]):
    """A record or relation and where it stands."""

    what: What
    source_id: str
    file: str
    snapshot: date | None = None

    @property
    def origin(self) -> str:
        """Register and file."""
        return f"{self.what.register} ({self.file})" if self.file else self.what.register


@dataclass
class RegisterParty:
    """Everything that the registers tell of one party.

    Attributes:
        key: The same on every machine: its number, else its record.
        kind: Company or person where any record says so.
        names: As written, those of its own records first.
        identifiers: Numbers.
        addresses: Addresses.
        contacts: Phones, e-mail addresses, sites.
        countries: ISO alpha-2.
        births: Year and month at most.
        hidden: Why the register does not say who it is; empty where it does.
    """

    key: str
    kind: EntityKind = "unknown"
    names: dict[str, None] = field(default_factory=dict)
    identifiers: dict[WrittenIdentifier, None] = field(default_factory=dict)
    addresses: dict[WrittenAddress, None] = field(default_factory=dict)
    contacts: dict[Contact, None] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)
    births: dict[str, None] = field(default_factory=dict)
    hidden: str = ""

    @property
    def shown(self) -> str:
        """Name and number, as sentences call it."""
        name = next(iter(self.names), "") or f"somebody not named ({self.hidden or self.key})"
        number = next((it for it in self.identifiers if it.scheme != "KPP"), None)
        return name if number is None or self.kind == "person" else f"{name} ({number.scheme} {number.value})"

    @property
    def numbers(self) -> frozenset[str]:
        """Keys of its registered numbers that can be compared anywhere."""
        keys = (identifier_key(it.scheme, it.value, it.country) for it in self.identifiers)
        return frozenset(it.key for it in keys if it.strong)


@dataclass(frozen=True)
class Parties:
    """The parties of some rows.

    Attributes:
        of: By their keys.
        relations: Every relation with its place.
        lookalikes: Keys of two parties that only name and country make possibly one, the numbered one first.
    """

    of: Mapping[str, RegisterParty]
    relations: tuple[Found[Relation], ...]
    lookalikes: tuple[tuple[str, str], ...]
    _tokens: Mapping[str, str]

    def key(self, register: str, ref: PartyRef) -> str:
        """The party that a reference means."""
        return self._tokens[_tokens(register, ref)[0]]


def parties_of(rows: RegisterRows) -> Parties:
    """Records and ends of relations as parties."""
    records = [(it, _record_tokens(it)) for it in records_in(rows.records)]
    relations = tuple(Found(it, at, rows.files.get(at, ""), day) for it, at, day in relations_in(rows.relations))
    # A firm that holds a thousand others is told a thousand times in the same words.
    ends = [(end, _tokens(register, end)) for register, end in dict.fromkeys(_ends(relations))]
    joined = _Joined()
    for _, tokens in (*records, *ends):
        joined.join(tokens)
    _join_persons(joined, [it for it, _ in records], relations)
    keys = joined.keys()
    made: dict[str, RegisterParty] = {}
    for record, tokens in records:
        _tell_record(_party(made, keys[tokens[0]]), record)
    for end, tokens in ends:
        _tell_end(_party(made, keys[tokens[0]]), end)
    return Parties(made, relations, tuple(_lookalikes(made)), keys)


def _join_persons(joined: "_Joined", records: Iterable[RegisterRecord], relations: Iterable[Found[Relation]]) -> None:
    """A register that tells of a holder anew with every statement means one person each time: in one company, of one
    name and one month of birth.
    """
    people = {
        record_mark(it.register, it.record_id): (it.names[0].text.casefold(), it.born)
        for it in records
        if it.personal and it.names and len(it.born) >= len("1971-03")
    }
    known: dict[tuple[str, str, str], str] = {}
    for it in relations:
        mark = record_mark(it.what.register, it.what.subject.record_id)
        if mark in people:
            company = joined.root(_tokens(it.what.register, it.what.object)[0])
            joined.join([known.setdefault((company, *people[mark]), mark), mark])


class _Joined:
    """Tokens of which some are known to be the same."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def join(self, tokens: Sequence[str]) -> None:
        first = self.root(tokens[0])
        for it in tokens[1:]:
            other = self.root(it)
            if other != first:
                # Numbers sort before records and names, so that a party is called by its number.
                first, other = sorted((first, other), key=_rank)
                self._of[other] = first

    def keys(self) -> dict[str, str]:
        return {it: self.root(it).replace("\x1f", " ") for it in self._of}

    def root(self, token: str) -> str:
        path = []
        while (at := self._of.setdefault(token, token)) != token:
            path.append(token)
            token = at
        for it in path:
            self._of[it] = token
        return token


def _rank(token: str) -> tuple[int, str]:
    return ("\x1f" in token, token)


def _ends(relations: Iterable[Found[Relation]]) -> Iterator[tuple[str, PartyRef]]:
    for it in relations:
        yield it.what.register, it.what.subject
        yield it.what.register, it.what.object


def _record_tokens(record: RegisterRecord) -> Sequence[str]:
    numbers = [token for it in record.identifiers for token in _number_tokens(record.register, it)]
    return [record_mark(record.register, record.record_id), *numbers]


@lru_cache(maxsize=262_144)
def _tokens(register: str, ref: PartyRef) -> Sequence[str]:
    """What joins a reference with others; the first one names it."""
    found = [record_mark(register, ref.record_id)] if ref.record_id else []
    found += _number_tokens(register, ref.identifier) if ref.identifier else []
    return found or [_name_token(register, ref)]


@lru_cache(maxsize=262_144)
def _number_tokens(register: str, number: WrittenIdentifier) -> Sequence[str]:
    key = identifier_key(number.scheme, number.value, number.country)
    if key.strong:
        return (key.key,)
    return (f"{register}\x1f{key.key}",) if key.state == "fails" else ()


def _name_token(register: str, ref: PartyRef) -> str:
    """Somebody of whom the register gives nothing but a name: the same spelling within the register is one party."""
    number = f"{ref.identifier.scheme} {ref.identifier.value} " if ref.identifier else ""
    return f"{register}\x1f{ref.country}\x1f{number}{ref.name.casefold()}"


def _party(made: dict[str, RegisterParty], key: str) -> RegisterParty:
    return made.setdefault(key, RegisterParty(key))


def _tell_record(party: RegisterParty, record: RegisterRecord) -> None:
    party.kind = "person" if record.personal else party.kind if party.kind != "unknown" else record.kind
    party.names.update(dict.fromkeys(it.text for it in record.names))
    party.identifiers.update(dict.fromkeys(record.identifiers))
    party.addresses.update(dict.fromkeys(record.addresses))
    party.contacts.update(dict.fromkeys(record.contacts))
    party.countries.update(dict.fromkeys(record.countries))
    party.births.update(dict.fromkeys([record.born] if record.born else []))
    party.hidden = party.hidden or record.more.get("why_unknown", "")


def _tell_end(party: RegisterParty, ref: PartyRef) -> None:
    if ref.name:
        party.names.setdefault(ref.name)
    if ref.identifier:
        party.identifiers.setdefault(ref.identifier)
    if ref.country:
        party.countries.setdefault(ref.country)


def _lookalikes(made: Mapping[str, RegisterParty]) -> Iterator[tuple[str, str]]:
    """Pairs of companies of one name and country of which one has no number, where that name is borne but once."""
    named: dict[tuple[str, str], list[str]] = {}
    bare = [it for it in made.values() if it.kind != "person" and it.names and not it.identifiers]
    if not bare:
        return
    for it in made.values():
        if it.kind != "person" and it.identifiers:
            for name in _company_names(it):
                for country in it.countries:
                    named.setdefault((name, country), []).append(it.key)
    for it in bare:
        found = {
            key for name in _company_names(it) for country in it.countries for key in named.get((name, country), ())
        }
        if len(found) == 1:
            yield found.pop(), it.key


def _company_names(party: RegisterParty) -> set[str]:
    return {key for it in party.names if (key := normal_form(it).key)}
