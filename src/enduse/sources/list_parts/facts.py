"""What a list says of a party in labelled pieces ("Tax ID No.", "DOB", "Linked To"), sorted into an entry's fields."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from enduse.model.listing import Contact, Link, WrittenIdentifier, WrittenName
from enduse.sources.list_parts.numbers import identifier, label_key, label_texts, labels
from enduse.sources.list_parts.values import births_of, code_of, tidy

_QUOTED_NAME = re.compile(r"^(?:alt\.\s+)?([afn])\.k\.a\.,?\s+['\"“](.+?)['\"”]$", re.I)
_COUNTRY_AT_END = re.compile(r"\s*\(([^()]+)\)\s*((?:issued|expires|;|$).*)$", re.I)
_DATES_AT_END = re.compile(r"\s+(?:issued|expires|effective)\s+\d.*$", re.I)
_OWN_DOT = re.compile(r"(?:\b(?:LTD|CO|INC|CORP)|\.[A-Z])\.$")
_ROLES = {"a": "weak", "f": "former", "n": "alias"}


@dataclass(frozen=True)
class Fact:
    """One labelled piece; ``country`` is ISO alpha-2 of who issued a number, else empty."""

    label: str
    value: str
    country: str = ""


@dataclass(frozen=True)
class Facts:
    """The pieces by the fields of ``ListEntry``; ``more`` holds those that have no field, by the publisher's label."""

    names: tuple[WrittenName, ...] = ()
    identifiers: tuple[WrittenIdentifier, ...] = ()
    contacts: tuple[Contact, ...] = ()
    countries: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Gathering:
    home: str
    names: list[WrittenName] = field(default_factory=list)
    identifiers: list[WrittenIdentifier] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    births: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    more: dict[str, list[str]] = field(default_factory=dict)

    def say(self, label: str, value: str) -> None:
        said = self.more.setdefault(label, [])
        if value not in said:
            said.append(value)


def gather(facts: Iterable[Fact], home: str = "") -> Facts:
    """The facts sorted into fields.

    Args:
        facts: In the order of the publisher.
        home: ISO alpha-2 of the party where that is one country; helps to tell schemes of numbers.
    """
    known = list(facts)
    nations = {code for it in known if _meaning(it.label) == "country" and (code := code_of(it.value))}
    into = _Gathering(home or (next(iter(nations)) if len(nations) == 1 else ""))
    for it in known:
        _sort(it, into)
    return Facts(
        names=tuple(dict.fromkeys(into.names)),
        identifiers=tuple(dict.fromkeys(into.identifiers)),
        contacts=tuple(dict.fromkeys(into.contacts)),
        countries=tuple(dict.fromkeys(into.countries)),
        births=tuple(dict.fromkeys(into.births)),
        links=tuple(dict.fromkeys(into.links)),
        more={label: "; ".join(values) for label, values in into.more.items()},
    )


def facts_of_remarks(remarks: str) -> tuple[Fact, ...]:
    """The labelled pieces of remarks such as ``"DOB 1962; Passport A1 (Iran); Linked To: X."``.

    Pieces without a known label are left out: the remarks are kept whole beside them.
    """
    return tuple(fact for it in _pieces(remarks) if (fact := _fact(it)))


def _pieces(remarks: str) -> list[str]:
    plain = remarks.strip()
    # The publisher's full stop at the end, unless it belongs to the name that stands last.
    whole = plain if _OWN_DOT.search(plain) else plain.removesuffix(".")
    return [tidy(it) for it in whole.split(";") if it.strip()]


def _fact(piece: str) -> Fact | None:
    piece = piece[1:-1] if piece.startswith("(Linked To:") and piece.endswith(")") else piece
    if found := _QUOTED_NAME.match(piece):
        return Fact(f"{found.group(1).lower()}.k.a.", found.group(2))
    found = _labelled().match(piece)
    if not found:
        return None
    label, value = found.group(1), found.group(2).strip()
    if label_key(label) in labels("facts"):
        return Fact(label, value)
    return _issued(Fact(label, value))


def _issued(fact: Fact) -> Fact:
    """A number with the country that stands in brackets behind it as its issuer, and without days of issue."""
    place = _COUNTRY_AT_END.search(fact.value)
    code = code_of(place.group(1)) if place else ""
    if place and code and not fact.country:
        fact = Fact(fact.label, fact.value[: place.start()], code)
    return Fact(fact.label, _DATES_AT_END.sub("", fact.value), fact.country)


@cache
def _labelled() -> re.Pattern[str]:
    known = "|".join(re.escape(it) for it in label_texts())
    return re.compile(rf"^(?:alt\.\s+)?({known})\s*:?\s*(?<![^\s:.#)-])(\S.*)$", re.I)


def _meaning(label: str) -> str:
    key = label_key(label)
    return labels("facts").get(key) or labels("facts").get(key.removeprefix("alt"), "")


def _sort(fact: Fact, into: _Gathering) -> None:
    meaning, value = _meaning(fact.label), tidy(fact.value)
    if not value:
        return
    if fact.label[1:] == ".k.a.":
        into.names.append(WrittenName(value, _ROLES[fact.label[0]]))  # type: ignore[arg-type]
    elif meaning == "birth":
        _sort_birth(value, into)
    elif meaning == "country":
        _sort_country(fact.label, value, into)
    elif meaning in ("phone", "email", "web"):
        into.contacts.append(Contact(meaning, value))  # type: ignore[arg-type]
    elif meaning == "link":
        into.links.append(Link("linked", name=value, note=fact.label))
    elif label_key(fact.label) in labels("schemes"):
        _sort_number(fact, into)
    else:
        into.say(fact.label.rstrip(" :-"), value)


def _sort_birth(value: str, into: _Gathering) -> None:
    births = births_of(value)
    into.births.extend(births)
    if births != (value,) and (len(births) != 1 or "circa" in value.casefold()):
        into.say("DOB", value)


def _sort_country(label: str, value: str, into: _Gathering) -> None:
    if code := code_of(value):
        into.countries.append(code)
    else:
        into.say(label, value)


def _sort_number(fact: Fact, into: _Gathering) -> None:
    fact = _issued(fact)
    number = identifier(fact.label, fact.value, fact.country, into.home)
    into.identifiers.append(number)
    if number.scheme == "OTHER":
        into.say(fact.label, tidy(fact.value))
