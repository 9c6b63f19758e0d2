"""Many small payments leave one account for several suppliers of priority goods within a season.

An end user that pays its suppliers itself, in small sums, keeps the purchase below what banks and sellers look at. Only
suppliers of goods on the common high priority list count: those who send or sell them in declarations, and sellers of
orders for them. A workshop that buys tools of three dealers does the same lawfully, so the flag stays weak; it weighs a
little more where the payer never imports such goods itself.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.rough_rates import with_rough_usd
from enduse.detect.scope import computed, priority_codes, small

STRENGTH_ABSENT = 0.3
STRENGTH = 0.2
_LETTERS = "[^A-Z0-9]"
_SHORTEST = 6

Row = Mapping[str, Any]


def by_account(
    ledger: Ledger, watershed: date, min_payees: int = 3, max_days: int = 90, max_value_usd: float = 50_000.0
) -> Table:
    """One row per payer and account with small payments to ``min_payees`` suppliers within ``max_days``.

    Args:
        ledger: Payments; declarations or orders, which tell who supplies priority goods.
        watershed: Not used: the pattern needs no before and after.
        min_payees: Fewest suppliers.
        max_days: Length of the window in days.
        max_value_usd: A larger payment is not small.
    """
    paid = _small_payments(ledger, max_value_usd).semi_join(computed(_suppliers(ledger)), "payee_id")
    many = paid.group_by("payer_id", "account").agg(payees=_.payee_id.nunique()).filter(_.payees >= min_payees)
    rows = paid.semi_join(computed(many.select("payer_id", "account")), ["payer_id", "account"])
    ordered = rows.order_by("payer_id", "account", "paid_on", "row_id").to_pyarrow().to_pylist()
    importers = _importers(ledger, {row["payer_id"] for row in ordered})
    found = [it for it in _windows(ordered, min_payees, max_days)]
    return _table([{**it, "strength": STRENGTH if it["subject_id"] in importers else STRENGTH_ABSENT} for it in found])


def _small_payments(ledger: Ledger, most: float) -> Table:
    rows = with_rough_usd(ledger.payments).filter(
        _.payer_id.notnull(), _.payee_id.notnull(), _.paid_on.notnull(), _.payer_account.notnull(), _.rough_usd > 0
    )
    keyed = rows.filter(rows.rough_usd <= most, rows.payer_id != rows.payee_id).select(
        *("row_id", "payer_id", "payee_id", "paid_on", "value_usd"),
        account=rows.payer_account.upper().re_replace(_LETTERS, ""),
    )
    return keyed.filter(keyed.account.length() >= _SHORTEST)


def _suppliers(ledger: Ledger) -> Table:
    """Who sends or sells priority goods: one column ``payee_id``."""
    codes = computed(priority_codes(ledger.code_lists)).select("hs6")
    lines = ledger.items.semi_join(codes, "hs6")
    orders = ledger.orders.mutate(hs6=_.goods_code.substr(0, 6)).semi_join(codes, "hs6")
    every = ibis.union(
        lines.select(payee_id=lines.consignor_id),
        lines.select(payee_id=lines.contract_holder_id),
        orders.select(payee_id=orders.seller_id),
    )
    return every.filter(_.payee_id.notnull()).distinct()


def _importers(ledger: Ledger, payers: set[int]) -> set[int]:
    """Those of the payers that import priority goods themselves."""
    asked = ibis.memtable(pa.table({"consignee_id": pa.array(sorted(payers), pa.int64())}))
    codes = computed(priority_codes(ledger.code_lists)).select("hs6")
    lines = ledger.items.semi_join(asked, "consignee_id").semi_join(codes, "hs6")
    return set(lines.select("consignee_id").distinct().to_pyarrow()["consignee_id"].to_pylist())


def _windows(rows: Sequence[Row], least: int, days: int) -> Iterator[dict[str, Any]]:
    """For each account the window with most suppliers; of equal ones the first."""
    for (payer, account), group in groupby(rows, key=lambda it: (it["payer_id"], it["account"])):
        mine = list(group)
        begin, end = _fullest(mine, days)
        told = mine[begin : end + 1]
        payees = sorted({it["payee_id"] for it in told})
        if len(payees) < least:
            continue
        values = [it["value_usd"] for it in told]
        ids = {it["row_id"] for it in told}
        yield {
            "subject_id": payer,
            "lane": f"account ending in {account[-4:]}",
            "rank": float(len(payees)),
            "start": told[0]["paid_on"],
            "end": told[-1]["paid_on"],
            "value_usd": sum(values) if all(it is not None for it in values) else None,
            "row_ids": sorted(ids),
            "context_ids": sorted({it["row_id"] for it in mine} - ids),
            "payees": len(payees),
            "payments": len(told),
            "days": (told[-1]["paid_on"] - told[0]["paid_on"]).days,
            "payee_ids": payees,
        }


def _fullest(rows: Sequence[Row], days: int) -> tuple[int, int]:
    """First and last place of the window of so many days that holds most suppliers; rows are in the order of days."""
    inside: Counter[int] = Counter()
    best, span, begin = 0, (0, 0), 0
    for at, row in enumerate(rows):
        inside[row["payee_id"]] += 1
        while (row["paid_on"] - rows[begin]["paid_on"]).days > days:
            first = rows[begin]["payee_id"]
            inside[first] -= 1
            if not inside[first]:
                del inside[first]
            begin += 1
        if len(inside) > best:
            best, span = len(inside), (begin, at)
    return span


def _table(rows: Sequence[Row]) -> Table:
    ids = pa.list_(pa.int64())
    schema = {
        "subject_id": pa.int64(),
        "lane": pa.string(),
        **dict.fromkeys(("strength", "rank"), pa.float64()),
        **dict.fromkeys(("start", "end"), pa.date32()),
        "value_usd": pa.float64(),
        **dict.fromkeys(("row_ids", "context_ids"), ids),
        **dict.fromkeys(("payees", "payments", "days"), pa.int64()),
        "payee_ids": ids,
    }
    return small(pa.Table.from_pylist([dict(row) for row in rows], schema=pa.schema(schema)))


def _no_suppliers(ledger: Ledger) -> tuple[str, ...]:
    known = _suppliers(ledger).limit(1).to_pyarrow().num_rows
    return () if known else ("declarations or orders that tell who supplies priority goods",)


split_small_payments = Typology(
    id="split_small_payments",
    title="Many small payments to several suppliers",
    about=__doc__,
    innocent=(
        "a workshop that buys tools and parts of several dealers",
        "instalments of several running contracts",
        "a purchasing office that pays for its group",
    ),
    misses=(
        "suppliers that neither declarations nor orders in the ledger show",
        "payments without an account, or from several accounts",
    ),
    settle=(
        "the invoices behind the payments: are they parts of one purchase?",
        "where the goods of each supplier went",
        "what the payer says that it makes",
    ),
    sources=(
        "National Crime Agency (NECC), red alert of December 2023 (catalogue: UK23)",
        "FinCEN and BIS supplemental alert of 19 May 2023 (catalogue: F23)",
    ),
    finders=(
        Finder(
            id="by_account",
            reads="payments",
            subject="company",
            headline=(
                "{subject} paid {payees:supplier|suppliers} of priority goods from one account in "
                "{payments:small payment|small payments} within {days:day|days}"
            ),
            needs=Needs(columns=("payer_id", "payee_id", "payer_account"), lists=("CHPL",)),
            find=by_account,
            lacks=_no_suppliers,
        ),
    ),
    ceiling=0.3,
)
