"""The verbs: each reads its arguments, calls the facade and prints what comes back."""

from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from enduse import __version__
from enduse.cli.auditing import audit_data
from enduse.cli.case_book import case_app
from enduse.cli.checking import check
from enduse.cli.claims import claims_app
from enduse.cli.dossiers import dossier
from enduse.cli.evidence import evidence_app
from enduse.cli.exporting_more import export_more
from enduse.cli.listing import lists_app
from enduse.cli.ordering import order_app
from enduse.cli.output import Printer, Progress
from enduse.cli.packs import pack, verify
from enduse.cli.profiles import profiles_app
from enduse.cli.rules import rules_app
from enduse.cli.tracing import trace_app

app = typer.Typer(
    name="enduse",
    help="Find out where controlled goods really end up: raw trade records in, sourced findings out.",
    epilog="Start: enduse demo. Then: enduse init my-case; cd my-case; enduse add FILE; enduse run.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
report_app = typer.Typer(help="Write what was found, for people.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(report_app, name="report")
for _verbs, _name in ((lists_app, "lists"), (trace_app, "trace"), (rules_app, "rules"), (order_app, "order")):
    app.add_typer(_verbs, name=_name)
app.add_typer(evidence_app, name="evidence")
app.add_typer(case_app, name="case")
app.add_typer(profiles_app, name="profile")
app.add_typer(claims_app, name="claims")
app.command()(check)
app.command("export")(export_more)
app.command("audit-data")(audit_data)
report_app.command()(dossier)
report_app.command()(pack)
app.command()(verify)

Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]
Folder = Annotated[
    Path, typer.Option("--case", "-C", help="Workspace; found from here upwards by default.", envvar="ENDUSE_CASE")
]
Watershed = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Day behaviour should have changed.", envvar="ENDUSE_WATERSHED"),
]
HERE = Path()


@app.callback(invoke_without_command=True)
def enduse(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    """Find out where controlled goods really end up: raw trade records in, sourced findings out."""
    if version:
        print(f"enduse {__version__}")
        raise typer.Exit


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="New folder for the case.")], json: Json = False) -> None:
    """Make a workspace: the folder of one case."""
    from enduse.case import create

    case = create(folder)
    Printer(json).rows([{"workspace": str(case.root), "next": "enduse add FILE..."}], ["workspace", "next"])


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where the demonstration case is made.")] = Path("demo-case"),
    json: Json = False,
) -> None:
    """Run the whole main job on the bundled fictional case."""
    from enduse.cli.demo import run_demo

    run_demo(folder, Printer(json), Progress())


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Files of any kind; `-` reads names from stdin.")],
    map: Annotated[str, typer.Option(help="auto, ask, or the name of a saved map or layout.")] = "auto",
    strict: Annotated[bool, typer.Option("--strict", help="Exit 5 when rows were rejected.")] = False,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Read raw files into the ledger; every row is kept, or rejected with a reason."""
    from enduse import case as cases
    from enduse.cli.adding import add_files

    rejected = add_files(cases.open(case), files, map, Printer(json))
    if strict and rejected:
        raise typer.Exit(5)


@app.command()
def run(
    watershed: Watershed = None,
    typology: Annotated[list[str] | None, typer.Option("--typology", "-t", help="Only these.")] = None,
    set: Annotated[list[str] | None, typer.Option("--set", help="typology.parameter=value")] = None,
    at: Annotated[int | None, typer.Option("--at", help="Version of the ledger; the newest by default.")] = None,
    fail_on: Annotated[float | None, typer.Option("--fail-on", help="Exit 10 at or above this strength.")] = None,
    er: Annotated[str, typer.Option("--er", help="How names are paired: own, splink or splink:MASTER.")] = "own",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Resolve parties and look for patterns; a rerun changes nothing."""
    from enduse import case as cases
    from enduse.cli.analysis import print_run

    options = cases.RunOptions(watershed.date() if watershed else None, tuple(typology or ()), tuple(set or ()), at, er)
    progress = Progress()
    report = cases.open(case).run(options, progress)
    progress.finish()
    print_run(report, Printer(json))
    if fail_on is not None and any(it.strength >= fail_on for it in report.findings if it.answer == "found"):
        raise typer.Exit(10)


