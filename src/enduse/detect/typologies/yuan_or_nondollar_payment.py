"""Goods that were not made in China are paid in yuan, or in another currency that is not at home where they come from.

For every importer and currency: the share of its purchases of priority goods, made outside the currency's home, that is
contracted in that currency. Since 2022 much lawful trade with Russia is settled in yuan; so a yuan contract alone is a
weak flag, and an importer of Chinese goods does not count at all. It weighs more where everything fits the published
case: goods of three countries or more, nearly all paid in yuan and all shipped from China by traders; or where neither
maker, sender nor contract holder sits where the currency is at home.
"""

from datetime import date

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.scope import DESTINATIONS, imports_into, kept, small, with_tier

STRENGTH_SPLIT = 0.5
STRENGTH_FOREIGN = 0.3
STRENGTH = 0.2
YUAN = "CNY"
HOMES = {
    YUAN: ("CN", "HK", "MO"),
    "HKD": ("HK", "CN", "MO"),
    "AED": ("AE",),
    "TRY": ("TR",),
    "INR": ("IN",),
    "KZT": ("KZ",),
    "KGS": ("KG",),
    "AMD": ("AM",),
    "GEL": ("GE",),
    "UZS": ("UZ",),
    "RSD": ("RS",),
    "THB": ("TH",),
}
"""Currencies of the countries on the way, with where they are at home."""


def by_importer(
    ledger: Ledger,
    watershed: date,
    min_share: float = 0.8,
    min_lines: int = 3,
    min_origins: int = 3,
) -> Table:
    """One row per importer and currency that pays nearly everything made elsewhere since the watershed.

    Args:
        ledger: Declarations.
        watershed: Lines from this day on count; earlier ones are shown as context.
        min_share: Least share of the value made outside the currency's home, 0 to 1.
        min_lines: Fewest lines in that currency: the currency of one purchase says nothing.
        min_origins: Fewest countries of origin of the published case.
    """
    rows = _abroad(ledger, watershed)
    sums = _sums(rows)
    found = sums.mutate(currency_share=sums.value_usd / sums.all_usd)
    found = found.filter(_.lines >= min_lines, _.currency_share >= min_share)
    split = (found.lane == YUAN) & (found.shipped_from_home == found.lines) & (found.origin_count >= min_origins)
    foreign = (found.shipped_from_home == 0) & (found.contracted_at_home == 0)
    return found.mutate(
        split=split,
        strength=ibis.cases((split, STRENGTH_SPLIT), (foreign, STRENGTH_FOREIGN), else_=STRENGTH),
        rank=found.value_usd.fill_null(0.0),
    )


def _sums(rows: Table) -> Table:
    """What each importer bought outside the currency's home since the watershed, and how much of it in the currency."""
    late = rows.late
    paid = late & (rows.currency == rows.lane)
    return rows.group_by("subject_id", "lane").agg(
        value_usd=rows.value_usd.sum(where=paid),
        all_usd=rows.value_usd.sum(where=late),
        lines=rows.count(where=paid),
        origin_count=rows.origin.nunique(where=paid),
        shipped_from_home=rows.count(where=paid & rows.from_home),
        contracted_at_home=rows.count(where=paid & rows.held_home),
        lines_before=rows.count(where=~late & (rows.currency == rows.lane)),
        origins=rows.origin.collect(where=paid, distinct=True),
        consignor_ids=rows.consignor_id.collect(where=paid & rows.consignor_id.notnull(), distinct=True),
        start=rows.declared_on.min(where=paid),
        end=rows.declared_on.max(where=paid),
        row_ids=rows.row_id.collect(where=paid),
        context_ids=rows.row_id.collect(where=~late & (rows.currency == rows.lane)),
    )


def _abroad(ledger: Ledger, watershed: date) -> Table:
    """Lines of priority goods for every such currency that their importer uses, but for goods made at its home.

    ``lane`` is the currency; ``from_home`` and ``held_home`` tell whether goods were shipped from there, and whether
    the contract holder sits there.
    """
    rows = with_tier(imports_into(ledger.items, DESTINATIONS), ledger)
    rows = rows.filter(rows.consignee_id.notnull(), rows.currency.notnull(), rows.origin.notnull())
    lines = kept(
        rows.select(
            *("row_id", "declared_on", "value_usd", "currency", "origin", "dispatch", "consignor_id"),
            subject_id=rows.consignee_id,
            holder=ibis.coalesce(rows.contract_holder_country, rows.trading_country),
            late=(rows.declared_on >= watershed).fill_null(False),
        )
    )
    homes = small(pa.table({"lane": list(HOMES), "home": [" ".join(it) for it in HOMES.values()]}))
    used = lines.join(homes, lines.currency == homes.lane).select("subject_id", "lane", "home").distinct()
    both = lines.join(used, "subject_id")
    elsewhere = both.filter(~both.home.contains(both.origin))
    return elsewhere.mutate(
        from_home=elsewhere.home.contains(elsewhere.dispatch).fill_null(False),
        held_home=elsewhere.home.contains(elsewhere.holder).fill_null(False),
    )


yuan_or_nondollar_payment = Typology(
    id="yuan_or_nondollar_payment",
    title="Paid in yuan for goods of other countries",
    about=__doc__,
    innocent=(
        "a bank of the importing country that is cut off from dollars and euros settles every purchase in yuan",
        "a trader that buys worldwide and sells everything in its own currency",
        "a group whose treasury sits in that country",
    ),
    misses=(
        "contracts whose currency is changed before payment",
        "goods of Chinese make, and importers that pay one contract in two currencies",
        "goods that are not on the common high priority list",
    ),
    settle=(
        "the contract and the payment orders: which bank paid which, in what currency",
        "the trader's own purchase invoices: in which currency did it pay the maker?",
        "the maker's answer on whether it sold to that trader",
    ),
    sources=(
        "C4ADS on an importer that buys machines of many countries, all in yuan, all through Chinese traders, all "
        "shipped from China (catalogue: C4, article 002)",
    ),
    finders=(
        Finder(
            id="by_importer",
            reads="items",
            subject="company",
            headline=(
                "{subject} paid {currency_share:.0%} of its priority goods not made at home of {lane} in {lane} "
                "({lines:line|lines}, {value}; {origin_count:country|countries} of origin)"
            ),
            needs=Needs(
                columns=("declared_on", "consignee_id", "origin", "dispatch", "value_usd", "hs6", "currency"),
                months_after=1,
                lists=("CHPL",),
                rows="imports",
            ),
            find=by_importer,
            confidence="derived",
        ),
    ),
    ceiling=0.5,
)
