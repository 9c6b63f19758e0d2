"""The same bytes twice: a member of an archive that was read before, under another name or from elsewhere."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from enduse.sources.reading import Opened, Sheet
from enduse.sources.reading.blob import Blob
from enduse.sources.reading.delimited import DelimitedSheet
from enduse.sources.reading.jsonl import JsonSheet
from enduse.sources.reading.parquet import ParquetSheet
from enduse.sources.reading.workbook import WorkbookSheet
from enduse.sources.reading.xml import XmlSheet
from enduse.store.manifest import SourceEntry

MEMBER_TRAIT = "member_sha256"
"""Trait under which a table's entry in the manifest keeps the hash of the archive's member it came from."""


@dataclass(frozen=True)
class Singled:
    """Tables without those that stand in other files or members, too.

    Attributes:
        sheets: What is left to read.
        left_out: Member to the reason why it is not read.
        hashes: Member to the SHA-256 of its bytes.
    """

    sheets: tuple[Sheet, ...]
    left_out: Mapping[str, str]
    hashes: Mapping[str, str]


def single_out(opened: Opened, known: Iterable[SourceEntry]) -> Singled:
    """The tables of an archive whose bytes the ledger does not hold yet, the first of several equal members among them.

    A file that is no archive is compared as a whole before it is opened, not here.
    """
    kept = dict(_held(known))
    left_out: dict[str, str] = {}
    hashes: dict[str, str] = {}
    for member, blob in _members(opened).items():
        digest = hashes[member] = _hash(blob)
        if digest in kept:
            left_out[member] = f"the same bytes are kept already, as {kept[digest]}"
        else:
            kept[digest] = f"{member!r} of this file"
    sheets = tuple(it for it in opened.sheets if it.place.member not in left_out)
    return Singled(sheets, left_out, hashes)


def holder_of(source_id: str, known: Iterable[SourceEntry]) -> tuple[SourceEntry, str] | None:
    """The source one of whose members has these bytes, and that member's path; None when there is none."""
    for entry in known:
        for place in entry.places:
            if place.traits.get(MEMBER_TRAIT) == source_id:
                return entry, place.member or ""
    return None


def _held(known: Iterable[SourceEntry]) -> Iterable[tuple[str, str]]:
    for entry in known:
        yield entry.source_id, repr(entry.name)
        for place in entry.places:
            if digest := place.traits.get(MEMBER_TRAIT):
                yield digest, f"{place.member!r} of {entry.name!r}"


def _members(opened: Opened) -> dict[str, Blob]:
    found: dict[str, Blob] = {}
    for sheet in opened.sheets:
        if sheet.place.member and (blob := _blob(sheet)) is not None:
            found.setdefault(sheet.place.member, blob)
    return found


def _blob(sheet: Sheet) -> Blob | None:
    if isinstance(sheet, DelimitedSheet | JsonSheet | ParquetSheet | XmlSheet):
        return sheet.blob
    return sheet.loaded.blob if isinstance(sheet, WorkbookSheet) else None


def _hash(blob: Blob) -> str:
    with blob.open() as reader:
        digest = hashlib.sha256()
        while piece := reader.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
