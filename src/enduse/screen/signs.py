"""What two records say about each other besides their names: numbers, places, births, contacts."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from enduse.model.listing import Contact, EntityKind, ListEntry, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.text.addresses import AddressForm, address_form, compare_addresses
from enduse.text.births import compare_births
from enduse.text.contacts import domain_form, emails_of, phones_of
from enduse.text.identifier_keys import IdentifierKey, identifier_key

_TELLING = 0.3


@dataclass(frozen=True)
class Query:
    """Who is looked for.

    Attributes:
        names: As written; empty where only numbers, addresses or contacts are known.
        kind: ``unknown`` where it is not.
        on: The day for which it is asked.
        identifiers: Numbers.
        addresses: Addresses.
        contacts: Phones, e-mail addresses, sites.
        countries: ISO alpha-2.
        births: As written.
    """

    names: tuple[str, ...]
    kind: EntityKind = "unknown"
    on: date | None = None
    identifiers: tuple[WrittenIdentifier, ...] = ()
    addresses: tuple[WrittenAddress, ...] = ()
    contacts: tuple[Contact, ...] = ()
    countries: tuple[str, ...] = ()
    births: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sign:
    """One thing that speaks for or against.

    Attributes:
        name: As in ``data/screening_evidence.toml``.
        log_odds: Added to the log-odds of the names.
        reason: In a sentence.
    """

    name: str
    log_odds: float
    reason: str


@dataclass(frozen=True)
class Traits:
    """A record's numbers, addresses and contacts in the form they are compared in."""

    numbers: tuple[IdentifierKey, ...]
    addresses: tuple[AddressForm, ...]
    contacts: frozenset[str]
    countries: frozenset[str]
    births: tuple[str, ...]
    kind: EntityKind


def traits_of(record: Query | ListEntry) -> Traits:
    """The comparable form of a query or an entry."""
    numbers = tuple(dict.fromkeys(identifier_key(it.scheme, it.value, it.country) for it in record.identifiers))
    addresses = tuple(form for it in record.addresses if (form := address_form(it.text, it.country)).key)
    countries = frozenset((*record.countries, *(it.country for it in record.addresses if it.country)))
    home = next(iter(record.countries), "")
    return Traits(numbers, addresses, contact_keys(record.contacts, home), countries, record.births, record.kind)


def contact_keys(contacts: Iterable[Contact], country: str = "") -> frozenset[str]:
    """What two records share that have a contact in common; free mail hosts and shared lines are none."""
    keys: set[str] = set()
    for it in contacts:
        if it.kind == "phone":
            keys |= {f"phone {form.number or form.digits}" for form in phones_of(it.value, country) if not form.shared}
        elif it.kind == "email":
            keys |= {f"email {form.address}" for form in emails_of(it.value)}
            keys |= {f"site {form.domain}" for form in emails_of(it.value) if not form.free}
        elif (domain := domain_form(it.value)) is not None and not domain.free:
            keys.add(f"site {domain.domain}")
    return frozenset(keys)


def address_keys(traits: Traits) -> frozenset[str]:
    """By which addresses of one house find each other; an address without a house number is none."""
    return frozenset(it.street_key for it in traits.addresses if it.house and it.street_key)


def signs(query: Traits, entry: Traits) -> list[Sign]:
    """Everything besides names and equal numbers that speaks for or against, the weightiest first."""
    found = [*_countries(query, entry), *_births(query, entry), *_numbers(query, entry), *_kinds(query, entry)]
    found += [*_addresses(query, entry), *_contacts(query, entry)]
    return sorted(found, key=lambda it: (-abs(it.log_odds), it.reason))


def same_number(query: Traits, entry: Traits) -> tuple[float, str] | None:
    """The probability that a number in common gives, and the sentence; None when they have none in common."""
    theirs = {it.key for it in entry.numbers}
    common = [it for it in query.numbers if it.strong and it.key in theirs]
    if not common:
        return None
    best = min(common, key=lambda it: (it.state != "holds", it.key))
    scheme, _, value = best.key.partition(":")
    checked = best.state == "holds"
    return certain("number_checked" if checked else "number_unchecked"), f"both have the {scheme.upper()} {value}"


