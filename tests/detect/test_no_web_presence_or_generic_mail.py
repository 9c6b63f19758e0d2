"""Firms that are nowhere to be found."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.no_web_presence_or_generic_mail import by_firm

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


HOME = "Flat 7, 12 Palm Street, Sharjah"


def found(ledger: Build, order: Line, *tables: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return rows(by_firm(ledger(orders=[order(**more)]), BAN))


@pytest.mark.parametrize(
    ("more", "strength"),
    [
        ({"buyer_email": "plant@gmail.com"}, 0.15),
        ({"buyer_email": "plant@gmail.com", "buyer_address": HOME}, 0.25),
        ({"buyer_website": "none", "buyer_address": "ул. Мира, д. 3, кв. 12"}, 0.15),
    ],
)
def test_two_of_three_signs_count_and_three_weigh_more(
    ledger: Build, order: Line, more: dict[str, Any], strength: float
) -> None:
    (row,) = found(ledger, order, **more)

    assert row["strength"] == strength


@pytest.mark.parametrize(
    "more",
    [
        {"buyer_email": "office@plant.example", "buyer_address": HOME},
        {"buyer_email": "plant@gmail.com", "buyer_website": "https://plant.example"},
        {"buyer_address": HOME},
        {"buyer_website": "none", "buyer_address": "Office 7, Flat Iron House, industrial area 4"},
        {},
    ],
)
def test_one_sign_or_nothing_told_is_silent(ledger: Build, order: Line, more: dict[str, Any]) -> None:
    assert found(ledger, order, **more) == []


def test_a_site_that_another_record_knows_counts(ledger: Build, order: Line) -> None:
    site = {"on": "2023-01-01", "domain": "plant.example", "registrant_id": "plant"}
    lines = [order(buyer_email="plant@gmail.com")]

    assert len(rows(by_firm(ledger(orders=lines), BAN))) == 1
    assert rows(by_firm(ledger(orders=lines, web=[site]), BAN)) == []


def test_a_firm_of_two_orders_is_one_finding(ledger: Build, order: Line) -> None:
    lines = [order(buyer_email="plant@gmail.com"), order(order_no="A-2", buyer_email="plant@gmail.com")]

    (row,) = rows(by_firm(ledger(orders=lines), BAN))

    assert (row["orders"], len(row["row_ids"]), row["value_usd"]) == (2, 2, 400_000.0)
