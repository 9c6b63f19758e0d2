"""`enduse screen`: one party, or a spreadsheet of them, against the lists of the case."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

import typer

from enduse.case import Case
from enduse.case.ownership_sheet import OwnershipSheet
from enduse.case.screened_file import hit_row, screen_file
from enduse.case.screening import Screened, Screening, ScreenOptions
from enduse.cli.output import Printer, Progress, counted
from enduse.cli.shortening import short_id
from enduse.errors import UsageError
from enduse.model.listing import Contact, WrittenAddress, WrittenIdentifier
from enduse.screen.decided import Verdict as Said
from enduse.screen.decided import entry_key
from enduse.screen.listed import ListSnapshot
from enduse.screen.signs import Query
from enduse.text.countries import country_code

_CONTACTS = {"phone", "email", "web"}
_KINDS = ("company", "person", "vessel", "aircraft", "unknown")
_STANDING = {
    "not_yet": "listed only after that day",
    "no_longer": "no longer listed on that day",
    "unknown": "whether on that day is not known",
}


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
            UsageError: A number without its scheme, a contact without its kind, a kind or country that does not
                exist.
        """
        if self.kind not in _KINDS:
            raise UsageError(f"{self.kind!r} is no kind; expected {', '.join(_KINDS)}.")
        countries = tuple(map(_country, self.countries))
        home = next(iter(countries), "")
        return Query(
            tuple(self.names),
            self.kind,  # type: ignore[arg-type]
            None,
            tuple(WrittenIdentifier(scheme.upper(), value, home) for scheme, value in map(_pair, self.identifiers)),
            tuple(WrittenAddress(it, home) for it in self.addresses),
            tuple(_contact(it) for it in self.contacts),
            countries,
            tuple(self.births),
        )


def _pair(text: str) -> tuple[str, str]:
    scheme, mark, value = text.partition(":")
    if not mark or not value:
        raise UsageError(f"{text!r} should be SCHEME:NUMBER, e.g. inn:7700000000, lei:..., reg:HRB 12345.")
    return scheme, value


def _country(text: str) -> str:
    if (code := country_code(text)) is None:
        raise UsageError(f"{text!r} is no country that is known; expected a code such as DE, or a name.")
    return code


def _contact(text: str) -> Contact:
    kind, value = _pair(text)
    if kind not in _CONTACTS:
        raise UsageError(f"{text!r} should begin with phone:, email: or web:.")
    return Contact(kind, value)  # type: ignore[arg-type]


def screen_party(case: Case, asked: Asked, options: ScreenOptions, printer: Printer) -> bool:
    """Answer about one party; True when there is a match."""
    screening, query = case.screening(options), asked.query()
    # Unlike Path.is_file it bears a name that is too long for a path.
    if any(map(os.path.isfile, asked.names)):
        raise UsageError(f"{asked.names[0]!r} is a file: say with -o where the screened spreadsheet is written.")
    answer = screening.ask(query)
    if answer.problem:
        raise UsageError(
            f"Nobody can be looked for by {' / '.join(asked.names) or 'nothing'!r}. {answer.problem} Give a name, or "
            "--id, --address or --contact.",
            code="E-SCREENING-NOBODY",
        )
    shown = " / ".join(asked.names) or "; ".join((*asked.identifiers, *asked.addresses, *asked.contacts))
    if printer.machine:
        printer.rows(_objects(shown, answer, screening), [])
    else:
        _table(answer, printer)
    say_lists(screening, printer, answer.match, shown)
    return answer.match


@dataclass(frozen=True)
class Verdict:
    """What is to be remembered about a hit.

    Attributes:
        what: ``same``, ``not_same`` or ``open``.
        entry: The entry's id.
        note: Why.
        row: Line of the spreadsheet that the party stands in; None where it is asked for by name.
    """

    what: str
    entry: str
    note: str = ""
    row: int | None = None


