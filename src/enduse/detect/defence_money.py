"""Payments by customers of defence, worked out once for a ledger."""

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.defence import SURE, as_table, customers, names_defence_order, workshop_goods
from enduse.detect.scope import kept, small
from enduse.detect.shared import once

# What the purpose of a payment must hold, in capitals, before its words are read one by one.
_HINTS = ("ГОЗ", "ОБОРОН", "ИГК", "DEFENSE ORDER", "DEFENCE ORDER", "GOSOBORON", "IGK")


def received(ledger: Ledger) -> Table:
    """Payments from one party to another one, in a known amount."""
    rows = ledger.payments
    return rows.filter(rows.payee_id.notnull(), rows.payer_id.notnull(), rows.payer_id != rows.payee_id, rows.value > 0)


def defence_payments(ledger: Ledger) -> Table:
    """The payments of customers of defence.

    Returns:
        ``row_id``, ``paid_on``, ``month``, ``payer_id``, ``payee_id``, ``value``, ``currency``, ``value_usd``;
        ``basis`` (see ``detect.defence.Basis``) and ``why``; ``sure`` (bool), ``household`` (bool: the purpose names
        goods that no workshop uses).
    """
    return once(ledger, "defence payments", Table, lambda: kept(_find(ledger)))


def _find(ledger: Ledger) -> Table:
    rows = received(ledger)
    known = as_table(customers(ledger, rows.select(party_id=rows.payer_id)), "payer_id").drop("since")
    capital = rows.purpose.upper()
    hinted = ibis.or_(*(capital.contains(it) for it in _HINTS)).fill_null(False)
    maybe = rows.mutate(hinted=hinted).left_join(known, "payer_id").drop("payer_id_right")
    maybe = maybe.filter(maybe.basis.notnull() | maybe.hinted)
    told = maybe.left_join(_purposes(maybe), "purpose").drop("purpose_right")
    sure = told.basis.isin(SURE).fill_null(False)
    by_order = told.order.fill_null(False) & ~sure
    judged = told.mutate(
        sure=sure | by_order,
        household=told.household.fill_null(False),
        why=ibis.ifelse(by_order, "the purpose names the state defence order", told.why),
        basis=ibis.ifelse(by_order, "order", told.basis),
    )
    return judged.filter(_.basis.notnull()).select(
        *("row_id", "paid_on", "month", "payer_id", "payee_id", "value", "currency", "value_usd"),
        *("basis", "why", "sure", "household"),
    )


def _purposes(rows: Table) -> Table:
    """What each distinct purpose says."""
    texts = rows.filter(rows.purpose.notnull()).select("purpose").distinct().to_pyarrow()["purpose"].to_pylist()
    return small(
        pa.table(
            {
                "purpose": pa.array(texts, pa.string()),
                "order": pa.array([names_defence_order(it) for it in texts], pa.bool_()),
                "household": pa.array([workshop_goods(it) is False for it in texts], pa.bool_()),
            }
        )
    )
