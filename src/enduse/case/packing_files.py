"""The files of a pack, in the order in which they stand in it; the same content gives the same bytes."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from enduse.case.evidence import StoredOriginals
from enduse.case.packing_documents import LogExtract, PackedDocument, json_lines, said_of
from enduse.case.packing_rerun import PackedFinding, RowsToRun
from enduse.case.packing_rows import CitedRows, RowsOfRun, Spot
from enduse.model.pack import (
    CLAIMS,
    DOCUMENTS,
    FIGURES,
    FINDING_ROWS,
    FINDINGS,
    JUDGEMENTS,
    LEDGER,
    LOG,
    PackManifest,
)
from enduse.model.provenance import Place
from enduse.report.evidence import RawRows
from enduse.report.model import Dossier
from enduse.report.pack_readme import pack_readme
from enduse.store.manifest import Manifest, print_manifest
from enduse.store.pack_cells import CELLS, PLACES

CITED = "rows/cited.csv"

_SPOKEN = ("claim", "request", "reply")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

File = tuple[str, str, bytes | Path]
"""Name, what it is, and its bytes or where they are."""


@dataclass(frozen=True)
class PackContent:
    """Everything that goes into a pack; see ``case.packing``."""

    manifest: PackManifest
    rows: RowsOfRun
    cited: CitedRows
    dossiers: Mapping[str, Dossier]
    findings: tuple[PackedFinding, ...]
    given: RowsToRun
    log: LogExtract
    documents: tuple[PackedDocument, ...]


def written_files(content: PackContent, dossiers: Mapping[str, Path]) -> list[File]:
    """Every file but the manifest and its signature.

    Args:
        content: What they say.
        dossiers: Name to the file that was written.
    """
    return [
        ("README.txt", "what this is, in words", pack_readme(content.manifest)),
        *((name, "dossier", path) for name, path in dossiers.items()),
        *_findings(content),
        *_rows(content),
        *_words(content),
    ]


def printed(manifest: PackManifest) -> bytes:
    """The manifest as JSON: readable by people, the same bytes for the same content."""
    return (json.dumps(manifest.to_object(), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def measured(file: File) -> tuple[str, int, str, str]:
    """Name, size, hash, and what it is."""
    name, about, content = file
    data = content if isinstance(content, bytes) else content.read_bytes()
    return name, len(data), sha256(data).hexdigest(), about


def _findings(content: PackContent) -> Iterator[File]:
    yield FINDINGS, "findings, one a line", json_lines(it.line for it in content.findings)
    rows = ({"key": it.key, "rows": [_place(spot[:4], spot[4]) for spot in it.rows]} for it in content.findings)
    yield FINDING_ROWS, "where each row of the findings stands, the most telling first", json_lines(rows)
    yield FIGURES, "every number of the dossiers with the numbers of its rows", json_lines(_figures(content))
    said = "what an analyst judged about names"
    yield JUDGEMENTS, said, "".join(f"{it}\n" for it in content.given.judgements).encode()


def _figures(content: PackContent) -> Iterator[dict[str, Any]]:
    for path, dossier in content.dossiers.items():
        for it in dossier.figures:
            yield {
                "dossier": path,
                "figure": it.id,
                "label": it.label,
                "value": it.value,
                "unit": it.unit,
                "how": it.how,
                "of": it.of,
                "rows": list(it.rows),
                "base": list(it.base),
            }


def _rows(content: PackContent) -> Iterator[File]:
    manifest = content.rows.manifest
    held = Manifest(manifest.version, manifest.schema_version, manifest.created_at, sources=content.given.sources,
                    note="rows of a pack")  # fmt: skip
    yield LEDGER, "the files that were added, how each was read, and its terms", print_manifest(held)
    for name, table in content.given.tables.items():
        yield f"rows/{name}.parquet", f"rows of the ledger's table {name}", _parquet(table)
    cited = _cited_cells(content)
    yield PLACES, "the tables that cited rows stand in, with their headers", json_lines(cited.places)
    yield CELLS, "cited rows as they stand in the file", json_lines(cited.cells)
    yield CITED, "the same for people; opens in a spreadsheet", _csv(cited)


def _parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


@dataclass(frozen=True)
class _Cells:
    """Cited rows with their cells."""

    places: list[dict[str, Any]]
    cells: list[dict[str, Any]]


def _cited_cells(content: PackContent) -> _Cells:
    originals = StoredOriginals(content.rows.store.workspace, content.rows.manifest)
    numbers = _numbers(content)
    spots = sorted(content.cited.spots)
    tables = sorted({it[:3] for it in spots})
    places, cells = list[dict[str, Any]](), list[dict[str, Any]]()
    for at, (source, member, sheet) in enumerate(tables):
        wanted = [it for it in spots if it[:3] == (source, member, sheet)]
        closed = source in content.rows.closed
        place = Place(member or None, sheet or None)
        raw = RawRows((), {}) if closed else originals.raw_rows(source, place, [it[3] for it in wanted])
        head = {"place": at, "source": originals.source_name(source), "sha256": source, "member": member}
        places.append({**head, "sheet": sheet, "headers": list(raw.headers), "withheld": closed})
        for it in wanted:
            told = {"place": at, "row": it[3], "cited_as": numbers.get(it, [])}
            cells.append({**told, "cells": list(raw.cells.get(it[3], ()))})
    return _Cells(places, cells)


def _numbers(content: PackContent) -> dict[Spot, list[str]]:
    """Under which number each dossier cites a row: ``1:14`` is row 14 of the first dossier."""
    found: dict[Spot, list[str]] = {}
    for number, rows in enumerate(content.cited.of_dossier.values(), 1):
        for cited_as, (spot, _) in rows.items():
            found.setdefault(spot, []).append(f"{number}:{cited_as}")
    return found


def _csv(cited: _Cells) -> bytes:
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(("cited_as", "source", "sha256", "member", "sheet", "row", "cells"))
    for it in cited.cells:
        place = cited.places[it["place"]]
        names = [*place["headers"], *[""] * (len(it["cells"]) - len(place["headers"]))]
        pairs = zip(names, it["cells"], strict=False)
        shown = " | ".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)
        told = "withheld: the source may not be passed on" if place["withheld"] else shown
        head = (" ".join(it["cited_as"]), place["source"], place["sha256"], place["member"], place["sheet"], it["row"])
        out.writerow([_inert(cell) for cell in (*head, told)])
    # Without the mark, spreadsheets take UTF-8 for the letters of their own country.
    return text.getvalue().encode("utf-8-sig", "replace")


def _inert(cell: Any) -> Any:
    """A cell that no spreadsheet program runs as a formula; the exact cells are in the lines for programs."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _words(content: PackContent) -> Iterator[File]:
    yield LOG, "what people wrote into the case; withheld entries by their hash", json_lines(content.log.lines)
    spoken = [it for it in content.log.shown if it.kind in _SPOKEN]
    yield CLAIMS, "who said what, who was asked, who answered", json_lines(map(said_of, spoken))
    told, files = list[Mapping[str, Any]](), list[File]()
    for it in content.documents:
        name = f"documents/{it.name}" if it.name else ""
        told.append({**it.told, "file": name})
        if name:
            files.append((name, f"evidence {it.told['evidence']}, {it.told['state']}", it.data))
    yield DOCUMENTS, "pieces of evidence: where from, how far trusted, what was done to them", json_lines(told)
    yield from files


def _place(spot: tuple[Any, ...], cell: str) -> dict[str, Any]:
    source, member, sheet, row = spot
    return {"sha256": source, "member": member, "sheet": sheet, "row": row, "cell": cell}
