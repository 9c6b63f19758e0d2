"""Facts of an order as a whole, and what holds where nobody told."""

from collections.abc import Callable
from datetime import date

import pytest

from enduse.case.order_desk import OrderDesk
from enduse.decide.facts import Fact, Truths, fact_kinds
from enduse.model.order import Order, OrderLine, OrderParty

Orders = Callable[..., Order]


@pytest.fixture
def told(bare_desk: OrderDesk, ordered: Orders) -> Callable[..., Fact]:
    """One fact of an order as given."""

    def ask(name: str, **given: object) -> Fact:
        fact = bare_desk.check(ordered(**given)).sheet.get(name)
        assert fact is not None, name
        return fact

    return ask


Told = Callable[..., Fact]


def has(fact: Fact, name: str) -> bool | None:
    assert isinstance(fact.value, Truths)
    return fact.value.has(name)


@pytest.mark.parametrize(
    ("seller", "laws"), [("KR", {"KR"}), ("DE", {"DE", "EU"}), ("LI", {"LI", "CH"}), ("US", {"US"}), ("GB", {"GB"})]
)
def test_the_sellers_own_law_binds_and_that_of_its_union(told: Told, seller: str, laws: set[str]) -> None:
    fact = told("seller.law", seller=seller)
    assert isinstance(fact.value, Truths)
    assert ({it for it, truth in fact.value.of.items() if truth}, fact.value.rest) == (laws, False)


def test_the_united_kingdom_was_bound_by_the_unions_law_while_a_member(told: Told) -> None:
    assert has(told("seller.law", seller="GB", on=date(2020, 1, 31)), "EU") is True
    assert has(told("seller.law", seller="GB", on=date(2020, 2, 1)), "EU") is False


def test_of_a_seller_without_a_country_no_law_is_known(told: Told) -> None:
    assert has(told("seller.law", seller=""), "KR") is None


def test_the_site_outweighs_the_declared_destination(told: Told) -> None:
    assert told("destination", destination="TR", site_country="RU").value == "RU"


@pytest.mark.parametrize(
    ("seller", "end", "crosses"),
    [("KR", "UZ", None), ("KR", "TR", False), ("DE", "GE", None), ("JP", "GE", False), ("DE", "US", False)],
)
def test_a_route_that_was_not_said_may_cross_russia_only_where_that_is_usual(
    told: Told, seller: str, end: str, crosses: bool | None
) -> None:
    assert has(told("route.transit", seller=seller, destination=end), "RU") is crosses


def test_a_route_that_was_said_is_known(told: Told) -> None:
    passed = told("route.transit", destination="UZ", route=("CN", "KZ"))
    assert (has(passed, "KZ"), has(passed, "RU")) == (True, False)


def test_every_country_of_the_order_is_named(told: Told) -> None:
    fact = told("countries", route=("MY",), others=(OrderParty("bank", "Bank", "AE"),))
    assert [has(fact, it) for it in ("TH", "MY", "AE", "RU")] == [True, True, True, False]


def test_the_text_tells_where_goods_go_on(told: Told) -> None:
    assert has(told("onward", end_use="For stock and sale to customers in Russia"), "RU") is True
    assert has(told("onward", end_use="Not for resale to Russia"), "RU") is False
    assert has(told("onward"), "RU") is False


def test_an_address_in_an_occupied_region_is_told(told: Told) -> None:
    user = OrderParty("end_user", "Zavod", "UA", address="Simferopol, ul. Kirova 1")
    assert told("destination.region", others=(user,)).value == "Crimea"
    assert told("destination.region").value == "none"


def test_what_only_the_authority_could_tell_is_not_so_until_told(told: Told) -> None:
    assert told("end_use.informed").value is False
    assert told("refusal.held").value is False


def test_what_is_known_of_the_end_use_is_no_until_told(told: Told) -> None:
    assert told("end_use.military", end_use="Valve bodies of brass").value is False
    assert told("end_use.military", end_use="Turning of shells for howitzers, ammunition").value is True
    assert told("end_use.suspected", end_use="Ammunition").value is True


def test_days_that_nobody_said_are_that_of_the_order(told: Told) -> None:
    assert told("signed_on").value == date(2024, 6, 1)
    assert told("signed_on", signed_on=date(2022, 1, 5)).value == date(2022, 1, 5)


def test_the_value_is_converted_at_a_dated_rate(told: Told) -> None:
    assert told("value_usd", currency="USD", value=1000.0).value == 1000.0
    euros = told("value_usd", currency="EUR", value=1000.0, on=date(2023, 6, 1)).value
    assert isinstance(euros, float)
    assert 1050 < euros < 1100
    assert told("value_usd", currency="XYZ", value=1000.0).value is None


@pytest.mark.parametrize(
    ("seller", "origin", "said", "content"),
    [("US", "", None, True), ("KR", "US", None, True), ("KR", "KR", None, None), ("KR", "KR", False, False)],
)
def test_us_content_is_known_by_seller_origin_or_word(
    told: Told, seller: str, origin: str, said: bool | None, content: bool | None
) -> None:
    line = OrderLine(1, "CNC lathe", code="845811", origin=origin)
    assert told("us.content", seller=seller, lines=(line,), us_content=said).value is content


def test_only_named_facts_are_made(bare_desk: OrderDesk, ordered: Orders) -> None:
    made = {it.name for it in bare_desk.check(ordered()).sheet.facts}
    assert made <= set(fact_kinds())


def test_every_fact_that_no_question_tells_is_definite(bare_desk: OrderDesk, ordered: Orders) -> None:
    facts = bare_desk.check(ordered()).sheet.facts
    asked = {name for name, kind in fact_kinds().items() if kind.questions}
    assert [it.name for it in facts if it.value is None and it.name not in asked] == []
