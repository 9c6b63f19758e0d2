"""An order on the desk: facts, answers and law together, case by case of the mission."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from enduse.case import Case
from enduse.case.order_desk import OrderDesk, OrderDeskOptions
from enduse.case.order_history import EarlierOrder, NoHistory
from enduse.decide.checked import Checked
from enduse.decide.outcomes import Outcome, strictest
from enduse.model.order import Order, OrderLine, OrderParty, OwnerShare

Orders = Callable[..., Order]
USER = OrderParty(
    "end_user",
    "Prasertmetal",
    "TH",
    {"REG": "0105500000001"},
    "1 Rama Road, Bangkok",
    owners=(OwnerShare("S. P.", 100.0, "TH"),),
)


def law(checked: Checked, jurisdiction: str) -> Outcome:
    """The strictest that the law of one jurisdiction asks for now."""
    return strictest(it for part in checked.determination.parts if part.jurisdiction == jurisdiction for it in part.now)


def parts(checked: Checked, jurisdiction: str, answer: str = "yes") -> set[str]:
    return {it.id for it in checked.determination.parts if it.jurisdiction == jurisdiction and it.answer == answer}


def test_the_same_code_needs_a_licence_by_its_figures(
    bare_desk: OrderDesk, ordered: Orders, lathe: OrderLine, fine: dict[str, str]
) -> None:
    checked = bare_desk.check(ordered(lines=(replace(lathe, specifications=fine),)))
    strategic = [it for it in checked.determination.parts if it.id.startswith("kr_strategic") and it.answer == "yes"]
    assert Outcome.LICENCE in {outcome for it in strategic for outcome in it.now}


def test_a_rough_lathe_to_a_neutral_country_is_on_no_list(
    bare_desk: OrderDesk, ordered: Orders, lathe: OrderLine, rough: dict[str, str]
) -> None:
    checked = bare_desk.check(ordered(lines=(replace(lathe, specifications=rough),)))
    assert not [it.id for it in checked.determination.parts if it.id.startswith("kr_strategic")]


def test_missing_figures_hold(bare_desk: OrderDesk, ordered: Orders) -> None:
    checked = bare_desk.check(ordered())
    assert law(checked, "KR") is Outcome.HOLD
    assert checked.determination.strictest_possible >= Outcome.LICENCE


def test_a_turkish_consignee_of_a_russian_user_needs_a_permit_that_is_refused(
    bare_desk: OrderDesk, ordered: Orders
) -> None:
    others = (OrderParty("consignee", "Baltanur Makina", "TR"), OrderParty("end_user", "Norventstan", "RU"))
    buyer = OrderParty("buyer", "Baltanur Makina", "TR")
    centre = OrderLine(1, "5-axis machining centre", code="845710")
    checked = bare_desk.check(
        ordered(seller="TW", buyer=buyer, others=others, lines=(centre,), destination="TR", on=date(2024, 4, 2))
    )
    asked = [it for it in checked.determination.parts if it.jurisdiction == "TW" and Outcome.LICENCE in it.now]
    assert "denial" in {it.licence_policy for it in asked}
    assert any("used in RU" in it for it in checked.notes)


def test_a_listed_missile_plant_as_consignee_needs_a_licence_or_is_barred(desk: OrderDesk, ordered: Orders) -> None:
    others = (OrderParty("consignee", "Kramov plant", "RU", activity="ballistic missiles"), USER)
    checked = desk.check(ordered(others=others, destination="RU", end_use="casings for ballistic missiles"))
    assert checked.determination.outcome >= Outcome.LICENCE


def test_a_party_on_the_watch_list_holds_and_a_house_rule_says_so(desk: OrderDesk, ordered: Orders) -> None:
    checked = desk.check(ordered(others=(OrderParty("intermediate", "Orlanta Tekstil", "TR"), USER)))
    (part,) = [it for it in checked.determination.parts if it.id == "house_watched"]
    assert (part.answer, part.basis, part.now) == ("yes", "policy", (Outcome.HOLD,))


def test_what_was_used_is_recorded(listed_case: Case, ordered: Orders) -> None:
    at = datetime(2024, 6, 1, 8, tzinfo=UTC)
    options = OrderDeskOptions(today=date(2024, 6, 1), now=lambda: at)
    checked = OrderDesk(listed_case.ledger, options).check(ordered())
    assert (checked.checked_at, checked.ledger_version) == (at, listed_case.version)
    assert checked.determination.rules_version
    assert set(checked.goods) == {1}


def test_the_same_order_gives_the_same_answer_whatever_was_asked_before(desk: OrderDesk, ordered: Orders) -> None:
    first = desk.check(ordered()).determination
    desk.check(ordered(on=date(2022, 1, 3), seller="DE", destination="RU"))
    assert desk.check(ordered()).determination == first


def test_many_orders_come_back_in_their_order(desk: OrderDesk, ordered: Orders) -> None:
    asked = [ordered(id=str(number)) for number in range(3)]
    assert [it.order.id for it in desk.check_each(asked)] == ["0", "1", "2"]


def test_an_order_without_goods_or_country_is_examined_and_held(bare_desk: OrderDesk, ordered: Orders) -> None:
    nothing = Order("", date(2024, 6, 1), (OrderParty("seller"), OrderParty("buyer")))
    checked = bare_desk.check(nothing)
    assert checked.determination.outcome >= Outcome.HOLD
    assert {"buyer", "end_user"} <= set(checked.sheet.parties)


class Refusals(NoHistory):
    """One order of the buyer was refused before."""

    def about(self, party: OrderParty, order: Order) -> tuple[EarlierOrder, ...]:
        """It, where the buyer is asked about."""
        if party.role != "buyer":
            return ()
        return (
            EarlierOrder("T-0", date(2024, 1, 5), Outcome.HOLD, "refused", "the user was not named", "the same name"),
        )

    def blocked(self, party: OrderParty, on: date) -> str:
        """Every intermediary."""
        return "decision of 5 January 2024" if party.role == "intermediate" else ""

    def approaches(self, party: OrderParty, on: date) -> tuple[str, ...]:
        """One of the buyer."""
        return ("Asked for a lathe without papers on 2 January 2024.",) if party.role == "buyer" else ()


def test_earlier_refusals_blocks_and_approaches_are_quoted(ordered: Orders) -> None:
    asked = OrderDesk(None, OrderDeskOptions(history=Refusals()))
    checked = asked.check(ordered(others=(OrderParty("intermediate", "Bir", "TR"),)))
    held = checked.sheet.get("refusal.held")
    assert held is not None
    assert held.value is True
    assert "the user was not named" in held.sentence
    buyer, between = checked.parties
    assert any("without papers" in it for it in buyer.notes)
    assert "Blocked before: decision of 5 January 2024" in between.notes


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "{{ 7 * 7 }}", "\x00\u202e", "'" * 9000]
)
def test_hostile_texts_are_examined_like_any_other(bare_desk: OrderDesk, ordered: Orders, text: str) -> None:
    buyer = OrderParty("buyer", text, "TH", {"INN": text}, address=text, phone=text, email=text, website=text)
    line = OrderLine(1, text, model=text, code=text, specifications={text: text})
    checked = bare_desk.check(ordered(buyer=buyer, lines=(line,), end_use=text, site=text, terms=text))
    assert checked.order.end_use == text
    assert checked.determination.outcome >= Outcome.HOLD
