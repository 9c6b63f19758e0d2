"""A desk that lives long sees what the case learns meanwhile, and keeps what did not change."""

import gc
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from enduse.case import Case, ListOptions
from enduse.case import open as open_case
from enduse.case.order_flow import Act, OrderFlow
from enduse.case.order_opened import LivingDesk, put_off_collections
from enduse.model.order import Order, OrderLine, OrderParty
from enduse.store.order_log import Block

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RULE = """
id = "nx_chairs"
jurisdiction = "KR"
title = "Chairs"
gate = "G1"
outcome = "BLOCK"
sentence = "{said}"

[[in_force]]
citation = "invented"
source = "invented"
evidence = "seen"
confidence = "high"
[in_force.when]
"seller.law" = "KR"
"""


@pytest.fixture
def case(four_lists: Path, tmp_path: Path) -> Case:
    shutil.copytree(four_lists, tmp_path / "case")
    return open_case(tmp_path / "case")


@pytest.fixture
def living(case: Case) -> LivingDesk:
    return LivingDesk(case.ledger, lambda: NOON)


def now_said(living: LivingDesk, order: Order) -> dict[str, str]:
    return {it.id: it.sentence for it in living.desk().check(order).determination.parts if it.now}


def test_nothing_is_read_again_while_nothing_changes(living: LivingDesk, plain_order: Order) -> None:
    first = living.desk()
    first.check(plain_order)
    assert living.desk() is first


def test_a_block_and_a_refusal_are_known_at_once_and_the_lists_are_kept(
    case: Case, living: LivingDesk, plain_order: Order
) -> None:
    before = living.desk()
    assert "house_refused_before" not in now_said(living, plain_order)
    flow = OrderFlow(case.ledger, lambda: NOON)
    number, _ = flow.examine(plain_order, "Kim")
    flow.refuse(number, Act("Lee", "no answer about the user", "refused"))
    assert "house_refused_before" in now_said(living, plain_order)
    assert living.desk().screening(plain_order.on) is before.screening(plain_order.on)
    flow.log.block(Block("Fjordmøbler", "NO", {}, "sold on to nobody knows whom", date(2026, 1, 1), "Lee"), NOON)
    parties = living.desk().check(plain_order).parties
    assert any("sold on to nobody knows whom" in note for it in parties for note in it.notes)


def test_a_list_that_was_added_is_asked(case: Case, living: LivingDesk, plain_order: Order, tmp_path: Path) -> None:
    assert not any(it.matches for it in living.desk().check(plain_order).parties)
    (tmp_path / "watch.csv").write_text("name,country\nFjordmøbler,NO\n", encoding="utf-8")
    case.add_list(tmp_path / "watch.csv", ListOptions(NOON.date(), "watch_list", "house watch list"))
    assert any(it.matches for it in living.desk().check(plain_order).parties)


def test_a_decision_about_a_hit_counts(case: Case, living: LivingDesk, plain_order: Order, tmp_path: Path) -> None:
    (tmp_path / "watch.csv").write_text("name,country\nFjordmøbler,NO\n", encoding="utf-8")
    case.add_list(tmp_path / "watch.csv", ListOptions(NOON.date(), "watch_list", "house watch list"))
    before = living.desk()
    (case.root / "screening.jsonl").write_text("", encoding="utf-8")
    assert living.desk() is not before


def test_rules_of_the_users_own_are_asked_and_read_again(case: Case, living: LivingDesk, plain_order: Order) -> None:
    assert "nx_chairs" not in now_said(living, plain_order)
    (case.root / "rules").mkdir(exist_ok=True)
    (case.root / "rules" / "nx_chairs.toml").write_text(RULE.format(said="No chairs."), encoding="utf-8")
    assert "No chairs." in now_said(living, plain_order)["nx_chairs"]
    (case.root / "rules" / "nx_chairs.toml").write_text(RULE.format(said="None of them."), encoding="utf-8")
    assert "None of them." in now_said(living, plain_order)["nx_chairs"]


def test_another_day_opens_it_again(case: Case, plain_order: Order) -> None:
    days = [NOON]
    living = LivingDesk(case.ledger, lambda: days[0])
    first = living.desk()
    days[0] = NOON + timedelta(days=1)
    assert living.desk() is not first
    assert living.desk().options.today == date(2026, 11, 23)
    assert living.desk().check(replace(plain_order, id="")).checked_at == days[0]


def test_the_patterns_of_an_order_are_held_against_the_orders_of_the_desk(
    case: Case, living: LivingDesk, lathe: OrderLine
) -> None:
    flow = OrderFlow(case.ledger, lambda: NOON)
    text = "Turning of valve bodies of brass for household water meters in our own workshop in Termez"

    def order(number: int, buyer: str) -> Order:
        parties = OrderParty("seller", "Nordamat", "KR"), OrderParty("buyer", buyer, "UZ")
        return Order(f"D-{number}", NOON.date(), parties, (lathe,), "UZ", end_use=text, installation=number != 9)

    for number in range(5):
        flow.examine(order(number, "Samarkand Gears"), "Kim")
    flags = {it.typology: it.sentence for it in living.desk().check(order(9, "Orient Tex")).flags}
    assert "the words of 1 other buyer" in flags["vague_end_use"]
    assert "100% of 5 other orders of NORDAMAT" in flags["refuses_installation_or_training"]
    again = {it.typology for it in living.desk().check(order(3, "Samarkand Gears")).flags}
    assert not again & {"vague_end_use", "refuses_installation_or_training"}


def test_whole_collections_are_put_off_and_none_is_lost() -> None:
    usual = gc.get_threshold()
    try:
        put_off_collections()
        assert all(now >= before for now, before in zip(gc.get_threshold(), usual, strict=True))
        assert gc.isenabled()
    finally:
        gc.set_threshold(*usual)
