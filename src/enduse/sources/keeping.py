"""The original is kept before anything is read of it, and read from where it is kept."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from enduse.errors import InputError
from enduse.store.ledger import LedgerStore


@dataclass(frozen=True)
class Original:
    """A file kept in ``sources/``.

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

    def settle(self) -> None:
        """See to it that the original is kept; call it before anything of it is published.

        Another process that was given the same bytes may have refused them, and released them, meanwhile.

        Raises:
            UnreadableFile: The file given is gone, too.
            DiskFull: No room for the original.
        """
        if not self.path.exists():
            self._store.keep_original(self._given)


@contextmanager
def keeping(path: Path, store: LedgerStore, meanwhile: Callable[[], object]) -> Iterator[Original]:
    """The kept original of ``path``; where it is refused (an InputError inside the block) it is released again.

    Args:
        path: The file given.
        store: The ledger.
        meanwhile: Done in a thread while bytes are copied and hashed; what it raises is raised.

    Raises:
        UnreadableFile: There is no such file, we may not read it, or it was written to meanwhile (``E-CHANGED``).
        StoreError: ``sources/`` cannot be written, or is full.
    """
    with store.in_use(), ThreadPoolExecutor(1, "meanwhile") as pool:
        prepared = pool.submit(meanwhile)
        source_id, size = store.keep_original(path)
        try:
            prepared.result()
            yield Original(source_id, size, store.workspace.original(source_id), path, store)
        except InputError:
            store.release_original(source_id)
            raise
