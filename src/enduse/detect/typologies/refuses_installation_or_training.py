"""A customer declines installation or training that nearly everybody orders with machines of the brand.

How usual it is comes from the book of orders itself: the share of the brand's other orders of machines that
include it. With fewer than five other orders nothing is said of a brand.
"""

from datetime import date
from functools import partial

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.order_course import refuses_installation_or_training as test
from enduse.detect.order_peers import brands_with_habits, order_peers
from enduse.detect.orders import flagged_orders, order_cases


def by_order(ledger: Ledger, watershed: date, min_rate: float = 0.8, min_orders: int = 5) -> Table:
    """One row per order that declines what at least ``min_rate`` of the brand's other orders include.

    Args:
        ledger: Orders.
        watershed: Not used: all orders of the brand are compared.
        min_rate: Share from 0 to 1.
        min_orders: Fewest other orders of the brand that say whether it was ordered.
    """
    asked = partial(test, min_rate=min_rate, min_orders=min_orders)
    return flagged_orders(order_cases(ledger), asked, order_peers(ledger), ("usual_rate", "other_orders"))


def _no_habits(ledger: Ledger) -> tuple[str, ...]:
    if brands_with_habits(order_peers(ledger)):
        return ()
    return ("six orders of one brand's machines that say whether installation or training is ordered",)


refuses_installation_or_training = Typology(
    id="refuses_installation_or_training",
    title="Wants nobody to come",
    about=__doc__,
    innocent=(
        "a plant with its own engineers and many such machines",
        "a dealer who installs and trains himself",
        "a machine bought as a spare or for a show",
    ),
    misses=(
        "brands with few orders",
        "customers who order installation and cancel it later",
    ),
    settle=(
        "who will install the machine, and where",
        "a visit of the maker's engineer after delivery",
        "the place that the machine's control reports when it is first started",
    ),
    sources=("BIS, red flag 7 of Supplement No. 3 to part 732 of the EAR (catalogue: BIS3-7)",),
    finders=(
        Finder(
            id="by_order",
            reads="orders",
            subject="order",
            headline="Order {subject_id}: {why}",
            needs=Needs(columns=("brand", "installation")),
            find=by_order,
            lacks=_no_habits,
        ),
    ),
    ceiling=0.3,
)
