"""Newcomers in the place of listed importers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.successor_importer import (
    STRENGTH_BOTH,
    STRENGTH_COMMON_SELLER,
    STRENGTH_OPEN,
    STRENGTH_TRADE,
    newcomer_after_listing,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
LISTED = {"party_id": "old", "authority": "EU", "by": "identifier", "score": 1.0, "listed_on": "2022-03-01"}


def bought(on: str, importer: str, seller: str = "seller one", brand: str = "ATHENIAN") -> dict[str, Any]:
    return {"on": on, "consignee_id": importer, "consignor_id": seller, "contract_holder_id": seller, "brand": brand}


OLD = [bought(f"2021-0{month}-10", "old", seller) for month in range(1, 8) for seller in ("seller one", "seller two")]


def newcomer(first: str, importer: str = "new") -> list[dict[str, Any]]:
    return [bought(first, importer), bought("2023-04-01", importer, "seller two")]


def phones(*firms: str) -> list[dict[str, Any]]:
    return [{"party_id": firm, "kind": "phone", "key": "+70000000001"} for firm in firms]


def found(facts: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = newcomer_after_listing(facts, BAN).to_pyarrow().to_pylist()
    return rows


def test_who_begins_with_the_sellers_of_a_listed_firm_is_found(ledger: Build) -> None:
    (row,) = found(ledger(items=[*OLD, *newcomer("2022-06-01")], hits=[LISTED]))

    assert row["strength"] == pytest.approx(STRENGTH_TRADE)
    assert (row["shared_sellers"], row["shared_brands"], row["jaccard"]) == (2, 1, 1.0)
    assert row["lines"] == 2
    assert len(row["context_ids"]) == len(OLD)


@pytest.mark.parametrize(
    ("first", "count"), [("2022-03-01", 0), ("2022-03-02", 1), ("2023-03-01", 1), ("2023-03-02", 0)]
)
def test_the_first_import_comes_within_a_year_after_the_listing(first: str, count: int, ledger: Build) -> None:
    assert len(found(ledger(items=[*OLD, *newcomer(first)], hits=[LISTED]))) == count


def test_an_old_importer_that_grows_is_silent(ledger: Build) -> None:
    items = [*OLD, bought("2021-12-01", "new"), *newcomer("2022-06-01")]

    assert found(ledger(items=items, hits=[LISTED])) == []


def test_a_brand_alone_is_no_sign(ledger: Build) -> None:
    items = [*OLD, bought("2022-06-01", "new", "another seller")]

    assert found(ledger(items=items, hits=[LISTED])) == []


def test_sellers_of_everybody_tell_little(ledger: Build) -> None:
    crowd = [bought("2021-05-01", f"plant {at}", seller) for at in range(5) for seller in ("seller one", "seller two")]

    (row,) = found(ledger(items=[*OLD, *crowd, *newcomer("2022-06-01")], hits=[LISTED]))

    assert row["strength"] == pytest.approx(STRENGTH_COMMON_SELLER)


def test_a_telephone_in_common_beside_the_sellers_weighs_most(ledger: Build) -> None:
    facts = ledger(items=[*OLD, *newcomer("2022-06-01")], hits=[LISTED], traits=phones("old", "new"))

    assert [row["strength"] for row in found(facts)] == pytest.approx([STRENGTH_BOTH])


def test_a_director_in_common_is_enough_without_any_seller(ledger: Build) -> None:
    board = [{"subject_id": "director", "object_id": firm, "kind": "directs"} for firm in ("old", "new")]
    items = [*OLD, bought("2022-06-01", "new", "another seller", "CORINTHIAN")]

    (row,) = found(ledger(items=items, hits=[LISTED], relations=board))

    assert row["people"] == 2
    assert row["lines"] == 1


def test_where_the_listed_firm_goes_on_nobody_took_over(ledger: Build) -> None:
    on = [
        bought(f"2022-{month:02d}-10", "old", seller)
        for month in range(4, 11)
        for seller in ("seller one", "seller two")
    ]

    (row,) = found(ledger(items=[*OLD, *on, *newcomer("2022-06-01")], hits=[LISTED]))

    assert row["kept_share"] > 0.5
    assert row["strength"] < STRENGTH_TRADE


def test_a_legal_successor_in_the_register_is_weak(ledger: Build) -> None:
    open_tie = [{"subject_id": "old", "object_id": "new", "kind": "successor"}]

    (row,) = found(ledger(items=[*OLD, *newcomer("2022-06-01")], hits=[LISTED], relations=open_tie))

    assert row["strength"] == pytest.approx(STRENGTH_OPEN)


def test_a_newcomer_that_is_listed_itself_is_left_out(ledger: Build) -> None:
    both = [LISTED, {**LISTED, "party_id": "new", "listed_on": "2023-06-01"}]

    assert found(ledger(items=[*OLD, *newcomer("2022-06-01")], hits=both)) == []
