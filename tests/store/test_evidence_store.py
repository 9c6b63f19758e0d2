"""The log of evidence: nothing is changed, erasing a key closes the bytes, and the chain holds."""

import os
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import enduse
from enduse.errors import DeskRefused, StoreError, UsageError
from enduse.model.evidence import EvidenceFacts, EvidenceItem, Particulars
from enduse.store.desk import Desk
from enduse.store.evidence_store import EvidenceStore, NewEvidence

T0 = datetime(2026, 11, 22, 12, tzinfo=UTC)
PERSON = EvidenceFacts(source="a mailbox", sensitivity="personal", person="Oleg Vymyshlenny", note="his own words")


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path)


def _add(store: EvidenceStore, data: bytes, facts: EvidenceFacts = EvidenceFacts()) -> EvidenceItem:  # noqa: B008 - frozen
    key_id, key = store.ring.made_for(facts.key_owner) if facts.sealed else ("", None)
    kept = store.files.keep_bytes(data, key)
    told = Particulars("letter.txt", kept.sha256, kept.size, facts)
    return store.append(NewEvidence(kept.stored, kept.stored_size, "text/plain", key_id, told), T0, "Kim")


def _bytes(store: EvidenceStore, item: EvidenceItem) -> bytes:
    with store.opened(item) as file:
        return file.read()


def _around_us(root: Path, *statements: str) -> None:
    base = sqlite3.connect(root / "desk.db")
    with base:
        for it in statements:
            base.execute(it)
    base.close()


def test_bytes_lie_under_their_hash_and_come_back(store: EvidenceStore, tmp_path: Path) -> None:
    item = _add(store, b"the lathe stands in hall 4")
    told = item.particulars
    assert told is not None
    assert (tmp_path / "evidence" / told.sha256[:2] / told.sha256).read_bytes() == b"the lathe stands in hall 4"
    assert (item.id, _bytes(store, item), store.verify()) == ("E1", b"the lathe stands in hall 4", [])


def test_sensitive_evidence_stands_nowhere_in_the_clear(store: EvidenceStore, tmp_path: Path) -> None:
    item = _add(store, b"a private letter", PERSON)
    assert _bytes(store, item) == b"a private letter"
    written = {it.name: it.read_bytes() for it in tmp_path.rglob("*") if it.is_file() and it.name != "desk_keys.db"}
    assert [
        name
        for name, data in written.items()
        for word in (b"private letter", b"Vymyshlenny", b"his own words", b"a mailbox", b"letter.txt")
        if word in data
    ] == []
    assert stat.S_IMODE(os.stat(tmp_path / "desk_keys.db").st_mode) == 0o600


def test_erasing_a_key_erases_the_person_and_the_chain_holds(store: EvidenceStore, tmp_path: Path) -> None:
    _add(store, b"public")
    closed = _add(store, b"a private letter", PERSON)
    assert store.erase("vymyshlenny oleg", "asked by the person", T0, "Kim") == 1
    (_, after) = store.items()
    assert after.particulars is None
    assert after.stored == closed.stored
    with pytest.raises(UsageError) as error:
        _bytes(store, after)
    assert error.value.code == "E-EVIDENCE-ERASED"
    assert [(it.item, it.state, it.grave) for it in store.verify()] == [("E2", "erased", False)]
    assert "vymyshlenny" not in (tmp_path / "desk_keys.db").read_bytes().decode("latin-1")


def test_nobody_is_erased_twice(store: EvidenceStore) -> None:
    _add(store, b"a private letter", PERSON)
    store.erase(PERSON.person, "asked", T0, "Kim")
    with pytest.raises(UsageError) as error:
        store.erase(PERSON.person, "asked", T0, "Kim")
    assert error.value.code == "E-EVIDENCE-OWNER"


def test_an_erasure_cut_short_is_told(store: EvidenceStore) -> None:
    item = _add(store, b"a private letter", PERSON)
    store._write({"kind": "erased", "key_id": item.key_id, "reason": "asked"}, T0, "Kim")
    assert [it.state for it in store.verify()] == ["unfinished"]


def test_a_key_that_nobody_erased_is_missed(store: EvidenceStore, tmp_path: Path) -> None:
    _add(store, b"a private letter", PERSON)
    (tmp_path / "desk_keys.db").unlink()
    assert [(it.state, it.grave) for it in store.verify()] == [("key_missing", True)]


