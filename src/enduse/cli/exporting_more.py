"""`enduse export`: tables and networks of the last run, in other people's formats."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from enduse.cli.output import Printer

HERE = Path()

_TABLES = ("goods", "parties", "links", "epcis")
_WHAT = (
    "goods: what lines say; parties: who is who; links: same goods; epcis: events of machines; tables: every table "
    "(folder); network (.gexf, .graphml); flows (.geojson); ftm: FollowTheMoney; bods: ownership statements."
)


def export_more(
    what: Annotated[str, typer.Argument(help=_WHAT)],
    output: Annotated[Path, typer.Option("-o", "--output", "--csv", help="File to write; for tables a folder.")],
    around: Annotated[str, typer.Option(help="Only around this party: its id, registered number or name.")] = "",
    steps: Annotated[int, typer.Option(min=1, help="How many edges away from it.")] = 2,
    form: Annotated[str, typer.Option("--as", help="Of tables: csv or parquet.")] = "csv",
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of publication that BODS states.")
    ] = None,
    internal: Annotated[bool, typer.Option("--internal", help="Also rows whose source forbids re-export.")] = False,
    case: Annotated[
        Path, typer.Option("--case", "-C", help="Workspace; found from here upwards.", envvar="ENDUSE_CASE")
    ] = HERE,
    json: Annotated[bool, typer.Option("--json", help="JSON Lines.", envvar="ENDUSE_JSON")] = False,
) -> None:
    """Write what the last run worked out for other programs."""
    from enduse import case as cases
    from enduse.case.export_more import ExportRequest
    from enduse.case.export_more import export_more as write
    from enduse.case.export_tables import export_tables

    opened, printer = cases.open(case), Printer(json)
    if what in _TABLES:
        rows = opened.export(what, output)
        printer.rows([{"table": what, "rows": rows, "file": str(output)}], ["table", "rows", "file"])
        return
    if what == "tables":
        made = export_tables(opened.ledger, form, output, internal)
        told = [{"table": it.table, "rows": it.rows, "left_out": it.left_out, "file": str(it.file)} for it in made]
        printer.rows(told, ["table", "rows", "left_out", "file"])
        return
    asked = ExportRequest(what, around, steps, on.date() if on else None, internal)
    report = write(opened.ledger, asked, output)
    for notice in report.notices:
        printer.say(f"{notice.code}  {notice.message}")
    printer.rows([{"export": what, "written": report.written, "file": str(output)}], ["export", "written", "file"])
