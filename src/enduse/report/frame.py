"""What every section of a dossier is made with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from enduse.detect import Watershed
from enduse.model.period import Span, month_index
from enduse.report.book import FigureBook
from enduse.report.lines import Line
from enduse.report.model import Marker, SubjectNote
from enduse.report.wording import span_text

LONGEST_WINDOW = 12


@dataclass(frozen=True)
class Windows:
    """Two equal spans: whole months after the watershed, and the same calendar months a year before.

    Attributes:
        records: Months for which the ledger holds records of this kind.
    """

    before: Span
    after: Span
    records: Span

    @property
    def whole(self) -> bool:
        """Do the records reach back over the whole earlier window?"""
        return self.records.start <= self.before.start

    def __str__(self) -> str:
        """``March to November 2021 against March to November 2022``."""
        return f"{span_text(self.before)} against {span_text(self.after)}"


def windows_of(on: date, records: Span) -> Windows | None:
    """The windows around ``on`` that ``records`` allow; None when they hold no whole month after it."""
    first = month_index(on) + (on.day > 1)
    after = Span(first, min(records.end, first + LONGEST_WINDOW))
    return Windows(after.year_before(), after, records) if after.months and records.months else None


@dataclass(frozen=True)
class Frame:
    """Makes and names things for the sections; one kind of record at a time.

    Attributes:
        names: Party id to the name that is printed.
        countries: Party id to country code.
        tiers: HS6 code to its tier on the common high priority list.
        windows: None when before and after cannot be compared.
        records: Months for which the ledger holds records of this kind.
    """

    subject: SubjectNote
    book: FigureBook
    names: Mapping[str, str]
    countries: Mapping[str, str]
    tiers: Mapping[str, str]
    watershed: Watershed
    windows: Windows | None
    records: Span
    markers: tuple[Marker, ...]

    def party(self, party_id: str) -> str:
        """The printed name of a party."""
        return self.names.get(party_id, party_id) or "not recorded"


def within(lines: Sequence[Line], span: Span) -> list[Line]:
    """The lines that lie in ``span`` with all the months they cover."""
    return [
        line
        for line in lines
        if line.month is not None and span.start <= line.month and line.month + max(1, line.months) <= span.end
    ]
