"""Goods are consigned to a bank under a letter of credit, or nobody is named who will use them.

Banks let goods be consigned to their order to keep a hold on them until they are paid; so a bank as consignee
says little where the end user is named, more where nobody stands behind it.
"""

from datetime import date

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.order_flag import Flag, OrderPeers
from enduse.detect.order_money import letter_of_credit_to_bank_consignee as test
from enduse.detect.orders import flagged_orders, order_cases
from enduse.model.order import Order


def by_order(ledger: Ledger, watershed: date, only_banks: bool = False) -> Table:
    """One row per order that goes to a bank, or is paid by letter of credit and names no end user.

    Args:
        ledger: Orders.
        watershed: Not used: the order itself tells.
        only_banks: Pass over letters of credit whose consignee is no bank.
    """

    def asked(order: Order, peers: OrderPeers) -> tuple[Flag, ...]:
        return tuple(it for it in test(order, peers) if it.sign == "bank" or not only_banks)

    return flagged_orders(order_cases(ledger), asked)


letter_of_credit_to_bank_consignee = Typology(
    id="letter_of_credit_to_bank_consignee",
    title="Goods consigned to a bank",
    about=__doc__,
    innocent=(
        "the usual security of a bank that opened the credit; the bill of lading is endorsed when it is paid",
        "a bank that buys machines for its leasing customers",
    ),
    misses=(
        "firms that act for a bank without its name",
        "orders whose terms of payment are not recorded",
    ),
    settle=(
        "the letter of credit with its applicant",
        "the end user's own confirmation, with the address of the site",
        "to whom the bank endorsed the bill of lading",
    ),
    sources=(
        "FinCEN and BIS joint notice of 6 November 2023 (catalogue: F23N)",
        "National Crime Agency (NECC), red alert of December 2023 (catalogue: UK23)",
    ),
    finders=(
        Finder(
            id="by_order",
            reads="orders",
            subject="order",
            headline="Order {subject_id}: {why}",
            needs=Needs(columns=("consignee_id", "terms")),
            find=by_order,
            confidence="recorded",
        ),
    ),
    ceiling=0.3,
)
