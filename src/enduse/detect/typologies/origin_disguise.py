"""The declared country of origin is none in which the brand is made.

For every importer and brand: lines whose declared origin is neither the seat of the brand's maker nor one of its known
plants. Where the same importer declared the brand with a known country before the watershed, the origin was swapped.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.goods_lines import machine
from enduse.detect.scope import DESTINATIONS, computed, imports_into, kept, proof

STRENGTH_SWAPPED = 0.35
STRENGTH = 0.25


def by_brand(
    ledger: Ledger, watershed: date, destinations: tuple[str, ...] = DESTINATIONS, min_lines: int = 1
) -> Table:
    """One row per importer and brand with such lines since the watershed.

    Args:
        ledger: Declarations whose descriptions were read.
        watershed: Lines from this day on count; earlier lines of the brand are shown as context.
        destinations: Importing countries.
        min_lines: Least number of lines with another origin.
    """
    lines = _lines(ledger, watershed, destinations)
    keys = ["subject_id", "lane"]
    found = computed(lines.group_by(keys).agg(lines=_.count(where=_.telling)).filter(_.lines >= min_lines).select(keys))
    sums = (
        lines.semi_join(found, keys)
        .group_by(keys)
        .agg(
            value_usd=_.value_usd.sum(where=_.telling),
            lines=_.count(where=_.telling),
            lines_elsewhere_before=_.count(where=~_.late & _.elsewhere),
            lines_known_before=_.count(where=~_.late & ~_.elsewhere),
            origins=_.origin.collect(where=_.telling, distinct=True),
            origins_before=_.origin.collect(where=~_.late, distinct=True),
            plants=_.maker_countries.first(where=_.telling),
            consignor_ids=_.consignor_id.collect(where=_.telling & _.consignor_id.notnull(), distinct=True),
            **proof(_.telling),
        )
    )
    swapped = (sums.lines_known_before > 0) & (sums.lines_elsewhere_before == 0)
    return sums.mutate(
        swapped=swapped, strength=ibis.ifelse(swapped, STRENGTH_SWAPPED, STRENGTH), rank=_.value_usd.fill_null(0.0)
    )


def _lines(ledger: Ledger, watershed: date, destinations: tuple[str, ...]) -> Table:
    """Lines of machines whose brand's countries are known, with ``elsewhere``: is the declared origin none of them?"""
    rows = imports_into(ledger.items, destinations)
    # Parts and tools are made wherever suppliers sit; only of machines the plants are known.
    rows = rows.filter(machine(rows), rows.consignee_id.notnull(), rows.brand.notnull(), rows.origin.notnull())
    known = rows.filter(rows.maker_countries.length() > 0)
    lines = kept(
        known.select(
            *("row_id", "declared_on", "value_usd", "origin", "dispatch", "consignor_id", "maker_countries"),
            subject_id=_.consignee_id,
            lane=_.brand,
            late=_.declared_on >= watershed,
            elsewhere=~_.maker_countries.contains(_.origin),
        )
    )
    return lines.mutate(telling=lines.late & lines.elsewhere)


origin_disguise = Typology(
    id="origin_disguise",
    title="Origin that the brand does not have",
    about=__doc__,
    innocent=(
        "the maker opened, bought or licensed a plant that is not yet in our table of brands",
        "the country of dispatch was written into the box of origin by mistake",
        "the machine was rebuilt in that country so far that it counts as made there",
        "another firm uses the same brand name",
    ),
    misses=(
        "brands that are not in the table, and brands whose plants are not known",
        "an origin changed from one country of the maker to another",
        "machines without a brand in the declaration",
    ),
    settle=(
        "the name plate: it bears the place of making",
        "the certificate of origin",
        "the maker's answer for the serial number",
    ),
    sources=("Published investigation of changed origins of machines (catalogue: TY43, article 000)",),
    finders=(
        Finder(
            id="by_brand",
            reads="items",
            subject="company",
            headline=(
                "{subject} imported {lines:line|lines} of {lane} since {watershed} with a country of origin in which "
                "the brand is not known to be made ({value})"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "origin", "brand", "kind"), months_after=1, rows="imports"
            ),
            find=by_brand,
            confidence="probable",
        ),
    ),
    ceiling=0.5,
)
