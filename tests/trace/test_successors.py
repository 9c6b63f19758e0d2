"""Who may take over the trade of a listed importer."""

from collections.abc import Callable
from typing import Any

import pytest
from ibis.expr.types import Table

from enduse.trace.network import Records
from enduse.trace.successors import successors

Goods = Callable[[list[dict[str, Any]]], Table]
LISTED, HEIR, OLD, STRANGER = 1, 2, 3, 4
MONTH = 2023 * 12


def _bought(who: int, supplier: int, year: int, brand: str = "SPARTAN") -> list[dict[str, Any]]:
    return [
        {"on": f"{year}-{month:02}-05", "consignee_id": who, "consignor_id": supplier, "brand": brand}
        for month in range(2, 10)
    ]


@pytest.fixture
def trade(goods: Goods, records: Callable[..., Table]) -> Callable[..., Records]:
    """The listed firm, an heir that begins when it stops, an old buyer of the same supplier, and strangers."""

    def build(**more: Any) -> Records:
        rows = [
            *_bought(LISTED, 50, 2022),
            *_bought(HEIR, 50, 2023),
            *_bought(OLD, 50, 2022),
            *_bought(OLD, 50, 2023),
            *(line for who in range(STRANGER, 14) for line in _bought(who, 60 + who, 2023, "ATHENIAN")),
        ]
        tables = {it: records(it, more.get(it, ())) for it in ("payments", "relations", "traits")}
        return Records(goods(rows), **tables)

    return build


def test_who_began_with_the_same_supplier_ranks_before_who_always_had_it(trade: Callable[..., Records]) -> None:
    found = successors(trade(), LISTED, MONTH)
    assert [it.party_id for it in found] == [HEIR, OLD]
    assert (found[0].before_usd, found[0].after_usd) == (0.0, 800_000.0)
    assert len(found[0].row_ids) == 8


def test_a_shared_phone_brings_a_firm_in_that_shares_no_supplier(trade: Callable[..., Records]) -> None:
    phone = {"kind": "phone", "key": "7495", "written": "+7 495", "rows": 1}
    shared = [{**phone, "row_id": 91, "party_id": LISTED}, {**phone, "row_id": 92, "party_id": STRANGER}]
    found = {it.party_id: it for it in successors(trade(traits=shared), LISTED, MONTH)}
    assert STRANGER in found
    assert "gives the same phone" in found[STRANGER].reasons[0]


def test_a_person_in_both_firms_counts(trade: Callable[..., Records]) -> None:
    rows = [
        {"row_id": 70 + at, "subject_id": 99, "object_id": firm, "kind": "directs"}
        for at, firm in enumerate((LISTED, STRANGER))
    ]
    found = {it.party_id: it for it in successors(trade(relations=rows), LISTED, MONTH)}
    assert found[STRANGER].links == 1


def test_who_buys_nothing_afterwards_succeeds_nobody(trade: Callable[..., Records]) -> None:
    assert LISTED not in {it.party_id for it in successors(trade(), HEIR, MONTH + 12)}


def test_a_firm_without_imports_has_no_successors(trade: Callable[..., Records]) -> None:
    assert successors(trade(), 77, MONTH) == []
