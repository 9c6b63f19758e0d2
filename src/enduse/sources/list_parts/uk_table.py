"""Entries of the UK Sanctions List from its tables: CSV and ODS have the same columns, one row for each combination."""

from collections.abc import Iterable, Iterator

from enduse.model.listing import BadRecord, Link, ListEntry
from enduse.sources.list_parts.days import first_day
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.europe_table import ListRow, Unread, grouped, pieces_of
from enduse.sources.list_parts.uk import (
    NAME_COLUMNS,
    add_births,
    add_nationalities,
    add_numbers,
    add_remark,
    kind_of,
    role_of,
    whole_name,
)

ID_COLUMN = "Unique ID"
LIST = "UK Sanctions List"

_STREET = (*(f"Address Line {it}" for it in range(1, 7)), "Address Postal Code")
_NUMBERS = {"National Identifier number": "national id", "Passport number": "passport"}
_SHIP_AND_FIRM = {
    "Business registration number (s)": "registration",
    "IMO number": "imo",
    "Hull identification number (HIN)": "hull identification",
}
_LINKS = {
    "Parent company": "owned_by",
    "Subsidiaries": "owner_of",
    "Current owner/operator (s)": "owned_by",
    "Previous owner/operator (s)": "linked",
}
_CONTACTS = {"Phone number": "phone", "Email address": "email", "Website": "web"}
_READ = Unread(
    frozenset(
        {
            *(*NAME_COLUMNS, *_STREET, *_NUMBERS, *_SHIP_AND_FIRM, *_LINKS, *_CONTACTS, ID_COLUMN, "Name type"),
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
    for row in rows:
        draft.name(whole_name(row.get), role_of(row.get("Name type"), row.get("Alias strength")))
        if original := row.get("Name non-latin script"):
            draft.name(original)
        _law(draft, row)
        _person(draft, row)
        _rest(draft, row)
    return draft


def _law(draft: EntryDraft, row: ListRow) -> None:
    draft.programme(row.get("Regime Name"))
    for measure in pieces_of(row.get("Sanctions Imposed"), "|"):
        draft.programme(measure)
    add_remark(draft, row.get("UK Statement of Reasons"))
    add_remark(draft, row.get("Other Information"))


def _person(draft: EntryDraft, row: ListRow) -> None:
    add_births(draft, [row.get("D.O.B")], "D.O.B")
    if nationality := row.get("Nationality(/ies)"):
        add_nationalities(draft, nationality, "Nationality(/ies)")
    draft.note("place of birth", ", ".join(it for it in (row.get("Town of birth"), row.get("Country of birth")) if it))
    for column, label in _NUMBERS.items():
        if text := row.get(column):
            add_numbers(draft, label, text)


def _rest(draft: EntryDraft, row: ListRow) -> None:
    street = [it for column in _STREET if (it := row.get(column))]
    if street or row.get("Address Country"):
        draft.address(street, row.get("Address Country"))
    for column, label in _SHIP_AND_FIRM.items():
        draft.numbers(label, row.get(column))
    for column, relation in _LINKS.items():
        links = (Link(relation, name=name, note=column) for name in pieces_of(row.get(column)))
        draft.links.update(dict.fromkeys(links))
    for column, kind in _CONTACTS.items():
        draft.contact(kind, row.get(column))
    draft.notes(_READ.of(row))
