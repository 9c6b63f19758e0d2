"""Goods lines of several countries that are the same goods."""

from collections.abc import Callable
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from ibis.expr.types import Table

from enduse.store.derived_tables import record_schema
from enduse.trace import leg_rows
from enduse.trace.legs import find_legs

Goods = Callable[[list[dict[str, Any]]], Table]
Scratch = Callable[[Table, str], Table]

SENT: dict[str, Any] = {"on": "2023-03-01", "direction": "export", "goods_code": "84581120", "source_id": "cd" * 32}
ARRIVED: dict[str, Any] = {"on": "2023-03-21", "value_usd": 125_000.0}
INTO_HUB: dict[str, Any] = {**SENT, "destination": "TR", "consignee_id": 7, "value_usd": 80_000.0}
OUT_OF_HUB: dict[str, Any] = {
    **SENT,
    "on": "2023-05-10",
    "dispatch": "TR",
    "consignor_id": 7,
    "consignee_id": 9,
    "value_usd": 110_000.0,
}


def _pairs(legs: pa.Table) -> list[tuple[int, int]]:
    return list(zip(legs["earlier_row_id"].to_pylist(), legs["later_row_id"].to_pylist(), strict=True))


def test_joins_the_export_and_the_import_of_one_movement(goods: Goods, in_memory: Scratch) -> None:
    legs = find_legs(goods([SENT, ARRIVED]), in_memory)
    (leg,) = legs.to_pylist()
    assert (leg["earlier_row_id"], leg["later_row_id"], leg["relation"], leg["days"]) == (1, 2, "same movement", 20)
    assert (leg["pieces"], leg["net_kg"]) == (1.0, 4_000.0)
    assert leg["reason"].startswith("the same brand and model; the same weight")
    assert leg["row"] == 3  # the later line's


def test_says_so_when_a_serial_number_joins_them(goods: Goods, in_memory: Scratch) -> None:
    numbered = {"serials": ["SP2O-OO417"]}
    mistyped = {"serials": ["SP20-00417"]}
    legs = find_legs(goods([{**SENT, **numbered}, {**ARRIVED, **mistyped, "net_kg": 4_100.0}]), in_memory)
    assert legs["reason"][0].as_py().startswith("the same serial number")


def test_a_machine_of_another_brand_and_weight_is_another_machine(goods: Goods, in_memory: Scratch) -> None:
    other = {**ARRIVED, "brand": "ATHENIAN", "model": "A-7", "net_kg": 6_500.0, "consignee_id": 5}
    assert _pairs(find_legs(goods([SENT, other]), in_memory)) == []


def test_what_arrived_before_it_was_sent_is_something_else(goods: Goods, in_memory: Scratch) -> None:
    assert _pairs(find_legs(goods([{**SENT, "on": "2023-06-01"}, ARRIVED]), in_memory)) == []


def test_follows_goods_out_of_the_hub_and_to_their_end(goods: Goods, in_memory: Scratch) -> None:
    final = {
        **ARRIVED,
        "on": "2023-05-25",
        "dispatch": "TR",
        "consignor_id": 7,
        "consignee_id": 9,
        "value_usd": 130_000.0,
    }
    legs = find_legs(goods([INTO_HUB, OUT_OF_HUB, final]), in_memory)
    assert _pairs(legs) == [(1, 2), (2, 3)]
    assert legs["relation"].to_pylist() == ["moved on", "same movement"]


def test_where_the_hub_declares_its_import_the_leg_begins_there(goods: Goods, in_memory: Scratch) -> None:
    hub_import = {**INTO_HUB, "direction": "import", "on": "2023-03-20", "value_usd": 88_000.0}
    legs = find_legs(goods([INTO_HUB, hub_import, OUT_OF_HUB]), in_memory)
    assert _pairs(legs) == [(1, 2), (2, 3)]


def test_a_lot_taken_apart_hands_on_no_more_than_it_holds(goods: Goods, in_memory: Scratch) -> None:
    lot = {**INTO_HUB, "quantity": 10.0, "net_kg": 40_000.0, "value_usd": 800_000.0}
    parts = [
        {**OUT_OF_HUB, "on": f"2023-05-{day}", "quantity": count, "net_kg": 4_000.0 * count, "value_usd": 1e5 * count}
        for day, count in (("02", 4.0), ("12", 4.0), ("22", 5.0))
    ]
    legs = find_legs(goods([lot, *parts]), in_memory)
    assert sum(legs["pieces"].to_pylist()) <= 10
    assert sum(legs["net_kg"].to_pylist()) <= 40_000
    assert len(legs) == 2


def test_of_two_equal_partners_none_is_claimed(goods: Goods, in_memory: Scratch) -> None:
    legs = find_legs(goods([SENT, ARRIVED, ARRIVED]), in_memory)
    assert legs["probability"].to_pylist() == []


def test_the_order_of_rows_does_not_matter(goods: Goods, in_memory: Scratch) -> None:
    rows = [
        {**it, "row_id": 10 * lot + place, "net_kg": 3_000.0 * 1.1**lot, "serials": [f"SP-{lot:05}"] if lot % 3 else []}
        for lot in range(1, 12)
        for place, it in enumerate((INTO_HUB, OUT_OF_HUB))
    ]
    shuffled = rows.copy()
    Random(4).shuffle(shuffled)
    one, two = (find_legs(goods(it), in_memory) for it in (rows, shuffled))
    assert one.drop(["row"]).equals(two.drop(["row"]))
    assert len(one) == 11


@pytest.mark.slow
@pytest.mark.parametrize(
    "gap",
    [
        {"net_kg": None},
        {"net_kg": 0.0},
        {"quantity": None},
        {"value_usd": None},
        {"brand": None, "model": None},
        {"consignor_id": None, "consignee_id": None},
        {"dispatch": None},
        {"serials": None},
        {"hs6": None, "goods_code": None},
    ],
    ids=str,
)
def test_a_missing_cell_stops_nothing(goods: Goods, in_memory: Scratch, gap: dict[str, Any]) -> None:
    legs = find_legs(goods([{**SENT, "serials": ["SP-00417"], **gap}, {**ARRIVED, "serials": ["SP-00417"]}]), in_memory)
    assert len(legs) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("rows", [[], [SENT], [{**SENT, "on": None}, ARRIVED], [{**SENT, "direction": None}, ARRIVED]])
def test_without_two_dated_lines_there_is_no_leg(goods: Goods, in_memory: Scratch, rows: list[dict[str, Any]]) -> None:
    legs = find_legs(goods(rows), in_memory)
    assert len(legs) == 0
    assert legs.schema == record_schema("legs")


def test_legs_are_the_same_in_however_many_parts_they_are_sought(
    goods: Goods, in_memory: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = [{"brand": f"MARK{at}", "model": f"M-{at}", "net_kg": 4_000.0 + 900 * at} for at in range(3)]
    lines = [{**it, **more} for more in named for it in (SENT, ARRIVED)]
    whole = find_legs(goods(lines), in_memory)

    monkeypatch.setattr(leg_rows, "LINES_AT_ONCE", 3)
    monkeypatch.setattr(leg_rows, "PAIRS_AT_ONCE", 8)

    assert find_legs(goods(lines), in_memory) == whole
    assert _pairs(whole) == [(1, 2), (3, 4), (5, 6)]
