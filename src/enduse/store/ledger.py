"""The ledger of one workspace: its versions, its originals, and the ways to change it."""

import os
import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from enduse.errors import LedgerDamaged, StoreError, UnreadableFile, UsageError
from enduse.store.atomic import explained, make_durable, scratch_file, sweep
from enduse.store.copying import copy_hashed
from enduse.store.intake import Intake, open_intake, source_lock
from enduse.store.lock import locked
from enduse.store.manifest import Manifest
from enduse.store.parts import check_part, file_hash
from enduse.store.rewriting import DEFAULT_SIZES, Rewriter, Sizes, compaction, removal
from enduse.store.sharing import in_use
from enduse.store.tidying import tidy
from enduse.store.versions import Clock, Versions, instant, require_schema
from enduse.store.workspace import Workspace


def utc_now() -> datetime:
    """The machine's clock, for the edge that opens a ledger."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class LedgerStore:
    """The ledger of one workspace.

    Every change is a new version, published whole by one atomic step; a kill at any moment leaves the last one.

    Attributes:
        workspace: Where it is.
        clock: Tells the instants that manifests carry.
    """

    workspace: Workspace
    clock: Clock = utc_now

    @property
    def log(self) -> Versions:
        """The manifests; for migrations and other makers of versions."""
        return Versions(self.workspace.versions, self.clock)

    def now(self) -> str:
        """The clock's instant as UTC text, as ``SourceEntry.added_at`` wants it."""
        return instant(self.clock)

    def versions(self) -> tuple[int, ...]:
        """Every version that can be opened, oldest first."""
        return self.log.all()

    def current(self) -> int:
        """The newest version; 0 for an empty ledger."""
        return self.log.current()

    def manifest(self, at: int | None = None) -> Manifest:
        """What version ``at`` holds (None: the newest).

        Raises:
            UsageError: ``E-VERSION``: there is no such version.
            StoreError: ``E-SCHEMA-OLD``: run ``enduse migrate``.
            SchemaTooNew: A newer enduse wrote it.
            LedgerDamaged: The manifest is cut off or altered.
        """
        return require_schema(self.log.read(at))

    def holds(self, source_id: str) -> bool:
        """Does the newest version hold this source?"""
        return self.manifest().source(source_id) is not None

    def keep_original(self, path: Path) -> tuple[str, int]:
        """Keep the bytes of a file in ``sources/``; gives its SHA-256 and size.

        The file is read once; when its bytes are kept already, nothing is written. They survive a kill at once and a
        power cut when the source is published.

        Raises:
            UnreadableFile: There is no such file, we may not read it, or it was written to meanwhile (``E-CHANGED``).
            DiskFull: No room; nothing was kept.
            StoreError: ``sources/`` cannot be written.
        """
        size = _size_of(path)
        known = self._kept_with_size(size)
        if known and (source_id := file_hash(path)) in known:
            return source_id, size
        with explained("keeping the original", self.workspace.sources):
            return self._copy_original(path)

    def _kept_with_size(self, size: int) -> set[str]:
        with explained("listing the originals", self.workspace.sources):
            sweep(self.workspace.sources)
            return {it.name for it in os.scandir(self.workspace.sources) if it.stat().st_size == size}

    def _copy_original(self, path: Path) -> tuple[str, int]:
        with scratch_file(self.workspace.sources) as file:
            source_id, size = copy_hashed(path, file)
            target = self.workspace.original(source_id)
            if not target.exists():
                os.chmod(file.name, 0o444)
                os.replace(file.name, target)
        make_durable(self.workspace.sources)
        return source_id, size

    def release_original(self, source_id: str) -> bool:
        """Let go of an original that no version of the ledger has a row of; was it let go?

        It stays while another process adds it, and where a version cannot be read: it may be needed there.
        """
        try:
            held = source_lock(self.workspace, source_id)
        except StoreError:
            return False
        try:
            if any(self.log.read(it).source(source_id) for it in self.versions()):
                return False
            with explained("letting go of the original", self.workspace.sources):
                self.workspace.original(source_id).unlink(missing_ok=True)
        except StoreError:
            return False
        finally:
            held.release()
        return True

    def intake(self, source_id: str, recipe: str = "", wait_s: float = 0.0) -> Intake:
        """Start to add a source, or go on where a stopped run ended.

        Args:
            source_id: Of the original.
            recipe: What the batches depend on: version of the reader, layouts, batch size. What another recipe
                staged is thrown away, so that two readings never mix.
            wait_s: How long to wait while another process adds the same source.

        Raises:
            StoreError: ``E-BUSY``: another process adds the same source.
        """
        self.manifest()
        return open_intake(self.log, self.workspace, source_id, recipe, wait_s)

    def undo(self, source_id: str) -> Manifest:
        """Publish a version without that source; its original and the older versions stay.

        Raises:
            UsageError: ``E-SOURCE``: the newest version does not hold it.
            StoreError: ``E-BUSY``: another process is adding it.
        """
        if not self.holds(source_id):
            raise UsageError(
                f"The newest version of the ledger holds no source {source_id!r}, so there is nothing to undo. "
                "Give the SHA-256 of a file that was added.",
                code="E-SOURCE",
            )
        held = source_lock(self.workspace, source_id)
        try:
            shutil.rmtree(self.workspace.staging / source_id, ignore_errors=True)
            with self.in_use():
                return self.log.publish(removal(Rewriter(self.workspace.ledger), source_id))
        finally:
            held.release()

    def tidy(self) -> int:
        """Remove what killed processes left behind; how many files and folders there were."""
        return tidy(self.workspace, self.log.read())

    def compact(self, sizes: Sizes = DEFAULT_SIZES) -> Manifest:
        """Publish a version with the same rows in fewer parts; the current one where all is compact.

        Raises:
            StoreError: ``E-BUSY``: another process compacts.
        """
        with locked(self.workspace.staging / "compact.lock", "compacting this ledger"), self.in_use():
            base = self.manifest()
            change = compaction(Rewriter(self.workspace.ledger, sizes), base)
            return self.log.publish(change) if change else base

    def verify(self, at: int | None = None) -> tuple[str, ...]:
        """What is wrong with a version, a sentence each; empty when every byte is as we wrote it.

        Reads and hashes every part and every original.
        """
        with self.in_use():
            return tuple(self._damages(self.manifest(at)))

    def _damages(self, manifest: Manifest) -> list[str]:
        damages: list[str] = []
        for part in manifest.parts:
            try:
                check_part(self.workspace.ledger, part, whole=True)
            except LedgerDamaged as error:
                damages.append(error.message)
        for source in manifest.sources:
            path = self.workspace.original(source.source_id)
            if not path.exists() or file_hash(path) != source.source_id:
                seen = "has other bytes than those that were added" if path.exists() else "is missing"
                damages.append(
                    f"The original of {source.name!r} (sources/{source.source_id}) {seen}. Its rows can no longer be "
                    "shown as they stood in the file. Restore it from a backup, or add the file again."
                )
        return damages

    def in_use(self) -> AbstractContextManager[None]:
        """Nothing that a version names, or that is about to be published, is taken away inside the block."""
        return in_use(self.workspace.versions)


def _size_of(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return os.fstat(file.fileno()).st_size
    except OSError as error:
        raise UnreadableFile(
            f"{str(path)!r} cannot be opened: {error.strerror}. Nothing of it was read. "
            "Check the name and your right to read it."
        ) from error
