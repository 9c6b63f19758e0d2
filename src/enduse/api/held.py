"""The entries behind the server: made from the ledger's columns once, then held as objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from sys import intern
from threading import Lock
from typing import overload

import pyarrow as pa

from enduse.model.listing import ListEntry, WrittenAddress, WrittenName
from enduse.screen.listed import Entries, ListedEntry, ListSnapshot
from enduse.sources.written import entry_of

_PART = 500


@dataclass
class HeldEntries(Sequence[ListedEntry]):
    """Entries of the ledger, each made once.

    Attributes:
        rows: Rows of ``listings``; None when every entry is made.
        speaking: Source and list to the snapshot.
        made: The entries; None where one is not made yet.
    """

    rows: pa.Table | None
    speaking: Mapping[tuple[str, str], ListSnapshot]
    made: list[ListedEntry | None] = field(default_factory=list)
    _places: dict[int, int] = field(default_factory=dict)
    _making: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, entries: Entries) -> "HeldEntries":
        """The same entries, held."""
        return cls(entries.rows, entries.speaking, [None] * len(entries))

    def __len__(self) -> int:
        return len(self.made)

    @overload
    def __getitem__(self, at: int) -> ListedEntry: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[ListedEntry]: ...
    def __getitem__(self, at: int | slice) -> ListedEntry | Sequence[ListedEntry]:
        """The entry at a position, in the order of source and row."""
        if isinstance(at, slice):
            return [self[it] for it in range(*at.indices(len(self)))]
        if (found := self.made[at]) is None:
            self.make(at % len(self), 1)
            found = self.made[at]
        if found is None:
            raise IndexError(at)
        return found

    def make(self, start: int, count: int) -> None:
        """Make so many entries from ``start`` on; many at once cost a tenth of one by one."""
        # Two threads must not make one entry twice: its place is known by the object.
        with self._making:
            if self.rows is None:
                return
            for at, row in enumerate(self.rows.slice(start, count).to_pylist(), start):
                if self.made[at] is None:
                    name = f"{row['authority']} {row['list']}"
                    made = ListedEntry(_shared(entry_of(row)), self.speaking[row["source_id"], name])
                    self._places[id(made)] = at
                    self.made[at] = made

    def place_of(self, listed: ListedEntry) -> int:
        """The position of an entry that this sequence gave."""
        return self._places[id(listed)]

    def make_all(self) -> None:
        """Make what is not made yet, and let go of the rows."""
        for start in range(0, len(self), _PART):
            self.make(start, _PART)
        self.settle()

    def settle(self) -> None:
        """Let go of the rows; every entry is made."""
        with self._making:
            self.rows = None
        pa.default_memory_pool().release_unused()


def _shared(entry: ListEntry) -> ListEntry:
    """The entry with the texts that thousands of entries have in common held once: a fifth of the memory."""
    return replace(
        entry,
        authority=intern(entry.authority),
        list=intern(entry.list),
        kind=intern(entry.kind),  # type: ignore[arg-type]
        names=tuple(WrittenName(it.text, intern(it.role), intern(it.language)) for it in entry.names),  # type: ignore[arg-type]
        addresses=tuple(WrittenAddress(it.text, intern(it.country)) for it in entry.addresses),
        countries=tuple(map(intern, entry.countries)),
        programmes=tuple(map(intern, entry.programmes)),
        more={intern(word): intern(text) for word, text in entry.more.items()},
    )
