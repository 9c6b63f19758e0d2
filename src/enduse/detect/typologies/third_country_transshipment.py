"""Goods made in one country are shipped to Russia or Belarus from another.

For every importer: its purchases of high-priority goods since the watershed whose country of origin
(where they were made) is not the country of dispatch (where they were shipped from). The lanes are listed
by value. Traders and forwarders do this lawfully every day, so this pattern alone never weighs more than .3;
it says where to look, and in which order.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.scope import DESTINATIONS, proof, same_market
from enduse.detect.shared import priority_imports_read_once


def _indirect(ledger: Ledger, watershed: date, destinations: tuple[str, ...]) -> Table:
    """Import lines of priority goods that were not shipped from where they were made."""
    rows = priority_imports_read_once(ledger, destinations)
    abroad = rows.filter(~same_market(rows.origin, rows.dispatch, watershed), rows.dispatch.notnull())
    return abroad.mutate(
        telling=_.declared_on >= watershed,
        lane=_.origin + ">" + _.dispatch + ">" + _.destination + ":" + _.heading,
    )


def by_consignee(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    strength: float = 0.2,
    strength_new: float = 0.3,
) -> Table:
    """One row per importer that received such goods since the watershed.

    Args:
        ledger: Declarations.
        watershed: Rows from this day on count; earlier ones are shown as context.
        destinations: Importing countries.
        strength: Where the importer bought this way before, too.
        strength_new: Where it never did before the watershed.
    """
    suspects = (
        _indirect(ledger, watershed, destinations)
        .group_by("subject_id")
        .agg(
            value_usd=_.value_usd.sum(where=_.telling),
            lines=_.count(where=_.telling),
            lines_before=_.count(where=~_.telling),
            tiers=_.tier.collect(where=_.telling, distinct=True),
            lanes=_.lane.collect(where=_.telling, distinct=True),
            consignor_ids=_.consignor_id.collect(where=_.telling, distinct=True),
            **proof(_.telling),
        )
        .filter(_.lines > 0)
    )
    return suspects.mutate(
        strength=ibis.ifelse(_.lines_before == 0, strength_new, strength),
        rank=_.value_usd.fill_null(0),
        share_of_all=_.value_usd.fill_null(0) / ibis.greatest(_.value_usd.sum().over(), 1.0),
        lane_count=_.lanes.length(),
    )


third_country_transshipment = Typology(
    id="third_country_transshipment",
    title="Transshipment through a third country",
    about=__doc__,
    innocent=(
        "the maker, or its distributor, keeps its stock in the country of dispatch",
        "consolidated freight is reloaded on the way",
        "the goods were used in the country of dispatch and lawfully sold on",
        "the maker's country did not forbid this export on that day",
    ),
    misses=(
        "a false country of origin or of dispatch",
        "goods that are not on the common high priority list",
        "imports declared in a country whose declarations are not in the ledger",
    ),
    settle=(
        "the maker's sale record for the serial number",
        "the export declaration of the country of dispatch, and the import declaration before it",
        "the bill of lading or waybill from the factory",
    ),
    sources=(
        "Tri-Seal Compliance Note of the US Departments of Commerce, Treasury and Justice, 2023-03 (catalogue: TRI)",
        "FinCEN and BIS joint alert, 2022 (catalogue: F22)",
    ),
    finders=(
        Finder(
            id="by_consignee",
            reads="items",
            subject="company",
            headline=(
                "{subject} received {lines:line|lines} of priority goods since {watershed} that "
                "were shipped from another country than the one they were made in ({value}, {lane_count:lane|lanes})"
            ),
            needs=Needs(
                columns=("declared_on", "origin", "dispatch", "consignee_id", "hs6"),
                months_after=1,
                lists=("CHPL",),
                rows="imports",
            ),
            find=by_consignee,
            confidence="recorded",
        ),
    ),
    ceiling=0.3,
)
