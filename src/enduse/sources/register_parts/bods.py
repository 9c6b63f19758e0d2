"""Statements of the Beneficial Ownership Data Standard 0.1 to 0.4 on one footing: which replaces which."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from enduse.model.relation import RelationKind
from enduse.sources.register_parts.fields import day_at, objects_at, text_at, texts_at
from enduse.sources.register_parts.shares import ShareBounds, exact_share

_CONTROLS: tuple[str, ...] = (
    "otherinfluenceorcontrol",
    "otherinfluenceorcontroloftrust",
    "influenceorcontrol",
    "controlviacompanyrulesorarticles",
    "controlbylegalframework",
    "settlor",
    "settloroftrust",
    "trustee",
    "trusteeoftrust",
    "protector",
    "protectoroftrust",
    "nominator",
)
_KINDS: Mapping[str, RelationKind] = {
    "shareholding": "shares",
    "votingrights": "votes",
    "appointmentofboard": "appoints_board",
    # A partnership has no shares: what is left on dissolution is its capital.
    "rightstosurplusassets": "shares",
    "rightstosurplusassetsondissolution": "shares",
    "seniormanagingofficial": "directs",
    "boardmember": "directs",
    "boardchair": "directs",
    "nominee": "represents",
    **{it: "controls" for it in _CONTROLS},
}


@dataclass(frozen=True)
class Statement:
    """One statement, whatever the version.

    Attributes:
        row: Line or ordinal.
        id: Of the statement.
        record: Of the record that it describes: ``recordId`` since 0.4, the statement's own id before.
        kind: ``entity``, ``person``, ``relationship``, or what the statement says.
        status: ``new``, ``updated``, ``closed``; empty before 0.4.
        on: Day of the statement.
        details: What it says.
        replaces: Statements that it takes the place of (before 0.4).
    """

    row: int
    id: str
    record: str
    kind: str
    status: str
    on: date | None
    details: Mapping[str, Any]
    replaces: tuple[str, ...]

    @property
    def interests(self) -> list[Mapping[str, Any]]:
        """Interests of a relationship."""
        return objects_at(self.details, "interests")

    def terms(self) -> "dict[RelationKind, Terms | None]":
        """By kind of interest its terms; None where the statement has several interests of that kind."""
        found: dict[RelationKind, Terms | None] = {}
        for interest in self.interests:
            kind = interest_kind(interest)
            terms = Terms(day_at(interest, "startDate"), day_at(interest, "endDate"), share_of(interest))
            found[kind] = None if kind in found else terms
        return found


@dataclass(frozen=True)
class Terms:
    """One interest: first day, first day after, share."""

    start: date | None
    end: date | None
    share: ShareBounds | None


@dataclass(frozen=True)
class Version:
    """One statement of several about the same."""

    statement: str
    row: int
    on: date | None
    terms: Mapping[RelationKind, Terms | None]


@dataclass(frozen=True)
class Histories:
    """The statements about each record that has more than one; of all others nothing is held.

    Attributes:
        newer: Statement to the one that replaces it (before 0.4).
        versions: Record to its statements, the oldest first.
    """

    newer: Mapping[str, str]
    versions: Mapping[str, list[Version]]

    def newest(self, record: str) -> str:
        """The record that stands for ``record`` today."""
        seen: set[str] = set()
        while record in self.newer and record not in seen:
            seen.add(record)
            record = self.newer[record]
        return record

    def of(self, statement: Statement) -> tuple[list[Version], int]:
        """All statements about the same, and the place of this one among them."""
        versions = self.versions.get(self.newest(statement.record), [])
        return versions, next((at for at, it in enumerate(versions) if it.row == statement.row), 0)

    def later(self, statement: Statement) -> Version | None:
        """The next statement about the same; None for the newest."""
        versions, at = self.of(statement)
        return versions[at + 1] if at + 1 < len(versions) else None

    def term(self, statement: Statement, kind: RelationKind) -> Terms | None:
        """When this interest held, as the register told it on each day; None where a newer statement tells it all.

        A newer statement with another share and the same first day is read as a change on the day of that statement:
        the standard does not tell a change from a correction, and the register did say the older share until then.
        """
        versions, at = self.of(statement)
        own = statement.terms().get(kind)
        if own is None:
            return Terms(None, None, None) if at + 1 >= len(versions) else None
        start = _start(versions, at, kind) if versions else own.start
        if at + 1 >= len(versions):
            return Terms(start, own.end, own.share)
        after = versions[at + 1]
        if kind not in after.terms:
            until = after.on
        else:
            told = after.terms[kind]
            until = _start(versions, at + 1, kind) if told and told.share != own.share else None
        if until is None or (start or date.min) >= until:
            return None
        return Terms(start, min(own.end or date.max, until), own.share)


def _start(versions: list[Version], at: int, kind: RelationKind) -> date | None:
    """First day on which the register told this share."""
    while own := versions[at].terms.get(kind):
        before = versions[at - 1].terms.get(kind) if at else None
        if before is None or (own.start and before.start and own.start > before.start):
            return own.start
        if own.share != before.share:
            return versions[at].on
        at -= 1
    return None


def statement_of(row: int, value: Mapping[str, Any]) -> Statement:
    """The statement in an object of any version; parts that are missing are empty."""
    new = "recordType" in value
    id = text_at(value, "statementId") or text_at(value, "statementID")
    kind = text_at(value, "recordType") if new else text_at(value, "statementType").removesuffix("Statement")
    return Statement(
        row=row,
        id=id,
        record=text_at(value, "recordId") if new else id,
        kind="relationship" if kind == "ownershipOrControl" else kind,
        status=text_at(value, "recordStatus"),
        on=day_at(value, "statementDate"),
        details=next(iter(objects_at(value, "recordDetails")), {}) if new else value,
        replaces=tuple(texts_at(value, "replacesStatements")),
    )


def histories(walk: Callable[[], Iterable[Statement]]) -> Histories:
    """Walk through all statements twice: which records have several, then what these statements say."""
    newer: dict[str, str] = {}
    several: set[str] = set()
    for it in walk():
        newer |= {old: it.id for old in it.replaces if old != it.id}
        if it.replaces or it.status in ("updated", "closed"):
            several.add(it.record)
    found = Histories(newer, {})
    if not several:
        return found
    versions: dict[str, list[Version]] = {}
    for it in walk():
        record = found.newest(it.record)
        if record in several:
            versions.setdefault(record, []).append(Version(it.id, it.row, it.on, it.terms()))
    for some in versions.values():
        some.sort(key=lambda one: (one.on or date.min, one.row))
    return Histories(newer, versions)


def share_of(interest: Mapping[str, Any]) -> ShareBounds | None:
    """Bounds in per cent; before 0.4 ``exclusiveMinimum`` was true or false, since then it is the bound itself."""
    share = next(iter(objects_at(interest, "share")), {})
    exact = _percent(share.get("exact"))
    if exact is not None:
        return exact_share(exact)
    low, high = _percent(share.get("minimum")), _percent(share.get("maximum"))
    above, below = _percent(share.get("exclusiveMinimum")), _percent(share.get("exclusiveMaximum"))
    if low is None and high is None and above is None and below is None:
        return None
    return ShareBounds(
        low if low is not None else above if above is not None else Fraction(0),
        high if high is not None else below if below is not None else Fraction(1),
        share.get("exclusiveMinimum") is True or (low is None and above is not None),
        share.get("exclusiveMaximum") is True or (high is None and below is not None),
    )


def _percent(value: Any) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 <= value <= 100:
        return None
    return Fraction(value) / 100


def interest_kind(interest: Mapping[str, Any]) -> RelationKind:
    """What an interest is for us; ``linked`` where the standard's word says no more."""
    word = "".join(it for it in text_at(interest, "type").casefold() if it.isalnum())
    return _KINDS.get(word, "linked")
