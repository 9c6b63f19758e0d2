"""`enduse report pack` and `enduse verify`: what a stranger needs to check a finding, and the check."""

import getpass
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.output import Printer, Progress, counted

_FAILED = 7
Folder = Annotated[Path, typer.Option("--case", "-C", help="Workspace; found from here upwards.", envvar="ENDUSE_CASE")]
Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]


def pack(
    subject: Annotated[list[str] | None, typer.Argument(help="Whom it is about; none: the case's subjects.")] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write.")] = Path("pack.zip"),
    formats: Annotated[str, typer.Option(help="Of the dossiers: html,pdf,docx,md,jsonl")] = "html,pdf,docx,md",
    rows: Annotated[
        str, typer.Option(help="cited, parties (every row that names a party), all; auto: the fewest that suffice.")
    ] = "auto",
    language: Annotated[str, typer.Option(help="Of headings in pdf, docx, md: en, ko, uk, ru, zh, de.")] = "en",
    final: Annotated[bool, typer.Option("--final", help="Final dossiers: every statement must have evidence.")] = False,
    approved_by: Annotated[str, typer.Option(help="With --final: who approves them.")] = "",
    approved_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="With --final: the day; today without it.")
    ] = None,
    evidence: Annotated[list[str] | None, typer.Option(help="Only these pieces, as E7; several times.")] = None,
    person: Annotated[
        list[str] | None, typer.Option(help="Show of sensitive evidence what names this person; several times.")
    ] = None,
    sensitive: Annotated[bool, typer.Option("--sensitive", help="Also what is personal or leaked, whole.")] = False,
    notes: Annotated[bool, typer.Option("--notes", help="Also notes and referrals of the case's log.")] = False,
    sign: Annotated[Path | None, typer.Option(help="Sign with the key in this file; made where it is not.")] = None,
    by: Annotated[str, typer.Option(help="Who makes it.", envvar="ENDUSE_BY")] = "",
    case: Folder = Path(),
    json: Json = False,
) -> None:
    """Write dossier, cited rows, documents and claims into one file that anybody can check offline."""
    from enduse import case as cases
    from enduse.case.dossiers import Publication
    from enduse.case.packing import PackRequest, make_pack
    from enduse.case.packing_documents import Leaving

    day = (approved_on.date() if approved_on else date.today()) if final else None
    leaving = Leaving(sensitive, tuple(person or ()), notes, tuple(evidence or ()))
    forms = tuple(dict.fromkeys(it.strip() for it in formats.split(",") if it.strip()))
    how = Publication(language, approved_by, day)
    asked = PackRequest(tuple(subject or ()), by or getpass.getuser(), forms, rows, how, leaving, sign)
    progress = Progress()
    report = make_pack(cases.open(case).ledger, asked, output, progress)
    progress.finish()
    _print_report(report, asked, output, Printer(json))


def _print_report(report: Any, asked: Any, output: Path, printer: Printer) -> None:
    made = report.manifest
    for it in made.left_out:
        printer.say(f"left out: {it.what}: {it.count:,} ({it.why})")
    if made.scope != "cited" and asked.rows == "auto":
        held = ", ".join(f"{number:,} {table}" for table, number in made.rows.items())
        printer.say(
            f"W-PACK-ROWS  More rows than the cited ones are in the pack ({made.scope}: {held}): without them fewer "
            "findings come out again. For the cited ones alone: --rows cited"
        )
    for other in made.differences:
        printer.say(f"W-PACK-DIFFERS  {other.key}: {other.says}")
    if report.new_key:
        kept = f"A new key was made in {asked.sign}; keep it to yourself."
        printer.say(f"{kept} Publish what stands in {asked.sign}.pub.")
    again = made.findings - len(made.differences)
    row = {"file": str(output), "bytes": output.stat().st_size, "files": len(made.files), "rows": made.scope,
           "findings": made.findings, "found_again": again, "sha256": report.sha256}  # fmt: skip
    _two_columns(row | ({"signed_by": report.public_key} if report.public_key else {}), printer)


