"""Is this file a list or a register in its publisher's own format? Which one, and where in the archive?"""

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from enduse.registry import collect
from enduse.sources import lists, registers
from enduse.sources.lists import ListFile, ListFormat
from enduse.sources.reading.archive import Budget, Into, unpack
from enduse.sources.reading.blob import Blob, Scratch
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.recognising import recognise
from enduse.sources.register_parts.mapping import is_mapping, mapped_columns, mapping_names
from enduse.sources.registers import RegisterFormat

_SINGLE = frozenset({"gz", "xz"})
_MOST_MEMBERS = 12
_MOST_BYTES = 1 << 30
_PACKINGS = (".gz", ".xz")
_HEAD = 65_536
_OF_ANYBODY = frozenset({"listings_table", "owners_table"})
_TABLES = frozenset({".csv", ".tsv", ".txt"})


@dataclass(frozen=True)
class Publication:
    """A list or register found in a file.

    Attributes:
        format: What reads it.
        file: Its bytes, unpacked, with the files beside it.
        member: Path inside the archive; None where the file itself is it.
        others: Members that are neither it nor read with it.
    """

    format: ListFormat | RegisterFormat
    file: ListFile
    member: str | None = None
    others: tuple[str, ...] = ()


@cache
def list_formats() -> Mapping[str, ListFormat]:
    """Every list format by id."""
    return collect(lists, ListFormat)


@cache
def register_formats() -> Mapping[str, RegisterFormat]:
    """Every register format by id."""
    return collect(registers, RegisterFormat)


def find_publication(blob: Blob, limits: Limits, named: str | None = None) -> Publication | None:
    """The list or register that a file is, or None: then it is a table like any other.

    Args:
        blob: The file.
        limits: What an archive may unpack to.
        named: Only the format of this id; it is then read even where its ``fits`` says no.

    Raises:
        UnreadableFile: The archive is damaged.
        UnsafeFile: It is a bomb, or a path escapes it.
    """
    kind = recognise(blob).kind
    if kind in _SINGLE:
        if _format_of(_peek(blob, kind), named) is None:
            return None
        ((_, inner),) = _unpacked(blob, kind, limits)
        return _found([("", inner)], named)
    if kind == "zip":
        return _found(_unpacked(blob, kind, limits), named) if _is_small(blob) else None
    return _found([("", blob)], named)


def siblings(path: Path) -> tuple[Path, ...]:
    """All files of a list that its publisher cuts into several, when ``path`` is one of them and others lie beside it.

    Empty where the list is a single file or stands alone.
    """
    stem = _plain(path.name)
    for members in {it.members for it in list_formats().values() if len(it.members) > 1}:
        names = [it.casefold() for it in members]
        if stem not in names:
            continue
        there = {_plain(it.name): it for it in sorted(path.parent.iterdir(), reverse=True) if it.is_file()}
        there[stem] = path
        found = tuple(there[name] for name in names if name in there)
        return found if names[0] in there and len(found) > 1 else ()
    return ()


def mapping_of(path: Path, maps: Path | None = None) -> Path | None:
    """The mapping of a table of owners: beside it, else one of ``maps`` all of whose columns the table has.

    Of several in ``maps`` the one with the most columns, then the first by name.
    """
    if path.suffix.casefold() not in _TABLES:
        return None
    beside = (path.parent / it for it in mapping_names(path.name))
    if (found := next((it for it in beside if it.is_file() and is_mapping(it.read_bytes())), None)) is not None:
        return found
    table = _file_at(path)
    known = sorted(it for it in maps.glob("*.toml") if is_mapping(it.read_bytes())) if maps and maps.is_dir() else []
    columns = {it: mapped_columns(table, _file_at(it)) for it in known}
    return max((it for it in known if columns[it]), key=columns.__getitem__, default=None)


