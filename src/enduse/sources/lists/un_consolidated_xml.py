"""The consolidated list of the United Nations Security Council, XML."""

from collections.abc import Iterator

from enduse.model.listing import BadRecord, ListEntry, NameRole
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.europe_numbers import contacts_in, identifiers_in
from enduse.sources.list_parts.nodes import record_nodes, root_word, texts_in
from enduse.sources.list_parts.values import day_of
from enduse.sources.list_parts.xml import Node, root_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_RECORDS = ("CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL", "CONSOLIDATED_LIST/ENTITIES/ENTITY")
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS_PARTS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")
_PLACE_PARTS = ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE")
_READ = frozenset(
    {
        *_NAME_PARTS,
        "NAME_ORIGINAL_SCRIPT",
        "UN_LIST_TYPE",
        "REFERENCE_NUMBER",
        "LISTED_ON",
        "COMMENTS1",
        "NATIONALITY",
        "LIST_TYPE",
    }
)
_ROLE_OF: dict[str, NameRole] = {"low": "weak", "f.k.a.": "former"}


def _fits(file: ListFile) -> bool:
    return root_of(file.head())[0] == "CONSOLIDATED_LIST"


def _read(file: ListFile) -> ListReading:
    return ListReading(_entries(file), day_of(root_word(file.head(), "dateGenerated")[:10]))


def _entries(file: ListFile) -> Iterator[ListEntry | BadRecord]:
    for row, record in enumerate(record_nodes(file, _RECORDS), 1):
        yield _entry(row, record).outcome()


def _entry(row: int, record: Node) -> EntryDraft:
    draft = EntryDraft(row, "UN", "UNSC Consolidated List", record.value("REFERENCE_NUMBER") or record.value("DATAID"))
    draft.kind = "person" if record.name == "INDIVIDUAL" else "company"
    draft.listed(record.value("LISTED_ON")[:10], "LISTED_ON")
    draft.programme(record.value("UN_LIST_TYPE"))
    _names(draft, record)
    for address in (*record.all("INDIVIDUAL_ADDRESS"), *record.all("ENTITY_ADDRESS")):
        _address(draft, address)
    for nationality in record.all("NATIONALITY"):
        for text in nationality.values("VALUE"):
            draft.country(text, "NATIONALITY")
    for birth in record.all("INDIVIDUAL_DATE_OF_BIRTH"):
        _birth(draft, birth)
    for place in record.all("INDIVIDUAL_PLACE_OF_BIRTH"):
        draft.note("INDIVIDUAL_PLACE_OF_BIRTH", ", ".join(it for tag in _PLACE_PARTS if (it := place.value(tag))))
    for document in record.all("INDIVIDUAL_DOCUMENT"):
        _document(draft, document)
    comment = record.value("COMMENTS1")
    draft.remark(comment)
    draft.identifiers.update(dict.fromkeys(identifiers_in(comment)))
    draft.contacts.update(dict.fromkeys(it for it in contacts_in(comment) if "interpol.int" not in it.value))
    _rest(draft, record)
    return draft


def _names(draft: EntryDraft, record: Node) -> None:
    draft.name(" ".join(it for tag in _NAME_PARTS if (it := record.value(tag))), "primary")
    if original := record.value("NAME_ORIGINAL_SCRIPT"):
        draft.name(original, "primary" if not draft.names else "alias")
    for alias in (*record.all("INDIVIDUAL_ALIAS"), *record.all("ENTITY_ALIAS")):
        if text := alias.value("ALIAS_NAME"):
            draft.name(text, _ROLE_OF.get(alias.value("QUALITY").casefold(), "alias"))
        if born := alias.value("DATE_OF_BIRTH"):
            draft.birth(born)
        for tag in ("DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH", "NOTE"):
            if said := alias.value(tag):
                draft.note(f"alias {tag}", f"{alias.value('ALIAS_NAME')}: {said}")


def _address(draft: EntryDraft, address: Node) -> None:
    parts, note = [it for tag in _ADDRESS_PARTS if (it := address.value(tag))], address.value("NOTE")
    if parts or address.value("COUNTRY"):
        draft.address(parts, address.value("COUNTRY"))
        draft.note("ADDRESS NOTE", note)
    elif note:
        draft.address([note])


def _birth(draft: EntryDraft, birth: Node) -> None:
    first, last = birth.value("FROM_YEAR"), birth.value("TO_YEAR")
    written = birth.value("DATE") or (f"{first} - {last}" if first and last else birth.value("YEAR") or first or last)
    vague = "approximately " if birth.value("TYPE_OF_DATE") == "APPROXIMATELY" and written else ""
    if written:
        draft.birth(vague + written, "INDIVIDUAL_DATE_OF_BIRTH")
    draft.note("INDIVIDUAL_DATE_OF_BIRTH NOTE", birth.value("NOTE"))


def _document(draft: EntryDraft, document: Node) -> None:
    label = document.value("TYPE_OF_DOCUMENT2") or document.value("TYPE_OF_DOCUMENT")
    country = document.value("ISSUING_COUNTRY") or document.value("COUNTRY_OF_ISSUE")
    draft.number(label, document.value("NUMBER"), country)
    said = (document.value(it) for it in ("TYPE_OF_DOCUMENT2", "NUMBER", "DATE_OF_ISSUE", "CITY_OF_ISSUE", "NOTE"))
    draft.note("INDIVIDUAL_DOCUMENT", ", ".join(it for it in said if it))


def _rest(draft: EntryDraft, record: Node) -> None:
    for child in record.children:
        if child.name not in _READ and not child.name.startswith(("INDIVIDUAL_", "ENTITY_")):
            draft.note(child.name, child.text or "; ".join(texts_in(child, "VALUE")))


un_consolidated_xml = ListFormat(
    id="un_consolidated_xml",
    title="UN Security Council consolidated list (XML)",
    publisher="United Nations Security Council",
    licence="public; terms of use of un.org",
    about="Everybody under measures of the Security Council's committees, with names in the original script where the "
    "committee gives them. Holds no vessels of its own. Entry ids are the reference numbers (QDi.001), which stay. "
    "An organisation of any kind is of the kind `company`.",
    source="seen: UN_consolidated.xml of 2026-02-27",
    fits=_fits,
    read=_read,
    url="https://scsanctions.un.org/resources/xml/en/consolidated.xml",
)
