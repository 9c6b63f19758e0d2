"""More spare parts than the known machines can use.

For every importer and brand: parts bought since the watershed are set against the machines of that brand that the same
importer is recorded to have bought at any time, in parts for each machine and year. Most users of a brand need about as
many; who buys several times what nearly all others do keeps machines that no record shows, or passes the parts on.
"""

from datetime import date

import ibis
import numpy as np
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.goods_lines import declared_as_part, machine, pieces
from enduse.detect.scope import DESTINATIONS, computed, imports_into, kept, proof, small

STRENGTH = 0.2
_PERCENTILE = 0.95
_KEYS = ["subject_id", "lane"]


def _lines(ledger: Ledger, watershed: date) -> Table:
    """Lines with a brand, as ``part`` or ``whole_machine``, with their number of pieces."""
    rows = imports_into(ledger.items, DESTINATIONS)
    rows = rows.filter(rows.consignee_id.notnull(), rows.brand.notnull(), rows.declared_on.notnull())
    whole = machine(rows) & (rows.hs6.substr(0, 4) != "8466").fill_null(True)
    return kept(
        rows.select(
            *("row_id", "declared_on", "value_usd", "consignor_id"),
            subject_id=_.consignee_id,
            lane=_.brand,
            count=pieces(rows),
            part=declared_as_part(rows) & ~whole,
            whole_machine=whole,
            late=_.declared_on >= watershed,
        )
    )


def _rates(lines: Table, watershed: date) -> Table:
    """Parts for each machine and year since the watershed, by importer and brand with at least one machine."""
    newest = lines.declared_on.max().to_pyarrow().as_py()
    years = max((newest - watershed).days, 30) / 365.25 if newest else 1.0
    sums = lines.group_by(_KEYS).agg(
        parts=_["count"].sum(where=_.part & _.late),
        machines=_["count"].sum(where=_.whole_machine),
        lines=_.count(where=_.part & _.late),
    )
    bought = sums.filter(_.lines > 0).mutate(machines=_.machines.fill_null(0.0))
    # A buyer of parts has one machine at least; that no record shows it is the other half of the finding.
    return bought.mutate(
        years=ibis.literal(years), rate=_.parts / ibis.greatest(_.machines, 1.0) / years, unrecorded=_.machines == 0
    )


def _with_usual(rates: pa.Table) -> pa.Table:
    """With ``usual``: the 95th percentile of everybody else's rate who has machines on record; ``peers``: how many.

    Whoever is measured is left out: among few importers one hoarder would else set its own yardstick.
    """
    rate = rates["rate"].to_numpy().astype("float64")
    recorded = ~rates["unrecorded"].to_numpy(zero_copy_only=False).astype(bool)
    others = np.sort(rate[recorded])
    peers = others.size - recorded
    at = np.floor(_PERCENTILE * np.maximum(peers - 1, 0)).astype("int64")
    if not others.size:
        usual = np.zeros(rate.size)
    else:
        at = np.minimum(at, others.size - 1)
        # Without itself, everything from its own place on moves down by one.
        below = recorded & (np.searchsorted(others, rate) <= at)
        usual = others[np.minimum(at + below, others.size - 1)]
    return rates.append_column("usual", pa.array(usual)).append_column("peers", pa.array(peers.astype("int64")))


def by_brand(
    ledger: Ledger,
    watershed: date,
    min_ratio: float = 3.0,
    min_peers: int = 10,
    min_parts: float = 20.0,
) -> Table:
    """One row per importer and brand whose parts exceed what nearly all others buy.

    Args:
        ledger: Declarations whose descriptions were read.
        watershed: Parts from this day on count; machines count whenever they were bought.
        min_ratio: Parts for each machine and year, divided by the 95th percentile of all importers with machines.
        min_peers: Least number of importers and brands with machines for that percentile.
        min_parts: Least number of parts.
    """
    lines = _lines(ledger, watershed)
    rates = small(_with_usual(_rates(lines, watershed).to_pyarrow()))
    beside = rates.filter(_.peers >= min_peers, _.parts >= min_parts, _.usual > 0)
    found = computed(beside.filter(_.rate >= min_ratio * _.usual).mutate(ratio=_.rate / _.usual))
    cited = (
        lines.mutate(telling=_.part & _.late)
        .filter((_.part & _.late) | _.whole_machine)
        .semi_join(found, _KEYS)
        .group_by(_KEYS)
        .agg(
            value_usd=_.value_usd.sum(where=_.telling),
            consignor_ids=_.consignor_id.collect(where=_.telling & _.consignor_id.notnull(), distinct=True),
            **proof(_.telling),
        )
    )
    return found.join(cited, _KEYS).mutate(strength=ibis.literal(STRENGTH), rank=_.ratio)


parts_quantity_vs_installed_base = Typology(
    id="parts_quantity_vs_installed_base",
    title="More parts than known machines need",
    about=__doc__,
    innocent=(
        "a dealer or service firm that keeps parts for its customers' machines",
        "machines bought before the records begin, or within the country",
        "a general overhaul, or stock for several years",
    ),
    misses=(
        "parts without a brand in the declaration",
        "quantities stated in kilograms without a number of pieces",
        "brands that few importers buy",
    ),
    settle=(
        "the serial numbers of the machines the parts are for",
        "the importer's service contracts",
        "the maker's list of installed machines",
    ),
    sources=("By analogy with sign 13 of the guidance of the US Bureau of Industry and Security (catalogue: TY47)",),
    finders=(
        Finder(
            id="by_brand",
            reads="items",
            subject="company",
            headline=(
                "{subject} imported {parts:,.0f} parts for {lane} since {watershed}, {ratio:.1f} times what nearly all "
                "other importers buy for each machine and year (machines on record: {machines:,.0f})"
            ),
            needs=Needs(columns=("declared_on", "consignee_id", "brand", "kind"), months_after=3, rows="imports"),
            find=by_brand,
        ),
    ),
    ceiling=0.3,
)
