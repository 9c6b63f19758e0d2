"""An order is to be paid in cash, in full before shipment, or at a price well above what others pay for the same model.

Terms are read in ten languages; "cash in advance" and "cash against documents" are payments by bank. Full
prepayment is usual in some markets and hardly weighs. A price is held against the median of what other buyers
pay for one new piece of the same brand and model, in the book of orders and in declarations; three such prices
are the fewest.
"""

from dataclasses import replace
from datetime import date
from functools import partial

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.order_flag import Flag, OrderPeers
from enduse.detect.order_money import cash_or_overpay as test
from enduse.detect.order_peers import order_peers
from enduse.detect.orders import flagged_orders, order_cases
from enduse.model.order import Order


def by_terms(ledger: Ledger, watershed: date, min_usd: float = 100_000.0) -> Table:
    """One row per order of more than ``min_usd`` that is paid in cash or in full before shipment.

    Args:
        ledger: Orders.
        watershed: Not used: the order itself tells.
        min_usd: Value of the order in US dollars; cash for an order of unknown value counts, but less.
    """
    return flagged_orders(order_cases(ledger), partial(test, min_usd=min_usd), figures=("order_usd",))


def by_price(ledger: Ledger, watershed: date, min_ratio: float = 1.5, min_peers: int = 3) -> Table:
    """One row per order that pays at least ``min_ratio`` times what others pay for the model.

    Args:
        ledger: Orders; declarations for more prices.
        watershed: Not used: prices of all times are compared.
        min_ratio: Price of a piece over the median of the others'.
        min_peers: Fewest prices of other buyers.
    """
    asked = partial(_by_price, min_ratio=min_ratio, min_peers=min_peers)
    return flagged_orders(order_cases(ledger), asked, order_peers(ledger), ("price_ratio", "order_usd"))


def _no_price(ledger: Ledger) -> tuple[str, ...]:
    known = order_peers(ledger).prices.values()
    enough = any(len({who for who, _price in each}) > 1 for each in known)
    return () if enough else ("prices in US dollars that two buyers or more paid for one model",)


def _by_price(order: Order, peers: OrderPeers, min_ratio: float, min_peers: int) -> tuple[Flag, ...]:
    return test(replace(order, terms=""), peers, min_ratio=min_ratio, min_peers=min_peers)


cash_or_overpay = Typology(
    id="cash_or_overpay",
    title="Cash, or a price nobody else pays",
    about=__doc__,
    innocent=(
        "prepayment is the seller's own condition for a new customer or country",
        "the price holds options, tooling, installation or freight that others buy apart",
        "the currency fell between order and invoice",
    ),
    misses=(
        "sums that are paid in parts, each by another firm",
        "prices where fewer than three others bought the model",
        "used machines: their prices differ lawfully",
    ),
    settle=(
        "the customer's reason for the terms",
        "the quotation with its options",
        "the account from which it will be paid",
    ),
    sources=(
        "BIS, red flag 5 of Supplement No. 3 to part 732 of the EAR (catalogue: BIS3-5)",
        "National Crime Agency (NECC), red alert of December 2023 (catalogue: UK23)",
    ),
    finders=(
        Finder(
            id="by_terms",
            reads="orders",
            subject="order",
            headline="Order {subject_id}: {why}",
            needs=Needs(columns=("terms",)),
            find=by_terms,
            confidence="recorded",
        ),
        Finder(
            id="by_price",
            reads="orders",
            subject="order",
            headline="Order {subject_id}: {why}",
            needs=Needs(columns=("brand", "model", "value")),
            find=by_price,
            lacks=_no_price,
        ),
    ),
    ceiling=0.3,
)
