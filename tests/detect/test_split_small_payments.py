"""Small payments of one account to several suppliers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.split_small_payments import _no_suppliers, by_account

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


DEALERS = ("first dealer", "second dealer", "third dealer")
GOODS = [{"on": "2023-01-05", "consignor_id": it, "contract_holder_id": it} for it in DEALERS]


def paid(*days: str, account: str = "AE07 0331 2345", **more: Any) -> list[dict[str, Any]]:
    usual = {"payer_id": "plant", "payer_account": account, "value_usd": 9_000.0}
    return [{**usual, "on": on, "payee_id": to, **more} for on, to in zip(days, DEALERS, strict=False)]


def found(ledger: Build, payments: list[dict[str, Any]], **limits: Any) -> list[dict[str, Any]]:
    return rows(by_account(ledger(items=GOODS, payments=payments), BAN, **limits))


@pytest.mark.parametrize(("last", "count"), [("2023-05-02", 1), ("2023-05-03", 0)])
def test_three_suppliers_within_ninety_days(ledger: Build, last: str, count: int) -> None:
    assert len(found(ledger, paid("2023-02-01", "2023-02-11", last))) == count


def test_the_finding_names_payer_suppliers_and_payments(ledger: Build) -> None:
    (row,) = found(ledger, paid("2023-02-01", "2023-02-11", "2023-03-11"))

    assert (row["payees"], row["payments"], row["days"], row["strength"]) == (3, 3, 38, 0.3)
    assert row["value_usd"] == 27_000.0
    assert len(row["payee_ids"]) == len(row["row_ids"]) == 3


def test_payments_of_another_season_are_context(ledger: Build) -> None:
    early = paid("2022-02-01")

    (row,) = found(ledger, [*early, *paid("2023-02-01", "2023-02-11", "2023-03-11")])

    assert (len(row["row_ids"]), len(row["context_ids"])) == (3, 1)


@pytest.mark.parametrize(
    "payments",
    [
        paid("2023-02-01", "2023-02-11"),
        paid("2023-02-01", "2023-02-11", "2023-03-11", value_usd=60_000.0),
        [
            *paid("2023-02-01", "2023-02-11"),
            *paid("2023-02-01", "2023-02-11", "2023-02-12", account="TR9900000000")[2:],
        ],
        [{**it, "payee_id": "canteen"} for it in paid("2023-02-01", "2023-02-11", "2023-03-11")],
        [{**it, "payee_id": f"canteen {at}"} for at, it in enumerate(paid("2023-02-01", "2023-02-11", "2023-03-11"))],
    ],
)
def test_few_suppliers_large_sums_other_accounts_and_other_payees_are_silent(
    ledger: Build, payments: list[dict[str, Any]]
) -> None:
    assert found(ledger, payments) == []


def test_an_importer_of_such_goods_weighs_less(ledger: Build) -> None:
    own = {"on": "2023-01-05", "consignee_id": "plant", "consignor_id": "first dealer"}
    facts = ledger(items=[*GOODS, own], payments=paid("2023-02-01", "2023-02-11", "2023-03-11"))

    (row,) = rows(by_account(facts, BAN))

    assert row["strength"] == 0.2


def test_sellers_of_orders_are_suppliers_too(ledger: Build, order: Line) -> None:
    orders = [order(order_no=f"A-{at}", seller_id=it) for at, it in enumerate(DEALERS)]
    facts = ledger(orders=orders, payments=paid("2023-02-01", "2023-02-11", "2023-03-11"))

    assert len(rows(by_account(facts, BAN))) == 1
    assert not _no_suppliers(facts)
    assert _no_suppliers(ledger(payments=paid("2023-02-01")))
