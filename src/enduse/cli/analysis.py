"""Printing of runs, findings and subjects."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from enduse.case import Case, RunReport
from enduse.cli.edges import show_edge
from enduse.cli.output import Printer, counted
from enduse.detect.finding import Finding
from enduse.detect.subjects import RankedSubject
from enduse.errors import UnknownSubject
from enduse.report.model import Dossier, Figure, Sentence

WORDS = {"found": "found", "nothing_found": "nothing found", "not_assessable": "not assessable"}


def print_run(report: RunReport, printer: Printer) -> None:
    """Print what a run did: its counts as one object, its notices on stderr, and the next step."""
    answers = {answer: sum(it.answer == answer for it in report.findings) for answer in WORDS}
    row = {
        "ledger_version": report.ledger_version,
        "watershed": report.watershed.on.isoformat(),
        "goods_lines": report.resolve.items.kept,
        "companies": report.resolve.parties.parties,
        "published_cells": report.resolve.cells.kept,
        **answers,
    }
    for notice in report.notices:
        printer.say(f"{notice.code}  {notice.message}")
    printer.rows([row], ["watershed", "goods_lines", "companies", "published_cells", *answers])
    if not printer.machine:
        printer.say("Next: enduse findings; enduse report dossier SUBJECT -o dossier.html")


def select(found: Iterable[Finding], typology: str | None, since: date | None, silences: bool) -> Iterator[Finding]:
    """The findings asked for, in their order, as they are asked for."""
    day = since.isoformat() if since else ""
    return (
        it
        for it in found
        if (silences or it.answer == "found")
        and (typology is None or it.typology == typology)
        and (it.end or "9999") >= day
    )


def print_findings(found: Iterable[Finding], printer: Printer) -> None:
    """Print findings: the contract's JSON Lines for a program, one sentence each for a person."""
    listed = list(found)
    if printer.machine:
        printer.rows([it.as_dict() for it in listed], [])
        return
    rows = [
        {"key": it.key[:8], "strength": _strength(it), "sentence": it.headline, "rows": it.evidence_count}
        for it in listed
    ]
    printer.rows(
        rows, ["key", "strength", "sentence", "rows"], empty="No pattern was found; --all tells what was looked for."
    )
    if listed:
        printer.say(f"{counted(len(listed), 'finding')}; enduse show KEY opens one.")
        printer.say("Strength is the share of such findings that mean diversion.")


def print_subjects(ranked: Sequence[RankedSubject], printer: Printer) -> None:
    """Print subjects: JSON Lines for a program; for a person the strongest sentence of each pattern below its name."""
    if printer.machine:
        printer.rows([it.as_dict() for it in ranked], [])
        return
    rows = [
        {"strength": f"{it.strength:.2f}", "subject": _named(it), "what was found": _sentences(it)} for it in ranked
    ]
    printer.rows(rows, ["strength", "subject", "what was found"], empty="No pattern was found.")
    if ranked:
        printer.say(
            f"{counted(len(ranked), 'subject')}; enduse report dossier SUBJECT -o dossier.html tells all of one."
        )


def _named(ranked: RankedSubject) -> str:
    name = ranked.subject.names[0] if ranked.subject.names else ranked.subject.id
    return f"{name} ({ranked.subject.country})" if ranked.subject.country else name


def _sentences(ranked: RankedSubject) -> str:
    strongest = {it.typology: it for it in reversed(ranked.findings)}
    told = sorted(strongest.values(), key=lambda it: -it.strength)
    return "\n".join(f"{it.key[:8]}  {it.strength:.2f}  {it.headline}" for it in told)


def _strength(finding: Finding) -> str:
    return f"{finding.strength:.2f}" if finding.answer == "found" else WORDS[finding.answer]


def show_what(case: Case, what: str, printer: Printer, *, evidence: bool) -> None:
    """Print one finding, by the first digits of its key, or else one subject."""
    found = [it for it in case.findings() if len(what) >= 6 and it.key.startswith(what.lower())]
    if len(found) == 1:
        _show_finding(case, found[0], printer, evidence=evidence)
        return
    if evidence and show_edge(case, what, printer):
        return
    try:
        told = case.dossier(what)
    except UnknownSubject as error:
        if show_edge(case, what, printer):
            return
        raise UnknownSubject(
            f"{error.message} No finding has a key that begins so, either.", code=error.code
        ) from error
    _show_subject(told, what, printer)


def _show_finding(case: Case, finding: Finding, printer: Printer, *, evidence: bool) -> None:
    if evidence:
        printer.rows(
            case.evidence(finding), ["source", "sheet", "row", "declaration_no", "declared_on", "value_usd", "raw"]
        )
        return
    if printer.machine:
        printer.rows([finding.as_dict()], [])
        return
    printer.text(finding_page(finding))


def finding_page(finding: Finding) -> str:
    """One finding as a page of text."""
    when = f", {finding.start} to {finding.end}" if finding.start else ""
    lines = [finding.headline, "", f"{finding.typology}{when}"]
    lines.append(f"strength {_strength(finding)}, {finding.confidence}, {finding.evidence_count:,} rows of evidence")
    lines.append(f"about: {_who(asdict(finding.subject))}")
    lines += [f"{it.role.replace('_', ' ')}: {_who(asdict(it))}" for it in finding.others[:10]]
    for title, entries in (("It may be innocent", finding.innocent), ("What would settle it", finding.settle)):
        lines += ["", f"{title}:", *(f"  - {it}" for it in entries)]
    lines += ["", "First rows of evidence:"]
    lines += [
        f"  {' › '.join(str(part) for part in (it.source, it.sheet, it.row, it.cell) if part)}"
        for it in finding.evidence[:8]
    ]
    lines += ["", f"All rows with their raw cells: enduse show {finding.key[:8]} --evidence"]
    return "\n".join(lines)


def _who(party: dict[str, Any]) -> str:
    names = " / ".join(party["names"][:3]) or party["id"]
    return f"{names} ({party['country']})" if party.get("country") else names


def _show_subject(told: Dossier, what: str, printer: Printer) -> None:
    if printer.machine:
        rows = [
            {
                "subject": asdict(told.subject),
                "summary": [_plain(it) for it in told.summary],
                "findings": [it.key for it in told.suspicions],
            }
        ]
        printer.rows(rows, [])
        return
    others = " / ".join(it for it in told.subject.names if it != told.subject.title)
    numbers = ", ".join(told.subject.identifiers)
    printer.text("\n".join(it for it in (told.subject.title, others, numbers) if it))
    printer.text("\n".join(["", *(f"- {_plain(it)} [{it.confidence}]" for it in told.summary)]))
    for it in told.suspicions:
        printer.text(f"\n{it.key[:8]}  {it.strength:.2f}  {it.headline}")
    if told.subject.kind == "lane":
        printer.say(f"\nEvery row of it with its id: enduse show {what!r} --evidence")
    printer.say(f"\nThe whole story with its rows: enduse report dossier {what!r} -o dossier.html")


def _plain(sentence: Sentence) -> str:
    return "".join(_number(it) if isinstance(it, Figure) else it for it in sentence.parts)


def _number(figure: Figure) -> str:
    if figure.unit == "share":
        return f"{figure.value:.0%}"
    if figure.unit == "times":
        return f"{figure.value:,.1f} times"
    if figure.unit.isupper():
        return f"{figure.value:,.0f} {figure.unit}"
    return f"{figure.value:,.0f} {figure.unit.removesuffix('s') if figure.value == 1 else figure.unit}"
