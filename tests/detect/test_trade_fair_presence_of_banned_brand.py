"""Brands at fairs after an exit: which day, whose word, who imports."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.trade_fair_presence_of_banned_brand import (
    STRENGTH,
    STRENGTH_IMPORTS,
    by_exit,
    by_statement,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]


def shown(day: str, brand: str, **more: Any) -> dict[str, Any]:
    return {"on": day, "fair": "Fair", "fair_country": "RU", "exhibitor_id": "house", "brand": brand, **more}


def strengths(find: Callable[..., Any], facts: Ledger) -> list[float]:
    return [row["strength"] for row in find(facts, BAN).to_pyarrow().to_pylist()]


@pytest.mark.parametrize(("day", "count"), [("2022-03-03", 0), ("2022-03-04", 1), ("2022-01-01", 0)])
def test_a_brand_counts_from_the_day_after_its_exit(ledger: Build, day: str, count: int) -> None:
    assert len(strengths(by_exit, ledger(exhibits=[shown(day, "HAAS Automation")]))) == count


@pytest.mark.parametrize(
    "more",
    [
        {"brand": "Corinthian"},
        {"fair_country": "DE"},
        {"part": "visitor"},
        {"exhibitor_id": None},
        {"brand": "Haastec"},
    ],
)
def test_other_brands_fairs_and_visitors_stay_silent(ledger: Build, more: dict[str, Any]) -> None:
    assert strengths(by_exit, ledger(exhibits=[{**shown("2023-05-22", "Haas"), **more}])) == []


def test_the_exhibitors_country_stands_in_for_the_fairs(ledger: Build) -> None:
    row = shown("2023-05-22", "Хаас", fair_country=None, exhibitor_country="RU")

    assert strengths(by_exit, ledger(exhibits=[row])) == [STRENGTH]


@pytest.mark.parametrize(("day", "strength"), [("2022-03-04", STRENGTH_IMPORTS), ("2022-03-03", STRENGTH)])
def test_imports_after_the_exit_make_it_weigh_more(ledger: Build, day: str, strength: float) -> None:
    items = [{"on": day, "consignee_id": "house", "consignor_id": "trader", "brand": "HAAS"}]

    assert strengths(by_exit, ledger(items=items, exhibits=[shown("2023-05-22", "Haas")])) == [strength]


STOPPED = {"on": "2022-05-10", "speaker_id": "corinthian", "predicate": "exports_stopped", "text": "on 2022-04-01"}
ENDED = {**STOPPED, "about_id": "house", "predicate": "dealer_contract_ended"}


@pytest.mark.parametrize(
    ("claim", "exhibitor", "count"),
    [
        (STOPPED, "house", 1),
        (STOPPED, "another", 1),
        (STOPPED, "corinthian", 0),
        (ENDED, "house", 1),
        # The contract of one dealer says nothing of another.
        (ENDED, "another", 0),
    ],
)
def test_a_makers_word_counts_for_those_it_is_about(
    ledger: Build, claim: dict[str, Any], exhibitor: str, count: int
) -> None:
    row = shown("2023-05-22", "Corinthian", exhibitor_id=exhibitor)

    assert len(strengths(by_statement, ledger(exhibits=[row], claims=[claim]))) == count


def test_a_trader_that_stops_speaks_for_no_brand(ledger: Build) -> None:
    items = [{"on": "2022-01-10", "consignee_id": "other", "consignor_id": "trader", "brand": "CORINTHIAN"}]
    claims = [{**STOPPED, "speaker_id": "trader"}]

    assert (
        strengths(by_statement, ledger(items=items, exhibits=[shown("2023-05-22", "Corinthian")], claims=claims)) == []
    )


def test_the_word_about_this_dealer_goes_before_a_later_one_for_all(ledger: Build) -> None:
    facts = ledger(exhibits=[shown("2023-05-22", "Corinthian")], claims=[ENDED, {**STOPPED, "text": "on 2022-05-01"}])

    (row,) = by_statement(facts, BAN).to_pyarrow().to_pylist()

    assert row["left_on"] == date(2022, 4, 1)
