"""A firm orders a machine tool although it does nothing with machines, or has fewer people than machines.

The end user counts, else the buyer. Codes of activity are read by the system of the firm's country (ISIC, NACE,
OKVED, NAICS, JSIC, GB/T 4754, KSIC); where there is none, words in ten languages. Whoever deals in machinery
buys to sell and is passed over.
"""

from datetime import date

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.order_firms import product_buyer_mismatch as test
from enduse.detect.order_flag import Flag, OrderPeers
from enduse.detect.orders import flagged_parties, lacking_all, of_parties, order_cases
from enduse.model.order import Order


def by_firm(ledger: Ledger, watershed: date, traders: bool = True) -> Table:
    """One row per firm whose business does not fit the machines that it orders.

    Args:
        ledger: Orders.
        watershed: Not used: the order itself tells.
        traders: Count firms that trade in something else than machinery, too.
    """

    def asked(order: Order, peers: OrderPeers) -> tuple[Flag, ...]:
        return tuple(it for it in test(order, peers) if traders or it.sign != "trader")

    return flagged_parties(order_cases(ledger), asked, figures=("employees",))


product_buyer_mismatch = Typology(
    id="product_buyer_mismatch",
    title="A machine for a firm that makes nothing",
    about=__doc__,
    innocent=(
        "a firm that is building up a workshop",
        "a code of activity that was never brought up to date",
        "a trading arm of a group that makes things",
    ),
    misses=(
        "firms that give a fitting business and have none",
        "orders that tell nothing of what the firm does",
    ),
    settle=(
        "what the machine will make there",
        "a visit, or pictures of the workshop",
        "its customers, its tax declarations, its staff",
    ),
    sources=("BIS, red flag 2 of Supplement No. 3 to part 732 of the EAR (catalogue: BIS3-2)",),
    finders=(
        Finder(
            id="by_firm",
            reads="orders",
            subject="company",
            headline="{why}",
            needs=Needs(columns=("buyer_id",)),
            find=by_firm,
            lacks=lacking_all(
                "what buyers or end users do (activity, its code, employees)",
                *of_parties("activity", "activity_code", "employees"),
            ),
        ),
    ),
    ceiling=0.3,
)
