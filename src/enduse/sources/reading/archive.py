"""Members of zip, tar, gz, xz, bz2 and zst archives, unpacked into scratch space that has no names on disk."""

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

import pyarrow as pa

from enduse.errors import UnreadableFile, UnsafeFile
from enduse.sources.reading.blob import PIECE, Blob, Scratch
from enduse.sources.reading.limits import Limits

PACKED = frozenset({"zip", "tar", "gz", "xz", "bz2", "zst"})
_SINGLE = frozenset({"gz", "xz", "bz2", "zst"})
_DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError, pa.ArrowException,
    NotImplementedError, ValueError,
)  # fmt: skip


@dataclass
class Budget:
    """What may still be unpacked from one source, over all its levels together."""

    limits: Limits
    packed: int
    unpacked: int = 0
    members: int = 0

    def spent(self, piece: bytes, name: str) -> bytes:
        """The same piece, counted.

        Raises:
            UnsafeFile: E-BOMB.
        """
        self.unpacked += len(piece)
        many = self.unpacked > self.limits.ratio_floor_bytes and self.unpacked > self.packed * self.limits.ratio
        if self.unpacked > self.limits.unpacked_bytes or many:
            raise UnsafeFile(
                f"{name!r} unpacks to more than {self.unpacked:,} bytes from {self.packed:,}. That looks like an "
                "attack on the reader, not like data, so nothing of it was read. If you trust it, unpack it first.",
                code="E-BOMB",
            )
        return piece

    def meet(self, name: str) -> None:
        """Count one member.

        Raises:
            UnsafeFile: E-BOMB.
        """
        self.members += 1
        if self.members > self.limits.members:
            raise UnsafeFile(
                f"{name!r} has more than {self.limits.members:,} members, so nothing of it was read. "
                "Unpack it and add the files that matter.",
                code="E-BOMB",
            )


@dataclass
class Unpacked:
    """The members of an archive.

    Attributes:
        members: Path in the archive to its bytes; for a packed single file the path is empty.
        left_out: Path to the reason why it was not unpacked.
    """

    members: list[tuple[str, Blob]] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Into:
    """Where members go.

    Attributes:
        scratch: What holds their bytes.
        budget: What may still be unpacked.
        wanted: Says of a path whether it is worth unpacking.
    """

    scratch: Scratch
    budget: Budget
    wanted: Callable[[str], bool]

    def keep(self, name: str, stream: IO[bytes], archive: str) -> Blob:
        """Unpack one member."""
        pieces = iter(lambda: stream.read(PIECE), b"")
        return self.scratch.keep(name, (self.budget.spent(piece, archive) for piece in pieces))


def unpack(blob: Blob, kind: str, into: Into) -> Unpacked:
    """Every file of an archive, in its order; nothing is written under a name of the archive's choosing.

    Raises:
        UnsafeFile: E-BOMB, E-PATH.
        UnreadableFile: E-ZIP-DAMAGED, E-ZIP-LOCKED.
    """
    reader = {"zip": _unpack_zip, "tar": _unpack_tar}.get(kind)
    found = Unpacked()
    with _damage_of(blob):
        if reader:
            reader(blob, into, found)
        else:
            with _single(blob, kind) as stream:
                name = _name_inside(blob.name, kind)
                found.members.append(("", into.keep(name, stream, blob.name)))
    return found


def _unpack_zip(blob: Blob, into: Into, found: Unpacked) -> None:
    with blob.open() as reader, zipfile.ZipFile(reader) as archive:
        for info in archive.infolist():
            into.budget.meet(blob.name)
            name = _zip_name(info)
            _check_name(name, blob)
            if info.is_dir() or _is_litter(name) or not into.wanted(name):
                continue
            if info.flag_bits & 1:
                raise UnreadableFile(
                    f"{blob.name!r} is locked with a password ({name!r} cannot be read). Unpack it and add the files.",
                    code="E-ZIP-LOCKED",
                )
            if info.external_attr >> 28 == 0xA:
                found.left_out[name] = "It is a symbolic link, which is never followed."
                continue
            with archive.open(info) as stream:
                found.members.append((name, into.keep(name, stream, blob.name)))


def _unpack_tar(blob: Blob, into: Into, found: Unpacked) -> None:
    with blob.open() as reader, tarfile.open(fileobj=reader, mode="r:") as archive:
        for info in archive:
            into.budget.meet(blob.name)
            _check_name(info.name, blob)
            if info.isdir() or _is_litter(info.name) or not into.wanted(info.name):
                continue
            if not info.isfile():
                found.left_out[info.name] = "It is a link or a device, which is never followed."
                continue
            if stream := archive.extractfile(info):
                found.members.append((info.name, into.keep(info.name, stream, blob.name)))


@contextmanager
def _single(blob: Blob, kind: str) -> Iterator[IO[bytes]]:
    openers: dict[str, Callable[[BinaryIO], IO[bytes]]] = {
        "gz": lambda raw: cast(IO[bytes], gzip.GzipFile(fileobj=raw)),
        "xz": lambda raw: cast(IO[bytes], lzma.LZMAFile(raw)),  # noqa: SIM115 (opened in a with, below)
        "bz2": lambda raw: cast(IO[bytes], bz2.BZ2File(raw)),  # noqa: SIM115
        "zst": lambda raw: cast(IO[bytes], pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd")),
    }
    with blob.open() as raw, openers[kind](raw) as stream:
        yield stream


@contextmanager
def _damage_of(blob: Blob) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        workbook = blob.name.lower().endswith((".xlsx", ".xlsm", ".xlsb", ".ods"))
        raise UnreadableFile(
            f"{'The workbook' if workbook else 'The archive'} {blob.name!r} of {blob.size:,} bytes is damaged or cut "
            f"off: {error}. Nothing of it was kept. Copy or download it again.",
            code="E-XLSX-DAMAGED" if workbook else "E-ZIP-DAMAGED",
        ) from error


def _check_name(name: str, blob: Blob) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or name[1:3] in (":\\", ":/") or "\0" in name:
        raise UnsafeFile(
            f"{blob.name!r} has a member called {name!r}, which points outside the archive. Honest archives have none, "
            "so nothing of it was read. If you trust it, unpack it yourself and add the files.",
            code="E-PATH",
        )


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name; zips made on Russian Windows store it in cp866 without saying so."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for codec in ("utf-8", "cp866"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_litter(name: str) -> bool:
    """Files that a Mac adds beside the real ones."""
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1] in (".DS_Store", "Thumbs.db")


def _name_inside(name: str, kind: str) -> str:
    shorter = {".tgz": ".tar", ".txz": ".tar", ".tbz2": ".tar", ".tbz": ".tar"}
    for suffix, instead in shorter.items():
        if name.lower().endswith(suffix):
            return name[: -len(suffix)] + instead
    return name[: -len(kind) - 1] if name.lower().endswith(f".{kind}") else name
