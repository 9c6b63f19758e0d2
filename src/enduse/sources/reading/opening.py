"""A file of any kind becomes its tables, still unread."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from enduse.errors import EnduseError, InputError, UnreadableFile
from enduse.model.provenance import Place
from enduse.sources.reading import Opened, Sheet
from enduse.sources.reading.archive import PACKED, Budget, Into, unpack
from enduse.sources.reading.blob import Blob, Scratch, blob_of
from enduse.sources.reading.delimited import open_delimited
from enduse.sources.reading.jsonl import open_json, open_jsonl
from enduse.sources.reading.limits import Limits
from enduse.sources.reading.markup import open_html, open_spreadsheetml
from enduse.sources.reading.parquet import open_parquet
from enduse.sources.reading.recognising import Recognised, recognise
from enduse.sources.reading.word import open_word
from enduse.sources.reading.workbook import locked, open_workbook
from enduse.sources.reading.xml import open_xml

_LIMITS = Limits()
_MOST_WRAPS = 3
_SHOWN = 5
_SINGLE = frozenset({"gz", "xz", "bz2", "zst"})
# Errors that condemn the whole source, not just the member they are found in.
_FATAL = frozenset({"E-BOMB", "E-PATH"})


@dataclass(frozen=True)
class Identity:
    """What is already known of a file, so that it need not be read for it once more.

    Attributes:
        name: File name without its folder; empty: the path's own.
        source_id: SHA-256 of its bytes; empty: computed.
    """

    name: str = ""
    source_id: str = ""


def open_source(
    path: Path,
    limits: Limits = _LIMITS,
    only: Place | None = None,
    identity: Identity | None = None,
    scratch: Path | None = None,
) -> Opened:
    """Recognise a file by its content and open every table in it, without reading the rows.

    Args:
        path: The file.
        limits: What is refused.
        identity: The name and hash, where they are known.
        only: The one place to open; others are passed over without a word (None: all).
        scratch: Folder for unpacked members (None: the system's); they have no names and vanish by themselves.

    Returns:
        The tables in file order. A damaged or unknown member of an archive is in ``left_out`` with the reason.

    Raises:
        UnreadableFile: E-EMPTY, E-FILE, or a code of the kind of file, when the file itself cannot be read.
        UnsafeFile: E-BOMB, E-PATH, E-XML-ENTITY.
    """
    if not path.is_file():
        raise UnreadableFile(f"There is no file {str(path)!r}. Check the path.", code="E-FILE")
    blob = blob_of(path)
    identity = identity or Identity()
    named = Blob(identity.name or blob.name, blob.size, blob.open)
    opener = _Opener(limits, only, Scratch(scratch), Budget(limits, max(1, blob.size)))
    opener.open(named, None, 0)
    if not opener.sheets and only is None:
        _refuse_bare(named, opener)
    source_id = identity.source_id or hash_of(path)
    return Opened(named.name, source_id, blob.size, tuple(opener.sheets), opener.left_out)


def open_blob(blob: Blob, limits: Limits = _LIMITS) -> Opened:
    """As ``open_source``, for bytes that are no file of their own; the ``source_id`` is left empty.

    Raises:
        UnreadableFile: As ``open_source``.
        UnsafeFile: As ``open_source``.
    """
    opener = _Opener(limits, None, Scratch(), Budget(limits, max(1, blob.size)))
    opener.open(blob, None, 0)
    if not opener.sheets:
        _refuse_bare(blob, opener)
    return Opened(blob.name, "", blob.size, tuple(opener.sheets), opener.left_out)


def hash_of(path: Path) -> str:
    """SHA-256 of a file, 64 hexadecimal digits: its ``source_id``."""
    with path.open("rb") as reader:
        return hashlib.file_digest(reader, "sha256").hexdigest()


@dataclass
class _Opener:
    """Collects the tables of one source."""

    limits: Limits
    only: Place | None
    scratch: Scratch
    budget: Budget
    sheets: list[Sheet] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    errors: list[EnduseError] = field(default_factory=list)

    def open(self, blob: Blob, member: str | None, depth: int) -> None:
        """Open one file: the source itself, or a member of it."""
        found = recognise(blob)
        for _ in range(_MOST_WRAPS):
            if found.kind in _SINGLE:
                blob = self._unwrapped(blob, found.kind)
                found = recognise(blob)
        if found.kind in PACKED:
            self._open_packed(blob, found.kind, member, depth)
        elif found.kind in ("xlsx", "xlsb", "xls", "ods"):
            book = open_workbook(blob, found.kind, member, self.limits)
            self._take(book.sheets)
            self.left_out |= {str(Place(member, sheet)): why for sheet, why in book.left_out.items()}
        else:
            self._take(self._tables(found, blob, member))

    def _tables(self, found: Recognised, blob: Blob, member: str | None) -> Iterable[Sheet]:
        place, limits = Place(member), self.limits
        openers: Mapping[str, Callable[[], Iterable[Sheet]]] = {
            "csv": lambda: [open_delimited(blob, place, limits)],
            "parquet": lambda: [open_parquet(blob, place)],
            "jsonl": lambda: [open_jsonl(blob, place, limits)],
            "json": lambda: [open_json(blob, place, limits)],
            "xml": lambda: [open_xml(blob, place, limits)],
            "html": lambda: open_html(blob, member, limits),
            "spreadsheetml": lambda: open_spreadsheetml(blob, member, limits),
            "doc": lambda: open_word(blob, "doc", member, limits),
            "docx": lambda: open_word(blob, "docx", member, limits),
        }
        if opener := openers.get(found.kind):
            return opener()
        raise _refused(found, blob)

    def _open_packed(self, blob: Blob, kind: str, member: str | None, depth: int) -> None:
        if depth == self.limits.depth or kind in _SINGLE:
            self.left_out[member or blob.name] = (
                "It is an archive inside an archive inside an archive. Unpack it first."
            )
            return
        unpacked = unpack(
            blob, kind, Into(self.scratch, self.budget, lambda name: self._leads_on(_joined(member, name)))
        )
        self.left_out |= {_joined(member, name): why for name, why in unpacked.left_out.items()}
        for name, inner in unpacked.members:
            self._open_member(inner, _joined(member, name), depth + 1)

    def _unwrapped(self, blob: Blob, kind: str) -> Blob:
        """What a packed single file holds. It is no level of its own: in `x.tar.gz`, the tar is the archive."""
        ((_, inner),) = unpack(blob, kind, Into(self.scratch, self.budget, lambda _: True)).members
        return inner

    def _leads_on(self, member: str) -> bool:
        """Is this the member asked for, or an archive on the way to it?"""
        asked = self.only.member or "" if self.only else ""
        return self.only is None or asked == member or asked.startswith(f"{member}/")

    def _open_member(self, blob: Blob, member: str, depth: int) -> None:
        """One member that cannot be read must not hide the others."""
        try:
            self.open(blob, member, depth)
        except EnduseError as error:
            if error.code in _FATAL or not isinstance(error, InputError):
                raise
            self.errors.append(error)
            self.left_out[member] = f"{error.message} [{error.code}]"

    def _take(self, sheets: Iterable[Sheet]) -> None:
        self.sheets += [sheet for sheet in sheets if self.only in (None, sheet.place)]


def _refuse_bare(blob: Blob, opener: _Opener) -> None:
    """Refuse a file without a table, by the error of its members where they had one."""
    if opener.errors:
        reasons = "; ".join(f"{name}: {why}" for name, why in list(opener.left_out.items())[:_SHOWN])
        first = opener.errors[0]
        raise type(first)(f"{blob.name!r} holds no table that can be read. {reasons}", code=first.code)
    if not opener.left_out:
        raise UnreadableFile(f"{blob.name!r} holds no table. Check that it is the right file.", code="E-EMPTY")


def _joined(member: str | None, name: str) -> str:
    return "/".join(it for it in (member, name) if it)


def _refused(found: Recognised, blob: Blob) -> UnreadableFile:
    if found.kind == "locked":
        return locked(blob)
    if found.kind == "empty":
        return UnreadableFile(
            f"{blob.name!r} is empty ({blob.size:,} bytes). Export or download it again.", code="E-EMPTY"
        )
    return UnreadableFile(
        f"{blob.name!r} is not a table that can be read: it is {found.why}. Nothing of it was kept.", code="E-FILE"
    )
