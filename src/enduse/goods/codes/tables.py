"""Code books as the ledger holds them: lines are made when they are looked at, for most never are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Any, overload

import pyarrow as pa
import pyarrow.compute as pc

from enduse.model.nomenclature import CodeBook, CodeBooks, CodeLine, Correlation, in_order

_PLACE = ("source_id", "member", "sheet")


@dataclass(frozen=True)
class HeldTables:
    """Rows of the ledger, each table with its columns.

    Attributes:
        books: Of ``code_books``.
        lines: Of ``code_lines``; of one place in any order.
        correlations: Of ``code_correlations``.
    """

    books: pa.Table
    lines: pa.Table
    correlations: pa.Table


def held_books(tables: HeldTables, sources: Sequence[str]) -> CodeBooks:
    """The code books of the ledger's tables.

    Args:
        tables: The rows.
        sources: The order of the sources; of two correlation tables of one step the later is taken.
    """
    order = {it: number for number, it in enumerate(sources)}
    heads = sorted(tables.books.to_pylist(), key=lambda it: (order[it["source_id"]], it["member"] or ""))
    books = tuple(_book(head, HeldLines(_of_place(tables.lines, head))) for head in heads)
    return CodeBooks(books, HeldSteps(tables.correlations, order))


def _of_place(lines: pa.Table, head: Mapping[str, Any]) -> pa.Table:
    """The lines of one book, in its order."""
    here = pc.equal(lines["source_id"], head["source_id"])
    for name in _PLACE[1:]:
        column, value = lines[name], head[name]
        here = pc.and_(here, pc.is_null(column) if value is None else pc.equal(pc.fill_null(column, ""), value))
    return lines.filter(here).sort_by("line").combine_chunks()


def _book(head: Mapping[str, Any], lines: "HeldLines") -> CodeBook:
    lengths = frozenset(map(int, head["lengths"]))
    said = head["book"], head["edition"], lines, lengths, head["start"], head["end"], head["publication"]
    return CodeBook(*said, known=HeldCodes(lines))


@dataclass(eq=False)
class HeldLines(Sequence[CodeLine]):
    """The lines of one book in the ledger's columns.

    Attributes:
        rows: Rows of ``code_lines`` of one book, in the order of their line.
    """

    rows: pa.Table

    def __len__(self) -> int:
        return len(self.firsts)

    @overload
    def __getitem__(self, at: int) -> CodeLine: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[CodeLine]: ...
    def __getitem__(self, at: int | slice) -> CodeLine | Sequence[CodeLine]:
        """The line at a position, in file order."""
        if isinstance(at, slice):
            return [self[it] for it in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at %= len(self)
        first = self.firsts[at]
        end = self.firsts[at + 1] if at + 1 < len(self) else self.rows.num_rows
        (line,) = _made(self.rows.slice(first, end - first))
        return line

    def __iter__(self) -> Iterator[CodeLine]:
        return _made(self.rows)

    @cached_property
    def firsts(self) -> list[int]:
        """The first row of every line."""
        numbers = self.rows["line"].to_pylist()
        return [at for at, number in enumerate(numbers) if not at or numbers[at - 1] != number]

    @cached_property
    def positions(self) -> Mapping[str, list[int]]:
        """Code to the positions of its lines."""
        codes = self.rows["code"].to_pylist()
        found: dict[str, list[int]] = {}
        for at, first in enumerate(self.firsts):
            found.setdefault(codes[first], []).append(at)
        return found


@dataclass(eq=False)
class HeldCodes(Mapping[str, tuple[CodeLine, ...]]):
    """The lines of each code in the order of their start."""

    lines: HeldLines
    _made: dict[str, tuple[CodeLine, ...]] = field(default_factory=dict)

    def __getitem__(self, code: str) -> tuple[CodeLine, ...]:
        if code not in self._made:
            self._made[code] = in_order(self.lines[at] for at in self.lines.positions[code])
        return self._made[code]

    def __contains__(self, code: object) -> bool:
        return code in self.lines.positions

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines.positions)

    def __len__(self) -> int:
        return len(self.lines.positions)


@dataclass(eq=False)
class HeldSteps(Mapping[tuple[str, str], tuple[Correlation, ...]]):
    """The correlations of each step between two editions, made when they are asked for.

    Attributes:
        rows: Rows of ``code_correlations``.
        order: The place of each source; of two tables of one step the later is taken.
    """

    rows: pa.Table
    order: Mapping[str, int]
    _made: dict[tuple[str, str], tuple[Correlation, ...]] = field(default_factory=dict)

    def __getitem__(self, step: tuple[str, str]) -> tuple[Correlation, ...]:
        if step not in self._made:
            source_id = self.sources[step]
            asked = zip(("older", "newer", "source_id"), (*step, source_id), strict=True)
            here = reduce(pc.and_, (pc.equal(self.rows[name], value) for name, value in asked))
            columns = self.rows.filter(here).select(["before", "after", "relation", "row"]).to_pydict().values()
            self._made[step] = tuple(Correlation(*it) for it in zip(*columns, strict=True))
        return self._made[step]

    def __contains__(self, step: object) -> bool:
        return step in self.sources

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.sources)

    def __len__(self) -> int:
        return len(self.sources)

    @cached_property
    def sources(self) -> Mapping[tuple[str, str], str]:
        """Step to the source whose table is taken."""
        found = self.rows.select(["older", "newer", "source_id"]).group_by(["older", "newer", "source_id"])
        steps = found.aggregate([]).to_pylist()
        ordered = sorted(steps, key=lambda it: (self.order[it["source_id"]], it["older"]))
        return {(it["older"], it["newer"]): it["source_id"] for it in ordered}


def _made(rows: pa.Table) -> Iterator[CodeLine]:
    names = ("line", "language", "text", "code", "start", "end", "row")
    held: tuple[Any, ...] | None = None
    texts: dict[str, str] = {}
    for number, language, text, *said in zip(*(rows[name].to_pylist() for name in names), strict=True):
        if held and held[0] != number:
            yield _line(held, texts)
            texts = {}
        held = (number, *said)
        if language is not None:
            texts[language] = text
    if held:
        yield _line(held, texts)


def _line(held: tuple[Any, ...], texts: dict[str, str]) -> CodeLine:
    _, code, start, end, row = held
    return CodeLine(code, texts, start, end, row)
