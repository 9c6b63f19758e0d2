"""Bytes that can be opened again and again: a file, or a member unpacked into private scratch space."""

import io
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from enduse.errors import DiskFull

PIECE = 1 << 20


@dataclass(frozen=True)
class Blob:
    """A named run of bytes.

    Attributes:
        name: File or member name, for messages and for its suffix.
        size: Bytes.
        open: Gives a fresh seekable binary reader at the first byte.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]

    def first(self, size: int) -> bytes:
        """The first bytes, fewer when the blob is shorter."""
        with self.open() as reader:
            return reader.read(size)


def blob_of(path: Path) -> Blob:
    """The bytes of a file on disk."""
    return Blob(path.name, path.stat().st_size, lambda: path.open("rb"))


def blob_of_bytes(name: str, data: bytes) -> Blob:
    """Bytes already in memory."""
    return Blob(name, len(data), lambda: io.BytesIO(data))


class Scratch:
    """One anonymous file that holds every unpacked member; it vanishes with the process, even when killed.

    No member ever gets a name on disk, so no name in an archive can point anywhere.
    """

    def __init__(self, folder: Path | None = None) -> None:
        # Open as long as the tables are: closed when the last of them is let go.
        self._file = cast(io.RawIOBase, tempfile.TemporaryFile(dir=folder, buffering=0))  # noqa: SIM115
        self._lock = threading.Lock()
        self._end = 0
        weakref.finalize(self, self._file.close)

    def keep(self, name: str, pieces: Iterator[bytes]) -> Blob:
        """Copy the pieces one after the other and give them back as a blob."""
        start = self._end
        for piece in pieces:
            self._append(piece)
        size = self._end - start
        return Blob(name, size, lambda: cast(BinaryIO, io.BufferedReader(_Slice(self, start, size), PIECE)))

    def read_at(self, offset: int, size: int) -> bytes:
        """Bytes at an offset of the whole scratch file."""
        with self._lock:
            self._file.seek(offset)
            return self._file.read(size) or b""

    def _append(self, piece: bytes) -> None:
        with self._lock:
            self._file.seek(self._end)
            left = memoryview(piece)
            try:
                while left:
                    left = left[self._file.write(left) or 0 :]
            except OSError as error:
                raise _no_room(error) from error
            self._end += len(piece)


def _no_room(error: OSError) -> DiskFull:
    return DiskFull(
        f"Unpacking stopped: {error.strerror or error}. Free some room in the folder for temporary files and run the "
        "same command again; the ledger is as it was."
    )


class _Slice(io.RawIOBase):
    """A reader over one stretch of the scratch file, with its own position."""

    def __init__(self, scratch: Scratch, start: int, size: int) -> None:
        super().__init__()
        self._scratch, self._start, self._size, self._at = scratch, start, size, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move, as files do."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._at

    def readinto(self, buffer: object) -> int:
        """Fill the buffer, as files do."""
        view = memoryview(cast(bytearray, buffer))
        wanted = min(len(view), max(0, self._size - self._at))
        data = self._scratch.read_at(self._start + self._at, wanted)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)
