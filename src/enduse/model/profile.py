"""What is known of one maker, plant, importer, intermediary, country or pair of countries: sections of a profile.

Every number names the rows of the run that it is computed from, or the reference that says it. What is drawn from
this model (terminal, JSON, HTML, Markdown) computes nothing of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

How = Literal["sum", "count", "distinct", "share", "ratio", "stated"]
"""How a number comes out of its rows; ``stated``: as a source gave it, or by a rule that its table explains."""

WORDS: Final = ("recorded", "derived", "probable", "possible", "alleged", "denied")
"""The six words of confidence."""


@dataclass(frozen=True)
class Number:
    """One printed number and what it stands on.

    Attributes:
        value: Shares run from 0 to 1.
        unit: ``USD``, ``share``, ``times``, ``years``, or a plural noun such as ``lines``.
        rows: Ids of rows of the run, ascending.
        base: Of shares and ratios: ids of the rows of the denominator.
        refs: ``C12``, ``E7``, keys of findings, or ids of ``Profile.references``.
    """

    value: float
    unit: str
    how: How = "count"
    rows: tuple[int, ...] = ()
    base: tuple[int, ...] = ()
    refs: tuple[str, ...] = ()


Cell = str | Number | None


@dataclass(frozen=True)
class Statement:
    """A sentence in parts, with one of the six words and what it stands on besides its numbers."""

    parts: tuple[str | Number, ...]
    confidence: str
    rows: tuple[int, ...] = ()
    refs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.confidence not in WORDS:
            raise ValueError(f"no word of confidence: {self.confidence!r}")


@dataclass(frozen=True)
class TableLine:
    """One line of a table; None prints as a dash.

    Attributes:
        rows: Ids of rows of the run that the line as a whole stands on.
        refs: As of ``Number``.
    """

    cells: tuple[Cell, ...]
    rows: tuple[int, ...] = ()
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProfileTable:
    """A table for people.

    Attributes:
        id: Unique within the profile; snake case.
        note: What the reader must know to read it.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[TableLine, ...]
    note: str = ""


@dataclass(frozen=True)
class Section:
    """One part of a profile.

    Attributes:
        id: Unique within the profile; snake case.
        not_assessable: Why nothing can be said for want of data; empty where something can. Never both.
    """

    id: str
    title: str
    statements: tuple[Statement, ...] = ()
    tables: tuple[ProfileTable, ...] = ()
    not_assessable: str = ""


@dataclass(frozen=True)
class Reference:
    """Something outside the records that a profile cites.

    Attributes:
        id: ``C12``, ``E7``, the key of a finding, or ``brand_exits:HAAS`` for a line of a bundled table.
        text: What it is: source, title, date.
        confidence: How we know: ``seen``, ``memory`` (to be verified), a grade such as ``leaked B2``; may be empty.
    """

    id: str
    text: str
    confidence: str = ""


@dataclass(frozen=True)
class RowPlace:
    """Where a cited row stands.

    Attributes:
        id: Of the row within the run.
        row: Number that a spreadsheet shows.
    """

    id: int
    table: str
    source: str
    sheet: str
    row: int

    @property
    def text(self) -> str:
        """``imports.csv, row 12``."""
        sheet = f" [{self.sheet}]" if self.sheet else ""
        return f"{self.source}{sheet}, row {self.row}"


@dataclass(frozen=True)
class Profile:
    """Everything that is known of one subject on a day, as plain facts.

    Attributes:
        kind: ``maker``, ``plant``, ``importer``, ``intermediary``, ``country`` or ``pair``.
        id: Party id, brand in capitals, country code, ``JP>RU``; the name as written where no row holds it.
        on: What was known of the time before this day counts; statuses are those of this day.
        references: What its refs mean.
        places: Where its rows stand.
        unseen: What such a profile cannot see, a sentence each.
        notices: What its reader must know first.
    """

    kind: str
    id: str
    title: str
    on: date
    sections: tuple[Section, ...]
    references: tuple[Reference, ...] = ()
    places: tuple[RowPlace, ...] = ()
    unseen: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def section(self, id: str) -> Section:
        """The section of that id.

        Raises:
            KeyError: There is none.
        """
        for it in self.sections:
            if it.id == id:
                return it
        raise KeyError(id)


def numbers_of(section: Section) -> Iterator[Number]:
    """Every number that a section prints, in reading order."""
    for said in section.statements:
        yield from (it for it in said.parts if isinstance(it, Number))
    for table in section.tables:
        for line in table.lines:
            yield from (it for it in line.cells if isinstance(it, Number))


def cited_rows(profile: Profile) -> tuple[int, ...]:
    """Ids of every row that a profile cites, ascending."""
    found = set[int]()
    for section in profile.sections:
        for number in numbers_of(section):
            found.update(number.rows, number.base)
        for said in section.statements:
            found.update(said.rows)
        for table in section.tables:
            found.update(it for line in table.lines for it in line.rows)
    return tuple(sorted(found))


def cited_refs(profile: Profile) -> tuple[str, ...]:
    """Every reference that a profile cites, in the order of reading, each once."""
    found = list[str]()
    for section in profile.sections:
        for said in section.statements:
            found += said.refs
        found += (ref for it in numbers_of(section) for ref in it.refs)
        found += (ref for table in section.tables for line in table.lines for ref in line.refs)
    return tuple(dict.fromkeys(found))
