"""`enduse report dossier`: everything about one subject, as files."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.output import Printer, Progress
from enduse.errors import UsageError


def dossier(
    subject: Annotated[str, typer.Argument(help="Company, inn:NUMBER, lane (EU>KZ:84661031), brand or country.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="x.html, .pdf, .docx, .md, .xlsx, .svg or .jsonl")],
    also: Annotated[str, typer.Option(help="Further formats, e.g. pdf,docx,xlsx")] = "",
    language: Annotated[str, typer.Option(help="Of headings in pdf, docx, md: en, ko, uk, ru, zh, de.")] = "en",
    final: Annotated[bool, typer.Option("--final", help="No draft: every statement must have evidence.")] = False,
    approved_by: Annotated[str, typer.Option(help="With --final: who approves it.")] = "",
    approved_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="With --final: the day; today without it.")
    ] = None,
    case: Annotated[
        Path, typer.Option("--case", "-C", help="Workspace; found from here upwards.", envvar="ENDUSE_CASE")
    ] = Path(),
    json: Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")] = False,
) -> None:
    """Write the dossier of one subject: every figure with its rows; a draft until somebody approves it."""
    from enduse import case as cases
    from enduse.case.dossiers import Publication

    if approved_by and not final:
        said = f"--approved-by {approved_by!r} approves nothing without --final. Add --final, or leave the name out."
        raise UsageError(said, code="E-DOSSIER-APPROVER")
    wanted = [output, *(output.with_suffix(f".{it.strip()}") for it in also.split(",") if it.strip())]
    day = (approved_on.date() if approved_on else date.today()) if final else None
    progress = Progress()
    cases.open(case).dossier(subject, wanted, progress, Publication(language, approved_by, day))
    progress.finish()
    Printer(json).rows([{"file": str(it), "bytes": it.stat().st_size} for it in wanted], ["file", "bytes"])
