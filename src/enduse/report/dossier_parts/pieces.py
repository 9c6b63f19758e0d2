"""A dossier as a document of few kinds of pieces, whatever file it becomes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Look = Literal["plain", "bold", "soft", "code", "grade", "alert"]
Tone = Literal["plain", "soft", "sentence", "headline", "notice", "warning", "danger"]
Align = Literal["left", "right"]


@dataclass(frozen=True)
class Run:
    """Words of one look.

    Attributes:
        to: Anchor inside the document that they lead to; empty for none.
        note: Footnote behind them; empty for none.
        back: Anchor that the footnote leads to, where it has one.
    """

    text: str
    look: Look = "plain"
    to: str = ""
    note: str = ""
    back: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 opens a section.

    Attributes:
        anchor: Unique within the document; the contents lead there.
        side: A word behind it, e.g. what kind of records a table tells of.
    """

    text: str
    anchor: str
    level: int = 1
    side: str = ""


@dataclass(frozen=True)
class Passage:
    """A paragraph."""

    runs: Runs
    tone: Tone = "plain"


@dataclass(frozen=True)
class Points:
    """A list."""

    items: tuple[Runs, ...]


@dataclass(frozen=True)
class Sheet:
    """A table.

    Attributes:
        widths: Of the columns, in parts.
        rows: Cells of runs.
        anchors: One for each row, or none at all.
        under: Untouched cells to print below each row, or none at all.
        tiny: Set small, for long tables at the end.
    """

    header: tuple[str, ...]
    aligns: tuple[Align, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Runs, ...], ...]
    anchors: tuple[str, ...] = ()
    under: tuple[tuple[str, ...], ...] = ()
    tiny: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart.

    Attributes:
        svg: The whole ``<svg>``, with its colours.
        told: What it shows, for those who cannot see it.
        width, height: In units of the chart; their ratio counts.
    """

    svg: str
    told: str
    width: int
    height: int


@dataclass(frozen=True)
class Contents:
    """Where the table of contents stands."""

    title: str


Piece = Heading | Passage | Points | Sheet | Picture | Contents


@dataclass(frozen=True)
class Document:
    """A whole dossier, ready to be drawn.

    Attributes:
        kicker: A line above the title.
        status: ``Draft ...`` or who approved it; stands at the foot of every page, too.
        final: Is it approved?
        page: ``Page {page} of {pages}`` in the document's language.
        at: Instant of the file's properties: the day of approval; None for drafts.
    """

    title: str
    kicker: str
    status: str
    final: bool
    language: str
    page: str
    pieces: tuple[Piece, ...]
    at: datetime | None = None
