"""Do figures agree that several sources give of one matter, in whatever currency: each pair, with the rates used.

Conversion is dated: by the mean rate of the period that the figure is of. Two figures agree when they lie within the
tolerance of each other; a converted one is never printed as if its source had said it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

TOLERANCE = 0.15
"""Published figures are rounded, and converted at rates that nobody names."""


@dataclass(frozen=True)
class SaidFigure:
    """A figure as one source gives it.

    Attributes:
        ref: ``C5``.
        source: Who says it.
        matter: What it is of; only figures of one matter are compared.
        period: When it is of, ISO 8601.
        value: In ``unit``.
        unit: Currency or noun.
        origin: What it draws on, as far as told: figures of one origin do not confirm each other.
    """

    ref: str
    source: str
    matter: str
    period: str
    value: float
    unit: str
    origin: str = ""


@dataclass(frozen=True)
class Rate:
    """What one unit of a currency was worth in a period.

    Attributes:
        usd: US dollars for one unit.
        publisher: Who published it.
    """

    usd: float
    publisher: str


@dataclass(frozen=True)
class FigurePair:
    """Two figures of one matter and period.

    Attributes:
        implied: Units of the first's currency for one of the second's, if both mean the same; None for one currency.
        dated: The same by the dated rates; None where one is not known.
        apart: How far they lie apart after conversion, as a share of the larger; None where it cannot be said.
        answer: ``agree``, ``differ`` or ``not_assessable``.
        independent: Do they draw on different origins?
    """

    one: SaidFigure
    two: SaidFigure
    implied: float | None
    dated: float | None
    apart: float | None
    answer: str
    independent: bool
    sentence: str


@dataclass(frozen=True)
class ImpliedRates:
    """Rates that pairs of one pair of currencies imply, and whether they agree with each other."""

    currencies: tuple[str, str]
    rates: tuple[float, ...]
    apart: float
    agree: bool
    sentence: str


RateOf = Mapping[tuple[str, str], Rate]
"""Currency and period to its rate."""


def pairs(figures: Iterable[SaidFigure], rates: RateOf, tolerance: float = TOLERANCE) -> list[FigurePair]:
    """Every two figures of one matter and period, in the order given."""
    groups: dict[tuple[str, str], list[SaidFigure]] = {}
    for it in figures:
        groups.setdefault((it.matter.casefold(), it.period), []).append(it)
    return [_pair(one, two, rates, tolerance) for group in groups.values() for one, two in combinations(group, 2)]


def implied_rates(found: Sequence[FigurePair], tolerance: float = TOLERANCE) -> list[ImpliedRates]:
    """For each two currencies that two or more pairs join: do the rates that those imply agree?"""
    groups: dict[tuple[str, str], list[float]] = {}
    for it in found:
        if it.implied is not None:
            first, second = sorted((it.one.unit, it.two.unit), key=lambda unit: (unit != "USD", unit))
            rate = it.implied if it.one.unit == first else 1 / it.implied
            groups.setdefault((first, second), []).append(rate)
    return [_implied(units, told, tolerance) for units, told in groups.items() if len(told) > 1]


def _pair(one: SaidFigure, two: SaidFigure, rates: RateOf, tolerance: float) -> FigurePair:
    same = one.unit == two.unit
    worth = [1.0, 1.0] if same else [_worth(it, rates) for it in (one, two)]
    amounts = [it.value * factor if factor is not None else None for it, factor in zip((one, two), worth, strict=True)]
    apart = _apart(*amounts)
    answer = "not_assessable" if apart is None else "agree" if apart <= tolerance else "differ"
    implied = one.value / two.value if not same and two.value else None
    dated = worth[1] / worth[0] if not same and worth[0] and worth[1] else None
    independent = not one.origin or not two.origin or one.origin.casefold() != two.origin.casefold()
    independent = independent and one.source.casefold() != two.source.casefold()
    told = FigurePair(one, two, implied, dated, apart, answer, independent, "")
    return FigurePair(one, two, implied, dated, apart, answer, independent, _sentence(told, tolerance))


def _worth(it: SaidFigure, rates: RateOf) -> float | None:
    if it.unit == "USD":
        return 1.0
    found = rates.get((it.unit, it.period))
    return found.usd if found else None


def _apart(one: float | None, two: float | None) -> float | None:
    if one is None or two is None:
        return None
    larger = max(one, two)
    return abs(one - two) / larger if larger else 0.0


def _sentence(it: FigurePair, tolerance: float) -> str:
    head = f"{_amount(it.one)} ({it.one.ref}) and {_amount(it.two)} ({it.two.ref})"
    if it.apart is None:
        return f"{head}: no dated rate joins the two, so whether they agree is not assessable."
    rates = ""
    if it.implied is not None and it.dated is not None:
        rates = f" They imply {_rate(it)}; the mean of {it.one.period or 'that time'} was {it.dated:.4g}."
    how = f"agree within {tolerance:.0%}" if it.answer == "agree" else f"differ by more than {tolerance:.0%}"
    apart = f"{it.apart:.1%}"
    drawn = "" if it.independent else " Both draw on one origin: they are one source."
    return f"{head} {how} ({apart} apart).{rates}{drawn}"


def _rate(it: FigurePair) -> str:
    return f"{it.implied:.4g} {it.one.unit} for 1 {it.two.unit}"


def _amount(it: SaidFigure) -> str:
    return f"{it.value:,.10g} {it.unit}"


def _implied(units: tuple[str, str], rates: Sequence[float], tolerance: float) -> ImpliedRates:
    apart = (max(rates) - min(rates)) / max(rates)
    listed = " and ".join(f"{it:.2f}" for it in rates)
    agree = apart <= tolerance
    how = "within" if agree else "not within"
    sentence = (
        f"The pairs imply {listed} {units[0]} for 1 {units[1]}: {how} {tolerance:.0%} of each other "
        f"({apart:.1%} apart)."
    )
    return ImpliedRates(units, tuple(rates), apart, agree, sentence)
