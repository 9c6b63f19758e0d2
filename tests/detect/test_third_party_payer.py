"""Who pays: strangers, banks elsewhere; and those who pay openly."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.third_party_payer import _no_reference, by_bank, by_payer, by_payment

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def test_a_payer_who_is_no_party_of_the_order_is_named(ledger: Build, order: Line) -> None:
    (row,) = rows(by_payer(ledger(orders=[order(payer_id="stranger")]), BAN))

    assert (row["subject_id"], row["sign"], row["strength"]) == ("A-1", "payer", 0.25)
    assert row["why"] == "STRANGER LLC pays, who is no party of the order"
    assert row["payer_ids"]


@pytest.mark.parametrize("role", ["buyer", "consignee", "end_user", "intermediate"])
def test_whoever_the_order_names_pays_openly(ledger: Build, order: Line, role: str) -> None:
    named = order(**{f"{role}_id": "friend", "payer_id": "friend"})

    assert rows(by_payer(ledger(orders=[named]), BAN)) == []


def test_a_leasing_company_at_home_pays_by_trade_and_one_abroad_does_not(ledger: Build, order: Line) -> None:
    near = order(payer_id="gulf leasing", payer_country="AE")
    far = order(order_no="A-2", payer_id="gulf leasing", payer_country="CN")

    (row,) = rows(by_payer(ledger(orders=[near, far]), BAN))

    assert (row["subject_id"], row["strength"]) == ("A-2", 0.3)


@pytest.mark.parametrize(
    ("bank", "buyer", "count"), [("CN", "AE", 1), ("AE", "AE", 0), ("DE", "FR", 0), ("CH", "FR", 1)]
)
def test_a_bank_elsewhere_counts_but_not_within_the_union(
    ledger: Build, order: Line, bank: str, buyer: str, count: int
) -> None:
    facts = ledger(orders=[order(bank_id="savings", bank_country=bank, buyer_country=buyer)])

    assert [row["strength"] for row in rows(by_bank(facts, BAN))] == [0.2] * count
    assert rows(by_payer(facts, BAN)) == []


def test_a_stranger_and_a_bank_elsewhere_are_one_finding(ledger: Build, order: Line) -> None:
    facts = ledger(orders=[order(payer_id="stranger", bank_country="CN")])

    (row,) = rows(by_payer(facts, BAN))

    assert (row["sign"], row["strength"]) == ("payer_and_bank", 0.3)
    assert rows(by_bank(facts, BAN)) == []


def test_a_payment_with_the_orders_number_shows_who_paid(ledger: Build, order: Line) -> None:
    paid = {"on": "2024-04-05", "reference": "a 1", "payer_id": "stranger", "payee_id": "maker", "value_usd": 5_000.0}
    facts = ledger(orders=[order()], payments=[paid, paid])

    (row,) = rows(by_payment(facts, BAN))

    assert (row["subject_id"], row["strength"], len(row["row_ids"])) == ("A-1", 0.25, 3)
    assert not _no_reference(facts)


@pytest.mark.parametrize(("purpose", "count"), [("Оплата по заказу A-1 от 5.03", 1), ("advance for order №A-12", 0)])
def test_the_number_may_stand_in_the_purpose(ledger: Build, order: Line, purpose: str, count: int) -> None:
    paid = {"on": "2024-04-05", "purpose": purpose, "payer_id": "stranger", "payee_id": "maker"}

    assert len(rows(by_payment(ledger(orders=[order()], payments=[paid]), BAN))) == 0  # two letters say too little
    longer = {**paid, "purpose": purpose.replace("A-1", "SA-17")}
    assert len(rows(by_payment(ledger(orders=[order(order_no="SA-17")], payments=[longer]), BAN))) == count


@pytest.mark.parametrize("more", [{"payer_id": "plant"}, {"payee_id": "other maker"}, {"reference": "A-2"}])
def test_payments_by_the_buyer_to_others_or_for_other_orders_are_silent(
    ledger: Build, order: Line, more: dict[str, Any]
) -> None:
    paid = {"on": "2024-04-05", "reference": "A-1", "payer_id": "stranger", "payee_id": "maker", **more}

    assert rows(by_payment(ledger(orders=[order()], payments=[paid]), BAN)) == []
