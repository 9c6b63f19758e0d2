"""Owners that the customer names are screened, and counted under the law of the day."""

from collections.abc import Callable
from datetime import date

import pytest

from enduse.case.order_desk import OrderDesk
from enduse.decide.checked import Checked
from enduse.decide.facts import Truths
from enduse.model.order import Order, OrderLine, OrderParty, OwnerShare

Orders = Callable[..., Order]
LISTED = "Vektornada Holding Limited"


def owned(checked: Checked, law: str, about: str = "buyer") -> bool | None:
    fact = checked.sheet.get("party.owned_by_listed", about)
    assert fact is not None
    assert isinstance(fact.value, Truths)
    return fact.value.has(law)


def share(checked: Checked) -> object:
    fact = checked.sheet.get("party.listed_share", "buyer")
    assert fact is not None
    return fact.value


def buyer(*owners: OwnerShare) -> OrderParty:
    return OrderParty("buyer", "Prasertmetal", "TH", owners=owners)


@pytest.mark.parametrize(("percent", "answer"), [(49.9, False), (50.0, True), (60.0, True)])
def test_half_in_listed_hands_is_owned(desk: OrderDesk, ordered: Orders, percent: float, answer: bool) -> None:
    owners = (
        OwnerShare(LISTED, percent, "CY", "company"),
        OwnerShare("Somchai Prasert", 100 - percent, "TH", "person"),
    )
    checked = desk.check(ordered(buyer=buyer(*owners)))
    assert owned(checked, "US-OFAC") is answer
    assert share(checked) == pytest.approx(percent)


def test_of_a_law_without_a_list_it_is_not_known(desk: OrderDesk, ordered: Orders) -> None:
    owners = (OwnerShare("Somchai Prasert", 100.0, "TH", "person"),)
    checked = desk.check(ordered(buyer=buyer(*owners)))
    assert (owned(checked, "US-OFAC"), owned(checked, "EU")) == (False, None)


def test_before_its_owner_was_listed_it_was_not_owned(desk: OrderDesk, ordered: Orders) -> None:
    owners = (OwnerShare(LISTED, 100.0, "CY", "company"),)
    assert owned(desk.check(ordered(buyer=buyer(*owners), on=date(2022, 2, 28))), "US-OFAC") is False
    assert owned(desk.check(ordered(buyer=buyer(*owners), on=date(2022, 3, 1))), "US-OFAC") is True


def test_a_listed_owner_of_unknown_share_leaves_it_open(desk: OrderDesk, ordered: Orders) -> None:
    checked = desk.check(ordered(buyer=buyer(OwnerShare(LISTED, None, "CY", "company"))))
    assert (owned(checked, "US-OFAC"), share(checked)) == (None, None)


def test_an_owner_that_the_order_names_as_a_party_is_the_buyers(desk: OrderDesk, ordered: Orders) -> None:
    checked = desk.check(ordered(others=(OrderParty("owner", LISTED, "CY"),)))
    assert owned(checked, "US-OFAC") is None
    assert "owner" not in checked.sheet.parties


def test_owners_that_nobody_told_are_not_known_of_those_who_keep_the_goods(desk: OrderDesk, ordered: Orders) -> None:
    checked = desk.check(ordered(others=(OrderParty("forwarder", "Siamcargo", "TH"),)))
    assert (owned(checked, "US-OFAC"), owned(checked, "US-OFAC", "forwarder")) == (None, False)


def test_of_everyday_goods_owners_are_not_asked_and_no_user_is_missed(desk: OrderDesk, ordered: Orders) -> None:
    shirts = OrderLine(1, "Cotton T-shirts", code="610910")
    checked = desk.check(ordered(lines=(shirts,)))
    assert owned(checked, "US-OFAC") is False
    assert "end_user" not in checked.sheet.parties


def test_everyday_goods_to_russia_are_not_everyday(desk: OrderDesk, ordered: Orders) -> None:
    shirts = OrderLine(1, "Cotton T-shirts", code="610910")
    assert "end_user" in desk.check(ordered(lines=(shirts,), destination="RU")).sheet.parties


def test_who_is_wholly_owned_by_the_seller_is_owned_by_nobody_listed(desk: OrderDesk, ordered: Orders) -> None:
    mine = OrderParty("buyer", "Nordamat Thailand", "TH", own_subsidiary=True)
    checked = desk.check(ordered(buyer=mine))
    assert owned(checked, "US-OFAC") is False
    fact = checked.sheet.get("own_subsidiary")
    assert fact is not None
    assert fact.value is True
