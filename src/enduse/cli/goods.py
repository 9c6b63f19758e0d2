"""`enduse goods`: one description, or a spreadsheet of them."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from enduse.cli.military_uses import show_uses, uses_of_answer
from enduse.cli.output import Printer, Progress, counted
from enduse.errors import NotAWorkspace, UsageError
from enduse.goods.desk import GoodsAnswer, GoodsDesk, GoodsQuestion, HeldBooks, entry_words
from enduse.goods.facts import Fact
from enduse.goods.military_uses import not_proof
from enduse.store.workspace import Workspace


@dataclass(frozen=True)
class AskedGoods:
    """What stands on the command line.

    Attributes:
        what: A description, or the name of a spreadsheet.
        on: The day that counts.
        code: The declared code.
        amounts: Kilograms, US dollars, pieces.
        known: Words ``parameter=value``.
        columns: Of a spreadsheet.
    """

    what: str
    on: date
    code: str = ""
    amounts: tuple[float | None, float | None, float | None] = (None, None, None)
    known: Sequence[str] = ()
    columns: str = ""

    def question(self) -> GoodsQuestion:
        """As a question.

        Raises:
            UsageError: A word of ``known`` has no ``=``.
        """
        answers = {}
        for word in self.known:
            name, equals, value = word.partition("=")
            if not equals:
                raise UsageError(f"--known {word!r} should be parameter=value, e.g. --known upr_x_um=1.2.")
            answers[name.strip()] = value.strip()
        return GoodsQuestion(self.what, self.on, self.code, *self.amounts, answers)


Sources = tuple[Sequence[Path], Path | None, Sequence[str], HeldBooks | None]
"""Files of nomenclatures, the user's own table of machines, languages, the nomenclatures of a case."""


def held_by(case: Path) -> HeldBooks | None:
    """The nomenclatures of the case; None where nobody named a case and we are in none.

    Raises:
        NotAWorkspace: The folder that was named is no case.
    """
    try:
        workspace = Workspace.find(case)
    except NotAWorkspace:
        if case != Path():
            raise
        return None
    from enduse.case.nomenclature import Nomenclature
    from enduse.store.ledger import LedgerStore

    return Nomenclature(LedgerStore(workspace))


def answer_goods(asked: AskedGoods, sources: Sources, output: Path | None, printer: Printer) -> None:
    """Print what is known about a description, or write a spreadsheet with our columns beside its own."""
    books, own_machines, languages, held = sources
    desk = GoodsDesk(own_machines, languages, _with_files(books, held))
    if asked.what and os.path.isfile(asked.what):
        _file(desk, asked, output, printer)
        return
    if output is not None:
        raise UsageError(f"-o is for a spreadsheet, and there is no file {asked.what!r}.")
    if not (asked.what.strip() or asked.code.strip()):
        raise UsageError("Give a description of goods, a spreadsheet of goods lines, or --code.")
    answer = desk.answer(asked.question())
    if printer.machine:
        printer.rows([as_object(answer)], [])
    else:
        _show(answer, printer)


def _with_files(books: Sequence[Path], held: HeldBooks | None) -> HeldBooks | None:
    if not books:
        return held
    from enduse.case.goods_desk import BooksOfFiles

    return BooksOfFiles(books, held)


def _file(desk: GoodsDesk, asked: AskedGoods, output: Path | None, printer: Printer) -> None:
    if output is None:
        raise UsageError(f"{asked.what!r} is a file: say with -o where the answered spreadsheet is written.")
    from enduse.case.goods_file import answer_file

    progress = Progress()
    count = answer_file(desk, (Path(asked.what), asked.columns), asked.question(), output, progress)
    progress.finish()
    row = {
        "lines": count.lines,
        "not answered": count.unanswered,
        "entries met": count.met,
        "entries open": count.open,
        "files": ", ".join(map(str, count.files)),
    }
    printer.rows([row], list(row))


def _show(answer: GoodsAnswer, printer: Printer) -> None:
    read = [it for it in answer.goods.facts if it.name not in ("absent", "contradiction")]
    if answer.question.text.strip():
        printer.rows(
            [_fact(it, answer.goods.text) for it in read],
            ["fact", "value", "read from", "confidence"],
            empty="Nothing was read from this text.",
        )
    for it in answer.goods.facts:
        if it.name in ("absent", "contradiction"):
            head = "not taken" if it.name == "absent" else "contradiction"
            printer.prose(f"\n{head}: {it.note or it.value}")
    _show_code(answer, printer)
    _show_entries(answer, printer)
    show_uses(uses_of_answer(answer), printer)


