"""Rates that nobody published, read off declarations that state a value in the currency and in dollars."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from enduse.model.period import Span
from enduse.resolve.movements import month_of
from enduse.resolve.rates import UNIT_VALUES, unit_values

DECLARATIONS = "declarations"
"""The publisher of such a rate."""

LEAST_LINES = 5
"""Lines of a month; where it has fewer, of the month with the one before and the one after."""

MOST_SPREAD = 1.5
"""The third quartile over the first: where it is greater, the lines do not agree on a rate."""


def known_values(
    items: Table, wanted: Collection[tuple[str, Span]], rates: tuple[pa.Table, Mapping[str, int]]
) -> Table:
    """What one unit of each wanted currency was worth in each month: as published, else as declarations tell.

    Args:
        items: Ledger items.
        wanted: Currencies and single months.
        rates: Rows of the ledger's ``fx_rates``, and the order in which sources were added.
    """
    published = unit_values(wanted, *rates)
    held = zip(published["currency"].to_pylist(), published["month"].to_pylist(), strict=True)
    missing = {(currency, span.start) for currency, span in wanted} - set(held)
    return ibis.memtable(pa.concat_tables([published, declared_values(items, missing)]))


def declared_values(items: Table, missing: Iterable[tuple[str, int]]) -> pa.Table:
    """The median of dollars for one unit, for those of the currencies and months that enough lines tell.

    A declared dollar value may hold freight that the invoice does not, so such a rate is a few per cent rough.

    Args:
        items: Ledger items.
        missing: Currencies and months.

    Returns:
        Schema ``rates.UNIT_VALUES``; ``eur_per_unit`` is null.
    """
    pairs = sorted(missing)
    if not pairs:
        return pa.Table.from_pylist([], schema=UNIT_VALUES)
    columns = list(zip(*pairs, strict=True))
    asked = ibis.memtable(pa.table({"currency": pa.array(columns[0]), "month": pa.array(columns[1], pa.int64())}))
    told = _told(items, sorted(set(columns[0])))
    shifted = [told.mutate(month=told.month + by, own=ibis.literal(by == 0)) for by in (-1, 0, 1)]
    near = ibis.union(*shifted).semi_join(asked, ["currency", "month"])
    own = near.filter(near.own)
    found: dict[tuple[str, int], dict[str, Any]] = {
        (it["currency"], it["month"]): it for rows in (near, own) for it in _medians(rows)
    }
    rows = [_row(key, found[key]["usd"]) for key in pairs if key in found]
    return pa.Table.from_pylist(rows, schema=UNIT_VALUES)


def rows_by_declarations(rows: Table) -> int:
    """How many rows of a table of a run have dollars only thanks to such a rate."""
    return int(rows.filter(rows.rate_publisher == DECLARATIONS).count().to_pyarrow().as_py())


def _told(items: Table, currencies: list[str]) -> Table:
    both = items.filter(items.currency.isin(currencies), items.value > 0, items.value_usd > 0)
    dated = both.filter(both.declared_on.notnull())
    return dated.select("currency", month=month_of(dated.declared_on), usd=dated.value_usd / dated.value)


def _medians(rows: Table) -> list[dict[str, Any]]:
    each = rows.group_by("currency", "month").aggregate(
        lines=rows.count(), usd=rows.usd.median(), low=rows.usd.quantile(0.25), high=rows.usd.quantile(0.75)
    )
    sure = each.filter(each.lines >= LEAST_LINES, each.high <= each.low * MOST_SPREAD)
    found: list[dict[str, Any]] = sure.to_pyarrow().to_pylist()
    return found


def _row(key: tuple[str, int], usd: float) -> dict[str, object]:
    return {"currency": key[0], "month": key[1], "months": 1, "usd_per_unit": usd, "rate_publisher": DECLARATIONS}