def decide_party(case: Case, asked: Asked, verdict: Verdict, options: ScreenOptions, printer: Printer) -> None:
    """Remember a decision."""
    if verdict.what not in get_args(Said):
        raise UsageError(f"{verdict.what!r} is no verdict; expected {', '.join(get_args(Said))}.")
    screening = case.screening(options)
    query, own_id = asked.query(), ""
    if verdict.row is not None:
        query, own_id = screening.party(one_file(asked.names), verdict.row)
    what = cast(Said, verdict.what)
    made = screening.decide(query, verdict.entry, what, verdict.note, own_id)
    row = {"asked": made.asked, "entry": made.entry, "verdict": made.verdict, "by": made.by, "at": made.at}
    printer.rows([row], list(row))


def screen_table(
    screening: Screening, files: tuple[Path, Path], printer: Printer, ownership: OwnershipSheet | None = None
) -> bool:
    """Screen a spreadsheet into a new one; True when there is a match."""
    source, target = files
    if source.resolve() == target.resolve():
        raise UsageError(f"{target.name!r} is the file that is read; give another name to write to.")
    progress = Progress()
    count = screen_file(screening, source, target, progress, ownership)
    progress.finish()
    row = {"lines": count.lines, "matches": count.matches, "hits": count.hits, "not_screened": count.unread}
    printer.rows([{**row, "files": [str(it) for it in count.files]}], [*row, "files"])
    if count.unread_headers:
        printer.say(f"Columns that were not understood: {', '.join(map(repr, count.unread_headers))}.")
    say_lists(screening, printer, bool(count.matches), source.name)
    return bool(count.matches)


def say_lists(screening: Screening, printer: Printer, match: bool, shown: str) -> None:
    """Which lists were asked and how old they are: an answer means nothing without."""
    newest, day = max(it.on for it in screening.snapshots), screening.options.on
    asked = "asked" if screening.options.lists else "loaded"
    lists = f"{counted(len(screening.snapshots), 'list')} {asked}, newest {newest.isoformat()}"
    if not match:
        printer.say(f"No match found for {shown!r} in {lists}. This is not a licence or a clearance.")
    else:
        printer.say(f"Asked: {lists}.")
    if day and (later := [it for it in screening.snapshots if it.on > day]):
        printer.say(
            f"W-LIST-LATER  {counted(len(later), 'list has', 'lists have')} no snapshot of {day.isoformat()} or before "
            f"({_some(later)}). Whoever was removed since is not seen."
        )
    if old := screening.stale:
        days = screening.store.workspace.config.lists.stale_days
        printer.say(
            f"W-LIST-OLD  Older than {days} days: {_some(old)}. Newer entries may be missed: enduse lists update."
        )


def _some(lists: Sequence[ListSnapshot]) -> str:
    names = ", ".join(f"{it.name} ({it.on.isoformat()})" for it in lists[:4])
    return names + (f" and {len(lists) - 4} more" if len(lists) > 4 else "")


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
        names = f"{row['listed name']}\n{row['list']} {short_id(row['entry'])}"
        if hit.standing in _STANDING:
            names += f"\n{_STANDING[hit.standing]}"
        # Cut, not rounded: 0.999 is not 1.
        rows.append(
            {
                "score": f"{int(hit.score * 100) / 100:.2f}",
                "match": hit.match,
                "listed": names,
                "why": why,
                "decision": row["decision"],
            }
        )
    columns = ["score", "match", "listed", "why", *(["decision"] if any(it["decision"] for it in rows) else [])]
    printer.rows(rows, columns, empty="No entry comes near.")


def one_file(names: Sequence[str]) -> Path:
    """The spreadsheet that was given.

    Raises:
        UsageError: None, several, or no file.
    """
    if len(names) != 1 or not os.path.isfile(names[0]):
        raise UsageError(f"With -o or --row, give one spreadsheet; {', '.join(map(repr, names)) or 'nothing'} is none.")
    return Path(names[0])


def today() -> date:
    """The machine's day."""
    return date.today()


def leave(match: bool, fail_on_match: bool) -> None:
    """Exit 10 on a match where that was asked for."""
    if match and fail_on_match:
        raise typer.Exit(10)