@app.command()
def review(
    decide: Annotated[
        tuple[str, str, str] | None, typer.Option("--decide", help="same, different or unsure, and two parties.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last judgement back.")] = False,
    joined: Annotated[bool, typer.Option("--joined", help="What was joined without asking, for checking.")] = False,
    blind: Annotated[bool, typer.Option("--blind", help="Show the probability only after you have judged.")] = False,
    note: Annotated[str, typer.Option(help="With --decide: why, kept with the judgement.")] = "",
    top: Annotated[int | None, typer.Option(help="Only the first so many pairs.")] = None,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Judge pairs of names that may be one party; judgements win over every rule and are replayed by each run."""
    from enduse.cli.reviewing import Asked, review_case

    review_case(case, Asked(decide or (), undo, joined, blind, note, top), Printer(json))


@app.command()
def findings(
    typology: Annotated[str | None, typer.Option("--typology", "-t", help="Only this one.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what ends on or after this day.")
    ] = None,
    top: Annotated[int | None, typer.Option(help="Only the first so many.")] = None,
    all: Annotated[bool, typer.Option("--all", help="Also: nothing found, not assessable.")] = False,
    subjects: Annotated[bool, typer.Option("--subjects", help="One line a subject: its findings together.")] = False,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """List findings, strongest first, each with its sentence; or subjects with what their findings come to."""
    from enduse import case as cases
    from enduse.cli.analysis import print_findings, print_subjects, select

    opened = cases.open(case)
    found = select(opened.each_finding(), typology, since.date() if since else None, all)
    if subjects:
        print_subjects(opened.subjects([*found])[:top], Printer(json))
    else:
        print_findings(islice(found, top if top is None else max(0, top)), Printer(json))


@app.command()
def screen(
    who: Annotated[list[str] | None, typer.Argument(help="A name, or a spreadsheet of parties.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Of a spreadsheet: x.xlsx or x.csv")] = None,
    kind: Annotated[str, typer.Option(help="company, person, vessel, aircraft or unknown.")] = "unknown",
    country: Annotated[list[str] | None, typer.Option(help="Code or name; several times.")] = None,
    id: Annotated[list[str] | None, typer.Option("--id", help="inn:..., lei:..., reg:...; several times.")] = None,
    address: Annotated[list[str] | None, typer.Option(help="As written; several times.")] = None,
    contact: Annotated[list[str] | None, typer.Option(help="phone:..., email:..., web:...; several times.")] = None,
    birth: Annotated[list[str] | None, typer.Option(help="Day or year of birth.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Was it listed on that day?")] = None,
    lists: Annotated[list[str] | None, typer.Option("--list", help="Only lists of that name.")] = None,
    least: Annotated[float, typer.Option(help="Leave out hits below this score.")] = 0.4,
    columns: Annotated[str, typer.Option(help="Of a spreadsheet: name=HEADER,country=HEADER ...")] = "",
    decide: Annotated[str, typer.Option(help="same, not_same or open: remember it for the entry of --entry.")] = "",
    entry: Annotated[str, typer.Option(help="The entry's id, or how it begins.")] = "",
    row: Annotated[int | None, typer.Option(help="Decide about this line of the spreadsheet.")] = None,
    note: Annotated[str, typer.Option(help="Why it was decided so.")] = "",
    ownership: Annotated[bool, typer.Option("--ownership", help="Also: is it owned by the listed?")] = False,
    law: Annotated[str, typer.Option(help="With --ownership: US-OFAC,US-BIS,EU,UK; all by default.")] = "",
    rest_unlisted: Annotated[bool, typer.Option(help="With --ownership: what no register tells is unlisted.")] = False,
    all: Annotated[bool, typer.Option("--all", help="With --ownership: every company of the registers.")] = False,
    require_fresh: Annotated[bool, typer.Option("--require-fresh", help="Exit 4 when a list is stale.")] = False,
    fail_on_match: Annotated[bool, typer.Option("--fail-on-match", help="Exit 10 on a match.")] = False,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Ask whether a party is on a list: by name, number, address, phone, e-mail or site."""
    from enduse.case.screening import ScreenOptions
    from enduse.cli import ownership as own
    from enduse.cli.screening import Asked, Verdict

    asked = Asked(who or [], kind, country or (), id or (), address or (), contact or (), birth or ())
    options = ScreenOptions(on.date() if on else None, tuple(lists or ()), least, columns)
    how = own.AskedOwnership(ownership, law, rest_unlisted, all)
    wish = own.Wish(asked, options, Verdict(decide, entry, note, row), how, output)
    own.answer_screening(case, wish, (require_fresh, fail_on_match), Printer(json))


@app.command()
def goods(
    what: Annotated[str, typer.Argument(help="A description of goods, or a spreadsheet of goods lines.")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Of a spreadsheet: x.xlsx or x.csv")] = None,
    code: Annotated[str, typer.Option(help="The declared goods code.")] = "",
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day that counts; today.")] = None,
    kg: Annotated[float | None, typer.Option(help="Net weight of the line.")] = None,
    usd: Annotated[float | None, typer.Option(help="Value of the line in US dollars.")] = None,
    pieces: Annotated[float | None, typer.Option(help="Number of pieces.")] = None,
    known: Annotated[list[str] | None, typer.Option("--known", help="parameter=value; several times.")] = None,
    machines: Annotated[Path | None, typer.Option(help="Your own table of machines (CSV).")] = None,
    book: Annotated[list[Path] | None, typer.Option(help="Nomenclature besides those of the case.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="en, ru, ko ...: of the texts of codes.")] = None,
    columns: Annotated[str, typer.Option(help="Of a spreadsheet: description=HEADER,goods_code=HEADER ...")] = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Say what goods are, what their code says, and which control entries may cover them."""
    from enduse.cli.goods import AskedGoods, answer_goods, held_by

    day = on.date() if on else datetime.now().astimezone().date()
    asked = AskedGoods(what, day, code, (kg, usd, pieces), known or (), columns)
    answer_goods(asked, (book or (), machines, language or (), held_by(case)), output, Printer(json))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; others than loopback need a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    token: Annotated[str, typer.Option(help="What callers must show.", envvar="ENDUSE_TOKEN")] = "",
    allow_host: Annotated[list[str] | None, typer.Option(help="Another name of this machine; several times.")] = None,
    allow_origin: Annotated[list[str] | None, typer.Option(help="A web page that may ask; several times.")] = None,
    case: Folder = HERE,
) -> None:
    """Let other programs ask the lists: yente's interface, and OpenRefine reconciliation."""
    from enduse.cli.serving import serve_lists

    serve_lists(case, (host, port), token, (allow_host or [], allow_origin or []))


@app.command()
def show(
    what: Annotated[list[str], typer.Argument(help="Key of a finding, or a company, lane, brand or country.")],
    evidence: Annotated[bool, typer.Option("--evidence", help="All rows behind a finding, with raw cells.")] = False,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Open one finding or one subject down to its rows."""
    from enduse import case as cases
    from enduse.cli.analysis import show_what

    # `show company "Name"` and `show "Name"` mean the same.
    words = what[1:] if len(what) > 1 and what[0] in {"company", "lane", "brand", "country", "finding"} else what
    show_what(cases.open(case), " ".join(words), Printer(json), evidence=evidence)


@app.command()
def sources(
    at: Annotated[int | None, typer.Option("--at", help="Version of the ledger.")] = None,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """List what the ledger holds: files, rows, rejects, licence and sensitivity."""
    from enduse import case as cases
    from enduse.cli.adding import print_sources

    print_sources(cases.open(case), at, Printer(json))


@app.command()
def undo(
    source: Annotated[str, typer.Argument(help="File name or the first digits of its SHA-256.")],
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Take one source out again: a new version of the ledger without it."""
    from enduse import case as cases

    version = cases.open(case).undo(source)
    Printer(json).rows([{"ledger_version": version, "removed": source}], ["ledger_version", "removed"])


@app.command()
def compact(
    prune: Annotated[
        bool, typer.Option("--prune", help="Then remove old versions and what only they refer to.")
    ] = False,
    keep: Annotated[int, typer.Option(min=1, help="With --prune: how many of the newest versions stay.")] = 1,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --prune: remove without asking.")] = False,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Merge the ledger's small parts: a new version with fewer files and the same rows."""
    from enduse import case as cases
    from enduse.cli.pruning import prune_case

    opened, printer = cases.open(case), Printer(json)
    before, after, version = opened.compact()
    row = {"ledger_version": version, "parts_before": before, "parts_after": after}
    if prune:
        row |= prune_case(opened, keep, printer, yes=yes)
    printer.rows([row], list(row))


@app.command()
def migrate(case: Folder = HERE, json: Json = False) -> None:
    """Bring a ledger written by an older enduse to today's schema: a new version, the old one stays."""
    from enduse import case as cases

    row = {"ledger_version": cases.open(case).migrate()}
    Printer(json).rows([row], list(row))


@app.command()
def map(
    file: Annotated[Path, typer.Argument(help="A file to look at; nothing is added.")],
    save: Annotated[str, typer.Option(help="Save the proposal in maps/ under this name.")] = "",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Show whose columns a file has: the proposal with samples and confidence."""
    from enduse import case as cases
    from enduse.cli.adding import print_proposals

    print_proposals(cases.open(case), file, save, Printer(json))


@app.command()
def explain(
    what: Annotated[
        str, typer.Argument(help="A code, a typology, a format, or: codes, typologies, layouts, lists, registers.")
    ],
    json: Json = False,
) -> None:
    """Explain a message code, a typology, a layout or a list's format: what it means, what it misses, what to do."""
    from enduse.cli.explaining import explain_what

    explain_what(what, Printer(json))


@app.command()
def doctor(json: Json = False, case: Folder = HERE) -> None:
    """Look at this installation and say what works, what is missing and what that costs."""
    from enduse.cli.doctor import examine

    rows = examine(case)
    Printer(json).rows(rows, ["what", "state", "detail"])
    if any(row["state"] == "broken" for row in rows):
        raise typer.Exit(1)


@app.command()
def rejects(case: Folder = HERE, json: Json = False, at: int | None = None) -> None:
    """List every row that was not kept, with its reason and its raw cells."""
    from enduse import case as cases

    columns = ["source", "sheet", "row", "code", "reason"]
    Printer(json).rows(cases.open(case).rejects(at), columns, empty="No row was rejected.")
