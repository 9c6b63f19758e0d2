"""Declined installation, held against what others of the brand order."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.refuses_installation_or_training import _no_habits, by_order

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def others(order: Line, said: str, **more: Any) -> list[dict[str, Any]]:
    """Other orders of the brand: ``y`` with installation, ``n`` without."""
    return [
        order(order_no=f"B-{at}", buyer_id=f"plant {at}", brand="Spartan", installation=it == "y", **more)
        for at, it in enumerate(said)
    ]


@pytest.mark.parametrize(("said", "count"), [("yyyyn", 1), ("yyynn", 0), ("yyyy", 0), ("yyyyy", 1)])
def test_four_of_five_others_make_it_unusual(ledger: Build, order: Line, said: str, count: int) -> None:
    found = rows(by_order(ledger(orders=[order(installation=False), *others(order, said)]), BAN))

    assert ["A-1"] * count == [row["subject_id"] for row in found if row["subject_id"] == "A-1"]


def test_too_few_orders_of_the_brand_cannot_be_assessed(ledger: Build, order: Line) -> None:
    few = ledger(orders=[order(installation=False), *others(order, "yyyy")])

    assert _no_habits(few)
    assert not _no_habits(ledger(orders=[order(installation=False), *others(order, "yyyyy")]))


def test_installation_and_training_declined_weigh_more(ledger: Build, order: Line) -> None:
    declined = order(installation=False, training=False)

    (row,) = rows(by_order(ledger(orders=[declined, *others(order, "yyyyy", training=True)]), BAN))

    assert (row["strength"], row["sign"], row["usual_rate"]) == (0.3, "both", 1.0)


def test_parts_need_no_installation(ledger: Build, order: Line) -> None:
    part = order(installation=False, goods_code="8466930000", description="spindle")

    assert rows(by_order(ledger(orders=[part, *others(order, "yyyyy")]), BAN)) == []


def test_what_is_not_said_is_not_declined(ledger: Build, order: Line) -> None:
    assert rows(by_order(ledger(orders=[order(), *others(order, "yyyyy")]), BAN)) == []
