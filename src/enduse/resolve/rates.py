"""What one unit of a currency was worth in dollars and euros in a period, and who said so.

Monthly rows use the mean of the month, annual ones the mean of the year's daily rates. The ECB comes
first; what it does not quote is taken from the rates that the user added. A currency that neither
quotes has no row here: its values stay unconverted and are counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from enduse.model.period import Span, month_index
from enduse.sources.ecb import PUBLISHER, ecb_rates

_MOST_STEPS = 3

UNIT_VALUES = pa.schema(
    [
        ("currency", pa.string()),
        ("month", pa.int64()),
        ("months", pa.int64()),
        ("usd_per_unit", pa.float64()),
        ("eur_per_unit", pa.float64()),
        ("rate_publisher", pa.string()),
    ]
)


@dataclass(frozen=True, order=True)
class Quote:
    """``rate`` units of ``currency`` for one ``per``, said by ``publisher``."""

    currency: str
    per: str
    rate: float
    publisher: str


def unit_values(wanted: Iterable[tuple[str, Span]], added: pa.Table, order: Mapping[str, int]) -> pa.Table:
    """What one unit of each wanted currency was worth, one row per currency and period that is known.

    Args:
        wanted: Currencies (ISO 4217) and the periods of the values to convert.
        added: Rows of the ledger's ``fx_rates``; a month or year published as such beats the mean of
            its days, which beats the mean of its months.
        order: Source id to the order of adding; the later source wins where two give the same rate.

    Returns:
        Schema ``UNIT_VALUES``. ``rate_publisher`` names every publisher on the way, e.g. ``"NBKR, ECB"``.
    """
    periods: dict[Span, set[str]] = defaultdict(set)
    for currency, span in wanted:
        periods[span].add(currency)
    ecb = _by_span(ecb_rates(periods))
    own = _AddedRates.of(added, order)
    rows = [
        row
        for span in sorted(periods)
        for row in _values(span, sorted(periods[span]), [*ecb.get(span, []), *own.quotes(span)])
    ]
    return pa.Table.from_pylist(rows, schema=UNIT_VALUES)


def _by_span(rates: pa.Table) -> dict[Span, list[Quote]]:
    found: dict[Span, list[Quote]] = defaultdict(list)
    for row in rates.to_pylist():
        start = month_index(row["month"])
        found[Span(start, start + row["months"])].append(
            Quote(row["currency"], row["per"], row["rate"], row["publisher"])
        )
    return found


def _values(span: Span, currencies: list[str], quotes: list[Quote]) -> Iterator[dict[str, object]]:
    roads = _roads(quotes)
    for currency in currencies:
        usd, eur = _worth(roads, currency, "USD"), _worth(roads, currency, "EUR")
        if usd is None and eur is None:
            continue
        said_by = (usd or (1.0, ()))[1] + (eur or (1.0, ()))[1]
        yield {
            "currency": currency,
            "month": span.start,
            "months": span.months,
            "usd_per_unit": usd and usd[0],
            "eur_per_unit": eur and eur[0],
            "rate_publisher": ", ".join(sorted(set(said_by), key=lambda it: (it == PUBLISHER, it))),
        }


def _roads(quotes: list[Quote]) -> Mapping[str, list[tuple[str, float, str]]]:
    roads: dict[str, list[tuple[str, float, str]]] = defaultdict(list)
    ecb_first = sorted(quotes, key=lambda it: (it.publisher != PUBLISHER, it))
    for quote in ecb_first:
        roads[quote.currency].append((quote.per, 1 / quote.rate, quote.publisher))
        roads[quote.per].append((quote.currency, quote.rate, quote.publisher))
    return roads


def _worth(
    roads: Mapping[str, list[tuple[str, float, str]]], currency: str, target: str
) -> tuple[float, tuple[str, ...]] | None:
    """Units of ``target`` for one ``currency`` by the fewest quotes, the ECB's first."""
    reached: dict[str, tuple[float, tuple[str, ...]]] = {currency: (1.0, ())}
    edge = [currency]
    for _ in range(_MOST_STEPS):
        if target in reached:
            break
        following = []
        for here in edge:
            worth, said_by = reached[here]
            for there, rate, publisher in roads.get(here, ()):
                if there not in reached:
                    reached[there] = (worth * rate, (*said_by, publisher))
                    following.append(there)
        edge = following
    return reached.get(target)


@dataclass(frozen=True)
class _AddedRates:
    """The user's rates: (currency, per, publisher) to (first month, months) to the rates of that period."""

    series: Mapping[tuple[str, str, str], Mapping[tuple[int, int], tuple[float, ...]]]

    @classmethod
    def of(cls, added: pa.Table, order: Mapping[str, int]) -> "_AddedRates":
        found: dict[tuple[str, str, str], dict[tuple[int, int], dict[object, float]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        rows = added.to_pylist()
        for row in sorted(rows, key=lambda it: (order.get(it["source_id"], -1), it["source_id"], it["row"] or 0)):
            if row["rate"] is None or row["rate"] <= 0 or row["month"] is None or row["months"] is None:
                continue
            key = (row["currency"], row["per"], row["publisher"] or "rates added by the user")
            # A later source overwrites the same day or period.
            found[key][month_index(row["month"]), row["months"]][row["month"]] = row["rate"]
        return cls({key: {period: tuple(days.values()) for period, days in it.items()} for key, it in found.items()})

    def quotes(self, span: Span) -> Iterator[Quote]:
        for (currency, per, publisher), periods in sorted(self.series.items()):
            rate = _mean(periods, span)
            if rate is not None:
                yield Quote(currency, per, rate, publisher)


def _mean(periods: Mapping[tuple[int, int], tuple[float, ...]], span: Span) -> float | None:
    if exact := periods.get((span.start, span.months)):
        return exact[-1]
    for months in (0, 1):
        each = [periods.get((month, months), ()) for month in range(span.start, span.end)]
        if all(each):
            rates = [rate for month in each for rate in month]
            return sum(rates) / len(rates)
    return None
