"""The UK Sanctions List, XML (Designations/Designation)."""

import re
from collections.abc import Iterator
from datetime import date

from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.nodes import deep, leaves, record_nodes, texts_in
from enduse.sources.list_parts.uk import (
    LICENCE,
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
from enduse.sources.list_parts.values import day_of
from enduse.sources.list_parts.xml import Node, root_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_STREET = (*(f"AddressLine{it}" for it in range(1, 7)), "AddressPostalCode")
_WORDS = uk_words(
    (
        *("NationalIdentifierNumber", "PassportNumber"),
        *("BusinessRegistrationNumber", "IMONumber", "HullIdentificationNumber"),
        *("ParentCompany", "Subsidiary", "CurrentOwnerOperator", "PreviousOwnerOperator"),
        *("PhoneNumber", "EmailAddress", "Website"),
    )
)
_WORD_STARTS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BLOCKS = frozenset({"Names", "NonLatinNames", "Addresses"})
_READ = frozenset(
    {
        *(*_WORDS.all, "UniqueID", "DateDesignated", "RegimeName"),
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
    add_law(draft, [record.value("RegimeName")], [record.value("SanctionsImposed"), *_indicated(record)])
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
    add_facts(draft, _WORDS, lambda tag: texts_in(record, tag))


def _indicated(record: Node) -> Iterator[str]:
    """Measures that the list only marks with yes or no, each by an element of its own: ``AssetFreeze`` is one."""
    for block in record.all("SanctionsImposedIndicators"):
        for tag, text in leaves(block):
            if text.casefold() in ("true", "yes", "1"):
                yield _WORD_STARTS.sub(" ", tag).capitalize()


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
