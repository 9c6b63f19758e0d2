"""Nomenclatures and correlation tables in their publishers' formats, one file each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from enduse.model.nomenclature import CodeBook, Correlation
from enduse.sources.reading import BadRow

Head = Sequence[Sequence[str]]
"""The first rows of a table as text."""


@dataclass(frozen=True)
class CodeTable:
    """One table of a file, still unread.

    Attributes:
        name: File name, with the sheet where there are several.
        sheet: Name of the sheet; empty where there is only one table.
        head: Its first rows; item 0 is row 1.
        rows: Walks through all rows as (row number, cells), the header included; missing cells are ``""``.
    """

    name: str
    sheet: str
    head: Head
    rows: Callable[[], Iterator[tuple[int, Sequence[str]]]]

    @property
    def header(self) -> Sequence[str]:
        """The cells of row 1."""
        return self.head[0] if self.head else ()

    def records(self) -> Iterable[tuple[int, Mapping[str, str]]]:
        """All rows after the header, by column name."""
        names = [it.strip() for it in self.header]
        for row, cells in self.rows():
            if row > 1:
                yield row, dict(zip(names, cells, strict=False))


@dataclass(frozen=True)
class Published:
    """What a table of a nomenclature's publisher holds: lines of codes, or correlations of editions.

    Attributes:
        book: None for a correlation table.
        correlations: By (older, newer) edition; empty for a nomenclature.
        left_out: Rows of a correlation table that are none, by reason.
        rejected: Rows that should be lines or correlations and could not be read; counted in ``left_out`` of the book
            or here as well.
    """

    book: CodeBook | None = None
    correlations: Mapping[tuple[str, str], tuple[Correlation, ...]] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    rejected: tuple[BadRow, ...] = ()


@dataclass(frozen=True)
class CodeBookFormat:
    """One publisher's nomenclature in one format; define one as a module-level object in a file of this folder.

    Attributes:
        id: Snake-case, equal to the file name.
        title: For people.
        publisher: Who publishes it.
        licence: Licence or terms in a few words.
        about: What it holds and what it does not.
        source: Where the format's facts come from, with ``seen`` (a real file was read) or ``memory``.
        fits: Is this table of that format? Looks at the head only.
        read: Reads it.
        headed: Does row 1 hold the names of the columns?
    """

    id: str
    title: str
    publisher: str
    licence: str
    about: str
    source: str
    fits: Callable[[CodeTable], bool]
    read: Callable[[CodeTable], Published]
    headed: bool = True
