"""When something was, as precisely as its source tells it: an hour, a day, a month, a quarter, a year, a span."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Self

from enduse.errors import UsageError

PRECISIONS: Final = ("instant", "day", "month", "quarter", "year", "range", "before", "after", "unknown")
"""How precisely a source tells when something was."""

_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?([+-]\d{2}:\d{2}|Z)?")
_ABOUT = re.compile(r"(?:about|around|circa|c\.|~)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class When:
    """A time as told.

    Attributes:
        start: First day that it can have been; None: told is only what it came before.
        end: First day after those on which it can have been; None: told is only what it came after.
        precision: One of ``PRECISIONS``.
        about: Does the source say that it is approximate?
        clock: Time of that day, as ``14:30``, in UTC with a ``Z``; only of an instant.
    """

    start: date | None = None
    end: date | None = None
    precision: str = "unknown"
    about: bool = False
    clock: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """The time that ``text`` tells.

        ``2024-03-01``, ``2024-03``, ``2024-Q1``, ``2024``, ``2024-03-01T14:30``; with ``before``, ``after``, ``until``,
        ``since`` or ``about`` before it; two of them with ``..`` between; ``unknown`` or nothing.

        >>> str(When.read("2024-q1")), When.read("2024-02").end, str(When.read("about 2011 .. 2013"))
        ('2024-Q1', datetime.date(2024, 3, 1), 'about 2011..2013')
        >>> When.read("before 2024-03").end, When.read("until 2024-03").end, When.read("after 2024").start
        (datetime.date(2024, 3, 1), datetime.date(2024, 4, 1), datetime.date(2025, 1, 1))

        Raises:
            UsageError: ``E-CASE-WHEN``: it tells no time, or a span ends before it begins.
        """
        said = " ".join(text.split())
        if said.lower() in ("", "unknown", "?"):
            return cls()
        about = bool(found := _ABOUT.match(said))
        rest = said[found.end() :] if found else said
        first, dots, last = (it.strip() for it in rest.partition(".."))
        if dots:
            return cls._range(text, first, last, about)
        word, _, day = rest.partition(" ")
        if word.lower() in ("before", "until", "by", "after", "since", "from"):
            return cls._one_sided(word.lower(), _whole(text, day), about)
        start, end, precision, clock = _whole(text, rest)
        return cls(start, end, precision, about, clock)

    @classmethod
    def on(cls, day: date) -> Self:
        """That day."""
        return cls(day, _after(day), "day")

    @classmethod
    def span(cls, first: date, last: date) -> Self:
        """From the first day to the last, both inside; one day where they are the same."""
        return cls.on(first) if first == last else cls(first, _after(last), "range")

    @classmethod
    def _range(cls, text: str, first: str, last: str, about: bool) -> Self:
        if not first or not last:
            told = _whole(text, first or last)
            return cls._one_sided("since" if first else "until", told, about)
        start, end = _whole(text, first)[0], _whole(text, last)[1]
        if start >= end:
            raise _bad(text, "it ends before it begins")
        return cls(start, end, "range", about)

    @classmethod
    def _one_sided(cls, word: str, told: tuple[date, date, str, str], about: bool) -> Self:
        start, end = told[:2]
        if word in ("before", "until", "by"):
            return cls(None, start if word == "before" else end, "before", about)
        return cls(end if word == "after" else start, None, "after", about)

    def __str__(self) -> str:
        """The same as ``read`` takes it."""
        return ("about " if self.about else "") + self._plain()

    def _plain(self) -> str:
        if self.start is None:
            return f"before {self.end}" if self.end else "unknown"
        if self.end is None:
            return f"since {self.start}"
        if self.precision == "range":
            return _span_text(self.start, self.end)
        year, month = self.start.year, self.start.month
        told = {"year": f"{year:04}", "quarter": f"{year:04}-Q{(month + 2) // 3}", "month": f"{year:04}-{month:02}"}
        return told.get(self.precision, f"{self.start}T{self.clock}" if self.clock else f"{self.start}")

    @property
    def known(self) -> bool:
        """Is anything told?"""
        return self.precision != "unknown"

    def is_before(self, other: Self) -> bool:
        """Was it surely before the other? What is only approximate is taken by its own word.

        Two instants of one day are told apart by the clock, if both tell their zone or neither does.
        """
        if self.end is not None and other.start is not None and self.end <= other.start:
            return True
        if not (self.clock and other.clock) or self.start != other.start:
            return False
        # A clock with a zone is kept in UTC; one without may be anywhere's.
        return self.clock.endswith("Z") == other.clock.endswith("Z") and self.clock < other.clock

    def may_be_with(self, other: Self) -> bool:
        """May both have been at one time, for all that is told?"""
        return not self.is_before(other) and not other.is_before(self)


def _whole(text: str, part: str) -> tuple[date, date, str, str]:
    """First day, first day after, precision and clock of one day, month, quarter or year."""
    try:
        return next(_readings(part.strip()))
    except (ValueError, OverflowError) as wrong:
        raise _bad(text, str(wrong)) from wrong
    except StopIteration:
        raise _bad(text, "it tells no day, month, quarter or year") from None


def _readings(part: str) -> Iterator[tuple[date, date, str, str]]:
    if _CLOCK.fullmatch(part):
        told = datetime.fromisoformat(part)
        zone = "" if told.tzinfo is None else "Z"
        at = told.astimezone(UTC) if zone else told
        clock = f"{at:%H:%M:%S}".removesuffix(":00")
        yield at.date(), _after(at.date()), "instant", clock + zone
    if _DAY.fullmatch(part):
        day = date.fromisoformat(part)
        yield day, _after(day), "day", ""
    if found := _MONTH.fullmatch(part):
        yield *_months(int(found[1]), int(found[2]), 1), "month", ""
    if found := _QUARTER.fullmatch(part):
        yield *_months(int(found[1]), 3 * int(found[2]) - 2, 3), "quarter", ""
    if found := _YEAR.fullmatch(part):
        yield *_months(int(found[1]), 1, 12), "year", ""


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    start, last = date(year, month, 1), month - 1 + count
    return start, date(year + last // 12, last % 12 + 1, 1)


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _span_text(start: date, end: date) -> str:
    """As short as it can be told: whole years and months by their names."""
    if start.day == end.day == 1:
        before = end - timedelta(days=1)
        if start.month == end.month == 1:
            return f"{start.year:04}..{before.year:04}"
        return f"{start:%Y-%m}..{before:%Y-%m}"
    return f"{start}..{end - timedelta(days=1)}"


def _bad(text: str, why: str) -> UsageError:
    return UsageError(
        f"{text!r} tells no time: {why}. Write 2024-03-01, 2024-03, 2024-Q1, 2024 or 2024-03-01T14:30; before, after, "
        "since, until or about may stand before it, and .. between two, e.g. 2011..2013.",
        code="E-CASE-WHEN",
    )
