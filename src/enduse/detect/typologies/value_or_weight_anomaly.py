"""A price for the kilogram that goods of this sort never have.

Lines are compared with like goods of other importers: of the same kind, brand and model where enough firms bought them,
else of the same kind and brand, else of the same kind. Used goods are compared with used goods. Every firm counts once
in a band, so that nobody sets the usual price alone: the logarithm of dollars per kilogram against the median of the
firms, measured in median absolute deviations. A line far outside bears a wrong weight, a wrong value, or a wrong
description.
"""

from dataclasses import dataclass
from datetime import date
from functools import reduce

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.goods_lines import MACHINES
from enduse.detect.scope import DESTINATIONS, computed, imports_into, kept, proof

STRENGTH = 0.1
_NORMAL = 1.4826
"""Median absolute deviation to standard deviation of a normal distribution (Rousseeuw and Croux, 1993)."""

_FEW = 8.0
"""Few firms tell a spread badly: that of five is widened 2.6 times, that of forty by a fifth. So much, about, do
Student's distribution and the normal one differ where one line in two thousand lies outside 3.5 deviations."""


@dataclass(frozen=True)
class Band:
    """How like goods must be to be compared.

    Attributes:
        keys: Columns that agree.
        least_spread: Prices lawfully differ by as much, in logarithms: of one machine by a tenth, of a brand's machines
            by a sixth, of all machines of a kind by a quarter. Without a floor even bands would make outliers.
        firms: How often ``min_firms`` there must be.
        brands: Fewest brands.
        stretch: Deviations are so many times as long: all machines of a kind are large and small ones together.
    """

    keys: tuple[str, ...]
    least_spread: float
    firms: int = 1
    brands: int = 1
    stretch: float = 1.0


BANDS = (
    Band(("kind", "part", "used", "brand", "model"), 0.1),
    Band(("kind", "part", "used", "brand"), 0.17),
    Band(("kind", "part", "used"), 0.25, firms=3, brands=3, stretch=2.0),
)
"""The closest first: the first with enough firms counts."""


def _lines(ledger: Ledger, watershed: date) -> Table:
    """Lines of machines with a positive value and weight and their ``level`` (log of dollars per kg)."""
    rows = imports_into(ledger.items, DESTINATIONS)
    rows = rows.filter(rows.kind.isin(MACHINES), rows.value_usd > 0, rows.net_kg > 0, rows.consignee_id.notnull())
    return kept(
        rows.select(
            *("row_id", "declared_on", "value_usd", "net_kg", "consignor_id", "kind", "brand", "model"),
            subject_id=_.consignee_id,
            part=_.whole.fill_null(""),
            used=(_.condition == "used").fill_null(False),
            level=(_.value_usd / _.net_kg).ln(),
            late=_.declared_on >= watershed,
        )
    )


def _usual(lines: Table, band: Band, min_peers: int, min_firms: int) -> Table:
    """``middle`` and ``spread`` of ``level`` for every sort that enough firms bought often enough."""
    keys = list(band.keys)
    sorts = lines.filter(*(lines[it].notnull() for it in keys))
    firms = sorts.group_by(*keys, "subject_id").agg(
        level=_.level.quantile(0.5).cast("float64"), lines=_.count(), brand_of=_.brand.min()
    )
    firms = computed(firms)
    middles = firms.group_by(*keys).agg(
        peers=_.lines.sum(),
        firms=_.count(),
        brands=_.brand_of.nunique(),
        middle=_.level.quantile(0.5).cast("float64"),
    )
    known = middles.filter(_.peers >= min_peers, _.firms >= min_firms * band.firms, _.brands >= band.brands)
    known = computed(known.drop("brands"))
    away = firms.join(known, keys).mutate(distance=(_.level - _.middle).abs())
    spreads = away.group_by(*keys).agg(spread=_.distance.quantile(0.5).cast("float64"))
    least = ibis.greatest(_.spread * _NORMAL, band.least_spread)
    return computed(known.join(spreads, keys).mutate(spread=least * band.stretch * (1 + _FEW / _.firms)).drop("firms"))


def _placed(lines: Table, min_peers: int, min_firms: int) -> Table:
    """The lines that have peers, with ``z``: how far each lies outside the closest band it has."""
    found, rest = [], lines
    for band in BANDS:
        keys = list(band.keys)
        usual = _usual(lines, band, min_peers, min_firms)
        found.append(rest.join(usual, keys).select(*lines.columns, z=(_.level - _.middle) / _.spread))
        rest = rest.anti_join(usual, keys)
    return reduce(lambda one, other: one.union(other), found)


def by_consignee(
    ledger: Ledger,
    watershed: date,
    min_z: float = 3.5,
    min_peers: int = 10,
    min_firms: int = 5,
) -> Table:
    """One row per importer with such lines since the watershed.

    Args:
        ledger: Declarations whose descriptions were read.
        watershed: Lines from this day on count; the importer's earlier outliers are shown as context.
        min_z: Distance from the median in robust standard deviations (Iglewicz and Hoaglin, 1993: 3.5).
        min_peers: Least number of lines of one sort.
        min_firms: Least number of importers of one sort; three times as many of a kind of machine.
    """
    odd = _placed(_lines(ledger, watershed), min_peers, min_firms).filter(_.z.abs() >= min_z)
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