@contextmanager
def whole_of(path: Path, limits: Limits, maps: Path | None = None) -> Iterator[Path]:
    """The file itself; for one of several files of a list, a bundle of all that lie beside it; so for a mapping."""
    parts = {it.name: it for it in siblings(path)} if path.is_file() else {}
    if not parts and path.is_file() and (mapping := mapping_of(path, maps)) is not None:
        # The mapping is a part of what was added: without it nobody could read the same again.
        parts = {path.name: path, mapping_names(path.name)[0]: mapping}
    if not parts:
        yield path
        return
    with TemporaryDirectory() as folder:
        bundled = Path(folder) / f"{_plain(next(iter(parts))).partition('.')[0]}.zip"
        bundled.write_bytes(bundle(parts, limits))
        yield bundled


def bundle(parts: Mapping[str, Path], limits: Limits) -> bytes:
    """The files, by their names in it, as one zip archive: the same files give the same bytes, whatever their dates."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in parts.items():
            info = zipfile.ZipInfo(_plain(name), (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, _plain_bytes(path, limits), zipfile.ZIP_DEFLATED, 6)
    return packed.getvalue()


def _plain_bytes(path: Path, limits: Limits) -> bytes:
    blob = Blob(path.name, path.stat().st_size, lambda: path.open("rb"))
    kind = recognise(blob).kind
    if kind in _SINGLE:
        ((_, blob),) = _unpacked(blob, kind, limits)
    with blob.open() as reader:
        return reader.read()


def _plain(name: str) -> str:
    lower = name.casefold()
    return next((lower.removesuffix(it) for it in _PACKINGS if lower.endswith(it)), lower)


def _found(members: Iterable[tuple[str, Blob]], named: str | None) -> Publication | None:
    """The first member that a format reads, with the others beside it."""
    blobs = {name: blob for name, blob in members}
    for name, blob in blobs.items():
        others = {_base(it): _file(_base(it), other) for it, other in blobs.items() if it != name}
        file = _file(_base(name) or blob.name, blob, others)
        if (found := _format_of(file, named)) is not None:
            return Publication(found, file, name or None, tuple(it for it in blobs if it != name))
    return None


def _format_of(file: ListFile, named: str | None) -> ListFormat | RegisterFormat | None:
    # Lists first: their formats ask for more, so a register's would take their files.
    known: dict[str, ListFormat | RegisterFormat] = {**list_formats(), **register_formats()}
    if named is not None:
        return known.get(named)
    # What reads anybody's table comes after the formats of one publisher.
    return next((it for it in sorted(known.values(), key=lambda it: it.id in _OF_ANYBODY) if it.fits(file)), None)


def _file(name: str, blob: Blob, beside: Mapping[str, ListFile] | None = None) -> ListFile:
    return ListFile(name, blob.size, blob.open, beside or {})


def _file_at(path: Path) -> ListFile:
    return ListFile(path.name, path.stat().st_size, lambda: path.open("rb"))


def _base(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _peek(blob: Blob, kind: str) -> ListFile:
    """What recognition looks at: the beginning of a packed file, without unpacking the rest."""
    with blob.open() as raw, gzip.GzipFile(fileobj=raw) if kind == "gz" else lzma.LZMAFile(raw) as stream:
        try:
            head = stream.read(_HEAD)
        except (OSError, EOFError, lzma.LZMAError, zlib.error):
            # Whoever opens it as a table says what is wrong with it.
            head = b""
    return ListFile(_plain(blob.name), blob.size, lambda: io.BytesIO(head))


def _is_small(blob: Blob) -> bool:
    """Few members that unpack to little: a large archive of tables is not unpacked twice."""
    try:
        with blob.open() as reader, zipfile.ZipFile(reader) as archive:
            infos = [it for it in archive.infolist() if not it.is_dir()]
            return len(infos) <= _MOST_MEMBERS and sum(it.file_size for it in infos) <= _MOST_BYTES
    except zipfile.BadZipFile:
        # Whoever opens it as a table says what is wrong with it.
        return False


def _unpacked(blob: Blob, kind: str, limits: Limits) -> Iterator[tuple[str, Blob]]:
    into = Into(Scratch(), Budget(limits, max(1, blob.size)), lambda _: True)
    yield from unpack(blob, kind, into).members
