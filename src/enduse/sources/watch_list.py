"""A watch list of the user's own: any spreadsheet with a column of names."""

from collections.abc import Iterator, Mapping
from datetime import date

from enduse.errors import Notice
from enduse.model.ids import stable_key
from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.lists import ListFile, ListFormat, ListReading
from enduse.sources.party_table import PartyColumns, PartyRow, find_parties, read_parties
from enduse.sources.reading import BadRow, Sheet
from enduse.sources.reading.blob import Blob
from enduse.sources.reading.opening import open_blob
from enduse.text.dates import DateStyle, read_day

AUTHORITY = "OWN"
WATCH_LIST = "watch_list"
"""The id under which a watch list is added."""


def watch_list(name: str, columns: Mapping[str, str] = {}) -> ListFormat:  # noqa: B006 - never changed
    """How a spreadsheet is read as the list ``name``.

    Args:
        name: What the list is called in answers.
        columns: Role to header, where the headers do not say it by themselves; see ``sources.party_table``.
    """

    def read(file: ListFile) -> ListReading:
        sheet, found = find_parties(open_blob(Blob(file.name, file.size, file.open)).sheets, columns)
        unread = ", ".join(map(repr, found.unread))
        notices = (Notice("W-PARTY-UNREAD", f"Columns that were not understood are kept beside each entry: {unread}."),)
        return ListReading(_entries(sheet, found, name), None, notices if unread else ())

    return ListFormat(
        id=WATCH_LIST,
        title=f"Watch list {name!r}",
        publisher="",
        licence="the user's own",
        about="Entry ids are those of the column of ids, else made of the entry's names and numbers.",
        source="seen: the file itself",
        fits=lambda file: False,
        read=read,
    )


def _entries(sheet: Sheet, columns: PartyColumns, name: str) -> Iterator[ListEntry | BadRecord]:
    for row in read_parties(sheet, columns):
        if isinstance(row, BadRow):
            yield BadRecord(row.row, row.code, row.reason, row.cells)
        elif not row.names:
            cells = tuple(row.cells.values())
            yield BadRecord(row.row, "R-LIST-NAME", "The line names nobody: its cell for names is empty.", cells)
        else:
            yield _entry(row, columns, name)


def _entry(row: PartyRow, columns: PartyColumns, name: str) -> ListEntry:
    own = row.more.get("id") or stable_key(*(it.text for it in row.names), *row.identifiers)
    return ListEntry(
        row.row,
        AUTHORITY,
        name,
        own,
        row.kind,
        row.names,
        identifiers=row.identifiers,
        addresses=row.addresses,
        contacts=row.contacts,
        countries=row.countries,
        births=row.births,
        programmes=(row.more["programme"],) if "programme" in row.more else (),
        listed_on=_day(row.more.get("listed_on", "")),
        remarks=row.more.get("remarks", ""),
        more={header: row.cells[header] for header in columns.unread if row.cells.get(header)},
    )


def _day(text: str) -> date | None:
    return read_day(text, DateStyle()).day if text else None
