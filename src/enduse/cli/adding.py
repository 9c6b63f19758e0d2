"""Printing of what `add` and `map` read."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from enduse.case import Case
from enduse.case.case import accept_usable, map_name
from enduse.cli.output import Printer, Progress, counted
from enduse.errors import EnduseError, UnreadableFile
from enduse.model.provenance import Place
from enduse.sources.ingest import SourceReport
from enduse.sources.maps import save_map
from enduse.sources.proposal import Proposal, Proposed
from enduse.sources.recognise import Accept
from enduse.store.manifest import PlaceEntry

_WIDE = 140
COLUMNS = ["file", "layout", "table", "read", "kept", "rejected", "skipped"]


def add_files(case: Case, files: Sequence[Path], map: str, printer: Printer) -> int:
    """Add every file, print what became of each; gives how many rows were rejected.

    A file that cannot be read does not keep the others out; its error is raised at the end.
    """
    progress, failed, rejected, seen = Progress(), [], 0, 0
    several = len(files) > 1 or any(str(it) == "-" for it in files)
    for path in _named(files):
        seen += 1
        try:
            report = case.add(path, "auto" if map == "ask" else map, progress, _decider(printer, ask=map == "ask"))
        except EnduseError as error:
            progress.finish()
            if several:
                printer.say(f"{error.code}  {error.message}")
            failed.append(error)
            continue
        progress.finish()
        print_report(report, printer)
        rejected += report.rows_rejected
    if rejected:
        verb = "was" if rejected == 1 else "were"
        printer.say(f"{counted(rejected, 'row')} {verb} rejected; with its reason: enduse rejects")
    if len(failed) > 1 or (failed and seen > 1):
        count = f"{len(failed)} of {seen}"
        raise UnreadableFile(f"{count} files could not be added; the messages above say why. The others were added.")
    if failed:
        raise failed[0]
    return rejected


def _named(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        if str(path) == "-":
            yield from (Path(line.strip()) for line in sys.stdin if line.strip())
        elif not path.exists():
            raise UnreadableFile(
                f"There is no file {str(path)!r}. Check the name; a pattern with * needs quotes removed.",
                code="E-NOFILE",
            )
        else:
            yield path


def print_report(report: SourceReport, printer: Printer) -> None:
    """Print one line per layout and table of a file; notices and what was left out go to stderr."""
    name = report.entry.name
    if report.already:
        printer.say(f"{name}: the ledger holds these bytes already; nothing was done.")
    if report.resumed_rows:
        printer.say(f"{name}: went on after {report.resumed_rows:,} rows of a stopped run.")
    if printer.machine:
        row = {"source": name, "sha256": report.entry.source_id, "ledger_version": report.version}
        row |= {"already": report.already, "rows_read": report.rows_read, "rows_kept": report.rows_kept}
        row |= {"rows_rejected": report.rows_rejected, "places": [place_row(it) for it in report.entry.places]}
        printer.rows([row | {"left_out": dict(report.entry.left_out)}], [])
    elif not report.already:
        printer.rows(_summed(name, report.entry.places), COLUMNS)
    _say_notices(report, printer)


def place_row(place: PlaceEntry) -> dict[str, Any]:
    """One table of a source as a row."""
    row = {key: getattr(place, key) for key in ("member", "sheet", "kind", "layout", "table")}
    row |= {key: getattr(place, key) for key in ("rows_read", "rows_kept", "rows_rejected")}
    row |= {key: dict(getattr(place, key)) for key in ("traits", "skipped", "flags")}
    return row | {"notices": [vars(it) for it in place.notices]}


def _summed(name: str, places: Sequence[PlaceEntry]) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for it in places:
        row = rows.setdefault(it.layout, dict.fromkeys(COLUMNS, 0) | {"layout": it.layout, "table": it.table})
        row["file"] = name
        row["read"] += it.rows_read
        row["kept"] += it.rows_kept
        row["rejected"] += it.rows_rejected
        row["skipped"] += sum(it.skipped.values())
    return list(rows.values())


def _say_notices(report: SourceReport, printer: Printer) -> None:
    said: dict[str, int] = {}
    for notice in (*report.notices, *(it for place in report.entry.places for it in place.notices)):
        line = f"{notice.code}  {notice.message}"
        said[line] = said.get(line, 0) + 1
    for line, times in list(said.items())[:12]:
        printer.say(f"{line}{f' ({times} tables)' if times > 1 else ''}")
    reasons: dict[str, list[str]] = {}
    for what, why in report.entry.left_out.items():
        reasons.setdefault(why, []).append(what)
    for why, which in list(reasons.items())[:12]:
        named = which[0] if len(which) == 1 else f"{len(which)} tables or members, e.g. {which[0]}"
        printer.say(f"left out: {named}: {why}")


def print_sources(case: Case, at: int | None, printer: Printer) -> None:
    """Print what a version of the ledger holds."""
    columns = ["source", "tables", "rows_kept", "rows_rejected", "sensitivity"]
    if shutil.get_terminal_size().columns >= _WIDE:
        columns = ["source", "tables", "layouts", "rows_kept", "rows_rejected", "licence", "sensitivity", "added_at"]
    printer.rows(case.sources(at), columns, empty="The ledger is empty. Add files: enduse add FILE...")


def _decider(printer: Printer, *, ask: bool) -> Accept:
    """Shows each proposed map; asks about it on a terminal when the user wants to be asked."""

    def decide(proposal: Proposal, place: Place, file_name: str) -> str | None:
        printer.say(
            f"\n{file_name}{f' › {place}' if str(place) else ''}: no layout reads it; proposed from headers and values:"
        )
        printer.say(proposal_text(proposal))
        if ask and sys.stdin.isatty():
            return map_name(place, file_name) if typer.confirm("Use this map?", err=True) else None
        return accept_usable(proposal, place, file_name)

    return decide


def proposal_text(proposal: Proposal) -> str:
    """A proposal as lines of text: column, meaning, confidence, samples; then what is missing."""
    lines = [
        f"  {it.header[:28]:<28}  {it.target or '(kept as it is)':<22}  {it.confidence:4.0%}  {_samples(it)}"
        for it in proposal.columns
    ]
    for it in proposal.missing:
        nearest = ", ".join(f"{one.header!r} ({one.confidence:.0%})" for one in it.candidates) or "none"
        lines.append(f"  cannot tell which column is {it.target}; needed for {it.needed_for}. Nearest: {nearest}")
    # What is missing has been said with what comes near it.
    said = (it for it in proposal.notices if it.code != "W-MAP-NEED")
    return "\n".join([*lines, *(f"  {it.code}  {it.message}" for it in said)])


def _samples(column: Proposed) -> str:
    return " | ".join(it[:24] for it in column.samples[:3])


def print_proposals(case: Case, file: Path, save: str, printer: Printer) -> None:
    """Print, for every sheet of a file, what reads it and what its headers and values suggest; save it if asked."""
    for place, known, proposal in case.propose(file):
        where = str(place) or file.name
        if printer.machine:
            columns = [asdict(it) for it in proposal.columns] if proposal else []
            missing = [asdict(it) for it in proposal.missing] if proposal else []
            row = {"file": file.name, "place": str(place), "read_by": known}
            printer.rows(
                [row | {"table": proposal.table if proposal else None, "columns": columns, "missing": missing}], []
            )
        else:
            printer.text(f"{where}\n  read by: {known}")
            printer.text(proposal_text(proposal) if proposal else "  nothing in it has a place in the ledger")
        if save and proposal:
            path = save_map(proposal, case.workspace.maps, save if not place.sheet else f"{save}_{place.sheet}")
            printer.say(f"Saved as {path}. Change it there; files like this one are read with it from now on.")