def verify(
    file: Annotated[Path | None, typer.Argument(help="An evidence pack; none: the case here.")] = None,
    rerun: Annotated[bool, typer.Option("--rerun", help="Of a pack: compute its findings again.")] = False,
    key: Annotated[str, typer.Option(help="Of a pack: public key of its signer, or a file with it.")] = "",
    case: Folder = Path(),
    json: Json = False,
) -> None:
    """Check a pack, or every part, original, log and piece of evidence of a case; exit 7 when something differs."""
    if file is not None:
        _verify_pack(file, key, rerun, Printer(json))
        return
    from enduse import case as cases

    problems = cases.open(case).verify()
    empty = "Every part, original, piece of evidence and entry of a log is as it was written."
    Printer(json).rows(problems, ["what", "file", "problem"], empty=empty)
    if problems:
        raise typer.Exit(_FAILED)


def _verify_pack(file: Path, key: str, rerun: bool, printer: Printer) -> None:
    from enduse.case.packing_verify import verify_pack

    progress = Progress()
    check = verify_pack(file, key, rerun, progress)
    progress.finish()
    if printer.machine:
        printer.rows([_told(check)], [])
    else:
        _two_columns({k: v for k, v in _told(check).items() if k not in ("problems", "differs", "left_out")}, printer)
        printer.rows(_told(check)["problems"], ["file", "code", "says"], empty="Every byte is as it was written.")
    for line in _said(check):
        printer.say(line)
    if not check.good:
        raise typer.Exit(_FAILED)


def _told(check: Any) -> dict[str, Any]:
    made = check.manifest
    told: dict[str, Any] = {
        "holds": check.good,
        "sha256": check.sha256,
        "problems": [vars(it) for it in check.problems],
    }
    if made is None:
        return told
    told |= {
        "made_by": made.made_by,
        "signed_by": check.signer or "nobody",
        "enduse": made.versions.get("enduse", ""),
        "about": [it.title for it in made.subjects],
        "files": len(made.files),
        "rows": made.scope,
        "findings": made.findings,
        "left_out": [vars(it) for it in made.left_out],
        "disputed": [*_disputed(check)],
    }
    if check.again is not None:
        told |= {"found_again": made.findings - len(check.again), "differs": [vars(it) for it in check.again]}
    return told


def _disputed(check: Any) -> Iterator[str]:
    """Evidence whose authenticity somebody disputes: it stays said wherever the evidence goes."""
    for it in check.documents:
        if it["authenticity"] == "disputed":
            who = [
                one.get("speaker") or one["written_by"]
                for one in it["said_of_it"]
                if one.get("predicate") == "not_authentic"
            ]
            by = f" by {', '.join(who)}" if who else ""
            yield f"{it['evidence']}: authenticity disputed{by}"


def _said(check: Any) -> Iterator[str]:
    made = check.manifest
    for it in made.left_out if made else ():
        yield f"left out: {it.what}: {it.count:,} ({it.why})"
    known = {it.key for it in made.differences} if made else set()
    for it in check.again or ():
        same = "as its maker said" if it.key in known else "its maker did not say so"
        yield f"W-PACK-DIFFERS  {it.key}: {it.says} ({same})"
    if made and check.again is not None:
        number = counted(made.findings, "finding")
        yield f"{made.findings - len(check.again)} of {number} came out of these rows as they stand in the pack."
    if made and not check.signer:
        yield "Nobody signed it: compare the SHA-256 above with what its publisher states."


def _two_columns(row: dict[str, Any], printer: Printer) -> None:
    """One object, a line for each of its facts: hashes are wider than most terminals."""
    if printer.machine:
        printer.rows([row], [])
        return
    shown = [{"what": k.replace("_", " "), "is": _text(v)} for k, v in row.items() if v not in ("", [])]
    printer.rows(shown, ["what", "is"])


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) else str(value)
