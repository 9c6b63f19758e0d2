"""Software, updates or service of machine tools are ordered for Russia or Belarus.

Since 16 September 2024 CNC operation software, CAD, CAM, PLM and their updates need a licence of the United
States for Russia and Belarus even where nothing else does; the European Union forbids such software and
technical help for machine tools. Where only the buyer sits there and the goods go elsewhere, and before that
day, the finding is weaker.
"""

from datetime import date
from functools import partial

from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.order_course import SOFTWARE_RULE
from enduse.detect.order_course import banned_software_or_service as test
from enduse.detect.orders import flagged_orders, lacking_all, of_parties, order_cases


def by_order(ledger: Ledger, watershed: date, start: date = SOFTWARE_RULE) -> Table:
    """One row per order of software, updates or service of machine tools for Russia or Belarus.

    Args:
        ledger: Orders.
        watershed: Not used: the rule has a day of its own.
        start: First day of the rule; earlier orders count, but less.
    """
    return flagged_orders(order_cases(ledger), partial(test, start=start))


banned_software_or_service = Typology(
    id="banned_software_or_service",
    title="Software or service for Russia or Belarus",
    about=__doc__,
    innocent=(
        "a licence, or an exemption for own subsidiaries and civil safety",
        "service of medical or other machines that the words do not tell apart",
        "accounting of work done before the rule",
    ),
    misses=(
        "software inside a machine that the order does not name",
        "downloads and remote help without an order",
    ),
    settle=(
        "the licence or exemption under which it may be supplied",
        "where the machines stand, by serial number",
        "who used the activation code, and from where",
    ),
    sources=(
        "US Export Administration Regulations, 746.8(a)(8), of 16 September 2024 (catalogue: TY58; timeline T040)",
        "Council Regulation (EU) No 833/2014, Articles 3k and 5n (from memory: verify)",
    ),
    finders=(
        Finder(
            id="by_order",
            reads="orders",
            subject="order",
            headline="Order {subject_id}: {why}",
            needs=Needs(columns=("description",)),
            find=by_order,
            confidence="recorded",
            lacks=lacking_all("countries of destination or of parties", "destination", *of_parties("country")),
        ),
    ),
    ceiling=0.6,
)
