"""What a register records: companies and persons, and who owns, directs or controls whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from enduse.model.listing import Contact, EntityKind, WrittenAddress, WrittenIdentifier, WrittenName

RelationKind = Literal[
    "shares", "votes", "appoints_board", "controls", "directs", "represents", "family", "successor", "branch", "linked"
]


@dataclass(frozen=True, order=True)
class PartyRef:
    """Somebody whom a relation names: by the register's record, by a number, or only by name."""

    record_id: str = ""
    identifier: WrittenIdentifier | None = None
    name: str = ""
    country: str = ""


@dataclass(frozen=True)
class RegisterRecord:
    """A company or person as one register has it.

    Attributes:
        row: Line of a table, ordinal of the record in XML or JSON.
        register: ``EGRUL``, ``GLEIF``, ``UK-PSC``, ``BODS`` or who published it.
        record_id: The register's own id, unique within it.
        kind: What it is.
        names: The primary name first.
        identifiers: Numbers.
        addresses: Addresses.
        contacts: Phone, e-mail, site.
        countries: Registration or nationality, ISO alpha-2.
        born: Year and month of birth at most (``"1971"``, ``"1971-03"``): a person's day of birth is not kept.
        status: ``active``, ``dissolved``, ``unknown``.
        founded_on: First day.
        dissolved_on: First day it no longer existed.
        activities: Codes of activity, as written.
        personal: Does it describe a natural person?
        more: What else the register says that is no personal data.
    """

    row: int
    register: str
    record_id: str
    kind: EntityKind
    names: tuple[WrittenName, ...]
    identifiers: tuple[WrittenIdentifier, ...] = ()
    addresses: tuple[WrittenAddress, ...] = ()
    contacts: tuple[Contact, ...] = ()
    countries: tuple[str, ...] = ()
    born: str = ""
    status: Literal["active", "dissolved", "unknown"] = "unknown"
    founded_on: date | None = None
    dissolved_on: date | None = None
    activities: tuple[str, ...] = ()
    personal: bool = False
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Relation:
    """``subject`` stands to ``object`` in this relation: the owner is the subject, the owned is the object.

    Attributes:
        row: As in ``RegisterRecord``.
        register: As in ``RegisterRecord``.
        subject: Owner, director, parent, relative.
        object: Company owned, directed ...
        kind: ``shares`` is capital; ``votes`` are voting rights; ``controls`` is control by other means.
        low: Least share, 0 to 1, exact; None where no number is recorded.
        high: Greatest share; equal to ``low`` where the share is known exactly.
        direct: Is the share held directly? None where the register does not say.
        start: First day.
        end: First day it no longer held; None while it does or where that is unknown.
        recorded_on: Day of the entry in the register.
        note: The register's own words.
        treasury: The company holds its own shares.
        low_excluded: The share is more than ``low``, not ``low`` itself ("more than 25 %").
        high_excluded: The share is less than ``high``, not ``high`` itself ("less than 75 %").
    """

    row: int
    register: str
    subject: PartyRef
    object: PartyRef
    kind: RelationKind
    low: Fraction | None = None
    high: Fraction | None = None
    direct: bool | None = None
    start: date | None = None
    end: date | None = None
    recorded_on: date | None = None
    note: str = ""
    treasury: bool = False
    low_excluded: bool = False
    high_excluded: bool = False
