"""Orders sent elsewhere shortly before shipment."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.last_minute_redirect import by_order

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def found(ledger: Build, order: Line, on: str, field: str = "consignee", **more: Any) -> list[dict[str, Any]]:
    change = {"order_no": "A-1", "on": on, "field": field, "old": "Bramble Works", "new": "Dunmore Logistics", **more}
    return rows(by_order(ledger(orders=[order(ship_on="2024-06-20")], order_changes=[change]), BAN))


@pytest.mark.parametrize(
    ("on", "strengths"),
    [("2024-06-05", []), ("2024-06-06", [0.25]), ("2024-06-20", [0.25]), ("2024-06-21", [0.3])],
)
def test_fourteen_days_before_shipment_are_the_limit(
    ledger: Build, order: Line, on: str, strengths: list[float]
) -> None:
    assert [row["strength"] for row in found(ledger, order, on)] == strengths


def test_both_the_order_and_its_change_are_cited(ledger: Build, order: Line) -> None:
    (row,) = found(ledger, order, "2024-06-18")

    assert len(row["row_ids"]) == 2
    assert row["why"] == "the consignee was changed 2 days before shipment from Bramble Works to Dunmore Logistics"


@pytest.mark.parametrize("field", ["грузополучатель", "收货人", "수하인", "Warenempfänger", "consignee.name", "荷受人"])
def test_fields_are_known_in_many_languages(ledger: Build, order: Line, field: str) -> None:
    assert len(found(ledger, order, "2024-06-18", field)) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"field": "price"},
        {"field": "consignee.phone"},
        {"old": "Bramble Works", "new": "BRAMBLE WORKS LLC"},
        {"old": "Bramble Works Intl", "new": "Bramble Works Int'l"},
        {"field": "destination", "old": "Турция", "new": "Türkiye"},
        {"old": None, "new": "Dunmore Logistics"},
    ],
)
def test_corrections_and_other_fields_are_silent(ledger: Build, order: Line, more: dict[str, Any]) -> None:
    assert found(ledger, order, "2024-06-18", **more) == []


def test_a_route_alone_is_weak_and_a_way_to_russia_is_not(ledger: Build, order: Line) -> None:
    (route,) = found(ledger, order, "2024-06-18", "route", old="Mersin", new="Poti")
    (russia,) = found(ledger, order, "2024-06-18", "destination", old="Türkiye", new="Russia")

    assert (route["strength"], russia["strength"]) == (0.15, 0.3)


def test_changes_of_other_orders_do_not_count(ledger: Build, order: Line) -> None:
    assert found(ledger, order, "2024-06-18", order_no="A-9") == []
