"""A small importer gets priority goods the same way as the large ones do.

Published lists named importers with under 200,000 dollars of purchases, because of what they bought and from whom. So
size does not excuse: every importer of priority goods below that sum is listed that was supplied since the watershed,
by way of another country, by a sender that also supplies a listed importer, or by one that also supplies several
importers that way and that nobody dealt with before; weaker still, that is new to such goods as its sender is. It is a
weak flag each time, and together a list of the many small ones that a filter by size would hide.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.listed_parties import listed_parties
from enduse.detect.scope import DESTINATIONS, computed, proof, same_market
from enduse.detect.shared import priority_imports

STRENGTH_LISTED = 0.3
STRENGTH = 0.2
STRENGTH_ALONE = 0.15


def by_importer(ledger: Ledger, watershed: date, most_usd: float = 200_000.0, min_others: int = 2) -> Table:
    """One row per small importer with such a sender.

    Args:
        ledger: Declarations; lists, where there are any.
        watershed: Lines from this day on count.
        most_usd: Sum of an importer's priority goods since the watershed below which it is small.
        min_others: Other importers that the sender must supply, where none of them is listed.
    """
    rows = priority_imports(ledger, DESTINATIONS)
    late = rows.filter(rows.declared_on >= watershed)
    sizes = late.group_by("subject_id").agg(all_usd=late.value_usd.sum())
    small_ones = sizes.filter(sizes.all_usd < most_usd)
    indirect = late.filter(~same_market(late.origin, late.dispatch, watershed), late.consignor_id.notnull())
    senders = computed(_senders(ledger, rows, indirect, watershed))
    listed = _listed(ledger)
    theirs = indirect.semi_join(small_ones, "subject_id").join(senders, "consignor_id")
    theirs = theirs.left_join(listed, "subject_id").drop("subject_id_right")
    # The importer's own listing says nothing of its sender.
    theirs = theirs.mutate(listed_customers=theirs.listed_customers - theirs.listed.fill_null(False).cast("int64"))
    theirs = theirs.mutate(shared=theirs.new_sender & (theirs.customers > min_others))
    theirs = theirs.join(_starts(rows, watershed), "subject_id")
    theirs = theirs.filter((theirs.listed_customers > 0) | theirs.shared | (theirs.new_sender & theirs.new_importer))
    sums = theirs.group_by("subject_id").agg(
        value_usd=_.value_usd.sum(),
        lines=_.count(),
        listed_customers=_.listed_customers.max(),
        customers=_.customers.max(),
        shared=_.shared.any(),
        tiers=_.tier.collect(distinct=True),
        consignor_ids=_.consignor_id.collect(distinct=True),
        **proof(ibis.literal(True)),
    )
    return sums.mutate(
        strength=ibis.cases(
            (sums.listed_customers > 0, STRENGTH_LISTED), (sums.shared, STRENGTH), else_=STRENGTH_ALONE
        ),
        rank=sums.value_usd.fill_null(0.0),
    )


def _starts(rows: Table, watershed: date) -> Table:
    """Whether an importer bought priority goods only after the watershed."""
    return rows.group_by("subject_id").agg(new_importer=rows.declared_on.min() >= watershed)


def _listed(ledger: Ledger) -> Table:
    return listed_parties(ledger).select(subject_id="party_id").mutate(listed=True)


def _senders(ledger: Ledger, rows: Table, indirect: Table, watershed: date) -> Table:
    """How many importers, and listed ones, each sender supplies by way of another country, and whether it is new."""
    first = rows.group_by("consignor_id").agg(new_sender=rows.declared_on.min() >= watershed)
    known = indirect.left_join(_listed(ledger), "subject_id").drop("subject_id_right")
    counts = known.group_by("consignor_id").agg(
        customers=known.subject_id.nunique(),
        listed_customers=known.subject_id.nunique(where=known.listed.fill_null(False)),
    )
    return counts.join(first, "consignor_id")


minor_importer_below_threshold = Typology(
    id="minor_importer_below_threshold",
    title="Small importers of priority goods",
    about=__doc__,
    innocent=(
        "a workshop that buys one machine from the dealer everybody buys from",
        "a new regional dealer of a hub supplies many lawful customers",
        "an importer that is small here and large under another name",
    ),
    misses=(
        "small importers with an old sender of their own",
        "goods that are not on the common high priority list",
        "goods shipped from where they were made",
    ),
    settle=(
        "the sender's list of customers",
        "register extracts of the small importers: shared addresses, directors, telephone numbers",
        "where the machines stand",
    ),
    sources=("OFAC, November 2023: importers listed with under 200,000 dollars of purchases (catalogue: article 001)",),
    finders=(
        Finder(
            id="by_importer",
            reads="items",
            subject="company",
            headline=(
                "{subject}, a small importer, received {lines:line|lines} of priority goods ({value}) by way of "
                "another country from {consignor}, a sender with {customers:customer|customers} of that kind, "
                "{listed_customers} of them listed"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "consignor_id", "origin", "value_usd", "hs6", "dispatch"),
                months_after=1,
                lists=("CHPL",),
                rows="imports",
            ),
            find=by_importer,
            confidence="derived",
        ),
    ),
    ceiling=0.3,
)
