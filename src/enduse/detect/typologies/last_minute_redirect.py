"""Consignee, end user, destination or route of an order were changed shortly before shipment, or after it.

Corrected spellings of one name or country are no change, and what was empty before is filled in, not changed.
Changes of price, contact or quantity do not count.
"""

from datetime import date
from functools import partial

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.order_course import last_minute_redirect as test
from enduse.detect.orders import flagged_orders, order_cases


def by_order(ledger: Ledger, watershed: date, max_days: int = 14) -> Table:
    """One row per order that was redirected within ``max_days`` before shipment or after it.

    Args:
        ledger: Orders and their changes.
        watershed: Not used: the order's own days tell.
        max_days: Days from the change to the planned shipment.
    """
    return flagged_orders(
        order_cases(ledger), partial(test, max_days=max_days), figures=("days_before_shipment", "late_changes")
    )


last_minute_redirect = Typology(
    id="last_minute_redirect",
    title="Sent elsewhere at the last minute",
    about=__doc__,
    innocent=(
        "a plant that moved, a port on strike, a sale of the machine to a sister firm",
        "the seller's own clerk put in the right consignee of a frame order",
    ),
    misses=(
        "changes that nobody wrote down",
        "a change by the carrier after the goods left",
        "a change of the order that the book of orders does not hold",
    ),
    settle=(
        "who asked for the change and why, in writing",
        "the end user's own confirmation of the new place",
        "the transport document as it was signed at the end",
    ),
    sources=(
        "FinCEN and BIS joint alert of 28 June 2022 (catalogue: F22)",
        "BIS, guidance on red flags of diversion (catalogue: BIS)",
    ),
    finders=(
        Finder(
            id="by_order",
            reads="orders",
            subject="order",
            headline="Order {subject_id}: {why}",
            needs=Needs(columns=("order_no", "ship_on"), tables=("order_changes",)),
            find=by_order,
            confidence="recorded",
        ),
    ),
    ceiling=0.3,
)
