"""Code books: the lines of a published nomenclature, and several of them together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from enduse.errors import Notice


@dataclass(frozen=True)
class CodeLine:
    """One code of a published nomenclature for one span of time.

    Attributes:
        code: Digits.
        texts: Language (en, ru, ko ...) to the text as published.
        start: First day of validity as published; None where the file says nothing.
        end: First day no longer valid; None while it still was when the file was made.
        row: Row of the file.
    """

    code: str
    texts: Mapping[str, str]
    start: date | None = None
    end: date | None = None
    row: int = 0

    def holds_on(self, day: date) -> bool:
        """Does the span cover the day? An open end covers everything."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class CodeBook:
    """What one file of a nomenclature holds.

    Attributes:
        name: File name.
        edition: ``HS2022``, ``TNVED``, ``HSK`` ...
        lines: In file order.
        lengths: How many digits the codes have of which the file lists all: only there does a missing code mean
            that it does not exist.
        start: First day that the file speaks of; None: unknown.
        end: First day that it does not speak of any more: later changes cannot be in it. None: unknown.
        source: Publisher and date, for the reader.
        left_out: Rows that are no code line, by reason: ``rows read = lines + left out``.
        notices: What the reader must know.
        known: The lines of each code, where whoever made the book has them at hand.
    """

    name: str
    edition: str
    lines: Sequence[CodeLine]
    lengths: frozenset[int] = frozenset()
    start: date | None = None
    end: date | None = None
    source: str = ""
    left_out: Mapping[str, int] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    known: Mapping[str, tuple[CodeLine, ...]] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def by_code(self) -> Mapping[str, tuple[CodeLine, ...]]:
        """The lines of each code in the order of their start."""
        if self.known is not None:
            return self.known
        found: dict[str, list[CodeLine]] = {}
        for line in self.lines:
            found.setdefault(line.code, []).append(line)
        return {code: in_order(lines) for code, lines in found.items()}

    def speaks_of(self, day: date) -> bool:
        """Is the day inside the time this file knows about?"""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Correlation:
    """One row of a correlation table: goods of ``before`` are, in part or whole, in ``after`` of the next edition.

    Attributes:
        before: Six digits in the older edition.
        after: Six digits in the newer one.
        relation: As published: ``1:1``, ``1:n`` (one newer code takes in several older ones), ``n:1`` or ``n:n``.
        row: Row of the file.
    """

    before: str
    after: str
    relation: str
    row: int = 0


@dataclass(frozen=True)
class CodeBooks:
    """Everything that is known of nomenclatures here and now.

    Attributes:
        books: Nomenclatures, several of one edition allowed.
        correlations: By (older, newer) edition, e.g. ``("HS2017", "HS2022")``.
    """

    books: tuple[CodeBook, ...] = ()
    correlations: Mapping[tuple[str, str], tuple[Correlation, ...]] = field(default_factory=dict)

    def of(self, edition: str) -> tuple[CodeBook, ...]:
        """The books of one edition."""
        return tuple(book for book in self.books if book.edition == edition)

    @cached_property
    def forward(self) -> Mapping[tuple[str, str], Mapping[str, tuple[Correlation, ...]]]:
        """Correlations by step and older code."""
        return {step: _grouped(rows, lambda it: it.before) for step, rows in self.correlations.items()}

    @cached_property
    def backward(self) -> Mapping[tuple[str, str], Mapping[str, tuple[Correlation, ...]]]:
        """Correlations by step and newer code."""
        return {step: _grouped(rows, lambda it: it.after) for step, rows in self.correlations.items()}

    def with_more(
        self, books: Iterable[CodeBook], rows: Mapping[tuple[str, str], tuple[Correlation, ...]]
    ) -> "CodeBooks":
        """These and more; correlations of a step that is already there are replaced."""
        return CodeBooks((*self.books, *books), {**self.correlations, **rows})


def in_order(lines: Iterable[CodeLine]) -> tuple[CodeLine, ...]:
    """Lines of one code in the order of their start; one without a start comes first."""
    return tuple(sorted(lines, key=lambda it: it.start or date.min))


def _grouped(rows: Iterable[Correlation], key: Callable[[Correlation], str]) -> Mapping[str, tuple[Correlation, ...]]:
    found: dict[str, list[Correlation]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return {code: tuple(these) for code, these in found.items()}
