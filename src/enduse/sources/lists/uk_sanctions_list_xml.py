"""The UK Sanctions List, XML (Designations/Designation)."""

from collections.abc import Iterator
from datetime import date

from enduse.model.listing import BadRecord, Link, ListEntry
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.europe_table import pieces_of
from enduse.sources.list_parts.nodes import deep, leaves, record_nodes, texts_in
from enduse.sources.list_parts.uk import (
    LICENCE,
    add_births,
    add_nationalities,
    add_numbers,
    add_remark,
    kind_of,
    role_of,
    whole_name,
)
from enduse.sources.list_parts.values import day_of
from enduse.sources.list_parts.xml import Node, root_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_STREET = (*(f"AddressLine{it}" for it in range(1, 7)), "AddressPostalCode")
_NUMBERS = {"NationalIdentifierNumber": "national id", "PassportNumber": "passport"}
_PLAIN_NUMBERS = {
    "BusinessRegistrationNumber": "registration",
    "IMONumber": "imo",
    "HullIdentificationNumber": "hull identification",
}
_LINKS = {
    "ParentCompany": "owned_by",
    "Subsidiary": "owner_of",
    "CurrentOwnerOperator": "owned_by",
    "PreviousOwnerOperator": "linked",
}
_CONTACTS = {"PhoneNumber": "phone", "EmailAddress": "email", "Website": "web"}
_BLOCKS = frozenset({"Names", "NonLatinNames", "Addresses"})
_READ = frozenset(
    {
        *(*_NUMBERS, *_PLAIN_NUMBERS, *_LINKS, *_CONTACTS, "UniqueID", "DateDesignated", "RegimeName"),
        *("IndividualEntityShip", "SanctionsImposed", "OtherInformation", "UKStatementofReasons", "DOB", "Nationality"),
    }
)


def _fits(file: ListFile) -> bool:
    return root_of(file.head())[0] == "Designations"


def _read(file: ListFile) -> ListReading:
    return ListReading(_entries(file), _made(file))


def _made(file: ListFile) -> date | None:
    """The day the publisher writes above the designations; only the head is looked at."""
    head = file.head().decode("utf-8", errors="replace")
    _, mark, rest = head.partition("<DateGenerated>")
    return day_of(rest.partition("<")[0][:10]) if mark else None


def _entries(file: ListFile) -> Iterator[ListEntry | BadRecord]:
    for row, record in enumerate(record_nodes(file, ("Designations/Designation",)), 1):
        yield _entry(row, record).outcome()


def _entry(row: int, record: Node) -> EntryDraft:
    draft = EntryDraft(row, "UK", "UK Sanctions List", record.value("UniqueID"))
    draft.kind = kind_of(record.value("IndividualEntityShip"))
    draft.listed(record.value("DateDesignated"), "DateDesignated")
    draft.programme(record.value("RegimeName"))
    for measure in pieces_of(record.value("SanctionsImposed"), "|"):
        draft.programme(measure)
    _names(draft, record)
    for address in deep(record, "Address"):
        street = [it for tag in _STREET if (it := address.value(tag))]
        if street or address.value("AddressCountry"):
            draft.address(street, address.value("AddressCountry"))
    _facts(draft, record)
    for text in (*record.values("UKStatementofReasons"), *record.values("OtherInformation")):
        add_remark(draft, text)
    for child in record.children:
        if child.name not in _BLOCKS:
            draft.notes(it for it in leaves(Node("", children=(child,))) if it[0] not in _READ)
    return draft


def _names(draft: EntryDraft, record: Node) -> None:
    for block in record.all("Names"):
        for name in block.all("Name"):
            draft.name(_whole(name), role_of(name.value("NameType"), name.value("AliasStrength")))
    for name in deep(record, "NonLatinName"):
        for text in name.values("NameNonLatinScript"):
            draft.name(text)
        draft.notes((tag, name.value(tag)) for tag in ("NonLatinScriptType", "NonLatinScriptLanguage"))


def _whole(name: Node) -> str:
    return whole_name(lambda column: name.value(column.replace(" ", "")))


def _facts(draft: EntryDraft, record: Node) -> None:
    add_births(draft, texts_in(record, "DOB"), "DOB")
    for nationality in texts_in(record, "Nationality"):
        add_nationalities(draft, nationality, "Nationality")
    for tag, label in _NUMBERS.items():
        for text in texts_in(record, tag):
            add_numbers(draft, label, text)
    for tag, label in _PLAIN_NUMBERS.items():
        for text in texts_in(record, tag):
            draft.numbers(label, text)
    for tag, relation in _LINKS.items():
        draft.links.update(dict.fromkeys(Link(relation, name=text, note=tag) for text in texts_in(record, tag)))
    for tag, kind in _CONTACTS.items():
        for text in texts_in(record, tag):
            draft.contact(kind, text)


uk_sanctions_list_xml = ListFormat(
    id="uk_sanctions_list_xml",
    title="UK Sanctions List (XML)",
    publisher="Foreign, Commonwealth and Development Office",
    licence=LICENCE,
    about="Everybody, and every ship, under sanctions of the United Kingdom; the only list since 2026-01-28. Entry ids "
    "are the unique ids (RUS0001), which stay.",
    source="memory: published descriptions of the elements; no whole file was read",
    fits=_fits,
    read=_read,
    url="https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml",
)