def _fact(it: Fact, text: str) -> dict[str, Any]:
    shown = f"{it.value:g}" if isinstance(it.value, float) else str(it.value)
    where = repr(text[it.start : it.end]) if it.start >= 0 else it.basis
    note = f" ({it.note})" if it.note else ""
    return {
        "fact": it.name,
        "value": f"{shown} {it.unit}".strip() + note,
        "read from": where,
        "confidence": it.confidence,
    }


def _show_code(answer: GoodsAnswer, printer: Printer) -> None:
    question = answer.question
    if answer.code:
        valid = {True: "valid", False: "not valid", None: "validity not known"}[answer.code.valid]
        printer.prose(f"\nCode {answer.code.code} on {question.on}: {valid}. {answer.code.why}")
        for note in answer.code.notes:
            printer.prose(f"  {note}")
        rows = [
            {"level": level.code, "language": text.language, "text": text.text, "source": text.source}
            for level in answer.code.levels
            for text in level.texts
        ]
        if rows:
            printer.rows(rows, ["level", "language", "text", "source"])
    elif answer.code_problem:
        printer.prose(f"\nCode: {answer.code_problem}")
    if answer.disagreement:
        printer.prose(f"\nThe text and the code disagree: {answer.disagreement.sentence}")
    if answer.suggestions:
        printer.prose("\nCodes that the text suggests (HS, six digits):")
        printer.rows([_suggestion(it) for it in answer.suggestions], ["code", "score", "because"])
    if answer.listings:
        of = answer.code.code if answer.code else answer.suggestions[0].code
        printer.prose(f"\nLists that name {of} on {question.on} (a lead; no list of codes makes a machine controlled):")
        rows = [vars_of(it) for it in answer.listings]
        printer.rows(rows, ["authority", "list", "code", "tier", "start", "destinations", "confidence"])


def _suggestion(it: Any) -> dict[str, Any]:
    return {"code": it.code, "score": round(it.score, 2), "because": " ".join(it.reasons)}


def vars_of(it: Any) -> dict[str, Any]:
    """The fields of a dataclass, with or without slots."""
    return {name: getattr(it, name) for name in it.__dataclass_fields__}


def _show_entries(answer: GoodsAnswer, printer: Printer) -> None:
    if not answer.entries:
        return
    shown = answer.likely_entries or answer.open_entries
    rest = len(answer.open_entries) - len(shown)
    left = sum(it.answer == "does not meet" for it in answer.entries)
    printer.prose(f"\nControl entries, wording of {answer.question.on}:")
    rows = [
        {"entry": it.name, "regimes": ", ".join(it.regimes), "answer": it.answer, "because": entry_words(it)}
        for it in shown
    ]
    printer.rows(rows, ["entry", "regimes", "answer", "because"], empty="None is met.")
    if first := answer.question_to_ask:
        printer.prose(f"Ask first: {first}")
    if rest:
        printer.prose(
            f"{counted(rest, 'more entry', 'more entries')}: cannot tell; about other work that it may do as well, or "
            "their wording of that day is not held. --json shows all with their questions."
        )
    if left:
        printer.prose(f"{counted(left, 'entry', 'entries')}: does not meet.")


def as_object(answer: GoodsAnswer) -> Mapping[str, Any]:
    """The whole answer for a program."""
    code = answer.code
    return {
        "schema": "enduse.goods/1",
        "text": answer.goods.text,
        "on": answer.question.on.isoformat(),
        "facts": [
            vars_of(it) | {"read": answer.goods.text[it.start : it.end] if it.start >= 0 else ""}
            for it in answer.goods.facts
        ],
        "code": code
        and {
            **{k: v for k, v in vars_of(code).items() if k not in ("levels", "on")},
            "on": code.on.isoformat(),
            "levels": [{**vars_of(it), "texts": [vars_of(text) for text in it.texts]} for it in code.levels],
        },
        "code_problem": answer.code_problem,
        "suggestions": [_suggestion(it) for it in answer.suggestions],
        "disagreement": answer.disagreement.sentence if answer.disagreement else "",
        "listings": [vars_of(it) for it in answer.listings],
        "ask": answer.question_to_ask,
        "entries": [_entry(it) for it in answer.entries],
        "possible_uses": [it.as_dict() for it in uses_of_answer(answer)],
        "possible_uses_note": not_proof(),
    }


def _entry(it: Any) -> dict[str, Any]:
    deep = {name: [vars_of(part) for part in getattr(it, name)] for name in ("known", "missing", "margins")}
    return {"entry": it.name, **{k: v for k, v in vars_of(it).items() if k not in ("entry", "sub")}, **deep}
