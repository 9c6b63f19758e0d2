"""An importer of priority goods earns its money from armed forces or arms makers.

For every firm that was paid: which part of the money came from customers of defence, who they are and how much each of
them paid. A customer counts where a list names it for armed forces or arms, where its name is that of a numbered unit
or of a service, or where the payment itself names the state defence order; weaker signs (a list that gives no reason,
words in a name) count less and are said. Whoever pays says for whom the machines are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.defence_money import defence_payments, received
from enduse.detect.scope import DESTINATIONS, computed
from enduse.detect.shared import priority_imports

STRENGTH = 0.65
STRENGTH_WATCH = 0.35
STRENGTH_WEAK = 0.2


@dataclass(frozen=True)
class Limits:
    """What counts as exposure.

    Attributes:
        watch: Least share of the money received.
        high: Share from which it is high.
        payments: Fewest payments by customers of defence for a high one.
    """

    watch: float
    high: float
    payments: int


def by_payee(
    ledger: Ledger,
    watershed: date,
    watch_share: float = 0.1,
    high_share: float = 0.25,
    min_payments: int = 3,
) -> Table:
    """One row per firm that received at least ``watch_share`` of its money from customers of defence.

    Args:
        ledger: Payments; declarations, so that importers are known; lists.
        watershed: Not used: who the customers are does not depend on the day.
        watch_share: Least share, 0 to 1: of the dollars where every payment has them, else within the currency in which
            most payments were made.
        high_share: Share from which the exposure is high.
        min_payments: Fewest such payments for a high one: the share of two payments says little.
    """
    marked = defence_payments(ledger)
    mine = received(ledger).semi_join(marked, "payee_id")
    signs = marked.select("row_id", "sure", "household", "basis")
    mine = mine.left_join(signs, "row_id").drop("row_id_right")
    mine = mine.mutate(telling=mine.basis.notnull())
    sums = computed(_sums(mine).join(_main_currency(mine), "payee_id"))
    importers = priority_imports(ledger, DESTINATIONS).group_by("subject_id")
    lines = importers.agg(import_lines=_.count(), imports_usd=_.value_usd.sum()).rename(payee_id="subject_id")
    whole = sums.left_join(lines, "payee_id").drop("payee_id_right")
    return _judged(whole, Limits(watch_share, high_share, min_payments))


def _sums(mine: Table) -> Table:
    telling = mine.telling
    return mine.group_by("payee_id").agg(
        received_usd=mine.value_usd.sum(),
        defence_usd=mine.value_usd.sum(where=telling),
        all_in_usd=mine.value_usd.count(where=telling) == mine.count(where=telling),
        in_usd=mine.value_usd.count() == mine.count(),
        payments=mine.count(where=telling),
        payers=mine.payer_id.nunique(where=telling),
        sure_payments=mine.count(where=mine.sure.fill_null(False)),
        household_payments=mine.count(where=mine.household.fill_null(False)),
        bases=mine.basis.collect(where=telling, distinct=True),
        payer_ids=mine.payer_id.collect(where=telling, distinct=True),
        start=mine.paid_on.min(where=telling),
        end=mine.paid_on.max(where=telling),
        row_ids=mine.row_id.collect(where=telling),
        context_ids=mine.row_id.collect(where=ibis.literal(False)),
    )


def _main_currency(mine: Table) -> Table:
    """The currency of most payments, with what was received in it and from whom."""
    each = mine.group_by("payee_id", "currency").agg(
        made=_.count(), all_of_it=_.value.sum(), defence=_.value.sum(where=_.telling)
    )
    order = ibis.window(group_by=each.payee_id, order_by=[each.made.desc(), each.currency])
    first = each.mutate(place=ibis.row_number().over(order)).filter(_.place == 0)
    return first.select("payee_id", "currency", amount=first.defence, share_of_amount=first.defence / first.all_of_it)


def _judged(whole: Table, limits: Limits) -> Table:
    by_dollars = (whole.in_usd & (whole.received_usd > 0)).fill_null(False)
    share = ibis.ifelse(by_dollars, whole.defence_usd / whole.received_usd, whole.share_of_amount)
    shares = whole.mutate(defence_share=share.fill_null(0.0), imports_priority_goods=whole.import_lines.notnull())
    # Units buy soap, too: a supplier of household goods is no supplier of machines.
    fit = shares.imports_priority_goods & (shares.household_payments * 2 <= shares.payments)
    fit = fit & (shares.sure_payments * 2 > shares.payments)
    high = (shares.defence_share >= limits.high) & (shares.sure_payments >= limits.payments)
    told = shares.mutate(
        subject_id=_.payee_id,
        value_usd=ibis.ifelse(_.all_in_usd, _.defence_usd, ibis.null("float64")),
        strength=ibis.cases((fit & high, STRENGTH), (fit, STRENGTH_WATCH), else_=STRENGTH_WEAK),
        confidence=ibis.ifelse(_.sure_payments * 2 > _.payments, "probable", "possible"),
        rank=ibis.coalesce(_.defence_usd, 0.0),
    )
    gone = ("payee_id", "in_usd", "all_in_usd", "share_of_amount", "import_lines")
    return told.filter(_.defence_share >= limits.watch).drop(*gone)


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    if row["value_usd"] is not None:
        return {"sum": f"{row['value_usd']:,.0f} USD"}
    known = row["amount"] is not None
    return {"sum": f"{row['amount']:,.0f} {row['currency'] or ''}".strip() if known else "sum not stated"}


defence_customer_exposure = Typology(
    id="defence_customer_exposure",
    title="Money from customers of defence",
    about=__doc__,
    innocent=(
        "a supplier of energy, transport, food or household goods whom every plant in town pays",
        "an arms maker's civil division bought a machine for civil goods",
        "the customer was listed for another reason than arms, or bears the name of another firm",
        "payments inside a group, which are no sales",
    ),
    misses=(
        "customers that no list in the ledger holds and whose names say nothing",
        "money that came through a firm in between",
        "payments that the records do not hold: shares are of what is recorded",
    ),
    settle=(
        "the contracts and acts of delivery behind the largest payments",
        "the importer's tax records for the same months",
        "what the largest payers make, and for whom",
    ),
    sources=(
        "Economic Security Council of Ukraine on an importer paid by over 40 arms makers, January to July (catalogue: "
        "ESCU, article 003)",
        "C4ADS on importers of machine tools and their customers (catalogue: C4)",
    ),
    finders=(
        Finder(
            id="by_payee",
            reads="payments",
            subject="company",
            headline=(
                "{subject} received {defence_share:.0%} of its recorded money ({sum}) from "
                "{payers:customer|customers} of defence; the largest is {payer}"
            ),
            needs=Needs(columns=("payer_id", "payee_id", "value"), tables=("hits",)),
            find=by_payee,
            phrases=_phrases,
            confidence="probable",
        ),
    ),
    ceiling=0.7,
)
