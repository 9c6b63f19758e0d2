"""Visits before trade: whose, how long before, and by which way the goods came."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.travel_visit_before_trade import (
    STRENGTH,
    STRENGTH_AROUND,
    STRENGTH_LATE,
    by_visit,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
VISIT = {"on": "2022-03-10", "speaker_id": "director", "about_id": "corinthian works", "predicate": "visited"}
DIRECTS = {"subject_id": "director", "object_id": "house", "kind": "directs"}


def bought(*days: str, seller: str = "trader", brand: str | None = "CORINTHIAN") -> list[dict[str, Any]]:
    usual = {"consignee_id": "house", "consignor_id": seller, "contract_holder_id": seller, "brand": brand}
    return [{"on": day, **usual} for day in days]


def found(facts: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_visit(facts, BAN).to_pyarrow().to_pylist()
    return rows


@pytest.mark.parametrize(
    ("seller", "brand", "strength"),
    [
        ("trader", "CORINTHIAN", STRENGTH_AROUND),
        ("corinthian works", "CORINTHIAN", STRENGTH_LATE),
        ("corinthian works", None, STRENGTH_LATE),
    ],
)
def test_goods_by_way_of_somebody_else_weigh_more(
    ledger: Build, seller: str, brand: str | None, strength: float
) -> None:
    items = bought("2022-08-10", seller=seller, brand=brand)

    (row,) = found(ledger(items=items, claims=[VISIT], relations=[DIRECTS]))

    assert (row["strength"], row["days"]) == (strength, 153)
    # The visit, the tie of the director, the first line.
    assert len(row["row_ids"]) == 3


@pytest.mark.parametrize(("day", "count"), [("2023-03-10", 1), ("2023-03-11", 0), ("2022-03-10", 1), ("2022-03-09", 0)])
def test_within_a_year_after_the_visit(ledger: Build, day: str, count: int) -> None:
    assert len(found(ledger(items=bought(day), claims=[VISIT], relations=[DIRECTS]))) == count


def test_trade_that_began_before_the_watershed_weighs_little(ledger: Build) -> None:
    claims = [{**VISIT, "on": "2021-03-10"}]

    (row,) = found(ledger(items=bought("2021-08-10"), claims=claims, relations=[DIRECTS]))

    assert row["strength"] == STRENGTH


@pytest.mark.parametrize(
    ("claim", "relations"),
    [
        (VISIT, []),
        ({**VISIT, "predicate": "visit_cancelled"}, [DIRECTS]),
        ({**VISIT, "predicate": "general", "text": "We sell lathes."}, [DIRECTS]),
        ({**VISIT, "about_id": "spartan works"}, [DIRECTS]),
    ],
)
def test_strangers_other_makers_and_no_visits_stay_silent(
    ledger: Build, claim: dict[str, Any], relations: list[dict[str, Any]]
) -> None:
    assert found(ledger(items=bought("2022-08-10"), claims=[claim], relations=relations)) == []


def test_an_old_customer_needs_no_visit(ledger: Build) -> None:
    items = bought("2020-01-10", "2022-08-10")

    assert found(ledger(items=items, claims=[VISIT], relations=[DIRECTS])) == []
