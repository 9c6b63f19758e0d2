"""Contract, goods, origin and bank in three countries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.intermediary_jurisdiction_mismatch import (
    STRENGTH_NEW,
    STRENGTH_NEW_SPLIT,
    STRENGTH_OLD,
    by_pair,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]


def lines(*days: str, **more: Any) -> list[dict[str, Any]]:
    usual = {"consignee_id": "house", "consignor_id": "shipper", "contract_holder_id": "broker"}
    places = {"origin": "TW", "dispatch": "TR", "consignor_country": "TR", "contract_holder_country": "AE"}
    return [{"on": day, **usual, **places, **more} for day in days]


def found(facts: Ledger, **limits: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_pair(facts, BAN, **limits).to_pyarrow().to_pylist()
    return rows


def test_a_new_broker_in_a_third_country_is_named(ledger: Build) -> None:
    (row,) = found(ledger(items=lines("2022-05-01", "2022-06-01")))

    assert row["strength"] == STRENGTH_NEW_SPLIT
    assert (row["country_count"], row["holder_country"], row["lines"]) == (3, "AE", 2)


def test_an_old_trading_house_stays_weak(ledger: Build) -> None:
    (row,) = found(ledger(items=lines("2021-05-01", "2022-05-01", "2022-06-01")))

    assert row["strength"] == pytest.approx(STRENGTH_OLD)
    assert (len(row["row_ids"]), len(row["context_ids"])) == (2, 1)


def test_a_seller_that_also_sends_stays_weak(ledger: Build) -> None:
    (row,) = found(ledger(items=lines("2022-05-01", "2022-06-01", consignor_id="broker")))

    assert row["strength"] == pytest.approx(STRENGTH_NEW)


@pytest.mark.parametrize(
    "more",
    [
        {"contract_holder_country": "TR"},
        {"contract_holder_country": "RU"},
        {"contract_holder_id": "house"},
        {"origin": "DE", "dispatch": "FR", "contract_holder_country": "IT"},
        {"goods_code": "8422400008"},
    ],
)
def test_two_countries_the_own_country_and_one_market_are_none(ledger: Build, more: dict[str, Any]) -> None:
    assert found(ledger(items=lines("2022-05-01", "2022-06-01", **more))) == []


def test_the_bank_may_be_the_third_country(ledger: Build) -> None:
    items = lines("2022-05-01", "2022-06-01", contract_holder_country="TR")
    payment = {"on": "2022-05-02", "payer_id": "house", "payee_id": "broker", "payee_bank_country": "HK", "value": 1.0}

    (row,) = found(ledger(items=items, payments=[payment]))

    assert (row["banks"], row["country_count"]) == (["HK"], 3)


def test_one_line_is_too_few_and_a_minority_is_no_pattern(ledger: Build) -> None:
    assert found(ledger(items=lines("2022-05-01"))) == []
    plain = lines(*(f"2022-07-{day:02d}" for day in range(1, 4)), contract_holder_country="TR")
    assert found(ledger(items=[*lines("2022-05-01", "2022-06-01"), *plain])) == []
