"""Money of a customer of defence, then a purchase of the same amount: well above chance, or silent."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.fund_flow_timing import STRENGTH_LIKELY, by_importer

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
ARMS = {
    "party_id": "works",
    "authority": "EU",
    "list": "EU",
    "programmes": ["military"],
    "by": "identifier",
    "score": 1.0,
}
AMOUNTS = [50_000.0 * 1.5**it for it in range(8)]


def day(number: int) -> str:
    return (date(2021, 1, 1) + timedelta(days=number)).isoformat()


def paid(number: int, amount: float, payer: str = "works", payee: str = "house") -> dict[str, Any]:
    usual = {"currency": "RUB", "value": amount * 60, "value_usd": amount, "purpose": "станок"}
    return {"on": day(number), "payer_id": payer, "payee_id": payee, **usual}


def shipped(number: int, amount: float) -> dict[str, Any]:
    return {"on": day(number), "consignee_id": "house", "value_usd": amount}


def found(facts: Ledger, **limits: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_importer(facts, BAN, **limits).to_pyarrow().to_pylist()
    return rows


def test_every_payment_followed_by_its_shipment_is_found(ledger: Build) -> None:
    payments = [paid(it * 150, amount) for it, amount in enumerate(AMOUNTS)]
    items = [shipped(it * 150 + 40, amount * 0.9) for it, amount in enumerate(AMOUNTS)]

    (row,) = found(ledger(items=items, payments=payments, hits=[ARMS]))

    assert (row["pairs"], row["payments"], row["mean_lag_days"]) == (8, 8, 40.0)
    assert row["chance"] < 0.01
    assert len(row["row_ids"]) == 16


def test_lines_of_one_day_and_sender_are_one_shipment(ledger: Build) -> None:
    payments = [paid(it * 150, amount) for it, amount in enumerate(AMOUNTS)]
    items = [shipped(it * 150 + 40, amount / 2) for it, amount in enumerate(AMOUNTS) for _ in range(2)]

    (row,) = found(ledger(items=items, payments=payments, hits=[ARMS]))

    assert (row["pairs"], len(row["row_ids"])) == (8, 24)


def test_payments_abroad_count_like_shipments(ledger: Build) -> None:
    payments = [paid(it * 150, amount) for it, amount in enumerate(AMOUNTS)]
    abroad = [
        {**paid(it * 150 + 40, amount, "house", "trader"), "payee_bank_country": "CN"}
        for it, amount in enumerate(AMOUNTS)
    ]
    at_home = [{**it, "payee_bank_country": "RU"} for it in abroad]

    (row,) = found(ledger(payments=[*payments, *abroad], hits=[ARMS]))

    assert row["pairs"] == 8
    assert found(ledger(payments=[*payments, *at_home], hits=[ARMS])) == []


def test_a_civil_customer_paying_the_same_way_is_left_alone(ledger: Build) -> None:
    payments = [paid(it * 150, amount, "plant") for it, amount in enumerate(AMOUNTS)]
    items = [shipped(it * 150 + 40, amount) for it, amount in enumerate(AMOUNTS)]

    assert found(ledger(items=items, payments=payments, hits=[ARMS])) == []


def test_amounts_that_fit_anything_are_no_more_than_chance(ledger: Build) -> None:
    payments = [paid(it * 20, 100_000.0) for it in range(30)]
    items = [shipped(it * 20 + 7, 100_000.0) for it in range(30)]

    assert found(ledger(items=items, payments=payments, hits=[ARMS])) == []


def test_payments_that_are_passed_on_within_days_each_time_are_told_weakly(ledger: Build) -> None:
    days = [0, 45, 56, 141, 148, 164, 298]
    payments = [paid(it, 100_000.0) for it in days]
    abroad = [{**paid(it + 9, 95_000.0, "house", "trader"), "payee_bank_country": "CN"} for it in days]
    items = [shipped(it + 70, 100_000.0) for it in days]

    (row,) = found(ledger(items=items, payments=[*payments, *abroad], hits=[ARMS]))

    assert (row["told_by"], row["strength"]) == ("days", STRENGTH_LIKELY)
    assert (row["pairs"], row["within_days"]) == (7, 15)


@pytest.mark.parametrize("lag", [121, -10])
def test_too_late_and_too_early_are_no_pairs(ledger: Build, lag: int) -> None:
    payments = [paid(20 + it * 150, amount) for it, amount in enumerate(AMOUNTS)]
    items = [shipped(20 + it * 150 + lag, amount) for it, amount in enumerate(AMOUNTS)]

    assert found(ledger(items=items, payments=payments, hits=[ARMS])) == []
