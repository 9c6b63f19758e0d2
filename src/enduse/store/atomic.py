"""Files that appear whole or not at all, and the file system's errors in plain words."""

import errno
import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path
from typing import BinaryIO

from enduse.errors import DiskFull, StoreError

SCRATCH = ".tmp-"
"""Files so named are unfinished; whoever writes one holds its lock."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


@contextmanager
def explained(doing: str, path: Path) -> Iterator[None]:
    """Turn an OSError inside the block into a StoreError that says what to do.

    Args:
        doing: What we were at, e.g. ``"keeping the original"``.
        path: The file or folder concerned.

    Raises:
        DiskFull: No room, quota used up, or the file would pass the size limit.
        StoreError: ``E-READ-ONLY`` where writing is forbidden, else ``E-STORE``.
    """
    try:
        yield
    except OSError as error:
        raise _store_error(error, doing, path) from error


def _store_error(error: OSError, doing: str, path: Path) -> StoreError:
    if error.errno in _FULL:
        return DiskFull(
            f"No room was left while {doing} ({str(path)!r}: {error.strerror}). "
            "The last good version of the ledger still stands. Free some space and run the same command again; "
            "it goes on where it stopped."
        )
    if error.errno in _FORBIDDEN:
        return StoreError(
            f"We may not write {str(path)!r} ({error.strerror}), so {doing} stopped; nothing was changed. "
            "Give yourself the right to write this folder, or copy the workspace to a place where you may.",
            code="E-READ-ONLY",
        )
    return StoreError(
        f"The file system refused while {doing}: {str(path)!r}: {error.strerror or error}. "
        "The last good version of the ledger still stands. Check the disk, then run the same command again."
    )


@contextmanager
def scratch_file(folder: Path) -> Iterator[BinaryIO]:
    """An unfinished file in ``folder``, locked while open, gone at the end unless it was renamed."""
    file = _locked_scratch(folder)
    try:
        yield file
    finally:
        Path(file.name).unlink(missing_ok=True)
        file.close()


def _locked_scratch(folder: Path) -> BufferedWriter:
    while True:
        path = folder / f"{SCRATCH}{os.getpid()}-{secrets.token_hex(4)}"
        file = path.open("xb")
        fcntl.flock(file, fcntl.LOCK_EX)
        if path.exists():
            return file
        # A sweeper took it for litter between creation and lock.
        file.close()


def sweep(folder: Path) -> int:
    """Remove the unfinished files that killed processes left in ``folder``; how many there were."""
    removed = 0
    for path in folder.glob(f"{SCRATCH}*"):
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)
                removed += 1
        except (BlockingIOError, FileNotFoundError):
            continue
    return removed


def settle(file: BinaryIO) -> None:
    """Make what was written to ``file`` survive a power cut."""
    file.flush()
    os.fsync(file.fileno())


def make_durable(path: Path) -> None:
    """Make a file's bytes, or the names in a folder, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``: readers see the old file or the new one, never a half."""
    with scratch_file(path.parent) as file:
        file.write(data)
        settle(file)
        os.replace(file.name, path)
    make_durable(path.parent)


def append_durably(path: Path, line: bytes) -> None:
    """Add one line, with its line end, to a file that is only ever appended to; it survives a power cut.

    A line that an earlier process could not end stays as it is: the new one begins behind it on a line of its own.
    """
    with explained("keeping a decision", path), path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0, os.SEEK_END)
        if file.tell():
            file.seek(-1, os.SEEK_END)
            line = line if file.read(1) == b"\n" else b"\n" + line
        file.write(line)
        settle(file)


Link = Callable[[str, Path], None]


def publish_exclusively(path: Path, data: bytes, link: Link = os.link) -> bool:
    """Put ``data`` at ``path`` unless the name is taken: True for exactly one of many writers.

    Args:
        path: The name to win.
        data: The whole content.
        link: Makes a second name for a file; where the file system has none, a lock serves.
    """
    with scratch_file(path.parent) as file:
        file.write(data)
        settle(file)
        try:
            link(file.name, path)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if not _rename_if_free(file.name, path):
                return False
    make_durable(path.parent)
    return True


def _rename_if_free(name: str, path: Path) -> bool:
    with (path.parent / ".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists():
            return False
        os.replace(name, path)
        return True


def adopt(source: Path, target: Path, link: Link = os.link) -> None:
    """Give ``source`` a second name ``target``; where links do not exist, copy it whole."""
    try:
        link(str(source), target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with source.open("rb") as given, scratch_file(target.parent) as file:
            while block := given.read(1 << 20):
                file.write(block)
            settle(file)
            os.replace(file.name, target)
