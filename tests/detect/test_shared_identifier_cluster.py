"""Shared addresses, telephones and accounts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.shared_identifier_cluster import (
    STRENGTH_HOUSE,
    STRENGTH_NUMBER,
    STRENGTH_ROOM,
    between_partners,
    with_listed,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
LISTED = {"party_id": "listed", "authority": "EU", "by": "identifier", "score": 1.0, "listed_on": "2022-05-01"}


def bought(on: str, **more: Any) -> dict[str, Any]:
    return {"on": on, "consignee_id": "buyer", "consignor_id": "seller", "contract_holder_id": "seller", **more}


def gives(firm: str, kind: str = "phone", key: str = "+70000000001", written: str = "") -> dict[str, Any]:
    return {"party_id": firm, "kind": kind, "key": key, "written": written}


def strengths(found: Any) -> list[float]:
    return [row["strength"] for row in found.to_pyarrow().to_pylist()]


def test_who_shares_a_telephone_with_a_listed_firm_is_found_from_the_listing_on(ledger: Build) -> None:
    facts = ledger(
        items=[bought("2022-04-30"), bought("2022-05-01")], traits=[gives("buyer"), gives("listed")], hits=[LISTED]
    )

    (found,) = with_listed(facts, BAN).to_pyarrow().to_pylist()

    assert found["lines"] == 1
    assert found["strength"] == STRENGTH_NUMBER
    assert found["context_ids"] == [1]
    assert 2 in found["row_ids"]


def test_the_trade_before_the_listing_is_no_finding(ledger: Build) -> None:
    facts = ledger(items=[bought("2022-04-30")], traits=[gives("buyer"), gives("listed")], hits=[LISTED])

    assert strengths(with_listed(facts, BAN)) == []


@pytest.mark.parametrize(("tenants", "found"), [(2, 1), (3, 0)])
def test_what_many_give_tells_nothing(tenants: int, found: int, ledger: Build) -> None:
    others = [gives(f"tenant {number}") for number in range(tenants)]
    facts = ledger(items=[bought("2022-06-01")], traits=[gives("buyer"), gives("listed"), *others], hits=[LISTED])

    assert len(strengths(with_listed(facts, BAN))) == found


@pytest.mark.parametrize(
    ("written", "strength"),
    [("Tula, ul. Liteynaya 5, office 12", STRENGTH_ROOM), ("Tula, Liteynaya 5", STRENGTH_HOUSE)],
)
def test_a_room_tells_more_than_a_house(written: str, strength: float, ledger: Build) -> None:
    rooms = [gives(firm, "address", "tula", written) for firm in ("buyer", "listed")]
    facts = ledger(items=[bought("2022-06-01")], traits=rooms, hits=[LISTED])

    assert strengths(with_listed(facts, BAN)) == [strength]


def test_an_open_legal_successor_is_weak(ledger: Build) -> None:
    succession = [{"subject_id": "listed", "object_id": "buyer", "kind": "successor"}]
    facts = ledger(
        items=[bought("2022-06-01")],
        traits=[gives("buyer"), gives("listed")],
        hits=[LISTED],
        relations=succession,
    )

    assert strengths(with_listed(facts, BAN)) == [STRENGTH_HOUSE]


def test_a_doubtful_hit_counts_for_nothing(ledger: Build) -> None:
    doubtful = {**LISTED, "by": "name", "score": 0.6}
    facts = ledger(items=[bought("2022-06-01")], traits=[gives("buyer"), gives("listed")], hits=[doubtful])

    assert strengths(with_listed(facts, BAN)) == []


def test_goods_off_the_list_weigh_half(ledger: Build) -> None:
    other = bought("2022-06-01", goods_code="8422400008")
    facts = ledger(items=[other], traits=[gives("buyer"), gives("listed")], hits=[LISTED])

    assert strengths(with_listed(facts, BAN)) == [STRENGTH_NUMBER / 2]


def test_buyer_and_seller_with_one_account_are_found(ledger: Build) -> None:
    account = [gives(firm, "account", "40702810") for firm in ("buyer", "seller")]
    facts = ledger(items=[bought("2022-02-23"), bought("2022-02-24")], traits=account)

    (found,) = between_partners(facts, BAN).to_pyarrow().to_pylist()

    assert found["lines"] == 1
    assert found["kinds"] == ["account"]
    assert len(found["row_ids"]) == 3


def test_two_strangers_with_one_account_do_not_trade_with_each_other(ledger: Build) -> None:
    account = [gives(firm, "account", "40702810") for firm in ("buyer", "stranger")]
    facts = ledger(items=[bought("2022-06-01")], traits=account)

    assert between_partners(facts, BAN).to_pyarrow().num_rows == 0


def test_the_trade_after_the_listing_ended_is_no_finding(ledger: Build) -> None:
    over = {**LISTED, "delisted_on": "2022-06-01"}
    facts = ledger(items=[bought("2022-06-01")], traits=[gives("buyer"), gives("listed")], hits=[over])

    assert strengths(with_listed(facts, BAN)) == []
