"""Sections that rank: lanes, parties, brands, codes."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from enduse.report.book import Base, unit_of, worth
from enduse.report.frame import Frame, Windows, within
from enduse.report.lines import Line
from enduse.report.model import Cell, Column, TableBlock
from enduse.report.movement import Heading, change
from enduse.report.wording import span_text

MOST_ROWS = 60

Names = tuple[str, ...]


@dataclass(frozen=True)
class Ranking:
    """What is ranked and how a rank is printed.

    Attributes:
        columns: Titles of the columns that name a rank.
        names: The texts under ``columns`` for a line; lines with equal texts make one rank.
        group: Sheet of the workbook.
        facts: Print first and last day and whether it is new since the watershed.
        compared: Print the two windows and the change instead.
    """

    columns: Names
    names: Callable[[Line], Names]
    group: str
    facts: bool = False
    compared: bool = False


def ranking_block(frame: Frame, heading: Heading, ranking: Ranking, lines: Sequence[Line]) -> TableBlock | None:
    """Ranks by value, the largest first; what does not fit is summed in a last row."""
    if not lines:
        return None
    ranks: dict[Names, list[Line]] = defaultdict(list)
    for line in lines:
        ranks[ranking.names(line)].append(line)
    ordered = sorted(ranks, key=lambda names: (-worth(ranks[names]), -len(ranks[names]), names))
    base = frame.book.base(lines)
    rows = [_row(frame, ranking, (names, ranks[names]), base) for names in ordered[:MOST_ROWS]]
    if rest := ordered[MOST_ROWS:]:
        together = [line for names in rest for line in ranks[names]]
        title = (f"{len(rest)} smaller ones", *("" for _ in ranking.columns[1:]))
        rows.append(_row(frame, ranking, (title, together), base))
    columns = _columns(frame, ranking, unit_of(lines))
    return TableBlock(heading.id, heading.title, heading.note, columns, tuple(rows), ranking.group, heading.stream)


def _columns(frame: Frame, ranking: Ranking, unit: str) -> tuple[Column, ...]:
    named = tuple(Column(title) for title in ranking.columns)
    value: tuple[Column, ...] = (
        Column(f"Value, {unit}", "number"),
        Column("Share", "number"),
        Column("Rows", "number"),
    )
    if ranking.compared and frame.windows:
        spans = (frame.windows.before, frame.windows.after)
        value = (
            *value,
            *(Column(f"{span_text(span)}, {unit}", "number") for span in spans),
            Column("Change", "number"),
        )
    facts = (Column("First", "date"), Column("Last", "date"), Column("Since the watershed")) if ranking.facts else ()
    return (*named, *value, *facts)


def _row(frame: Frame, ranking: Ranking, rank: tuple[Names, Sequence[Line]], base: Base) -> tuple[Cell, ...]:
    names, lines = rank
    label = " ".join(it for it in names if it)
    book = frame.book
    value = book.total(lines, label) if worth(lines) else None
    cells: tuple[Cell, ...] = (*names, value, book.share(lines, base, f"{label}: share of the value"))
    cells = (*cells, book.count(lines, label, "rows"))
    if ranking.compared and frame.windows:
        cells = (*cells, *_windows(frame, frame.windows, lines, label))
    return (*cells, *_facts(frame, lines)) if ranking.facts else cells


def _windows(frame: Frame, windows: Windows, lines: Sequence[Line], label: str) -> tuple[Cell, ...]:
    before, after = within(lines, windows.before), within(lines, windows.after)
    return (
        frame.book.total(before, f"{label}, before") if before else None,
        frame.book.total(after, f"{label}, after") if after else None,
        change(frame, before, after, label),
    )


def _facts(frame: Frame, lines: Sequence[Line]) -> tuple[Cell, ...]:
    days = sorted(line.on for line in lines if line.on)
    if not days:
        return (None, None, None)
    return (f"{days[0]}", f"{days[-1]}", _timing(frame.watershed.on, days[0], days[-1]))


def _timing(watershed: date, first: date, last: date) -> str:
    if first >= watershed:
        return "new"
    return "goes on" if last >= watershed else "ended before"
