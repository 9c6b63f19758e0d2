"""Dossiers: everything a run says about one subject, written in the formats asked for."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
from ibis.expr.types import Table

from enduse.case.dossier_case import case_file
from enduse.case.evidence import StoredOriginals
from enduse.case.running import all_evidence, current_run, kept_evidence, kept_findings, ledger_of
from enduse.detect import Ledger, Watershed
from enduse.detect.finding import Finding
from enduse.detect.runner import all_typologies
from enduse.model.ids import party_text
from enduse.model.provenance import Place
from enduse.report.controls import control_markers
from enduse.report.dossier import Material, build_dossier
from enduse.report.dossier_parts.proof import approved
from enduse.report.dossier_parts.texts import dossier_language
from enduse.report.model import Dossier, Edition, Versions
from enduse.report.subject import find_subject
from enduse.report.writing import format_for, write_dossier
from enduse.store.derived import DerivedRun
from enduse.store.derived_tables import is_party_column, table_of
from enduse.store.ledger import LedgerStore


@dataclass(frozen=True)
class Publication:
    """How a dossier shall be published.

    Attributes:
        language: Of its headings: en, ko, uk, ru, zh or de.
        approved_by: Who approves it; empty for a draft.
        approved_on: The day; needed with a name.
    """

    language: str = "en"
    approved_by: str = ""
    approved_on: date | None = None


DRAFT = Publication()
MOST_CITED = 5_000
"""Rows of one finding that a dossier lists at most; `enduse show KEY --evidence` gives all."""


def make_dossier(store: LedgerStore, subject: str, engine: str) -> Dossier:
    """The dossier of one subject, as a model that formats draw.

    Args:
        store: Whose current run is read.
        subject: As a person names it; see ``report.subject.find_subject``.
        engine: Version of enduse, printed in the dossier.

    Raises:
        UnknownSubject: Nothing, or several things, go by that name.
        UsageError: ``E-NO-RUN``.
    """
    run = current_run(store.workspace)
    ledger = ledger_of(run)
    return build_dossier(find_subject(subject, ledger), _material(store, run, ledger, engine))


def published(dossier: Dossier, how: Publication) -> Dossier:
    """The dossier in a language, and as a final one where somebody approves it.

    Raises:
        UsageError: ``E-DOSSIER-LANGUAGE``; ``E-DOSSIER-UNPROVEN``: a statement has no evidence or pronounces a verdict.
    """
    spoken = replace(dossier, edition=Edition(dossier_language(how.language)))
    return spoken if how.approved_on is None else approved(spoken, how.approved_by, how.approved_on)


def write_dossiers(dossier: Dossier, paths: Sequence[Path]) -> None:
    """Write the dossier to every path, in the format of its suffix; each file whole or not at all.

    Raises:
        UsageError: ``E-FORMAT``: no format has that suffix.
    """
    for path in paths:
        format_for(path)
    for path in paths:
        write_dossier(dossier, path)


def _material(store: LedgerStore, run: DerivedRun, ledger: Ledger, engine: str) -> Material:
    info = run.info
    manifest = store.manifest(int(info["ledger_version"]))
    cited = all_evidence(run, MOST_CITED)
    watershed = Watershed(_day(info["watershed"]), info["watershed_label"], info["watershed_given"])
    return Material(
        ledger=ledger,
        findings=[it.as_dict() | {"row_ids": cited.get(it.key, ())} for it in kept_findings(run)],
        originals=StoredOriginals(store.workspace, manifest),
        versions=Versions(engine, manifest.version, rules=_rules(), watershed=_said(watershed)),
        watershed=watershed,
        typologies=all_typologies(),
        markers=control_markers(ledger.code_lists.to_pyarrow()),
        case=case_file(store.workspace),
    )


def _day(text: str) -> Any:
    return pa.scalar(text).cast(pa.date32()).as_py()


def _said(watershed: Watershed) -> str:
    why = "named by the analyst" if watershed.given else "taken because none was named"
    return f"{watershed.on} ({watershed.label}, {why})"


@cache
def _rules() -> tuple[str, ...]:
    """What was applied, so that a reader can tell two dossiers apart."""
    dates = (files("enduse.data") / "control_dates.toml").read_bytes()
    timeline = f"control dates {hashlib.sha256(dates).hexdigest()[:12]}"
    return (timeline, *(f"typology {name}" for name in all_typologies()))


def finding_rows(store: LedgerStore, finding: Finding) -> Iterator[dict[str, Any]]:
    """Every row behind a finding, the most telling first, with its raw cells.

    Yields:
        ``source``, ``sha256``, ``sheet``, ``row``, ``cell``, the ledger's own columns, and ``raw``: header to cell.
    """
    run = current_run(store.workspace)
    originals = StoredOriginals(store.workspace, store.manifest(int(run.info["ledger_version"])))
    rows = _ordered_rows(ledger_of(run), kept_evidence(run, finding.key))
    raw = _raw_cells(originals, rows)
    for row in rows:
        place = Place(row.get("member"), row.get("sheet"))
        name = originals.source_name(row["source_id"])
        head = {"source": f"{name}/{place.member}" if place.member else name, "sha256": row["source_id"]}
        known = {key: value for key, value in row.items() if key not in {"source_id", "row_id", "member", "month"}}
        parties = {it: party_text(row[it]) for it in row if is_party_column(it) and row[it] is not None}
        yield head | known | parties | {"raw": raw.get((row["source_id"], place, row["row"]), {})}


def _ordered_rows(ledger: Ledger, ids: Sequence[int]) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for name in sorted({table_of(it) for it in ids}):
        table: Table = getattr(ledger, name)
        wanted = table.filter(table.row_id.isin([it for it in ids if table_of(it) == name]))
        found |= {row["row_id"]: row for row in wanted.to_pyarrow().to_pylist()}
    return [found[it] for it in ids if it in found]


def _raw_cells(
    originals: StoredOriginals, rows: Sequence[dict[str, Any]]
) -> dict[tuple[str, Place, int], dict[str, str]]:
    wanted: dict[tuple[str, Place], set[int]] = {}
    for row in rows:
        wanted.setdefault((row["source_id"], Place(row.get("member"), row.get("sheet"))), set()).add(row["row"])
    found = {}
    for (source_id, place), numbers in wanted.items():
        raw = originals.raw_rows(source_id, place, numbers)
        for number, cells in raw.cells.items():
            found[source_id, place, number] = _named(raw.headers, cells)
    return found


def _named(headers: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    names = [*headers, *[""] * (len(cells) - len(headers))]
    return {name or f"column {at}": cell for at, (name, cell) in enumerate(zip(names, cells, strict=False), 1)}
