"""What one version of the ledger holds: its parts, its sources, and how each was read."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from enduse.errors import LedgerDamaged, Notice, StoreError
from enduse.model.provenance import Place
from enduse.store.schema import SCHEMA_VERSION


@dataclass(frozen=True)
class PlaceEntry:
    """How one table of a source was read.

    Attributes:
        member: Path inside an archive, else None.
        sheet: Sheet of a workbook, else None.
        kind: csv, xlsx, xml ...
        layout: Id of the layout that read it.
        table: Ledger table its rows went to; empty when it was recognised and left out.
        traits: What was found out about its form: encoding, delimiter ...
        rows_read: Rows that a layout looked at: always ``rows_kept + rows_rejected``.
        rows_kept: Rows that are in the ledger.
        rows_rejected: Rows that are not, each with its reason in ``rejects``.
        skipped: Reason to number of rows that are no records: preamble, blank, footnote ...
        flags: Code to number of kept rows that carry it.
        notices: What the reader must know.
    """

    member: str | None
    sheet: str | None
    kind: str
    layout: str
    table: str
    traits: Mapping[str, str] = field(default_factory=dict)
    rows_read: int = 0
    rows_kept: int = 0
    rows_rejected: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, int] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        check_counts(str(self.place) or self.layout, self.rows_read, self.rows_kept, self.rows_rejected)

    @property
    def place(self) -> Place:
        """Member and sheet."""
        return Place(self.member, self.sheet)


def check_counts(what: str, read: int, kept: int, rejected: int) -> None:
    """Nothing, or the error that a row was lost.

    Raises:
        StoreError: ``E-COUNTS``.
    """
    if read != kept + rejected or min(read, kept, rejected) < 0:
        raise StoreError(
            f"{what}: {read:,} rows were read, but {kept:,} kept and {rejected:,} rejected do not add up to that. "
            "A row would be lost without a word, so nothing was published. Please report this with the file's layout.",
            code="E-COUNTS",
        )


@dataclass(frozen=True)
class SourceEntry:
    """One file that was added.

    Attributes:
        source_id: SHA-256 of its bytes, 64 hexadecimal digits.
        name: File name without its folder.
        size: Bytes.
        added_at: UTC instant, ISO 8601.
        places: Its tables, in file order.
        left_out: Member or sheet to the reason why it was not read.
        publisher: Who published it; empty when unknown.
        licence: Licence or terms in a few words; empty when unknown.
        re_export: May its rows leave in an export?
        sensitivity: public, internal, personal or leaked.
    """

    source_id: str
    name: str
    size: int
    added_at: str
    places: tuple[PlaceEntry, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    publisher: str = ""
    licence: str = ""
    re_export: bool = True
    sensitivity: str = "public"


@dataclass(frozen=True)
class Part:
    """One immutable Parquet file of one table.

    Attributes:
        table: Its table.
        path: Relative to the ledger's folder, with forward slashes.
        rows: Rows in it.
        source_ids: The sources whose rows it holds.
        bytes: Size.
        sha256: Of its bytes.
    """

    table: str
    path: str
    rows: int
    source_ids: tuple[str, ...]
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """One version of the ledger.

    Attributes:
        version: 1, 2, 3 ...; 0 is the empty ledger before the first version.
        schema_version: Which shape its parts have; see ``store.schema``.
        created_at: UTC instant, ISO 8601; empty for version 0.
        parts: In the order in which their sources were added.
        sources: In the order in which they were added.
        note: What made this version, in a few words.
    """

    version: int
    schema_version: int
    created_at: str
    parts: tuple[Part, ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    note: str = ""

    def source(self, source_id: str) -> SourceEntry | None:
        """The entry of that source, or None when this version does not hold it."""
        return next((it for it in self.sources if it.source_id == source_id), None)

    def of_table(self, table: str) -> tuple[Part, ...]:
        """The parts of one table."""
        return tuple(it for it in self.parts if it.table == table)


EMPTY = Manifest(0, SCHEMA_VERSION, "", note="empty")
"""The ledger before anything was added."""


def print_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON: readable by people, the same bytes for the same content."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    # File names may hold bytes that are no text; JSON can escape what UTF-8 cannot hold.
    return (text + "\n").encode("utf-8", "backslashreplace")


def parse_manifest(data: bytes, where: str) -> Manifest:
    """The manifest that ``print_manifest`` wrote.

    Args:
        data: Its bytes.
        where: File name, for the message.

    Raises:
        LedgerDamaged: It is cut off, altered by hand, or no manifest.
    """
    try:
        return manifest_of(json.loads(data))
    except (ValueError, TypeError, KeyError, AttributeError, StoreError) as error:
        raise LedgerDamaged(
            f"{where!r} is no manifest that we wrote: {error!r}. Without it we do not know which rows this version "
            "holds. Restore the file from a backup, or open an older version with --at."
        ) from error


def manifest_of(spec: Mapping[str, Any]) -> Manifest:
    """A manifest from what its JSON says."""
    parts = tuple(Part(**{**it, "source_ids": tuple(it["source_ids"])}) for it in spec["parts"])
    return Manifest(**{**spec, "parts": parts, "sources": tuple(map(_source, spec["sources"]))})


def _source(spec: Mapping[str, Any]) -> SourceEntry:
    return SourceEntry(**{**spec, "places": tuple(map(_place, spec["places"]))})


def _place(spec: Mapping[str, Any]) -> PlaceEntry:
    return PlaceEntry(**{**spec, "notices": tuple(Notice(**it) for it in spec["notices"])})
