"""A plain table of listings: who was put on which list by whom, from which day to which; any language and order."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from enduse.errors import InputError, Notice, UnreadableFile
from enduse.model.ids import stable_key
from enduse.model.listing import BadRecord, ListEntry, WrittenIdentifier, WrittenName
from enduse.sources.list_parts.europe_numbers import identifiers_of, scheme_of
from enduse.sources.list_parts.listing_columns import LISTINGS_TABLE, listing_columns
from enduse.sources.lists import ListFile, ListFormat, ListReading
from enduse.sources.party_table import PartyColumns, PartyRow, map_parties, read_parties
from enduse.sources.profile import profile
from enduse.sources.reading import BadRow, Sheet
from enduse.sources.reading.blob import Blob
from enduse.sources.reading.first_lines import first_lines
from enduse.sources.reading.opening import open_blob
from enduse.text.dates import DateStyle, order_evidence, read_day

_DAYS = ("listed_on", "delisted_on")
_WORKBOOKS = (".xlsx", ".xls", ".ods")
_SMALL = 1 << 20
_SAMPLE = 5_000
_DEEPEST = 30
_LABELLED = re.compile(r"([^\W\d_][^\d:]{1,24}?)[\s:№#]+(\S.*)$")
_MARKS = ";|\n；｜"


@dataclass(frozen=True)
class _Table:
    """The table, what its columns are, and how it writes days."""

    sheet: Sheet
    columns: PartyColumns
    style: DateStyle
    name: str
    doubtful: int


def fits(file: ListFile) -> bool:
    """Does one of its first lines name the listed, the day of listing, and who listed them or why?"""
    if file.name.casefold().endswith(_WORKBOOKS):
        # A large workbook takes seconds to open, and lists of one's own are small.
        return file.size <= _SMALL and _is_workbook_of_listings(file)
    lines = first_lines(file.head())
    return lines is not None and any(listing_columns(row) for row in lines.rows)


def _is_workbook_of_listings(file: ListFile) -> bool:
    try:
        return _sheet_of(file) is not None
    except InputError:
        # Whoever opens it as a table says what is wrong with it.
        return False


def read(file: ListFile) -> ListReading:
    """Every line as an entry, with its days of listing and delisting.

    Raises:
        UnreadableFile: ``E-LIST-HEADER``: no line is the header of a table of listings.
    """
    found = _sheet_of(file) if file.size else None
    if found is None:
        raise UnreadableFile(
            f"No line of {file.name!r} is the header of a table of listings: it must name the listed, the day of "
            "listing, and the authority, the list, the programme or the day of delisting. Rename the columns so.",
            code="E-LIST-HEADER",
        )
    sheet, given = found
    columns = map_parties(sheet, given)
    days = _days(sheet, columns)
    style = _style(days)
    doubtful = sum(read_day(it, style).doubtful for it in days)
    table = _Table(sheet, columns, style, file.name.partition(".")[0], doubtful)
    entries = tuple(_entries(table))
    return ListReading(entries, None, tuple(_notices(entries, table)))


def _sheet_of(file: ListFile) -> tuple[Sheet, dict[str, str]] | None:
    for sheet in open_blob(Blob(file.name, file.size, file.open)).sheets:
        for row in sheet.head(_DEEPEST):
            if given := listing_columns(row):
                return sheet, given
    return None


def _days(sheet: Sheet, columns: PartyColumns) -> list[str]:
    """What stands in the columns of days, of the first rows."""
    rows = sheet.head(_SAMPLE)[columns.header_row :]
    cells = (row[at] for row in rows for role in _DAYS for at in columns.roles.get(role, ()) if at < len(row))
    return [it for it in cells if it.strip()]


def _style(days: Sequence[str]) -> DateStyle:
    order = order_evidence(pa.array(days, pa.string()))
    looks = profile(days)
    calendar = "roc" if looks.share("roc_day") > looks.share("day") else "gregorian"
    return DateStyle(calendar=calendar, order=order.order, mixed=order.mixed)


def _entries(table: _Table) -> Iterator[ListEntry | BadRecord]:
    for row in read_parties(table.sheet, table.columns):
        if isinstance(row, BadRow):
            yield BadRecord(row.row, row.code, row.reason, row.cells)
        elif names := _names(row):
            yield _entry(row, names, table)
        else:
            cells = tuple(row.cells.values())
            yield BadRecord(row.row, "R-LIST-NAME", "The line names nobody: its cell for names is empty.", cells)


def _names(row: PartyRow) -> tuple[WrittenName, ...]:
    """The names of a cell apart; the first is the primary one."""
    texts = [part for it in row.names for part in _parts(it.text)]
    distinct = dict.fromkeys(it for it in texts if any(map(str.isalnum, it)))
    return tuple(WrittenName(text, "alias" if at else "primary") for at, text in enumerate(distinct))


def _entry(row: PartyRow, names: tuple[WrittenName, ...], table: _Table) -> ListEntry:
    days = {role: read_day(row.more.get(role, ""), table.style).day for role in _DAYS}
    unread = {role: row.more[role] for role in _DAYS if row.more.get(role) and days[role] is None}
    numbers = tuple(_numbers(row))
    own = row.more.get("id") or stable_key(*(it.text for it in names), *map(str, numbers))
    beside = {header: row.cells[header] for header in table.columns.unread if row.cells.get(header)}
    return ListEntry(
        row.row,
        row.more.get("authority") or row.more.get("list") or table.name,
        row.more.get("list") or table.name,
        own,
        row.kind,
        names,
        identifiers=numbers,
        addresses=tuple(replace(it, country=it.country or _only(row.countries)) for it in row.addresses),
        contacts=row.contacts,
        countries=row.countries,
        births=row.births,
        programmes=tuple(_parts(row.more.get("programme", ""))),
        listed_on=days["listed_on"],
        delisted_on=days["delisted_on"],
        remarks=row.more.get("remarks", ""),
        citation=row.more.get("citation", ""),
        more={**beside, **unread},
    )


def _numbers(row: PartyRow) -> Iterator[WrittenIdentifier]:
    """Numbers of a scheme as they are; of others what their words and check digits tell."""
    for it in row.identifiers:
        if it.scheme == "OTHER":
            for part in _parts(it.value):
                told = _LABELLED.match(part)
                scheme = scheme_of(told[1], "") if told else ""
                label, text = (told[1], told[2]) if told and scheme else ("", part)
                yield from identifiers_of(label, text, it.country, "OTHER")
        else:
            yield from (replace(it, value=part) for part in _parts(it.value))


def _parts(text: str) -> list[str]:
    for mark in _MARKS:
        text = text.replace(mark, _MARKS[0])
    return [part for it in text.split(_MARKS[0]) if (part := it.strip())]


def _only(countries: Sequence[str]) -> str:
    return countries[0] if len(countries) == 1 else ""


def _notices(entries: Iterable[ListEntry | BadRecord], table: _Table) -> Iterator[Notice]:
    known = [it for it in entries if isinstance(it, ListEntry)]
    unread = Counter(role for it in known for role in _DAYS if role in it.more)
    undated = sum(it.listed_on is None for it in known) - unread["listed_on"]
    if unread:
        shown = next(it.more[role] for it in known for role in _DAYS if role in it.more)
        yield Notice(
            "W-LISTING-DAY",
            f"{sum(unread.values()):,} days of listing or delisting cannot be read, for example {shown!r}. These "
            "entries are kept, but nothing can be told from before or after their day. Write the days as YYYY-MM-DD.",
        )
    if undated:
        yield Notice(
            "W-LISTING-UNDATED",
            f"{undated:,} entries have no day of listing: they count as listed from the day this file was added.",
        )
    if table.doubtful:
        yield Notice(
            "W-DATE-ORDER",
            f"{table.doubtful:,} days of listing such as 03/04/2022 could be day/month or month/day: read day first. "
            "Write the days as YYYY-MM-DD where that is wrong.",
        )


LIST = ListFormat(
    id=LISTINGS_TABLE,
    title="Any table of listings, by its headers",
    publisher="the user",
    licence="the user's",
    about=(
        "One row for each entry: names joined by ; or |, numbers, address, country, authority, list, programme, day of "
        "listing and of delisting. Entry ids are those of the column of entries, else made of names and numbers. The "
        "list is called as its column says, else as the file."
    ),
    source="memory: general knowledge of such tables",
    fits=fits,
    read=read,
)
