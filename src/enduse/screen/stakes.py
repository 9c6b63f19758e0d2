"""Who holds what in whom, who is listed, who acts together, who is related: the facts of an ownership question."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from enduse.model.listing import ListEntry
from enduse.model.relation import PartyRef, Relation

StakeKind = Literal["shares", "votes", "appoints_board", "controls", "directs", "represents"]

STRONG_SIGNS: frozenset[str] = frozenset({"appoints_board", "controls"})
"""Kinds that are control by themselves; ``directs`` and ``represents`` only point to it."""

_KINDS: frozenset[str] = frozenset({"shares", "votes", "directs", "represents"}) | STRONG_SIGNS


@dataclass(frozen=True, slots=True)
class Stake:
    """``owner`` holds, or has a say in, ``owned``.

    Attributes:
        owner: Key of the party that holds.
        owned: Key of the company held.
        kind: ``shares`` is capital, ``votes`` voting rights; the others are signs of control without a share.
        low: Least share, 0 to 1, exact; None where no number is recorded.
        high: Greatest share; None where it is open.
        low_excluded: The share is more than ``low``, not ``low`` itself ("more than 50 %").
        high_excluded: The share is less than ``high``, not ``high`` itself.
        direct: False where the register says that it is held through others; such a stake is a second view of the
            same holding and is never added to direct ones. None is read as direct.
        start: First day; None where unknown: valid from always.
        end: First day it no longer held; None while it does.
        recorded_on: Day of the entry in the register.
        register: Who recorded it.
        row: Row or ordinal there.
        source_id: SHA-256 of the file.
        lot: Names a lot or class where one owner has several in the same company: lots are added up.
        treasury: The company holds its own shares.
    """

    owner: str
    owned: str
    kind: StakeKind = "shares"
    low: Fraction | None = None
    high: Fraction | None = None
    low_excluded: bool = False
    high_excluded: bool = False
    direct: bool | None = True
    start: date | None = None
    end: date | None = None
    recorded_on: date | None = None
    register: str = ""
    row: int = 0
    source_id: str = ""
    lot: str = ""
    treasury: bool = False

    def holds_on(self, day: date) -> bool:
        """Is it valid on that day?"""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    @property
    def origin(self) -> str:
        """Register and row, as a reader finds them again."""
        return f"{self.register or 'record'}, row {self.row}" if self.row else self.register or "record"


@dataclass(frozen=True)
class Listed:
    """A party stands on a list.

    Attributes:
        party: Key of the party.
        authority: As in ``ListEntry``: ``US-OFAC``, ``US-BIS``, ``EU``, ``UK`` ...
        list: Name of the list.
        programmes: What follows from the entry, or under which programme; empty where not recorded.
        start: First day; None where not recorded.
        end: First day no longer listed; None while it is.
        citation: What says so.
        seen_on: Day of the snapshot it was read from; None where there was none.
        possible: Why the party is only *possibly* the listed one, in words; empty where it is certain.
    """

    party: str
    authority: str
    list: str
    programmes: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    citation: str = ""
    seen_on: date | None = None
    possible: str = ""

    def holds_on(self, day: date) -> bool:
        """Was it listed on that day? A listing without a first day counts as yes."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class JointArrangement:
    """Holders exercise their rights in ``company`` together; in every company where it is empty."""

    parties: tuple[str, ...]
    company: str = ""
    start: date | None = None
    end: date | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Is it valid on that day?"""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Kinship:
    """Two people belong to one family, as far as that is known.

    Attributes:
        person: Key of the one.
        relative: Key of the other.
        kind: ``spouse``, ``child``, ``sibling`` ... in the words of the source.
        confidence: ``recorded``, ``probable``, ``possible`` or ``alleged``.
        reasons: What it rests on, in words.
        start: First day; None where unknown.
        end: First day it no longer held (a divorce).
        source: What says so.
    """

    person: str
    relative: str
    kind: str
    confidence: Literal["recorded", "probable", "possible", "alleged"] = "recorded"
    reasons: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Is it valid on that day?"""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def other(self, party: str) -> str | None:
        """The other of the two, None where ``party`` is neither."""
        if party == self.person:
            return self.relative
        return self.person if party == self.relative else None


def stakes_of(relations: Iterable[Relation], key: Callable[[PartyRef], str], source_id: str = "") -> Iterator[Stake]:
    """The relations that are holdings or signs of control, with party keys; others are passed over.

    Args:
        relations: As registers record them.
        key: The party that a reference means.
        source_id: SHA-256 of the file they were read from.
    """
    for it in relations:
        if it.kind in _KINDS:
            yield Stake(
                owner=key(it.subject),
                owned=key(it.object),
                kind=it.kind,  # type: ignore[arg-type]  # mypy does not narrow by membership in a set
                low=it.low,
                high=it.high,
                low_excluded=it.low_excluded,
                high_excluded=it.high_excluded,
                direct=it.direct,
                start=it.start,
                end=it.end,
                recorded_on=it.recorded_on,
                register=it.register,
                row=it.row,
                source_id=source_id,
                treasury=it.treasury,
            )


def kinships_of(relations: Iterable[Relation], key: Callable[[PartyRef], str]) -> Iterator[Kinship]:
    """The family relations that a register or another source records."""
    for it in relations:
        if it.kind == "family":
            said = f"{it.register}, row {it.row}"
            yield Kinship(
                person=key(it.subject),
                relative=key(it.object),
                kind=it.note or "relative",
                reasons=(f"recorded in {said}",),
                start=it.start,
                end=it.end,
                source=said,
            )


def listings_of(entries: Iterable[ListEntry], key: Callable[[ListEntry], str]) -> Iterator[Listed]:
    """The entries of a list as listings of the parties that they mean."""
    for it in entries:
        yield Listed(key(it), it.authority, it.list, it.programmes, it.listed_on, it.delisted_on, it.citation)
