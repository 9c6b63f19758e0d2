"""Dollars for one unit of a currency on a day, for judging whether an order is large or a price unusual."""

from datetime import date, timedelta

import numpy as np

from enduse.detect.rough_rates import rough_rates
from enduse.model.period import month_index
from enduse.sources.ecb import daily_rates

_OLDEST_DAYS = 60


def usd_per_unit(currency: str, on: date) -> float | None:
    """What one unit was worth: by the rate of the last quoted day, else of the month; None where neither is known.

    Args:
        currency: ISO 4217.
        on: The day; a rate more than sixty days older is none.
    """
    if currency == "USD":
        return 1.0
    quoted = _quoted(currency, on)
    return quoted if quoted is not None else _of_month(currency, on)


def _quoted(currency: str, on: date) -> float | None:
    daily = daily_rates()
    if not {"USD", currency} <= {*daily.currencies, "EUR"}:
        return None
    last = int(np.searchsorted(daily.days, np.datetime64(on), side="right"))
    first = int(np.searchsorted(daily.days, np.datetime64(on - timedelta(days=_OLDEST_DAYS)), side="left"))
    ours = np.ones(last - first) if currency == "EUR" else daily.rates[first:last, daily.currencies.index(currency)]
    dollars = daily.rates[first:last, daily.currencies.index("USD")]
    known = np.flatnonzero(~np.isnan(ours) & ~np.isnan(dollars))
    return float(dollars[known[-1]] / ours[known[-1]]) if known.size else None


def _of_month(currency: str, on: date) -> float | None:
    month = month_index(on)
    for it in rough_rates().to_pylist():
        if it["currency"] == currency and it["month"] == month:
            return 1.0 / float(it["per_usd"])
    return None
