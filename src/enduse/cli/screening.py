"""`enduse screen`: one party, or a spreadsheet of them, against the lists of the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typer

from enduse.case import Case
from enduse.case.screened_file import hit_row, screen_file
from enduse.case.screening import Screened, Screening, ScreenOptions
from enduse.cli.output import Printer, Progress, counted
from enduse.errors import UsageError
from enduse.model.listing import Contact, WrittenAddress, WrittenIdentifier
from enduse.screen.decided import entry_key
from enduse.screen.signs import Query

_CONTACTS = {"phone", "email", "web"}


@dataclass(frozen=True)
class Asked:
    """What stands on the command line about one party."""

    names: Sequence[str]
    kind: str = "unknown"
    countries: Sequence[str] = ()
    identifiers: Sequence[str] = ()
    addresses: Sequence[str] = ()
    contacts: Sequence[str] = ()
    births: Sequence[str] = ()

    def query(self) -> Query:
        """As a question.

        Raises:
            UsageError: A number without its scheme, a contact without its kind.
        """
        home = self.countries[0].upper() if self.countries else ""
        return Query(
            tuple(self.names),
            self.kind,  # type: ignore[arg-type]
            None,
            tuple(WrittenIdentifier(scheme.upper(), value, home) for scheme, value in map(_pair, self.identifiers)),
            tuple(WrittenAddress(it, home) for it in self.addresses),
            tuple(_contact(it) for it in self.contacts),
            tuple(it.upper() for it in self.countries),
            tuple(self.births),
        )


def _pair(text: str) -> tuple[str, str]:
    scheme, mark, value = text.partition(":")
    if not mark or not value:
        raise UsageError(f"{text!r} should be SCHEME:NUMBER, e.g. inn:7700000000, lei:..., reg:HRB 12345.")
    return scheme, value


def _contact(text: str) -> Contact:
    kind, value = _pair(text)
    if kind not in _CONTACTS:
        raise UsageError(f"{text!r} should begin with phone:, email: or web:.")
    return Contact(kind, value)  # type: ignore[arg-type]


def screen_party(case: Case, asked: Asked, options: ScreenOptions, printer: Printer) -> bool:
    """Answer about one party; True when there is a match."""
    screening = case.screening(options)
    answer = screening.ask(asked.query())
    shown = " / ".join(asked.names) or "; ".join((*asked.identifiers, *asked.addresses, *asked.contacts))
    if printer.machine:
        printer.rows(_objects(shown, answer, screening), [])
    else:
        _table(answer, printer)
    say_lists(screening, printer, answer.match, shown)
    return answer.match


def decide_party(case: Case, asked: Asked, verdict: tuple[str, str, str], printer: Printer) -> None:
    """Remember a decision: the verdict, the entry and a note."""
    what, entry, note = verdict
    if what not in ("same", "not_same", "open"):
        raise UsageError(f"{what!r} is no verdict; expected same, not_same or open.")
    made = case.screening(ScreenOptions()).decide(asked.query(), entry, what, note)  # type: ignore[arg-type]
    row = {"asked": made.asked, "entry": made.entry, "verdict": made.verdict, "by": made.by, "at": made.at}
    printer.rows([row], list(row))


def screen_table(case: Case, files: tuple[Path, Path], options: ScreenOptions, printer: Printer) -> bool:
    """Screen a spreadsheet into a new one; True when there is a match."""
    source, target = files
    if source.resolve() == target.resolve():
        raise UsageError(f"{target.name!r} is the file that is read; give another name to write to.")
    progress = Progress()
    screening = case.screening(options)
    count = screen_file(screening, source, target, progress)
    progress.finish()
    row = {"lines": count.lines, "matches": count.matches, "hits": count.hits, "not_screened": count.unread}
    printer.rows([{**row, "files": [str(it) for it in count.files]}], [*row, "files"])
    if count.unread_headers:
        printer.say(f"Columns that were not understood: {', '.join(map(repr, count.unread_headers))}.")
    say_lists(screening, printer, bool(count.matches), source.name)
    return bool(count.matches)


def say_lists(screening: Screening, printer: Printer, match: bool, shown: str) -> None:
    """Which lists were asked and how old they are: an answer means nothing without."""
    newest = max(it.on for it in screening.snapshots)
    lists = f"{counted(len(screening.snapshots), 'list')} loaded, newest {newest.isoformat()}"
    if not match:
        printer.say(f"No match found for {shown!r} in the {lists}. This is not a licence or a clearance.")
    else:
        printer.say(f"Asked: {lists}.")
    if old := screening.stale:
        days = screening.store.workspace.config.lists.stale_days
        names = ", ".join(f"{it.name} ({it.on.isoformat()})" for it in old[:4])
        more = f" and {len(old) - 4} more" if len(old) > 4 else ""
        told = "Newer entries may be missed: enduse lists update."
        printer.say(f"W-LIST-OLD  Older than {days} days: {names}{more}. {told}")


def _objects(shown: str, answer: Screened, screening: Screening) -> list[dict[str, Any]]:
    """One object for each hit, or one that says that there is none."""
    found = []
    for hit in answer.hits:
        row = hit_row(answer, hit)
        decided = answer.decided.get(entry_key(hit.listed))
        found.append(
            {
                "query": shown,
                "match": hit.match and not (decided and decided.verdict == "not_same"),
                "score": hit.score,
                "reasons": list(hit.reasons),
                "list": row["list"],
                "entry_id": row["entry"],
                "name": row["listed name"],
                "names": [it.text for it in hit.listed.entry.names],
                "listed_on": row["listed on"] or None,
                "standing": hit.standing,
                "snapshot": row["snapshot"],
                "decision": row["decision"] or None,
            }
        )
    lists = [{"list": it.name, "snapshot": it.on.isoformat()} for it in screening.snapshots]
    return found or [{"query": shown, "match": False, "score": 0.0, "reasons": [], "lists": lists}]


def _table(answer: Screened, printer: Printer) -> None:
    rows = []
    for hit in answer.hits:
        row = hit_row(answer, hit)
        why = "\n".join(f"{mark} {it}" for mark, it in zip("·" * 9, hit.reasons, strict=False))
        names = f"{row['listed name']}\n{row['list']} {row['entry']}"
        rows.append({"score": hit.score, "match": hit.match, "listed": names, "why": why, "decision": row["decision"]})
    columns = ["score", "match", "listed", "why", *(["decision"] if any(it["decision"] for it in rows) else [])]
    printer.rows(rows, columns, empty="No entry comes near.")


def one_file(names: Sequence[str]) -> Path:
    """The spreadsheet that was given.

    Raises:
        UsageError: None, several, or no file.
    """
    if len(names) != 1 or not Path(names[0]).is_file():
        raise UsageError(f"With -o, give one spreadsheet; {', '.join(map(repr, names)) or 'nothing'} is none.")
    return Path(names[0])


def today() -> date:
    """The machine's day."""
    return date.today()


def leave(match: bool, fail_on_match: bool) -> None:
    """Exit 10 on a match where that was asked for."""
    if match and fail_on_match:
        raise typer.Exit(10)
