"""One figure and its coordinates become one row of the ledger."""

import calendar
from datetime import date
from decimal import Decimal
from typing import Any

from enduse.sources.coordinates import Spot
from enduse.sources.layout import Layout

NEEDED = {
    "statistics": ("reporter", "partner", "flow", "goods_code", "period", "measure"),
    "fx_rates": ("per", "rate", "period"),
}
"""What must be known about a figure, by ledger table."""

_KEYS = {
    "statistics": ("reporter", "partner", "flow", "goods_code", "month", "months"),
    "fx_rates": ("currency", "per", "month", "months"),
}
_MEASURES = ("value", "net_kg", "quantity", "rate")


def fact_of(spot: Spot, figure: Decimal, layout: Layout) -> dict[str, Any]:
    """The row of ``layout.table`` that a figure makes, without its provenance.

    Args:
        spot: Complete as ``NEEDED`` says.
        figure: As printed; the unit's factor is applied in decimal arithmetic, so that 1.1 thousand is 1100.
        layout: Constants, publisher.
    """
    constants = {
        key: value for key, value in layout.constants.items() if key in ("basis", "currency", "unit", "hs_edition")
    }
    constants["publisher"] = layout.constants.get("publisher", layout.terms.publisher) or None
    if layout.table == "fx_rates":
        return constants | _rate(spot, figure)
    return constants | _statistic(spot, figure)


def fact_key(fact: dict[str, Any], table: str) -> tuple[tuple[Any, ...], str]:
    """What makes two figures be about the same thing, and which column holds this one's number."""
    measure = next(name for name in _MEASURES if fact.get(name) is not None)
    return tuple(fact.get(name) for name in _KEYS[table]), measure


def _statistic(spot: Spot, figure: Decimal) -> dict[str, Any]:
    period, unit = spot.period, spot.measure
    if period is None or unit is None:
        raise ValueError(f"a figure without period or unit: {spot!r}")
    number = float(figure * Decimal(unit.factor))
    fact: dict[str, Any] = {
        "reporter": spot.reporter,
        "partner": spot.partner,
        "flow": spot.flow,
        "goods_code": spot.goods_code,
        "month": period.first_day,
        "months": period.length,
        unit.measure: number,
    }
    if unit.measure == "value":
        fact["currency"] = unit.currency
        if unit.currency in ("EUR", "USD"):
            fact[f"value_{unit.currency.lower()}"] = number
    return fact


def _rate(spot: Spot, figure: Decimal) -> dict[str, Any]:
    if spot.period is None or spot.period.first_day is None:
        raise ValueError(f"a rate without a period: {spot!r}")
    first, length = spot.period.first_day, spot.period.length
    if spot.rate == "end":
        return {"per": spot.per, "rate": float(figure), "month": _last_day(first, length), "months": 0}
    return {"per": spot.per, "rate": float(figure), "month": first, "months": length}


def _last_day(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months - 1, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
