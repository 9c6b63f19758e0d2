"""`enduse claims`: who said what about whom, what the records say of it, who was asked and what came of it."""

import getpass
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli import claims_options as o
from enduse.cli.claims_shown import asked_row, claim_row, compared_row, copied, story_rows, tie_row, whole_claim
from enduse.cli.output import Printer, counted
from enduse.errors import UsageError
from enduse.model.claim import PURPOSES, Claim, ClaimSource, Figure, Reply, Request
from enduse.model.claim_log import LoggedClaim, redacted

claims_app = typer.Typer(
    help="Claims: who said what about whom; compare with the records; ask those concerned and keep what they answer.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
HERE = Path()
_DAYS = 14


@claims_app.command("add")
def add_claim(
    speaker: o.Speaker,
    text: o.Text = "",
    kind: o.Kind = "statement",
    says: o.Says = "",
    actor: o.Actor = "",
    about: o.About = "",
    on: o.On = "",
    since: o.Since = "",
    place: o.Place = "",
    publisher: o.Publisher = "",
    title: o.Title = "",
    address: o.Address = "",
    page: o.Page = 0,
    quote: o.Quote = "",
    language: o.Language = "",
    evidence: o.Evidence = None,
    value: o.Value = None,
    unit: o.Unit = "machines",
    period: o.Period = "",
    rests_on: o.RestsOn = None,
    confirms: o.Confirms = None,
    disputes: o.Disputes = None,
    matter: o.Matter = "",
    sensitivity: o.Sensitivity = "none",
    note: o.Note = "",
    by: o.By = "",
    case: o.Folder = HERE,
    json: o.Json = False,
) -> None:
    """Write down what somebody said; nothing of it is changed later, and all of it can be undone."""
    source = ClaimSource(publisher, title, address, page, quote, language, _ids(evidence))
    figure = None if value is None else Figure(value, unit, period)
    claim = Claim(speaker, kind, actor, _id(about), says, text, on, since, place, source, figure, _ids(rests_on))
    claim = replace(claim, confirms=_ids(confirms), disputes=_ids(disputes), matter=matter)
    desk = _desk(case)
    _print_claims(desk, [desk.add(replace(claim, sensitivity=sensitivity, note=note), _who(by))], Printer(json))


@claims_app.command("list")
def list_claims(
    party: Annotated[str, typer.Argument(help="Only what this party said, or what is about it.")] = "",
    asked: Annotated[bool, typer.Option("--asked", help="Who was asked, and what came of it.")] = False,
    ties: Annotated[bool, typer.Option("--ties", help="Ties between parties that claims tell of.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write a copy: x.jsonl or x.csv.")] = None,
    sensitive: Annotated[bool, typer.Option("--sensitive", help="With -o: also what is personal or leaked.")] = False,
    case: o.Folder = HERE,
    json: o.Json = False,
) -> None:
    """List claims: those typed in and those of the last run, with their independent sources and who denies them."""
    desk, printer = _desk(case), Printer(json)
    if asked:
        columns = ["request", "state", "says", "replies"]
        printer.rows(map(asked_row, desk.right_of_reply(party)), columns, empty="Nobody was asked yet.")
    elif ties:
        columns = ["one", "tie", "other", "type", "strength", "word", "by"]
        printer.rows(map(tie_row, desk.ties()), columns, empty="No claim tells of a tie.")
    elif output:
        _write_copy(desk, desk.claims(party), (output, sensitive), printer)
    else:
        _print_claims(desk, desk.claims(party), printer)


@claims_app.command("show")
def show_claim(
    claim: Annotated[str, typer.Argument(help="C3, or a row as the list names it, claims.csv:2; or a request.")],
    case: o.Folder = HERE,
    json: o.Json = False,
) -> None:
    """Show one claim whole: its words, where they stand, its sources, who denies it and what the records say."""
    desk, printer = _desk(case), Printer(json)
    asked = [it for it in desk.right_of_reply() if it.request and it.id.casefold() == claim.strip().casefold()]
    if asked:
        told = asked_row(asked[0])
    else:
        found = desk.find(claim)
        (compared,) = desk.compared([found])
        told = whole_claim(found, desk.corroborated([found])[found.id], desk.standing([found])[found.id], compared)
    if printer.machine:
        printer.rows([told], [])
        return
    shown = {name.replace("_", " "): it for name, it in told.items() if it not in ("", None, [], {}) and name != "rows"}
    named = [{"what": name, "is": it if isinstance(it, list | dict) else str(it)} for name, it in shown.items()]
    printer.rows(named, ["what", "is"])


@claims_app.command("compare")
def compare_claims(
    what: Annotated[list[str] | None, typer.Argument(help="Claims (C3) or parties; none: every claim.")] = None,
    rows: Annotated[bool, typer.Option("--rows", help="The rows behind each answer.")] = False,
    grace_days: o.GraceDays = 90,
    case: o.Folder = HERE,
    json: o.Json = False,
) -> None:
    """Test claims against the records of the last run: supported, contradicted, not testable, with the rows."""
    desk, printer = _desk(case), Printer(json)
    compared = desk.compared(_meant(desk, what or []), grace_days)
    told = [compared_row(it) for it in compared]
    columns = ["claim", "said_on", "speaker", "says", "about", "records", "import_share"]
    printer.rows(told, columns, empty="No claims yet: enduse claims add SPEAKER TEXT.")
    for it in told if not printer.machine else ():
        printer.prose(f"\n{it['claim']}  {it['why']}")
        if rows and it["rows"]:
            printer.rows(it["rows"], ["on", "source", "sheet", "row", "says"])


@claims_app.command("ask")
def ask_party(
    to: o.To,
    question: o.Question = None,
    about: o.AskedAbout = None,
    purpose: o.Purpose = "right_of_reply",
    channel: o.Channel = "email",
    contact: o.Contact = "",
    on: o.OnDay = None,
    deadline: o.Deadline = None,
    evidence: o.Evidence = None,
    note: o.Note = "",
    out: o.Letter = None,
    language: o.Spoken = "en",
    sender: o.Sender = "",
    by: o.By = "",
    case: o.Folder = HERE,
    json: o.Json = False,
) -> None:
    """Write down that somebody was asked to comment or to confirm, and make the letter."""
    desk = _desk(case)
    if _is_number(to):
        asked = desk.find_request(to)
    else:
        _check_letter(out or [], language)
        questions = tuple(question or _usual(purpose, language))
        day = on.date() if on else date.today()
        last = deadline.date() if deadline else day + timedelta(days=_DAYS)
        request = Request(to, day.isoformat(), purpose, channel, contact, questions, last.isoformat())
        asked = desk.ask(replace(request, about=_ids(about), evidence=_ids(evidence), note=note), _who(by))
    files = _write_letter(desk, asked, out or [], (language, sender))
    columns = ["request", "to", "state", "asked_on", "deadline", "files"]
    Printer(json).rows([{**asked_row(asked), "files": files}], columns)


@claims_app.command("answer")
def answer_request(
    request: o.Asked,
    outcome: o.Outcome,
    text: o.Answer = "",
    on: o.OnDay = None,
    evidence: o.Evidence = None,
    claim: o.InAnswer = None,
    who: o.Who = "",
    by: o.By = "",
    case: o.Folder = HERE,
    json: o.Json = False,
) -> None:
    """Write down what came of a request: an answer, a refusal, or nothing."""
    day = on.date() if on else date.today()
    reply = Reply(outcome, day.isoformat(), text, _ids(evidence), _ids(claim), who)
    asked = _desk(case).answer(request, reply, _who(by))
    Printer(json).rows([asked_row(asked)], ["request", "to", "state", "asked_on", "on", "replies"])


@claims_app.command("stories")
def tell_stories(
    speaker: Annotated[str, typer.Argument(help="Only what this speaker said.")] = "",
    all_told: Annotated[bool, typer.Option("--all", help="Also those in which only the words changed.")] = False,
    case: o.Folder = HERE,
    json: o.Json = False,
) -> None:
    """Put what one speaker said on one matter side by side, in the order of time, with what changed."""
    desk, printer = _desk(case), Printer(json)
    found = desk.stories(speaker)
    shown = [it for it in found if all_told or it.changed]
    answers = {it.claim.id: it.word for it in desk.compared([one.claim for it in shown for one in it.tellings])}
    columns = ["said_on", "claim", "says", "changed", "records"]
    if printer.machine or not shown:
        rows = (row for it in shown for row in story_rows(it, answers))
        printer.rows(rows, columns, empty="No speaker said two different things on one matter.")
    for it in () if printer.machine else shown:
        told = [*story_rows(it, answers)]
        printer.prose(f"\n{told[0]['speaker']}{' on ' if it.matter else ''}{told[0]['matter']}")
        printer.rows(told, columns)
    if left := len(found) - len(shown):
        printer.say(f"{counted(left, 'matter')} in which only the words changed: --all shows them.")


def _desk(case: Path) -> Any:
    from enduse.case.claim_desk import ClaimDesk
    from enduse.store.workspace import Workspace

    return ClaimDesk(Workspace.find(case).root)


def _who(by: str) -> str:
    return by or getpass.getuser()


def _is_number(word: str) -> bool:
    return word[:1] in ("C", "c") and word[1:].isdigit()


def _id(word: str) -> str:
    """A number of evidence or of an entry in capitals, anything else as written."""
    return word.upper() if word[:1] in "eEcC" and word[1:].isdigit() else word


def _ids(told: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(map(_id, told or ()))


def _usual(purpose: str, language: str) -> list[str]:
    from enduse.report.claims_letter import usual_question

    # What is no purpose is refused with the request itself.
    return [usual_question(purpose, language)] if purpose in PURPOSES else ["?"]


def _meant(desk: Any, words: Sequence[str]) -> list[LoggedClaim]:
    if not words:
        return list(desk.claims())
    every, found = desk.claims(), dict[str, LoggedClaim]()
    for word in words:
        one = word.isdigit() or _is_number(word) or any(it.place == word for it in every)
        found |= {it.id: it for it in ([desk.find(word)] if one else desk.claims(word))}
    return [*found.values()]


def _print_claims(desk: Any, claims: Sequence[LoggedClaim], printer: Printer) -> None:
    sources, standing = desk.corroborated(claims), desk.standing(claims)
    rows = [claim_row(it, sources[it.id], standing[it.id]) for it in claims]
    columns = ["claim", "said_on", "speaker", "says", "about", "sources", "standing"]
    printer.rows(rows, columns, empty="No claims yet: enduse claims add SPEAKER TEXT.")


def _write_copy(desk: Any, claims: Sequence[LoggedClaim], how: tuple[Path, bool], printer: Printer) -> None:
    from enduse.store.atomic import write_atomically

    path, sensitive = how
    sources, standing = desk.corroborated(claims), desk.standing(claims)
    held = {it.id for it in claims if it.claim.sensitivity != "none" and not sensitive}
    kept = [replace(it, claim=redacted(it.claim)) if it.id in held else it for it in claims]
    rows = [claim_row(it, sources[it.id], () if it.id in held else standing[it.id]) for it in kept]
    write_atomically(path, copied(rows, path))
    told = {"file": str(path), "claims": len(rows), "withheld": len(held)}
    printer.rows([told], [*told])


def _check_letter(paths: Sequence[Path], language: str) -> None:
    """Raise before anything is written down: a request whose letter cannot be made would stand in the log twice."""
    from enduse.report.claims_letter import letter_language
    from enduse.report.paper_parts.rendering import ENDINGS

    letter_language(language)
    for it in paths:
        if it.suffix.casefold() not in ENDINGS:
            said = f"A letter cannot be written as {it.suffix or it.name!r}. Choose an ending of {', '.join(ENDINGS)}."
            raise UsageError(said, code="E-PAPER-FORM")


def _write_letter(desk: Any, asked: Any, paths: Sequence[Path], how: tuple[str, str]) -> list[str]:
    from enduse.report.claims_letter import LetterHead, claim_letter
    from enduse.report.paper_parts.rendering import render
    from enduse.store.atomic import write_atomically

    known = {it.id: it.claim for it in desk.typed()}
    claims = [known[it] for it in asked.request.about if it in known]
    paper = claim_letter(asked.request, claims, LetterHead(*how, asked.id))
    for path in paths:
        write_atomically(path, render(paper, path.name))
    return [str(it) for it in paths]
