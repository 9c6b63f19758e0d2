"""The desk's own rules: nothing is changed, and nobody approves what they proposed."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from enduse.errors import DeskRefused, StoreError
from enduse.store.desk import REFUSALS, Desk
from enduse.store.desk_tables import APPEND_ONLY
from enduse.store.order_log import OrderLog, Revision, Step, person_key

T0 = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> OrderLog:
    return OrderLog(Desk(tmp_path / "desk.db"))


def _examine(
    log: OrderLog, order_id: str = "A", outcome: str = "EDD", basis: str = "policy", revision: int = 1
) -> None:
    checked = {"outcome": outcome, "basis": basis, "rules_version": "r", "ledger_version": 1}
    log.examine(Revision(order_id, revision, {"id": order_id}, checked, "", "Kim"), T0)


def _step(step: str, by: str = "Kim", after: float = 0, **more: Any) -> Step:
    told = {"order_id": "A", "revision": 1, "reason": "ship" if step == "proposed" else "", "note": "", "payload": {}}
    return Step(step=step, by=by, at=T0 + timedelta(hours=after), **{**told, **more})


def _refusal(log: OrderLog, step: Step) -> str:
    before = log.steps()
    with pytest.raises(DeskRefused) as error:
        log.take(step)
    assert log.steps() == before, "a refused step leaves nothing behind"
    return error.value.code


def test_an_order_goes_from_examination_to_shipment_by_two_people(log: OrderLog) -> None:
    _examine(log)
    for it in (_step("proposed"), _step("approved", "Lee"), _step("shipped")):
        log.take(it)
    assert [it.step for it in log.steps("A")] == ["examined", "proposed", "approved", "shipped"]
    assert log.verify() == []


@pytest.mark.parametrize("name", ["Kim", " KIM ", "kim"])
def test_who_proposed_does_not_approve_however_the_name_is_written(log: OrderLog, name: str) -> None:
    _examine(log)
    log.take(_step("proposed"))
    assert _refusal(log, _step("approved", name)) == "E-4EYES"


def test_the_database_itself_refuses_what_a_program_writes_around_us(log: OrderLog, tmp_path: Path) -> None:
    _examine(log)
    log.take(_step("proposed"))
    raw = sqlite3.connect(tmp_path / "desk.db")
    columns = 'order_id, revision, step, "by", by_key, reason, note, payload, at, seconds, previous, hash'
    values = f"'A', 1, 'approved', 'Kim', 'kim', '', '', '{{}}', '', {T0.timestamp() + 1}, '', ''"
    with pytest.raises(sqlite3.DatabaseError, match="E-4EYES"):
        raw.execute(f"INSERT INTO order_steps ({columns}) VALUES ({values})")
    for table in APPEND_ONLY:
        with pytest.raises(sqlite3.DatabaseError, match="E-DESK-APPEND"):
            raw.execute(f"DELETE FROM {table}") if raw.execute(f"SELECT 1 FROM {table}").fetchone() else _raise(table)
    raw.close()


def _raise(table: str) -> None:
    raise sqlite3.DatabaseError(f"E-DESK-APPEND: {table} is empty, so that nothing could be deleted")


def test_one_person_may_approve_after_the_waiting_time_where_the_house_says_so(log: OrderLog) -> None:
    _examine(log)
    log.set("approval", "two_eyes_wait", "Kim", T0)
    log.take(_step("proposed"))
    assert _refusal(log, _step("approved", after=23.9)) == "E-4EYES-WAIT"
    log.take(_step("approved", after=24))


def test_neither_tier_alone_releases_an_order_nor_one_person_for_both(log: OrderLog) -> None:
    _examine(log)
    log.set("tiers", "two", "Kim", T0)
    log.take(_step("proposed"))
    assert _refusal(log, _step("approved", "Lee")) == "E-ORDER-TIERS"
    log.take(_step("customs", "Park"))
    assert _refusal(log, _step("approved", "Lee")) == "E-ORDER-TIERS"
    log.take(_step("licensing", "Park"))
    assert _refusal(log, _step("approved", "Lee")) == "E-ORDER-TIERS"
    log.take(_step("licensing", "Choi"))
    log.take(_step("approved", "Lee"))


@pytest.mark.parametrize(
    ("outcome", "basis", "more", "code"),
    [
        ("BLOCK", "law", {}, "E-ORDER-PROHIBITED"),
        ("BLOCK", "law", {"reason": "apply_for_licence"}, "E-ORDER-PROHIBITED"),
        ("LICENCE", "law", {}, "E-ORDER-LICENCE"),
        ("HOLD", "law", {"note": "because"}, "E-ORDER-OPEN"),
        ("HOLD", "policy", {"note": " "}, "E-ORDER-REASON"),
    ],
)
def test_what_the_law_forbids_cannot_be_proposed(
    log: OrderLog, outcome: str, basis: str, more: dict[str, Any], code: str
) -> None:
    _examine(log, outcome=outcome, basis=basis)
    assert _refusal(log, _step("proposed", **more)) == code


@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("LICENCE", {"payload": {"licence": "L-1"}}),
        ("LICENCE", {"reason": "apply_for_licence"}),
        ("HOLD", {"note": "the plant is known to us since 2009"}),
    ],
)
def test_with_a_licence_or_a_reason_it_can(log: OrderLog, outcome: str, more: dict[str, Any]) -> None:
    _examine(log, outcome=outcome)
    log.take(_step("proposed", **more))


def test_an_order_proposed_for_a_licence_ships_with_its_number_only(log: OrderLog) -> None:
    _examine(log, outcome="LICENCE", basis="law")
    log.take(_step("proposed", reason="apply_for_licence"))
    log.take(_step("approved", "Lee"))
    assert _refusal(log, _step("shipped")) == "E-ORDER-LICENCE"
    log.take(_step("shipped", payload={"licence": "L-1"}))


def test_a_changed_order_needs_its_approval_anew(log: OrderLog) -> None:
    _examine(log)
    log.take(_step("proposed"))
    log.take(_step("approved", "Lee"))
    _examine(log, revision=2)
    assert _refusal(log, _step("shipped")) == "E-ORDER-REVISION"
    assert _refusal(log, _step("shipped", revision=2)) == "E-ORDER-STATE"


def test_steps_do_not_go_back_in_time_and_need_a_name(log: OrderLog) -> None:
    _examine(log)
    assert _refusal(log, _step("proposed", after=-1)) == "E-ORDER-CLOCK"
    assert _refusal(log, _step("proposed", " ")) == "E-ORDER-WHO"


def test_every_code_that_a_trigger_raises_has_its_sentence(log: OrderLog, tmp_path: Path) -> None:
    _examine(log)
    raw = sqlite3.connect(tmp_path / "desk.db")
    sql = " ".join(row[0] for row in raw.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'"))
    raw.close()
    raised = {it.split("'")[0] for it in sql.split("desk:")[1:]}
    assert raised == set(REFUSALS)


def test_a_byte_that_was_changed_around_the_triggers_is_found(log: OrderLog, tmp_path: Path) -> None:
    _examine(log)
    log.take(_step("proposed", note="a"))
    raw = sqlite3.connect(tmp_path / "desk.db")
    raw.execute("DROP TRIGGER order_steps_no_update")
    raw.execute("DROP TRIGGER order_revisions_no_update")
    raw.execute("UPDATE order_steps SET note = 'b' WHERE step = 'proposed'")
    raw.execute("UPDATE order_revisions SET order_json = '{}'")
    raw.commit()
    raw.close()
    wrong = log.verify()
    assert len(wrong) == 2
    assert "proposed" in wrong[0]
    assert "its order was altered" in wrong[1]


def test_a_desk_that_nobody_wrote_to_is_empty_and_makes_no_file(log: OrderLog, tmp_path: Path) -> None:
    assert (log.orders(), log.steps(), log.blocks(), log.verify()) == ([], [], [], [])
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_desk_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"this is no database, but it is long enough to be taken for one" * 20)
    with pytest.raises(StoreError) as error:
        OrderLog(Desk(tmp_path / "desk.db")).orders()
    assert error.value.code == "E-DESK"


def test_the_parts_of_a_name_may_stand_in_any_order() -> None:
    assert person_key("Kim, Min-ji") == person_key("min-ji KIM")
