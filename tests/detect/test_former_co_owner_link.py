"""Former co-owners on the other side of a trade."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.former_co_owner_link import (
    STRENGTH_FORMER,
    STRENGTH_NAMESAKE,
    STRENGTH_PRESENT,
    owner_behind_seller,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
PEOPLE = [{"party_id": it, "kind": "person"} for it in ("petr primerov", "primerov petr", "anna obraztsova")]


def bought(seller: str = "seller") -> dict[str, Any]:
    return {"on": "2022-06-01", "consignee_id": "buyer", "consignor_id": seller, "contract_holder_id": seller}


def part(person: str, firm: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"subject_id": person, "object_id": firm, "kind": kind, **more}


def found(facts: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = owner_behind_seller(facts, BAN).to_pyarrow().to_pylist()
    return rows


SOLD = {"low": 0.333, "start": "2011-01-01", "end": "2015-01-01"}


def test_a_director_of_the_seller_who_once_owned_a_third_of_the_importer_is_found(ledger: Build) -> None:
    ties = [part("petr primerov", "buyer", "shares", **SOLD), part("petr primerov", "seller", "directs")]

    (row,) = found(ledger(items=[bought()], relations=ties, register=PEOPLE))

    assert row["strength"] == pytest.approx(STRENGTH_FORMER)
    assert row["confidence"] == "derived"
    assert row["ended_on"] == date(2015, 1, 1)
    assert len(row["row_ids"]) == 3


def test_an_owner_of_today_weighs_less(ledger: Build) -> None:
    ties = [part("petr primerov", "buyer", "shares"), part("petr primerov", "seller", "directs")]

    (row,) = found(ledger(items=[bought()], relations=ties, register=PEOPLE))

    assert row["strength"] == pytest.approx(STRENGTH_PRESENT)


def test_two_posts_without_a_share_are_no_co_ownership(ledger: Build) -> None:
    ties = [part("petr primerov", firm, "directs") for firm in ("buyer", "seller")]

    assert found(ledger(items=[bought()], relations=ties, register=PEOPLE)) == []


def test_a_company_that_owns_both_is_a_group_and_silent(ledger: Build) -> None:
    ties = [part("parent", firm, "shares") for firm in ("buyer", "seller")]

    assert found(ledger(items=[bought()], relations=ties)) == []


def test_an_owner_of_a_firm_that_never_sold_to_the_importer_is_silent(ledger: Build) -> None:
    ties = [part("petr primerov", "buyer", "shares", **SOLD), part("petr primerov", "stranger", "directs")]

    assert found(ledger(items=[bought()], relations=ties, register=PEOPLE)) == []


def test_names_that_are_alike_make_it_possible_only(ledger: Build) -> None:
    ties = [part("petr primerov", "buyer", "shares", **SOLD), part("primerov petr", "seller", "directs")]

    (row,) = found(ledger(items=[bought()], relations=ties, register=PEOPLE))

    assert row["confidence"] == "possible"
    assert row["strength"] == pytest.approx(STRENGTH_NAMESAKE)


@pytest.mark.parametrize(("others", "count"), [(3, 1), (4, 0)])
def test_who_sits_in_many_firms_is_left_out(others: int, count: int, ledger: Build) -> None:
    ties = [part("petr primerov", "buyer", "shares", **SOLD), part("petr primerov", "seller", "directs")]
    more = [part("petr primerov", f"firm {number}", "directs") for number in range(others)]

    assert len(found(ledger(items=[bought()], relations=[*ties, *more], register=PEOPLE))) == count
