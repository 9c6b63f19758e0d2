"""Tests of the way of one source into the ledger."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import LedgerDamaged, Notice, StoreError
from enduse.model.provenance import Place
from enduse.store.journal import BatchCounts, BatchRecord, StagedPart, add_counts, parse_record, print_record
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest, PlaceEntry, SourceEntry
from enduse.store.workspace import Workspace

SOURCE = "5" * 64
MakeTable = Callable[[str, str, range], pa.Table]


def entry(read: int, *places: PlaceEntry) -> SourceEntry:
    table = PlaceEntry(None, None, "csv", "made_up", "items", rows_read=read, rows_kept=read)
    return SourceEntry(SOURCE, "north.csv", 1, "2024-03-01T12:00:00Z", places or (table,))


def test_nothing_is_seen_before_publish_and_all_of_it_after(ledger: LedgerStore, make_table: MakeTable) -> None:
    with ledger.intake(SOURCE) as intake:
        intake.write_batch(Place(), 2, {"items": make_table("items", SOURCE, range(2, 5))}, BatchCounts(3, 3))
        assert ledger.current() == 0
        assert ledger.manifest().parts == ()
        manifest = intake.publish(entry(3))
    assert manifest == ledger.manifest(1)
    assert [(it.table, it.rows, it.source_ids) for it in manifest.parts] == [("items", 3, (SOURCE,))]
    assert not (ledger.workspace.staging / SOURCE).exists()


def test_a_stopped_intake_goes_on_where_it_stopped(ledger: LedgerStore, make_table: MakeTable) -> None:
    with ledger.intake(SOURCE) as intake:
        table = make_table("items", SOURCE, range(2, 12))
        intake.write_batch(Place(), 2, {"items": table}, BatchCounts(10, 10, skipped={"blank": 2}))
    with ledger.intake(SOURCE) as again:
        assert again.done(Place(), 2)
        assert not again.done(Place(), 12)
        assert not again.done(Place("other.csv"), 2)
        assert (again.progress().rows, again.progress().batches) == (12, 1)
        assert again.counts(Place()) == BatchCounts(10, 10, skipped={"blank": 2})
        assert again.publish(entry(10)).parts[0].rows == 10


def test_a_journal_line_cut_off_by_a_kill_costs_only_its_batch(ledger: LedgerStore, make_table: MakeTable) -> None:
    with ledger.intake(SOURCE) as intake:
        for first in (2, 12):
            table = make_table("items", SOURCE, range(first, first + 10))
            intake.write_batch(Place(), first, {"items": table}, BatchCounts(10, 10))
    journal = ledger.workspace.staging / SOURCE / "journal.jsonl"
    os.truncate(journal, journal.stat().st_size - 7)
    with ledger.intake(SOURCE) as again:
        assert (again.done(Place(), 2), again.done(Place(), 12)) == (True, False)
        again.write_batch(Place(), 12, {"items": make_table("items", SOURCE, range(12, 22))}, BatchCounts(10, 10))
        assert again.publish(entry(20)).parts[1].rows == 10


def test_a_staged_part_that_a_power_cut_left_damaged_is_written_again(
    ledger: LedgerStore, make_table: MakeTable
) -> None:
    with ledger.intake(SOURCE) as intake:
        intake.write_batch(Place(), 2, {"items": make_table("items", SOURCE, range(2, 12))}, BatchCounts(10, 10))
    (part,) = (ledger.workspace.staging / SOURCE).glob("*.parquet")
    part.write_bytes(b"\0" * part.stat().st_size)
    with ledger.intake(SOURCE) as again:
        assert not again.done(Place(), 2)


def test_what_another_recipe_staged_is_thrown_away(ledger: LedgerStore, make_table: MakeTable) -> None:
    with ledger.intake(SOURCE, recipe="layout 1") as intake:
        intake.write_batch(Place(), 2, {"items": make_table("items", SOURCE, range(2, 12))}, BatchCounts(10, 10))
    with ledger.intake(SOURCE, recipe="layout 2") as again:
        assert again.progress().batches == 0
        assert not list((ledger.workspace.staging / SOURCE).glob("*.parquet"))


def test_discard_leaves_nothing_staged(ledger: LedgerStore, make_table: MakeTable) -> None:
    with ledger.intake(SOURCE) as intake:
        intake.write_batch(Place(), 2, {"items": make_table("items", SOURCE, range(2, 12))}, BatchCounts(10, 10))
        intake.discard()
    assert list(ledger.workspace.staging.iterdir()) == []


def test_batches_of_many_threads_in_any_order_make_the_same_version(tmp_path: Path, make_table: MakeTable) -> None:
    from_threads, in_order = (_publish_twenty(tmp_path / name, make_table, name) for name in ("threads", "order"))
    assert from_threads.parts == in_order.parts
    assert sum(it.rows for it in from_threads.parts) == 200


def _publish_twenty(root: Path, make_table: MakeTable, how: str) -> Manifest:
    firsts = range(2, 202, 10)
    with LedgerStore(Workspace.create(root)).intake(SOURCE) as intake, ThreadPoolExecutor(4) as pool:

        def write(first: int) -> None:
            table = make_table("items", SOURCE, range(first, first + 10))
            intake.write_batch(Place(), first, {"items": table}, BatchCounts(10, 10))

        list(pool.map(write, reversed(firsts)) if how == "threads" else map(write, firsts))
        return intake.publish(entry(200))


def test_places_stand_in_the_order_of_the_report(ledger: LedgerStore, make_table: MakeTable) -> None:
    places = [PlaceEntry(None, it, "xlsx", "made_up", "items", rows_read=1, rows_kept=1) for it in ("B", "A")]
    with ledger.intake(SOURCE) as intake:
        for number, sheet in enumerate(("A", "B")):
            table = make_table("items", SOURCE, range(number, number + 1))
            intake.write_batch(Place(None, sheet), 2, {"items": table}, BatchCounts(1, 1))
        parts = intake.publish(entry(0, *places)).parts
    assert [it.path.removeprefix(f"items/{SOURCE}") for it in parts] == ["-0.parquet", "-1.parquet"]
    assert parts[0].sha256 != parts[1].sha256


def test_the_second_process_on_the_same_file_is_told_to_wait(ledger: LedgerStore) -> None:
    with ledger.intake(SOURCE):
        with pytest.raises(StoreError, match="adding or removing the same file") as caught:
            ledger.intake(SOURCE)
        ledger.intake("6" * 64).close()
    assert caught.value.code == "E-BUSY"


def test_the_second_may_wait_and_finds_the_source_published(ledger: LedgerStore, make_table: MakeTable) -> None:
    first = ledger.intake(SOURCE)
    first.write_batch(Place(), 2, {"items": make_table("items", SOURCE, range(2, 5))}, BatchCounts(3, 3))
    threading.Timer(0.3, lambda: first.publish(entry(3))).start()
    with ledger.intake(SOURCE, wait_s=30) as second:
        assert ledger.holds(SOURCE)
        second.discard()
    assert ledger.current() == 1


def test_when_publishing_fails_the_staged_batches_stay(ledger: LedgerStore, make_table: MakeTable) -> None:
    with ledger.intake(SOURCE) as intake:
        intake.write_batch(Place(), 2, {"items": make_table("items", SOURCE, range(2, 5))}, BatchCounts(3, 3))
        damaged = ledger.workspace.versions / "1.json"
        damaged.write_text("{")
        with pytest.raises(LedgerDamaged):
            intake.publish(entry(3))
    damaged.unlink()
    with ledger.intake(SOURCE) as again:
        assert again.done(Place(), 2)
        assert again.publish(entry(3)).parts[0].rows == 3


def test_publishing_a_source_twice_changes_nothing(ledger: LedgerStore, make_table: MakeTable) -> None:
    for _ in range(2):
        with ledger.intake(SOURCE) as intake:
            intake.write_batch(Place(), 2, {"items": make_table("items", SOURCE, range(2, 5))}, BatchCounts(3, 3))
            manifest = intake.publish(entry(3))
    assert (ledger.current(), len(manifest.parts)) == (1, 1)


@pytest.mark.parametrize("read", [9, 11])
def test_a_report_that_does_not_count_every_row_is_not_published(
    ledger: LedgerStore, make_table: MakeTable, read: int
) -> None:
    with ledger.intake(SOURCE) as intake:
        intake.write_batch(Place(), 2, {"items": make_table("items", SOURCE, range(2, 12))}, BatchCounts(10, 10))
        with pytest.raises(StoreError) as caught:
            intake.publish(entry(read))
    assert caught.value.code == "E-COUNTS"
    assert ledger.current() == 0


def test_a_batch_of_a_place_that_the_report_forgot_is_not_lost_without_a_word(ledger: LedgerStore) -> None:
    with ledger.intake(SOURCE) as intake:
        intake.write_batch(Place("forgotten.csv"), 2, {}, BatchCounts(1, 0, 1))
        with pytest.raises(StoreError, match=r"forgotten\.csv"):
            intake.publish(entry(0))


def test_a_batch_whose_counts_do_not_add_up_is_refused(ledger: LedgerStore) -> None:
    with ledger.intake(SOURCE) as intake, pytest.raises(StoreError, match="10 rows were read"):
        intake.write_batch(Place(), 2, {}, BatchCounts(10, 9, 0))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda it: it.drop_columns(["office"]), "'office'"),
        (lambda it: it.append_column("colour", pa.nulls(3, pa.string())), "'colour'"),
        (lambda it: it.set_column(3, "row", pa.array(["2", "3", "4"])), "'row'"),
        (lambda it: it.select(it.column_names[::-1]), "order"),
    ],
)
def test_rows_of_another_shape_are_refused(
    ledger: LedgerStore, make_table: MakeTable, change: Callable[[pa.Table], pa.Table], named: str
) -> None:
    table = change(make_table("items", SOURCE, range(2, 5)))
    with ledger.intake(SOURCE) as intake, pytest.raises(StoreError, match=named) as caught:
        intake.write_batch(Place(), 2, {"items": table}, BatchCounts(3, 3))
    assert caught.value.code == "E-PART-SHAPE"


def test_an_empty_table_makes_no_part(ledger: LedgerStore, make_table: MakeTable) -> None:
    with ledger.intake(SOURCE) as intake:
        intake.write_batch(Place(), 2, {"items": make_table("items", SOURCE, range(0))}, BatchCounts())
        assert intake.publish(entry(0)).parts == ()


COUNTS = st.builds(
    BatchCounts,
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
    st.dictionaries(st.text(max_size=3), st.integers(1, 9), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(1, 9), max_size=3),
    st.lists(st.builds(Notice, st.text(max_size=3), st.text(max_size=3)), max_size=2).map(tuple),
)
RECORDS = st.builds(
    BatchRecord,
    st.builds(Place, st.none() | st.text(st.characters()), st.none() | st.text(st.characters())),
    st.integers(0, 2**40),
    st.lists(st.builds(StagedPart, st.text(), st.text(), st.integers(0), st.integers(0), st.text()), max_size=2).map(
        tuple
    ),
    COUNTS,
)


@given(RECORDS)
def test_reading_a_journal_line_gives_the_record_back(record: BatchRecord) -> None:
    line = print_record(record)
    assert line.count(b"\n") == 1
    assert parse_record(line) == record


@given(st.lists(COUNTS, max_size=5))
def test_the_order_of_batches_does_not_change_the_sums(counts: list[BatchCounts]) -> None:
    forward, backward = add_counts(counts), add_counts(counts[::-1])
    assert (forward.rows_read, forward.skipped, forward.flags) == (
        backward.rows_read,
        backward.skipped,
        backward.flags,
    )
    assert set(forward.notices) == set(backward.notices)
