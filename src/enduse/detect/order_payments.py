"""Orders as payments show them: who really paid, where a payment names the order."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import ibis
import pyarrow as pa
from ibis import _

from enduse.detect import Ledger
from enduse.detect.order_flag import bare
from enduse.detect.orders import OrderCase, names_of, order_cases
from enduse.model.order import OrderParty

_WORD = re.compile(r"[\w./\-]+")
_SHORTEST = 3

Row = Mapping[str, Any]


def paid_cases(ledger: Ledger) -> tuple[OrderCase, ...]:
    """Each order and payer of payments to its seller that name the order's number, with these payments' rows.

    The payer and bank of the payment stand in for those of the order. A number stands as the payment's reference, or in
    its purpose where it is long enough to be no other number.
    """
    cases = {(bare(case.order.id), seller): case for case in order_cases(ledger) for seller in case.party_ids["seller"]}
    rows = _to_sellers(ledger, {seller for _number, seller in cases}) if cases else []
    groups: dict[tuple[str, int, int], list[Row]] = defaultdict(list)
    for row in rows:
        for number in _numbers(row):
            if (number, row["payee_id"]) in cases:
                groups[number, row["payee_id"], row["payer_id"]].append(row)
    names = names_of(ledger, {payer for _number, _seller, payer in groups})
    return tuple(
        _paid(cases[number, seller], group, names) for (number, seller, _payer), group in sorted(groups.items())
    )


def _to_sellers(ledger: Ledger, sellers: set[int]) -> list[Row]:
    asked = ibis.memtable(pa.table({"payee_id": pa.array(sorted(sellers), pa.int64())}))
    columns = ("row_id", "payer_id", "payee_id", "payer_country", "payer_bank_country", "reference", "purpose")
    told = ledger.payments.filter(_.payer_id.notnull(), _.payee_id.notnull()).select(*columns)
    rows: list[Row] = told.semi_join(asked, "payee_id").order_by("row_id").to_pyarrow().to_pylist()
    return rows


def _numbers(row: Row) -> set[str]:
    """What may be the number of an order in a payment."""
    words = (bare(it) for it in _WORD.findall(row["purpose"] or ""))
    told = {it for it in words if len(it) >= _SHORTEST and any(map(str.isdigit, it))}
    return {*told, bare(row["reference"] or "")} - {""}


def _paid(case: OrderCase, rows: Sequence[Mapping[str, Any]], names: Mapping[int, str]) -> OrderCase:
    first = rows[0]
    country = next((row["payer_country"] for row in rows if row["payer_country"]), "")
    bank = next((row["payer_bank_country"] for row in rows if row["payer_bank_country"]), "")
    payer = OrderParty("payer", names.get(first["payer_id"], ""), country, {"PARTY": str(first["payer_id"])})
    others = tuple(it for it in case.order.parties if it.role not in ("payer", "bank"))
    return replace(
        case,
        order=replace(case.order, parties=(*others, payer, OrderParty("bank", country=bank))),
        rows=(*case.rows, *(row["row_id"] for row in rows)),
        party_ids={**case.party_ids, "payer": (first["payer_id"],)},
    )
