"""A proposed mapping of an unknown file: what it holds and how it becomes a layout."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from enduse.errors import Notice
from enduse.sources.choose import Chosen
from enduse.sources.layout import ColumnRule, Layout, Match, Terms, Writing
from enduse.sources.lexicon import unit_factor
from enduse.sources.profile import ColumnProfile
from enduse.sources.proposed_tables import Table


@dataclass(frozen=True)
class Proposed:
    """What is proposed for one column of the file.

    Attributes:
        position: First column is 0.
        header: As written; ``"column 3"`` in a file without a header.
        target: Our column, or None: the column is kept as it is, searchable but without a meaning.
        confidence: 0 to 1; share of such proposals that are right, as measured on the project's own files.
        why: What the header and the values say.
        samples: Up to five values as written.
        profile: What the values look like.
    """

    position: int
    header: str
    target: str | None
    confidence: float
    why: str
    samples: tuple[str, ...]
    profile: ColumnProfile


@dataclass(frozen=True)
class Candidate:
    """A column that may be what is missing.

    Attributes:
        header: As written.
        position: First column is 0.
        confidence: 0 to 1.
    """

    header: str
    position: int
    confidence: float


@dataclass(frozen=True)
class Missing:
    """A column that work needs and that could not be told.

    Attributes:
        target: Our column.
        needed_for: What cannot be done without it.
        candidates: Columns that come nearest, best first.
        grave: Without it most of the work is impossible, so that a person should look before the map is accepted.
    """

    target: str
    needed_for: str
    candidates: tuple[Candidate, ...]
    grave: bool = False


@dataclass(frozen=True)
class Proposal:
    """A mapping proposed for one sheet.

    Attributes:
        table: The ledger table its rows would go to.
        header_rows: Numbers of the header's rows, first row of the sheet is 1; empty for a file without a header.
        columns: One entry for each column of the file, in its order.
        missing: What could not be told although work needs it.
        constants: Our column to a value read elsewhere than in a column, e.g. the direction in the file's name.
        calendar: As in ``Writing.calendar``.
        registers: As in ``Layout.registers``.
        notices: What the user must know before accepting.
    """

    table: Table
    header_rows: tuple[int, ...]
    columns: tuple[Proposed, ...]
    missing: tuple[Missing, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    calendar: str = "gregorian"
    registers: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()

    @property
    def mapped(self) -> dict[str, Proposed]:
        """Our column to what it is read from."""
        return {it.target: it for it in self.columns if it.target}

    def layout(self, id: str, title: str = "") -> Layout:
        """The layout that an accepted proposal becomes; ``id`` is also the name of its file."""
        mapped = self.mapped
        factors = {target: factor for target, it in mapped.items() if (factor := unit_factor(target, it.header)) != 1.0}
        return Layout(
            id=id,
            title=title or id.replace("_", " "),
            table=self.table,
            about="Mapped from headers and values; see the confidence of each column when it was saved.",
            source="proposed by enduse and accepted by the user (derived)",
            match=Match(columns=tuple(mapped), minimum=0.5),
            writing=Writing(calendar=self.calendar, factors=factors),
            terms=Terms(),
            columns=tuple(ColumnRule(target, (it.header,)) for target, it in mapped.items()),
            constants=dict(self.constants),
            absent={it.target: "no column was recognised as this" for it in self.missing},
            ignore=(),
            pivot={},
            registers=dict(self.registers),
        )

    def chosen(self, layout: Layout) -> Chosen:
        """The layout laid over the very sheet that was looked at, by position: it works without headers, too."""
        return lay_by_position(layout, self.header_rows, tuple(it.header for it in self.columns), self.positions)

    @property
    def positions(self) -> dict[str, int]:
        """Our column to the position it is read from."""
        return {target: it.position for target, it in self.mapped.items()}


def lay_by_position(
    layout: Layout, header_rows: tuple[int, ...], headers: tuple[str, ...], positions: Mapping[str, int]
) -> Chosen:
    """``layout`` with each of our columns read from a given position, whatever its header is."""
    read = set(positions.values())
    strange = tuple(at for at, text in enumerate(headers) if text and at not in read)
    return Chosen(
        layout=layout,
        header_rows=header_rows,
        headers=headers,
        columns={target: (at,) for target, at in positions.items()},
        unexplained=strange,
        explained=1 - len(strange) / len(headers) if headers else 0.0,
    )
