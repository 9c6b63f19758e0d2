"""Who uses a ledger at all: any number of readers and writers, or one that takes old versions away."""

import fcntl
import os
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from enduse.errors import StoreError
from enduse.store.atomic import explained

_PAUSE_S = 0.05


class Use:
    """A ledger in use until ``release``; the kernel ends it when the process dies.

    Args:
        folder: The folder of its manifests. It is locked itself, so that readers need no right to write.
    """

    def __init__(self, folder: Path) -> None:
        with explained("opening the ledger", folder):
            handle = os.open(folder, os.O_RDONLY)
        # A snapshot that nobody closes must not hold the ledger for longer than it lives.
        self.release = weakref.finalize(self, os.close, handle)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
        except OSError:
            # Where folders cannot be locked nothing is ever taken away either; see ``alone``.
            return


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Nothing is taken away from the ledger inside the block."""
    use = Use(folder)
    try:
        yield
    finally:
        use.release()


@contextmanager
def alone(folder: Path, wait_s: float = 1.0) -> Iterator[None]:
    """Nobody else uses the ledger inside the block; who comes later waits for its end.

    Raises:
        StoreError: ``E-BUSY``: somebody reads or writes, and did not end within ``wait_s`` seconds; or the file
            system cannot tell.
    """
    with explained("opening the ledger", folder):
        handle = os.open(folder, os.O_RDONLY)
    try:
        _lock_alone(handle, time.monotonic() + wait_s)
        yield
    finally:
        os.close(handle)


def _lock_alone(handle: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                raise StoreError(
                    "Another process reads or writes this ledger right now. It might need what was to be removed, so "
                    "nothing was. Wait until it has ended, then run the same command again.",
                    code="E-BUSY",
                ) from None
            time.sleep(_PAUSE_S)
        except OSError as error:
            raise StoreError(
                f"This file system cannot tell whether somebody reads the ledger ({error.strerror}), so nothing was "
                "removed. Run the command on the machine that holds the disk.",
                code="E-BUSY",
            ) from error
