"""An order on its way, with people, answers and what comes after shipment."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from enduse.case import Case, ListOptions, RunOptions
from enduse.case import open as open_case
from enduse.case.order_flow import Act, OrderFlow
from enduse.case.order_questions import customer_questions
from enduse.errors import DeskRefused, UsageError
from enduse.model.order import Given, Order, OrderLine, OrderParty

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def flow(four_lists: Path, tmp_path: Path, clock: Clock) -> OrderFlow:
    shutil.copytree(four_lists, tmp_path / "case")
    return OrderFlow(open_case(tmp_path / "case").ledger, clock)


def test_orders_without_a_number_get_the_next_one_of_the_year(plain_order: Order, flow: OrderFlow) -> None:
    assert [flow.examine(plain_order, "Kim")[0] for _ in range(2)] == ["2026-001", "2026-002"]


def test_each_examination_is_a_revision_that_keeps_what_was_asked_and_found(
    plain_order: Order, flow: OrderFlow
) -> None:
    number, checked = flow.examine(plain_order, "Kim")
    flow.examine(replace(plain_order, id=number, end_use="resale"), "Kim")
    state = flow.state(number)
    assert [it.revision for it in state.revisions] == [1, 2]
    assert state.revisions[0].checked["outcome"] == checked.determination.outcome.name
    assert any("end use" in it for it in state.newest.softened)


def test_answers_are_kept_with_their_files_and_the_difference_is_said(
    plain_order: Order, flow: OrderFlow, tmp_path: Path
) -> None:
    number, _ = flow.examine(plain_order, "Kim")
    letter = tmp_path / "reply.txt"
    letter.write_text("no military use", encoding="utf-8")
    said, checked = flow.answer(number, [Given("Q11", "yes", "for shells")], [letter], "Kim")
    assert "LICENCE" in said
    letter.write_text("changed afterwards", encoding="utf-8")
    (kept,) = (flow.ledger.workspace.root / "desk").iterdir()
    assert kept.read_text(encoding="utf-8") == "no military use"
    assert checked.order.answers[0].evidence[0].endswith(kept.name)
    assert [it.step for it in flow.state(number).steps] == ["examined", "examined", "answered"]


def test_many_answers_in_a_hurry_need_a_sentence(plain_order: Order, flow: OrderFlow, clock: Clock) -> None:
    number, _ = flow.examine(plain_order, "Kim")
    several = [Given(f"Q{it}", "yes") for it in ("02", "12", "18", "23", "26", "30")]
    with pytest.raises(DeskRefused) as error:
        flow.answer(number, several, [], "Kim")
    assert error.value.code == "E-ORDER-TIRED"
    flow.answer(number, [replace(it, text="seen on site") for it in several], [], "Kim")


def test_four_eyes_name_the_two_people(plain_order: Order, flow: OrderFlow, clock: Clock) -> None:
    number, _ = flow.examine(plain_order, "Kim")
    flow.propose(number, Act("Kim", "fine", "ship"))
    with pytest.raises(DeskRefused, match="Kim proposed it on 22 Nov 2026 at 12:00") as error:
        flow.approve(number, Act("Kim"))
    assert (error.value.code, error.value.exit_code) == ("E-4EYES", 6)
    flow.approve(number, Act("Lee"))
    flow.ship(number, Act("Kim", payload={"serials": ["SL-1"]}))
    assert flow.state(number).state == "shipped"


def test_no_decision_by_another_name_is_taken(plain_order: Order, flow: OrderFlow) -> None:
    number, _ = flow.examine(plain_order, "Kim")
    with pytest.raises(UsageError, match="ship_with_conditions"):
        flow.propose(number, Act("Kim", "", "wave_through"))


def _ship(flow: OrderFlow, order: Order) -> str:
    number, _ = flow.examine(order, "Kim")
    flow.propose(number, Act("Kim", "conditions agreed", "ship"))
    flow.approve(number, Act("Lee"))
    flow.ship(number, Act("Kim"))
    return number


def test_a_later_listing_opens_a_shipped_order_again_and_says_it_once(
    plain_order: Order, flow: OrderFlow, clock: Clock
) -> None:
    number = _ship(flow, plain_order)
    clock.at = NOON + timedelta(days=30)
    assert [it.news for it in flow.recheck()] == [()]
    _listed(flow, "Fjordmøbler", clock.at.date())
    (again,) = flow.recheck()
    assert "stands on" in " ".join(again.news)
    assert flow.state(number).state == "reopened"
    steps = len(flow.state(number).steps)
    flow.recheck()
    assert len(flow.state(number).steps) == steps, "the same news is not told twice"


def test_the_watch_ends_with_the_retention(plain_order: Order, flow: OrderFlow, clock: Clock) -> None:
    _ship(flow, plain_order)
    flow.log.set("retention_days", "100", "Kim", clock.at)
    clock.at = NOON + timedelta(days=101)
    assert flow.recheck() == ()


def _listed(flow: OrderFlow, name: str, on: date) -> None:
    """A watch list of the house with that name."""
    path = flow.ledger.workspace.root.parent / "watch.csv"
    path.write_text(f"name,country\n{name},NO\n", encoding="utf-8")
    Case(flow.ledger.workspace).add_list(path, ListOptions(on, "watch_list", "house watch list"))


def test_softened_facts_hold_the_order_until_somebody_finds_out(plain_order: Order, flow: OrderFlow) -> None:
    number, first = flow.examine(replace(plain_order, end_use="benches for a barracks of the guard"), "Kim")
    _, again = flow.examine(replace(plain_order, id=number), "Kim")
    ids = [it.id for it in again.determination.parts if it.now]
    assert "house_softened" in ids
    assert "house_softened" not in [it.id for it in first.determination.parts if it.now]


def test_a_machine_seen_elsewhere_after_shipment_opens_its_order_again(
    plain_order: Order, flow: OrderFlow, clock: Clock
) -> None:
    clock.at = datetime(2022, 5, 2, 12, tzinfo=UTC)
    number, _ = flow.examine(replace(plain_order, on=clock.at.date()), "Kim")
    flow.propose(number, Act("Kim", "conditions agreed", "ship"))
    flow.approve(number, Act("Lee"))
    flow.ship(number, Act("Kim", payload={"serials": ["SL2500-0417"]}))
    header = "number,line,Date,direction,consignor,consignee,origin,Country of dispatch,Destination,HS code"
    rows = f"""{header},description,trademark,value_usd
