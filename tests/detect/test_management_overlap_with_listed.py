"""Importers led by people of listed parties."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.management_overlap_with_listed import (
    STRENGTH_LISTED,
    STRENGTH_NAMESAKE,
    STRENGTH_SHARED,
    listed_director,
    shared_director,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
HEAD = "примеров пётр иванович"


def listed(party: str, **more: Any) -> dict[str, Any]:
    return {"party_id": party, "authority": "EU", "by": "name", "score": 0.97, "listed_on": "2022-05-01", **more}


def leads(firm: str, person: str = HEAD, **more: Any) -> dict[str, Any]:
    return {"subject_id": person, "object_id": firm, "kind": "directs", **more}


def bought(on: str = "2022-06-01") -> dict[str, Any]:
    return {"on": on, "consignee_id": "third", "consignor_id": "far", "contract_holder_id": "far"}


def strengths(table: Any) -> list[float]:
    return [row["strength"] for row in table.to_pyarrow().to_pylist()]


@pytest.mark.parametrize(("on", "count"), [("2022-04-30", 0), ("2022-05-01", 1)])
def test_a_listed_director_counts_from_the_listing_on(on: str, count: int, ledger: Build) -> None:
    facts = ledger(items=[bought(on)], relations=[leads("third")], hits=[listed(HEAD)])

    assert strengths(listed_director(facts, BAN)) == pytest.approx([STRENGTH_LISTED] * count)


def test_a_director_of_a_listed_name_may_be_a_namesake(ledger: Build) -> None:
    doubtful = listed(HEAD, score=0.6)

    found = strengths(listed_director(ledger(items=[bought()], relations=[leads("third")], hits=[doubtful]), BAN))

    assert found == pytest.approx([STRENGTH_NAMESAKE])


def test_a_director_who_left_before_the_listing_leads_no_more(ledger: Build) -> None:
    left = leads("third", end="2022-04-01")

    assert strengths(listed_director(ledger(items=[bought()], relations=[left], hits=[listed(HEAD)]), BAN)) == []


def test_a_director_in_common_with_a_listed_firm_is_found(ledger: Build) -> None:
    facts = ledger(
        items=[bought("2022-04-30"), bought()],
        relations=[leads("third"), leads("works", end="2021-01-01")],
        hits=[listed("works")],
    )

    (row,) = shared_director(facts, BAN).to_pyarrow().to_pylist()

    assert row["strength"] == pytest.approx(STRENGTH_SHARED)
    assert (row["lines"], row["context_ids"], len(row["row_ids"])) == (1, [1], 4)


def test_a_name_of_two_words_may_be_two_people(ledger: Build) -> None:
    facts = ledger(items=[bought()], relations=[leads("third", "li"), leads("works", "li")], hits=[listed("works")])

    assert strengths(shared_director(facts, BAN)) == pytest.approx([STRENGTH_NAMESAKE])


@pytest.mark.parametrize(("others", "count"), [(3, 1), (4, 0)])
def test_who_leads_many_firms_is_a_nominee(others: int, count: int, ledger: Build) -> None:
    more = [leads(f"firm {number}") for number in range(others)]
    facts = ledger(items=[bought()], relations=[leads("third"), leads("works"), *more], hits=[listed("works")])

    assert len(strengths(shared_director(facts, BAN))) == count


def test_a_listed_firm_with_another_listed_one_is_no_news(ledger: Build) -> None:
    facts = ledger(
        items=[bought()], relations=[leads("third"), leads("works")], hits=[listed("works"), listed("third")]
    )

    assert strengths(shared_director(facts, BAN)) == []


def test_a_legal_successor_is_weak(ledger: Build) -> None:
    ties = [leads("third"), leads("works"), {"subject_id": "works", "object_id": "third", "kind": "successor"}]

    facts = ledger(items=[bought()], relations=ties, hits=[listed("works")])

    assert strengths(shared_director(facts, BAN)) == pytest.approx([STRENGTH_NAMESAKE])


def test_the_trade_after_the_listing_ended_is_no_finding(ledger: Build) -> None:
    over = [leads("third"), leads("works")]
    works, head = (listed(it, delisted_on="2022-06-01") for it in ("works", HEAD))

    assert strengths(shared_director(ledger(items=[bought()], relations=over, hits=[works]), BAN)) == []
    assert strengths(listed_director(ledger(items=[bought()], relations=over, hits=[head]), BAN)) == []
