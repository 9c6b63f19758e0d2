"""Rows of a pack that somebody else made, taken into a ledger under the file, sheet and row where they stood."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from enduse.case.packing_rerun import counted_anew, rows_at
from enduse.case.packing_rows import GROUND
from enduse.case.packing_verify import ReadPack, read_pack
from enduse.errors import Notice, UsageError
from enduse.model.pack import MANIFEST
from enduse.model.provenance import Place
from enduse.sources.ingest import SourceReport
from enduse.sources.list_places import LIST
from enduse.store.journal import BatchCounts
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import PlaceEntry, SourceEntry
from enduse.store.pack_cells import KIND, MEMBER, ORIGINAL, PACKED_BY
from enduse.store.pack_zip import looks_like_pack

_SENSITIVITY = ("public", "internal", "personal", "leaked")
_HELD = "the ledger holds the file itself, with all its rows"
_LISTS = "lists and rates are taken from their publishers, whole: a part of a list would look like all of it"


def is_pack(path: Path) -> bool:
    """Is it an evidence pack, as far as its first bytes tell?"""
    return looks_like_pack(path, MANIFEST)


@dataclass(frozen=True)
class _Table:
    """One table of one of the pack's files, and where it stands here."""

    source: SourceEntry
    entry: PlaceEntry
    place: Place


def import_pack(store: LedgerStore, path: Path) -> SourceReport:
    """Take the rows of a pack into the ledger, whole or not at all; the same pack twice changes nothing.

    Its source is the pack; ``member`` names the file in which a row was read, sheet and row are those of that file.
    Rows of files that the ledger holds itself are passed over, and so are lists and rates.

    Raises:
        InputError: The pack is not as it was written.
        UsageError: ``E-PACK-SCHEMA``; ``E-PACK-HELD``: it holds nothing that is not there already.
    """
    read = read_pack(path)
    tables = {name: it for name, it in read.tables().items() if name not in GROUND}
    source_id, size = store.keep_original(path)
    held = store.manifest()
    if (known := held.source(source_id)) is not None:
        return SourceReport(known, True, held.version)
    passed = dict(_passed(read, {it.source_id for it in held.sources}))
    wanted = [it for it in _tables(read) if it.source.source_id not in passed]
    if not wanted:
        store.release_original(source_id)
        raise _nothing_new(path.name, read, passed)
    with store.intake(source_id, KIND) as intake:
        places = []
        for it in wanted:
            here = {name: rows_at(table, it.source.source_id, it.entry.place) for name, table in tables.items()}
            count = sum(each.num_rows for each in here.values())
            rows = {name: _moved(each, source_id, it.place) for name, each in here.items()}
            intake.write_batch(it.place, 1, rows, BatchCounts(count, count))
            places.append(_entry(it, read, count))
        names = {it.name: passed[it.source_id] for it in read.ledger.sources if it.source_id in passed}
        bare = SourceEntry(source_id, path.name, size, store.now(), tuple(places), names)
        entry = _with_terms(bare, read, wanted)
        manifest = intake.publish(entry)
    return SourceReport(entry, False, manifest.version, 0, tuple(_said(read, names)))


def _passed(read: ReadPack, own: set[str]) -> Iterator[tuple[str, str]]:
    for it in read.ledger.sources:
        if it.source_id in own:
            yield it.source_id, _HELD
        elif all(place.kind == LIST or place.table in GROUND for place in it.places):
            yield it.source_id, _LISTS


def _tables(read: ReadPack) -> Iterator[_Table]:
    named = Counter(it.name for it in read.ledger.sources)
    for source in read.ledger.sources:
        name = source.name if named[source.name] == 1 else f"{source.source_id[:12]}-{source.name}"
        for entry in source.places:
            member = f"{name}/{entry.member}" if entry.member else name
            yield _Table(source, entry, Place(member, entry.sheet))


def _moved(rows: pa.Table, source_id: str, place: Place) -> pa.Table:
    for column, text in (("source_id", source_id), ("member", place.member)):
        at = rows.schema.get_field_index(column)
        rows = rows.set_column(at, rows.schema.field(at), pa.array([text] * rows.num_rows, pa.string()))
    return rows


def _entry(it: _Table, read: ReadPack, count: int) -> PlaceEntry:
    traits = {
        ORIGINAL: it.source.source_id,
        PACKED_BY: read.manifest.made_by,
        "original_kind": it.entry.kind,
        "original_added_at": it.source.added_at,
        **({MEMBER: it.entry.member} if it.entry.member else {}),
    }
    anew = counted_anew(it.entry, count)
    return replace(anew, member=it.place.member, sheet=it.place.sheet, kind=KIND, traits={**it.entry.traits, **traits})


def _with_terms(entry: SourceEntry, read: ReadPack, wanted: Sequence[_Table]) -> SourceEntry:
    """What holds for the whole pack: the strictest of its files' terms."""
    sources = {it.source.source_id: it.source for it in wanted}.values()
    publishers = "; ".join(dict.fromkeys(it.publisher for it in sources if it.publisher))
    told = f"in a pack of {read.manifest.made_by}"
    return replace(
        entry,
        publisher=f"{publishers}, {told}" if publishers else told,
        licence="; ".join(dict.fromkeys(it.licence for it in sources if it.licence)),
        re_export=all(it.re_export for it in sources),
        sensitivity=max((it.sensitivity for it in sources), key=_SENSITIVITY.index),
    )


def _said(read: ReadPack, passed: dict[str, str]) -> Iterator[Notice]:
    made = read.manifest
    about = ", ".join(it.title for it in made.subjects)
    yield Notice(
        "W-PACK-TAKEN",
        f"This pack was made by {made.made_by} with enduse {made.versions.get('enduse', '')}, about {about}. Its rows "
        "are what its maker chose to show: that something is not in them says nothing. Its findings, claims and "
        "documents are not taken over; see README.txt in it.",
    )
    yield from (Notice("W-PACK-HELD", f"{name} of the pack was passed over: {why}.") for name, why in passed.items())


def _nothing_new(name: str, read: ReadPack, passed: dict[str, str]) -> UsageError:
    files = "; ".join(f"{it.name}: {passed[it.source_id]}" for it in read.ledger.sources) or "it holds no rows"
    return UsageError(f"Nothing of {name!r} was added: {files}.", code="E-PACK-HELD")
