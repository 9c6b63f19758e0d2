"""The last party that an order names is a forwarder or a warehouse.

A forwarder is told by being the order's own, by its name or business in ten languages, or by its code of
activity. Where the order names an end user behind it, the forwarder is only on the way, and nothing is said.
"""

from datetime import date

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.order_firms import forwarder_as_final_destination as test
from enduse.detect.order_flag import Flag, OrderPeers
from enduse.detect.orders import flagged_orders, order_cases
from enduse.model.order import Order


def by_order(ledger: Ledger, watershed: date, by_code: bool = True) -> Table:
    """One row per order whose last named party carries or stores goods of others.

    Args:
        ledger: Orders.
        watershed: Not used: the order itself tells.
        by_code: Count codes of activity, too, which railways and airlines with workshops have as well.
    """

    def asked(order: Order, peers: OrderPeers) -> tuple[Flag, ...]:
        return tuple(it for it in test(order, peers) if by_code or it.strength > _BY_CODE)

    return flagged_orders(order_cases(ledger), asked)


_BY_CODE = 0.2


forwarder_as_final_destination = Typology(
    id="forwarder_as_final_destination",
    title="A forwarder at the end of the way",
    about=__doc__,
    innocent=(
        "goods that wait in a bonded warehouse for customs",
        "a carrier, railway or port that uses the machine in its own workshop",
        "the seller's book names the place of delivery only",
    ),
    misses=(
        "forwarders under names that say nothing",
        "an end user that is named and does not exist",
    ),
    settle=(
        "who takes the goods over from the forwarder, with the address",
        "the contract between buyer and forwarder",
        "the next transport document",
    ),
    sources=("BIS, red flag 9 of Supplement No. 3 to part 732 of the EAR (catalogue: BIS3-9)",),
    finders=(
        Finder(
            id="by_order",
            reads="orders",
            subject="order",
            headline="Order {subject_id}: {why}",
            needs=Needs(columns=("consignee_id",)),
            find=by_order,
        ),
    ),
    ceiling=0.3,
)
