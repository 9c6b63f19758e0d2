"""What resolving found out that the reader of any figure must know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from enduse.errors import Notice
from enduse.resolve.once import Overlap
from enduse.resolve.statistics import CellOverlap

_WHY = {
    "revision": "an older revision of lines in",
    "overlap": "lines that also stand in",
    "repeat": "repeated lines within",
}


@dataclass(frozen=True)
class AmbiguousName:
    """A name without a number that several parties bear.

    Attributes:
        name: As most rows write it.
        parties: How many parties it could be.
        rows: How many times rows name it so.
    """

    name: str
    parties: int
    rows: int


@dataclass(frozen=True)
class PartyCounts:
    """How the mentions came out.

    Attributes:
        parties: Companies, ambiguous names included.
        ambiguous: Names that could be several parties, and were merged with none.
        ambiguous_rows: How many times rows name them.
        most_ambiguous: The names that most rows use, at most 20.
        unnamed_rows: How many times a role holds a text that names nobody ("ООО", "N/A").
        joined: Pairs of names that were joined without asking, e.g. one name in two scripts.
        open: Pairs of names that may be one party and wait for the analyst.
    """

    parties: int = 0
    ambiguous: int = 0
    ambiguous_rows: int = 0
    most_ambiguous: tuple[AmbiguousName, ...] = ()
    unnamed_rows: int = 0
    joined: int = 0
    open: int = 0


@dataclass(frozen=True)
class ItemCounts:
    """What became of the goods lines.

    Attributes:
        kept: Lines kept, each once.
        superseded: Lines that gave way to another row.
        overlaps: Which source's lines gave way to which.
        look_alike: Lines that repeat another declaration's goods, counted and kept.
        values: ``declared``, ``converted`` and ``missing`` to a number of lines.
        unconverted: Currency to lines without a value in dollars.
        by_declarations: Lines whose dollars come of a rate that only other declarations tell.
    """

    kept: int = 0
    superseded: int = 0
    overlaps: tuple[Overlap, ...] = ()
    look_alike: int = 0
    values: Mapping[str, int] = field(default_factory=dict)
    unconverted: Mapping[str, int] = field(default_factory=dict)
    by_declarations: int = 0


@dataclass(frozen=True)
class CellCounts:
    """What became of the published cells.

    Attributes:
        kept: Cells kept, each once.
        overlaps: Which source's cells gave way to which.
        clashing: Cells kept although one file gives the same cell several values.
        unconverted: Currency to cells without a value in both euros and dollars.
    """

    kept: int = 0
    overlaps: tuple[CellOverlap, ...] = ()
    clashing: int = 0
    unconverted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ResolveReport:
    """What ``build`` made of one version of the ledger.

    Attributes:
        ledger_version: The version that was read.
        items: What became of the goods lines.
        parties: How the mentions came out.
        cells: What became of the published cells.
        code_list_rows: Rows of control, ban and priority lists, bundled ones included.
        bundled_lists: Lists that stand in because none was added.
        source_names: Source id to file name, for the sentences.
        judgements: Notices about the analyst's judgements.
        by_declarations: Table to how many of its rows have dollars by a rate that only declarations tell.
    """

    ledger_version: int
    items: ItemCounts = ItemCounts()
    parties: PartyCounts = PartyCounts()
    cells: CellCounts = CellCounts()
    code_list_rows: int = 0
    bundled_lists: tuple[str, ...] = ()
    source_names: Mapping[str, str] = field(default_factory=dict)
    judgements: tuple[Notice, ...] = ()
    by_declarations: Mapping[str, int] = field(default_factory=dict)

    def notices(self) -> tuple[Notice, ...]:
        """Everything that a reader of the findings must know, in sentences."""
        return (*self._overlaps(), *self._names(), *self._values(), *self.judgements)

    def _overlaps(self) -> Iterator[Notice]:
        for it in self.items.overlaps:
            yield Notice(
                "W-LINES-ONCE",
                f"{self._name(it.source_id)}: {it.lines:,} {_WHY[it.why]} {self._name(it.kept_source_id)}. "
                "They count once; the rows that gave way stay in the ledger.",
            )
        if self.items.look_alike:
            yield Notice(
                "W-LINES-ALIKE",
                f"{self.items.look_alike:,} lines repeat day, consignee, goods, masses and value under another "
                "declaration number. Master and house declarations look like this, and so do equal machines. All were "
                "kept: sums may count some goods twice.",
            )
        for cells in self.cells.overlaps:
            yield Notice(
                "W-CELLS-ONCE",
                f"{self._name(cells.source_id)}: {cells.equal + cells.different:,} published cells also stand in "
                f"{self._name(cells.kept_source_id)}, {cells.different:,} of them with another value. "
                "Those of the file added later count.",
            )

        if self.cells.clashing:
            yield Notice(
                "W-CELLS-CLASH",
                f"{self.cells.clashing:,} published cells share reporter, partner, flow, goods and period with another "
                "cell of the same file that has another value. All were kept: several partners without a name have one "
                "code, or the file contradicts itself. Look at them before you quote such a partner.",
            )

    def _names(self) -> Iterator[Notice]:
        if self.parties.ambiguous:
            first = self.parties.most_ambiguous[0]
            yield Notice(
                "W-NAMES-AMBIGUOUS",
                f"{self.parties.ambiguous:,} names without a number could be several parties, in "
                f"{self.parties.ambiguous_rows:,} places; {first.name!r} matches {first.parties:,} companies. They "
                "were merged with none. Add a source with registered numbers, or judge the pairs.",
            )
        if self.parties.unnamed_rows:
            yield Notice(
                "W-NAMES-EMPTY",
                f"{self.parties.unnamed_rows:,} times a party's name says nothing ('ООО', 'N/A'). "
                "No party was made of it.",
            )
        if self.parties.joined or self.parties.open:
            yield Notice(
                "W-NAMES-ALIKE",
                f"{self.parties.joined:,} pairs of names were joined without asking, because a rare word carries them "
                f"and nothing speaks against it; {self.parties.open:,} more may be one party and stay apart. "
                "`enduse review` shows them.",
            )

    def _values(self) -> Iterator[Notice]:
        for rows, what, code in (
            (self.items.unconverted, "goods lines have no value in US dollars", "W-RATE-ITEMS"),
            (self.cells.unconverted, "published cells have no value in both euros and dollars", "W-RATE-CELLS"),
        ):
            if rows:
                each = ", ".join(f"{currency} {number:,}" for currency, number in rows.items())
                yield Notice(
                    code,
                    f"{sum(rows.values()):,} {what}: no rate for their currency and period ({each}). They are missing "
                    "from sums. Add a central bank's file of rates.",
                )

        if told := ", ".join(f"{rows:,} rows of {table}" for table, rows in self.by_declarations.items()):
            yield Notice(
                "W-RATE-DECLARED",
                f"Nobody published a rate for {told}. Their dollars come of declarations of the same month that state "
                "both values; they may be a few per cent off. Add a central bank's file of rates to replace them.",
            )

    def _name(self, source_id: str) -> str:
        return self.source_names.get(source_id, source_id[:12])
