"""Importers that belong to listed parties."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.holdings import spells
from enduse.detect.typologies.ownership_50_rule import STRENGTHS, owned_by_listed

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]


def listed(party: str, authority: str = "EU", **more: Any) -> dict[str, Any]:
    told = {"party_id": party, "authority": authority, "list": "SDN", "by": "identifier", "score": 1.0}
    return {**told, "listed_on": "2022-05-01", **more}


def holds(owner: str, share: float, firm: str = "held", **more: Any) -> dict[str, Any]:
    return {"subject_id": owner, "object_id": firm, "kind": "shares", "low": share, "high": share, **more}


def bought(on: str = "2022-06-01", **more: Any) -> dict[str, Any]:
    return {"on": on, "consignee_id": "held", "consignor_id": "far", "contract_holder_id": "far", **more}


def found(facts: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = owned_by_listed(facts, BAN).to_pyarrow().to_pylist()
    return rows


@pytest.mark.parametrize(("share", "grade"), [(0.5, "owned"), (0.49, None)])
def test_half_is_the_threshold(share: float, grade: str | None, ledger: Build) -> None:
    others = holds("somebody", 1 - share)
    facts = ledger(items=[bought()], relations=[holds("boss", share), others], hits=[listed("boss")])

    assert [row["grade"] for row in found(facts)] == ([grade] if grade else [])


def test_shares_of_several_listed_parties_of_any_list_are_added_up_through_firms(ledger: Build) -> None:
    stakes = [holds("boss", 0.6, "holding"), holds("holding", 0.26), holds("friend", 0.3), holds("other", 0.44)]
    facts = ledger(items=[bought()], relations=stakes, hits=[listed("boss", "EU"), listed("friend", "COUNCIL-X")])

    (row,) = found(facts)

    assert row["share"] == "56 %"
    assert row["strength"] == pytest.approx(STRENGTHS["owned"])
    assert len(row["listed_ids"]) == 2
    assert len(row["row_ids"]) == 1 + 2 + 3


def test_the_law_of_the_day_is_named_where_there_is_one(ledger: Build) -> None:
    facts = ledger(items=[bought()], relations=[holds("boss", 0.5)], hits=[listed("boss", "US-OFAC")])

    assert [row["laws"] for row in found(facts)] == [["US-OFAC"]]


def test_only_the_days_on_which_it_was_owned_count(ledger: Build) -> None:
    stake = holds("boss", 0.7, start="2022-01-01", end="2022-08-01")
    items = [bought("2022-04-30"), bought("2022-05-01"), bought("2022-07-31"), bought("2022-08-01")]

    (row,) = found(ledger(items=items, relations=[stake], hits=[listed("boss")]))

    assert row["lines"] == 2
    assert sorted(row["context_ids"]) == [1, 4]


def test_a_delisted_owner_counts_no_more(ledger: Build) -> None:
    over = listed("boss", delisted_on="2022-06-01")

    assert found(ledger(items=[bought()], relations=[holds("boss", 0.7)], hits=[over])) == []


def test_a_firm_that_is_listed_itself_is_no_finding_of_this_kind(ledger: Build) -> None:
    facts = ledger(items=[bought()], relations=[holds("boss", 0.7)], hits=[listed("boss"), listed("held")])

    assert found(facts) == []


NAMESAKE = listed("boss", by="name", score=0.6, reason="the names are alike")


def test_an_owner_of_a_listed_name_may_be_a_namesake(ledger: Build) -> None:
    (row,) = found(ledger(items=[bought()], relations=[holds("boss", 0.7)], hits=[NAMESAKE]))

    assert row["grade"] == "namesake"
    assert row["strength"] == pytest.approx(STRENGTHS["namesake"])


def test_who_also_owns_a_listed_firm_is_no_namesake(ledger: Build) -> None:
    stakes = [holds("boss", 0.7), holds("boss", 1.0, "works")]

    (row,) = found(ledger(items=[bought()], relations=stakes, hits=[NAMESAKE, listed("works")]))

    assert row["grade"] == "owned"


def test_shares_that_the_register_leaves_open_make_it_possible(ledger: Build) -> None:
    open_share = {"subject_id": "boss", "object_id": "held", "kind": "shares", "low": None, "high": None}

    (row,) = found(ledger(items=[bought()], relations=[open_share], hits=[listed("boss")]))

    assert row["grade"] == "possible"
    assert row["strength"] == pytest.approx(STRENGTHS["possible"])


def test_holders_of_more_than_the_whole_are_said(ledger: Build) -> None:
    stakes = [holds("boss", 0.6), holds("somebody", 1.0), holds("another", 0.4)]

    (row,) = found(ledger(items=[bought()], relations=stakes, hits=[listed("boss")]))

    assert row["grade"] == "contradicted"


def test_a_listing_after_the_last_trade_is_weaker(ledger: Build) -> None:
    items = [bought("2022-04-01"), {**bought("2022-07-01"), "consignee_id": "too"}]
    stakes = [holds("boss", 0.6), holds("boss", 0.6, "too")]

    grades = sorted(row["grade"] for row in found(ledger(items=items, relations=stakes, hits=[listed("boss")])))

    assert grades == ["later", "owned"]


def test_firms_that_own_each_other_in_a_circle_end(ledger: Build) -> None:
    circle = [holds("held", 0.3, "ring"), holds("ring", 0.3), holds("boss", 0.6)]

    assert [row["grade"] for row in found(ledger(items=[bought()], relations=circle, hits=[listed("boss")]))] == [
        "owned"
    ]


def test_trading_days_are_asked_about_once_for_each_span() -> None:
    days = [date(2022, 1, 1), date(2022, 3, 1)]
    traded = [date(2022, 3, 1), date(2021, 12, 31), date(2022, 2, 1), date(2022, 2, 2)]

    assert {first.isoformat(): len(on) for first, on in spells(days, traded).items()} == {
        "2021-12-31": 1,
        "2022-02-01": 2,
        "2022-03-01": 1,
    }