1,1,2022-05-03,export,SPARTAN CO,FJORDMOBLER,TW,KR,NO,845811,"CNC lathe SL-25, S/N SL2500-0417",SPARTAN,90000
2,1,2023-05-20,import,BORALTAN AS,OOO VIMETRAL,TW,TR,RU,845811,"lathe SL-25, S/N SL25OO-0417, used",SPARTAN,99000
"""
    path = flow.ledger.workspace.root.parent / "lines.csv"
    path.write_text(rows, encoding="utf-8")
    case = Case(flow.ledger.workspace)
    case.add(path)
    case.run(RunOptions(watershed=date(2022, 2, 24)))
    clock.at = datetime(2023, 6, 1, tzinfo=UTC)
    (again,) = flow.recheck()
    assert any("imported on 2023-05-20 in Russia" in it for it in again.news)
    assert not any("2022-05-03" in it for it in again.news)
    assert flow.state(number).state == "reopened"


@pytest.fixture
def lathe_order() -> Order:
    """A lathe of which nearly everything must be asked."""
    parties = (OrderParty("seller", "Nordlicht Drehtechnik GmbH", "DE"), OrderParty("buyer", "Orient Teks", "UZ"))
    return Order("2026-118", NOON.date(), parties, (OrderLine(1, "CNC horizontal lathe", code="845811"),), "UZ")


def test_what_was_asked_when_and_by_whom_is_on_the_record(flow: OrderFlow, lathe_order: Order) -> None:
    flow.examine(lathe_order, "Kim")
    asked = flow.ask("2026-118", date(2026, 12, 6), Act("Kim", "by mail"))
    step = flow.state("2026-118").steps[-1]
    assert (step.step, step.by, step.at, step.note) == ("asked", "Kim", NOON, "by mail")
    assert step.payload == {"questions": list(asked), "due": "2026-12-06"}
    assert asked == customer_questions("", flow.state("2026-118").newest.checked).asked
    assert flow.state("2026-118").state == "waiting for customer"


def test_questions_wait_until_they_are_answered(flow: OrderFlow, lathe_order: Order) -> None:
    flow.examine(lathe_order, "Kim")
    assert flow.ask("2026-118", None, Act("Kim"), ["Q09", "Q12"]) == ("Q09", "Q12")
    assert flow.state("2026-118").awaited == ("Q09", "Q12")
    flow.answer("2026-118", [Given("Q12", "yes", "received")], [], "Kim")
    assert flow.state("2026-118").awaited == ("Q09",)
    flow.ask("2026-118", None, Act("Kim"), ["Q12"])
    assert flow.state("2026-118").awaited == ("Q09", "Q12")


@pytest.mark.parametrize("named", [["Q99"], ["Q25"]])
def test_what_no_customer_can_answer_is_not_asked(flow: OrderFlow, lathe_order: Order, named: list[str]) -> None:
    flow.examine(lathe_order, "Kim")
    with pytest.raises(UsageError) as error:
        flow.ask("2026-118", None, Act("Kim"), named)
    assert error.value.code == "E-PAPER-QUESTIONS"
    assert [it.step for it in flow.state("2026-118").steps] == ["examined"]
