"""Dollars for comparing amounts roughly, where no dated rate is known; never for a value that is printed."""

import tomllib
from functools import cache
from importlib.resources import files

import ibis
import pyarrow as pa
from ibis.expr.types import FloatingValue, Table

from enduse.detect.scope import small


@cache
def rough_rates() -> pa.Table:
    """``currency``, ``month`` (index) and ``per_usd``: units of the currency for one dollar, within some 3 %."""
    told = tomllib.loads(files("enduse.data").joinpath("rough_rates.toml").read_text(encoding="utf-8"))
    rows = [
        {"currency": currency, "month": int(year) * 12 + at, "per_usd": rate}
        for currency, years in told.items()
        for year, rates in years.items()
        for at, rate in enumerate(rates)
    ]
    schema = pa.schema({"currency": pa.string(), "month": pa.int64(), "per_usd": pa.float64()})
    return pa.Table.from_pylist(rows, schema=schema)


def with_rough_usd(payments: Table) -> Table:
    """The payments with ``rough_usd``: the dollars they state, else by a monthly rate; null where there is neither."""
    rates = small(rough_rates())
    rated = payments.left_join(rates, ["currency", "month"])
    usd: FloatingValue = ibis.coalesce(rated.value_usd, rated.value / rated.per_usd)
    return rated.mutate(rough_usd=usd).drop("per_usd", "currency_right", "month_right")
