"""A firm's first imports come soon after its founding, and they are large.

A young firm usually begins small. One that buys within half a year of its founding, in its first month of trading
more than nine in ten importers buy in a month, was made for the business, or somebody else's business was moved to
it. Lawful new firms of large groups do the same, so it is a warning sign and no more.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.dealings import cited, dealings, line_rows, marked_imports, record_rows
from enduse.detect.founding import founded, with_predecessor
from enduse.detect.scope import DESTINATIONS, computed

STRENGTH_PRIORITY = 0.3
STRENGTH_OTHER = 0.15
STRENGTH_SUCCEEDING = 0.1
_FIRST_DAYS = 31


def _large(ledger: Ledger, destinations: tuple[str, ...], quantile: float) -> float:
    """What an importer buys in one of its busiest months: the quantile over importers and months, in US dollars."""
    rows = marked_imports(ledger, destinations)
    rows = rows.filter(rows.consignee_id.notnull(), rows.month.notnull())
    months = rows.group_by("consignee_id", "month").agg(usd=rows.value_usd.sum())
    value = months.aggregate(large=months.usd.quantile(quantile)).to_pyarrow()["large"][0].as_py()
    return float(value or 0.0)


def soon_after_founding(
    ledger: Ledger,
    watershed: date,
    destinations: tuple[str, ...] = DESTINATIONS,
    max_days: int = 180,
    quantile: float = 0.9,
) -> Table:
    """One row per party whose first dealings followed its founding within ``max_days`` and were large.

    Args:
        ledger: Its ``register`` and declarations.
        watershed: Not used: what counts is the age of the firm.
        destinations: Importing countries.
        max_days: Days from founding to the first line, at most.
        quantile: The value of the first month must reach this quantile of what importers buy in a month.
    """
    young, keys = founded(ledger), ["subject_id"]
    # Nobody who was founded long before the records begin can be found: its first line is not its first.
    known = marked_imports(ledger, destinations).aggregate(first=_.declared_on.min())["first"].as_scalar()
    young = computed(young.filter(young.founded_on.delta(known, unit="day") >= 0))
    lines = dealings(ledger, young, destinations).filter(_.declared_on.notnull())
    starts = lines.group_by(keys).agg(first_on=_.declared_on.min()).join(young, keys)
    starts = starts.mutate(age_days=_.first_on.delta(_.founded_on, unit="day"))
    starts = computed(starts.filter(starts.age_days >= 0, starts.age_days <= max_days))
    told = lines.join(starts.select("subject_id", "first_on"), keys)
    first = told.filter(told.declared_on.delta(told.first_on, unit="day") < _FIRST_DAYS)
    sums = first.group_by(keys).agg(first_usd=_.value_usd.sum(), priority=_.priority.any())
    large = _large(ledger, destinations, quantile)
    suspects = starts.join(sums.filter(sums.first_usd >= large), keys).mutate(large_usd=ibis.literal(large))
    suspects = computed(with_predecessor(ledger, suspects))
    found = cited(suspects, keys, line_rows(first, keys), record_rows(young, keys))
    other = ibis.ifelse(_.priority, STRENGTH_PRIORITY, STRENGTH_OTHER)
    return found.mutate(
        strength=ibis.ifelse(_.succeeds, STRENGTH_SUCCEEDING, other), rank=_.first_usd.fill_null(0.0)
    ).drop("first_on", "row_id")


rapid_first_order_after_incorporation = Typology(
    id="rapid_first_order_after_incorporation",
    title="Large trade soon after founding",
    about=__doc__,
    innocent=(
        "a new company of a large group, or of people who did the same business before",
        "a project company with one large order",
        "the register gives the day of a re-registration, not of the founding",
    ),
    misses=(
        "an old company bought off the shelf",
        "a firm that waits longer, or begins with small orders",
        "firms of countries whose registers are not in the ledger",
    ),
    settle=(
        "who paid for the first order, and from what",
        "the full register extract: founders, legal predecessors",
        "the end user's contract for the first machines",
    ),
    sources=(
        "FinCEN and BIS supplemental alert, May 2023 (catalogue: F23)",
        "European Commission, guidance on due diligence, September 2023 (catalogue: EU23)",
    ),
    ceiling=0.3,
    finders=(
        Finder(
            id="soon_after_founding",
            reads="items",
            subject="company",
            headline=(
                "{subject} first dealt in imports {age_days:day|days} after its founding on {founded_on}: {value} "
                "within a month, where nine in ten importers buy less than {large_usd:,.0f} USD"
            ),
            needs=Needs(
                columns=("declared_on", "value_usd", "consignee_id"),
                lists=("CHPL",),
                rows="imports",
                tables=("register",),
            ),
            find=soon_after_founding,
        ),
    ),
)
