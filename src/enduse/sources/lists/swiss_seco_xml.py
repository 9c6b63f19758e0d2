"""The Swiss list of SECO (sanctions and embargoes), XML (swiss-sanctions-list)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from enduse.model.listing import BadRecord, EntityKind, Link, ListEntry, NameRole
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.errors import damaged
from enduse.sources.list_parts.europe_numbers import contacts_in, identifiers_in
from enduse.sources.list_parts.nodes import deep, leaves, record_nodes, root_word, texts_in
from enduse.sources.list_parts.values import day_of
from enduse.sources.list_parts.xml import Node, root_of, walk
from enduse.sources.lists import ListFile, ListFormat, ListReading

_ROOT = "swiss-sanctions-list"
_KINDS: dict[str, EntityKind] = {
    "individual": "person",
    "entity": "company",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_ROLES: dict[str, NameRole] = {"primary-name": "primary", "formerly-known-as": "former"}
_STREET = ("c-o", "address-details", "p-o-box", "zip-code")
_PLACE = ("location", "area")
_READ = frozenset({"identity", "other-information", "justification", "relation", "modification"})
_RELATIONS = (
    ("owned by", "owned_by"),
    ("owns", "owner_of"),
    ("relat", "family_of"),
    ("famil", "family_of"),
    ("behalf", "acts_for"),
)


@dataclass
class _Shared:
    """What targets refer to by number: measures of the programmes, and places, which stand after the targets."""

    measures: dict[str, tuple[str, str]] = field(default_factory=dict)
    places: dict[str, Node] = field(default_factory=dict)


def _fits(file: ListFile) -> bool:
    return root_of(file.head())[0] == _ROOT


def _read(file: ListFile) -> ListReading:
    if root_word(file.head(), "list-type") not in ("", "whole-list"):
        raise damaged(file.name, "it is no whole list but the changes of one, so what it lacks says nothing")
    return ListReading(_entries(file), day_of(root_word(file.head(), "date")))


def _entries(file: ListFile) -> Iterator[ListEntry | BadRecord]:
    shared = _Shared()
    for _, node in walk(file, (f"{_ROOT}/sanctions-program", f"{_ROOT}/place")):
        if node.name == "place":
            shared.places[node.get("ssid")] = node
        else:
            shared.measures.update(_measures(node))
    for row, target in enumerate(record_nodes(file, (f"{_ROOT}/target",)), 1):
        yield _entry(row, target, shared).outcome()


def _measures(programme: Node) -> Iterator[tuple[str, tuple[str, str]]]:
    """The measures of a programme by their number: in English where they are, with the programme's name."""
    name = _english(programme.all("program-key")) or _english(programme.all("program-name"))
    for number in dict.fromkeys(it.get("ssid") for it in programme.all("sanctions-set")):
        texts = [it for it in programme.all("sanctions-set") if it.get("ssid") == number]
        yield number, (name, _english(texts))


def _english(nodes: tuple[Node, ...] | list[Node]) -> str:
    texts = {it.get("lang"): it.text for it in reversed(nodes) if it.text}
    return texts.get("eng") or next(iter(texts.values()), "")


def _entry(row: int, target: Node, shared: _Shared) -> EntryDraft:
    draft = EntryDraft(row, "CH", "SECO", target.get("ssid"))
    subject = next((it for it in target.children if it.name in ("individual", "entity", "object")), Node(""))
    draft.kind = _KINDS.get(subject.get("object-type") or subject.name, "unknown")
    draft.note("sex", subject.get("sex"))
    draft.notes(("foreign-identifier", it) for it in target.values("foreign-identifier"))
    for number in (target.get("sanctions-set-id"), *texts_in(target, "sanctions-set-id")):
        for text in shared.measures.get(number, ("", number)):
            draft.programme(text)
    for identity in subject.all("identity"):
        _identity(draft, identity, shared.places)
    for text in subject.values("justification"):
        draft.remark(text)
    for text in subject.values("other-information"):
        draft.identifiers.update(dict.fromkeys(identifiers_in(text)))
        draft.contacts.update(dict.fromkeys(contacts_in(text)))
        draft.note("other-information", text)
    _relations(draft, subject)
    _dates(draft, (*target.all("modification"), *subject.all("modification")))
    draft.notes(leaves(Node("", children=tuple(it for it in subject.children if it.name not in _READ))))
    return draft


def _dates(draft: EntryDraft, changes: tuple[Node, ...]) -> None:
    """First day listed, and the last day of all if it took the target off: the list keeps who was de-listed."""
    dated = [(day, it.get("modification-type")) for it in changes if (day := _effective(it))]
    draft.listed_on = min((day for day, kind in dated if kind == "listed"), default=min(dated)[0] if dated else None)
    if dated and (last := max(dated, key=lambda it: it[0]))[1] == "de-listed":
        draft.delisted_on = last[0]
    draft.notes(("modification", f"{kind} {day.isoformat()}") for day, kind in sorted(dated))


