"""Sanctions, export-control and watch lists in their publishers' own formats, one file each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO, Generic, TypeVar

from enduse.errors import Notice
from enduse.model.listing import BadRecord, ListEntry

Record = TypeVar("Record", covariant=True)


@dataclass(frozen=True)
class ListFile:
    """A list as it was downloaded, already unpacked from gz, xz or zip.

    Attributes:
        name: File name without folder and without the packing's ending, e.g. ``sdn.csv``.
        size: Bytes.
        open: A new reader of its bytes.
        beside: Other files that were given with it, by name (the legacy lists of OFAC are three files).
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    beside: Mapping[str, "ListFile"] = field(default_factory=dict)

    def head(self, size: int = 65_536) -> bytes:
        """Its first bytes, for recognition."""
        with self.open() as reader:
            return reader.read(size)


@dataclass(frozen=True)
class Reading(Generic[Record]):
    """What a file of a list or a register holds.

    Attributes:
        records: Lazily, in file order. Of a list every record of the file once, as an entry or as a reason why not; of
            a register every record yields at least one item.
        snapshot: The day the publisher says the file was made; None where it says nothing.
        notices: What the reader must know of the whole file.
        uses: Names of the files of ``beside`` that were read as well.
    """

    records: Iterable[Record]
    snapshot: date | None = None
    notices: tuple[Notice, ...] = ()
    uses: tuple[str, ...] = ()


ListReading = Reading[ListEntry | BadRecord]


@dataclass(frozen=True)
class Format(Generic[Record]):
    """One publisher's list or register in one format; define one as a module-level object in a file of its folder.

    Attributes:
        id: Snake-case, equal to the file name.
        title: For people.
        publisher: Who publishes it.
        licence: Licence or terms in a few words.
        about: What it is, what it does not hold, how entry ids come about; of a register which personal data is left
            out.
        source: Where the format's facts come from, with ``seen`` (a real file was read) or ``memory``.
        fits: Is this file of that format? Looks at the head only.
        read: Reads it. Raises ``UnreadableFile`` (``E-LIST-...``) when it is damaged or truncated, before or while
            the records are walked through: a list is taken whole or not at all.
    """

    id: str
    title: str
    publisher: str
    licence: str
    about: str
    source: str
    fits: Callable[[ListFile], bool]
    read: Callable[[ListFile], Reading[Record]]


@dataclass(frozen=True)
class ListFormat(Format[ListEntry | BadRecord]):
    """One publisher's list in one format.

    Attributes:
        url: Where the publisher offers it; empty where there is no stable address or it is not known.
        members: The names of the files that ``url`` is one of, where the list is several files.
    """

    url: str = ""
    members: tuple[str, ...] = ()
