"""Named customers of defence: in which sentences, how sure, and who trades."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.defence_client_advertising import (
    STRENGTH,
    STRENGTH_BRANCH,
    STRENGTH_NO_TRADE,
    by_page,
    by_statement,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
BOUGHT = {"on": "2022-08-10", "consignee_id": "seller", "consignor_id": "trader", "contract_holder_id": "trader"}
HIT = {
    "party_id": "zhelvorsk works",
    "authority": "US-BIS",
    "list": "Entity List",
    "listed_name": "Zhelvorsk Works",
    "programmes": ["Military end user"],
    "by": "identifier",
    "score": 1.0,
}


def page(text: str, **more: Any) -> dict[str, Any]:
    return {"on": "2022-09-01", "domain": "seller.example", "registrant_id": "seller", "text": text, **more}


def found(facts: Ledger) -> list[tuple[float, int]]:
    rows = by_page(facts, BAN).to_pyarrow().to_pylist()
    return [(row["strength"], len(row["client_ids"])) for row in rows]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Our customers: Zhelvorsk Works and others.", [(STRENGTH, 1)]),
        ("Our customers:\nA school\nZhelvorsk Works", [(STRENGTH, 1)]),
        ("Нам доверяют: войсковая часть 90001.", [(STRENGTH, 0)]),
        ("Наши клиенты: предприятия ОПК.", [(STRENGTH_BRANCH, 0)]),
        # Not among customers.
        ("Zhelvorsk Works was founded in 1932.", []),
        ("Our customers are schools.", []),
        ("We have no customers.\nA\nB\nC\nZhelvorsk Works", []),
        ("Zhelvorsk Works is not our customer.", []),
        ("Our customers:\nA school\nThey do not include\nZhelvorsk Works", []),
    ],
)
def test_names_count_where_a_page_speaks_of_customers(
    ledger: Build, text: str, result: list[tuple[float, int]]
) -> None:
    assert found(ledger(items=[BOUGHT], hits=[HIT], web=[page(text)])) == result


def test_without_priority_goods_a_page_weighs_little(ledger: Build) -> None:
    assert found(ledger(hits=[HIT], web=[page("Our clients: Zhelvorsk Works.")])) == [(STRENGTH_NO_TRADE, 1)]


def test_the_plants_own_page_names_no_customer(ledger: Build) -> None:
    own = page("Customers of Zhelvorsk Works praise it.", registrant_id="zhelvorsk works")

    assert found(ledger(hits=[HIT], web=[own])) == []


@pytest.mark.parametrize(("predicate", "count"), [("client", 1), ("competitor", 0)])
def test_a_statement_about_a_customer_counts(ledger: Build, predicate: str, count: int) -> None:
    claims = [{"on": "2022-09-05", "speaker_id": "seller", "about_id": "zhelvorsk works", "predicate": predicate}]

    rows = by_statement(ledger(items=[BOUGHT], hits=[HIT], claims=claims), BAN).to_pyarrow().to_pylist()

    assert [row["strength"] for row in rows] == [STRENGTH] * count
