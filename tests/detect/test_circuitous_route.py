"""Long ways round, ways over a neighbour, and ways that are neither."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.circuitous_route import STRENGTH, STRENGTH_NEW, by_consignee, circuitous_route

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]


def line(origin: str, dispatch: str, on: str = "2022-05-05", **more: Any) -> dict[str, Any]:
    return {"on": on, "consignee_id": "house", "origin": origin, "dispatch": dispatch, **more}


def found(facts: Ledger, **limits: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_consignee(facts, BAN, **limits).to_pyarrow().to_pylist()
    return rows


def test_a_way_of_four_times_the_direct_one_is_named(ledger: Build) -> None:
    (row,) = found(ledger(items=[line("DE", "AE")]))

    assert row["strength"] == pytest.approx(STRENGTH_NEW)
    assert (row["lane"], round(row["ratio"], 1)) == ("DE>AE>RU", 4.2)


@pytest.mark.parametrize("dispatch", ["DE", "FR", "RU"])
def test_direct_ways_within_a_market_and_at_home_are_left_alone(ledger: Build, dispatch: str) -> None:
    assert found(ledger(items=[line("DE", dispatch)])) == []


def test_a_hub_on_the_way_is_left_alone_but_a_neighbour_is_not(ledger: Build) -> None:
    (row,) = found(ledger(items=[line("TW", "TR"), line("TW", "KZ")]))

    assert (row["lane"], row["over_neighbour"]) == ("TW>KZ>RU", True)


@pytest.mark.parametrize(("ratio", "count"), [(4.2, 1), (4.3, 0)])
def test_the_ratio_is_a_threshold(ledger: Build, ratio: float, count: int) -> None:
    assert len(found(ledger(items=[line("DE", "AE")]), min_ratio=ratio)) == count


def test_an_old_way_is_weaker(ledger: Build) -> None:
    (row,) = found(ledger(items=[line("DE", "AE"), line("DE", "AE", "2021-05-05")]))

    assert row["strength"] == pytest.approx(STRENGTH)
    assert (len(row["row_ids"]), len(row["context_ids"])) == (1, 1)


def test_countries_without_a_point_are_no_error(ledger: Build) -> None:
    assert found(ledger(items=[line("ZZ", "AE"), line("DE", "ZZ")])) == []
    (row,) = found(ledger(items=[line("ZZ", "KZ")]))
    (finder,) = circuitous_route.finders
    assert row["ratio"] is None
    assert "unknown length" in finder.phrases(row)["how"]
