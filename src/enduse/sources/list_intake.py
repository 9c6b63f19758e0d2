"""A list or a register goes into the ledger, whole or not at all."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from enduse.errors import InputError, Notice
from enduse.model.event import MachineEvent
from enduse.model.listing import BadRecord, ListEntry
from enduse.model.provenance import Place
from enduse.model.relation import RegisterRecord, Relation
from enduse.sources.layout import Terms
from enduse.sources.list_parts.listing_columns import LISTINGS_TABLE
from enduse.sources.list_places import LIST, LISTS, REGISTER, SNAPSHOT, STATED, sizes_of, snapshots
from enduse.sources.lists import ListFormat
from enduse.sources.publications import Publication
from enduse.sources.register_parts.mapping import mapping_beside
from enduse.sources.watch_list import WATCH_LIST
from enduse.sources.written import Origin, event_row, listing_row, register_row, relation_row
from enduse.store.intake import Intake
from enduse.store.journal import BatchCounts
from enduse.store.manifest import Manifest, PlaceEntry
from enduse.store.schema import TABLES

_BATCH = 5_000
_SHRUNK = 0.5
# Below it a list may well lose half of its entries on an ordinary day.
_FEW = 20

Record = ListEntry | RegisterRecord | Relation | MachineEvent | BadRecord


@dataclass(frozen=True)
class ListSetting:
    """What is known besides the file.

    Attributes:
        source_id: SHA-256 of what was added.
        today: The day of the snapshot where the publisher states none.
        manifest: What the ledger holds, for the comparison with the last snapshot.
        accept_shrunk: Take a list that has lost more than half of its entries.
        snapshot: The day of the snapshot as the user knows it; goes before what the publisher states.
    """

    source_id: str
    today: date
    manifest: Manifest
    accept_shrunk: bool = False
    snapshot: date | None = None


@dataclass
class _Batch:
    """Rows on their way to the ledger."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)

    def counts(self) -> BatchCounts:
        return BatchCounts(len(self.seen), len(self.kept), len(self.seen - self.kept), {}, {}, ())

    def tables(self) -> dict[str, pa.Table]:
        return {name: pa.Table.from_pylist(rows, TABLES[name].arrow_schema()) for name, rows in self.rows.items()}


@dataclass
class _Sizes:
    """How many entries each list has, and the newest day of listing."""

    lists: Counter[str] = field(default_factory=Counter)
    newest: date | None = None

    def add(self, batch: _Batch) -> None:
        for row in batch.rows.get("listings", ()):
            self.lists[f"{row['authority']} {row['list']}"] += 1
            if row["listed_on"] and (self.newest is None or row["listed_on"] > self.newest):
                self.newest = row["listed_on"]

    def traits(self) -> dict[str, str]:
        return {LISTS: json.dumps(dict(sorted(self.lists.items())), ensure_ascii=False)} if self.lists else {}


def load_publication(found: Publication, intake: Intake, setting: ListSetting) -> PlaceEntry:
    """Stage every record of a list or register; gives the entry of the manifest.

    A record of the file is one row: kept when it gave at least one ledger row, else rejected with its reason. A
    register's record that was kept may have lines among the rejects for the parts of it that were not.

    Raises:
        UnreadableFile: The file is damaged or cut: nothing of it is taken.
        InputError: ``E-LIST-SHRUNK``: it holds less than half of what its last snapshot held.
    """
    reading = found.format.read(found.file)
    stated = setting.snapshot or reading.snapshot
    is_list = isinstance(found.format, ListFormat)
    dated = stated or (setting.today if is_list else None)
    origin = Origin(setting.source_id, found.member, found.format.id, dated, stated is not None)
    place, sizes = Place(found.member), _Sizes()
    for batch in _batches(reading.records, origin):
        sizes.add(batch)
        intake.write_batch(place, min(batch.seen), batch.tables(), batch.counts())
    counts = intake.counts(place)
    entry = PlaceEntry(
        found.member,
        None,
        LIST if is_list else REGISTER,
        found.format.id,
        getattr(found.format, "table", "listings"),
        sizes.traits() | ({SNAPSHOT: dated.isoformat(), STATED: "yes" if stated else "no"} if dated else {}),
        counts.rows_read,
        counts.rows_kept,
        counts.rows_rejected,
        notices=(*reading.notices, *_undated(found, dated if stated is None else None, sizes.newest)),
    )
    if is_list and not setting.accept_shrunk:
        _refuse_shrunk(entry, setting, found)
    return entry


