"""The log of a case: appended, chained, undone, never changed."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from enduse.errors import DeskRefused, UsageError
from enduse.model.case_log import CaseEntry, NewEntry, in_force
from enduse.store.case_log import CaseLog
from enduse.store.desk import Desk

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> CaseLog:
    return CaseLog(Desk(tmp_path / "desk.db"))


def note(words: str) -> NewEntry:
    return NewEntry("note", {"text": words}, about="ООО ВЫМЫСЕЛ")


def test_entries_are_numbered_from_one_and_keep_what_was_written(log: CaseLog) -> None:
    log.write(note("первое"), AT, "a.lee")
    second = log.write(note("second"), AT, "a.lee")

    assert second.id == "C2"
    assert [it.facts["text"] for it in log.entries("note")] == ["первое", "second"]
    assert log.entries()[0].about == "ООО ВЫМЫСЕЛ"
    assert log.entries("claim") == []


def test_an_undone_entry_stays_in_the_history_and_comes_back(log: CaseLog) -> None:
    log.write(note("wrong"), AT, "a.lee")
    undone = log.undo(1, "another firm", AT, "b.kim")

    assert log.entries() == []
    assert [it.kind for it in log.history()] == ["note", "undo"]
    with pytest.raises(UsageError, match="was undone"):
        log.find("C1")

    log.undo(undone.number, "it was right", AT, "a.lee")
    assert log.find("c1").facts["text"] == "wrong"


def test_an_entry_refers_only_to_what_exists(log: CaseLog) -> None:
    with pytest.raises(UsageError, match="no entry C1"):
        log.undo(1, "", AT, "a.lee")
    with pytest.raises(UsageError, match="no entry C7"):
        log.write_all([note("kept only with the other"), NewEntry("reply", refers=7)], AT, "a.lee")
    assert log.history() == []


def test_nobody_writes_without_a_name(log: CaseLog) -> None:
    with pytest.raises(UsageError, match="Nobody is named"):
        log.write(note("x"), AT, "  ")


@pytest.mark.parametrize("change", ["UPDATE case_log SET facts = '{}'", "DELETE FROM case_log"])
def test_the_database_refuses_changes(log: CaseLog, change: str) -> None:
    log.write(note("x"), AT, "a.lee")

    with pytest.raises(DeskRefused), log.desk.writing() as connection:
        connection.execute(text(change))


@pytest.mark.parametrize(
    "change", ["UPDATE case_log SET facts = '{}' WHERE number = 2", "DELETE FROM case_log WHERE number < 3"]
)
def test_a_row_changed_behind_the_desk_is_seen(log: CaseLog, change: str) -> None:
    log.write_all([note("1"), note("2"), note("3")], AT, "a.lee")
    assert log.verify() == []

    with log.desk.writing() as connection:
        for trigger in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER case_log_no_{trigger}"))
        connection.execute(text(change))

    assert log.verify()


def _undone(targets: Iterable[int]) -> list[CaseEntry]:
    """A note, then an entry for each target: 0 is another note, else it undoes an earlier one."""
    entries = [CaseEntry(1, "note", "", {}, 0, "", "")]
    for target in targets:
        number = len(entries) + 1
        refers = target % number
        entries.append(CaseEntry(number, "undo" if refers else "note", "", {}, refers, "", ""))
    return entries


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 50), max_size=20))
def test_undoing_the_last_entry_gives_the_case_before_it(targets: list[int]) -> None:
    entries = _undone(targets)
    last = CaseEntry(len(entries) + 1, "undo", "", {}, len(entries), "", "")

    assert in_force([*entries, last]) == in_force(entries[:-1])
