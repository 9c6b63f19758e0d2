"""One large purchase and then silence: how large, how silent, how well covered."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.single_shot_buyer import STRENGTH, STRENGTH_DIRECT, STRENGTH_SO_FAR, by_importer

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]


def usual(last: str = "2023-06", amount: float = 100_000.0) -> list[dict[str, Any]]:
    """An importer that buys every month until ``last``."""
    months = [f"{year}-{month:02d}" for year in (2021, 2022, 2023) for month in range(1, 13)]
    return [{"on": f"{it}-10", "consignee_id": "regular", "value_usd": amount} for it in months if it <= last]


def shot(on: str = "2022-05-10", amount: float = 900_000.0, **more: Any) -> dict[str, Any]:
    return {"on": on, "consignee_id": "once", "value_usd": amount, "dispatch": "TR", **more}


def found(facts: Ledger, **limits: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_importer(facts, BAN, **limits).to_pyarrow().to_pylist()
    return rows


def test_one_large_purchase_and_a_year_of_silence(ledger: Build) -> None:
    (row,) = found(ledger(items=[*usual(), shot()]))

    assert row["strength"] == pytest.approx(STRENGTH)
    assert (row["shipments"], row["quiet_months"]) == (1, 13)


@pytest.mark.parametrize(("last", "strength"), [("2023-05", STRENGTH), ("2023-04", STRENGTH_SO_FAR), ("2022-10", None)])
def test_silence_is_counted_as_far_as_the_records_reach(ledger: Build, last: str, strength: float | None) -> None:
    rows = found(ledger(items=[*usual(last), shot()]))

    assert [it["strength"] for it in rows] == ([] if strength is None else [pytest.approx(strength)])


@pytest.mark.parametrize("more", [{"on": "2022-08-11"}, {"on": "2023-01-05", "goods_code": "8422400008"}])
def test_a_buyer_that_comes_back_is_none(ledger: Build, more: dict[str, Any]) -> None:
    assert found(ledger(items=[*usual(), shot(), shot("2022-06-10"), {**shot(), **more}])) == []


def test_two_shipments_of_one_deal_count_together(ledger: Build) -> None:
    (row,) = found(ledger(items=[*usual(), shot(amount=60_000.0), shot("2022-06-10", amount=60_000.0)]))

    assert (row["shipments"], row["value_usd"]) == (2, 120_000.0)


def test_a_small_purchase_an_early_one_and_one_off_the_list_are_none(ledger: Build) -> None:
    small = shot(amount=99_000.0)
    early = shot("2022-02-23", consignee_id="early")
    other = shot(consignee_id="other", goods_code="8422400008")

    assert found(ledger(items=[*usual(), small, early, other])) == []


def test_a_machine_bought_where_it_is_made_stays_at_a_tenth(ledger: Build) -> None:
    (row,) = found(ledger(items=[*usual(), shot(dispatch="TW")]))

    assert row["strength"] == pytest.approx(STRENGTH_DIRECT)


def test_an_empty_ledger_is_no_error(ledger: Build) -> None:
    assert found(ledger()) == []
