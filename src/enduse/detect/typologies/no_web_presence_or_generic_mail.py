"""A party of an order has at least two of: no site, only mail of a free provider, an address where people live.

A site counts wherever the ledger knows one: in another order, a register, a snapshot of the web, or as the
domain of its mail. Many small workshops have neither site nor mail of their own, so the flag stays weak.
"""

from datetime import date
from functools import partial

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.order_firms import no_web_presence_or_generic_mail as test
from enduse.detect.order_peers import order_peers
from enduse.detect.orders import flagged_parties, lacking_all, of_parties, order_cases


def by_firm(ledger: Ledger, watershed: date, min_signs: int = 2) -> Table:
    """One row per party with at least ``min_signs`` of the three signs in one order.

    Args:
        ledger: Orders; registers and snapshots of sites, so that known sites count.
        watershed: Not used: the order itself tells.
        min_signs: 1 to 3.
    """
    return flagged_parties(order_cases(ledger), partial(test, min_signs=min_signs), order_peers(ledger), ("signs",))


no_web_presence_or_generic_mail = Typology(
    id="no_web_presence_or_generic_mail",
    title="Nowhere to be found",
    about=__doc__,
    innocent=(
        "a small workshop, as there are many without a site",
        "a firm whose site was down or is new",
        "a sole trader registered at home",
    ),
    misses=(
        "sites and domains made for the purpose",
        "parties whose contacts are not recorded",
    ),
    settle=(
        "an extract of the register with age, premises and staff",
        "a visit, or a call to the number in the register",
    ),
    sources=(
        "FinCEN and BIS supplemental alert of 19 May 2023 (catalogue: F23)",
        "National Crime Agency (NECC), red alert of December 2023 (catalogue: UK23)",
    ),
    finders=(
        Finder(
            id="by_firm",
            reads="orders",
            subject="company",
            headline="{why}",
            needs=Needs(columns=("buyer_id",)),
            find=by_firm,
            confidence="recorded",
            lacks=lacking_all("e-mail addresses, sites or phones of parties", *of_parties("email", "website", "phone")),
        ),
    ),
    ceiling=0.3,
)
