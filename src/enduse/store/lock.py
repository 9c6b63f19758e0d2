"""One writer at a time, by a lock that dies with the process that holds it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedRandom
from pathlib import Path

from enduse.errors import StoreError
from enduse.store.atomic import explained

_PAUSE_S = 0.05


@dataclass(frozen=True)
class HeldLock:
    """A lock we hold until ``release``; the kernel releases it when the process dies."""

    path: Path
    file: BufferedRandom

    def release(self) -> None:
        """Let the next one in; calling it twice changes nothing."""
        if not self.file.closed:
            self.path.unlink(missing_ok=True)
            self.file.close()


def acquire(path: Path, doing: str, wait_s: float = 0.0) -> HeldLock:
    """Hold the lock ``path``, waiting at most about ``wait_s`` seconds for another holder.

    The file names the holder's process for people; the lock itself is the kernel's, so that one left
    by a killed process is free at once.

    Raises:
        StoreError: ``E-BUSY``, naming the process that holds it; ``E-READ-ONLY`` where we may not write.
    """
    for attempt in range(int(wait_s / _PAUSE_S) + 1):
        if attempt:
            time.sleep(_PAUSE_S)
        with explained("locking", path):
            path.parent.mkdir(parents=True, exist_ok=True)
            held = _try(path)
        if held is not None:
            return held
    raise StoreError(
        f"{_holder(path)} is {doing} right now, so we stopped; nothing was changed. "
        "Wait until it has ended, then run the same command again.",
        code="E-BUSY",
    )


@contextmanager
def locked(path: Path, doing: str, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the lock ``path`` inside the block; see ``acquire``."""
    held = acquire(path, doing, wait_s)
    try:
        yield
    finally:
        held.release()


def _try(path: Path) -> HeldLock | None:
    while True:
        file = open(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b")  # noqa: SIM115 - it outlives this function
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        if _is_named(file, path):
            file.truncate(0)
            file.write(str(os.getpid()).encode())
            file.flush()
            return HeldLock(path, file)
        # The last holder removed the name after we opened it: what we locked is nobody's.
        file.close()


def _is_named(file: BufferedRandom, path: Path) -> bool:
    try:
        return os.fstat(file.fileno()).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False


def _holder(path: Path) -> str:
    try:
        pid = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        pid = ""
    return f"Process {pid}" if pid else "Another process"
