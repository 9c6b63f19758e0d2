"""The answers about a spreadsheet of goods, written beside its own columns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from enduse.case.goods_desk import AnsweredRow, answer_rows
from enduse.goods.desk import GoodsAnswer, GoodsDesk, GoodsQuestion
from enduse.report.screened import Page, ScreenedFile
from enduse.sources.party_table import distinct

_FACTS = (
    *("kind", "whole", "part_type", "tool_type", "condition", "year", "age", "brand", "maker_group", "model", "serial"),
    *("quantity", "axes", "contouring_axes", "control"),
)
OURS = (
    "row",
    *_FACTS,
    "contradictions",
    "code valid",
    "suggested codes",
    "text against code",
    "lists of codes",
    "entries met",
    "entries open",
    "ask",
    "problem",
)
"""Columns that are added to the user's own; a column of that name is called ``kind (2)``."""

FACT_COLUMNS = ("row", "fact", "value", "unit", "read from", "first character", "last character")
FACT_MORE = ("confidence", "basis", "note")

Tell = Callable[[str, int, float | None], None]


@dataclass
class AnsweredCount:
    """How it went.

    Attributes:
        lines: Lines below the header; every one has a line in the result.
        unanswered: Lines that could not be answered, each with its reason.
        met: Lines with an entry that is met on what is known.
        open: Lines with an entry of which it cannot be told.
        files: What was written.
    """

    lines: int = 0
    unanswered: int = 0
    met: int = 0
    open: int = 0
    files: tuple[Path, ...] = field(default=())


def answer_file(
    desk: GoodsDesk, source: tuple[Path, str], usual: GoodsQuestion, target: Path, tell: Tell
) -> AnsweredCount:
    """Answer every line of a spreadsheet and write it again with our columns, and a sheet of all facts.

    Args:
        desk: Answers.
        source: The spreadsheet, and which column is what (empty: read from the headers).
        usual: Day and answers for all lines.
        target: ``.xlsx`` or ``.csv``.
        tell: Progress.
    """
    path, given = source
    columns, answers = answer_rows(desk, path, given, usual)
    ours = dict(zip(OURS, distinct(OURS, columns.headers), strict=True))
    count, facts = AnsweredCount(), list[dict[str, Any]]()

    def lines() -> Iterator[dict[str, Any]]:
        for it in answers:
            count.lines += 1
            tell(f"reading {path.name}", count.lines, None)
            count.unanswered += it.answer is None
            facts.extend(_fact_rows(it))
            row = _row(it)
            count.met += bool(row.get("entries met"))
            count.open += bool(row.get("entries open"))
            yield dict(it.cells) | {ours[name]: value for name, value in row.items()}

    pages = (
        Page("Goods", (*columns.headers, *ours.values()), lines()),
        Page("Facts", (*FACT_COLUMNS, *FACT_MORE), facts),
    )
    count.files = ScreenedFile(target).write(pages)
    return count


def _row(it: AnsweredRow) -> dict[str, Any]:
    if it.answer is None:
        return {"row": it.row, "problem": it.problem}
    answer = it.answer
    return {"row": it.row, **_told(answer), **_coded(answer), **_controlled(answer)}


def _told(answer: GoodsAnswer) -> dict[str, Any]:
    found = {name: "; ".join(str(it.value) for it in answer.goods.every(name)) for name in _FACTS}
    return found | {"contradictions": " ".join(it.note for it in answer.goods.every("contradiction"))}


def _coded(answer: GoodsAnswer) -> dict[str, Any]:
    valid = answer.code.valid if answer.code else None
    return {
        "code valid": answer.code_problem
        or ("" if answer.code is None else {True: "yes", False: "no"}.get(valid, "not known")),  # type: ignore[arg-type]
        "suggested codes": "; ".join(f"{it.code} ({it.score:.2f})" for it in answer.suggestions),
        "text against code": answer.disagreement.sentence if answer.disagreement else "",
        "lists of codes": "; ".join(f"{it.authority} {it.tier}".strip() for it in answer.listings),
    }


def _controlled(answer: GoodsAnswer) -> dict[str, Any]:
    shown = answer.likely_entries
    return {
        "entries met": "; ".join(it.name for it in shown if it.answer == "meets"),
        "entries open": "; ".join(it.name for it in shown if it.answer == "cannot tell"),
        "ask": answer.question_to_ask,
    }


def _fact_rows(it: AnsweredRow) -> Iterator[dict[str, Any]]:
    for fact in it.answer.goods.facts if it.answer else ():
        yield {
            "row": it.row,
            "fact": fact.name,
            "value": str(fact.value),
            "unit": fact.unit,
            "read from": it.answer.goods.text[fact.start : fact.end] if it.answer and fact.start >= 0 else "",
            "first character": fact.start + 1 if fact.start >= 0 else "",
            "last character": fact.end if fact.start >= 0 else "",
            "confidence": fact.confidence,
            "basis": fact.basis,
            "note": fact.note,
        }
