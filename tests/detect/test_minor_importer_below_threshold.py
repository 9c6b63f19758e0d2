"""Small importers that are supplied the way the large ones are."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.minor_importer_below_threshold import (
    STRENGTH,
    STRENGTH_ALONE,
    STRENGTH_LISTED,
    by_importer,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
LISTED = {"party_id": "large", "authority": "EU", "list": "EU", "by": "identifier", "score": 1.0}


def line(importer: str, value: float = 60_000.0, on: str = "2022-05-10", **more: Any) -> dict[str, Any]:
    usual = {"consignor_id": "shipper", "dispatch": "TR"}
    return {"on": on, "consignee_id": importer, "value_usd": value, **usual, **more}


def found(facts: Ledger, **limits: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_importer(facts, BAN, **limits).to_pyarrow().to_pylist()
    return rows


def test_a_small_customer_of_a_listed_importers_sender_is_named(ledger: Build) -> None:
    (row,) = found(ledger(items=[line("little"), line("large", 900_000.0)], hits=[LISTED]))

    assert row["strength"] == pytest.approx(STRENGTH_LISTED)
    assert (row["listed_customers"], row["customers"]) == (1, 2)


def test_a_new_sender_with_three_customers_is_weaker(ledger: Build) -> None:
    rows = found(ledger(items=[line("little"), line("large", 900_000.0), line("third", 900_000.0)]))

    assert [it["strength"] for it in rows] == [pytest.approx(STRENGTH)]


@pytest.mark.parametrize(("value", "count"), [(199_999.0, 1), (200_000.0, 0)])
def test_size_is_the_sum_since_the_watershed(ledger: Build, value: float, count: int) -> None:
    items = [line("little", value), line("little", 900_000.0, "2021-05-10"), line("large", 900_000.0)]

    assert len(found(ledger(items=items, hits=[LISTED]))) == count


def test_an_old_sender_of_its_own_and_a_direct_purchase_are_none(ledger: Build) -> None:
    own = [line("little", on=day, consignor_id="another shipper") for day in ("2021-05-10", "2022-05-10")]
    items = [*own, line("second", dispatch="TW")]

    assert found(ledger(items=[*items, line("large", 900_000.0)], hits=[LISTED])) == []


def test_a_new_importer_with_a_new_sender_is_the_weakest(ledger: Build) -> None:
    (row,) = found(ledger(items=[line("little", consignor_id="another shipper")]))

    assert row["strength"] == pytest.approx(STRENGTH_ALONE)


def test_an_old_importer_with_a_new_sender_of_its_own_is_none(ledger: Build) -> None:
    early = line("little", on="2021-05-10", consignor_id="maker", dispatch="TW")

    assert found(ledger(items=[early, line("little", consignor_id="another shipper")])) == []


def test_an_old_sender_with_three_customers_is_none(ledger: Build) -> None:
    old = line("fourth", 900_000.0, "2021-05-10")

    assert found(ledger(items=[line("little"), line("large", 9e5), line("third", 9e5), old])) == []


def test_a_small_importers_own_listing_says_nothing_of_its_sender(ledger: Build) -> None:
    items = [line("little"), line("large", 900_000.0)]

    (row,) = found(ledger(items=items, hits=[{**LISTED, "party_id": "little"}]))

    assert (row["listed_customers"], row["strength"]) == (0, pytest.approx(STRENGTH_ALONE))
