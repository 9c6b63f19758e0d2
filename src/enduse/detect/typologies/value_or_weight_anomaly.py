"""A price for the kilogram that goods of this sort never have.

Lines of one sort (kind, brand and model where the description tells them, else kind and code) are compared with each
other, whoever imported them: the logarithm of dollars per kilogram against its median, measured in median absolute
deviations. A line far outside bears a wrong weight, a wrong value, or a wrong description.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.goods_lines import MACHINES
from enduse.detect.scope import DESTINATIONS, computed, imports_into, kept, proof

STRENGTH = 0.1
_NORMAL = 1.4826
"""Median absolute deviation to standard deviation of a normal distribution (Rousseeuw and Croux, 1993)."""

# Prices of one machine lawfully differ by a tenth or so; without a floor even bands would make every line an outlier.
_LEAST_SPREAD = 0.1


def _lines(ledger: Ledger, watershed: date) -> Table:
    """Lines of machines with a positive value and weight, their ``sort`` and ``level`` (log of dollars per kg)."""
    rows = imports_into(ledger.items, DESTINATIONS)
    rows = rows.filter(rows.kind.isin(MACHINES), rows.value_usd > 0, rows.net_kg > 0, rows.consignee_id.notnull())
    told = rows.brand + " " + ibis.coalesce(rows.model, "")
    return kept(
        rows.select(
            *("row_id", "declared_on", "value_usd", "net_kg", "consignor_id"),
            subject_id=_.consignee_id,
            sort=_.kind + " " + ibis.coalesce(_.whole, "") + " " + ibis.coalesce(told, _.hs6, ""),
            level=(_.value_usd / _.net_kg).ln(),
            late=_.declared_on >= watershed,
        )
    )


def _bands(lines: Table, min_peers: int, min_firms: int) -> Table:
    """Median and spread of ``level`` for every sort that enough firms bought often enough."""
    middles = lines.group_by("sort").agg(
        peers=_.count(), firms=_.subject_id.nunique(), middle=_.level.quantile(0.5).cast("float64")
    )
    middles = computed(middles.filter(_.peers >= min_peers, _.firms >= min_firms))
    away = lines.join(middles, "sort").mutate(distance=(_.level - _.middle).abs())
    spreads = away.group_by("sort").agg(spread=_.distance.quantile(0.5).cast("float64"))
    return computed(
        middles.join(spreads, "sort").mutate(spread=ibis.greatest(_.spread * _NORMAL, _LEAST_SPREAD)).drop("firms")
    )


def by_consignee(
    ledger: Ledger,
    watershed: date,
    min_z: float = 3.5,
    min_peers: int = 20,
    min_firms: int = 5,
) -> Table:
    """One row per importer with such lines since the watershed.

    Args:
        ledger: Declarations whose descriptions were read.
        watershed: Lines from this day on count; the importer's earlier outliers are shown as context.
        min_z: Distance from the median in robust standard deviations (Iglewicz and Hoaglin, 1993: 3.5).
        min_peers: Least number of lines of one sort.
        min_firms: Least number of importers of one sort.
    """
    lines = _lines(ledger, watershed)
    placed = lines.join(_bands(lines, min_peers, min_firms), "sort")
    odd = placed.mutate(z=(placed.level - placed.middle) / placed.spread).filter(_.z.abs() >= min_z)
    found = (
        odd.mutate(telling=_.late)
        .group_by("subject_id")
        .agg(
            value_usd=_.value_usd.sum(where=_.telling),
            net_kg=_.net_kg.sum(where=_.telling),
            lines=_.count(where=_.telling),
            lines_dear=_.count(where=_.telling & (_.z > 0)),
            lines_cheap=_.count(where=_.telling & (_.z < 0)),
            farthest=_.z.abs().max(where=_.telling),
            consignor_ids=_.consignor_id.collect(where=_.telling & _.consignor_id.notnull(), distinct=True),
            **proof(_.telling),
        )
        .filter(_.lines > 0)
    )
    return found.mutate(strength=ibis.literal(STRENGTH), rank=_.farthest)


value_or_weight_anomaly = Typology(
    id="value_or_weight_anomaly",
    title="Value or weight out of the ordinary",
    about=__doc__,
    innocent=(
        "options, tooling or installation are in the price",
        "a used, damaged or demonstration machine was sold cheaply",
        "weight or value was mistyped",
    ),
    misses=("sorts of goods that few firms import", "lines without value or weight", "false values that are plausible"),
    settle=(
        "invoice and packing list of the line",
        "the maker's list price and weight of the model",
        "value and weight in the export declaration of the same shipment",
    ),
    sources=("Analysts' practice (catalogue: TY49, AN)",),
    finders=(
        Finder(
            id="by_consignee",
            reads="items",
            subject="company",
            headline=(
                "{subject} imported {lines:line|lines} since {watershed} whose price for the kilogram lies up to "
                "{farthest:.1f} deviations outside that of like goods "
                "({lines_cheap} below, {lines_dear} above; {value})"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "value_usd", "net_kg", "kind"), months_after=1, rows="imports"
            ),
            find=by_consignee,
        ),
    ),
    ceiling=0.3,
)
