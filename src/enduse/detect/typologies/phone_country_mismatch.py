"""All phones that a party of an order gives have the dial code of another country than its own.

Numbers without a dial code are at home. A phone of Russia or Belarus for a firm of a third country weighs most.
Hong Kong and Macao count as China, the islands of the Channel and Man as the United Kingdom.
"""

from datetime import date

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.order_firms import phone_country_mismatch as test
from enduse.detect.order_flag import Flag, OrderPeers
from enduse.detect.orders import flagged_parties, lacking_all, of_parties, order_cases
from enduse.model.order import Order


def by_firm(ledger: Ledger, watershed: date, restricted_only: bool = False) -> Table:
    """One row per party all of whose phones in one order are of another country.

    Args:
        ledger: Orders.
        watershed: Not used: the order itself tells.
        restricted_only: Count phones of Russia and Belarus only.
    """

    def asked(order: Order, peers: OrderPeers) -> tuple[Flag, ...]:
        return tuple(it for it in test(order, peers) if it.sign in ("RU", "BY") or not restricted_only)

    return flagged_parties(order_cases(ledger), asked)


phone_country_mismatch = Typology(
    id="phone_country_mismatch",
    title="A phone of another country",
    about=__doc__,
    innocent=(
        "a director's mobile of his home country",
        "a group whose sales office sits elsewhere",
        "a number kept after a move",
    ),
    misses=(
        "numbers bought in the country of the seat",
        "parties whose phones are not recorded",
    ),
    settle=(
        "a call to the number in the register",
        "where the person who orders sits, and for whom he works",
    ),
    sources=(
        "National Crime Agency (NECC), red alert of December 2023 (catalogue: UK23)",
        "FinCEN and BIS joint notice of 6 November 2023 (catalogue: F23N)",
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
            lacks=lacking_all("phones of parties", *of_parties("phone")),
        ),
    ),
    ceiling=0.3,
)
