"""The findings of a pack once more, from its rows alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from enduse.case.packing_rows import RowsOfRun
from enduse.case.running import RunOptions, Tell, current_run, kept_findings, run_case
from enduse.detect.finding import Finding
from enduse.model.pack import Difference, PackedRun
from enduse.model.provenance import Place
from enduse.store.journal import BatchCounts
from enduse.store.ledger import LedgerStore
from enduse.store.manifest import PlaceEntry, SourceEntry
from enduse.store.workspace import Workspace

_COMPARED = ("answer", "subject", "strength", "confidence", "headline", "start", "end", "value_usd", "evidence_count")
_READER = "pack"


@dataclass(frozen=True)
class PackedFinding:
    """A finding with the places of all its rows.

    Attributes:
        line: As ``enduse findings --json`` prints it.
        rows: Source, member, sheet, row and cell of each, the most telling first.
    """

    line: Mapping[str, Any]
    rows: tuple[tuple[str, str, str, int, str], ...]

    @property
    def key(self) -> str:
        """Of the finding."""
        return str(self.line["key"])


@dataclass(frozen=True)
class RowsToRun:
    """What a ledger is made of again.

    Attributes:
        sources: As they were added, in their order.
        tables: Rows by table.
        judgements: Lines of the analyst's judgements.
        run: Settings.
    """

    sources: tuple[SourceEntry, ...]
    tables: Mapping[str, pa.Table]
    judgements: Sequence[str]
    run: PackedRun


def silent(stage: str, rows: int, done: float | None) -> None:
    """Tell nobody about progress."""


def found_again(given: RowsToRun, findings: Sequence[PackedFinding], tell: Tell = silent) -> list[Difference]:
    """Which findings do not come out of these rows as they stand there, and what differs; empty: all do.

    A workspace is made for it in the system's folder for temporary files, and taken away.
    """
    if not findings:
        return []
    with TemporaryDirectory(prefix="enduse-pack-") as folder:
        store = LedgerStore(Workspace.create(Path(folder) / "case"))
        restore(store, given)
        run_case(store, options_of(given.run), tell)
        again = _findings(store)
    return [Difference(it.key, says) for it in findings if (says := difference(it, again.get(it.key)))]


def options_of(run: PackedRun) -> RunOptions:
    """The settings as a run takes them."""
    watershed = date.fromisoformat(run.watershed) if run.watershed_given else None
    # Never the address of a Spark master: a pack of a stranger must not make us call anybody.
    er = "splink" if run.er.startswith("splink") else "own"
    return RunOptions(watershed, run.only, run.parameters, None, er)


def restore(store: LedgerStore, given: RowsToRun) -> None:
    """Put rows into an empty ledger under the sources, hashes, sheets and row numbers that they had."""
    for source in given.sources:
        with store.intake(source.source_id, _READER) as intake:
            entries = []
            for entry in source.places:
                rows = {name: rows_at(table, source.source_id, entry.place) for name, table in given.tables.items()}
                count = sum(it.num_rows for it in rows.values())
                intake.write_batch(entry.place, 1, rows, BatchCounts(count, count))
                entries.append(counted_anew(entry, count))
            intake.publish(replace(source, places=tuple(entries)))
    if given.judgements:
        text = "".join(f"{it}\n" for it in given.judgements)
        store.workspace.judgements.write_text(text, encoding="utf-8")


def counted_anew(entry: PlaceEntry, rows: int) -> PlaceEntry:
    """The same table of a source with so many rows of it in the ledger."""
    return replace(entry, rows_read=rows, rows_kept=rows, rows_rejected=0, skipped={}, flags={}, notices=())


def rows_at(table: pa.Table, source_id: str, place: Place) -> pa.Table:
    """The rows of one table of one source."""
    here = pc.equal(table["source_id"], source_id)
    for column, text in (("member", place.member), ("sheet", place.sheet)):
        here = pc.and_(here, pc.equal(pc.fill_null(table[column], ""), text or ""))
    return table.filter(here)


def packed_findings(rows: RowsOfRun, findings: Sequence[Finding]) -> list[PackedFinding]:
    """Findings of a run with the places of all their rows."""
    cited = rows.cited(findings, {})
    return [
        PackedFinding(it.as_dict(), tuple((*spot, cell) for spot, cell in cited.of_finding[it.key])) for it in findings
    ]


def _findings(store: LedgerStore) -> dict[str, PackedFinding]:
    run = current_run(store.workspace)
    found = [it for it in kept_findings(run) if it.answer == "found"]
    return {it.key: it for it in packed_findings(RowsOfRun(store, run, sensitive=True), found)}


def difference(packed: PackedFinding, again: PackedFinding | None) -> str:
    """What differs in substance; a firm may be called by another of its spellings where a register stayed out."""
    if again is None:
        return "it is not found again"
    before, now = _called_by_id(packed.line), _called_by_id(again.line)
    told = [
        f"{name.replace('_', ' ')} {_short(now[name])} instead of {_short(before[name])}"
        for name in _COMPARED
        if now[name] != before[name]
    ]
    if not told and set(again.rows) != set(packed.rows):
        told.append(f"{len(set(packed.rows) - set(again.rows))} other rows")
    return "; ".join(told)


def _called_by_id(line: Mapping[str, Any]) -> dict[str, Any]:
    """What is compared of a finding, with the ids of its parties for their names."""
    everybody = (line["subject"], *line["others"])
    names = {name: who["id"] for who in everybody for name in who["names"]}
    headline = str(line["headline"])
    for name in sorted(names, key=len, reverse=True):
        headline = headline.replace(name, names[name])
    subject = f"{line['subject']['kind']} {line['subject']['id']}"
    return {**{it: line.get(it) for it in _COMPARED}, "subject": subject, "headline": headline}


def _short(value: Any) -> str:
    text = str(value)
    return repr(text if len(text) <= 80 else f"{text[:77]}...")
