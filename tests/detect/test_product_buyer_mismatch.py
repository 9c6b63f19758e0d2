"""Machines for firms that do nothing with machines."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.product_buyer_mismatch import by_firm

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def found(ledger: Build, order: Line, **more: Any) -> list[dict[str, Any]]:
    return rows(by_firm(ledger(orders=[order(**{"buyer_id": "bramble", **more})]), BAN))


@pytest.mark.parametrize(
    ("more", "sign"),
    [
        ({"buyer_activity_code": "47.76"}, "activity_code"),
        ({"buyer_activity": "рестораны и кафе"}, "activity"),
        ({"buyer_activity": "服装零售"}, "activity"),
        ({"buyer_activity": "의류 소매"}, "activity"),
        ({"buyer_activity": "general trading"}, "trader"),
        ({"buyer_activity": "metal working", "buyer_employees": 1, "quantity": 3.0}, "employees"),
        ({"end_user_id": "salon", "end_user_activity": "beauty salon", "buyer_activity": "machine dealer"}, "activity"),
        # One firm buys and uses: what the book tells of the buyer is told of the user.
        ({"end_user_id": "bramble", "buyer_activity_code": "56.10"}, "activity_code"),
    ],
)
def test_code_words_and_staff_tell(ledger: Build, order: Line, more: dict[str, Any], sign: str) -> None:
    (row,) = found(ledger, order, **more)

    assert row["sign"] == sign
    assert row["strength"] <= 0.3


@pytest.mark.parametrize(
    "more",
    [
        {"buyer_activity_code": "25.62"},
        {"buyer_activity_code": "46.62", "buyer_activity": "wholesale of machine tools"},
        {"buyer_activity_code": "34", "buyer_country": "CN"},
        {"buyer_activity_code": "336411", "buyer_country": "US"},
        {"buyer_activity_code": "C293", "buyer_country": "KR"},
        {"buyer_activity_code": "85.22"},
        {"buyer_activity": "обработка металлов"},
        {"buyer_activity": "general trading", "end_user_id": "works", "end_user_activity": "turned parts"},
        {"buyer_activity_code": "56.10", "end_user_id": "works"},
        {},
    ],
)
def test_makers_schools_dealers_of_machines_and_the_unknown_are_silent(
    ledger: Build, order: Line, more: dict[str, Any]
) -> None:
    assert found(ledger, order, **more) == []


def test_flowers_may_be_bound_without_a_lathe(ledger: Build, order: Line) -> None:
    assert found(ledger, order, buyer_activity="florist", goods_code="8466930000", description="chuck") == []


@pytest.mark.parametrize(("staff", "count"), [(2, 1), (3, 0)])
def test_more_machines_than_people(ledger: Build, order: Line, staff: int, count: int) -> None:
    assert len(found(ledger, order, buyer_activity="turning", buyer_employees=staff, quantity=3.0)) == count
