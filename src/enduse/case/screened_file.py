"""The answers about a spreadsheet, written beside its own columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from enduse.case.ownership_sheet import OWNERSHIP, OWNERSHIP_COLUMNS, OwnershipSheet
from enduse.case.screening import Screened, Screening, Tell
from enduse.report.screened import HITS, HITS_MORE, Page, ScreenedFile, our_columns
from enduse.screen.decided import entry_key
from enduse.screen.screener import Hit
from enduse.sources.party_table import distinct


@dataclass
class ScreenedCount:
    """How it went.

    Attributes:
        lines: Lines of the spreadsheet below its header; every one has a line in the result.
        matches: Lines with an undecided or confirmed hit at or above the threshold.
        hits: Entries named for any line.
        unread: Lines that could not be looked for, each with its reason.
        unread_headers: Columns that were not understood.
        files: What was written.
    """

    lines: int = 0
    matches: int = 0
    hits: int = 0
    unread: int = 0
    unread_headers: tuple[str, ...] = ()
    files: tuple[Path, ...] = field(default=())


def screen_file(
    screening: Screening, source: Path, target: Path, tell: Tell, ownership: OwnershipSheet | None = None
) -> ScreenedCount:
    """Screen every line of a spreadsheet and write it again with our columns, a sheet of hits and one of lists; with
    ``ownership`` also with a column and a sheet of who is owned by the listed.
    """
    columns, answers = screening.ask_table(source, tell)
    names, ours = (columns.headers, our_columns(columns.headers))
    owned = distinct((OWNERSHIP,), (*columns.headers, *ours.values())) if ownership else ()
    count, hits = ScreenedCount(unread_headers=columns.unread), list[dict[str, Any]]()

    def lines() -> Iterator[dict[str, Any]]:
        for it in answers:
            count.lines += 1
            count.matches += it.match
            count.unread += bool(it.problem)
            hits.extend(hit_rows(it))
            more = {name: ownership.cell(it) for name in owned} if ownership else {}
            yield dict(it.cells or {}) | {ours[name]: value for name, value in answer_row(it).items()} | more
        count.hits = len(hits)

    pages = (
        Page("Screened", (*names, *ours.values(), *owned), lines()),
        Page("Hits", (*HITS, *HITS_MORE), hits),
        *([Page("Ownership", OWNERSHIP_COLUMNS, ownership.rows)] if ownership else []),
        Page("Lists", ("list", "snapshot", "entries", "publisher", "licence", "file"), _list_rows(screening)),
    )
    count.files = ScreenedFile(target).write(pages)
    return count


def answer_row(it: Screened) -> dict[str, Any]:
    """Our columns for one line: what its likeliest undecided hit says, else that there is none."""
    if it.problem:
        return {"row": it.row, "match": "not screened", "why": it.problem}
    best = next(iter(it.open_hits), None)
    decisions = "; ".join(f"{key}: {said.verdict} ({said.at[:10]})" for key, said in it.decided.items())
    if best is None:
        return {"row": it.row, "match": "no", "hits": len(it.hits), "decision": decisions}
    row = hit_row(it, best)
    shown = {name: row[name] for name in ("score", "list", "entry", "listed name", "listed on", "snapshot", "why")}
    return {"row": it.row, "match": "yes" if it.match else "no", **shown, "hits": len(it.hits), "decision": decisions}


def hit_rows(it: Screened) -> list[dict[str, Any]]:
    """Every hit of one line."""
    return [hit_row(it, hit) for hit in it.hits]


def hit_row(it: Screened, hit: Hit) -> dict[str, Any]:
    """One hit, by the columns of the sheet of hits."""
    entry, snapshot, key = hit.listed.entry, hit.listed.snapshot, entry_key(hit.listed)
    decided, changed = it.decided.get(key), it.reopened.get(key, ())
    said = f"{decided.verdict} on {decided.at[:10]}" if decided else ""
    return {
        "row": it.row,
        "asked": "; ".join(it.query.names),
        "score": hit.score,
        "match": hit.match,
        "list": snapshot.name,
        "entry": entry.entry_id,
        "listed name": hit.name or (entry.names[0].text if entry.names else ""),
        "all names": "; ".join(name.text for name in entry.names),
        "listed on": entry.listed_on.isoformat() if entry.listed_on else "",
        "standing": hit.standing,
        "programmes": "; ".join(entry.programmes),
        "snapshot": snapshot.on.isoformat(),
        "why": "; ".join(hit.reasons),
        "decision": said or (f"open again: {', '.join(changed)} changed" if changed else ""),
    }


def _list_rows(screening: Screening) -> Iterable[dict[str, Any]]:
    return [
        {
            "list": it.name,
            "snapshot": it.on.isoformat() + ("" if it.stated else " (day it was added)"),
            "entries": it.entries,
            "publisher": it.publisher,
            "licence": it.licence,
            "file": it.file,
        }
        for it in screening.snapshots
    ]
