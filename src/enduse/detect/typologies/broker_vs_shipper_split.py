"""The contract is held in one country, the goods are sent from another firm in another country.

For every importer, contract holder and sender: purchases of high-priority goods in which the firm that holds
the contract (and is paid) is not the firm that sends the goods, and the two sit in different countries. The
paper trail then shows a harmless trade partner, and the shipment shows a harmless sender.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.scope import DESTINATIONS, proof
from enduse.detect.shared import priority_imports_read_once

_TRIO = ["subject_id", "contract_holder_id", "consignor_id"]


def _split(ledger: Ledger, destinations: tuple[str, ...]) -> Table:
    """Import lines of priority goods whose contract holder and sender are two firms in two countries."""
    return priority_imports_read_once(ledger, destinations).filter(
        _.contract_holder_id != _.consignor_id,
        # The importer itself often stands in the box of the contract holder.
        _.contract_holder_id != _.subject_id,
        _.holder_country != _.sender_country,
        ~_.holder_country.isin(destinations),
    )


def by_trio(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    strength: float = 0.7,
    strength_old: float = 0.3,
) -> Table:
    """One row per importer, contract holder and sender with such goods since the watershed.

    Args:
        ledger: Declarations.
        watershed: Rows from this day on count; earlier ones are shown as context.
        destinations: Importing countries.
        strength: Where the three met first after the watershed.
        strength_old: Where they did so before it, too.
    """
    rows = _split(ledger, destinations).mutate(telling=_.declared_on >= watershed)
    suspects = (
        rows.group_by(_TRIO)
        .agg(
            value_usd=_.value_usd.sum(where=_.telling),
            lines=_.count(where=_.telling),
            lines_before=_.count(where=~_.telling),
            tiers=_.tier.collect(where=_.telling, distinct=True),
            holder_country=_.holder_country.max(where=_.telling),
            sender_country=_.sender_country.max(where=_.telling),
            **proof(_.telling),
        )
        .filter(_.lines > 0)
        .mutate(
            strength=ibis.ifelse(_.lines_before == 0, strength, strength_old),
            rank=_.value_usd.fill_null(0),
            contract_holder_ids=ibis.array([_.contract_holder_id]),
            consignor_ids=ibis.array([_.consignor_id]),
            lane=ibis.array([_.contract_holder_id, _.consignor_id]),
        )
    )
    return suspects.drop("contract_holder_id", "consignor_id")


broker_vs_shipper_split = Typology(
    id="broker_vs_shipper_split",
    title="Broker in one country, sender in another",
    about=__doc__,
    innocent=(
        "a trading house that buys from makers in several countries and has them ship directly",
        "a group whose sales company and warehouse sit in two countries",
        "a forwarder was written into the box of the sender",
    ),
    misses=(
        "a broker that also appears as sender",
        "a broker that appears only in the payment",
        "a contract held by another firm of the importing country",
        "goods that are not on the common high priority list",
    ),
    settle=(
        "the contract, the invoice and the payment order of one shipment",
        "register extracts of contract holder and sender: owners, directors, age, staff",
        "the maker's statement on whether either firm is its dealer",
    ),
    sources=(
        "C4ADS on a broker in the Emirates and a shipper in China who served one Russian importer (catalogue: C4)",
        "FinCEN and BIS supplemental alert, 2023 (catalogue: F23)",
    ),
    finders=(
        Finder(
            id="by_trio",
            reads="items",
            subject="company",
            headline=(
                "{subject} bought priority goods in {lines:line|lines} ({value}) under contract with {contract_holder} "
                "({holder_country}) that {consignor} sent from {sender_country}"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "contract_holder_id", "consignor_id", "hs6"),
                months_after=1,
                lists=("CHPL",),
                rows="imports",
            ),
            find=by_trio,
            confidence="recorded",
        ),
    ),
)
