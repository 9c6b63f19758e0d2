"""Days, months and years of birth, known in part: do they agree, contradict, or say nothing?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from enduse.text.dates import read_day

Answer = Literal["agree", "contradict", "silent"]

_ISO = re.compile(r"((?:1[89]|20)\d{2})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?")
_SPAN = re.compile(r"(?:between\s*)?((?:1[89]|20)\d{2})\s*(?:-|–|—|/|to|and|or|до|или)\s*((?:1[89]|20)\d{2})")
_ABOUT = re.compile(r"^(?:circa|ca|c|approximately|approx|about|around|около|ок|примерно|приблизительно)\b\.?\s*", re.I)
_MONTH_YEAR = re.compile(r"(0?[1-9]|1[0-2])[./-]((?:1[89]|20)\d{2})")
_WORDED = re.compile(r"([^\W\d_]+)\.?\s+((?:1[89]|20)\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]((?:1[89]|20)\d{2})")


@dataclass(frozen=True, order=True)
class Birth:
    """A birth as far as it is known.

    Attributes:
        first_year: Earliest year.
        last_year: Latest year.
        month: 1 to 12; 0 where it is not known.
        day: 1 to 31; 0 where it is not known.
        swapped: Day and month may be the other way round.
    """

    first_year: int
    last_year: int
    month: int = 0
    day: int = 0
    swapped: bool = False

    def __str__(self) -> str:
        """``1971``, ``1971-03``, ``1971-03-02``, ``1970 to 1972``."""
        if self.first_year != self.last_year:
            return f"{self.first_year} to {self.last_year}"
        return "-".join([str(self.first_year), *(f"{it:02}" for it in (self.month, self.day) if it)])


@dataclass(frozen=True)
class BirthMatch:
    """What two sets of births say about each other.

    Attributes:
        answer: ``silent`` where one of the two is not known.
        precision: What agrees: ``day``, ``month``, ``year``, ``about`` (a span of years); empty otherwise.
        reason: In a sentence.
    """

    answer: Answer
    precision: Literal["day", "month", "year", "about", ""]
    reason: str


@lru_cache(maxsize=65_536)
def read_birth(text: str) -> Birth | None:
    """The birth that a text tells; None where it tells none.

    The first of January stands for a year alone on many lists, so its month and day are not believed.

    >>> str(read_birth("1971-03")), str(read_birth("circa 1971")), str(read_birth("02 Mar 1971"))
    ('1971-03', '1970 to 1972', '1971-03-02')
    """
    plain = text.strip()
    about = _ABOUT.match(plain)
    if about:
        plain = plain[about.end() :]
    if found := _SPAN.fullmatch(plain):
        first, last = sorted((int(found[1]), int(found[2])))
        return Birth(first, last)
    birth = _plain_birth(plain)
    if birth and about:
        return Birth(birth.first_year - 1, birth.last_year + 1)
    return birth


def _plain_birth(text: str) -> Birth | None:
    if found := _ISO.fullmatch(text):
        return _birth(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    if found := _SLASHED.fullmatch(text):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        day, month = (two, one) if two > 12 else (one, two)
        return _birth(year, month, day, swapped=one != two and max(one, two) <= 12)
    if found := _MONTH_YEAR.fullmatch(text):
        return _birth(int(found[2]), int(found[1]), 0)
    if found := _WORDED.fullmatch(text):
        day_of_month = read_day(f"1 {found[1]} {found[2]}").day
        return _birth(day_of_month.year, day_of_month.month, 0) if day_of_month else None
    whole = read_day(text).day
    return _birth(whole.year, whole.month, whole.day) if whole else None


def _birth(year: int, month: int, day: int, swapped: bool = False) -> Birth | None:
    if month > 12 or day > 31:
        return None
    if (month, day) == (1, 1):
        return Birth(year, year)
    return Birth(year, year, month, day if month else 0, swapped)


def compare_births(left: Iterable[str], right: Iterable[str]) -> BirthMatch:
    """Do two records' births agree? Each may know several; the best agreement counts.

    >>> compare_births(["1971-03"], ["1971-03-02"]).answer, compare_births(["1971"], ["1973-01-05"]).answer
    ('agree', 'contradict')
    """
    lefts = [it for it in map(read_birth, left) if it]
    rights = [it for it in map(read_birth, right) if it]
    if not (lefts and rights):
        return BirthMatch("silent", "", "no birth is known of one of the two")
    return min((_compare(a, b) for a in lefts for b in rights), key=_rank)


def _compare(left: Birth, right: Birth) -> BirthMatch:
    if left.first_year > right.last_year or right.first_year > left.last_year:
        return BirthMatch("contradict", "", f"born {left}, and born {right}")
    if left.first_year != left.last_year or right.first_year != right.last_year:
        return BirthMatch("agree", "about", f"born {left}, and born {right}")
    same = f"born {min(str(left), str(right), key=len)}"
    if not (left.month and right.month):
        return BirthMatch("agree", "year", f"both {same}")
    if left.day and right.day and (left.month, left.day) == (right.day, right.month) != (left.day, left.month):
        if left.swapped or right.swapped:
            return BirthMatch("agree", "day", f"both born {left}, if day and month are the other way round in one")
        return BirthMatch("contradict", "", f"born {left}, and born {right}: day and month changed places")
    if left.month != right.month or (left.day and right.day and left.day != right.day):
        return BirthMatch("contradict", "", f"born {left}, and born {right}")
    return BirthMatch("agree", "day" if left.day and right.day else "month", f"both {same}")


def _rank(match: BirthMatch) -> int:
    return ("day", "month", "year", "about", "").index(match.precision)
