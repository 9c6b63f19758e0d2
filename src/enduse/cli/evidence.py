"""`enduse evidence`: documents, pictures and saved pages that a finding or a claim rests on."""

import getpass
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.output import Printer, counted
from enduse.model.evidence import EvidenceFacts, EvidenceItem, Locator

evidence_app = typer.Typer(
    help="Evidence: keep documents, pictures and saved pages, compare captures, check that nothing was changed.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]
Folder = Annotated[
    Path, typer.Option("--case", "-C", help="Workspace; found from here upwards by default.", envvar="ENDUSE_CASE")
]
By = Annotated[str, typer.Option("--by", help="Who does this; the name of the account by default.", envvar="ENDUSE_BY")]
HERE = Path()
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f]")


@evidence_app.command("add")
def add_evidence(
    files: Annotated[list[Path], typer.Argument(help="Documents, pictures, videos, saved pages, web archives.")],
    source: Annotated[str, typer.Option("--from", help="Address, or who gave it.")] = "",
    captured: Annotated[str, typer.Option(help="Day or instant of the capture, 2024-03-01T12:30:00+03:00.")] = "",
    method: Annotated[
        str,
        typer.Option(help="file, download, web_archive, screenshot, scan, photograph, frame, received or export."),
    ] = "file",
    page: Annotated[int, typer.Option(min=0, help="Where to look: page.")] = 0,
    at: Annotated[str, typer.Option("--at", help="Where to look in a video, h:mm:ss.")] = "",
    region: Annotated[str, typer.Option(help="Where to look in a picture: left,top,width,height.")] = "",
    sheet: Annotated[str, typer.Option(help="Where to look: sheet of a workbook.")] = "",
    row: Annotated[int, typer.Option(min=0, help="Where to look: row of a sheet, as a spreadsheet numbers it.")] = 0,
    quote: Annotated[str, typer.Option(help="The words themselves.")] = "",
    language: Annotated[str, typer.Option(help="ru, zh, ko, en ...; several with commas.")] = "",
    note: Annotated[str, typer.Option(help="In words.")] = "",
    grade: Annotated[str, typer.Option(help="publisher, official, leaked or anonymous.")] = "anonymous",
    trust: Annotated[str, typer.Option(help="Reliability A-F of the source and credibility 1-6, e.g. B2.")] = "F6",
    sensitivity: Annotated[str, typer.Option(help="none, personal or leaked; the latter two are encrypted.")] = "none",
    person: Annotated[str, typer.Option(help="Whose key encrypts it; the source's by default.")] = "",
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Keep files as evidence, unchanged, with where they came from; the same again changes nothing."""
    place = Locator(page, at, region, sheet, row, quote)
    told = EvidenceFacts(
        source, captured, method, place, language, note, grade, trust[:1].upper(), trust[1:], sensitivity, person
    )  # fmt: skip
    desk, printer = _desk(case), Printer(json)
    rows = list[Mapping[str, Any]]()
    for it in files:
        added = desk.add(it, told, _who(by))
        for notice in added.notices:
            printer.say(f"{notice.code}  {notice.message}")
        rows.append({**_row(added.item), "new": added.new})
    printer.rows(rows, ["evidence", "name", "media_type", "size", "read_by", "new", "sha256"])


@evidence_app.command("show")
def show_evidence(
    item: Annotated[str, typer.Argument(help="E1, or the first digits of its hash; none: all of it.")] = "",
    text: Annotated[bool, typer.Option("--text", help="Print what it says.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write a copy: pictures without position, pages inert.")
    ] = None,
    original: Annotated[bool, typer.Option("--original", help="With -o: the bytes exactly as added.")] = False,
    sensitive: Annotated[bool, typer.Option("--sensitive", help="With -o: also what is personal or leaked.")] = False,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """List the evidence, or show one piece: where it came from, how far it is trusted, what it says."""
    desk, printer = _desk(case), Printer(json)
    if not item:
        rows = [_row(it) for it in desk.items()]
        columns = ["evidence", "name", "source", "captured", "trust", "sensitivity", "media_type", "where", "erased"]
        printer.rows(rows, columns, empty="No evidence yet: enduse evidence add FILE.")
        return
    found = desk.find(item)
    if output and original and (sensitive or found.sensitivity == "none"):
        desk.write_original(found, output)
    elif output:
        desk.write_export(found, output, sensitive=sensitive)
    if text:
        printer.text(_marked_text(found, desk.text(found)))
    elif printer.machine:
        printer.rows([_whole(found)], [])
    else:
        told = {name: str(it) if isinstance(it, int) else it for name, it in _whole(found).items() if it}
        printer.rows([{"what": name, "is": it} for name, it in told.items()], ["what", "is"])


@evidence_app.command("diff")
def diff_evidence(
    what: Annotated[list[str], typer.Argument(help="An address, or two pieces of evidence: E1 E4.")],
    deleted: Annotated[bool, typer.Option("--deleted", help="Only what was deleted.")] = False,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Say what was deleted from a page or added to it, and between which two captures."""
    found = _desk(case).page_changes(what)
    rows = [
        {"change": it.what, "line": it.line, "after": it.before.captured, "before": it.after.captured,
         "page": it.after.url, "evidence": [it.before.item, it.after.item]}
        for it in found if it.what == "deleted" or not deleted
    ]  # fmt: skip
    Printer(json).rows(rows, ["change", "line", "after", "before", "evidence"], empty="Nothing was deleted or added.")


@evidence_app.command("verify")
def verify_evidence(case: Folder = HERE, json: Json = False) -> None:
    """Check every byte and every row of the log; exit 7 when something was changed or is missing."""
    desk, printer = _desk(case), Printer(json)
    problems = desk.verify()
    rows = [{"evidence": it.item, "state": it.state, "says": it.says} for it in problems]
    printer.rows(rows, ["evidence", "state", "says"], empty="Every piece of evidence is as it was added.")
    count = counted(len(desk.items()), "piece of evidence", "pieces of evidence")
    printer.say(f"{count}; last row of the log: {desk.store.head() or 'none'}")
    if any(it.grave for it in problems):
        raise typer.Exit(7)


@evidence_app.command("erase")
def erase_evidence(
    owner: Annotated[str, typer.Argument(help="The person or source whose key is erased.")],
    reason: Annotated[str, typer.Option(help="Why, without naming the person; it stays on the record.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Without asking.")] = False,
    by: By = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Erase the key of a person or source: nobody can read their sensitive evidence any more. Cannot be undone."""
    if not yes:
        typer.confirm(f"Erase the key of {owner!r} for ever?", abort=True, err=True)
    closed = _desk(case).erase(owner, reason, _who(by))
    Printer(json).rows([{"erased": closed}], ["erased"])


def _desk(case: Path) -> Any:
    from enduse.case.evidence_desk import EvidenceDesk
    from enduse.store.workspace import Workspace

    return EvidenceDesk(Workspace.find(case).root)


def _who(by: str) -> str:
    return by or getpass.getuser()


def _row(item: EvidenceItem) -> dict[str, Any]:
    public = {"evidence": item.id, "media_type": item.media_type, "sensitivity": item.sensitivity}
    told = item.particulars
    if told is None:
        return {**public, "erased": True}
    facts = told.facts
    return {
        **public,
        "name": told.name,
        "size": told.size,
        "sha256": told.sha256,
        "source": facts.source,
        "captured": facts.captured,
        "trust": f"{facts.grade} {facts.reliability}{facts.credibility}",
        "where": str(facts.locator),
        "read_by": told.text.read_by if told.text else "",
        "by_machine": bool(told.text and told.text.by_machine),
    }


def _whole(item: EvidenceItem) -> dict[str, Any]:
    more = {"added_at": item.added_at, "added_by": item.by, "stored": item.stored}
    told = item.particulars
    if told is None:
        return {**_row(item), **more}
    facts = told.facts
    said = {"method": facts.method, "language": facts.language, "note": facts.note, "marks": dict(told.marks)}
    return {**_row(item), **said, **more}


def _marked_text(item: EvidenceItem, text: str) -> str:
    # A stranger's text must not steer the terminal.
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    told = item.particulars
    if told and told.text and told.text.by_machine:
        return f"[read by machine ({told.text.read_by}): letters may be wrong; look at the picture]\n{text}"
    return text
