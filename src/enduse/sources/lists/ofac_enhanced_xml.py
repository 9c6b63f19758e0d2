"""OFAC's Enhanced XML: the SDN list or the consolidated list, each entry with its lists, days and relations."""

from collections.abc import Iterator
from dataclasses import replace

from enduse.model.listing import BadRecord, Link, ListEntry, WrittenAddress, WrittenName
from enduse.sources.list_parts.errors import empty, nameless
from enduse.sources.list_parts.facts import Fact, gather
from enduse.sources.list_parts.ofac import (
    AUTHORITY,
    EXPORTS,
    LICENCE,
    PUBLISHER,
    by_list,
    kind_of,
    relation_of,
    role_of,
)
from enduse.sources.list_parts.values import code_of, day_of, tidy
from enduse.sources.list_parts.xml import Node, root_of, walk
from enduse.sources.lists import ListFile, ListFormat, ListReading

_ENTITY = "sanctionsData/entities/entity"
_AS_OF = "sanctionsData/publicationInfo"
_SCRIPTS = {
    "arabic": "Arab",
    "armenian": "Armn",
    "chinese simplified": "Hans",
    "chinese traditional": "Hant",
    "cyrillic": "Cyrl",
    "georgian": "Geor",
    "greek": "Grek",
    "hangul": "Hang",
    "hebrew": "Hebr",
    "japanese": "Jpan",
    "korean": "Kore",
    "latin": "",
}


def _fits(file: ListFile) -> bool:
    return root_of(file.head())[0] == "sanctionsData"


def _read(file: ListFile) -> ListReading:
    stated = next((node for _, node in walk(file, [_AS_OF])), Node(""))
    return ListReading(_records(file), day_of(stated.value("dataAsOf")))


def _records(file: ListFile) -> Iterator[ListEntry | BadRecord]:
    found = 0
    for _, node in walk(file, [_ENTITY]):
        found += 1
        if node.values("names/name/translations/translation/formattedFullName"):
            yield from _entries(node)
        else:
            yield nameless(node.ordinal, node.texts())
    if not found:
        raise empty(file.name)


def _entries(node: Node) -> Iterator[ListEntry]:
    """One entry for each list the party is on: it may have come to them years apart."""
    whole = _entry(node)
    lists = node.all("sanctionsLists/sanctionsList")
    for name, day in by_list((it.text, day_of(it.get("datePublished"))) for it in lists).items():
        yield replace(whole, list=name, listed_on=day)


def _entry(node: Node) -> ListEntry:
    names, addresses = _names(node), _addresses(node)
    homes = {it.country for it in addresses if it.country}
    facts = gather(_facts(node), next(iter(homes)) if len(homes) == 1 else "")
    lists = node.all("sanctionsLists/sanctionsList")
    programmes = node.values("sanctionsPrograms/sanctionsProgram")
    measures = node.values("sanctionsTypes/sanctionsType")
    return ListEntry(
        row=node.ordinal,
        authority=AUTHORITY,
        list="",
        entry_id=node.get("id"),
        kind=kind_of(node.value("generalInfo/entityType") or "?"),
        names=names,
        identifiers=facts.identifiers,
        addresses=addresses,
        contacts=facts.contacts,
        countries=facts.countries,
        births=facts.births,
        programmes=tuple(dict.fromkeys((*programmes, *measures))),
        remarks=node.value("generalInfo/remarks"),
        links=_links(node),
        citation="; ".join(dict.fromkeys(node.values("legalAuthorities/legalAuthority"))),
        more=dict(facts.more) | _more(node, lists),
    )


def _more(node: Node, lists: tuple[Node, ...]) -> dict[str, str]:
    said = {f"{it.text}, published": it.get("datePublished") for it in lists if it.get("datePublished")}
    return said | ({"Title": node.value("generalInfo/title")} if node.value("generalInfo/title") else {})


def _names(node: Node) -> tuple[WrittenName, ...]:
    ordered = sorted(node.all("names/name"), key=lambda it: it.value("isPrimary") != "true")
    return tuple(dict.fromkeys(name for it in ordered for name in _spellings(it)))


def _spellings(name: Node) -> Iterator[WrittenName]:
    primary = name.value("isPrimary") == "true"
    for at, it in enumerate(name.all("translations/translation")):
        if text := tidy(it.value("formattedFullName")):
            role = role_of(name.value("aliasType"), name.value("isLowQuality") == "true")
            script = it.value("script").casefold()
            yield WrittenName(text, "primary" if primary and not at else role, _SCRIPTS.get(script, script))


def _addresses(node: Node) -> tuple[WrittenAddress, ...]:
    found = []
    for it in node.all("addresses/address"):
        country = it.value("country")
        for spelling in it.all("translations/translation"):
            parts = (*spelling.values("addressParts/addressPart/value"), country)
            if any(parts):
                found.append(WrittenAddress(", ".join(tidy(part) for part in parts if part), code_of(country)))
    return tuple(dict.fromkeys(found))


def _facts(node: Node) -> Iterator[Fact]:
    for it in node.all("features/feature"):
        value = it.value("value")
        comments = it.value("comments")
        yield Fact(it.value("type"), value)
        if comments and value:
            yield Fact(f"{it.value('type').rstrip(' :')}, comment", f"{value}: {comments}")
    for it in node.all("identityDocuments/identityDocument"):
        issuer = it.value("issuingAuthority")
        label = issuer if issuer in ("OGRN", "INN") else it.value("type")
        yield Fact(label, it.value("documentNumber"), code_of(it.value("issuingCountry")))
        if it.value("isValid") == "false":
            yield Fact(f"{label.rstrip(' .')}, not valid", it.value("documentNumber"))


def _links(node: Node) -> tuple[Link, ...]:
    return tuple(
        Link(
            relation_of(it.value("type")),
            it.first("relatedEntity").get("entityId"),
            it.value("relatedEntity"),
            it.value("type"),
        )
        for it in node.all("relationships/relationship")
    )


ofac_enhanced_xml = ListFormat(
    id="ofac_enhanced_xml",
    title="OFAC SDN or consolidated list, Enhanced XML",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=(
        "Every entry with the lists it is on and the day each was published, programmes, legal authorities, names in "
        "their scripts, documents and relations. Entry ids are OFAC's unique numbers. A party on several lists is one "
        "entry for each of them, with the day of publication on that list; its programmes and measures stand with all "
        "of them, for the file does not say which list they belong to."
    ),
    source="seen: the consolidated list of 2025-01-10",
    fits=_fits,
    read=_read,
    url=EXPORTS + "SDN_ENHANCED.XML",
    members=("SDN_ENHANCED.XML",),
)
