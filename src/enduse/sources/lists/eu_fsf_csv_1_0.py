"""The EU's consolidated list of financial sanctions, CSV 1.0: a line for each name, address, birth of an entry."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from enduse.errors import Notice
from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.days import first_day
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.eu_fsf import (
    ENTRY_IDS,
    LICENCE,
    PUBLISHER,
    add_act,
    add_address,
    add_name,
    add_number,
    add_remark,
    new_draft,
)
from enduse.sources.list_parts.europe_table import ListRow, TableShape, grouped, read_table
from enduse.sources.list_parts.values import day_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_ID = "Entity_logical_id"
_PREFIXES = ("Leba", "Naal_leba", "Addr_leba", "Birt_leba", "Iden_leba", "Citi_leba")
_PROGRAMMES = ("Programme", *(f"{it}_programme" for it in ("Naal", "Addr", "Birt", "Iden", "Citi")))
_LOST = re.compile(r"\w\?\w|\?\?|\?\w{2}")
_STREET = ("Addr_number", "Addr_street", "Addr_zipcode", "Addr_city")


def _fits(file: ListFile) -> bool:
    return bool(re.match(rb'\s*(?:\xef\xbb\xbf)?"?Date_file\w*;Entity_logical_id;', file.head(200)))


def _read(file: ListFile) -> ListReading:
    wrapped = file.head(1) == b'"'
    table = read_table(file, TableShape(";", _ID, unwrap=wrapped))
    groups, bad = grouped(table.rows, _ID)
    lost = sum(bool(_LOST.search(it.get("Naal_wholename"))) for rows in groups.values() for it in rows)
    notices = (*table.notices, *([_lost(file.name, lost)] if lost else []))
    made = next((day_of(text) for rows in groups.values() for column, text in rows[0].all[:1]), None)
    return ListReading(_records(groups, bad), made, notices)


def _lost(name: str, count: int) -> Notice:
    said = (
        f"{count} names of {name!r} have question marks in place of letters: somebody saved the file in a character "
        "set that lacks them. Such names are kept as they are and will hardly be found. Take the publisher's own file."
    )
    return Notice("W-LIST-LETTERS", said)


def _records(groups: Mapping[str, list[ListRow]], bad: list[BadRecord]) -> Iterator[ListEntry | BadRecord]:
    yield from sorted((*(_entry(rows).outcome() for rows in groups.values()), *bad), key=lambda it: it.row)


def _entry(rows: list[ListRow]) -> EntryDraft:
    draft = new_draft(rows[0].row, rows[0].get(_ID), rows[0].get("Subject_type"))
    draft.note("EU_ref_num", rows[0].get("EU_ref_num"))
    draft.listed_on = first_day(row.get(f"{it}_publication_date") for row in rows for it in _PREFIXES)
    for row in rows:
        for prefix, programme in zip(_PREFIXES, _PROGRAMMES, strict=True):
            add_act(draft, row.get(programme), row.get(f"{prefix}_numtitle"), row.get(f"{prefix}_publication_date"))
            draft.note("leba_url", row.get(f"{prefix}_url"))
        add_remark(draft, row.get("Entity_remark"))
        for piece in _PIECES:
            if row.get(piece.id_column):
                piece.add(draft, row)
    return draft


def _name(draft: EntryDraft, row: ListRow) -> None:
    parts = [row.get(f"Naal_{it}") for it in ("firstname", "middlename", "lastname")]
    add_name(draft, row.get("Naal_wholename"), parts, row.get("Naal_language"))
    draft.notes((it, row.get(f"Naal_{it}")) for it in ("gender", "title", "function"))


def _address(draft: EntryDraft, row: ListRow) -> None:
    add_address(draft, [row.get(it) for it in _STREET], row.get("Addr_country"), row.get("Addr_other"))


def _birth(draft: EntryDraft, row: ListRow) -> None:
    if written := row.get("Birt_date"):
        draft.birth(written)
    draft.note("place of birth", ", ".join(it for word in ("place", "country") if (it := row.get(f"Birt_{word}"))))


def _number(draft: EntryDraft, row: ListRow) -> None:
    add_number(draft, row.get("Iden_number"), row.get("Iden_country"))


def _citizen(draft: EntryDraft, row: ListRow) -> None:
    draft.country(row.get("Citi_country"))


@dataclass(frozen=True)
class _Piece:
    id_column: str
    add: Callable[[EntryDraft, ListRow], None]


_PIECES = (
    _Piece("Naal_logical_id", _name),
    _Piece("Addr_logical_id", _address),
    _Piece("Birt_logical_id", _birth),
    _Piece("Iden_logical_id", _number),
    _Piece("Citi_logical_id", _citizen),
)

eu_fsf_csv_1_0 = ListFormat(
    id="eu_fsf_csv_1_0",
    title="EU consolidated financial sanctions (CSV 1.0)",
    publisher=PUBLISHER,
    licence=LICENCE,
    about="Persons and organisations whose funds are frozen by the EU. Also read when a spreadsheet has wrapped every "
    f"line in quotes. {ENTRY_IDS}",
    source="seen: an excerpt of 1,000 lines of the file of 2018-07-04, each line wrapped in quotes",
    fits=_fits,
    read=_read,
)
