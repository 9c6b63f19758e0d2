"""What no kept version refers to can be taken away, and nothing else."""

import os
from collections.abc import Callable

import pytest

from enduse.errors import StoreError, UsageError
from enduse.store.derived import DerivedStore
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest
from enduse.store.pruning import prune, surplus
from enduse.store.snapshot import open_snapshot

Add = Callable[..., Manifest]
RowsOf = Callable[..., list[tuple[str, int]]]


def files(ledger: LedgerStore) -> set[str]:
    root = ledger.workspace.root
    folders = (ledger.workspace.ledger / "items", ledger.workspace.ledger / "rejects", ledger.workspace.sources)
    return {str(it.relative_to(root)) for folder in folders for it in folder.iterdir()}


@pytest.fixture
def undone(ledger: LedgerStore, add: Add) -> LedgerStore:
    """Version 1 holds north, version 2 north and south, version 3 south."""
    north = add(ledger, "north.csv").sources[0]
    add(ledger, "south.csv")
    ledger.undo(north.source_id)
    return ledger


def test_an_undone_source_leaves_with_the_versions_that_held_it(undone: LedgerStore, rows_of: RowsOf) -> None:
    before = rows_of(undone)

    gone = prune(undone)

    assert (gone.kept, gone.versions) == ((3,), (1, 2))
    assert [name for _, name in gone.originals] == ["north.csv"]
    assert undone.versions() == (3,)
    assert rows_of(undone) == before
    assert undone.verify() == ()


def test_what_is_told_before_is_what_goes(undone: LedgerStore) -> None:
    before = files(undone)
    size = {it: (undone.workspace.root / it).stat().st_size for it in before}
    manifests = sum((undone.workspace.versions / f"{it}.json").stat().st_size for it in (1, 2))

    told = surplus(undone)

    assert files(undone) == before
    assert prune(undone) == told
    lost = before - files(undone)
    assert lost == {f"ledger/{it}" for it in told.parts} | {f"sources/{it}" for it, _ in told.originals}
    assert told.bytes == manifests + sum(size[it] for it in lost)


def test_a_second_time_there_is_nothing_to_take_away(undone: LedgerStore) -> None:
    prune(undone)
    assert surplus(undone).empty
    assert prune(undone).empty


def test_as_many_versions_stay_as_asked_for(undone: LedgerStore, rows_of: RowsOf) -> None:
    before = rows_of(undone, at=2)

    assert prune(undone, keep=2).versions == (1,)

    assert undone.versions() == (2, 3)
    assert rows_of(undone, at=2) == before
    assert undone.verify(2) == ()


def test_the_version_of_the_current_results_stays(ledger: LedgerStore, add: Add) -> None:
    add(ledger, "north.csv")
    DerivedStore(ledger.workspace).begin().commit({"ledger_version": 1})
    add(ledger, "south.csv")
    add(ledger, "west.csv")

    assert prune(ledger).kept == (1, 3)
    assert ledger.verify(1) == ()


def test_parts_that_were_merged_go_and_numbers_go_on(ledger: LedgerStore, add: Add, rows_of: RowsOf) -> None:
    add(ledger, "north.csv")
    add(ledger, "south.csv")
    ledger.compact()
    before = rows_of(ledger)

    gone = prune(ledger)

    assert len(gone.parts) == 12
    assert gone.originals == ()
    assert rows_of(ledger) == before
    assert add(ledger, "west.csv").version == 4


def test_a_removed_version_is_called_removed(undone: LedgerStore) -> None:
    prune(undone)
    with pytest.raises(UsageError, match="was removed to save room.*The newest is 3") as caught:
        undone.manifest(1)
    assert caught.value.code == "E-VERSION"


def test_an_undone_source_can_be_added_again_afterwards(undone: LedgerStore, add: Add) -> None:
    prune(undone)
    assert [it.name for it in add(undone, "north.csv").sources] == ["south.csv", "north.csv"]
    assert undone.verify() == ()


def test_while_somebody_reads_nothing_is_taken_away(undone: LedgerStore, rows_of: RowsOf) -> None:
    before, snapshot = files(undone), open_snapshot(undone, at=1)

    with pytest.raises(StoreError, match="reads or writes this ledger") as caught:
        prune(undone)

    assert caught.value.code == "E-BUSY"
    assert files(undone) == before
    assert snapshot.table("items").count().to_pyarrow().as_py() == len(rows_of(undone, at=1))
    snapshot.close()
    assert prune(undone).versions == (1, 2)


def test_a_snapshot_that_nobody_closed_holds_nothing_up_when_it_is_gone(undone: LedgerStore) -> None:
    assert open_snapshot(undone, at=1).version == 1
    assert prune(undone).versions == (1, 2)


def test_while_a_source_is_added_nothing_is_taken_away(undone: LedgerStore) -> None:
    with undone.intake("f" * 64), pytest.raises(StoreError, match="reads or writes"):
        prune(undone)


def test_the_original_of_a_stopped_reading_stays(undone: LedgerStore) -> None:
    stopped = "e" * 64
    undone.workspace.original(stopped).write_text("rows")
    undone.intake(stopped).close()

    assert stopped not in dict(prune(undone).originals)
    assert undone.workspace.original(stopped).exists()


def test_an_original_that_was_never_published_goes(undone: LedgerStore) -> None:
    undone.workspace.original("d" * 64).write_text("rows")
    assert dict(prune(undone).originals)["d" * 64] == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_reader_needs_no_right_to_write(undone: LedgerStore) -> None:
    undone.workspace.versions.chmod(0o555)
    open_snapshot(undone).close()
    undone.workspace.versions.chmod(0o755)


def test_an_empty_ledger_has_no_surplus(ledger: LedgerStore) -> None:
    assert surplus(ledger).empty
