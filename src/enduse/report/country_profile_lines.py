"""Goods lines as profiles of countries count them: each in one column, each number with its rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from enduse.model.period import Span, first_day
from enduse.model.profile import Number
from enduse.report.wording import place_name
from enduse.text.countries import eu_members

OTHERS = "others"
NOT_STATED = "not stated"
_UNION = ("EU", "EU27_2020")


@dataclass(frozen=True, slots=True)
class TradeLine:
    """One goods line of a declaration.

    Attributes:
        row: Its id within the run.
        month: See ``model.period.month_index``.
        origin: Where the goods were made; empty where not stated, as the other texts.
        kind: What the description says the goods are.
        usd: None where no value is known.
    """

    row: int
    month: int
    origin: str
    dispatch: str
    destination: str
    code: str
    kind: str
    brand: str
    usd: float | None

    @property
    def worth(self) -> float:
        """Its value; 0 where none is known or a correction takes value away."""
        return self.usd if self.usd is not None and self.usd > 0 else 0.0


Lines = Sequence[TradeLine]


@dataclass(frozen=True)
class Columns:
    """Which origin, or place, each line is counted under: exactly one.

    Attributes:
        asked: Codes in the order asked for. ``EU`` stands for its members of that month that are not asked for by name.
        named: Further origins that are shown by name.
    """

    asked: tuple[str, ...]
    named: tuple[str, ...] = ()

    def of(self, place: str, month: int) -> str:
        """The column of a place: its code, ``EU``, ``others`` or ``not stated``."""
        if not place:
            return NOT_STATED
        if place in self.asked:
            return place
        if "EU" in self.asked and (place in _UNION or place in eu_members(first_day(month))):
            return "EU"
        return place if place in self.named else OTHERS

    def by_origin(self, lines: Iterable[TradeLine]) -> Mapping[str, Lines]:
        """The lines by the column of their origin."""
        return grouped(lines, lambda it: self.of(it.origin, it.month))

    def title(self, column: str) -> str:
        """The column in words."""
        if column == "EU" and (apart := [it for it in self.asked if it != "EU"]):
            return f"{place_name('EU')} without {', '.join(apart)}"
        return column if column in (OTHERS, NOT_STATED) else place_name(column)


def grouped(lines: Iterable[TradeLine], key: Callable[[TradeLine], str]) -> dict[str, list[TradeLine]]:
    """The lines by what ``key`` says."""
    found: dict[str, list[TradeLine]] = defaultdict(list)
    for it in lines:
        found[key(it)].append(it)
    return dict(found)


def within(lines: Iterable[TradeLine], period: Span) -> list[TradeLine]:
    """The lines of those months."""
    return [it for it in lines if period.start <= it.month < period.end]


def worth(lines: Iterable[TradeLine]) -> float:
    """Sum of the values in US dollars."""
    return fsum(it.usd for it in lines if it.usd is not None and it.usd > 0)


def rows_of(lines: Iterable[TradeLine]) -> tuple[int, ...]:
    """Their ids, ascending."""
    return tuple(sorted(it.row for it in lines))


def total(lines: Lines) -> Number:
    """Their value and the rows behind it."""
    return Number(worth(lines), "USD", "sum", rows_of(lines))


def count(lines: Lines) -> Number:
    """How many they are."""
    return Number(len(lines), "lines", "count", rows_of(lines))


def share(part: Lines, whole: Lines) -> Number | None:
    """Share of the value; None where the whole is worth nothing: there is no share of nothing."""
    return share_of(whole)(part)


def share_of(whole: Lines) -> Callable[[Lines], Number | None]:
    """Tells the share of any part of ``whole``; the whole is summed and its rows are listed once."""
    of, base = worth(whole), rows_of(whole)

    def told(part: Lines) -> Number | None:
        return Number(worth(part) / of, "share", "share", rows_of(part), base) if of else None

    return told


def ranked(groups: Mapping[str, Lines], most: int) -> list[str]:
    """The names of the groups worth most, the largest first; equal ones by name."""
    return sorted(groups, key=lambda it: (-worth(groups[it]), it))[:most]
