"""The end use of a machine is not stated, is stated in a few words, or in the very words of other buyers.

Texts are compared without the names of the order's parties and without marks. A Chinese, Japanese or Korean
letter counts for two and a half. Parts, software and service are passed over: their use is that of the machine.
"""

from datetime import date
from functools import partial

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.order_course import vague_end_use as test
from enduse.detect.order_peers import order_peers
from enduse.detect.orders import flagged_orders, order_cases


def by_order(ledger: Ledger, watershed: date, min_letters: int = 40, min_similarity: float = 0.95) -> Table:
    """One row per order of a machine whose end use is missing, short or somebody else's.

    Args:
        ledger: Orders.
        watershed: Not used: the order itself tells.
        min_letters: A shorter text is too short.
        min_similarity: From 0 to 1, from which a text is that of another buyer.
    """
    asked = partial(test, min_letters=min_letters, min_similarity=min_similarity)
    return flagged_orders(order_cases(ledger), asked, order_peers(ledger), ("letters", "other_buyers"))


vague_end_use = Typology(
    id="vague_end_use",
    title="An end use that says nothing",
    about=__doc__,
    innocent=(
        "a dealer or consultant who fills in the form for all customers",
        "a form with boxes to tick",
        "a customer who was never asked for more",
    ),
    misses=(
        "texts that are long, specific and invented",
        "papers that are not in the book of orders",
    ),
    settle=(
        "which parts, for which industry, of which materials",
        "an end-use statement signed by an officer of the end user",
        "drawings or pictures of the parts",
    ),
    sources=(
        "BIS, red flag 1 of Supplement No. 3 to part 732 of the EAR (catalogue: BIS3-1)",
        "European Commission, guidance on enhanced due diligence, 7 September 2023 (catalogue: EU23)",
    ),
    finders=(
        Finder(
            id="by_order",
            reads="orders",
            subject="order",
            headline="Order {subject_id}: {why}",
            needs=Needs(columns=("end_use",)),
            find=by_order,
            confidence="recorded",
        ),
    ),
    ceiling=0.3,
)