def terms_of(found: Publication) -> Terms:
    """Publisher, licence and sensitivity of what was found."""
    sensitivity = getattr(found.format, "sensitivity", "public")
    return Terms(found.format.publisher, found.format.licence, sensitivity == "public", sensitivity)


def left_beside(found: Publication) -> dict[str, str]:
    """Members of the archive that were not read, each with the reason."""
    read = {it.casefold() for it in getattr(found.format, "members", ())}
    if not isinstance(found.format, ListFormat) and (mapping := mapping_beside(found.file)) is not None:
        read.add(mapping.name.casefold())
    others = (it for it in found.others if it.rsplit("/", 1)[-1].casefold() not in read)
    return {name: f"It is no part of {found.format.title}, which the archive was read as." for name in others}


def _batches(records: Iterable[Record], origin: Origin) -> Iterator[_Batch]:
    """Batches of whole records: all rows that one record of the file gave stand in one of them."""
    batch = _Batch()
    for record in records:
        if len(batch.seen) >= _BATCH and record.row not in batch.seen:
            yield batch
            batch = _Batch()
        table, row = _row_of(record, origin)
        batch.rows.setdefault(table, []).append(row)
        batch.seen.add(record.row)
        if table != "rejects":
            batch.kept.add(record.row)
    if batch.seen:
        yield batch


def _row_of(record: Record, origin: Origin) -> tuple[str, dict[str, Any]]:
    if isinstance(record, ListEntry):
        return "listings", listing_row(record, origin)
    if isinstance(record, RegisterRecord):
        return "register_records", register_row(record, origin)
    if isinstance(record, Relation):
        return "relations", relation_row(record, origin)
    if isinstance(record, MachineEvent):
        return "events", event_row(record, origin)
    raw = json.dumps(list(record.raw), ensure_ascii=False)
    return "rejects", {**origin.row(record.row), "code": record.code, "reason": record.reason, "raw": raw}


def _undated(found: Publication, taken: date | None, newest: date | None) -> tuple[Notice, ...]:
    # The user's own list is of the day on which it is added; a table of listings dates each of its lines.
    if taken is None or found.format.id in (WATCH_LIST, LISTINGS_TABLE):
        return ()
    told = f" The newest day of listing in it is {newest.isoformat()}." if newest else ""
    return (
        Notice(
            "W-LIST-UNDATED",
            f"{found.format.title} does not say of what day it is; {taken.isoformat()}, the day it was added, is "
            f"taken.{told} With an older file, entries look current that are not: where you know the day, undo it and "
            "add it again with --snapshot.",
        ),
    )


def _refuse_shrunk(entry: PlaceEntry, setting: ListSetting, found: Publication) -> None:
    now = sizes_of(entry)
    earlier = [it for _, it in snapshots(setting.manifest) if it.layout == entry.layout]
    for before in sorted(earlier, key=lambda it: it.traits[SNAPSHOT], reverse=True):
        if before.traits[SNAPSHOT] > entry.traits[SNAPSHOT]:
            continue
        held = sizes_of(before)
        # A file of the same format may hold other lists: only what both hold can have shrunk.
        common = held.keys() & now.keys()
        if lost := [it for it in sorted(common) if held[it] >= _FEW and now[it] < _SHRUNK * held[it]]:
            raise _shrunk(lost[0], (now[lost[0]], held[lost[0]]), before.traits[SNAPSHOT], found.file.name)
        if common:
            return


def _shrunk(name: str, sizes: tuple[int, int], before: str, file: str) -> InputError:
    return InputError(
        f"{file!r} holds {sizes[0]:,} entries of {name}; the snapshot of {before} held {sizes[1]:,}. A list that loses "
        "half of its entries at once is more likely cut off than amended, and screening with it would miss the "
        "others. Nothing was taken; the last snapshot stays in use. Look at the publisher's site, and add it with "
        "--accept-shrunk when the list is right.",
        code="E-LIST-SHRUNK",
    )
