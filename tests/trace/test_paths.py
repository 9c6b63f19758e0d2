"""Chains of legs, and ways that the records allow."""

from collections.abc import Callable
from typing import Any

import pytest
from ibis.expr.types import Table

from enduse.trace.paths import PathQuestion, chain_lines, chains, trade_paths

Goods = Callable[[list[dict[str, Any]]], Table]
Records = Callable[..., Table]


def _leg(number: int, one: int, two: int, probability: float = 0.9, net_kg: float | None = 100.0) -> dict[str, Any]:
    return {
        "row_id": number,
        "earlier_row_id": one,
        "later_row_id": two,
        "probability": probability,
        "net_kg": net_kg,
        "days": 10,
    }


def test_a_chain_is_as_likely_as_all_its_legs_together(records: Records) -> None:
    (found,) = chains(records("legs", [_leg(1, 11, 12, 0.9, 100.0), _leg(2, 12, 13, 0.5, 60.0)]))
    assert (found.row_ids, found.leg_ids, found.days) == ((11, 12, 13), (1, 2), 20)
    assert found.probability == pytest.approx(0.45)
    assert found.net_kg == 60.0


def test_a_lot_taken_apart_gives_a_chain_for_each_part(records: Records) -> None:
    found = chains(records("legs", [_leg(1, 11, 12), _leg(2, 12, 13), _leg(3, 12, 14)]))
    assert [it.row_ids for it in found] == [(11, 12, 13), (11, 12, 14)]


def test_chains_are_chosen_by_length_probability_and_line(records: Records) -> None:
    legs = records("legs", [_leg(1, 11, 12, 0.6), _leg(2, 12, 13, 0.6), _leg(3, 21, 22, 0.9)])
    assert [it.row_ids for it in chains(legs, least_hops=2)] == [(11, 12, 13)]
    assert [it.row_ids for it in chains(legs, least=0.5)] == [(21, 22)]
    assert [it.row_ids for it in chains(legs, rows=(22,))] == [(21, 22)]


def test_legs_in_a_circle_end(records: Records) -> None:
    legs = records("legs", [_leg(1, 10, 11), _leg(2, 11, 12), _leg(3, 12, 11)])
    assert [it.row_ids for it in chains(legs)] == [(10, 11, 12)]


def test_no_leg_no_chain(records: Records) -> None:
    assert chains(records("legs")) == []


def test_a_chain_shows_its_lines(goods: Goods, records: Records) -> None:
    found = chains(records("legs", [_leg(1, 1, 2)]))
    lines = chain_lines(goods([{"on": "2023-01-02"}, {"on": "2023-02-02"}, {"on": "2023-03-02"}]), found)
    assert sorted(lines) == [1, 2]


def _move(on: str, sender: int, receiver: int, way: str, **more: Any) -> dict[str, Any]:
    dispatch, destination = way.split(">")
    return {
        "on": on,
        "consignor_id": sender,
        "consignee_id": receiver,
        "dispatch": dispatch,
        "destination": destination,
        **more,
    }


def test_a_path_goes_forward_in_time_from_hand_to_hand(goods: Goods) -> None:
    rows = [_move("2023-01-10", 1, 2, "TW>TR"), _move("2023-03-01", 2, 3, "TR>RU"), _move("2023-01-05", 2, 4, "TR>RU")]
    (found,) = trade_paths(goods(rows), PathQuestion(start=frozenset({1}), end_country="RU"))
    assert (found.row_ids, found.parties, found.countries) == ((1, 2), (1, 2, 3), ("TW", "TR", "RU"))


@pytest.mark.parametrize(
    ("second", "fits"),
    [("2023-01-10", False), ("2023-01-11", True), ("2024-01-10", True), ("2024-01-11", False)],
)
def test_goods_cross_a_border_in_a_day_at_least_and_wait_a_year_at_most(goods: Goods, second: str, fits: bool) -> None:
    rows = [_move("2023-01-10", 1, 2, "TW>TR"), _move(second, 2, 3, "TR>RU")]
    found = trade_paths(goods(rows), PathQuestion(start=frozenset({1}), end=frozenset({3})))
    assert bool(found) is fits


def test_goods_leave_from_where_they_are(goods: Goods) -> None:
    rows = [_move("2023-01-10", 1, 2, "TW>TR"), _move("2023-03-01", 2, 3, "CN>RU")]
    assert trade_paths(goods(rows), PathQuestion(start=frozenset({1}), end=frozenset({3}))) == []


def test_a_path_has_at_most_the_hops_asked_for_and_meets_nobody_twice(goods: Goods) -> None:
    rows = [
        _move("2023-01-10", 1, 2, "TW>CN"),
        _move("2023-02-10", 2, 1, "CN>TW"),
        _move("2023-03-10", 2, 3, "CN>TR"),
        _move("2023-04-10", 3, 4, "TR>RU"),
    ]
    asked: dict[str, Any] = {"start": frozenset({1}), "end": frozenset({4})}
    assert trade_paths(goods(rows), PathQuestion(**asked, hops=2)) == []
    assert [it.parties for it in trade_paths(goods(rows), PathQuestion(**asked, hops=5))] == [(1, 2, 3, 4)]


def test_only_goods_of_that_code_and_brand_are_followed(goods: Goods) -> None:
    rows = [_move("2023-01-10", 1, 2, "TW>TR"), _move("2023-03-01", 2, 3, "TR>RU", goods_code="8207", brand="ATHENIAN")]
    asked: dict[str, Any] = {"start": frozenset({1}), "end": frozenset({3})}
    assert trade_paths(goods(rows), PathQuestion(**asked, code="8458")) == []
    assert trade_paths(goods(rows), PathQuestion(**asked, brand="Spartan")) == []
    assert len(trade_paths(goods(rows), PathQuestion(**asked))) == 1
