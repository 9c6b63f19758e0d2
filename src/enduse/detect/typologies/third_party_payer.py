"""Somebody pays for an order who is no party of it, or the bank sits in another country than buyer and consignee.

For every order: is the payer the buyer, the consignee, the end user or a named intermediary; and is the bank in
a country of buyer, consignee or end user? Payments to the seller that give the order's number are read, too.
Members of the European Union count as one country. A leasing company of the buyer's own country pays for others
by trade and is passed over. Groups pay for each other lawfully, so the flag stays weak.
"""

from dataclasses import replace
from datetime import date
from functools import partial

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.order_flag import Flag, OrderPeers
from enduse.detect.order_money import third_party_payer as test
from enduse.detect.order_payments import paid_cases
from enduse.detect.orders import flagged_orders, order_cases
from enduse.model.order import Order


def by_payer(ledger: Ledger, watershed: date, foreign_bank: bool = True) -> Table:
    """One row per order that is paid by somebody who is no party of it.

    Args:
        ledger: Orders.
        watershed: Not used: the order itself tells.
        foreign_bank: A bank elsewhere adds to the strength.
    """
    return flagged_orders(order_cases(ledger), partial(_by_stranger, foreign_bank=foreign_bank))


def by_bank(ledger: Ledger, watershed: date, with_named_payer: bool = True) -> Table:
    """One row per order paid through a bank of another country, where no other party pays.

    Args:
        ledger: Orders.
        watershed: Not used: the order itself tells.
        with_named_payer: Judge orders that name their payer, too.
    """
    return flagged_orders(order_cases(ledger), partial(_by_bank, named=with_named_payer))


def by_payment(ledger: Ledger, watershed: date, foreign_bank: bool = True) -> Table:
    """One row per order for which a payment to the seller names another payer than its parties.

    Args:
        ledger: Payments whose reference is the number of an order; orders.
        watershed: Not used: the payment itself tells.
        foreign_bank: A bank elsewhere adds to the strength.
    """
    return flagged_orders(paid_cases(ledger), partial(_by_stranger, foreign_bank=foreign_bank))


def _no_reference(ledger: Ledger) -> tuple[str, ...]:
    return () if paid_cases(ledger) else ("payments to sellers that give the number of an order as reference",)


def _by_stranger(order: Order, peers: OrderPeers, foreign_bank: bool) -> tuple[Flag, ...]:
    asked = order if foreign_bank else replace(order, parties=tuple(it for it in order.parties if it.role != "bank"))
    return tuple(it for it in test(asked, peers) if it.sign != "bank")


def _by_bank(order: Order, peers: OrderPeers, named: bool) -> tuple[Flag, ...]:
    if not named and order.party("payer"):
        return ()
    return tuple(it for it in test(order, peers) if it.sign == "bank")


third_party_payer = Typology(
    id="third_party_payer",
    title="Somebody else pays",
    about=__doc__,
    innocent=(
        "a firm of the buyer's group, or its owner, pays",
        "a bank, fund or leasing company finances the purchase",
        "the buyer keeps its account abroad, as traders of many countries do",
    ),
    misses=(
        "a payer who bears the buyer's name",
        "payers whom neither the order nor a payment with its number names",
    ),
    settle=(
        "why the payer pays, and its contract with the buyer",
        "who owns and directs the payer",
        "the payment message with the ordering customer and its account",
    ),
    sources=(
        "FinCEN and BIS joint alert of 28 June 2022 (catalogue: F22)",
        "FinCEN and BIS supplemental alert of 19 May 2023 (catalogue: F23)",
    ),
    finders=(
        Finder(
            id="by_payer",
            reads="orders",
            subject="order",
            headline="Order {subject_id}: {why}",
            needs=Needs(columns=("buyer_id", "payer_id")),
            find=by_payer,
            confidence="recorded",
        ),
        Finder(
            id="by_bank",
            reads="orders",
            subject="order",
            headline="Order {subject_id}: {why}",
            needs=Needs(columns=("buyer_country", "bank_country")),
            find=by_bank,
            confidence="recorded",
        ),
        Finder(
            id="by_payment",
            reads="payments",
            subject="order",
            headline="Order {subject_id}: {why}",
            needs=Needs(columns=("payee_id", "payer_id"), tables=("orders",)),
            find=by_payment,
            confidence="recorded",
            lacks=_no_reference,
        ),
    ),
    ceiling=0.3,
)
