"""A firm won a public contract of armed forces, a security service or an arms maker.

For every supplier: contracts whose buyer bears the name of a numbered unit or of a service, stands on a list for arms,
or buys under the state defence order; and what was bought. A contract for machine tools says for whom the supplier's
machines are; one for a roof says only that they know each other.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Finder, Ledger, Needs, Typology
from enduse.detect.defence import SURE, as_table, bought_goods, customers, names_defence_order
from enduse.detect.scope import DESTINATIONS, computed, small
from enduse.detect.shared import priority_imports

STRENGTH = 0.65
STRENGTH_TOOLS = 0.35
STRENGTH_UNSURE = 0.3
STRENGTH_OTHER = 0.15


def by_supplier(ledger: Ledger, watershed: date, min_contracts: int = 1) -> Table:
    """One row per supplier with such a contract for machines or tools; for other goods where it imports priority goods.

    Args:
        ledger: Public contracts; lists and declarations, where there are any.
        watershed: Not used: who the buyer is does not depend on the day.
        min_contracts: Fewest such contracts.
    """
    rows = _contracts(ledger)
    importers = computed(priority_imports(ledger, DESTINATIONS).select("subject_id").distinct())
    known = importers.mutate(imports_priority_goods=True).rename(supplier_id="subject_id")
    rows = rows.left_join(known, "supplier_id").drop("supplier_id_right")
    rows = rows.mutate(imports_priority_goods=_.imports_priority_goods.fill_null(False))
    sums = _sums(rows.filter((rows.goods != "other") | rows.imports_priority_goods))
    return sums.filter(sums.contracts >= min_contracts).mutate(
        strength=ibis.cases(
            (_.sure_machines > 0, STRENGTH),
            (_.sure_tools > 0, STRENGTH_TOOLS),
            (_.machines > 0, STRENGTH_UNSURE),
            else_=STRENGTH_OTHER,
        ),
        confidence=ibis.ifelse(_.sure_machines + _.sure_tools > 0, "recorded", "possible"),
        rank=_.value_usd.fill_null(0.0),
    )


def _contracts(ledger: Ledger) -> Table:
    """Contracts of such buyers with ``goods`` (machine, tool or other), ``basis`` and ``sure``."""
    rows = ledger.tenders.filter(_.supplier_id.notnull(), _.buyer_id.notnull(), _.supplier_id != _.buyer_id)
    buyers = as_table(customers(ledger, rows.select(party_id=rows.buyer_id)), "buyer_id").drop("since")
    told = rows.left_join(buyers, "buyer_id").drop("buyer_id_right")
    capital = told.subject.upper()
    hinted = (capital.contains("ГОЗ") | capital.contains("ОБОРОН")).fill_null(False)
    few = computed(told.filter(told.basis.notnull() | hinted))
    subjects = sorted({it for it in few.select("subject").to_pyarrow()["subject"].to_pylist() if it})
    read = small(
        pa.table(
            {
                "subject": pa.array(subjects, pa.string()),
                "goods": pa.array(bought_goods(subjects), pa.string()),
                "order": pa.array([names_defence_order(it) for it in subjects], pa.bool_()),
            }
        )
    )
    whole = few.left_join(read, "subject").drop("subject_right")
    sure = whole.basis.isin(SURE).fill_null(False)
    by_order = whole.order.fill_null(False) & ~sure
    judged = whole.mutate(
        goods=whole.goods.fill_null("other"),
        sure=sure | by_order,
        basis=ibis.ifelse(by_order, "order", whole.basis),
    )
    return judged.filter(_.basis.notnull())


def _sums(rows: Table) -> Table:
    return rows.group_by(subject_id=rows.supplier_id).agg(
        contracts=rows.count(),
        buyers=rows.buyer_id.nunique(),
        machines=rows.count(where=rows.goods == "machine"),
        sure_machines=rows.count(where=rows.sure & (rows.goods == "machine")),
        sure_tools=rows.count(where=rows.sure & (rows.goods == "tool")),
        imports_priority_goods=rows.imports_priority_goods.any(),
        value_usd=ibis.ifelse(rows.value_usd.count() == rows.count(), rows.value_usd.sum(), ibis.null("float64")),
        amount=ibis.ifelse(rows.currency.nunique() == 1, rows.value.sum(), ibis.null("float64")),
        currency=rows.currency.max(),
        bases=rows.basis.collect(distinct=True),
        subjects=rows.subject.collect(where=rows.subject.notnull(), distinct=True),
        buyer_ids=rows.buyer_id.collect(distinct=True),
        start=rows.signed_on.min(),
        end=rows.signed_on.max(),
        row_ids=rows.row_id.collect(),
        context_ids=rows.row_id.collect(where=ibis.literal(False)),
    )


def _phrases(row: Mapping[str, Any]) -> Mapping[str, str]:
    those = f"{row['buyers']} customers of defence, first of all " if row["buyers"] > 1 else ""
    if row["value_usd"] is None and row["amount"] is not None:
        return {"those": those, "price": f"{row['amount']:,.0f} {row['currency']}"}
    return {
        "those": those,
        "price": f"{row['value_usd']:,.0f} USD" if row["value_usd"] is not None else "price not stated",
    }


state_defence_procurement = Typology(
    id="state_defence_procurement",
    title="Contracts of armed forces or arms makers",
    about=__doc__,
    innocent=(
        "a machine for a civil workshop of the buyer: a garage, a school, a hospital of the forces",
        "the number is that of a unit which was dissolved or serves no arms",
        "the buyer is listed for another reason, or bears the name of another firm",
    ),
    misses=(
        "contracts that were not published, and purchases through a firm in between",
        "buyers that no list in the ledger holds and whose names say nothing",
        "contracts whose subject says nothing of the goods",
    ),
    settle=(
        "the contract with its specification and act of acceptance",
        "the declaration of the very machine that was delivered",
        "what the buyer's workshop makes",
    ),
    sources=(
        "Published tenders of security-service units for machine tools, 4,378,000 RUB in 2014 (catalogue: ESCU, "
        "Washington Post, article 003)",
    ),
    finders=(
        Finder(
            id="by_supplier",
            reads="tenders",
            subject="company",
            headline=(
                "{subject} won {contracts:contract|contracts} ({price}) of {those}{buyer}; {machines} for machine tools"
            ),
            needs=Needs(columns=("buyer_id", "supplier_id", "subject")),
            find=by_supplier,
            phrases=_phrases,
            confidence="recorded",
        ),
    ),
    ceiling=0.7,
)
