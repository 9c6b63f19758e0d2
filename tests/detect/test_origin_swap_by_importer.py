"""An importer whose goods come from elsewhere from one quarter to the next."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.origin_swap_by_importer import (
    STRENGTH,
    STRENGTH_OWN_PLANT,
    STRENGTH_SAME_BRAND,
    by_importer,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
OLD = [f"2021-{month:02d}-05" for month in (3, 5, 7, 9, 11)] + ["2022-01-05"]
NEW = [f"2022-{month:02d}-05" for month in (3, 4, 6, 8, 10, 12)]


def bought(days: list[str], origin: str, **more: Any) -> list[dict[str, Any]]:
    return [{"on": day, "consignee_id": "house", "origin": origin, "dispatch": origin, **more} for day in days]


def found(facts: Ledger, **limits: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_importer(facts, BAN, **limits).to_pyarrow().to_pylist()
    return rows


def test_the_same_brand_from_another_country_weighs_most(ledger: Build) -> None:
    (row,) = found(ledger(items=[*bought(OLD, "TW"), *bought(NEW, "IN")]))

    assert row["strength"] == pytest.approx(STRENGTH_SAME_BRAND)
    assert (row["lane"], row["origin_before"], row["break_month"]) == ("IN", "TW", "2022-03")
    assert (len(row["row_ids"]), len(row["context_ids"])) == (6, 6)


def test_a_brand_known_to_be_made_there_weighs_less(ledger: Build) -> None:
    (row,) = found(ledger(items=[*bought(OLD, "TW"), *bought(NEW, "CN", maker_countries=["TW", "CN"])]))

    assert row["strength"] == pytest.approx(STRENGTH_OWN_PLANT)


def test_a_turn_to_makers_of_another_country_is_weak(ledger: Build) -> None:
    (row,) = found(ledger(items=[*bought(OLD, "TW"), *bought(NEW, "CN", brand="CORINTHIAN")]))

    assert (row["strength"], row["brands_stay"]) == (pytest.approx(STRENGTH), False)


@pytest.mark.parametrize("month", ["2022-05", "2022-07", "2022-09"])
def test_the_month_of_the_jump_is_right_within_one(ledger: Build, month: str) -> None:
    days = [
        f"{year}-{number:02d}-{day:02d}" for year in (2021, 2022, 2023) for number in range(1, 13) for day in (4, 19)
    ]
    early, late = [it for it in days if it[:7] < month], [it for it in days if it[:7] >= month]

    (row,) = found(ledger(items=[*bought(early, "TW"), *bought(late, "IN")]))

    assert row["break_month"] == month


def test_one_large_machine_is_no_jump(ledger: Build) -> None:
    large = bought(["2022-03-05"], "CN", value_usd=9_000_000.0)

    assert found(ledger(items=[*bought(OLD + NEW, "TW"), *large])) == []


def test_a_mix_that_was_always_there_is_none(ledger: Build) -> None:
    assert found(ledger(items=[*bought((OLD + NEW)[::2], "TW"), *bought((OLD + NEW)[1::2], "CN")])) == []


def test_goods_off_the_list_are_not_looked_at(ledger: Build) -> None:
    items = [*bought(OLD, "TW", goods_code="8422400008"), *bought(NEW, "IN", goods_code="8422400008")]

    assert found(ledger(items=items)) == []


def test_five_shipments_are_too_few(ledger: Build) -> None:
    assert found(ledger(items=[*bought(OLD[-2:], "TW"), *bought(NEW[:3], "IN")])) == []
