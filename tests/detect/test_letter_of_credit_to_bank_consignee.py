"""Banks as consignees, with and without somebody behind them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.letter_of_credit_to_bank_consignee import by_order

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


CREDIT = "irrevocable letter of credit at sight"


def test_a_bank_with_nobody_behind_it(ledger: Build, order: Line) -> None:
    (row,) = rows(by_order(ledger(orders=[order(consignee_id="savings bank", terms=CREDIT)]), BAN))

    assert (row["strength"], row["sign"]) == (0.3, "bank")
    assert "nobody is named as end user" in row["why"]


def test_a_bank_for_a_named_end_user_weighs_less(ledger: Build, order: Line) -> None:
    facts = ledger(orders=[order(consignee_id="savings bank", end_user_id="plant", terms=CREDIT)])

    (row,) = rows(by_order(facts, BAN))

    assert row["strength"] == 0.2


def test_the_orders_own_bank_is_a_bank_whatever_its_name(ledger: Build, order: Line) -> None:
    facts = ledger(orders=[order(consignee_id="dunmore", bank_id="dunmore", terms="T/T")])

    assert len(rows(by_order(facts, BAN))) == 1


@pytest.mark.parametrize("terms", ["letter of credit", "аккредитив", "信用证", "신용장", "Akkreditiv", "L/C at sight"])
def test_a_letter_of_credit_without_an_end_user_is_a_weak_sign(ledger: Build, order: Line, terms: str) -> None:
    (row,) = rows(by_order(ledger(orders=[order(consignee_id="plant", terms=terms)]), BAN))

    assert row["strength"] == 0.1
    assert rows(by_order(ledger(orders=[order(consignee_id="plant", terms=terms)]), BAN, only_banks=True)) == []


def test_a_plant_that_receives_for_itself_is_silent(ledger: Build, order: Line) -> None:
    ordinary = order(consignee_id="plant", end_user_id="plant", terms=CREDIT)
    transfer = order(order_no="A-2", consignee_id="power bank works", terms="T/T 30 days")

    assert rows(by_order(ledger(orders=[ordinary, transfer]), BAN)) == []
