"""`enduse audit-data`: does labelled data tell its label where nobody could know it?"""

import textwrap
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.output import Printer, counted
from enduse.model.data_audit import DataAudit

_FAILED = 10
_SHOWN = 30


def audit_data(
    file: Annotated[Path, typer.Argument(help="Labelled rows: CSV, XLSX, Parquet, JSON Lines ..., also packed.")],
    label: Annotated[str, typer.Option(help="Header of the column with the label.")],
    positive: Annotated[str, typer.Option(help="The text that means yes; 1, yes, true by default.")] = "",
    split: Annotated[str, typer.Option(help="Header of the column that tells training from test.")] = "",
    test: Annotated[Path | None, typer.Option(help="A second file: the test part.")] = None,
    fail_on: Annotated[str, typer.Option(help="leak or look: then exit 10.")] = "",
    json: Annotated[bool, typer.Option("--json", help="JSON Lines.", envvar="ENDUSE_JSON")] = False,
) -> None:
    """Find columns that tell the label though nobody could know it that way, which makes figures of skill worthless."""
    from enduse.case.data_audit import AuditQuestion, audit_file

    printer = Printer(json)
    done = audit_file(AuditQuestion(file, label, positive, split, test))
    audit = done.audit
    printer.say(
        f"{counted(done.read, 'row')} read: {audit.rows:,} audited ({audit.positives:,} with the label), "
        f"{audit.unlabelled:,} without a label, {done.unreadable:,} not readable."
    )
    if printer.machine:
        printer.rows(_objects(audit), [])
    else:
        printer.text(findings_text(audit))
        _alone(audit, printer)
    if fail_on and (audit.leaks or (fail_on == "look" and audit.findings)):
        raise typer.Exit(_FAILED)


def _objects(audit: DataAudit) -> list[dict[str, Any]]:
    found = [
        {"check": it.check, "level": it.level, "columns": list(it.columns), "area": it.told.auc if it.told else None,
         "says": it.says, "rows": list(it.rows)} for it in audit.findings
    ]  # fmt: skip
    missing = [{"check": it.check, "level": "not assessable", "says": it.why} for it in audit.not_audited]
    alone = [{"column": name, "area": it.auc, "low": it.low, "high": it.high} for name, it in audit.alone]
    return [*found, *missing, *alone]


def findings_text(audit: DataAudit) -> str:
    """Findings and what could not be checked, in lines of at most 100 letters."""
    said = [
        f"{it.level.upper():5} {it.says}\n      columns: {', '.join(it.columns) or 'none: the place in the file'}"
        + (f"\n      see rows {', '.join(map(str, it.rows))}" if it.rows else "")
        for it in audit.findings
    ]
    said += [f"NOT ASSESSABLE  {it.check}: {it.why}" for it in audit.not_audited]
    if not audit.findings:
        said.append("No check found anything. Copies with a little noise, and what no column holds, are not seen.")
    return "\n\n".join("\n".join(map(_folded, it.split("\n"))) for it in said)


def _folded(line: str) -> str:
    return textwrap.fill(line, 100, subsequent_indent="      ", break_on_hyphens=False)


def _alone(audit: DataAudit, printer: Printer) -> None:
    rows = [{"column": name, "area": it.text} for name, it in audit.alone[:_SHOWN]]
    printer.text("\nWhat each column alone tells of rows that were not used to learn it (.5: nothing):\n")
    printer.rows(rows, ["column", "area"])
    if len(rows) < len(audit.alone):
        printer.text(f"{counted(len(audit.alone) - len(rows), 'column')} more tell less; --json lists all.")
