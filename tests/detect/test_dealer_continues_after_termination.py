"""A dealer whose contract ended: which shipments count, of which brand, from which day."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.dealer_continues_after_termination import (
    STRENGTH,
    STRENGTH_FEW,
    STRENGTH_TEXT,
    by_dealer,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
ENDED = {
    "on": "2022-01-10",
    "speaker_id": "maker",
    "about_id": "house",
    "predicate": "dealer_contract_ended",
    "text": "ended its contract on 2022-01-01",
}


def bought(*days: str, **more: Any) -> list[dict[str, Any]]:
    return [{"on": day, "consignee_id": "house", **more} for day in days]


def found(facts: Ledger, **limits: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_dealer(facts, BAN, **limits).to_pyarrow().to_pylist()
    return rows


BEFORE = bought("2021-05-01", "2021-09-01")
LATER = {"consignor_id": "trader", "dispatch": "TR"}


def test_shipments_after_the_days_of_grace_name_the_dealer(ledger: Build) -> None:
    (row,) = found(ledger(items=[*BEFORE, *bought("2022-06-01", "2022-07-01", **LATER)], claims=[ENDED]))

    assert (row["strength"], row["lines"], row["lines_before"]) == (STRENGTH, 2, 2)
    assert row["ended_on"] == date(2022, 1, 1)
    # Two shipments and the statement itself.
    assert len(row["row_ids"]) == 3


@pytest.mark.parametrize(("day", "count"), [("2022-04-01", 0), ("2022-04-02", 1)])
def test_ninety_days_are_left_for_goods_under_way(ledger: Build, day: str, count: int) -> None:
    assert len(found(ledger(items=[*BEFORE, *bought(day, **LATER)], claims=[ENDED]))) == count


def test_one_shipment_and_parts_are_weaker(ledger: Build) -> None:
    one = [*BEFORE, *bought("2022-06-01", **LATER)]
    parts = [*BEFORE, *bought("2022-06-01", "2022-07-01", "2022-08-01", whole="part", **LATER)]

    assert [it["strength"] for items in (one, parts) for it in found(ledger(items=items, claims=[ENDED]))] == [
        STRENGTH_FEW,
        STRENGTH_FEW,
    ]


def test_another_brand_and_another_dealer_do_not_count(ledger: Build) -> None:
    other_brand = bought("2022-06-01", "2022-07-01", brand="CORINTHIAN", **LATER)
    other_dealer = bought("2022-06-01", "2022-07-01", **{**LATER, "consignee_id": "somebody"})

    assert found(ledger(items=[*BEFORE, *other_brand, *other_dealer], claims=[ENDED])) == []


def test_a_dealer_abroad_that_imports_nothing_here_does_not_count(ledger: Build) -> None:
    claims = [{**ENDED, "about_id": "dealer in another country"}]

    assert found(ledger(items=[*BEFORE, *bought("2022-06-01", "2022-07-01", **LATER)], claims=claims)) == []


def test_the_dealer_may_say_it_itself(ledger: Build) -> None:
    claims = [{**ENDED, "speaker_id": "house", "about_id": "maker"}]

    (row,) = found(ledger(items=[*BEFORE, *bought("2022-06-01", "2022-07-01", **LATER)], claims=claims))

    assert row["strength"] == STRENGTH


def test_a_trading_house_ends_no_brand(ledger: Build) -> None:
    brands = [{**it, "brand": f"MARK {number}"} for number, it in enumerate(BEFORE * 3)]
    later = bought("2022-06-01", "2022-07-01", brand="MARK 1", **LATER)

    assert found(ledger(items=[*brands, *later], claims=[ENDED])) == []


def test_the_statement_may_name_the_brand(ledger: Build) -> None:
    brands = [{**it, "brand": f"MARK {number}"} for number, it in enumerate(BEFORE * 3)]
    later = bought("2022-06-01", "2022-07-01", brand="MARK 1", **LATER)
    claims = [{**ENDED, "text": "ended the contract for Mark 1 machines on 2022-01-01"}]

    (row,) = found(ledger(items=[*brands, *later], claims=claims))

    assert row["brands"] == ["MARK 1"]


def test_a_text_without_a_predicate_is_weak(ledger: Build) -> None:
    claims = [{**ENDED, "predicate": None}]

    (row,) = found(ledger(items=[*BEFORE, *bought("2022-06-01", "2022-07-01", **LATER)], claims=claims))

    assert (row["strength"], row["confidence"]) == (STRENGTH_TEXT, "possible")


def test_a_later_fair_is_cited_beside_the_shipments(ledger: Build) -> None:
    items = [*BEFORE, *bought("2022-06-01", "2022-07-01", **LATER)]
    shown = [{"on": "2022-05-24", "fair": "Fair", "exhibitor_id": "house", "brand": "Spartan"}]

    (row,) = found(ledger(items=items, claims=[ENDED], exhibits=shown))

    assert (row["fairs"], len(row["row_ids"])) == (1, 4)
