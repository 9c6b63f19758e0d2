"""The EU's consolidated list of financial sanctions, XML of the old schema (WHOLE/ENTITY/NAME), until 2018."""

from collections.abc import Iterator

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
from enduse.sources.list_parts.nodes import record_nodes, root_word
from enduse.sources.list_parts.values import day_of
from enduse.sources.list_parts.xml import Node, root_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_PIECES = ("NAME", "ADDRESS", "BIRTH", "PASSPORT", "CITIZEN")
_STREET = ("NUMBER", "STREET", "ZIPCODE", "CITY")


def _fits(file: ListFile) -> bool:
    return root_of(file.head())[0] == "WHOLE"


def _read(file: ListFile) -> ListReading:
    return ListReading(_entries(file), day_of(root_word(file.head(), "Date")))


def _entries(file: ListFile) -> Iterator[ListEntry | BadRecord]:
    for row, record in enumerate(record_nodes(file, ("WHOLE/ENTITY",)), 1):
        yield _entry(row, record).outcome()


def _entry(row: int, record: Node) -> EntryDraft:
    draft = new_draft(row, record.get("Id"), record.get("Type"))
    pieces = [it for it in record.children if it.name in _PIECES]
    draft.listed_on = first_day(it.get("reg_date") for it in (record, *pieces))
    for it in (record, *pieces):
        add_act(draft, it.get("programme"), it.get("legal_basis"), it.get("reg_date"))
        draft.note("pdf_link", it.get("pdf_link"))
    add_remark(draft, record.get("remark"))
    for piece in pieces:
        _ADD[piece.name](draft, piece)
    return draft


def _name(draft: EntryDraft, name: Node) -> None:
    parts = (name.value("FIRSTNAME"), name.value("MIDDLENAME"), name.value("LASTNAME"))
    add_name(draft, name.value("WHOLENAME"), parts, name.value("LANGUAGE"))
    draft.notes((tag, name.value(tag)) for tag in ("GENDER", "TITLE", "FUNCTION"))


def _address(draft: EntryDraft, address: Node) -> None:
    add_address(draft, [address.value(it) for it in _STREET], address.value("COUNTRY"), address.value("OTHER"))


def _birth(draft: EntryDraft, birth: Node) -> None:
    if written := birth.value("DATE"):
        draft.birth(written)
    draft.note("place of birth", ", ".join(it for tag in ("PLACE", "COUNTRY") if (it := birth.value(tag))))


def _passport(draft: EntryDraft, passport: Node) -> None:
    add_number(draft, passport.value("NUMBER"), passport.value("COUNTRY"))


def _citizen(draft: EntryDraft, citizen: Node) -> None:
    draft.country(citizen.value("COUNTRY"))


_ADD = dict(zip(_PIECES, (_name, _address, _birth, _passport, _citizen), strict=True))

eu_fsf_xml_1_0 = ListFormat(
    id="eu_fsf_xml_1_0",
    title="EU consolidated financial sanctions (XML, old schema)",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=f"Persons and organisations whose funds are frozen by the EU, as published until 2018. {ENTRY_IDS}",
    source="seen: a file of 2016-02-11 with 595 entries",
    fits=_fits,
    read=_read,
)
