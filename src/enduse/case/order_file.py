"""Many orders of one file: each examined, and the spreadsheet written again with our columns beside its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from enduse.decide.checked import Checked
from enduse.decide.outcomes import Outcome
from enduse.model.order import Order
from enduse.report.checked import NOT_ADVICE, banner
from enduse.report.screened import Page, ScreenedFile
from enduse.sources.order_files import FileOrder, OrderTable, order_table, orders_from_lines
from enduse.sources.order_reading import ReadOrder
from enduse.sources.party_table import distinct

Tell = Callable[[str, int, float | None], None]
OURS = ("row", "outcome", "what to do", "policy", "strictest possible", "why", "ask first", "lists hit", "problem")
"""Columns that are added to the user's own."""
PARTS = ("order", "row", "rule or question", "gate", "law", "answer", "outcome", "possible", "basis", "why", "citation",
         "source", "confidence")  # fmt: skip
ASKS = ("order", "row", "question", "text", "best", "worst", "needed", "missing")


class Checker(Protocol):
    """Examines orders."""

    def check(self, order: Order) -> Checked:
        """What one comes to."""


@dataclass
class CheckedCount:
    """How it went.

    Attributes:
        orders: Orders of the file; each has a line in the result.
        rows: Rows below the header; every one has a line in the result.
        unchecked: Orders that lacked the seller's country, the buyer or the goods.
        outcomes: Name of each outcome to how many came to it.
        unread_headers: Columns that were not understood.
        files: What was written.
    """

    orders: int = 0
    rows: int = 0
    unchecked: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    unread_headers: tuple[str, ...] = ()
    files: tuple[Path, ...] = field(default=())


@dataclass(frozen=True)
class CheckedOrder:
    """One order of a file.

    Attributes:
        source: What was read.
        checked: None where something that is needed is missing.
    """

    source: FileOrder
    checked: Checked | None

    @property
    def problem(self) -> str:
        """What was not understood, as questions."""
        return " ".join(it.ask for it in self.source.read.problems)


def check_file(checker: Checker, source: Path, target: Path, on: date | None, tell: Tell) -> CheckedCount:
    """Examine every order of a spreadsheet (or JSON Lines) and write them with the answers.

    Args:
        checker: Examines one.
        source: The spreadsheet.
        target: ``.xlsx`` or ``.csv``.
        on: The day whose law counts for all; None: each order's own.
        tell: Progress.
    """
    table = _table(source, on or date.today())
    ours = dict(zip(OURS, distinct(OURS, table.headers), strict=True))
    count = CheckedCount(unread_headers=table.unread)
    done = list[CheckedOrder]()

    def lines() -> Iterator[dict[str, Any]]:
        for it in table.orders:
            one = CheckedOrder(it, None if it.read.needed else checker.check(_dated(it.read, on)))
            done.append(one)
            _count(count, one)
            tell(f"checking {source.name}", count.orders, count.orders / len(table.orders))
            yield from _rows(one, ours)
        for number, reason in table.bad:
            count.rows += 1
            yield {ours["row"]: number, ours["outcome"]: "not checked", ours["problem"]: reason}

    pages = (
        Page("Orders", (*table.headers, *ours.values()), lines()),
        Page("Why", PARTS, _parts(done)),
        Page("Questions", ASKS, _asks(done)),
        Page("About", ("about",), _about(done)),
    )
    count.files = ScreenedFile(target).write(pages)
    return count


def _table(source: Path, today: date) -> OrderTable:
    if source.suffix.casefold() in (".jsonl", ".ndjson", ".json"):
        orders = orders_from_lines(source.read_text(encoding="utf-8"), today, source.name)
        return OrderTable(("order",), (), orders)
    return order_table(source, today)


def _dated(read: ReadOrder, on: date | None) -> Order:
    return replace(read.order, on=on) if on else read.order


def _count(count: CheckedCount, one: CheckedOrder) -> None:
    count.orders += 1
    count.rows += len(one.source.rows) or 1
    count.unchecked += one.checked is None
    if one.checked:
        name = one.checked.determination.outcome.name
        count.outcomes[name] = count.outcomes.get(name, 0) + 1


def _rows(one: CheckedOrder, ours: dict[str, str]) -> Iterator[dict[str, Any]]:
    told = _answer(one)
    rows = one.source.rows
    if not rows:
        order = one.source.read.order
        yield {"order": order.id} | {ours[name]: value for name, value in told.items()}
    for it in rows:
        yield dict(it.cells) | {ours["row"]: it.row} | {ours[name]: value for name, value in told.items()}


def _answer(one: CheckedOrder) -> dict[str, Any]:
    if one.checked is None:
        return {"outcome": "not checked", "problem": one.problem}
    told = one.checked.determination
    hits = [
        f"{one.checked.sheet.label(party.key)}: {it.authority} {it.list}"
        for party in one.checked.parties
        for it in party.matches
        if it.certain
    ]
    return {
        "outcome": told.outcome.name,
        "what to do": banner(told),
        "policy": told.licence_policy,
        "strictest possible": told.strictest_possible.name,
        "why": " | ".join(it.sentence or it.title for it in told.deciding) if told.outcome > Outcome.OK else "",
        "ask first": ", ".join(it.question for it in told.asks),
        "lists hit": "; ".join(hits),
        "problem": one.problem,
    }


def _parts(done: list[CheckedOrder]) -> Iterator[dict[str, Any]]:
    for one in done:
        for part in one.checked.determination.parts if one.checked else ():
            if not part.now:
                continue
            yield {
                **_which(one),
                "rule or question": part.id,
                "gate": part.gate,
                "law": part.jurisdiction,
                "answer": part.answer,
                "outcome": ", ".join(it.name for it in part.now),
                "possible": ", ".join(it.name for it in part.possible),
                "basis": part.basis,
                "why": part.sentence,
                "citation": part.citation,
                "source": part.source,
                "confidence": " ".join(filter(None, (part.evidence, part.confidence))),
            }


def _asks(done: list[CheckedOrder]) -> Iterator[dict[str, Any]]:
    for one in done:
        told = one.checked.determination if one.checked else None
        texts = {it.id: it.title for it in told.parts} if told else {}
        for it in (*told.asks, *told.more_asks) if told else ():
            yield {
                **_which(one),
                "question": it.question,
                "text": texts.get(it.question, ""),
                "best": it.best.name,
                "worst": it.worst.name,
                "needed": "yes" if it.needed else "no",
                "missing": "; ".join(it.missing),
            }


def _which(one: CheckedOrder) -> dict[str, Any]:
    order = one.source.read.order
    return {"order": order.id, "row": one.source.rows[0].row if one.source.rows else ""}


def _about(done: list[CheckedOrder]) -> Iterator[dict[str, Any]]:
    yield {"about": NOT_ADVICE}
    checked = [it.checked for it in done if it.checked]
    for text in dict.fromkeys(text for it in checked for text in it.lists) if checked else ():
        yield {"about": f"List asked: {text}"}
    for version in sorted({it.determination.rules_version for it in checked}):
        yield {"about": f"Rules, version {version}"}
    for text in dict.fromkeys(text for it in checked for text in it.determination.notices):
        yield {"about": text}
