"""Tests of the ledger's versions, originals, undo, compaction and verification."""

import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.errors import LedgerDamaged, SchemaTooNew, UnreadableFile, UsageError, WriteConflict
from enduse.store.atomic import SCRATCH
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import EMPTY, Manifest
from enduse.store.rewriting import Rewriter, Sizes, compaction
from enduse.store.schema import SCHEMA_VERSION
from enduse.store.workspace import Workspace

Add = Callable[..., Manifest]
RowsOf = Callable[..., list[tuple[str, int]]]


def newest(manifest: Manifest) -> str:
    return manifest.sources[-1].source_id


def test_a_new_ledger_is_empty(ledger: LedgerStore) -> None:
    assert (ledger.versions(), ledger.current(), ledger.manifest()) == ((), 0, EMPTY)


def test_every_source_added_is_one_version_and_old_ones_stay_readable(
    ledger: LedgerStore, add: Add, rows_of: RowsOf
) -> None:
    first, second = add(ledger, "north.csv"), add(ledger, "south.csv")
    assert ledger.versions() == (1, 2)
    assert [it.name for it in ledger.manifest().sources] == ["north.csv", "south.csv"]
    assert ledger.manifest(1) == first
    assert set(rows_of(ledger)) > set(rows_of(ledger, at=1))
    assert second.created_at == "2024-03-01T12:00:00Z"


def test_adding_the_same_bytes_again_changes_nothing(ledger: LedgerStore, add: Add) -> None:
    assert add(ledger, "north.csv") == add(ledger, "north.csv")
    assert ledger.versions() == (1,)


def test_a_version_that_is_not_there_is_an_error_that_says_which_are(ledger: LedgerStore, add: Add) -> None:
    with pytest.raises(UsageError, match="still empty"):
        ledger.manifest(1)
    add(ledger, "north.csv")
    with pytest.raises(UsageError, match="versions 1 to 1") as caught:
        ledger.manifest(9)
    assert caught.value.code == "E-VERSION"


def test_an_original_is_kept_under_its_hash(ledger: LedgerStore, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"rows")
    assert ledger.keep_original(tmp_path / "a.csv") == (hashlib.sha256(b"rows").hexdigest(), 4)
    (kept,) = ledger.workspace.sources.iterdir()
    assert kept.read_bytes() == b"rows"


