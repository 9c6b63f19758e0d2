"""Which models of machines the goods lines of a case name, most valuable first."""

from ibis import _

from enduse.case.running import current_run, ledger_of
from enduse.model.goods_rules import MACHINE_KINDS
from enduse.report.model_entries import AskedModel
from enduse.store.ledger import LedgerStore


def models_of_case(store: LedgerStore, brand: str = "", most: int = 20) -> tuple[AskedModel, ...]:
    """Brand and model of machines, with their lines; parts and tools are left out.

    Args:
        store: Of the case.
        brand: Only this one; empty: all.
        most: How many.

    Raises:
        UsageError: ``E-NO-RUN``.
    """
    items = ledger_of(current_run(store.workspace)).items
    rows = items.filter(_.brand.notnull(), _.model.notnull(), _.kind.isin(sorted(MACHINE_KINDS)))
    rows = rows.filter(_.brand == brand.upper()) if brand else rows
    sums = rows.group_by("brand", "model").agg(
        rows=_.row_id.collect(), usd=_.value_usd.sum().fill_null(0.0), text=_.description.max()
    )
    told = sums.to_pyarrow().to_pylist()
    ranked = sorted(told, key=lambda it: (-it["usd"], it["brand"], it["model"]))[:most]
    return tuple(
        AskedModel(
            f"{it['text'] or ''}\n{it['brand']} {it['model']}",
            f"{it['brand']} {it['model']}",
            rows=tuple(sorted(it["rows"])),
            usd=it["usd"],
        )
        for it in ranked
    )
