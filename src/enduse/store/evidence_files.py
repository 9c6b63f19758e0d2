"""The bytes of evidence: each file named by the SHA-256 of what lies on disk, never changed, never named twice."""

import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

from enduse.errors import StoreError, UnreadableFile
from enduse.store.atomic import explained, make_durable, scratch_file, settle, sweep
from enduse.store.parts import file_hash
from enduse.store.sealing import pieces, seal, unseal

_IN_MEMORY = 64 << 20


@dataclass(frozen=True)
class Kept:
    """Bytes that are kept.

    Attributes:
        stored: SHA-256 of what lies on disk.
        stored_size: Its bytes.
        sha256: Of the original bytes.
        size: Of the original bytes.
    """

    stored: str
    stored_size: int
    sha256: str
    size: int


@dataclass
class _Count:
    """Hash and size of what passes by."""

    def __post_init__(self) -> None:
        self.digest, self.size = sha256(), 0

    def over(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        for it in blocks:
            self.digest.update(it)
            self.size += len(it)
            yield it


@dataclass(frozen=True)
class EvidenceFiles:
    """The folder of the bytes.

    Attributes:
        folder: ``evidence`` of a workspace; made when something is kept first.
    """

    folder: Path

    def path(self, stored: str) -> Path:
        """Where the bytes of that hash lie."""
        return self.folder / stored[:2] / stored

    def keep(self, given: Path, key: bytes | None = None) -> Kept:
        """Keep the bytes of a file of any size, sealed where there is a key. The same bytes are kept once.

        Raises:
            UnreadableFile: ``E-FILE``: it cannot be read; ``E-CHANGED``: it was written to meanwhile.
            DiskFull: No room; nothing was kept.
        """
        try:
            with given.open("rb") as file:
                before = os.fstat(file.fileno())
                kept = self._keep(pieces(file), key)
                after = os.fstat(file.fileno())
        except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
            raise UnreadableFile(
                f"{str(given)!r} cannot be read: {error.strerror}. Nothing was kept. Check the name and your rights."
            ) from error
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise UnreadableFile(
                f"{str(given)!r} was written to while it was read, so it is not taken as evidence. Wait until it is "
                "whole and add it again.",
                code="E-CHANGED",
            )
        return kept

    def keep_bytes(self, data: bytes, key: bytes | None = None) -> Kept:
        """The same for bytes at hand."""
        return self._keep(pieces(io.BytesIO(data)), key)

    def _keep(self, blocks: Iterator[bytes], key: bytes | None) -> Kept:
        plain, stored = _Count(), _Count()
        counted = plain.over(blocks)
        with explained("keeping the evidence", self.folder):
            self.folder.mkdir(exist_ok=True)
            sweep(self.folder)
            with scratch_file(self.folder) as file:
                for piece in stored.over(seal(counted, key) if key else counted):
                    file.write(piece)
                settle(file)
                self._place(Path(file.name), stored.digest.hexdigest())
        return Kept(stored.digest.hexdigest(), stored.size, plain.digest.hexdigest(), plain.size)

    def _place(self, scratch: Path, stored: str) -> None:
        target = self.path(stored)
        target.parent.mkdir(exist_ok=True)
        # A file of that name with other bytes is damage: adding the original again mends it.
        if not (target.exists() and file_hash(target) == stored):
            scratch.chmod(0o444)
            os.replace(scratch, target)
            make_durable(target.parent)
        make_durable(self.folder)

    @contextmanager
    def opened(self, stored: str, key: bytes | None = None) -> Iterator[BinaryIO]:
        """The original bytes, after a look that they are still what was kept.

        Raises:
            StoreError: ``E-EVIDENCE-MISSING``, ``E-EVIDENCE-CHANGED``.
        """
        self._require(stored)
        with self.path(stored).open("rb") as file:
            if key is None:
                yield file
                return
            # It has no name on disk, and small ones never reach the disk.
            with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(self.folder)) as plain:
                for piece in unseal(file, key):
                    plain.write(piece)
                plain.seek(0)
                yield cast(BinaryIO, plain)

    def drop(self, stored: str) -> None:
        """Let go of bytes that no row names."""
        with explained("letting go of bytes that are no evidence", self.folder):
            self.path(stored).unlink(missing_ok=True)

    def state(self, stored: str) -> str:
        """``kept``, ``changed`` or ``missing``."""
        path = self.path(stored)
        with explained("checking the evidence", path):
            if not path.is_file():
                return "missing"
            return "kept" if file_hash(path) == stored else "changed"

    def names(self) -> set[str]:
        """Hashes by which files are named."""
        with explained("listing the evidence", self.folder):
            return {it.name for it in self.folder.glob("[0-9a-f][0-9a-f]/*")}

    def _require(self, stored: str) -> None:
        state = self.state(stored)
        if state != "kept":
            raise StoreError(
                f"The bytes of this evidence are {state}: {str(self.path(stored))!r} is not what was added, so nothing "
                "of it is shown and whatever cites it no longer stands. Put the file back from a copy, or add the "
                "original again; look with `enduse evidence verify` for others.",
                code=f"E-EVIDENCE-{state.upper()}",
            )
