"""Companies, persons, vessels and addresses as a list or a register writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

EntityKind = Literal["company", "person", "vessel", "aircraft", "address", "unknown"]
NameRole = Literal["primary", "alias", "former", "weak"]


@dataclass(frozen=True, order=True)
class WrittenName:
    """One name, as written.

    Attributes:
        text: The whole name; a person's parts in the order of the publisher.
        role: ``primary``, ``alias`` (also known as), ``former`` (formerly known as), ``weak`` (the publisher
            calls the alias of low quality).
        language: ISO 639-1 or ISO 15924 code where the publisher gives one, else empty.
    """

    text: str
    role: NameRole = "primary"
    language: str = ""


@dataclass(frozen=True, order=True)
class WrittenIdentifier:
    """One number by which a register or an authority knows somebody.

    Attributes:
        scheme: Upper case: ``INN``, ``OGRN``, ``KPP``, ``USCC``, ``LEI``, ``DUNS``, ``IMO``, ``BIC``, ``REG`` (company
            register of ``country``), ``TAX``, ``PASSPORT``, ``NATIONAL_ID`` ... ``OTHER`` where the kind is unknown.
        value: As written, as text.
        country: ISO alpha-2 of who issued it, where known.
    """

    scheme: str
    value: str
    country: str = ""


@dataclass(frozen=True, order=True)
class WrittenAddress:
    """One address, as written; ``country`` is ISO alpha-2 where it is known, else empty."""

    text: str
    country: str = ""


@dataclass(frozen=True, order=True)
class Contact:
    """A phone number, an e-mail address or a site, as written: ``kind`` is ``phone``, ``email`` or ``web``."""

    kind: Literal["phone", "email", "web"]
    value: str


@dataclass(frozen=True, order=True)
class Link:
    """What a list says of an entry and somebody else.

    Attributes:
        relation: ``owned_by``, ``owner_of``, ``directed_by``, ``acts_for``, ``family_of``, ``successor_of``,
            ``linked`` where the list says no more.
        entry_id: The other's entry in the same list, where the list names it, else empty.
        name: The other's name, where the list gives only that.
        note: The list's own words for the relation.
    """

    relation: str
    entry_id: str = ""
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class ListEntry:
    """One entry of a list.

    Attributes:
        row: Where it stands: the line of a table (the header counts), the ordinal of the record in XML or JSON.
        authority: Who decided: ``US-OFAC``, ``US-BIS``, ``US-STATE``, ``US-DOD``, ``EU``, ``UK``, ``UN``, or a country.
        list: Name of the list in that authority's words, short: ``SDN``, ``Entity List``, ``833/2014 Annex IV`` ...
        entry_id: The publisher's own id; where there is none, one made of what does not change (said in ``about``).
        kind: What is listed; ``unknown`` where the list does not say.
        names: The primary name first; empty only for ``kind="address"``.
        identifiers: Numbers.
        addresses: Addresses.
        contacts: Phone, e-mail, site.
        countries: ISO alpha-2: nationality, place of registration.
        births: Days or years of birth as ISO texts of any length: ``"1971"``, ``"1971-03"``, ``"1971-03-02"``.
        programmes: Sanctions programmes, regulations, licence policies: what follows from the entry.
        listed_on: First day in force.
        delisted_on: First day no longer in force; None while it still is.
        remarks: The publisher's remarks, as written.
        links: Other entries and names.
        citation: Federal Register notice, Official Journal number and the like.
        more: What else the publisher says, by the publisher's own word for it: never lost.
    """

    row: int
    authority: str
    list: str
    entry_id: str
    kind: EntityKind
    names: tuple[WrittenName, ...]
    identifiers: tuple[WrittenIdentifier, ...] = ()
    addresses: tuple[WrittenAddress, ...] = ()
    contacts: tuple[Contact, ...] = ()
    countries: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    listed_on: date | None = None
    delisted_on: date | None = None
    remarks: str = ""
    links: tuple[Link, ...] = ()
    citation: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BadRecord:
    """A record of a list or register that was not kept.

    Attributes:
        row: As in ``ListEntry``.
        code: ``R-...`` of ``data/messages``.
        reason: What was seen, in a sentence.
        raw: The record's texts.
    """

    row: int
    code: str
    reason: str
    raw: tuple[str, ...] = ()
