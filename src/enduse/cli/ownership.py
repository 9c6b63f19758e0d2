"""`enduse screen` as it was asked; with `--ownership`: who owns a company, and what each law makes of it."""

import shutil
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

from enduse.case import Case
from enduse.case import open as open_case
from enduse.case.ownership import Ownership, OwnershipAnswer, OwnershipOptions
from enduse.case.ownership_sheet import OwnershipSheet, law_object, law_row, said
from enduse.case.screening import Screening, ScreenOptions
from enduse.cli.output import Printer, Progress, counted
from enduse.cli.screening import (
    Asked,
    Verdict,
    decide_party,
    leave,
    one_file,
    screen_party,
    screen_table,
    today,
)
from enduse.errors import UsageError


@dataclass(frozen=True)
class AskedOwnership:
    """What stands on the command line about ownership.

    Attributes:
        wanted: Was it asked for?
        laws: ``US-OFAC,EU``; empty: all.
        rest_unlisted: As in ``OwnershipOptions``.
        all: Every company of the registers in which a listed party has a part.
    """

    wanted: bool
    laws: str = ""
    rest_unlisted: bool = False
    all: bool = False

    def __post_init__(self) -> None:
        if not self.wanted and (self.laws or self.rest_unlisted or self.all):
            raise UsageError("--law, --rest-unlisted and --all say how ownership is asked for; add --ownership.")

    @property
    def options(self) -> OwnershipOptions:
        """As the case asks it."""
        laws = tuple(dict.fromkeys(it.strip().upper() for it in self.laws.split(",") if it.strip()))
        return OwnershipOptions(laws, self.rest_unlisted)

    def sheet(self, screening: Screening) -> OwnershipSheet | None:
        """The sheet of a spreadsheet, where it was asked for."""
        return OwnershipSheet(Ownership(screening, self.options)) if self.wanted else None


@dataclass(frozen=True)
class Wish:
    """What `enduse screen` was asked.

    Attributes:
        asked: About whom.
        options: How the lists are asked.
        verdict: A decision to remember; empty where there is none.
        ownership: How ownership is asked for, if it is.
        output: Where a screened spreadsheet is written.
    """

    asked: Asked
    options: ScreenOptions
    verdict: Verdict
    ownership: AskedOwnership
    output: Path | None = None


def answer_screening(folder: Path, wish: Wish, strict: tuple[bool, bool], printer: Printer) -> None:
    """Answer in the case of the folder; ``strict``: require fresh lists, and exit 10 on a match."""
    require_fresh, fail_on_match = strict
    case = open_case(folder)
    if require_fresh:
        case.require_fresh_lists(today())
    if wish.verdict.what:
        decide_party(case, wish.asked, wish.verdict, wish.options, printer)
    else:
        leave(_answer(case, wish, printer), fail_on_match)


def _answer(case: Case, wish: Wish, printer: Printer) -> bool:
    how = wish.ownership
    if wish.output is not None:
        screening = case.screening(wish.options)
        files = one_file(wish.asked.names), wish.output
        return screen_table(screening, files, printer, how.sheet(screening))
    if how.all:
        return own_everybody(case, wish.options, how, printer)
    if how.wanted:
        return own_party(case, wish.asked, wish.options, how, printer)
    return screen_party(case, wish.asked, wish.options, printer)


def own_party(case: Case, asked: Asked, options: ScreenOptions, how: AskedOwnership, printer: Printer) -> bool:
    """Answer about the owners of one party; True when it is listed or (possibly) owned."""
    ownership = Ownership(case.screening(options), how.options)
    answer = ownership.ask(asked.query())
    shown = " / ".join(asked.names) or "; ".join(asked.identifiers)
    if printer.machine:
        printer.rows([law_object(shown, answer, it) for it in answer.assessments], [])
    else:
        _print(answer, printer)
    for it in (*answer.remarks, *answer.set_aside):
        printer.say(it)
    return answer.is_hit


def own_everybody(case: Case, options: ScreenOptions, how: AskedOwnership, printer: Printer) -> bool:
    """Every company in which a listed party has a part, one row for each law; True when there is one."""
    ownership, progress = Ownership(case.screening(options), how.options), Progress()
    rows = [
        {
            "subject": shown,
            "subject_id": it.subject,
            "law": it.jurisdiction,
            "answer": it.answer,
            "shares": "; ".join(f"{one.text} ({one.measure})" for one in it.bounds),
        }
        for shown, it in ownership.everybody(progress)
    ]
    progress.finish()
    printer.rows(rows, ["subject", "law", "answer", "shares"], empty="No listed party has a part in any company.")
    registers = ", ".join(sorted(ownership.covered)) or "none"
    printer.say(f"Registers: {registers}. {counted(len({it['subject_id'] for it in rows}), 'company', 'companies')}.")
    if lacking := ownership.laws_without_lists():
        printer.say(f"Not assessable: no list of {', '.join(lacking)} is loaded, so nobody can be found under it.")
    return any(it["answer"] in ("listed", "owned", "possibly_owned") for it in rows)


def _print(answer: OwnershipAnswer, printer: Printer) -> None:
    rows = [law_row(answer, it) for it in answer.assessments]
    printer.rows(rows, ["law", "on", "answer", "outcome", "control", "shares"])
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for it in answer.assessments:
        printer.text("")
        for sentence in it.sentences:
            printer.text(shown_in(sentence, width))
    listed = [f"{it.hit.name} ({it.hit.listed.snapshot.name}: {said(it.why)})" for it in answer.matches]
    if listed:
        printer.text("\n" + shown_in(f"On lists: {'; '.join(listed)}", width))


def shown_in(sentence: str, width: int) -> str:
    """The sentence in lines of that width, 0 for any; each link of a path begins a line.

    >>> print(shown_in("Path: A: 60 % of H [R, row 3]; H: 50 % of X [R, row 4].", 40))
    Path: A: 60 % of H [R, row 3];
          H: 50 % of X [R, row 4].
    """
    links = sentence.removeprefix("Path: ").split("]; ") if sentence.startswith("Path: ") else [sentence]
    firsts = ["Path: ", *["      "] * (len(links) - 1)] if sentence.startswith("Path: ") else [""]
    ends = ["];"] * (len(links) - 1) + [""]
    lines = [f"{first}{link}{end}" for first, link, end in zip(firsts, links, ends, strict=True)]
    if not width:
        return "\n".join(lines)
    margin = " " * (len(firsts[0]) + 2)
    # What a line begins with stays: it is the margin of a link.
    filled = (textwrap.fill(it, width, subsequent_indent=margin, break_on_hyphens=False) for it in lines)
    return "\n".join(filled)
