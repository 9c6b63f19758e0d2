"""Forwarders at the end of the way, and on it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.forwarder_as_final_destination import by_order

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


@pytest.mark.parametrize(
    ("more", "strength"),
    [
        ({"consignee_id": "dunmore", "forwarder_id": "dunmore"}, 0.3),
        ({"consignee_id": "dunmore logistics"}, 0.25),
        ({"consignee_id": "dunmore", "consignee_activity": "таможенный склад"}, 0.25),
        ({"consignee_id": "dunmore", "consignee_activity": "国际货运代理"}, 0.25),
        ({"consignee_id": "dunmore", "consignee_activity_code": "52.10"}, 0.2),
        ({"consignee_id": "plant", "end_user_id": "dunmore freight"}, 0.25),
    ],
)
def test_a_forwarder_is_told_by_order_name_business_and_code(
    ledger: Build, order: Line, more: dict[str, Any], strength: float
) -> None:
    (row,) = rows(by_order(ledger(orders=[order(**more)]), BAN))

    assert row["strength"] == strength


def test_a_forwarder_on_the_way_to_a_named_end_user_is_silent(ledger: Build, order: Line) -> None:
    way = order(consignee_id="dunmore", forwarder_id="dunmore", end_user_id="plant")

    assert rows(by_order(ledger(orders=[way]), BAN)) == []


@pytest.mark.parametrize("code", ["25.62", "C 53.10", "01.52"])
def test_other_codes_are_no_transport(ledger: Build, order: Line, code: str) -> None:
    maker = order(consignee_id="dunmore", consignee_activity_code=code if code != "C 53.10" else "33.12")

    assert rows(by_order(ledger(orders=[maker]), BAN)) == []


@pytest.mark.parametrize("name", ["transport machinery", "freight car works", "forward engineering", "express tools"])
def test_makers_with_such_words_in_their_names_are_no_forwarders(ledger: Build, order: Line, name: str) -> None:
    assert rows(by_order(ledger(orders=[order(consignee_id=name)]), BAN)) == []


def test_codes_may_be_left_out(ledger: Build, order: Line) -> None:
    facts = ledger(orders=[order(consignee_id="dunmore", consignee_activity_code="52.10")])

    assert rows(by_order(facts, BAN, by_code=False)) == []
