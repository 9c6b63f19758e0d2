"""A firm founded after the invasion deals in priority goods.

Many firms are founded every month, and most of them trade lawfully. A new one that deals mostly in goods of the
common high priority list is a warning sign and no more: it tells where to look first, together with other signs.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.dealings import cited, day, dealings, line_rows, record_rows
from enduse.detect.founding import founded, with_predecessor
from enduse.detect.scope import DESTINATIONS, computed

STRENGTH_MOSTLY = 0.3
STRENGTH_PARTLY = 0.2
STRENGTH_SUCCEEDING = 0.1
_MOSTLY = 0.8


def newly_founded(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    since: str = "2022-02-24",
    min_share: float = 0.2,
) -> Table:
    """One row per party founded from ``since`` on, that deals in priority goods.

    Args:
        ledger: Its ``register`` and declarations.
        watershed: Not used: the day of the pattern is ``since``.
        destinations: Importing countries.
        since: Founded on this day or later.
        min_share: Least share of priority goods in the value of its dealings.
    """
    young = founded(ledger)
    young = computed(young.filter(young.founded_on >= day(since)))
    lines = dealings(ledger, young, destinations)
    keys = ["subject_id"]
    sums = lines.group_by(keys).agg(
        all_usd=_.value_usd.sum(),
        priority_usd=_.value_usd.sum(where=_.priority).fill_null(0.0),
        abroad=_.elsewhere.any(where=_.priority).fill_null(False),
        first_on=_.declared_on.min(),
    )
    sums = sums.mutate(priority_share=_.priority_usd / _.all_usd.nullif(0.0))
    # Whoever traded before its founding day is another firm, or the day is that of a reorganisation.
    sums = sums.filter(_.priority_share >= min_share).join(young, keys)
    suspects = computed(with_predecessor(ledger, sums.filter(sums.first_on >= sums.founded_on)))
    found = cited(suspects, keys, line_rows(lines.filter(lines.priority), keys), record_rows(young, keys))
    mostly = (_.priority_share >= _MOSTLY) & _.abroad
    told = ibis.cases((_.succeeds, STRENGTH_SUCCEEDING), (mostly, STRENGTH_MOSTLY), else_=STRENGTH_PARTLY)
    return found.mutate(strength=told, rank=_.value_usd.fill_null(0.0)).drop("first_on", "row_id")


new_company_after_2022_02_24 = Typology(
    id="new_company_after_2022_02_24",
    title="Founded after the invasion, deals in priority goods",
    about=__doc__,
    innocent=(
        "a new firm of experienced traders, as there are many",
        "a new company of an old group: a branch, a spin-off, a reorganisation",
        "the register gives the day of a re-registration, not of the founding",
    ),
    misses=(
        "an old company bought off the shelf",
        "firms of countries whose registers are not in the ledger",
        "new firms that deal in few priority goods among many others",
    ),
    settle=(
        "the full register extract: founders, former names, legal predecessors",
        "who worked there before, and for whom",
        "premises, staff and accounts of the first year",
    ),
    sources=(
        "FinCEN and BIS supplemental alert, May 2023: companies founded after 24 February 2022 (catalogue: F23)",
        "NCA and NECC red alert, December 2023 (catalogue: UK23)",
    ),
    ceiling=0.3,
    finders=(
        Finder(
            id="newly_founded",
            reads="items",
            subject="company",
            headline=(
                "{subject} was founded on {founded_on}; {priority_share:.0%} of what it deals in is priority goods "
                "({lines:line|lines}, {value})"
            ),
            needs=Needs(
                columns=("declared_on", "value_usd", "consignee_id"),
                lists=("CHPL",),
                rows="imports",
                tables=("register",),
            ),
            find=newly_founded,
        ),
    ),
)
