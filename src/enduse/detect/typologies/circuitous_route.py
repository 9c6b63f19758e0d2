"""Goods travel a way that is much longer than the direct one, or come in over a neighbour of the destination.

For every importer and route: priority goods since the watershed whose way from the country of origin over the country
of dispatch is at least 1.8 times the direct way to the destination, or whose country of dispatch is a neighbour that
guidance names as a station on the way. Distances are great circles between one point of each country: rough on purpose.
Lawful trade runs over warehouses and hubs as well, so this flag is weak and says where to look.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.distances import NEIGHBOURS, detour
from enduse.detect.scope import DESTINATIONS, computed, proof, same_market, small
from enduse.detect.shared import priority_imports

STRENGTH_NEW = 0.25
STRENGTH = 0.15
_WAY = ["origin", "dispatch", "destination"]
_ROUTES = pa.schema(
    {
        **dict.fromkeys(_WAY, pa.string()),
        "detour": pa.float64(),
        "over_neighbour": pa.bool_(),
    }
)


def by_consignee(
    ledger: Ledger, watershed: date, min_ratio: float = 1.8, destinations: tuple[str, ...] = DESTINATIONS
) -> Table:
    """One row per importer and route of that kind.

    Args:
        ledger: Declarations.
        watershed: Lines from this day on count; earlier ones are shown as context.
        min_ratio: Least length of the way over the country of dispatch, as a multiple of the direct one.
        destinations: Importing countries.
    """
    rows = priority_imports(ledger, destinations)
    abroad = rows.filter(~same_market(rows.origin, rows.dispatch, watershed), rows.dispatch != rows.destination)
    routes = _routes(abroad.select(*_WAY).distinct(), min_ratio)
    told = abroad.join(routes, _WAY).mutate(
        telling=(_.declared_on >= watershed).fill_null(False), lane=_.origin + ">" + _.dispatch + ">" + _.destination
    )
    sums = told.group_by("subject_id", "lane").agg(
        value_usd=_.value_usd.sum(where=_.telling),
        lines=_.count(where=_.telling),
        lines_before=_.count(where=~_.telling),
        ratio=_.detour.max(),
        over_neighbour=_.over_neighbour.any(),
        direct=_.origin.max(),
        sender_country=_.dispatch.max(),
        consignor_ids=_.consignor_id.collect(where=_.telling & _.consignor_id.notnull(), distinct=True),
        **proof(_.telling),
    )
    found = sums.filter(sums.lines > 0)
    return found.mutate(
        strength=ibis.ifelse(found.lines_before == 0, STRENGTH_NEW, STRENGTH), rank=found.value_usd.fill_null(0.0)
    )


def _routes(ways: Table, min_ratio: float) -> Table:
    """Those of the ways that are long, or lead over a neighbour."""
    rows = []
    for way in computed(ways).to_pyarrow().to_pylist():
        ratio = detour(way["origin"], way["dispatch"], way["destination"])
        neighbour = way["dispatch"] in NEIGHBOURS.get(way["destination"], ())
        if neighbour or (ratio is not None and ratio >= min_ratio):
            rows.append({**way, "detour": ratio, "over_neighbour": neighbour})
    return small(pa.Table.from_pylist(rows, schema=_ROUTES))


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    times = f"{row['ratio']:.1f} times the direct way" if row["ratio"] is not None else "a way of unknown length"
    return {"how": f"{times}, over a neighbour of the destination" if row["over_neighbour"] else times}


circuitous_route = Typology(
    id="circuitous_route",
    title="A long way round",
    about=__doc__,
    innocent=(
        "the maker or a trader keeps its stock in the country of dispatch",
        "sanctions or closed airspace and borders make the direct way impossible",
        "one point for a large country is far from where the goods started",
    ),
    misses=(
        "a way round that the declarations do not record: ports and stations in between",
        "goods whose country of origin was changed to that of dispatch",
        "hubs that lie on the direct way",
    ),
    settle=(
        "bills of lading, waybills and transit declarations of one shipment",
        "the export declaration of the country of dispatch: was it transit or a new sale?",
    ),
    sources=("BIS red flag 10: a circuitous or economically illogical route (catalogue: BIS3-10, article 003)",),
    finders=(
        Finder(
            id="by_consignee",
            reads="items",
            subject="company",
            headline=(
                "{subject} received {lines:line|lines} of priority goods ({value}) made in {direct} by way of "
                "{sender_country}, {how}"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "origin", "hs6", "dispatch"),
                months_after=1,
                lists=("CHPL",),
                rows="imports",
            ),
            find=by_consignee,
            phrases=_phrases,
            confidence="derived",
        ),
    ),
    ceiling=0.3,
)
