"""`enduse order papers` and `enduse order certificate`."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.output import Printer

Folder = Annotated[
    Path, typer.Option("--case", "-C", help="Workspace; found from here upwards by default.", envvar="ENDUSE_CASE")
]
Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]
Number = Annotated[str, typer.Argument(help="The order's number.")]
HERE = Path()
_DAYS = 14


def papers(
    number: Number,
    kind: Annotated[str, typer.Argument(help="letter, certificate, clause, referral or record.")],
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out", "-o", help="File; its ending chooses the form: txt, docx, pdf, html, md, eml; record: json."
        ),
    ] = None,
    language: Annotated[str, typer.Option("--language", "-l", help="en, ko, de, zh or ja.")] = "en",
    question: Annotated[list[str] | None, typer.Option(help="Of the letter, e.g. Q09; several times.")] = None,
    due: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the answer; in 14 days by default.")
    ] = None,
    ask: Annotated[str, typer.Option(help="Of the authority: classify, licence, advise, or a sentence.")] = "classify",
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Write a paper of an order; without --out its text is printed."""
    from enduse.case.order_papers import PaperOptions, make_paper, record_content
    from enduse.report.paper_parts.rendering import render
    from enduse.report.papers_record import record_json
    from enduse.store.atomic import write_atomically

    flow, today, printer = _flow(case), date.today(), Printer(json)
    asked = tuple(it.strip().upper() for it in question or ())
    options = PaperOptions(language, asked, due.date() if due else today + timedelta(days=_DAYS), ask, today)
    made = make_paper(flow, number, kind, options)
    for it in made.notes:
        printer.say(it)
    if not out:
        printer.text(render(made.paper, "paper.txt").decode())
        return
    for path in out:
        plain = kind == "record" and path.suffix.casefold() == ".json"
        content = record_json(record_content(flow, number)) if plain else render(made.paper, path.name)
        write_atomically(path, content)
    printer.rows([{"paper": kind, "order": number, "file": str(it)} for it in out], ["paper", "order", "file"])


def certificate(
    file: Annotated[Path, typer.Argument(help="As the customer sent it: DOCX, PDF or text; or its fields as TOML.")],
    number: Number,
    case: Folder = HERE,
    json: Json = False,
) -> None:
    """Check an end-user certificate against the order, registers and earlier certificates; it is not kept."""
    from enduse.case.order_certificate import examine_certificate

    words = {True: "nothing found", False: "look at this", None: "not assessable"}
    rows = [
        {"check": it.check.replace("_", " "), "result": words[it.truth], "why": it.sentence}
        for it in examine_certificate(_flow(case), number, file)
    ]
    printer = Printer(json)
    printer.rows(rows, ["check", "result", "why"])
    word = "defective" if any(it["result"] == words[False] for it in rows) else "yes"
    printer.say(
        "No check shows that a certificate is genuine. When you have read it, keep it with the order: "
        f'enduse order answer {number} "Q12={word}: ..." --file {file.name}'
    )


def _flow(case: Path) -> Any:
    from enduse.case.order_flow import OrderFlow
    from enduse.store.ledger import LedgerStore
    from enduse.store.workspace import Workspace

    return OrderFlow(LedgerStore(Workspace.find(case)))
