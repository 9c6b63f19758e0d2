"""Packs as bytes: an archive without compression that has exactly one way to be written.

Because of that, whoever reads it can say of every single byte whether it is as it was written: the contents by their
hashes, everything between them by writing it again. Nothing is unpacked, so nothing can swell.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from enduse.errors import InputError, UnreadableFile, UnsafeFile, UsageError
from enduse.model.pack import is_plain_name
from enduse.store.atomic import explained, scratch_file, settle

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_HEAD = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_TAIL = struct.Struct("<4s4H2IH")
# ZIP 2.0, no flags, stored; 1980-01-01 00:00, the first instant that a zip can tell.
_FIXED = (20, 0, 0, 0, 0x21)
_BLOCK = 1 << 20
_MOST_BYTES, _MOST_FILES = (1 << 32) - 1, 65_534


@dataclass(frozen=True)
class PackedBytes:
    """Where a file lies in a pack.

    Attributes:
        name: Its path.
        start: Of its first byte in the archive.
        size: Bytes.
        sha256: Of its bytes.
    """

    name: str
    start: int
    size: int
    sha256: str
    crc: int
    head: int


@dataclass(frozen=True)
class OpenPack:
    """A pack that is an archive as we write them.

    Attributes:
        path: Of the archive.
        files: By name, in their order.
    """

    path: Path
    files: Mapping[str, PackedBytes]

    def read(self, name: str, most: int = 1 << 30) -> bytes:
        """The bytes of one file.

        Raises:
            UnreadableFile: ``E-PACK-DAMAGED``: there is none of that name, or it is longer than ``most``.
        """
        found = self.files.get(name)
        if found is None or found.size > most:
            seen = f"{name!r} is missing" if found is None else f"{name!r} has {found.size:,} bytes"
            raise damaged(self.path.name, seen)
        with explained("reading a pack", self.path), self.path.open("rb") as file:
            file.seek(found.start)
            return file.read(found.size)


def write_pack(target: Path, files: Iterable[tuple[str, bytes | Path]]) -> str:
    """Write an archive, whole or not at all; gives the SHA-256 of its bytes.

    Args:
        target: Replaced where it is there.
        files: Plain names in the order in which they shall stand, each with its bytes or a file that holds them.

    Raises:
        UsageError: ``E-PACK-LARGE``: it would pass four gigabytes, or 65,534 files.
    """
    whole = sha256()
    with explained("writing a pack", target), scratch_file(target.absolute().parent) as file:
        written = list[PackedBytes]()
        for name, content in files:
            written.append(_append(file, name, content))
        _refuse_large(file.tell(), len(written))
        file.write(_directory(written, file.tell()))
        settle(file)
        with Path(file.name).open("rb") as reader:
            while block := reader.read(_BLOCK):
                whole.update(block)
        Path(file.name).replace(target)
    return whole.hexdigest()


def open_pack(path: Path) -> OpenPack:
    """The files of a pack; every byte of the archive was read and is where a pack has it.

    Raises:
        UnreadableFile: ``E-PACK-DAMAGED``: a byte differs from what we would have written around the files, or a
            file's check sum does not fit.
        UnsafeFile: ``E-PACK-NAMES``: a name that escapes or stands twice; ``E-PACK-PACKED``: compressed content.
    """
    with explained("reading a pack", path), path.open("rb") as file:
        found = list[PackedBytes]()
        seen = set[str]()
        while (head := file.read(4)) == _LOCAL:
            one = _next(file, path.name)
            # File systems that fold case would write one over the other.
            if one.name.casefold() in seen:
                raise _unsafe(path.name, f"it holds {one.name!r} twice")
            seen.add(one.name.casefold())
            found.append(one)
        end = file.tell() - len(head)
        if head + file.read(_MOST_FILES * 512) != _directory(found, end):
            raise damaged(path.name, f"what follows its {len(found)} files, from byte {end:,} on, is not the "
                          "directory that belongs to them")  # fmt: skip
    return OpenPack(path, {it.name: it for it in found})


def looks_like_pack(path: Path, first: str) -> bool:
    """Does a file begin as a pack does: an archive whose first file is ``first``, uncompressed?"""
    name = first.encode()
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD.size + len(name))
    except OSError:
        return False
    return head[:4] == _LOCAL and head[_HEAD.size :] == name and head[8:10] == b"\0\0"


def damaged(name: str, seen: str) -> UnreadableFile:
    """The error that a pack is not as it was written."""
    return UnreadableFile(
        f"{name!r} is not as it was written: {seen}. Nothing of it should be relied on. Get it again from whoever "
        "published it and compare the SHA-256 of the file with theirs.",
        code="E-PACK-DAMAGED",
    )


def _append(file: BinaryIO, name: str, content: bytes | Path) -> PackedBytes:
    if not is_plain_name(name):
        raise ValueError(f"no name for a file of a pack: {name!r}")
    head = file.tell()
    start = head + _HEAD.size + len(name)
    # Its check sum stands before the file, so that place is left free and filled afterwards.
    file.seek(start)
    size, crc, digest = 0, 0, sha256()
    for block in _blocks(content):
        size += len(block)
        crc = zlib.crc32(block, crc)
        digest.update(block)
        file.write(block)
        _refuse_large(start + size, 0)
    written = PackedBytes(name, start, size, digest.hexdigest(), crc, head)
    file.seek(head)
    file.write(_local(written))
    file.seek(start + size)
    return written


def _blocks(content: bytes | Path) -> Iterable[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _next(file: BinaryIO, pack: str) -> PackedBytes:
    head = file.tell() - 4
    rest = file.read(_HEAD.size - 4)
    if len(rest) != _HEAD.size - 4:
        raise damaged(pack, f"it is cut off at byte {head:,}")
    _, flags, method, _, _, crc, size, _, long, _ = struct.unpack("<5H3I2H", rest)
    if method or flags & 1:
        raise UnsafeFile(
            f"{pack!r} holds compressed or encrypted files; packs never do, so that they cannot swell and every byte "
            "can be checked. It was packed anew, or it is no pack. Get the one that was published.",
            code="E-PACK-PACKED",
        )
    raw = file.read(long)
    name = raw.decode("ascii", "replace")
    if not is_plain_name(name):
        raise _unsafe(pack, f"it holds a file called {name!r}")
    start, found, digest, left = file.tell(), 0, sha256(), size
    while left and (block := file.read(min(left, _BLOCK))):
        left -= len(block)
        found = zlib.crc32(block, found)
        digest.update(block)
    one = PackedBytes(name, start, size, digest.hexdigest(), crc, head)
    if left or found != crc or _LOCAL + rest + raw != _local(one):
        raise damaged(pack, f"{name!r} is cut off" if left else f"{name!r}, or what stands before it, was altered")
    return one


def _local(it: PackedBytes) -> bytes:
    return _HEAD.pack(_LOCAL, *_FIXED, it.crc, it.size, it.size, len(it.name), 0) + it.name.encode()


def _directory(files: list[PackedBytes], start: int) -> bytes:
    entries = b"".join(
        _ENTRY.pack(_CENTRAL, 20, *_FIXED, it.crc, it.size, it.size, len(it.name), 0, 0, 0, 0, 0, it.head)
        + it.name.encode()
        for it in files
    )
    return entries + _TAIL.pack(_END, 0, 0, len(files), len(files), len(entries), start, 0)


def _refuse_large(size: int, files: int) -> None:
    if size > _MOST_BYTES - _MOST_FILES or files > _MOST_FILES:
        raise UsageError(
            f"The pack would have {size:,} bytes or more and {files:,} files; it may have four gigabytes and "
            f"{_MOST_FILES:,} files. Name fewer subjects or pieces of evidence (--evidence E1), or fewer rows "
            "(--rows cited).",
            code="E-PACK-LARGE",
        )


def _unsafe(pack: str, seen: str) -> InputError:
    return UnsafeFile(
        f"{pack!r} is refused: {seen}. No pack that we write does, so somebody put it together to write over files. "
        "Nothing was unpacked. Get the pack from whoever published it.",
        code="E-PACK-NAMES",
    )
