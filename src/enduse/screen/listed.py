"""What was listed on a day: the entries of the snapshots that speak for it, and how sure that is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, overload

import pyarrow as pa

from enduse.model.listing import ListEntry
from enduse.sources.list_checks import Checks
from enduse.sources.list_places import SNAPSHOT, STATED, sizes_of, snapshots
from enduse.sources.watch_list import WATCH_LIST
from enduse.sources.written import entry_of
from enduse.store.direct import read_rows
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import Manifest
from enduse.store.workspace import ListsConfig

_TOGETHER = 200

Standing = Literal["listed", "not_yet", "no_longer", "unknown"]


@dataclass(frozen=True)
class ListSnapshot:
    """One list as it was published on one day.

    Attributes:
        name: Authority and list, e.g. ``"US-BIS Entity List"``.
        format: Id of the list format.
        on: Day of the snapshot.
        stated: Does the publisher state that day? Else it is the day the file was added.
        entries: How many entries it has.
        source_id: The file.
        file: Its name.
        publisher: Who published it.
        licence: Its terms.
    """

    name: str
    format: str
    on: date
    stated: bool
    entries: int
    source_id: str
    file: str
    publisher: str
    licence: str


@dataclass(frozen=True)
class ListedEntry:
    """An entry and the snapshot that speaks for it."""

    entry: ListEntry
    snapshot: ListSnapshot

    def standing(self, day: date) -> Standing:
        """Was it listed on that day, as far as this snapshot can tell?

        A snapshot of a later day says ``unknown`` where it does not date the entry; what was removed before that
        snapshot is not in it at all.
        """
        entry = self.entry
        if entry.delisted_on is not None and entry.delisted_on <= day:
            return "no_longer"
        if entry.listed_on is not None:
            return "listed" if entry.listed_on <= day else "not_yet"
        return "listed" if self.snapshot.on <= day else "unknown"


def all_snapshots(manifest: Manifest) -> tuple[ListSnapshot, ...]:
    """Every snapshot of every list in a version of the ledger, by name, format and day."""
    found = [
        ListSnapshot(
            name,
            place.layout,
            date.fromisoformat(place.traits[SNAPSHOT]),
            place.traits[STATED] == "yes",
            entries,
            source.source_id,
            source.name,
            source.publisher,
            source.licence,
        )
        for source, place in snapshots(manifest)
        for name, entries in sizes_of(place).items()
    ]
    return tuple(sorted(found, key=lambda it: (it.name, it.format, it.on)))


def snapshots_for(known: Iterable[ListSnapshot], day: date) -> tuple[ListSnapshot, ...]:
    """For every list the snapshot that speaks for ``day``: the newest of that day or before, else the oldest after.

    A list that was read in several formats speaks once; of two of the same day the one with more entries does.
    """
    speaking: dict[str, ListSnapshot] = {}
    for it in sorted(known, key=lambda it: (it.on, it.entries, it.format)):
        before = speaking.get(it.name)
        if before is None or it.on <= day:
            speaking[it.name] = it
    return tuple(sorted(speaking.values(), key=lambda it: it.name))


@dataclass
class Entries(Sequence[ListedEntry]):
    """Entries in the ledger's columns, made into objects when they are looked at: most never are.

    Attributes:
        rows: Rows of ``listings``.
        speaking: Source and list to the snapshot.
    """

    rows: pa.Table
    speaking: Mapping[tuple[str, str], ListSnapshot]
    _made: dict[int, ListedEntry] = field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    def __iter__(self) -> Iterator[ListedEntry]:
        """All of them, in order; whoever walks through all keeps none."""
        for batch in self.rows.to_batches(max_chunksize=_TOGETHER):
            for row in batch.to_pylist():
                yield self._entry(row)

    @overload
    def __getitem__(self, at: int) -> ListedEntry: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[ListedEntry]: ...
    def __getitem__(self, at: int | slice) -> ListedEntry | Sequence[ListedEntry]:
        """The entry at a position, in the order of source and row."""
        if isinstance(at, slice):
            return [self[it] for it in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        if (made := self._made.get(at)) is None:
            (row,) = self.rows.slice(at % len(self), 1).to_pylist()
            made = self._made[at] = self._entry(row)
        return made

    def make(self, wanted: Iterable[int]) -> None:
        """Make the entries at these positions, which is much quicker for many than one by one."""
        new = sorted(at for at in wanted if at not in self._made)
        rows = self.rows.take(new).to_pylist() if new else ()
        self._made.update(zip(new, map(self._entry, rows), strict=True))

    def _entry(self, row: Mapping[str, Any]) -> ListedEntry:
        return ListedEntry(entry_of(row), self.speaking[row["source_id"], _name_of(row)])


def read_entries(store: LedgerStore, wanted: Iterable[ListSnapshot], at: int | None = None) -> Entries:
    """The entries of these snapshots, in the order of source and row.

    Args:
        store: The ledger.
        wanted: Snapshots of version ``at``.
        at: The version; None: the newest.
    """
    speaking = {(it.source_id, it.name): it for it in wanted}
    told = read_rows(store, store.manifest(at), "listings", {source for source, _ in speaking})
    names = zip(told["source_id"].to_pylist(), told["authority"].to_pylist(), told["list"].to_pylist(), strict=True)
    # One file may hold a list that another, newer file speaks for.
    heard = [(source, f"{who} {what}") in speaking for source, who, what in names]
    return Entries(told if all(heard) else told.filter(pa.array(heard, pa.bool_())), speaking)


def _name_of(row: Mapping[str, Any]) -> str:
    return f"{row['authority']} {row['list']}"


def age_days(snapshot: ListSnapshot, today: date) -> int:
    """Days since the snapshot."""
    return (today - snapshot.on).days


def stale(
    known: Iterable[ListSnapshot],
    today: date,
    config: ListsConfig,
    checked: Checks = {},  # noqa: B006 - never changed
) -> tuple[ListSnapshot, ...]:
    """The newest snapshot of each list that is older than the settings allow and whose publisher was not asked since.

    The user's own watch lists have no publisher who would know more: they are stale only by ``own_stale_days``.
    """

    def unchecked_days(it: ListSnapshot) -> int:
        return min(age_days(it, today), (today - checked.get(it.source_id, date.min)).days)

    def is_old(it: ListSnapshot) -> bool:
        if it.format == WATCH_LIST:
            return 0 < config.own_stale_days < age_days(it, today)
        return unchecked_days(it) > config.stale_days

    return tuple(filter(is_old, snapshots_for(known, today)))


@dataclass(frozen=True)
class Change:
    """What became of one entry between two snapshots.

    Attributes:
        what: ``added``, ``removed`` or ``changed``.
        entry_id: The publisher's id.
        name: Its primary name (of the newer snapshot where it has both).
        details: For ``changed``: field to what was before and what is now, as texts.
    """

    what: Literal["added", "removed", "changed"]
    entry_id: str
    name: str
    details: Mapping[str, tuple[str, str]]


_COMPARED = (
    "kind names identifiers addresses contacts countries births programmes listed_on delisted_on remarks links citation"
)


def difference(before: Iterable[ListEntry], after: Iterable[ListEntry]) -> tuple[Change, ...]:
    """Entries added, changed and removed, in the order of their ids; where they stand in the file does not matter."""
    old = {(it.authority, it.list, it.entry_id): it for it in before}
    new = {(it.authority, it.list, it.entry_id): it for it in after}
    changes = []
    for key in sorted(old.keys() | new.keys()):
        if key not in old:
            changes.append(Change("added", key[2], _name(new[key]), {}))
        elif key not in new:
            changes.append(Change("removed", key[2], _name(old[key]), {}))
        elif details := _details(old[key], new[key]):
            changes.append(Change("changed", key[2], _name(new[key]), details))
    return tuple(changes)


def _details(old: ListEntry, new: ListEntry) -> dict[str, tuple[str, str]]:
    found = {}
    for name in _COMPARED.split():
        left, right = getattr(old, name), getattr(new, name)
        if isinstance(left, tuple):
            left, right = tuple(sorted(left)), tuple(sorted(right))
        if left != right:
            found[name] = (_shown(left), _shown(right))
    return found


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(_shown, value))
    text = getattr(value, "text", None) or getattr(value, "value", None) or value
    return "" if text is None else str(text)


def _name(entry: ListEntry) -> str:
    if entry.names:
        return entry.names[0].text
    return entry.addresses[0].text if entry.addresses else entry.entry_id
