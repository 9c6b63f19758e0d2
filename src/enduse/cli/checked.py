"""An examined order on a terminal: the banner, why, and what to ask."""

from typing import Any

from enduse.cli.output import Printer
from enduse.decide.checked import Checked
from enduse.decide.determination import Ask, Lack, Part
from enduse.decide.outcomes import Outcome, strictest
from enduse.decide.question_texts import question_text
from enduse.report.checked import NOT_ADVICE, banner

_LONGEST = 160
"""Characters of a reason on a terminal; --json has it whole."""


def show_checked(checked: Checked, language: str, printer: Printer) -> None:
    """Print the answer for a person."""
    told = checked.determination
    head = f"Order {told.order_id}" if told.order_id else "Order"
    printer.prose(f"{head}, law of {told.on:%-d %b %Y}:  {told.outcome.name}  {banner(told)}")
    if told.strictest_possible is not told.outcome or told.mildest_possible is not told.outcome:
        printer.prose(
            f"With what is still open it could come to anything from {told.mildest_possible.name} to "
            f"{told.strictest_possible.name}."
        )
    firm = [it for it in told.parts if it.now and it.answer == "yes"]
    printer.prose("\nWhy")
    columns = ["outcome", "rule", "basis", "why", "source"]
    printer.rows([_part(it) for it in firm], columns, empty="Nothing that is known stands against it.")
    if waiting := _waiting(told.parts):
        printer.prose("\nNot settled: until it is, these hold the order")
        printer.rows(waiting, ["could be", "waits for", "rules"])
    _asks(told.asks, "\nAsk first: the fewest questions that can change this", language, printer)
    _asks(told.more_asks, "\nThese could make it stricter", language, printer)
    if checked.flags:
        printer.prose("\nPatterns that the order itself shows; each is common in lawful trade, too")
        flags = [{"pattern": it.typology, "seen": it.sentence, "settles it": it.settle} for it in checked.flags]
        printer.rows(flags, ["pattern", "seen", "settles it"])
    _parties(checked, printer)
    for text in (*told.notices, *checked.notes):
        printer.prose(f"note: {text}")
    lists = "; ".join(checked.lists) or "none loaded"
    printer.prose(f"\nLists asked: {lists}. Rules {told.rules_version}. {NOT_ADVICE}")


def _part(part: Part) -> dict[str, Any]:
    unsure = " (memory)" if part.evidence == "memory" else ""
    return {
        "outcome": "/".join(it.name for it in part.now),
        "rule": part.id,
        "basis": part.jurisdiction if part.basis == "law" else "policy",
        "why": part.sentence or part.title,
        "source": f"{part.citation}{unsure}",
    }


def _waiting(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    """Rules of which nobody knows whether they apply, those that wait for the same thing in one line."""
    groups = dict[tuple[str, ...], list[Part]]()
    for part in parts:
        if part.now and part.answer == "unknown" and part.kind == "rule":
            groups.setdefault(tuple(sorted({_lacking(it) for it in part.lacks})), []).append(part)
    rows = [
        {
            "could be": strictest(it for part in several for it in part.possible).name,
            "waits for": "; ".join(lacks),
            "rules": ", ".join(it.id for it in several),
        }
        for lacks, several in groups.items()
    ]
    return sorted(rows, key=lambda it: -Outcome[it["could be"]])


def _lacking(lack: Lack) -> str:
    return f"{lack.about}: {_short(lack.sentence)}" if lack.about else _short(lack.sentence)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]} ..."


def _asks(asks: tuple[Ask, ...], title: str, language: str, printer: Printer) -> None:
    if not asks:
        return
    printer.prose(title)
    rows = [
        {
            "question": it.question,
            "ask": question_text(it.question, language).question,
            "could lead to": f"{it.best.name} to {it.worst.name}",
            "about": "; ".join(_short(it) for it in it.missing),
        }
        for it in asks
    ]
    printer.rows(rows, ["question", "ask", "could lead to", "about"])


def _parties(checked: Checked, printer: Printer) -> None:
    rows = [
        {
            "party": checked.sheet.label(party.key),
            "list": f"{it.authority} {it.list}",
            "entry": it.name,
            "how sure": "certain" if it.certain else f"possible, {it.score:.2f}",
            "listed on": it.listed_on.isoformat() if it.listed_on else "",
        }
        for party in checked.parties
        for it in party.matches
    ]
    if rows:
        printer.prose("\nOn lists")
        printer.rows(rows, ["party", "list", "entry", "how sure", "listed on"])
    for party in checked.parties:
        for text in (*party.ownership, *party.notes, *(it.headline for it in party.findings)):
            printer.prose(f"{checked.sheet.label(party.key)}: {text}")