def _effective(change: Node) -> date | None:
    return day_of(change.get("effective-date") or change.get("publication-date"))


def _identity(draft: EntryDraft, identity: Node, places: Mapping[str, Node]) -> None:
    main = identity.get("main") != "false"
    for name in identity.all("name"):
        role: NameRole = "weak" if name.get("quality") == "low" else _ROLES.get(name.get("name-type"), "alias")
        _name(draft, name, role if main or role != "primary" else "alias")
    for birth in identity.all("day-month-year"):
        parts = [it.zfill(2) for word in ("year", "month", "day") if (it := birth.get(word))]
        draft.birth("-".join(parts))
        draft.note("quality of birth", birth.get("quality") if birth.get("quality") == "low" else "")
    for nationality in identity.all("nationality"):
        _nationality(draft, nationality)
    for born in identity.all("place-of-birth"):
        draft.note("place-of-birth", ", ".join((*_address_parts(born, places), _country(born, places))).strip(", "))
    for address in identity.all("address"):
        parts, country = _address_parts(address, places), _country(address, places)
        if parts or country:
            draft.address(parts, country)
        draft.notes(("address remarks", it) for it in address.values("remarks"))
    for document in identity.all("identification-document"):
        _document(draft, document)


def _nationality(draft: EntryDraft, nationality: Node) -> None:
    country = nationality.first("country")
    if text := country.get("iso-code") or country.text:
        draft.country(text)


def _address_parts(node: Node, places: Mapping[str, Node]) -> list[str]:
    place = places.get(node.get("place-id"), Node(""))
    own = [it for tag in _STREET if (it := node.value(tag))]
    return own + [it for tag in _PLACE if (it := node.value(tag) or place.value(tag))]


def _country(node: Node, places: Mapping[str, Node]) -> str:
    place = places.get(node.get("place-id"), Node(""))
    country = next(iter((*node.all("country"), *place.all("country"))), Node(""))
    return country.get("iso-code") or country.text


def _document(draft: EntryDraft, document: Node) -> None:
    issuer = document.first("issuer")
    place = issuer.get("code") or issuer.text or document.first("country").text
    for number in document.values("number"):
        draft.number(document.get("document-type").replace("-", " "), number, place)
    said = (document.get("document-type"), *(text for _, text in leaves(document)))
    draft.note("identification-document", ", ".join(dict.fromkeys(it for it in said if it)))


def _relations(draft: EntryDraft, subject: Node) -> None:
    for relation in subject.all("relation"):
        said = relation.get("relation-type").replace("-", " ")
        meaning = next((it for word, it in _RELATIONS if word in said), "linked")
        note = ", ".join(it for it in (said, *relation.values("remark"), *relation.values("remarks")) if it)
        draft.links[Link(meaning, relation.get("target-id"), note=note)] = None


def _name(draft: EntryDraft, name: Node, role: NameRole) -> None:
    """A name of ordered parts, and the same name in each spelling that its parts have."""
    parts = sorted(name.all("name-part"), key=lambda it: int(it.get("order") or 0))
    draft.notes(("title", it.value("value")) for it in parts if it.get("name-part-type") == "title")
    spoken = [it for it in parts if it.get("name-part-type") != "title"]
    draft.name(" ".join(it.value("value") for it in spoken) or name.value("value"), role)
    spellings = {(it.get("lang"), it.get("script")): None for it in deep(name, "spelling-variant")}
    for lang, script in spellings:
        variants = [_variants(it, lang, script) for it in spoken]
        for number in range(max((len(it) for it in variants), default=0)):
            words = [
                found[min(number, len(found) - 1)] if found else part.value("value")
                for found, part in zip(variants, spoken, strict=True)
            ]
            draft.name(" ".join(words), "alias" if role == "primary" else role, script.capitalize())


def _variants(part: Node, lang: str, script: str) -> list[str]:
    found = part.all("spelling-variant")
    return [it.text for it in found if it.text and (it.get("lang"), it.get("script")) == (lang, script)]


swiss_seco_xml = ListFormat(
    id="swiss_seco_xml",
    title="Swiss sanctions and embargoes (SECO, XML)",
    publisher="State Secretariat for Economic Affairs (SECO)",
    licence="public; terms of use of admin.ch",
    about="Persons, organisations and objects under Swiss embargo ordinances, those taken off included, with the day. "
    "Names are given in every spelling the list holds, the script beside it. Entry ids are the numbers of the targets "
    "(ssid), which stay.",
    source="memory: the published schema and published descriptions of it; no whole file was read",
    fits=_fits,
    read=_read,
    url="https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml"
    "?lang=en&action=downloadXmlGesamtlisteAction",
)
