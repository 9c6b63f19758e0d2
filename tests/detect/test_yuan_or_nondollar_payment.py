"""Yuan for goods of other countries: the whole pattern, its weak forms, and lawful trade in yuan."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.yuan_or_nondollar_payment import (
    STRENGTH,
    STRENGTH_FOREIGN,
    STRENGTH_SPLIT,
    by_importer,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]


def lines(origins: str, currency: str = "CNY", **more: Any) -> list[dict[str, Any]]:
    usual = {"consignee_id": "house", "consignor_id": "trader", "dispatch": "CN", "currency": currency}
    return [
        {"on": f"2022-{month:02d}-05", "origin": it, **usual, **more} for month, it in enumerate(origins.split(), 3)
    ]


def found(facts: Ledger, **limits: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_importer(facts, BAN, **limits).to_pyarrow().to_pylist()
    return rows


def test_goods_of_three_countries_all_in_yuan_all_from_china_are_the_published_case(ledger: Build) -> None:
    (row,) = found(ledger(items=lines("TW JP KR TW")))

    assert row["strength"] == STRENGTH_SPLIT
    assert (row["currency_share"], row["lines"], row["shipped_from_home"], row["origin_count"]) == (1.0, 4, 4, 3)


def test_chinese_goods_paid_in_yuan_are_no_sign(ledger: Build) -> None:
    assert found(ledger(items=lines("CN CN CN CN"))) == []


def test_yuan_from_one_country_by_way_of_china_stays_weak(ledger: Build) -> None:
    (row,) = found(ledger(items=lines("TW TW TW")))

    assert row["strength"] == STRENGTH <= 0.3


def test_yuan_where_nobody_sits_in_china_weighs_a_little_more(ledger: Build) -> None:
    items = lines("TW TW TW", dispatch="TR", contract_holder_country="TR")

    (row,) = found(ledger(items=items))

    assert row["strength"] == pytest.approx(STRENGTH_FOREIGN)


@pytest.mark.parametrize(("dollars", "count"), [(75_000.0, 1), (76_000.0, 0)])
def test_the_share_must_reach_four_fifths(ledger: Build, dollars: float, count: int) -> None:
    others = lines("TW", currency="USD", value_usd=dollars)

    assert len(found(ledger(items=[*lines("TW TW TW"), *others]))) == count


def test_two_purchases_are_too_few(ledger: Build) -> None:
    assert found(ledger(items=lines("TW JP"))) == []


def test_purchases_before_the_watershed_are_only_context(ledger: Build) -> None:
    early = [{**it, "on": it["on"].replace("2022", "2021")} for it in lines("TW JP KR")]

    assert found(ledger(items=early)) == []
    (row,) = found(ledger(items=[*early, *lines("TW JP KR")]))
    assert (len(row["row_ids"]), len(row["context_ids"])) == (3, 3)


def test_other_currencies_of_the_way_count_but_weakly(ledger: Build) -> None:
    (row,) = found(ledger(items=lines("TW JP KR", currency="AED", dispatch="AE")))

    assert (row["lane"], row["strength"]) == ("AED", STRENGTH)
