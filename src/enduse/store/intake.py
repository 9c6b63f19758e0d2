"""The intake of one source: its batches are staged, then published whole or not at all.

A killed intake loses nothing that was staged: the next one reads the journal, checks the parts'
hashes, and tells the reader of the source which batches it may skip.
"""

import shutil
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from enduse.errors import StoreError
from enduse.model.ids import stable_key
from enduse.model.provenance import Place
from enduse.store.atomic import adopt, explained, make_durable, sweep
from enduse.store.journal import (
    BatchCounts,
    BatchRecord,
    Journal,
    StagedPart,
    add_counts,
    read_journal,
    start_journal,
)
from enduse.store.lock import HeldLock, acquire
from enduse.store.manifest import Manifest, Part, PlaceEntry, SourceEntry, check_counts
from enduse.store.parts import check_shape, file_hash, part_form, write_part
from enduse.store.schema import SCHEMA_VERSION, TABLES
from enduse.store.sharing import Use
from enduse.store.versions import Versions, require_schema
from enduse.store.workspace import Workspace

_JOURNAL = "journal.jsonl"


@dataclass(frozen=True)
class Progress:
    """How far an intake is: rows (read and skipped) and batches safely on disk."""

    rows: int
    batches: int


@dataclass(frozen=True)
class _Paths:
    ledger: Path
    staging: Path
    original: Path

    def staged(self, part: StagedPart) -> Path:
        return self.staging / part.file


@dataclass
class Intake:
    """One source on its way into the ledger; get it from ``LedgerStore.intake`` and close it.

    Batches may be written from several threads, in any order. Nothing is visible to readers until ``publish``.
    """

    source_id: str
    _paths: _Paths
    _versions: Versions
    _journal: Journal
    _lock: HeldLock
    _records: dict[tuple[Place, int], BatchRecord]
    _use: Use
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def done(self, place: Place, first_row: int) -> bool:
        """Is this batch safely on disk, by this run or one that was stopped?"""
        return (place, first_row) in self._records

    def write_batch(self, place: Place, first_row: int, tables: Mapping[str, pa.Table], counts: BatchCounts) -> None:
        """Stage the rows of one batch; a batch that is ``done`` is not written again.

        Args:
            place: The table of the source.
            first_row: Row number of the batch's first row; with ``place`` it is the batch's name.
            tables: Ledger table to rows, each with exactly its columns.
            counts: What became of the batch's rows.

        Raises:
            StoreError: ``E-PART-SHAPE``, ``E-COUNTS``, ``E-DISK`` ...
        """
        if self.done(place, first_row):
            return
        check_counts(str(place) or "a batch", *_numbers(counts))
        parts = tuple(
            self._write(place, first_row, name, table) for name, table in sorted(tables.items()) if table.num_rows
        )
        record = BatchRecord(place, first_row, parts, counts)
        with self._writing, explained("noting a batch", self._journal.path):
            self._journal.append(record)
            self._records[place, first_row] = record

    def _write(self, place: Place, first_row: int, name: str, table: pa.Table) -> StagedPart:
        check_shape(TABLES[name], table)
        file = f"{stable_key(repr(place), first_row, name)}.parquet"
        with explained("writing a batch", self._paths.staging):
            _, written = write_part(self._paths.staging, part_form(name), [table], lambda _: self._paths.staging / file)
        return StagedPart(name, file, written.rows, written.bytes, written.sha256)

    def counts(self, place: Place) -> BatchCounts:
        """What became of the rows of one table, over all batches on disk."""
        records = [it for it in self._records.values() if it.place == place]
        return add_counts(it.counts for it in sorted(records, key=lambda it: it.first_row))

    def progress(self) -> Progress:
        """How far we are, batches of a stopped run included."""
        records = list(self._records.values())
        rows = sum(it.counts.rows_read + sum(it.counts.skipped.values()) for it in records)
        return Progress(rows, len(records))

    def publish(self, entry: SourceEntry) -> Manifest:
        """Publish the source as one new version, and end the intake.

        Where the ledger holds the source already, nothing changes and the current manifest is given.

        Raises:
            StoreError: ``E-COUNTS``: the entry's counts are not those of the batches.
            WriteConflict: Others kept publishing first.
        """
        self._check(entry)
        with explained("publishing the batches", self._paths.ledger):
            parts = self._adopt_parts(entry)
        manifest = self._versions.publish(lambda base: _with_source(base, entry, parts))
        self.discard()
        return manifest

    def _check(self, entry: SourceEntry) -> None:
        places = {it.place: it for it in entry.places}
        for place in sorted({place for place, _ in self._records} | set(places), key=repr):
            given, staged = places.get(place), self.counts(place)
            if given is None or _numbers(given) != _numbers(staged):
                raise StoreError(
                    f"{entry.name!r}, {place or 'the table itself'}: the batches hold {_numbers(staged)} rows (read, "
                    f"kept, rejected), the report says {_numbers(given) if given else 'nothing'}. So that no row is "
                    "lost without a word, nothing was published. Please report this with the file's layout.",
                    code="E-COUNTS",
                )

    def _adopt_parts(self, entry: SourceEntry) -> tuple[Part, ...]:
        order = {it.place: number for number, it in enumerate(entry.places)}
        records = sorted(self._records.values(), key=lambda it: (order[it.place], it.first_row))
        used: dict[str, int] = {}
        parts = [self._adopt(staged, used) for record in records for staged in record.parts]
        for path in self._written(parts):
            make_durable(path)
        return tuple(sorted(parts, key=lambda it: it.table))

    def _written(self, parts: list[Part]) -> Iterator[Path]:
        yield from (self._paths.ledger / it.path for it in parts)
        yield from {self._paths.ledger / it.table: None for it in parts}
        if self._paths.original.exists():
            yield self._paths.original

    def _adopt(self, staged: StagedPart, used: dict[str, int]) -> Part:
        folder = self._paths.ledger / staged.table
        folder.mkdir(exist_ok=True)
        while True:
            number = used[staged.table] = used.get(staged.table, -1) + 1
            target = folder / f"{self.source_id}-{number}.parquet"
            if _same_bytes(target, staged):
                break
            try:
                adopt(self._paths.staged(staged), target)
                break
            except FileExistsError:
                # Parts are never replaced: an older version may read this one.
                continue
        path = f"{staged.table}/{target.name}"
        return Part(staged.table, path, staged.rows, (self.source_id,), staged.bytes, staged.sha256)

    def discard(self) -> None:
        """Throw away what is staged, and end the intake."""
        with explained("clearing the staging folder", self._paths.staging):
            self._journal.close()
            shutil.rmtree(self._paths.staging)
        self._lock.release()
        self._use.release()

    def close(self) -> None:
        """End the intake but keep what is staged, so that the next run goes on from there."""
        self._journal.close()
        self._lock.release()
        self._use.release()


