"""An entry of a list while it is put together from the pieces in which its publisher writes it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from enduse.model.listing import (
    BadRecord,
    Contact,
    EntityKind,
    Link,
    ListEntry,
    NameRole,
    WrittenAddress,
    WrittenIdentifier,
    WrittenName,
)
from enduse.sources.list_parts.days import births_of, is_vague
from enduse.sources.list_parts.errors import nameless
from enduse.sources.list_parts.europe_numbers import identifier_of, identifiers_of
from enduse.sources.list_parts.places import nation_of, nation_with_remark, place_at_end
from enduse.sources.list_parts.values import day_of

_ROLES: tuple[NameRole, ...] = ("primary", "alias", "former", "weak")


@dataclass
class EntryDraft:
    """Collects the pieces of one entry; every piece is kept once, in the order of its first mention.

    Attributes:
        row: As in ``ListEntry``, like those that follow.
    """

    row: int
    authority: str
    list: str
    entry_id: str = ""
    kind: EntityKind = "unknown"
    listed_on: date | None = None
    delisted_on: date | None = None
    names: dict[tuple[str, str], WrittenName] = field(default_factory=dict)
    identifiers: dict[WrittenIdentifier, None] = field(default_factory=dict)
    addresses: dict[WrittenAddress, None] = field(default_factory=dict)
    contacts: dict[Contact, None] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)
    births: dict[str, None] = field(default_factory=dict)
    programmes: dict[str, None] = field(default_factory=dict)
    links: dict[Link, None] = field(default_factory=dict)
    citations: dict[str, None] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)
    more: dict[str, dict[str, None]] = field(default_factory=dict)

    def listed(self, text: str, word: str) -> None:
        """The day of listing; what is no day is noted as written under ``word``."""
        self.listed_on = day_of(text)
        if not self.listed_on:
            self.note(word, text)

    def name(self, text: str, role: NameRole = "alias", language: str = "") -> None:
        """Another name; said twice in one language, the stronger role counts."""
        plain = " ".join(text.split())
        if not any(it.isalnum() for it in plain):
            self.note("names without letters", plain)
            return
        known = self.names.get((plain, language))
        if known is None or _ROLES.index(role) < _ROLES.index(known.role):
            self.names[plain, language] = WrittenName(plain, role, language)

    def numbers(self, label: str, text: str, country: str = "", default: str = "OTHER") -> None:
        """The numbers of a cell, their scheme told by ``label`` and by what stands beside each."""
        self.identifiers.update(dict.fromkeys(identifiers_of(label, text, country, default)))

    def number(self, label: str, value: str, country: str = "") -> None:
        """One number in a cell of its own; ``country`` as written."""
        if value.strip():
            place = nation_of(country) if country else ""
            self.identifiers.update(dict.fromkeys(identifier_of(label, value.strip(), place)))

    def address(self, parts: Iterable[str], country: str = "") -> None:
        """An address of parts, from the smallest; where no country is named, the last words are looked at."""
        text = ", ".join(" ".join(it.split()) for it in parts if it.strip())
        if country and (code := nation_with_remark(country)):
            said = "" if nation_of(country) and "(" not in country else country
            self.addresses[WrittenAddress(", ".join(it for it in (text, said) if it) or country, code)] = None
        elif text or country:
            text = ", ".join(it for it in (text, country) if it)
            self.addresses[WrittenAddress(text, place_at_end(text))] = None

    def country(self, text: str, word: str = "nationality") -> None:
        """A nationality or seat; a text that names no single country is noted under ``word``."""
        code = nation_of(text)
        if code:
            self.countries[code] = None
        else:
            self.note(word, text)

    def birth(self, text: str, word: str = "date of birth") -> None:
        """A date of birth; what cannot be read, or is called vague, is noted as written under ``word``."""
        found = births_of(text)
        self.births.update(dict.fromkeys(found))
        if not found or is_vague(text):
            self.note(word, text)

    def contact(self, kind: str, text: str) -> None:
        """Phones, mail addresses or sites of one cell, cut at ``;``; mail addresses at commas too."""
        for piece in text.replace(",", ";").split(";") if kind == "email" else text.split(";"):
            if value := piece.strip():
                self.contacts[Contact("phone" if kind == "phone" else "email" if kind == "email" else "web", value)] = (
                    None
                )

    def programme(self, text: str) -> None:
        """What follows from the entry."""
        _say(self.programmes, text)

    def cite(self, text: str) -> None:
        """Where the decision was published."""
        _say(self.citations, text)

    def remark(self, text: str) -> None:
        """The publisher's remarks."""
        _say(self.remarks, text)

    def note(self, word: str, text: str) -> None:
        """Anything else, by the publisher's own word for it."""
        if text.strip():
            _say(self.more.setdefault(word, {}), text)

    def notes(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Several of them."""
        for word, text in pairs:
            self.note(word, text)

    def outcome(self) -> ListEntry | BadRecord:
        """The entry, or why it is none: an entry without a name cannot be looked for."""
        if not self.names and self.kind != "address":
            raw = (*self.programmes, *self.remarks, *(text for texts in self.more.values() for text in texts))
            return nameless(self.row, (self.entry_id, *raw))
        return ListEntry(
            row=self.row,
            authority=self.authority,
            list=self.list,
            entry_id=self.entry_id,
            kind=self.kind,
            names=self._ranked(),
            identifiers=tuple(self.identifiers),
            addresses=tuple(self.addresses),
            contacts=tuple(self.contacts),
            countries=tuple(self.countries),
            births=tuple(self.births),
            programmes=tuple(self.programmes),
            listed_on=self.listed_on,
            delisted_on=self.delisted_on,
            remarks="\n".join(self.remarks),
            links=tuple(self.links),
            citation="; ".join(self.citations),
            more={word: "; ".join(texts) for word, texts in self.more.items()},
        )

    def _ranked(self) -> tuple[WrittenName, ...]:
        """The primary name first; where the list marks none, its first name of the best role becomes it."""
        ranked = sorted(self.names.values(), key=lambda it: _ROLES.index(it.role))
        if ranked and ranked[0].role != "primary":
            ranked[0] = replace(ranked[0], role="primary")
        return tuple(ranked)


def _say(said: dict[str, None], text: str) -> None:
    if plain := text.strip():
        said[plain] = None
