"""The dossier as plain facts: every printed number is a ``Figure`` that names the rows behind it.

Formats draw this model and compute nothing of their own, so page, workbook and JSON Lines agree.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

How = Literal["sum", "count", "distinct", "share", "ratio", "stated"]
"""How a figure comes out of its rows; ``stated`` figures are printed as a typology gave them."""

Align = Literal["text", "number", "date"]
Tone = Literal["plain", "warning", "danger"]


@dataclass(frozen=True)
class Figure:
    """One printed number and the evidence rows it stands on.

    Attributes:
        id: Unique within the dossier: ``f1``, ``f2`` ... in order of making.
        value: The number itself; shares run from 0 to 1.
        unit: ``USD``, ``EUR``, ``share``, ``times``, or a plural noun such as ``lines``.
        label: What it is, in a few words.
        how: How it comes out of ``rows`` (and ``base``).
        rows: Numbers of evidence rows, ascending.
        base: For shares and ratios: rows of the denominator, ascending.
        of: For distinct counts: which role is counted.
    """

    id: str
    value: float
    unit: str
    label: str
    how: How
    rows: tuple[int, ...]
    base: tuple[int, ...] = ()
    of: str = ""


@dataclass(frozen=True)
class Sentence:
    """Text and figures in reading order, with one of the six words of confidence.

    Attributes:
        rests_on: Part of the dossier that it sums up where that, not rows, bears it out, e.g. ``silences``.
        cites: Entries of the case and pieces of evidence that bear it out: ``C3``, ``E7``.
    """

    parts: tuple[str | Figure, ...]
    confidence: str = "derived"
    rests_on: str = ""
    cites: tuple[str, ...] = ()

    def figures(self) -> tuple[Figure, ...]:
        """Its figures, in order."""
        return tuple(part for part in self.parts if isinstance(part, Figure))


Cell = str | Figure | None


@dataclass(frozen=True)
class Column:
    """One column of a table block."""

    title: str
    align: Align = "text"


@dataclass(frozen=True)
class TableBlock:
    """A table for people.

    Attributes:
        id: Anchor, unique within the dossier.
        title: Heading.
        note: What the reader must know to read it; may be empty.
        columns: In order.
        rows: Cells; None prints as a dash.
        group: Sheet of the workbook it goes to: Lanes, Parties, Goods, Series or Case.
        stream: What kind of records it tells of, where the dossier tells of several kinds; else empty.
    """

    id: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    group: str
    stream: str = ""


@dataclass(frozen=True)
class Marker:
    """A dated event drawn into a series, e.g. a control date.

    Attributes:
        on: The day.
        label: A few words.
        citation: The legal or editorial source; empty when the analyst named the day.
    """

    on: date
    label: str
    citation: str = ""


@dataclass(frozen=True)
class Band:
    """One stack of a series: a figure for each month, None where no row stands."""

    name: str
    values: tuple[Figure | None, ...]


@dataclass(frozen=True)
class SeriesBlock:
    """Values by month, stacked.

    Attributes:
        first: Index of the first month, see ``model.period.month_index``.
        bands: Each with one entry a month, the first band at the bottom.
        shaded: Spans of months that are compared: a name, the first month and the first month after.
        stream: As for tables.
    """

    id: str
    title: str
    note: str
    unit: str
    first: int
    bands: tuple[Band, ...]
    markers: tuple[Marker, ...]
    twin: TableBlock
    shaded: tuple[tuple[str, int, int], ...] = ()
    stream: str = ""


@dataclass(frozen=True, order=True)
class FlowNode:
    """A place in a flow; ``layer`` 0 is the leftmost."""

    layer: int
    name: str


@dataclass(frozen=True)
class FlowLink:
    """Value that passes between nodes of neighbouring layers."""

    source: FlowNode
    target: FlowNode
    figure: Figure


@dataclass(frozen=True)
class FlowBlock:
    """A Sankey: who sent how much through whom."""

    id: str
    title: str
    note: str
    unit: str
    layers: tuple[str, ...]
    links: tuple[FlowLink, ...]
    twin: TableBlock
    stream: str = ""


@dataclass(frozen=True)
class Scene:
    """What a drawing shows; its kinds stand in ``report.scenes``."""


@dataclass(frozen=True)
class DrawnBlock:
    """A map, a network, an ownership chart, chains of custody, or a timeline."""

    id: str
    title: str
    note: str
    scene: Scene
    twin: TableBlock
    stream: str = ""


@dataclass(frozen=True)
class Suspicion:
    """A finding as the dossier prints it."""

    key: str
    typology: str
    title: str
    headline: str
    confidence: str
    strength: float
    strength_sentence: str
    period: str
    subject: str
    others: tuple[str, ...]
    evidence: Figure
    figures: tuple[tuple[str, str], ...]
    innocent: tuple[str, ...]
    misses: tuple[str, ...]
    settle: tuple[str, ...]


@dataclass(frozen=True)
class Silence:
    """A pattern that was looked for and not found, or that could not be assessed, and why."""

    typology: str
    title: str
    answer: str
    why: str


@dataclass(frozen=True)
class EvidenceRow:
    """One cited row.

    Attributes:
        number: Its number in the dossier, from 1.
        table: ``items`` or ``statistics``.
        place: Index into ``Dossier.places``.
        row: Number that a spreadsheet shows.
        cell: Address of the value in a pivot table (``AE5``), else empty.
        document: Declaration number and line; empty for statistics.
        on: Day or month as text, ``2022-03-14`` or ``2022-03``.
        route: Countries as codes, ``TW > CN > RU``.
        parties: ``consignor → consignee``; empty for statistics.
        code: Goods code, digits only.
        text: Goods description, brand.
        value: In ``unit``; None when not recorded or withheld.
        unit: USD or EUR.
        cells: The untouched cells of the row in the order of its place's headers.
        withheld: Why the content is withheld; empty when it is printed.
        keys: Role to party id or country, for distinct counts.
    """

    number: int
    table: str
    place: int
    row: int
    cell: str
    document: str
    on: str
    route: str
    parties: str
    code: str
    text: str
    value: float | None
    unit: str
    cells: tuple[str, ...]
    withheld: str
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class EvidencePlace:
    """One table of one source: where evidence rows stand.

    Attributes:
        source: Index into ``Dossier.sources``.
        path: Member and sheet inside the file, e.g. ``2023.zip › Sheet1``; empty for a plain file.
        headers: The header cells above its rows; may be shorter than a row.
    """

    source: int
    path: str
    headers: tuple[str, ...]


@dataclass(frozen=True)
class SourceNote:
    """A file that was read, and what may be done with it."""

    sha256: str
    name: str
    publisher: str
    licence: str
    re_export: bool
    sensitivity: str
    cited: int


@dataclass(frozen=True)
class SubjectNote:
    """Whom or what the dossier is about.

    Attributes:
        id: Party id, brand in capitals, country code, or lane such as ``EU>KZ:84661031``.
        anchor: For companies what findings call it: ``inn:7701234567`` or ``name:TW:key``.
    """

    kind: str
    id: str
    title: str
    names: tuple[str, ...]
    country: str
    identifiers: tuple[str, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Versions:
    """What the dossier was made from: the same entries give the same bytes.

    Attributes:
        engine: Version of enduse.
        ledger: Version of the ledger.
        lists: Code lists used, each with authority, list, rows and source.
        rules: Typologies and other rules with their versions or digests.
        watershed: The day before and after which figures are compared, and what says so.
    """

    engine: str
    ledger: int
    lists: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    watershed: str = ""


@dataclass(frozen=True)
class Notice:
    """A sentence set apart from the text."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Approval:
    """Who let a dossier out as a final one, and on which day."""

    by: str
    on: date


@dataclass(frozen=True)
class Edition:
    """How a dossier is published.

    Attributes:
        language: Of headings, labels, glossary and method note in PDF, DOCX and Markdown.
        approval: None while it is a draft.
    """

    language: str = "en"
    approval: Approval | None = None


Block = TableBlock | SeriesBlock | FlowBlock | DrawnBlock


@dataclass(frozen=True)
class Dossier:
    """Everything a dossier says; no clock and no chance went into it."""

    subject: SubjectNote
    versions: Versions
    notices: tuple[Notice, ...]
    summary: tuple[Sentence, ...]
    blocks: tuple[Block, ...]
    suspicions: tuple[Suspicion, ...]
    silences: tuple[Silence, ...]
    unseen: tuple[str, ...]
    figures: tuple[Figure, ...]
    places: tuple[EvidencePlace, ...]
    sources: tuple[SourceNote, ...]
    evidence: tuple[EvidenceRow, ...]
    edition: Edition = Edition()


def tables(dossier: Dossier) -> tuple[TableBlock, ...]:
    """Every table, the twins of charts included, in reading order."""
    return tuple(block if isinstance(block, TableBlock) else block.twin for block in dossier.blocks)