def certain(name: str) -> float:
    """A probability of ``data/screening_evidence.toml``."""
    return _data()["certain"][name]


def sign(name: str, reason: str) -> Sign:
    """A sign with its weight."""
    return Sign(name, _data()["signs"][name], reason)


def role_sign(name: WrittenName) -> list[Sign]:
    """That the entry's name is a weak alias or a former name."""
    if name.role == "weak":
        return [sign("weak_alias", f"the list calls {name.text!r} a weak alias")]
    return [sign("former_name", f"{name.text!r} is a former name")] if name.role == "former" else []


def _countries(query: Traits, entry: Traits) -> list[Sign]:
    if not (query.countries and entry.countries):
        return []
    if common := sorted(query.countries & entry.countries):
        return [sign("country_agrees", f"the same country: {', '.join(common)}")]
    told = f"{', '.join(sorted(query.countries))} and {', '.join(sorted(entry.countries))}"
    return [sign("country_differs", f"the countries differ: {told}")]


def _births(query: Traits, entry: Traits) -> list[Sign]:
    match = compare_births(query.births, entry.births)
    if match.answer == "silent":
        return []
    if match.answer == "contradict":
        return [sign("birth_differs", match.reason)]
    name = {"day": "birth_day_agrees", "about": "birth_about_agrees"}.get(match.precision, "birth_year_agrees")
    return [sign(name, match.reason)]


def _numbers(query: Traits, entry: Traits) -> list[Sign]:
    """Two numbers of one scheme that differ are two parties, unless another of that scheme is the same."""
    ours, theirs = _by_scheme(query), _by_scheme(entry)
    for scheme in sorted(ours.keys() & theirs.keys()):
        if not ours[scheme] & theirs[scheme]:
            told = f"{min(ours[scheme])} and {min(theirs[scheme])}"
            return [sign("number_differs", f"the {scheme.upper()} differs: {told}")]
    return []


def _by_scheme(traits: Traits) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for it in traits.numbers:
        scheme, _, value = it.key.partition(":")
        if it.state == "holds":
            found.setdefault(scheme, set()).add(value)
    return found


def _kinds(query: Traits, entry: Traits) -> list[Sign]:
    # An entry that is an address stands for whoever is found there.
    known = {query.kind, entry.kind} - {"unknown", "address"}
    if len(known) < 2:
        return []
    return [sign("kind_differs", f"{_a(query.kind)} was looked for, the entry is {_a(entry.kind)}")]


def _a(kind: str) -> str:
    return f"an {kind}" if kind.startswith("a") else f"a {kind}"


def _addresses(query: Traits, entry: Traits) -> list[Sign]:
    best: tuple[float, Sign] | None = None
    for ours in query.addresses:
        for theirs in entry.addresses:
            match = compare_addresses(ours, theirs)
            # Below stands what agrees only in part: the street of another town, another house of the street.
            if match.level not in ("room", "building", "street") or match.score < _TELLING:
                continue
            if best is None or match.score > best[0]:
                level = "house" if match.level == "building" and _is_whole(ours, theirs) else match.level
                best = match.score, sign(f"{level}_agrees", f"the addresses agree: {'; '.join(match.reasons)}")
    return [best[1]] if best else []


def _is_whole(ours: AddressForm, theirs: AddressForm) -> bool:
    """Neither address says more than the house."""
    inside = (ours.building, ours.floor, ours.room, theirs.building, theirs.floor, theirs.room)
    return not any(inside)


def _contacts(query: Traits, entry: Traits) -> list[Sign]:
    common = sorted(query.contacts & entry.contacts)
    return [sign("contact_agrees", f"the same {common[0]}")] if common else []


@cache
def _data() -> dict[str, dict[str, float]]:
    return tomllib.loads((files("enduse.data") / "screening_evidence.toml").read_text(encoding="utf-8"))
