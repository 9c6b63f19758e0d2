"""What a party is from a day on, by whose word: a dealer, a former dealer, blocked by a house."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, timedelta
from typing import Any, Final, Literal

from enduse.errors import InputError

STATUSES: Final[Mapping[str, str]] = {
    "dealer": "sells or serves for a maker, as somebody says",
    "official_dealer": "the maker itself names it as its dealer",
    "former_dealer": "its contract as a dealer has ended",
    "exited_market": "the maker said that it sells there no more",
    "blocked": "a house decided not to deal with it",
    "unblocked": "the house lifted its decision",
}
"""Statuses, and what each says."""

Holds = Literal["yes", "no", "unclear"]

_DAY = re.compile(r"^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")


@dataclass(frozen=True)
class RoughDay:
    """A day, month or year as a source tells it.

    Attributes:
        text: ``2022``, ``2022-03`` or ``2022-03-14``.
        first: First day that it may mean.
        end: First day after the last one.
    """

    text: str
    first: date
    end: date

    @property
    def exact(self) -> bool:
        """Is it a day?"""
        return self.end - self.first == timedelta(days=1)


def rough_day(text: str) -> RoughDay:
    """What a day, month or year in ISO spelling may mean.

    Raises:
        InputError: ``E-STATUS-DAY``.
    """
    told = _DAY.match(text.strip())
    try:
        if not told:
            raise ValueError
        year, month, day = (int(it) if it else 0 for it in told.groups())
        first = date(year, month or 1, day or 1)
        last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
        return RoughDay(text.strip(), first, last + timedelta(days=1))
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"{text!r} is no day, month or year. Write 2024-03-14, 2024-03 or 2024: what the source tells, no more.",
            code="E-STATUS-DAY",
        ) from error


@dataclass(frozen=True)
class Status:
    """What a party is in a half-open span of time.

    Attributes:
        party: Whose status, as the user wrote it.
        status: One of ``STATUSES``.
        since: First day, as told: day, month or year; empty: not told.
        until: First day it no longer held, as told; empty: none is known.
        maker: Maker or brand that it concerns; empty: none, or any.
        market: Country that it concerns, ISO alpha-2; empty: not told.
        decided_by: Who decided it: the maker, our house ...
        why: The reason or decision, quoted.
        reviewer: Who reviewed the decision.
        source: Who says so, with title and date.
        confidence: One of the six words.
        evidence: ``E7``, ``C12``.
    """

    party: str
    status: str
    since: str = ""
    until: str = ""
    maker: str = ""
    market: str = ""
    decided_by: str = ""
    why: str = ""
    reviewer: str = ""
    source: str = ""
    confidence: str = "alleged"
    evidence: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        _check(self)

    def holds(self, on: date) -> Holds:
        """Did it hold on that day? ``unclear`` where the source tells only a month or year that holds the day."""
        after = rough_day(self.since) if self.since else None
        before = rough_day(self.until) if self.until else None
        if after and on < after.first or before and on >= before.end - timedelta(days=1):
            return "no"
        if after is None or not after.exact and on < after.end - timedelta(days=1):
            return "unclear"
        return "unclear" if before and on >= before.first else "yes"

    def to_facts(self) -> dict[str, Any]:
        """What the case log keeps; the party is what the entry is about."""
        told = {name: it for name, it in asdict(self).items() if it and name != "party"}
        return {**told, "evidence": list(self.evidence)} if self.evidence else told


def from_facts(party: str, facts: Mapping[str, Any]) -> Status:
    """A status as the case log kept it.

    Raises:
        InputError: ``E-STATUS``, ``E-STATUS-DAY``: no such status, day or word.
    """
    known = {it.name for it in fields(Status)} - {"party", "evidence"}
    told = {name: str(it) for name, it in facts.items() if name in known}
    if "status" not in told:
        raise InputError(f"The status of {party!r} is not told.", code="E-STATUS")
    return Status(party, evidence=tuple(map(str, _listed(facts.get("evidence")))), **told)


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _check(it: Status) -> None:
    if it.status not in STATUSES:
        raise InputError(f"{it.status!r} is no status; there are {', '.join(STATUSES)}.", code="E-STATUS")
    if not it.party.strip():
        raise InputError("Nobody is named whose status this is. Give the name as it is written.", code="E-STATUS")
    words = ("recorded", "derived", "probable", "possible", "alleged", "denied")
    if it.confidence not in words:
        raise InputError(f"{it.confidence!r} is none of the six words: {', '.join(words)}.", code="E-STATUS")
    if it.status == "blocked" and not (it.why.strip() and it.decided_by.strip()):
        raise InputError(
            f"{it.party!r} is to be blocked without saying why or by whom. Give the decision with --why and who took "
            "it with --decided-by: it is quoted whenever the party turns up.",
            code="E-STATUS-WHY",
        )
    first, last = (rough_day(day) if day else None for day in (it.since, it.until))
    if first and last and last.end <= first.first:
        raise InputError(
            f"The status of {it.party!r} would end ({it.until}) before it begins ({it.since}). Look at the days again.",
            code="E-STATUS-DAY",
        )
