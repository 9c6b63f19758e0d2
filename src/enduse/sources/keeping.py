"""The original is kept: before anything is read of a small file, beside the reading of a large one."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from enduse.errors import InputError, UnreadableFile
from enduse.sources.reading.opening import hash_of
from enduse.store.ledger import LedgerStore

# Below it hashing and copying in one pass is quicker than starting a thread.
LARGE_BYTES = 64 << 20


@dataclass(frozen=True)
class Original:
    """A file on its way into ``sources/``.

    Attributes:
        source_id: SHA-256 of its bytes.
        size: Bytes.
        path: Where its rows are read from.
    """

    source_id: str
    size: int
    path: Path
    _given: Path
    _store: LedgerStore
    _copied: "Future[tuple[str, int]] | None" = None
    _changed_at: int = 0

    def settle(self) -> None:
        """Wait until the original is safely kept; call it before anything of it is published.

        Raises:
            UnreadableFile: ``E-CHANGED``: the file was written to while it was read.
            DiskFull: No room for the original.
        """
        kept = self._kept()
        if kept != self.source_id:
            self._store.release_original(kept)
        if kept != self.source_id or (self._copied and self._given.stat().st_mtime_ns != self._changed_at):
            raise UnreadableFile(
                f"{self._given.name!r} was changed while it was read, so its rows may be neither the old nor the new "
                "ones. Nothing was published. Add it again when nothing writes to it any more.",
                code="E-CHANGED",
            )

    def _kept(self) -> str:
        if self._copied:
            return self._copied.result()[0]
        if self._store.workspace.original(self.source_id).exists():
            return self.source_id
        # Another process that was given the same bytes may have refused and released them meanwhile.
        return self._store.keep_original(self._given)[0]


@contextmanager
def keeping(path: Path, store: LedgerStore, large_bytes: int = LARGE_BYTES) -> Iterator[Original]:
    """The original of ``path``; a large one is copied in a thread of its own until ``settle``.

    Where the file is refused (an InputError inside the block), its bytes are not kept either.

    Raises:
        UnreadableFile: There is no such file, or we may not read it.
        StoreError: ``sources/`` cannot be written, or is full.
    """
    if not path.is_file() or path.stat().st_size < large_bytes:
        with store.in_use():
            source_id, size = store.keep_original(path)
            with _released_when_refused(store, source_id):
                yield Original(source_id, size, store.workspace.original(source_id), path, store)
        return
    about = path.stat()
    source_id = hash_of(path)
    with store.in_use(), _released_when_refused(store, source_id), ThreadPoolExecutor(1, "keep") as pool:
        copied = pool.submit(store.keep_original, path)
        yield Original(source_id, about.st_size, path, path, store, copied, about.st_mtime_ns)


@contextmanager
def _released_when_refused(store: LedgerStore, source_id: str) -> Iterator[None]:
    try:
        yield
    except InputError:
        store.release_original(source_id)
        raise
