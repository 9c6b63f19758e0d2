"""A change taken apart."""

from collections.abc import Callable
from typing import Any

import pytest
from ibis.expr.types import Table

from enduse.trace.growth import growth

Goods = Callable[[list[dict[str, Any]]], Table]
PIVOT = 2023 * 12


def _rows() -> list[dict[str, Any]]:
    return [
        {"on": "2022-03-01", "consignor_id": 1, "value_usd": 600.0, "net_kg": 60.0},
        {"on": "2023-03-01", "consignor_id": 1, "value_usd": 100.0, "net_kg": 10.0},
        {"on": "2023-04-01", "consignor_id": 5, "value_usd": 900.0, "net_kg": 60.0},
        {"on": "2023-05-01", "consignor_id": None, "value_usd": 200.0, "net_kg": 10.0},
        {"on": "2021-12-31", "consignor_id": 9, "value_usd": 7e6},
        {"on": "2024-01-01", "consignor_id": 9, "value_usd": 7e6},
    ]


def test_the_parts_add_up_to_the_change(goods: Goods) -> None:
    found = growth(goods(_rows()), PIVOT, 12, "consignor_id")
    assert (found.before, found.after) == (600.0, 1200.0)
    assert sum(it.change for it in found.parts) == pytest.approx(600.0)
    assert sum(it.share or 0 for it in found.parts) == pytest.approx(1.0)


def test_who_began_who_shrank_and_what_nobody_states(goods: Goods) -> None:
    found = growth(goods(_rows()), PIVOT, 12, "consignor_id")
    assert {it.member: it.kind for it in found.parts} == {5: "new", 1: "shrank", None: "new"}
    assert found.parts[0].member == 5
    assert found.parts[0].row_ids == (3,)


def test_mass_and_price_explain_the_change_of_lines_that_state_both(goods: Goods) -> None:
    found = growth(goods(_rows()), PIVOT, 12, "consignor_id")
    assert found.by_mass is not None
    assert found.by_price is not None
    assert found.by_mass + found.by_price == pytest.approx(600.0)


def test_without_lines_nothing_changed(goods: Goods) -> None:
    found = growth(goods([]), PIVOT, 12, "brand")
    assert (found.before, found.after, found.parts, found.by_mass) == (0, 0, (), None)


@pytest.mark.parametrize("by", ["contract_holder_id", "consignee_id", "brand", "origin", "dispatch", "heading"])
def test_a_change_can_be_taken_apart_by_anything_recorded(goods: Goods, by: Any) -> None:
    found = growth(goods(_rows()), PIVOT, 12, by)
    assert sum(it.change for it in found.parts) == pytest.approx(600.0)
