"""Months as whole numbers, and spans of them: every monthly series stands on these."""

from dataclasses import dataclass
from datetime import date


def month_index(day: date) -> int:
    """Months since year 0: ``2022-03`` is ``24266``. Differences are whole months."""
    return day.year * 12 + day.month - 1


def first_day(index: int) -> date:
    """The first day of the month with that index."""
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True, order=True)
class Span:
    """Whole months, half open: ``start <= month < end``.

    Attributes:
        start: Index of the first month.
        end: Index of the first month after.
    """

    start: int
    end: int

    @property
    def months(self) -> int:
        """How many months it holds; never negative."""
        return max(0, self.end - self.start)

    def year_before(self) -> "Span":
        """The same calendar months one year earlier."""
        return Span(self.start - 12, self.end - 12)

    def __str__(self) -> str:
        """``2021-03 to 2021-11``: both ends are inside."""
        return f"{first_day(self.start):%Y-%m} to {first_day(self.end - 1):%Y-%m}"
