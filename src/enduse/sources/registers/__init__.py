"""Company registers and ownership records in their publishers' own formats, one file each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from enduse.errors import Notice
from enduse.model.listing import BadRecord
from enduse.model.relation import RegisterRecord, Relation
from enduse.sources.lists import ListFile

RegisterFile = ListFile


@dataclass(frozen=True)
class RegisterReading:
    """What a register's file holds; as ``sources.lists.ListReading``.

    Attributes:
        records: Lazily, in file order. ``rows`` of the file are counted by the reader of this: every record of the
            file yields at least one item.
        snapshot: The day the publisher says the file was made.
        notices: What the reader must know of the whole file.
    """

    records: Iterable[RegisterRecord | Relation | BadRecord]
    snapshot: date | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class RegisterFormat:
    """One publisher's register in one format; define one as a module-level object in a file of this folder.

    Attributes:
        id: Snake-case, equal to the file name.
        title: For people.
        publisher: Who publishes it.
        licence: Licence or terms in a few words.
        about: What it is and what it does not hold; which personal data is left out.
        source: Where the format's facts come from, with ``seen`` or ``memory``.
        fits: Is this file of that format? Looks at the head only.
        read: Reads it. Raises ``UnreadableFile`` when it is damaged.
        sensitivity: ``personal`` where it describes natural persons.
    """

    id: str
    title: str
    publisher: str
    licence: str
    about: str
    source: str
    fits: Callable[[RegisterFile], bool]
    read: Callable[[RegisterFile], RegisterReading]
    sensitivity: str = "public"
