"""Entries of the UK Sanctions List from its tables: CSV and ODS have the same columns, one row for each combination."""

from collections.abc import Iterable, Iterator

from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.days import first_day
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.europe_table import ListRow, Unread, grouped
from enduse.sources.list_parts.uk import (
    NAME_COLUMNS,
    add_births,
    add_facts,
    add_law,
    add_nationalities,
    add_remark,
    kind_of,
    role_of,
    uk_words,
    whole_name,
)

ID_COLUMN = "Unique ID"
LIST = "UK Sanctions List"

_STREET = (*(f"Address Line {it}" for it in range(1, 7)), "Address Postal Code")
_WORDS = uk_words(
    (
        *("National Identifier number", "Passport number"),
        *("Business registration number (s)", "IMO number", "Hull identification number (HIN)"),
        *("Parent company", "Subsidiaries", "Current owner/operator (s)", "Previous owner/operator (s)"),
        *("Phone number", "Email address", "Website"),
    )
)
_READ = Unread(
    frozenset(
        {
            *(*NAME_COLUMNS, *_STREET, *_WORDS.all, ID_COLUMN, "Name type"),
            *("Alias strength", "Name non-latin script", "Regime Name", "Individual, Entity, Ship", "Address Country"),
            *("Designation Type", "Sanctions Imposed", "Other Information", "UK Statement of Reasons"),
            *("Date Designated", "D.O.B", "Nationality(/ies)", "Town of birth", "Country of birth"),
        }
    )
)


def uk_records(rows: Iterable[ListRow | BadRecord]) -> Iterator[ListEntry | BadRecord]:
    """The entries of a table, put together by their unique id, in the order of their first rows."""
    groups, bad = grouped(rows, ID_COLUMN)
    yield from sorted((*(_entry(it).outcome() for it in groups.values()), *bad), key=lambda it: it.row)


def _entry(rows: list[ListRow]) -> EntryDraft:
    first = rows[0]
    kind = first.get("Individual, Entity, Ship") or first.get("Designation Type")
    draft = EntryDraft(first.row, "UK", LIST, first.get(ID_COLUMN), kind_of(kind))
    draft.listed_on = first_day(row.get("Date Designated") for row in rows)
    add_law(draft, (row.get("Regime Name") for row in rows), (row.get("Sanctions Imposed") for row in rows))
    for row in rows:
        draft.name(whole_name(row.get), role_of(row.get("Name type"), row.get("Alias strength")))
        if original := row.get("Name non-latin script"):
            draft.name(original)
        add_remark(draft, row.get("UK Statement of Reasons"))
        add_remark(draft, row.get("Other Information"))
        _person(draft, row)
        _rest(draft, row)
    return draft


def _person(draft: EntryDraft, row: ListRow) -> None:
    add_births(draft, [row.get("D.O.B")], "D.O.B")
    if nationality := row.get("Nationality(/ies)"):
        add_nationalities(draft, nationality, "Nationality(/ies)")
    draft.note("place of birth", ", ".join(it for it in (row.get("Town of birth"), row.get("Country of birth")) if it))


def _rest(draft: EntryDraft, row: ListRow) -> None:
    street = [it for column in _STREET if (it := row.get(column))]
    if street or row.get("Address Country"):
        draft.address(street, row.get("Address Country"))
    add_facts(draft, _WORDS, lambda column: [row.get(column)])
    draft.notes(_READ.of(row))
