"""Parties at addresses that are listed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.listed_high_diversion_address import STRENGTH, STRENGTH_LOOSE, at_listed_address

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
ADDRESS = {"party_id": "office", "authority": "US-BIS", "by": "address", "score": 0.95, "listed_on": "2022-05-01"}


def sold(on: str, **more: Any) -> dict[str, Any]:
    return {"on": on, "consignee_id": "buyer", "consignor_id": "office", "contract_holder_id": "maker", **more}


def found(facts: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = at_listed_address(facts, BAN).to_pyarrow().to_pylist()
    return rows


@pytest.mark.parametrize(("on", "count"), [("2022-04-30", 0), ("2022-05-01", 1)])
def test_counts_from_the_day_of_the_listing(on: str, count: int, ledger: Build) -> None:
    assert len(found(ledger(items=[sold(on)], hits=[ADDRESS]))) == count


def test_ends_with_the_listing(ledger: Build) -> None:
    ended = {**ADDRESS, "delisted_on": "2022-06-01"}

    assert found(ledger(items=[sold("2022-06-01")], hits=[ended])) == []


def test_a_listing_without_a_day_counts_from_the_watershed(ledger: Build) -> None:
    undated = {key: value for key, value in ADDRESS.items() if key != "listed_on"}
    (row,) = found(ledger(items=[sold("2022-02-23"), sold("2022-02-24")], hits=[undated]))

    assert row["lines"] == 1


@pytest.mark.parametrize(("tenants", "count"), [(4, 1), (5, 0)])
def test_somebodys_address_tells_nothing_where_many_stand(tenants: int, count: int, ledger: Build) -> None:
    others = [{**ADDRESS, "party_id": f"tenant {number}", "score": 0.1} for number in range(tenants - 1)]

    rows = found(ledger(items=[sold("2022-06-01")], hits=[{**ADDRESS, "score": 0.1}, *others]))

    assert len(rows) == count


@pytest.mark.parametrize(("score", "strength"), [(0.95, STRENGTH), (0.7, STRENGTH_LOOSE)])
def test_the_address_of_a_listed_party_tells_less_than_a_listed_address(
    score: float, strength: float, ledger: Build
) -> None:
    (row,) = found(ledger(items=[sold("2022-06-01")], hits=[{**ADDRESS, "score": score}]))

    assert row["strength"] == strength
    assert len(row["row_ids"]) == 2


def test_who_is_listed_by_name_needs_no_address(ledger: Build) -> None:
    named = {**ADDRESS, "by": "name"}

    assert found(ledger(items=[sold("2022-06-01")], hits=[ADDRESS, named])) == []


def test_an_entry_that_is_called_an_address_is_one(ledger: Build) -> None:
    (row,) = found(ledger(items=[sold("2022-06-01")], hits=[{**ADDRESS, "score": 0.6, "listed_name": "Address 17"}]))

    assert row["strength"] == STRENGTH
