"""Dossiers: everything a run says about one subject, written in the formats asked for."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa

from enduse.case.evidence import StoredOriginals
from enduse.case.running import current_run, kept_evidence, kept_findings, ledger_of
from enduse.detect import Ledger, Watershed
from enduse.detect.finding import Finding
from enduse.detect.runner import all_typologies
from enduse.errors import UsageError
from enduse.model.provenance import Place
from enduse.registry import collect
from enduse.report import Format, formats
from enduse.report.dossier import Material, build_dossier
from enduse.report.model import Dossier, Marker, Versions
from enduse.report.subject import find_subject
from enduse.store.derived import DerivedRun
from enduse.store.ledger import LedgerStore
from enduse.trace.control_dates import Marker as Event
from enduse.trace.control_dates import markers

_MOST_MARKERS = 8


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


def write_dossier(dossier: Dossier, paths: Sequence[Path]) -> list[Path]:
    """Write the dossier to every path, in the format of its suffix.

    Raises:
        UsageError: ``E-FORMAT``: no format has that suffix.
    """
    known = {it.suffix: it for it in collect(formats, Format).values()}
    for path in paths:
        if path.suffix.lower() not in known:
            raise UsageError(
                f"No format writes {path.suffix or path.name!r}. A dossier can be written as {', '.join(known)}.",
                code="E-FORMAT",
            )
    for path in paths:
        known[path.suffix.lower()].write(dossier, path)
    return list(paths)


def _material(store: LedgerStore, run: DerivedRun, ledger: Ledger, engine: str) -> Material:
    info = run.info
    manifest = store.manifest(int(info["ledger_version"]))
    watershed = Watershed(_day(info["watershed"]), info["watershed_label"], info["watershed_given"])
    lists = ledger.code_lists.to_pyarrow()
    return Material(
        ledger=ledger,
        findings=[it.as_dict() for it in kept_findings(run)],
        originals=StoredOriginals(store.workspace, manifest),
        versions=Versions(engine, manifest.version, rules=_rules(), watershed=_said(watershed)),
        watershed=watershed,
        typologies=all_typologies(),
        markers=lambda codes, senders: _markers(codes, senders, lists),
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


def _markers(codes: frozenset[str], senders: frozenset[str], lists: pa.Table) -> tuple[Marker, ...]:
    events = sorted({it for sender in sorted(senders) for it in markers(sorted(codes), sender, lists)})
    return tuple(_marker(it) for it in events[:_MOST_MARKERS])


def _marker(event: Event) -> Marker:
    sure = "" if event.confidence in ("seen", "high") else f" ({event.confidence} confidence)"
    return Marker(event.on, f"{event.regime}: {event.label}", f"{event.citation}{sure}")


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
        yield head | known | {"raw": raw.get((row["source_id"], place, row["row"]), {})}


def _ordered_rows(ledger: Ledger, ids: Sequence[int]) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for table in (ledger.items, ledger.statistics):
        wanted = table.filter(table.row_id.isin(ids)) if ids else table.limit(0)
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
