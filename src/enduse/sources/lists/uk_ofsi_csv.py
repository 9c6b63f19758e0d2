"""The consolidated list of the UK's Office of Financial Sanctions Implementation, CSV; it ended on 2026-01-28."""

from collections.abc import Iterator, Mapping

from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.days import first_day
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.europe_table import ListRow, TableShape, Unread, grouped, read_table
from enduse.sources.list_parts.uk import (
    LICENCE,
    NAME_COLUMNS,
    add_births,
    add_nationalities,
    add_numbers,
    add_remark,
    kind_of,
    role_of,
    whole_name,
)
from enduse.sources.list_parts.values import day_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_ID = "Group ID"
_STREET = (*(f"Address {it}" for it in range(1, 7)), "Post/Zip Code")
_NUMBERS = {
    "Passport Details": "passport",
    "Passport Number": "passport",
    "NI Number": "national id",
    "National Identification Number": "national id",
}
_READ = Unread(
    frozenset(
        {
            *(*NAME_COLUMNS, *_STREET, *_NUMBERS, _ID, "Country", "DOB", "Nationality", "Group Type", "Alias Type"),
            *("Alias Quality", "Regime", "Listed On", "Other Information"),
            *("Name Non-Latin Script", "Town of Birth", "Country of Birth"),
        }
    )
)


def _fits(file: ListFile) -> bool:
    head = file.head(4_000)
    return b"Group ID" in head and b"Group Type" in head and b"Name 6" in head


def _read(file: ListFile) -> ListReading:
    table = read_table(file, TableShape(",", _ID))
    groups, bad = grouped(table.rows, _ID)
    made = next((day_of(it) for cells in table.before for it in cells if day_of(it)), None)
    return ListReading(_records(groups, bad), made, table.notices)


def _records(groups: Mapping[str, list[ListRow]], bad: list[BadRecord]) -> Iterator[ListEntry | BadRecord]:
    yield from sorted((*(_entry(rows).outcome() for rows in groups.values()), *bad), key=lambda it: it.row)


def _entry(rows: list[ListRow]) -> EntryDraft:
    first = rows[0]
    draft = EntryDraft(first.row, "UK", "OFSI Consolidated List", first.get(_ID), kind_of(first.get("Group Type")))
    days = ("Listed On", "UK Sanctions List Date Designated")
    draft.listed_on = first_day(row.get(it) for row in rows for it in days)
    for row in rows:
        draft.name(whole_name(row.get), role_of(row.get("Alias Type"), row.get("Alias Quality")))
        if original := row.get("Name Non-Latin Script"):
            draft.name(original)
        _facts(draft, row)
        draft.notes(_READ.of(row))
    return draft


def _facts(draft: EntryDraft, row: ListRow) -> None:
    draft.programme(row.get("Regime"))
    street = [it for column in _STREET if (it := row.get(column))]
    if street or row.get("Country"):
        draft.address(street, row.get("Country"))
    add_births(draft, [row.get("DOB")], "DOB")
    add_nationalities(draft, row.get("Nationality"), "Nationality")
    draft.note("place of birth", ", ".join(it for it in (row.get("Town of Birth"), row.get("Country of Birth")) if it))
    for column, label in _NUMBERS.items():
        if text := row.get(column):
            add_numbers(draft, label, text)
    add_remark(draft, row.get("Other Information"))


uk_ofsi_csv = ListFormat(
    id="uk_ofsi_csv",
    title="UK OFSI consolidated list (CSV), until 2026-01-28",
    publisher="HM Treasury, Office of Financial Sanctions Implementation",
    licence=LICENCE,
    about="Targets of the UK's (before 2021 also the EU's and UN's) asset freezes. The list ended on 2026-01-28; since "
    "then use the UK Sanctions List. Entry ids are the group ids, which stay. The rows of one group are every "
    "combination of its names, births and addresses, so they are put together.",
    source="seen: the list of 2018-04-13 with 9,487 rows in 2,106 groups; the columns added in 2022 from memory",
    fits=_fits,
    read=_read,
)
