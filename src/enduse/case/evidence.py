"""The stored originals behind a figure: their names, their terms, their raw rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from enduse.model.provenance import Place
from enduse.report.evidence import Original, RawRows
from enduse.sources.reading.raw import RawOptions, raw_rows
from enduse.store.manifest import Manifest, PlaceEntry, SourceEntry
from enduse.store.pack_cells import KIND, MEMBER, ORIGINAL, PackedTable, packed_cells
from enduse.store.workspace import Workspace

BUNDLED = "bundled:"


@dataclass(frozen=True)
class StoredOriginals:
    """The originals of one version of the ledger, for findings and dossiers."""

    workspace: Workspace
    manifest: Manifest

    def source_name(self, source_id: str) -> str:
        """File name of the source with that hash."""
        entry = self.manifest.source(source_id)
        return entry.name if entry else source_id

    def original(self, source_id: str) -> Original:
        """Name and terms of a source; a table bundled with enduse says so."""
        entry = self.manifest.source(source_id)
        if entry is None:
            name = source_id.removeprefix(BUNDLED)
            return Original(f"{name} (bundled with enduse)" if source_id.startswith(BUNDLED) else source_id)
        return Original(entry.name, entry.publisher, entry.licence, entry.re_export, entry.sensitivity)

    def raw_rows(self, source_id: str, place: Place, rows: Collection[int]) -> RawRows:
        """The untouched cells of these rows, and the header above them where the layout had one."""
        entry = self.manifest.source(source_id)
        if entry is None or not rows:
            return RawRows((), {})
        if _kind(entry, place) == KIND:
            return self._packed(entry, place, rows)
        header = _header_rows(entry, place)
        path = self.workspace.original(source_id)
        cache = self.workspace.cache / "cells"
        options = RawOptions(cache=cache, records=_trait(entry, place, "records"), name=entry.name)
        read = raw_rows(path, place, {*rows, *header}, options)
        return RawRows(_joined([read.get(row, ()) for row in header]), {row: read[row] for row in rows if row in read})

    def _packed(self, entry: SourceEntry, place: Place, rows: Collection[int]) -> RawRows:
        table = PackedTable(_trait(entry, place, ORIGINAL), _trait(entry, place, MEMBER), place.sheet or "")
        return RawRows(*packed_cells(self.workspace.original(entry.source_id), table, rows))


def _kind(entry: SourceEntry, place: Place) -> str:
    return next((it.kind for it in entry.places if it.place == place), "")


def _trait(entry: SourceEntry, place: Place, name: str) -> str:
    found = next((it for it in entry.places if it.place == place), None)
    return found.traits.get(name, "") if found else ""


def _header_rows(entry: SourceEntry, place: Place) -> tuple[int, ...]:
    """Rows of the header, as the ingest noted them (``"3-4"``); none for kinds that name their own columns."""
    first, _, last = _trait(entry, place, "header_rows").partition("-")
    return tuple(range(int(first), int(last or first) + 1)) if first.isdigit() else ()


def _joined(rows: list[tuple[str, ...]]) -> tuple[str, ...]:
    width = max((len(it) for it in rows), default=0)
    padded = [(*it, *[""] * (width - len(it))) for it in rows]
    return tuple(" ".join(cell for cell in column if cell) for column in zip(*padded, strict=True))


def source_rows(manifest: Manifest) -> list[dict[str, Any]]:
    """One row per source of a version: what was read, kept and rejected, and under which terms."""
    return [_source_row(it) for it in manifest.sources]


def _source_row(entry: SourceEntry) -> dict[str, Any]:
    return {
        "source": entry.name,
        "sha256": entry.source_id,
        "added_at": entry.added_at,
        "rows_read": sum(it.rows_read for it in entry.places),
        "rows_kept": sum(it.rows_kept for it in entry.places),
        "rows_rejected": sum(it.rows_rejected for it in entry.places),
        "layouts": sorted({it.layout for it in entry.places if it.layout}),
        "tables": sorted({it.table for it in entry.places if it.table}),
        "publisher": entry.publisher,
        "licence": entry.licence,
        "re_export": entry.re_export,
        "sensitivity": entry.sensitivity,
        "places": [_place_row(it) for it in entry.places],
        "left_out": dict(entry.left_out),
    }


def _place_row(entry: PlaceEntry) -> dict[str, Any]:
    fields: Mapping[str, Any] = vars(entry)
    row = {key: fields[key] for key in ("member", "sheet", "kind", "layout", "table")}
    row |= {key: fields[key] for key in ("rows_read", "rows_kept", "rows_rejected")}
    row |= {key: dict(fields[key]) for key in ("traits", "skipped", "flags")}
    return row | {"notices": [{"code": it.code, "message": it.message} for it in entry.notices]}
