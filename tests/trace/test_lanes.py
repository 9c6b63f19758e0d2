"""Lanes and their months."""

from collections.abc import Callable
from typing import Any

from ibis.expr.types import Table

from enduse.trace.lanes import by_month, lanes, on_lane, one_side, share_by_month

Goods = Callable[[list[dict[str, Any]]], Table]
ROWS: list[dict[str, Any]] = [
    {"on": "2023-01-05", "value_usd": 10.0},
    {"on": "2023-03-05", "value_usd": 30.0, "origin": "JP"},
    {"on": "2023-03-09", "value_usd": 90.0},
    {"on": "2023-03-02", "value_usd": 5.0, "direction": "export"},
    {"on": "2023-03-02", "value_usd": 5.0, "dispatch": "TR", "goods_code": "8207"},
]


def test_a_lane_is_origin_dispatch_destination_and_heading(goods: Goods) -> None:
    found = {(it["origin"], it["dispatch"], it["heading"], it["direction"]): it for it in _rows(lanes(goods(ROWS)))}
    assert len(found) == 4
    assert found["TW", "TW", "8458", "import"]["value_usd"] == 100.0


def test_only_lines_of_the_route_and_code_are_on_a_lane(goods: Goods) -> None:
    assert len(_rows(on_lane(goods(ROWS), ("TW", "RU"), "8458"))) == 4
    assert len(_rows(on_lane(goods(ROWS), ("JP", "TW", "RU")))) == 1


def test_of_two_records_of_one_flow_the_fuller_one_counts(goods: Goods) -> None:
    kept = _rows(one_side(goods(ROWS)))
    assert sorted(it["row_id"] for it in kept) == [1, 2, 3, 5]


def test_a_month_without_a_line_has_nothing(goods: Goods) -> None:
    assert by_month(on_lane(goods(ROWS[:3]), ("TW", "RU"))) == [(24276, 10.0), (24277, 0.0), (24278, 120.0)]


def test_a_share_of_nothing_is_unknown(goods: Goods) -> None:
    assert share_by_month(goods(ROWS[:3]), "origin", "JP") == [(24276, 0.0), (24277, None), (24278, 0.25)]


def _rows(table: Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found
