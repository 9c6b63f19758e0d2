"""Tests on a real small disk: full, then with room again; and one that may only be read."""

import hashlib
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest

from enduse.errors import DiskFull, StoreError
from enduse.model.provenance import Place
from enduse.store.derived import DerivedStore
from enduse.store.journal import BatchCounts
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest, PlaceEntry, SourceEntry
from enduse.store.rewriting import Sizes
from enduse.store.schema import ITEMS
from enduse.store.snapshot import open_snapshot
from enduse.store.workspace import Workspace

Add = Callable[..., Manifest]
SOURCE = hashlib.sha256(b"big").hexdigest()
ROWS = 2_000


@dataclass(frozen=True)
class Disk:
    """A file system in memory."""

    root: Path

    def remount(self, options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", str(self.root)], check=True)


@pytest.fixture
def disk(small_disk: Callable[[str], Path]) -> Disk:
    return Disk(small_disk("1m"))


def noise(first: int) -> pa.Table:
    """Rows that do not compress."""
    columns = {it.name: pa.nulls(ROWS, it.type) for it in ITEMS.arrow_schema()}
    columns["source_id"] = pa.array([SOURCE] * ROWS)
    columns["row"] = pa.array(range(first, first + ROWS), pa.int64())
    columns["description"] = pa.array(
        [hashlib.sha256(str(it).encode()).hexdigest() for it in range(first, first + ROWS)]
    )
    return pa.table(columns, schema=ITEMS.arrow_schema())


def add_noise(ledger: LedgerStore, batches: int) -> Manifest:
    ledger.workspace.original(SOURCE).write_bytes(b"big")
    with ledger.intake(SOURCE) as intake:
        for first in range(2, 2 + batches * ROWS, ROWS):
            intake.write_batch(Place(), first, {"items": noise(first)}, BatchCounts(ROWS, ROWS))
        rows = batches * ROWS
        place = PlaceEntry(None, None, "csv", "made_up", "items", rows_read=rows, rows_kept=rows)
        return intake.publish(SourceEntry(SOURCE, "big.csv", 1, ledger.now(), (place,)))


def test_a_full_disk_stops_an_intake_and_with_room_it_goes_on(disk: Disk, add: Add) -> None:
    ledger = LedgerStore(Workspace.create(disk.root))
    before = add(ledger, "north.csv")
    with pytest.raises(DiskFull, match="goes on where it stopped") as caught:
        add_noise(ledger, 12)
    assert caught.value.code == "E-DISK"
    assert (ledger.manifest(), ledger.verify()) == (before, ())
    disk.remount("size=16m")
    with ledger.intake(SOURCE) as intake:
        assert 0 < intake.progress().batches < 12
    assert sum(it.rows for it in add_noise(ledger, 12).of_table("items")) == 12 * ROWS + 22
    assert ledger.verify() == ()


def test_an_original_that_does_not_fit_is_not_half_kept(disk: Disk, tmp_path: Path) -> None:
    ledger = LedgerStore(Workspace.create(disk.root))
    (tmp_path / "big.csv").write_bytes(b"x" * 2_000_000)
    with pytest.raises(DiskFull, match="keeping the original"):
        ledger.keep_original(tmp_path / "big.csv")
    assert list(ledger.workspace.sources.iterdir()) == []


def test_a_full_disk_stops_compaction_and_the_ledger_stands(disk: Disk) -> None:
    ledger = LedgerStore(Workspace.create(disk.root))
    before = add_noise(ledger, 4)
    with pytest.raises(DiskFull):
        ledger.compact(Sizes(part_bytes=16 << 20))
    assert (ledger.manifest(), ledger.verify()) == (before, ())


def test_a_full_disk_stops_a_run_and_the_last_one_stands(disk: Disk) -> None:
    ledger = LedgerStore(Workspace.create(disk.root))
    derived = DerivedStore(ledger.workspace)
    first = derived.begin().commit({"first": True})
    snapshot = open_snapshot(ledger)
    snapshot.backend.raw_sql("CREATE VIEW noise AS SELECT sha256(range::VARCHAR) AS noise FROM range(300000)")
    noisy = snapshot.backend.table("noise")
    with derived.begin() as run:
        with pytest.raises(DiskFull):
            snapshot.write_parquet(noisy, run.path("numbers"))
        assert list(run.folder.iterdir()) == []
    assert derived.current() == first


def test_a_read_only_workspace_can_be_read_and_says_why_it_cannot_be_written(
    disk: Disk, add: Add, tmp_path: Path
) -> None:
    ledger = LedgerStore(Workspace.create(disk.root))
    source_id = add(ledger, "north.csv", rows=10).sources[0].source_id
    disk.remount("ro")
    assert open_snapshot(ledger).table("items").count().to_pyarrow().as_py() == 9
    assert ledger.verify() == ()
    (tmp_path / "south.csv").write_text("south")
    for write in (
        lambda: ledger.keep_original(tmp_path / "south.csv"),
        lambda: ledger.intake(SOURCE),
        lambda: ledger.undo(source_id),
        ledger.compact,
        DerivedStore(ledger.workspace).begin,
    ):
        with pytest.raises(StoreError, match="may not write") as caught:
            write()
        assert caught.value.code == "E-READ-ONLY"
    disk.remount("rw")
