"""Cash, prepayment and prices that nobody else pays."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.cash_or_overpay import by_price, by_terms

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


@pytest.mark.parametrize(
    ("terms", "strength"),
    [
        ("cash", 0.25),
        ("наличными при отгрузке", 0.25),
        ("现金", 0.25),
        ("payment in USDT", 0.25),
        ("100% prepayment", 0.1),
        ("предоплата 100 %", 0.1),
        ("전액 선급", 0.1),
        ("cash in advance", 0.1),
    ],
)
def test_terms_are_read_in_many_languages(ledger: Build, order: Line, terms: str, strength: float) -> None:
    (row,) = rows(by_terms(ledger(orders=[order(terms=terms)]), BAN))

    assert row["strength"] == strength


@pytest.mark.parametrize(
    "terms", ["30% advance, 70% against documents", "cash against documents", "безналичный расчёт"]
)
def test_payment_by_bank_is_no_cash(ledger: Build, order: Line, terms: str) -> None:
    assert rows(by_terms(ledger(orders=[order(terms=terms)]), BAN)) == []


@pytest.mark.parametrize(("usd", "count"), [(100_000.0, 0), (100_001.0, 1)])
def test_only_large_orders_count(ledger: Build, order: Line, usd: float, count: int) -> None:
    assert len(rows(by_terms(ledger(orders=[order(terms="cash", value_usd=usd)]), BAN))) == count


def others(order: Line, *prices: float) -> list[dict[str, Any]]:
    return [
        order(order_no=f"B-{at}", buyer_id=f"plant {at}", brand="Spartan", model="QT 200", value_usd=it)
        for at, it in enumerate(prices)
    ]


@pytest.mark.parametrize(("price", "count"), [(150_000.0, 1), (149_000.0, 0)])
def test_half_as_much_again_as_the_median_of_others_is_dear(
    ledger: Build, order: Line, price: float, count: int
) -> None:
    facts = ledger(orders=[order(value_usd=price), *others(order, 90_000.0, 100_000.0, 101_000.0)])

    found = rows(by_price(facts, BAN))

    assert [row["subject_id"] for row in found] == ["A-1"] * count
    assert all(row["price_ratio"] == pytest.approx(1.5) for row in found)


def test_prices_of_declarations_count_and_those_of_used_machines_do_not(ledger: Build, order: Line) -> None:
    line = {"on": "2023-01-05", "brand": "SPARTAN", "model": "QT-200", "pieces": 1.0, "value_usd": 60_000.0}
    new = [{**line, "consignee_id": f"other {at}"} for at in range(3)]

    assert len(rows(by_price(ledger(items=new, orders=[order()]), BAN))) == 1
    assert rows(by_price(ledger(items=[{**it, "condition": "used"} for it in new], orders=[order()]), BAN)) == []


def test_ones_own_other_orders_are_no_peers(ledger: Build, order: Line) -> None:
    own = [order(order_no=f"B-{at}", value_usd=60_000.0) for at in range(3)]

    assert rows(by_price(ledger(orders=[order(), *own]), BAN)) == []


def test_a_lower_price_of_one_piece_is_not_hidden_by_their_number(ledger: Build, order: Line) -> None:
    many = order(quantity=4.0, value_usd=400_000.0)

    assert rows(by_price(ledger(orders=[many, *others(order, 90_000.0, 100_000.0, 101_000.0)]), BAN)) == []
