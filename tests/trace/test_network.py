"""The shortest way of evidence between two parties."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from ibis.expr.types import Table

from enduse.trace.network import MOST_SHARING, Records, evidence_path, neighbours

Goods = Callable[[list[dict[str, Any]]], Table]
Make = Callable[..., Records]


@pytest.fixture
def world(goods: Goods, records: Callable[..., Table]) -> Make:
    """``world(items=[...], relations=[...])``."""

    def build(items: Any = (), payments: Any = (), relations: Any = (), traits: Any = (), tenders: Any = ()) -> Records:
        return Records(
            goods(list(items)),
            records("payments", payments),
            records("relations", relations),
            records("traits", traits),
            records("tenders", tenders),
        )

    return build


def _trade(seller: int, buyer: int) -> dict[str, Any]:
    return {"on": "2023-01-02", "consignor_id": seller, "consignee_id": buyer}


def _phone(number: int, party: int) -> dict[str, Any]:
    return {"row_id": number, "party_id": party, "kind": "phone", "key": "7495", "written": "+7 495", "rows": 1}


OWNS = {"row_id": 71, "subject_id": 20, "object_id": 1, "kind": "shares", "low": 0.6, "register": "EGRUL"}
KIN = {"row_id": 72, "subject_id": 20, "object_id": 21, "kind": "family", "note": "spouse"}
OWNS_OTHER = {"row_id": 73, "subject_id": 21, "object_id": 3, "kind": "shares", "low": 1.0}


def test_a_way_over_kin_names_each_link_and_its_rows(world: Make) -> None:
    found = evidence_path(world(relations=[OWNS, KIN, OWNS_OTHER]), [1], [3])
    assert found is not None
    assert found.parties == (1, 20, 21, 3)
    assert [it.row_ids for it in found.links] == [(71,), (72,), (73,)]
    assert [it.words for it in found.links] == [
        "is owned in part by (60%)",
        "is kin of [spouse]",
        "owns a share of (100%)",
    ]


def test_a_public_contract_leads_from_the_importer_to_the_end_user(world: Make) -> None:
    contract = {"row_id": 81, "supplier_id": 1, "buyer_id": 3, "signed_on": date(2023, 3, 14)}
    found = evidence_path(world(tenders=[contract]), [1], [3])
    assert found is not None
    assert [(it.kind, it.words, it.row_ids) for it in found.links] == [("contract", "won a public contract of", (81,))]


def test_a_register_says_more_than_trade(world: Make) -> None:
    found = evidence_path(world(items=[_trade(1, 3)], relations=[{**OWNS, "subject_id": 3}]), [1], [3])
    assert found is not None
    assert found.links[0].kind == "relation"


def test_trade_is_told_from_either_end(world: Make) -> None:
    records = world(items=[_trade(1, 3)])
    words = [path.links[0].words for ends in ((1, 3), (3, 1)) if (path := evidence_path(records, [ends[0]], [ends[1]]))]
    assert words == ["supplied", "was supplied by"]


def test_payments_and_shared_phones_join(world: Make) -> None:
    paid = {"row_id": 81, "payer_id": 1, "payee_id": 2}
    found = evidence_path(world(payments=[paid], traits=[_phone(91, 2), _phone(92, 3)]), [1], [3])
    assert found is not None
    assert [it.kind for it in found.links] == ["payment", "trait"]
    assert found.links[1].row_ids == (91, 92)


def test_a_phone_that_many_share_joins_nobody(world: Make) -> None:
    many = [_phone(number, number) for number in range(1, MOST_SHARING + 2)]
    assert evidence_path(world(traits=many), [1], [3]) is None
    assert evidence_path(world(traits=many[:-1]), [1], [3]) is not None


def test_no_way_or_too_long_a_way_is_none(world: Make) -> None:
    chain = [_trade(at, at + 1) for at in range(1, 6)]
    assert evidence_path(world(items=chain), [1], [9]) is None
    assert evidence_path(world(items=chain), [1], [6], most_links=4) is None
    found = evidence_path(world(items=chain), [1], [6], most_links=5)
    assert found is not None
    assert found.parties == (1, 2, 3, 4, 5, 6)


def test_owners_in_a_circle_end(world: Make) -> None:
    circle = [{**OWNS, "row_id": at, "subject_id": at, "object_id": at % 3 + 1} for at in (1, 2, 3)]
    assert evidence_path(world(relations=circle), [1], [9]) is None


def test_neighbours_come_with_the_most_telling_first(world: Make) -> None:
    found = neighbours(world(items=[_trade(1, 5)], relations=[OWNS]), [1])
    assert [it.kind for it in found] == ["relation", "trade"]
