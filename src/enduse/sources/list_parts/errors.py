"""The errors of a list that cannot be taken whole: each says what was seen and what to do."""

from collections.abc import Callable
from typing import BinaryIO, Protocol

from enduse.errors import UnreadableFile, UnsafeFile
from enduse.model.listing import BadRecord

_AGAIN = "Nothing of it was taken; the last good snapshot stays in use. Download it again from the publisher."


class WholeFile(Protocol):
    """A file with a name that can be opened more than once; a ``ListFile`` is one."""

    @property
    def name(self) -> str:
        """File name without folder."""
        ...

    @property
    def open(self) -> Callable[[], BinaryIO]:
        """Makes a new reader of its bytes."""
        ...


def empty(name: str) -> UnreadableFile:
    """``E-LIST-EMPTY``."""
    return UnreadableFile(f"The list {name!r} holds no record at all. {_AGAIN}", code="E-LIST-EMPTY")


def truncated(name: str, seen: str) -> UnreadableFile:
    """``E-LIST-TRUNCATED``; ``seen`` is a clause such as "row 7 ends inside a quoted cell"."""
    return UnreadableFile(
        f"The list {name!r} is cut off: {seen}. A cut list would miss entries in silence. {_AGAIN}",
        code="E-LIST-TRUNCATED",
    )


def damaged(name: str, seen: str) -> UnreadableFile:
    """``E-LIST-DAMAGED``; ``seen`` is a clause."""
    return UnreadableFile(
        f"The list {name!r} is damaged: {seen}. A damaged list would miss entries in silence. {_AGAIN}",
        code="E-LIST-DAMAGED",
    )


def miscounted(name: str, said: int, found: int) -> UnreadableFile:
    """``E-LIST-COUNT``: the publisher's own count is not what the file holds."""
    return UnreadableFile(
        f"The list {name!r} says that it holds {said:,} records, and {found:,} were found. {_AGAIN}",
        code="E-LIST-COUNT",
    )


def mismatched(name: str, seen: str) -> UnreadableFile:
    """``E-LIST-PARTS``: files that do not belong together."""
    return UnreadableFile(
        f"The list {name!r} and the files beside it do not belong together: {seen}. Either one is cut off or they are "
        f"of different days. {_AGAIN}",
        code="E-LIST-PARTS",
    )


def entities(name: str) -> UnsafeFile:
    """``E-XML-ENTITY``."""
    return UnsafeFile(
        f"The list {name!r} declares entities of its own, which can blow up memory or read other files. No publisher "
        "does that, so nothing of it was read. Download it from the publisher itself.",
        code="E-XML-ENTITY",
    )


def nameless(row: int, raw: tuple[str, ...]) -> BadRecord:
    """``R-LIST-NAME``: a record that names nobody and no address."""
    return BadRecord(row, "R-LIST-NAME", "The record holds neither a name nor an address, so nobody is listed.", raw)
