"""The EU's consolidated list of financial sanctions, XML 1.1 (export/sanctionEntity), since 2018."""

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
    add_remark,
    is_low_quality,
    new_draft,
)
from enduse.sources.list_parts.nodes import deep, record_nodes, root_word
from enduse.sources.list_parts.values import day_of
from enduse.sources.list_parts.xml import Node, root_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_REGULATIONS = ("regulation", "regulationSummary")
_STREET = ("street", "poBox", "zipCode", "city", "region", "place")
_ENTITY_WORDS = ("euReferenceNumber", "unitedNationId", "designationDetails")
_NAME_WORDS = ("title", "function", "gender")
_FLAGS = ("diplomatic", "knownExpired", "knownFalse", "reportedLost", "revokedByIssuer")
_DOCUMENT_WORDS = ("issuedBy", "issuedDate", "issueDate", "validFrom", "validTo", "nameOnDocument", "region")


def _fits(file: ListFile) -> bool:
    return root_of(file.head())[0] == "export" and b"fpi/fsd/export" in file.head(2_000)


def _read(file: ListFile) -> ListReading:
    return ListReading(_entries(file), day_of(root_word(file.head(), "generationDate")[:10]))


def _entries(file: ListFile) -> Iterator[ListEntry | BadRecord]:
    for row, record in enumerate(record_nodes(file, ("export/sanctionEntity",)), 1):
        yield _entry(row, record).outcome()


def _entry(row: int, record: Node) -> EntryDraft:
    subject = record.first("subjectType")
    draft = new_draft(row, record.get("logicalId"), subject.get("classificationCode") or subject.get("code"))
    draft.notes((word, record.get(word)) for word in _ENTITY_WORDS)
    _acts(draft, record)
    for remark in record.values("remark"):
        add_remark(draft, remark)
    for child in record.children:
        if add := _ADD.get(child.name):
            add(draft, child)
    return draft


def _acts(draft: EntryDraft, record: Node) -> None:
    acts = list(deep(record, *_REGULATIONS))
    days = [it.get(word) for it in acts for word in ("entryIntoForceDate", "publicationDate")]
    draft.listed_on = first_day([record.get("designationDate"), *days])
    for act in acts:
        add_act(draft, act.get("programme"), act.get("numberTitle"), act.get("publicationDate"))
        draft.note("publicationUrl", act.value("publicationUrl") or act.get("publicationUrl"))


def _name(draft: EntryDraft, name: Node) -> None:
    remarks = name.values("remark")
    parts = (name.get("firstName"), name.get("middleName"), name.get("lastName"))
    weak = name.get("strong").casefold() == "false" or any(is_low_quality(it) for it in remarks)
    add_name(draft, name.get("wholeName"), parts, name.get("nameLanguage"), weak)
    draft.notes((word, name.get(word)) for word in _NAME_WORDS)
    draft.notes(("name remark", f"{name.get('wholeName')}: {it}") for it in remarks)


def _address(draft: EntryDraft, address: Node) -> None:
    add_address(draft, [address.get(it) for it in _STREET], _place(address), " ".join(address.values("remark")))
    if address.get("asAtListingTime") == "true":
        draft.note("asAtListingTime", ", ".join(it for word in _STREET if (it := address.get(word))))
    for contact in address.all("contactInfo"):
        key, value = contact.get("key"), contact.get("value")
        kind = next((kind for kind, words in _CONTACTS.items() if any(it in key.casefold() for it in words)), "")
        if kind:
            draft.contact(kind, value)
        else:
            draft.note(f"contact {key}", value)


_CONTACTS = {"phone": ("phone", "fax", "mobile"), "email": ("mail",), "web": ("web",)}


def _birth(draft: EntryDraft, birth: Node) -> None:
    first, last = birth.get("yearRangeFrom"), birth.get("yearRangeTo")
    day, month, year = birth.get("day"), birth.get("month"), birth.get("year")
    part = f"{year}-{month.zfill(2)}" if year and month and not day else year
    written = birth.get("birthdate") or part or (f"{first} - {last}" if first and last else first or last)
    if written:
        draft.birth(f"circa {written}" if birth.get("circa") == "true" else written)
    place = [it for word in ("city", "place", "region") if (it := birth.get(word))] + [_place(birth)]
    draft.note("place of birth", ", ".join(it for it in place if it))
    draft.notes(("birth remark", it) for it in birth.values("remark"))


def _citizenship(draft: EntryDraft, citizenship: Node) -> None:
    if place := _place(citizenship):
        draft.country(place)


def _identification(draft: EntryDraft, document: Node) -> None:
    label = f"{document.get('identificationTypeCode')} {document.get('identificationTypeDescription')}"
    for value in dict.fromkeys((document.get("number"), document.get("latinNumber"))):
        draft.number(label, value, _place(document))
    said = [document.get(it) for it in ("identificationTypeDescription", "number", *_DOCUMENT_WORDS)]
    flags = [it for it in _FLAGS if document.get(it) == "true"]
    draft.note("identification", ", ".join(it for it in (*said, *flags, *document.values("remark")) if it))


def _place(node: Node) -> str:
    """The country as described, else its code; the publisher writes ``UNKNOWN`` and ``00`` where it knows none."""
    described, code = node.get("countryDescription"), node.get("countryIso2Code")
    return described if described and described != "UNKNOWN" else code if code != "00" else ""


_ADD = {
    "nameAlias": _name,
    "address": _address,
    "birthdate": _birth,
    "citizenship": _citizenship,
    "identification": _identification,
}

eu_fsf_xml_1_1 = ListFormat(
    id="eu_fsf_xml_1_1",
    title="EU consolidated financial sanctions (XML 1.1)",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=f"Persons and organisations whose funds are frozen by the EU. {ENTRY_IDS}",
    source="memory: the published schema, and published descriptions of its attributes; no whole file was read",
    fits=_fits,
    read=_read,
    url="https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw",
)
