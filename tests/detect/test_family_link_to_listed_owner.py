"""Relatives of listed people behind importers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.kin import name_parts
from enduse.detect.typologies.family_link_to_listed_owner import (
    STRENGTH_LATER,
    STRENGTH_NAMESAKE,
    STRENGTHS,
    family_link_to_listed_owner,
    held_by_relative,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
HUSBAND, WIFE = "примеров пётр иванович", "примерова анна павловна"
SON, NAMESAKE = "примеров иван петрович", "примеров олег львович"
LISTED = {"party_id": HUSBAND, "authority": "EU", "by": "name", "score": 0.97, "listed_on": "2022-05-01"}
MARRIED = {"subject_id": WIFE, "object_id": HUSBAND, "kind": "family", "note": "wife"}
PEOPLE = [{"party_id": it, "kind": "person"} for it in (HUSBAND, WIFE, SON, NAMESAKE)]


def holds(person: str, firm: str = "second", **more: Any) -> dict[str, Any]:
    return {"subject_id": person, "object_id": firm, "kind": "shares", "low": 0.6, "high": 0.6, **more}


def bought(on: str) -> dict[str, Any]:
    return {"on": on, "consignee_id": "second", "consignor_id": "far trade", "contract_holder_id": "far trade"}


def rooms(*firms: str) -> list[dict[str, Any]]:
    return [{"party_id": firm, "kind": "address", "key": "tula liteinaia 5 12"} for firm in firms]


def found(facts: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = held_by_relative(facts, BAN).to_pyarrow().to_pylist()
    return rows


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Примеров Пётр Иванович", ("Примеров", "Пётр", "Иванович")),
        ("Petr Ivanovich Primerov", ("Primerov", "Petr", "Ivanovich")),
        ("PRIMEROV Petr Ivanovich", ("PRIMEROV", "Petr", "Ivanovich")),
        ("Peter Primer", ("Primer", "Peter", "")),
    ],
)
def test_a_patronymic_tells_where_the_surname_stands(name: str, parts: tuple[str, str, str]) -> None:
    assert name_parts(name) == parts


def test_a_recorded_wife_is_found_from_the_listing_of_her_husband_on(ledger: Build) -> None:
    facts = ledger(items=[bought("2022-04-30"), bought("2022-05-01")], relations=[MARRIED, holds(WIFE)], hits=[LISTED])

    (row,) = found(facts)

    assert row["confidence"] == "recorded"
    assert row["strength"] == pytest.approx(STRENGTHS["recorded"])
    assert (row["lines"], row["holds"]) == (1, "60 %")
    assert len(row["row_ids"]) == 4


def test_the_headline_does_not_name_the_relative() -> None:
    (finder,) = family_link_to_listed_owner.finders

    assert "{relative" not in finder.headline


def test_a_son_is_only_probable_where_name_and_address_say_so(ledger: Build) -> None:
    facts = ledger(
        items=[bought("2022-06-01")],
        relations=[holds(SON), holds(HUSBAND, "first")],
        traits=rooms("first", "second"),
        hits=[LISTED],
        register=PEOPLE,
    )

    (row,) = found(facts)

    assert row["confidence"] == "probable"
    assert row["strength"] == pytest.approx(STRENGTHS["probable"])


def test_a_surname_and_an_address_make_it_possible(ledger: Build) -> None:
    facts = ledger(
        items=[bought("2022-06-01")],
        relations=[holds(NAMESAKE), holds(HUSBAND, "first")],
        traits=rooms("first", "second"),
        hits=[LISTED],
        register=PEOPLE,
    )

    assert [row["confidence"] for row in found(facts)] == ["possible"]


@pytest.mark.parametrize("address", [(), ("first", "second", "third", "fourth", "fifth")])
def test_a_surname_without_an_address_of_their_own_is_nothing(address: tuple[str, ...], ledger: Build) -> None:
    facts = ledger(
        items=[bought("2022-06-01")],
        relations=[holds(SON), holds(HUSBAND, "first")],
        traits=rooms(*address),
        hits=[LISTED],
        register=PEOPLE,
    )

    assert found(facts) == []


def test_a_husband_of_a_listed_name_may_be_a_namesake(ledger: Build) -> None:
    doubtful = {**LISTED, "score": 0.6}

    (row,) = found(ledger(items=[bought("2022-06-01")], relations=[MARRIED, holds(WIFE)], hits=[doubtful]))

    assert row["strength"] == pytest.approx(STRENGTH_NAMESAKE)


def test_a_share_that_was_sold_before_the_trade_counts_no_more(ledger: Build) -> None:
    sold = holds(WIFE, end="2022-05-15")
    facts = ledger(items=[bought("2022-06-01")], relations=[MARRIED, sold], hits=[LISTED])

    assert found(facts) == []


def test_trade_before_the_listing_is_a_weaker_sign(ledger: Build) -> None:
    elsewhere = {**bought("2022-06-01"), "consignee_id": "other"}
    later = [bought("2022-04-01"), {**bought("2022-07-01"), "consignee_id": "held too"}, elsewhere]
    facts = ledger(items=later, relations=[MARRIED, holds(WIFE), holds(WIFE, "held too")], hits=[LISTED])

    strengths = sorted(row["strength"] for row in found(facts))

    assert strengths == pytest.approx([STRENGTH_LATER, STRENGTHS["recorded"]])


def test_a_spouse_of_the_owner_noted_beside_the_company_is_probable(ledger: Build) -> None:
    noted = {"subject_id": WIFE, "object_id": "first", "kind": "linked", "note": "spouse of the owner"}
    ties = [noted, holds(HUSBAND, "first"), holds(WIFE)]

    (row,) = found(ledger(items=[bought("2022-06-01")], relations=ties, hits=[LISTED], register=PEOPLE))

    assert row["confidence"] == "probable"
