"""Where a fact was read: source, member, sheet, row, cell."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Place:
    """One table inside one source.

    Attributes:
        member: Path inside an archive, or None when the file itself is the table.
        sheet: Sheet of a workbook, or None.
    """

    member: str | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        return " › ".join(it for it in (self.member, self.sheet) if it)


@dataclass(frozen=True, order=True)
class RowRef:
    """One row, as a person would find it again.

    Attributes:
        source_id: SHA-256 of the file that was added, 64 hexadecimal digits.
        place: Which table of that file.
        row: Number that a spreadsheet shows: the header line counts, the first is 1. In XML the
            ordinal of the record in its document.
    """

    source_id: str
    place: Place
    row: int
