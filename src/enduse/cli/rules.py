"""`enduse rules`: which law is held for which days, and whether the files that hold it are well formed."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from enduse.cli.output import Printer, counted
from enduse.errors import NotAWorkspace, UsageError

rules_app = typer.Typer(
    help="Law as dated data: what is in force, what changed, what is covered.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="JSON Lines, also on a terminal.", envvar="ENDUSE_JSON")]
Folder = Annotated[Path, typer.Option("--case", "-C", help="Workspace; its rules/ count.", envvar="ENDUSE_CASE")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; today by default.")]


@rules_app.command("show")
def show_rules(
    id: Annotated[str, typer.Argument(help="One rule, with all its days.")] = "",
    on: Day = None,
    seller: Annotated[str, typer.Option(help="Law of this jurisdiction only: KR, EU, US ... HOUSE.")] = "",
    to: Annotated[str, typer.Option(help="Rules for this destination only, e.g. RU.")] = "",
    code: Annotated[str, typer.Option(help="Rules that name this goods code.")] = "",
    case: Folder = Path(),
    json: Json = False,
) -> None:
    """Rules in force on a day, one rule with all its days, or the rules that name a code."""
    day = on.date() if on else date.today()
    book, printer = _book(case), Printer(json)
    if id:
        _one(book, id, printer)
    elif code:
        _codes(book, day, code, printer)
    else:
        _in_force(book, day, (seller.upper(), to.upper()), printer)


@rules_app.command("diff")
def diff_rules(
    before: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="First day.")],
    after: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="Second day.")],
    case: Folder = Path(),
    json: Json = False,
) -> None:
    """What begins, ends and changes between two days."""
    from enduse.decide.rule_views import changed

    rows = [
        {
            "change": it.change,
            "rule": it.rule.id,
            "law": it.rule.jurisdiction,
            "title": it.rule.title,
            **_span(it.after or it.before),
        }
        for it in changed(_book(case), before.date(), after.date())
    ]
    Printer(json).rows(rows, ["change", "rule", "law", "title", "start", "citation"], empty="No rule differs.")


@rules_app.command("test")
def prove_rules(
    files: Annotated[list[Path] | None, typer.Argument(help="Rule files; by default all that count.")] = None,
    order: Annotated[Path | None, typer.Option("--order", help="Ask every rule about this order.")] = None,
    case: Folder = Path(),
    json: Json = False,
) -> None:
    """Whether rule files are well formed, with no days left unexplained; or what each says of an order."""
    from enduse.decide.rulebook import read_rulebook

    book = read_rulebook(files) if files else _book(case)
    printer = Printer(json)
    if order is None:
        spans = [span for rule in book.rules for span in rule.spans]
        row = {
            "rules": len(book.rules),
            "spans": len(spans),
            "from memory": sum(it.evidence == "memory" for it in spans),
            "unverified": sum(not it.verified for it in spans),
            "version": book.version,
        }
        printer.rows([row], list(row))
        return
    from enduse.case.order_asking import check as ask

    told = ask(order, case=_workspace(case)).determination
    rows = [
        {"rule": it.id, "law": it.jurisdiction, "answer": it.answer, "outcome": "/".join(one.name for one in it.now),
         "why": it.sentence}
        for it in told.parts
        if it.kind == "rule"
    ]  # fmt: skip
    printer.rows(rows, ["rule", "law", "answer", "outcome", "why"], empty="No rule applies.")
    printer.say(f"{counted(len(told.examined), 'rule')} in force on {told.on} do not apply.")


def _book(case: Path) -> Any:
    from enduse.decide.rulebook import rulebook

    workspace = _workspace(case)
    return rulebook(Path(workspace) / "rules" if workspace else None)


def _workspace(case: Path) -> str:
    from enduse.store.workspace import Workspace

    try:
        return str(Workspace.find(case).root)
    except NotAWorkspace:
        if case != Path():
            raise
        return ""


def _one(book: Any, id: str, printer: Printer) -> None:
    rule = book.rule(id)
    if rule is None:
        names = ", ".join(it.id for it in book.rules)
        raise UsageError(f"There is no rule {id!r}. There are: {names}.", code="E-RULE-UNKNOWN")
    printer.say(f"{rule.title} ({rule.jurisdiction}, {rule.gate}). {rule.note}".strip())
    printer.rows([{"rule": id, **_span(it)} for it in rule.spans], ["start", "end", "outcome", "sentence", "citation"])


def _in_force(book: Any, day: date, asked: tuple[str, str], printer: Printer) -> None:
    from enduse.decide.rule_views import in_force

    rows = [
        {
            "law": it.rule.jurisdiction,
            "gate": it.rule.gate,
            "rule": it.rule.id,
            "title": it.rule.title,
            "to": " ".join(it.destinations) or "-",
            "goods": ", ".join(it.goods[:8]) + (" ..." if len(it.goods) > 8 else "") or "-",
            **_span(it.span),
        }
        for it in in_force(book, day, *asked)
    ]
    printer.rows(rows, ["law", "gate", "rule", "outcome", "to", "goods", "start", "confidence"], empty="No rule.")


def _codes(book: Any, day: date, code: str, printer: Printer) -> None:
    from enduse.decide.rule_views import coverage

    digits = "".join(it for it in code if it.isdigit())
    rows = [
        {"law": it.rule.jurisdiction, "rule": it.rule.id, "named": "yes" if it.named else "not known", **_span(it.span)}
        for it in coverage(book, day, digits)
    ]
    empty = f"No rule names {digits} by its code on {day}. Entries go by specification: see `enduse goods`."
    printer.rows(rows, ["law", "rule", "named", "outcome", "start", "confidence", "citation"], empty=empty)


def _span(span: Any) -> dict[str, Any]:
    return {
        "start": span.start.isoformat() if span.start else "",
        "end": span.end.isoformat() if span.end else "",
        "outcome": "nothing in force" if span.gap else "/".join(it.name for it in span.outcomes),
        "policy": span.licence_policy,
        "sentence": span.gap or span.sentence,
        "citation": span.citation,
        "source": span.source,
        "confidence": f"{span.evidence}, {span.confidence}" + ("" if span.verified else ", unverified"),
        "note": span.note,
    }
