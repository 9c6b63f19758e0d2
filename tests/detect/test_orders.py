"""Rows of the ledger become orders: each once, with everybody in it, in dollars where they are known."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.order_peers import brands_with_habits, order_peers
from enduse.detect.orders import lacking_all, order_cases

Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def test_lines_of_one_number_are_one_order(ledger: Build, order: Line) -> None:
    facts = ledger(orders=[order(line_no="1"), order(line_no="2", value_usd=50_000.0), order(order_no="A-2")])

    first, second = order_cases(facts)

    assert (first.order.id, len(first.order.lines), first.order.value, first.order.currency) == (
        "A-1",
        2,
        250_000.0,
        "USD",
    )
    assert second.order.id == "A-2"


def test_a_line_that_is_held_twice_counts_once_and_the_later_one_counts(ledger: Build, order: Line) -> None:
    same = ledger(orders=[order(), order()])
    changed = ledger(orders=[order(line_no="1"), order(line_no="1", value_usd=90_000.0)])

    assert [len(it.rows) for it in order_cases(same)] == [1]
    assert [it.order.value for it in order_cases(changed)] == [90_000.0]


def test_orders_of_two_sellers_with_one_number_stay_apart(ledger: Build, order: Line) -> None:
    assert len(order_cases(ledger(orders=[order(), order(seller_id="other maker")]))) == 2


def test_an_order_without_a_number_stands_alone(ledger: Build, order: Line) -> None:
    cases = order_cases(ledger(orders=[order(order_no=None), order(order_no=None, buyer_id="mill")]))

    assert len({it.order.id for it in cases}) == 2


def test_what_one_line_tells_of_a_party_holds_for_the_order(ledger: Build, order: Line) -> None:
    lines = [order(line_no="1"), order(line_no="2", buyer_phone="+971 4 555 0101", intermediate_id="dealer")]

    ((case),) = order_cases(ledger(orders=lines))

    buyer, dealer = case.order.party("buyer"), case.order.party("intermediate")
    assert buyer is not None
    assert dealer is not None
    assert (buyer.name, buyer.phone, dealer.name) == ("PLANT LLC", "+971 4 555 0101", "DEALER LLC")


def test_without_dollars_the_orders_own_currency_stays(ledger: Build, order: Line) -> None:
    yuan = order(value_usd=None, value=900_000.0, currency="CNY", price=300_000.0, quantity=3.0)

    ((case),) = order_cases(ledger(orders=[yuan]))

    assert (case.order.currency, case.order.value, case.order.lines[0].price) == ("CNY", 900_000.0, 300_000.0)


def test_changes_and_routes_come_with_the_order(ledger: Build, order: Line) -> None:
    change = {"order_no": "A-1", "on": "2024-06-10", "field": "destination", "old": "AE", "new": "KZ"}

    ((case),) = order_cases(ledger(orders=[order(route="Taiwan > Türkiye - KZ")], order_changes=[change]))

    assert case.order.route == ("TW", "TR", "KZ")
    assert [(it.field, it.new, it.changed_on) for it in case.order.changes] == [
        ("destination", "KZ", date(2024, 6, 10))
    ]


@pytest.mark.parametrize(("count", "judged"), [(5, frozenset()), (6, frozenset({"SPARTAN"}))])
def test_habits_of_a_brand_need_six_orders(ledger: Build, order: Line, count: int, judged: frozenset[str]) -> None:
    facts = ledger(orders=[order(order_no=f"A-{it}", installation=True) for it in range(count)])

    assert brands_with_habits(order_peers(facts)) == judged


def test_lacks_only_what_no_column_tells(ledger: Build, order: Line) -> None:
    facts = ledger(orders=[order(buyer_phone="+971 4 555 0101")])

    assert lacking_all("phones", "buyer_phone", "end_user_phone")(facts) == ()
    assert lacking_all("sites", "buyer_website", "end_user_website")(facts) == ("sites",)


def test_no_orders_are_no_trouble(ledger: Build) -> None:
    assert order_cases(ledger()) == ()
    assert order_peers(ledger()).prices == {}
