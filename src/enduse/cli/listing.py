"""`enduse lists`: which lists there are, how old they are, what changed."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.output import Printer, Progress, counted
from enduse.cli.shortening import short_id

HERE = Path()
Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]
Folder = Annotated[
    Path, typer.Option("--case", "-C", help="Workspace; found from here upwards by default.", envvar="ENDUSE_CASE")
]
Fresh = Annotated[bool, typer.Option("--require-fresh", help="Exit 4 when a list is stale or missing.")]

lists_app = typer.Typer(
    help="Sanctions, export-control and watch lists: what is loaded, how old it is, what changed.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@lists_app.callback()
def lists(context: typer.Context, require_fresh: Fresh = False, case: Folder = HERE, json: Json = False) -> None:
    """List what is loaded: entries, day of the newest snapshot, fresh or stale."""
    from datetime import date

    from enduse import case as cases
    from enduse.cli.list_states import print_states

    if context.invoked_subcommand is not None:
        return
    opened = cases.open(case)
    print_states(opened.lists(date.today()), Printer(json))
    if require_fresh:
        opened.require_fresh_lists(date.today())


@lists_app.command()
def update(
    formats: Annotated[list[str] | None, typer.Argument(help="List formats; by default those the case wants.")] = None,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Fetch lists from their publishers; exit 4 when one could not be had."""
    from datetime import date

    from enduse import case as cases

    progress = Progress()
    reports = list(cases.open(case).update_lists(tuple(formats or ()), date.today(), progress))
    progress.finish()
    printer = Printer(json)
    printer.rows([asdict(it) for it in reports], ["format", "state", "entries", "snapshot", "code"])
    for it in reports:
        if it.message:
            printer.say(f"{it.code} {it.message}")
    if any(it.state == "failed" for it in reports):
        raise typer.Exit(4)


@lists_app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Files as the publisher offers them, packed or not.")],
    snapshot: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Of what day they are, where they do not say.")
    ] = None,
    format: Annotated[str, typer.Option(help="Id of the list format, or watch_list; recognised by default.")] = "",
    name: Annotated[str, typer.Option(help="What a watch list of your own is called.")] = "",
    columns: Annotated[str, typer.Option(help="Of a watch list: name=HEADER,country=HEADER ...")] = "",
    accept_shrunk: Annotated[bool, typer.Option("--accept-shrunk", help="Also a list that lost half of it.")] = False,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Take lists from files, without a network."""
    from enduse import case as cases
    from enduse.case import ListOptions

    opened, printer, rows, rejected = cases.open(case), Printer(json), [], 0
    options = ListOptions(snapshot.date() if snapshot else None, format, name, columns, accept_shrunk)
    for file in files:
        report = opened.add_list(file, options)
        for place in report.entry.places:
            day, state = place.traits.get("snapshot", ""), "already there" if report.already else "added"
            row = {"file": report.entry.name, "format": place.layout, "snapshot": day, "entries": place.rows_kept}
            rows.append({**row, "rejected": place.rows_rejected, "state": state})
            rejected += 0 if report.already else place.rows_rejected
            for notice in () if report.already else place.notices:
                printer.say(f"{notice.code} {notice.message}")
    printer.rows(rows, ["file", "format", "snapshot", "entries", "rejected", "state"])
    if rejected:
        verb = "was" if rejected == 1 else "were"
        printer.say(f"{counted(rejected, 'record')} {verb} rejected; with its reason: enduse rejects")


@lists_app.command()
def diff(
    before: Annotated[str, typer.Argument(help="A file, or FORMAT@YYYY-MM-DD of a snapshot in the case.")],
    after: Annotated[str, typer.Argument(help="The same.")],
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Print what was added, changed and removed between two snapshots."""
    from enduse import case as cases

    changes = cases.open(case).diff_lists(before, after)
    rows = [
        {**asdict(it), "details": {name: f"{old} -> {new}" for name, (old, new) in it.details.items()}}
        for it in changes
    ]
    printer = Printer(json)
    if not printer.machine:
        rows = [{**it, "entry": short_id(it["entry_id"])} for it in rows]
    printer.rows(rows, ["what", "entry", "name", "details"], empty="The two snapshots hold the same.")
    if rows and not printer.machine:
        told = [f"{sum(it.what == what for it in changes):,} {what}" for what in ("added", "changed", "removed")]
        printer.say(f"{counted(len(rows), 'entry', 'entries')}: {', '.join(told)}.")