def test_changed_and_missing_bytes_are_told_and_not_shown(store: EvidenceStore) -> None:
    changed, missing = _add(store, b"one"), _add(store, b"two")
    path = store.files.path(changed.stored)
    path.chmod(0o644)
    path.write_bytes(b"0ne")
    store.files.path(missing.stored).unlink()
    assert [(it.item, it.state) for it in store.verify()] == [("E1", "changed"), ("E2", "missing")]
    for item, code in ((changed, "E-EVIDENCE-CHANGED"), (missing, "E-EVIDENCE-MISSING")):
        with pytest.raises(StoreError) as error:
            _bytes(store, item)
        assert error.value.code == code


def test_adding_the_original_again_mends_changed_bytes(store: EvidenceStore) -> None:
    item = _add(store, b"one")
    path = store.files.path(item.stored)
    path.chmod(0o644)
    path.write_bytes(b"0ne")
    store.files.keep_bytes(b"one")
    assert store.verify() == []


def test_the_log_refuses_changes_and_deletions(store: EvidenceStore, tmp_path: Path) -> None:
    _add(store, b"one")
    for it in ("UPDATE evidence_log SET by = 'x'", "DELETE FROM evidence_log"):
        with pytest.raises(DeskRefused) as error, Desk(tmp_path / "desk.db").writing() as connection:
            connection.exec_driver_sql(it)
        assert error.value.code == "E-DESK-APPEND"


@pytest.mark.parametrize("column", ["by", "particulars", "stored", "number", "at", "key_id"])
def test_a_row_written_around_us_is_found(store: EvidenceStore, tmp_path: Path, column: str) -> None:
    _add(store, b"one")
    _around_us(tmp_path, "DROP TRIGGER evidence_log_no_update", f'UPDATE evidence_log SET "{column}" = 9')
    assert "altered" in [it.state for it in store.verify()]


def test_a_row_taken_out_is_found(store: EvidenceStore, tmp_path: Path) -> None:
    for data in (b"one", b"two", b"three"):
        _add(store, data)
    _around_us(tmp_path, "DROP TRIGGER evidence_log_no_delete", "DELETE FROM evidence_log WHERE number = 2")
    assert [it.item for it in store.verify() if it.state == "altered"] == ["E3"]


def test_bytes_without_a_row_are_no_evidence_and_no_harm(store: EvidenceStore) -> None:
    _add(store, b"one")
    store.files.keep_bytes(b"a kill came here")
    assert [(it.state, it.grave) for it in store.verify()] == [("unlisted", False)]
    assert len(store.items()) == 1


def test_an_empty_case_verifies(store: EvidenceStore) -> None:
    assert (store.verify(), store.head(), store.items()) == ([], "", [])


def test_two_who_add_at_once_and_are_killed_lose_nothing_confirmed(store: EvidenceStore, tmp_path: Path) -> None:
    command = [sys.executable, str(Path(__file__).with_name("evidence_worker.py")), str(tmp_path)]
    here = {**os.environ, "PYTHONPATH": str(Path(enduse.__file__).parents[1])}
    workers = [subprocess.Popen([*command, it], stdout=subprocess.PIPE, text=True, env=here) for it in ("Kim", "Lee")]
    confirmed = set[str]()
    for worker in workers:
        assert worker.stdout is not None
        confirmed |= {worker.stdout.readline().strip() for _ in range(6)}
        worker.kill()
        worker.wait()
        worker.stdout.close()
    assert len(confirmed) == 12
    assert confirmed <= {it.id for it in store.items()}
    assert [it for it in store.verify() if it.grave] == []


def test_a_desk_of_orders_gets_its_log_of_evidence(store: EvidenceStore, tmp_path: Path) -> None:
    _add(store, b"one")
    _around_us(
        tmp_path,
        "DROP TABLE evidence_log",
        "DROP TABLE case_log",
        "UPDATE alembic_version SET version_num = 'v1_orders'",
    )
    assert _add(EvidenceStore(tmp_path), b"two").id == "E1"


def test_a_damaged_file_of_keys_is_said(store: EvidenceStore, tmp_path: Path) -> None:
    (tmp_path / "desk_keys.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError) as error:
        _add(store, b"one", PERSON)
    assert error.value.code == "E-EVIDENCE-KEYS"