def test_keeping_the_same_bytes_twice_writes_nothing(ledger: LedgerStore, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(b"rows")
    ledger.keep_original(tmp_path / "a.csv")
    (kept,) = ledger.workspace.sources.iterdir()
    before = kept.stat()
    ledger.keep_original(tmp_path / "b.csv")
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_files_of_equal_size_and_other_bytes_are_both_kept(ledger: LedgerStore, tmp_path: Path) -> None:
    for name, text in (("a.csv", b"rows"), ("b.csv", b"wors")):
        (tmp_path / name).write_bytes(text)
        ledger.keep_original(tmp_path / name)
    assert len(list(ledger.workspace.sources.iterdir())) == 2


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_cannot_be_opened_is_an_error_of_the_input(ledger: LedgerStore, tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile):
        ledger.keep_original(tmp_path / name)


def test_undo_takes_one_source_out_and_keeps_its_original(ledger: LedgerStore, add: Add, rows_of: RowsOf) -> None:
    gone = newest(add(ledger, "north.csv"))
    add(ledger, "south.csv")
    manifest = ledger.undo(gone)
    assert [it.name for it in manifest.sources] == ["south.csv"]
    assert gone not in {source for source, _ in rows_of(ledger)}
    assert gone in {source for source, _ in rows_of(ledger, at=2)}
    assert ledger.workspace.original(gone).exists()
    assert ledger.verify() == ledger.verify(2) == ()


def test_undo_of_what_is_not_there_is_an_error(ledger: LedgerStore) -> None:
    with pytest.raises(UsageError, match="nothing to undo") as caught:
        ledger.undo("7" * 64)
    assert caught.value.code == "E-SOURCE"


def test_a_source_added_again_after_undo_has_the_same_rows(ledger: LedgerStore, add: Add, rows_of: RowsOf) -> None:
    before = add(ledger, "north.csv")
    rows = rows_of(ledger)
    ledger.undo(newest(before))
    after = add(ledger, "north.csv")
    assert rows_of(ledger) == rows
    assert after.parts == before.parts


def test_a_source_read_otherwise_after_undo_leaves_the_parts_of_old_versions_alone(
    ledger: LedgerStore, add: Add, rows_of: RowsOf
) -> None:
    first = add(ledger, "north.csv", rows=25)
    rows = rows_of(ledger)
    ledger.undo(newest(first))
    second = add(ledger, "north.csv", rows=15, recipe="another layout")
    assert len(rows_of(ledger)) == 13
    assert second.parts != first.parts
    assert rows_of(ledger, at=1) == rows
    assert ledger.verify(1) == ledger.verify() == ()


def test_compaction_changes_no_row_and_makes_fewer_parts(ledger: LedgerStore, add: Add, rows_of: RowsOf) -> None:
    for name in ("north.csv", "south.csv", "west.csv"):
        add(ledger, name)
    before = {table: rows_of(ledger, table) for table in ("items", "rejects")}
    manifest = ledger.compact()
    assert {table: rows_of(ledger, table) for table in before} == before
    assert [(it.table, len(it.source_ids)) for it in manifest.parts] == [("items", 3), ("rejects", 3)]
    assert ledger.verify() == ledger.verify(3) == ()


def test_compacting_twice_changes_nothing(ledger: LedgerStore, add: Add) -> None:
    add(ledger, "north.csv")
    assert ledger.compact() == ledger.compact()
    assert ledger.versions() == (1, 2)


def test_parts_that_are_big_enough_are_left_alone(ledger: LedgerStore, add: Add) -> None:
    manifest = add(ledger, "north.csv")
    assert ledger.compact(Sizes(part_bytes=100)) == manifest


def test_rows_keep_their_order_when_row_groups_are_cut_small(ledger: LedgerStore, add: Add, rows_of: RowsOf) -> None:
    add(ledger, "north.csv", rows=95)
    add(ledger, "south.csv", rows=31)
    before = rows_of(ledger)
    ledger.compact(Sizes(group_rows=7))
    assert rows_of(ledger) == before


def test_undo_takes_a_source_out_of_a_part_it_shares(ledger: LedgerStore, add: Add, rows_of: RowsOf) -> None:
    gone = newest(add(ledger, "north.csv"))
    rest = newest(add(ledger, "south.csv"))
    ledger.compact()
    rows = [it for it in rows_of(ledger) if it[0] == rest]
    ledger.undo(gone)
    assert rows_of(ledger) == rows
    assert all(it.source_ids == (rest,) for it in ledger.manifest().parts)


STEPS = st.lists(st.sampled_from(["add a", "add b", "add c", "undo a", "undo b", "compact"]), max_size=7)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_after_any_steps_the_ledger_holds_the_rows_of_the_sources_that_stand(steps: list[str]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        ledger = LedgerStore(Workspace.create(root / "case"), lambda: datetime(2024, 3, 1, tzinfo=UTC))
        standing: set[str] = set()
        for step in steps:
            what, _, name = step.partition(" ")
            if what == "compact":
                ledger.compact()
            elif what == "add":
                ADD[0](ledger, name)
                standing.add(name)
            elif name in standing:
                ledger.undo(next(it.source_id for it in ledger.manifest().sources if it.name == name))
                standing.remove(name)
        rows = ROWS_OF[0](ledger)
        by_name = {it.source_id: it.name for it in ledger.manifest().sources}
        assert sorted((by_name[source], row) for source, row in rows) == sorted(
            (name, row) for name in standing for row in range(2, 27) if row not in {11, 21, 26}
        )
        assert ledger.verify() == ()


ADD: list[Add] = []
ROWS_OF: list[RowsOf] = []


@pytest.fixture(autouse=True)
def _tools(add: Add, rows_of: RowsOf) -> None:
    # Hypothesis runs one test many times within one call; fixtures are made once, which these two can stand.
    ADD[:], ROWS_OF[:] = [add], [rows_of]


def test_a_part_that_is_missing_cut_or_altered_is_found(ledger: LedgerStore, add: Add) -> None:
    manifest = add(ledger, "north.csv")
    first, second, third = (ledger.workspace.ledger / it.path for it in manifest.of_table("items"))
    first.unlink()
    os.truncate(second, 100)
    data = bytearray(third.read_bytes())
    data[50] ^= 1
    third.write_bytes(data)
    assert [("is missing" in it, "instead of" in it, "other bytes" in it) for it in ledger.verify()] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


def test_an_original_that_is_missing_or_altered_is_found(ledger: LedgerStore, add: Add) -> None:
    first, second = (ledger.workspace.original(newest(add(ledger, it))) for it in ("north.csv", "south.csv"))
    first.unlink()
    second.unlink()
    second.write_text("altered")
    missing, altered = ledger.verify()
    assert "'north.csv'" in missing
    assert "is missing" in missing
    assert "other bytes" in altered


def test_a_damaged_part_stops_undo_and_compaction_and_the_last_version_stands(ledger: LedgerStore, add: Add) -> None:
    manifest = add(ledger, "north.csv")
    (ledger.workspace.ledger / manifest.parts[0].path).unlink()
    with pytest.raises(LedgerDamaged, match="is missing"):
        ledger.compact()
    assert ledger.manifest() == manifest


def test_a_damaged_manifest_is_reported_and_older_versions_open(ledger: LedgerStore, add: Add) -> None:
    first = add(ledger, "north.csv")
    add(ledger, "south.csv")
    os.truncate(ledger.workspace.versions / "2.json", 30)
    with pytest.raises(LedgerDamaged, match=r"2\.json"):
        ledger.manifest()
    assert ledger.manifest(1) == first


def test_a_ledger_of_a_newer_schema_is_not_read(ledger: LedgerStore, add: Add) -> None:
    add(ledger, "north.csv")
    path = ledger.workspace.versions / "1.json"
    path.write_text(path.read_text().replace(f'"schema_version": {SCHEMA_VERSION}', '"schema_version": 99'))
    with pytest.raises(SchemaTooNew, match="newer enduse"):
        ledger.manifest()
    with pytest.raises(SchemaTooNew):
        add(ledger, "south.csv")


def test_a_writer_that_always_comes_second_gives_up_and_says_so(ledger: LedgerStore) -> None:
    def change(base: Manifest) -> Manifest:
        ledger.log.publish(lambda other: other if other.version == base.version else None)
        return base

    with pytest.raises(WriteConflict, match="nothing was lost"):
        ledger.log.publish(change)


def test_tidy_takes_litter_and_leaves_a_stopped_intake_alone(ledger: LedgerStore, add: Add) -> None:
    published = newest(add(ledger, "north.csv"))
    (ledger.workspace.staging / published).mkdir()
    (ledger.workspace.versions / f"{SCRATCH}1").write_bytes(b"half")
    ledger.intake("8" * 64).close()
    assert ledger.tidy() == 2
    assert [it.name for it in ledger.workspace.staging.iterdir()] == ["8" * 64]
    assert ledger.verify() == ()


def test_a_compaction_that_ends_after_an_undo_does_not_bring_the_rows_back(
    ledger: LedgerStore, add: Add, rows_of: RowsOf
) -> None:
    gone = newest(add(ledger, "north.csv"))
    add(ledger, "south.csv")
    late = compaction(Rewriter(ledger.workspace.ledger), ledger.manifest())
    assert late is not None
    ledger.undo(gone)
    rows = rows_of(ledger)
    ledger.log.publish(late)
    assert rows_of(ledger) == rows
    assert gone not in {source for source, _ in rows}


def test_a_compaction_that_ends_after_an_addition_keeps_the_added_rows(
    ledger: LedgerStore, add: Add, rows_of: RowsOf
) -> None:
    add(ledger, "north.csv")
    late = compaction(Rewriter(ledger.workspace.ledger), ledger.manifest())
    assert late is not None
    add(ledger, "south.csv")
    rows = rows_of(ledger)
    ledger.log.publish(late)
    assert rows_of(ledger) == rows
    assert len(ledger.manifest().of_table("items")) == 4
