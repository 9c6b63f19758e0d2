"""A firm buys priority goods once, for much money, and is never seen again.

For every importer with one or two shipments in all the records: priority goods worth more than nine in ten shipments
of the ledger, and then no import of anything for half a year or more, as far as the records reach. Firms that exist
for one deal leave no supplier who asks. Plants that buy one machine do look the same, so the flag is weak.
"""

from datetime import date

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.scope import DESTINATIONS, computed, imports_into, proof, same_market
from enduse.detect.shared import once, priority_imports

STRENGTH = 0.3
STRENGTH_SO_FAR = 0.25
STRENGTH_DIRECT = 0.1
_MOST_SHIPMENTS = 2
_FULL_SILENCE = 12


def by_importer(
    ledger: Ledger, watershed: date, percentile: float = 0.9, min_quiet_months: int = 6, max_months_apart: int = 3
) -> Table:
    """One row per importer of that kind.

    Args:
        ledger: Declarations.
        watershed: Only purchases from this day on count.
        percentile: Share of all shipments of the ledger that the purchase must exceed, 0 to 1.
        min_quiet_months: Whole months of records after the last purchase, in which it imported nothing. Silence of
            twelve months weighs more; records end where they end.
        max_months_apart: Months between two shipments of one deal, at most.
    """
    (reach,) = _reach(ledger, percentile).to_pyarrow().to_pylist()
    large, last = reach["large_usd"], reach["last_month"]
    buyers = _buyers(ledger).filter(
        _.first_on >= watershed,
        _.last_month - _.first_month <= max_months_apart,
        _.last_month <= (last if last is not None else 0) - min_quiet_months,
    )
    rows = priority_imports(ledger, DESTINATIONS).semi_join(computed(buyers), "subject_id")
    rows = rows.mutate(indirect=(~same_market(rows.origin, rows.dispatch, watershed)).fill_null(False))
    sums = rows.group_by("subject_id").agg(
        value_usd=_.value_usd.sum(),
        lines=_.count(),
        shipments=_.declared_on.nunique(),
        indirect_lines=_.count(where=_.indirect),
        last_month=_.declared_on.max().year() * 12 + _.declared_on.max().month() - 1,
        consignor_ids=_.consignor_id.collect(where=_.consignor_id.notnull(), distinct=True),
        **proof(ibis.literal(True)),
    )
    quiet = (ibis.literal(last, type="int64") - sums.last_month).cast("int64")
    found = sums.mutate(quiet_months=quiet, large_usd=ibis.literal(large, type="float64")).drop("last_month")
    found = found.filter(_.value_usd >= _.large_usd)
    silent = ibis.ifelse(found.quiet_months >= _FULL_SILENCE, STRENGTH, STRENGTH_SO_FAR)
    return found.mutate(
        strength=ibis.ifelse(found.indirect_lines * 2 > found.lines, silent, STRENGTH_DIRECT), rank=found.value_usd
    )


def _shipments(ledger: Ledger) -> Table:
    """Everything that an importer declared on one day."""
    rows = imports_into(ledger.items, DESTINATIONS).filter(_.consignee_id.notnull(), _.declared_on.notnull())
    return rows.group_by("declared_on", subject_id=rows.consignee_id).agg(
        value_usd=_.value_usd.sum(), month=_.month.min()
    )


def _reach(ledger: Ledger, percentile: float) -> Table:
    """One row: from which value a shipment is large, and the last month of the records."""
    each = _shipments(ledger)

    def make() -> Table:
        return computed(each.aggregate(large_usd=each.value_usd.quantile(percentile), last_month=each.month.max()))

    return once(ledger, ("large shipments", percentile), Table, make)


def _buyers(ledger: Ledger) -> Table:
    """Importers with one or two shipments of anything in all the records."""
    each = _shipments(ledger).group_by("subject_id")
    spans = each.agg(
        shipments=_.count(), first_on=_.declared_on.min(), first_month=_.month.min(), last_month=_.month.max()
    )
    return spans.filter(spans.shipments <= _MOST_SHIPMENTS)


single_shot_buyer = Typology(
    id="single_shot_buyer",
    title="One large purchase, then silence",
    about=__doc__,
    innocent=(
        "a plant that needed one machine and imports nothing else",
        "a bank or lessor that bought one machine for a customer",
        "the firm imports under another name or through a broker whom the records name instead",
    ),
    misses=(
        "firms that are used for three deals or more",
        "deals in the last months of the records",
        "goods that are not on the common high priority list",
    ),
    settle=(
        "the register: founded when, by whom, dissolved since?",
        "where the machine stands now",
        "the seller's correspondence: who ordered, and who asked the technical questions?",
    ),
    sources=("Analytic design of ours (catalogue: TY55, AN)",),
    finders=(
        Finder(
            id="by_importer",
            reads="items",
            subject="company",
            headline=(
                "{subject} imported only {shipments:shipment|shipments}, of priority goods for {value}, and nothing in "
                "the {quiet_months:month|months} of records after it"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "hs6", "value_usd"),
                months_after=7,
                lists=("CHPL",),
                rows="imports",
            ),
            find=by_importer,
            confidence="derived",
        ),
    ),
    ceiling=0.3,
)
