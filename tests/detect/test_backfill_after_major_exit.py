"""Majors leave, small makers fill the gap; and the markets where that is not so."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.backfill_after_major_exit import (
    STRENGTH_DIRECT,
    STRENGTH_INDIRECT,
    by_importer,
    by_market,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
BEFORE = [f"2021-{month:02d}-05" for month in (3, 5, 7, 9, 11)] + ["2022-01-05"]
AFTER = [f"2022-{month:02d}-05" for month in (3, 5, 7, 9, 11)] + ["2023-01-05"]


def sold(days: list[str], brand: str, value: float, **more: Any) -> list[dict[str, Any]]:
    usual = {"origin": "DE", "dispatch": "DE", "consignor_id": brand.lower(), "consignee_id": "house"}
    return [{"on": day, "brand": brand, "value_usd": value, **usual, **more} for day in days]


def market(after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    giants = sold(BEFORE, "GIANT", 400_000.0)
    middle = sold([*BEFORE, *AFTER], "MIDDLE", 100_000.0)
    return [*giants, *middle, *after]


def found(facts: Ledger, **limits: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_market(facts, BAN, **limits).to_pyarrow().to_pylist()
    return rows


def test_small_makers_that_fill_the_gap_are_found(ledger: Build) -> None:
    small = [line for at, day in enumerate(AFTER) for line in sold([day], f"SMALL {at % 3}", 150_000.0)]

    (row,) = found(ledger(items=market(small)))

    assert row["subject_id"] == "DE>RU:8458"
    assert (row["majors_left"], row["small_makers"], row["small_share_before"]) == (["GIANT"], 3, 0.0)
    assert row["small_share_after"] == pytest.approx(0.6)
    # Windows are equally long: eleven months after the watershed, so eleven before it.
    assert (row["window_months"], len(row["row_ids"]), len(row["context_ids"])) == (11, 6, 5)


def test_a_market_whose_major_stays_is_none(ledger: Build) -> None:
    small = [line for at, day in enumerate(AFTER) for line in sold([day], f"SMALL {at % 3}", 150_000.0)]

    assert found(ledger(items=market([*small, *sold(AFTER, "GIANT", 400_000.0)]))) == []


def test_a_gap_that_nobody_fills_is_none(ledger: Build) -> None:
    assert found(ledger(items=market([]))) == []
    drops = [line for at, day in enumerate(AFTER) for line in sold([day], f"SMALL {at % 3}", 30_000.0)]
    assert found(ledger(items=market(drops))) == []


def test_a_gap_that_another_large_maker_fills_is_none(ledger: Build) -> None:
    assert found(ledger(items=market(sold(AFTER, "MIDDLE", 300_000.0)))) == []


def test_one_new_giant_instead_of_many_small_ones_is_no_less_concentrated(ledger: Build) -> None:
    assert found(ledger(items=market(sold(AFTER, "NEWCOMER", 2_000_000.0)))) == []


@pytest.mark.parametrize(("lines", "count"), [(5, 1), (4, 0)])
def test_a_few_machines_make_no_market(ledger: Build, lines: int, count: int) -> None:
    small = [line for at, day in enumerate(AFTER[:lines]) for line in sold([day], f"SMALL {at}", 180_000.0)]

    assert len(found(ledger(items=market(small)))) == count


def turned(brand: str, **more: Any) -> list[dict[str, Any]]:
    """A market that others keep as it was, and one importer that changes from its major to another brand."""
    others = sold([*BEFORE, *AFTER], "GIANT", 900_000.0, consignee_id="plant")
    early = sold(BEFORE[1:], "GIANT", 200_000.0)
    return [*others, *early, *sold(AFTER[:5], brand, 200_000.0, **more)]


def bought(facts: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_importer(facts, BAN).to_pyarrow().to_pylist()
    return rows


def test_an_importer_that_turns_to_small_makers_of_the_same_country_is_named(ledger: Build) -> None:
    facts = ledger(items=turned("NOBODY KNOWS", dispatch="TR"))

    (row,) = bought(facts)

    assert (row["lane"], row["strength"]) == ("DE", pytest.approx(STRENGTH_INDIRECT))
    assert (row["small_share_before"], row["small_share_after"], row["small_makers"]) == (0.0, 1.0, 1)
    assert (len(row["row_ids"]), len(row["context_ids"])) == (5, 5)
    assert found(facts) == []


def test_small_makers_that_ship_themselves_are_weak(ledger: Build) -> None:
    (row,) = bought(ledger(items=turned("NOBODY KNOWS")))

    assert row["strength"] == pytest.approx(STRENGTH_DIRECT)


def test_a_turn_to_another_countrys_makers_and_none_at_all_do_not_count(ledger: Build) -> None:
    assert bought(ledger(items=turned("NOBODY KNOWS", origin="CN", dispatch="CN"))) == []
    assert bought(ledger(items=turned("GIANT", dispatch="TR"))) == []


def test_small_is_who_sold_at_most_a_third_of_the_largest_maker(ledger: Build) -> None:
    """In a market of few makers a small one may have a tenth of it."""
    small = sold([*BEFORE, *AFTER], "NOBODY KNOWS", 300_000.0, consignee_id="plant")
    large = sold([*BEFORE, *AFTER], "NOBODY KNOWS", 600_000.0, consignee_id="plant")
    turn = turned("NOBODY KNOWS", dispatch="TR")

    assert [it["small_makers"] for it in bought(ledger(items=[*turn, *small]))] == [1]
    assert bought(ledger(items=[*turn, *large])) == []


@pytest.mark.parametrize(("lines", "count"), [(3, 1), (2, 0)])
def test_two_machines_are_no_turn(ledger: Build, lines: int, count: int) -> None:
    rows = [it for it in turned("NOBODY KNOWS", dispatch="TR") if it["brand"] == "GIANT"]

    assert len(bought(ledger(items=[*rows, *sold(AFTER[:lines], "NOBODY KNOWS", 200_000.0, dispatch="TR")]))) == count
