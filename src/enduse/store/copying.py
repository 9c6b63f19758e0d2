"""A file is copied and its copy hashed in one go, by the kernel where it can."""

import errno
import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from enduse.errors import UnreadableFile

_STRETCH = 16 << 20
_BLOCK = 1 << 20
_NOT_HERE = frozenset({errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF})

Stretch = Callable[[int, int, int], int]
"""Copies up to so many bytes from one file handle to another, at their positions; 0: there are no more."""


def copy_hashed(given: Path, copy: BinaryIO, stretch: Stretch | None = None) -> tuple[str, int]:
    """SHA-256 and size of what now stands in ``copy``, which was empty.

    The copy is hashed, not the file given: what is read from it later is what the hash names. Stretches that are
    written are hashed in a thread meanwhile.

    Args:
        given: The file to copy; one that is no regular file is read to its end.
        copy: Open for writing, with a name by which it can be opened again.
        stretch: How bytes are moved; by default within the kernel, or through memory where the kernel cannot.

    Raises:
        UnreadableFile: ``E-CHANGED``: the file was written to while it was copied.
        OSError: No room, or the like.
    """
    hashed = hashlib.sha256()
    with given.open("rb", buffering=0) as source, Path(copy.name).open("rb", buffering=0) as again:
        before = os.fstat(source.fileno())
        move, size = stretch or _fitting(source.fileno(), copy.fileno()), 0
        with ThreadPoolExecutor(1, "hash") as pool:
            running = []
            while moved := move(source.fileno(), copy.fileno(), _STRETCH):
                running.append(pool.submit(_hash_next, hashed.update, again, moved))
                size += moved
            for it in running:
                it.result()
        after = os.fstat(source.fileno())
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise UnreadableFile(
            f"{given.name!r} was changed while it was copied, so its rows may be neither the old nor the new "
            "ones. Nothing was published. Add it again when nothing writes to it any more.",
            code="E-CHANGED",
        )
    return hashed.hexdigest(), size


def _hash_next(update: Callable[[bytes], None], reader: BinaryIO, count: int) -> None:
    while count and (block := reader.read(min(count, _BLOCK))):
        update(block)
        count -= len(block)


def _fitting(source: int, target: int) -> Stretch:
    """The kernel's own copying where it works between these two files, else reading and writing."""
    if not hasattr(os, "copy_file_range"):
        return through_memory
    try:
        os.copy_file_range(source, target, 0)
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
        return through_memory
    return _in_kernel


def _in_kernel(source: int, target: int, most: int) -> int:
    return os.copy_file_range(source, target, most)


def through_memory(source: int, target: int, most: int) -> int:
    """Copy by reading and writing; the number of bytes."""
    block = os.read(source, min(most, _BLOCK))
    rest = memoryview(block)
    while rest:
        rest = rest[os.write(target, rest) :]
    return len(block)
