"""Parties of an order are looked for on the lists of the order's day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from enduse.case import Case, ListOptions, create
from enduse.case.order_desk import OrderDesk, OrderDeskOptions
from enduse.decide.checked import Checked, PartyReport
from enduse.decide.facts import Truths
from enduse.model.order import Order, OrderParty
from enduse.screen.signs import Query

Orders = Callable[..., Order]


def truth(checked: Checked, name: str, list_name: str, about: str = "buyer") -> bool | None:
    fact = checked.sheet.get(name, about)
    assert fact is not None
    assert isinstance(fact.value, Truths)
    return fact.value.has(list_name)


def value(checked: Checked, name: str, about: str = "buyer") -> object:
    fact = checked.sheet.get(name, about)
    assert fact is not None
    return fact.value


def report(checked: Checked, key: str = "buyer") -> PartyReport:
    return next(it for it in checked.parties if it.key == key)


def test_a_listed_buyer_stands_on_that_list_and_on_no_other(desk: OrderDesk, ordered: Orders) -> None:
    checked = desk.check(ordered(buyer=OrderParty("buyer", "Vektornada Holding Limited", "CY")))
    assert truth(checked, "party.lists", "US-OFAC SDN") is True
    assert truth(checked, "party.lists", "US-BIS Entity List") is False
    assert truth(checked, "party.programmes", "US-OFAC RUSSIA-EO14024") is True
    (match,) = report(checked).matches
    assert (match.certain, match.entry_id) == (True, "91001")


def test_who_is_on_no_list_is_on_none_of_those_loaded_and_not_known_of_others(desk: OrderDesk, ordered: Orders) -> None:
    checked = desk.check(ordered())
    assert truth(checked, "party.lists", "US-OFAC SDN") is False
    assert truth(checked, "party.lists", "EU") is None


def test_without_a_list_nobody_was_screened_and_that_is_said(bare_desk: OrderDesk, ordered: Orders) -> None:
    checked = bare_desk.check(ordered())
    assert truth(checked, "party.lists", "US-OFAC SDN") is None
    assert any("nobody was screened" in it for it in checked.notes)
    assert checked.lists == ()


@pytest.mark.parametrize(("day", "listed"), [(date(2024, 3, 9), False), (date(2024, 3, 10), True)])
def test_the_day_of_the_order_counts(desk: OrderDesk, ordered: Orders, day: date, listed: bool) -> None:
    buyer = OrderParty("buyer", "Zavod Kramstal", "RU")
    checked = desk.check(ordered(buyer=buyer, on=day))
    assert truth(checked, "party.lists", "US-BIS Entity List") is listed
    assert any("listed only later" in it for it in report(checked).notes) is not listed


@pytest.mark.parametrize(("name", "expected"), [("Vektorna Holding", None), ("Vektorna Ltd", False)])
def test_a_name_alike_is_asked_about_and_one_somewhat_alike_only_shown(
    desk: OrderDesk, ordered: Orders, name: str, expected: bool | None
) -> None:
    checked = desk.check(ordered(buyer=OrderParty("buyer", name, "AE")))
    (match,) = report(checked).matches
    assert not match.certain
    assert truth(checked, "party.lists", "US-OFAC SDN") is expected


def test_a_list_of_the_day_is_named_with_its_day(desk: OrderDesk, ordered: Orders) -> None:
    assert "US-OFAC SDN, 30 May 2024" in desk.check(ordered()).lists


def test_a_list_a_year_old_says_nothing_of_who_is_not_on_it(desk: OrderDesk, ordered: Orders) -> None:
    checked = desk.check(ordered(on=date(2025, 6, 15)))
    assert truth(checked, "party.lists", "US-OFAC SDN") is None
    assert any("too old" in it for it in checked.notes)
    later = desk.check(ordered(on=date(2025, 6, 15), buyer=OrderParty("buyer", "Vektornada Holding Limited", "CY")))
    assert truth(later, "party.lists", "US-OFAC SDN") is True


def test_a_party_on_the_own_watch_list_is_watched(desk: OrderDesk, ordered: Orders) -> None:
    watched = desk.check(ordered(others=(OrderParty("intermediate", "Orlanta Tekstil Ltd Sti", "TR"),)))
    assert value(watched, "party.watched", "intermediate") is True
    assert value(watched, "party.watched") is False


def test_a_decision_that_it_is_another_holds(tmp_path: Path, us_list: Callable[..., Path], ordered: Orders) -> None:
    case = create(tmp_path / "case")
    entry = (
        "Specially Designated Nationals (SDN) - Treasury Department",
        "91001",
        "VEKTORNADA",
        "Entity",
        "",
        "2022-03-01",
    )
    case.add_list(us_list(tmp_path / "consolidated.csv", entry), ListOptions(date(2024, 5, 30)))
    case.screening().decide(Query(("Vektornada",), "company", countries=("TH",)), "91001", "not_same", "a baker")
    party = OrderParty("consignee", "Vektornada", "TH")
    checked = OrderDesk(case.ledger, OrderDeskOptions(today=date(2024, 6, 1))).check(ordered(others=(party,)))
    assert truth(checked, "party.lists", "US-OFAC SDN", "consignee") is False
    assert any("Decided to be another" in it for it in report(checked, "consignee").notes)
    elsewhere = OrderDesk(case.ledger).check(ordered(others=(OrderParty("consignee", "Vektornada", "RU"),)))
    assert truth(elsewhere, "party.lists", "US-OFAC SDN", "consignee") is not False


def test_the_address_of_a_listed_party_makes_a_neighbour_and_no_match(desk: OrderDesk, ordered: Orders) -> None:
    party = OrderParty("consignee", "Tulametiz", "RU", address="Tula, Lenina Street 12")
    checked = desk.check(ordered(others=(party,)))
    assert truth(checked, "party.lists", "US-BIS Entity List", "consignee") is False
    assert ("Q16", "yes", "consignee") in {(it.question, it.value, it.about) for it in checked.replies}


def test_a_bank_that_is_on_no_list_answers_its_question(desk: OrderDesk, ordered: Orders) -> None:
    told = desk.check(ordered(others=(OrderParty("bank", "Siamluang Bank", "TH"),))).replies
    assert ("Q25", "no", "records") in {(it.question, it.value, it.by) for it in told}


def test_a_military_unit_is_told_by_its_name(bare_desk: OrderDesk, ordered: Orders) -> None:
    unit = OrderParty("end_user", "ФКУ «Войсковая часть 90001»", "RU")
    checked = bare_desk.check(ordered(others=(unit,)))
    assert value(checked, "party.military", "end_user") is True
    assert value(checked, "end_use.military", "") is True


def test_a_missile_plant_is_a_question_by_its_name(bare_desk: OrderDesk, ordered: Orders) -> None:
    checked = bare_desk.check(ordered(others=(OrderParty("consignee", "Kramov Missile Plant", "RU"),)))
    assert value(checked, "party.missile_or_wmd", "consignee") is None
    assert value(checked, "end_use.wmd", "") is None


def test_two_intermediaries_have_a_number_each(bare_desk: OrderDesk, ordered: Orders) -> None:
    others = (OrderParty("intermediate", "Bir", "TR"), OrderParty("intermediate", "Iki", "AE"))
    checked = bare_desk.check(ordered(others=others))
    assert {"intermediate 1", "intermediate 2"} <= set(checked.sheet.parties)
    assert value(checked, "party.country", "intermediate 2") == "AE"


def test_a_final_user_who_is_not_named_is_a_party_of_whom_nothing_is_known(desk: OrderDesk, ordered: Orders) -> None:
    checked = desk.check(ordered())
    assert "end_user" in checked.sheet.parties
    assert truth(checked, "party.lists", "US-OFAC SDN", "end_user") is None


def test_days_of_the_same_snapshots_share_one_index(listed_case: Case, ordered: Orders) -> None:
    asked = OrderDesk(listed_case.ledger, OrderDeskOptions(today=date(2024, 6, 1)))
    first, second = asked.screening(date(2024, 6, 1)), asked.screening(date(2024, 6, 2))
    assert first is not None
    assert second is not None
    assert first.screener is second.screener


def test_a_bank_of_many_orders_is_looked_for_once(listed_case: Case, ordered: Orders) -> None:
    asked = OrderDesk(listed_case.ledger, OrderDeskOptions(today=date(2024, 6, 1)))
    bank = OrderParty("bank", "Vektornada Holding Limited", "CY")
    told = [asked.check(ordered(id=number, others=(bank,))) for number in ("1", "2")]
    assert [truth(it, "party.lists", "US-OFAC SDN", "bank") for it in told] == [True, True]
    assert told[0].parties == told[1].parties


def test_a_listed_address_counts_whoever_sits_there(desk: OrderDesk, ordered: Orders) -> None:
    there = OrderParty("consignee", "Norda Trade", "HK", address="Unit 9, 9/F, Fable Tower, 9 Fable Street, Kowloon")
    beside = OrderParty("intermediate", "Sudra Trade", "HK", address="77 Other Street, Kowloon")
    checked = desk.check(ordered(others=(there, beside, OrderParty("forwarder", "Cargo", "HK"))))
    told = [value(checked, "party.listed_address", it) for it in ("consignee", "intermediate", "forwarder", "buyer")]
    assert told == [True, False, False, None]
    assert truth(checked, "party.lists", "US-BIS Entity List", "consignee") is False


@pytest.mark.parametrize(("day", "listed"), [(date(2024, 5, 29), None), (date(2024, 5, 30), True)])
def test_an_entry_without_a_day_may_be_younger_than_an_order_before_the_list(
    desk: OrderDesk, ordered: Orders, day: date, listed: bool | None
) -> None:
    checked = desk.check(ordered(on=day, buyer=OrderParty("buyer", "Sevroradan Trading", "CY")))
    assert truth(checked, "party.lists", "US-OFAC SDN") is listed
    assert report(checked).matches[0].certain is (listed is True)