def _numbers(counts: PlaceEntry | BatchCounts) -> tuple[int, int, int]:
    return counts.rows_read, counts.rows_kept, counts.rows_rejected


def _same_bytes(path: Path, staged: StagedPart) -> bool:
    return path.exists() and path.stat().st_size == staged.bytes and file_hash(path) == staged.sha256


def _with_source(base: Manifest, entry: SourceEntry, parts: tuple[Part, ...]) -> Manifest | None:
    require_schema(base)
    if base.source(entry.source_id):
        return None
    return replace(
        base,
        schema_version=SCHEMA_VERSION,
        parts=base.parts + parts,
        sources=(*base.sources, entry),
        note=f"add {entry.name}",
    )


def source_lock(workspace: Workspace, source_id: str, wait_s: float = 0.0) -> HeldLock:
    """The lock under which one source is added or removed.

    Raises:
        StoreError: ``E-BUSY``.
    """
    return acquire(workspace.staging / f"{source_id}.lock", "adding or removing the same file", wait_s)


def open_intake(versions: Versions, workspace: Workspace, source_id: str, recipe: str, wait_s: float) -> Intake:
    """The intake of one source; see ``LedgerStore.intake``."""
    use = Use(workspace.versions)
    lock = source_lock(workspace, source_id, wait_s)
    paths = _Paths(workspace.ledger, workspace.staging / source_id, workspace.original(source_id))
    try:
        with explained("opening the staging folder", paths.staging):
            journal, records = _resume(paths, f"schema {SCHEMA_VERSION}; {recipe}")
    except BaseException:
        lock.release()
        raise
    return Intake(source_id, paths, versions, journal, lock, records, use)


def _resume(paths: _Paths, recipe: str) -> tuple[Journal, dict[tuple[Place, int], BatchRecord]]:
    path = paths.staging / _JOURNAL
    noted = read_journal(path, recipe)
    if noted is None:
        shutil.rmtree(paths.staging, ignore_errors=True)
        paths.staging.mkdir(parents=True)
    # After a power cut a part may be named but not whole; only its hash proves it.
    records = {(it.place, it.first_row): it for it in noted or () if _is_whole(paths, it)}
    sweep(paths.staging)
    return start_journal(path, recipe, records.values()), records


def _is_whole(paths: _Paths, record: BatchRecord) -> bool:
    return all(_same_bytes(paths.staged(it), it) for it in record.parts)
