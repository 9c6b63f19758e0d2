"""OFAC's SDN XML (``sdn.xml``; ``consolidated.xml`` has the same form)."""

from collections.abc import Iterator

from enduse.model.listing import BadRecord, ListEntry, WrittenAddress, WrittenName
from enduse.sources.list_parts.errors import empty, miscounted, nameless
from enduse.sources.list_parts.facts import Fact, facts_of_remarks, gather
from enduse.sources.list_parts.ofac import (
    AUTHORITY,
    CONSOLIDATED,
    EXPORTS,
    LICENCE,
    PUBLISHER,
    SDN,
    is_consolidated,
    kind_of,
    role_of,
)
from enduse.sources.list_parts.values import code_of, day_of, filled, tidy
from enduse.sources.list_parts.xml import Node, root_of, walk
from enduse.sources.lists import ListFile, ListFormat, ListReading

_ENTRY = "sdnList/sdnEntry"
_INFORMATION = "sdnList/publshInformation"
_VESSEL = {
    "Call Sign": "callSign",
    "Vessel Type": "vesselType",
    "Vessel Flag": "vesselFlag",
    "Vessel Owner": "vesselOwner",
    "Tonnage": "tonnage",
    "Gross Registered Tonnage": "grossRegisteredTonnage",
}


def _fits(file: ListFile) -> bool:
    return root_of(file.head())[0] == "sdnList"


def _read(file: ListFile) -> ListReading:
    stated, programmes, found = Node(""), [], 0
    for path, node in walk(file, [_ENTRY, _INFORMATION]):
        if path == _INFORMATION:
            stated = node
            continue
        found += 1
        programmes += [" ".join(node.values("programList/program"))] if found <= 50 else []
    said = stated.value("Record_Count").replace(",", "")
    if said.isdigit() and int(said) != found:
        raise miscounted(file.name, int(said), found)
    if not found:
        raise empty(file.name)
    which = CONSOLIDATED if is_consolidated(file.name, programmes) else SDN
    return ListReading(_records(file, which), day_of(stated.value("Publish_Date"), "mdy"))


def _records(file: ListFile, which: str) -> Iterator[ListEntry | BadRecord]:
    for _, node in walk(file, [_ENTRY]):
        yield _entry(node, which) if node.value("lastName") else nameless(node.ordinal, node.texts())


def _entry(node: Node, which: str) -> ListEntry:
    addresses, remarks = _addresses(node), node.value("remarks")
    homes = {it.country for it in addresses if it.country}
    facts = gather(_facts(node), next(iter(homes)) if len(homes) == 1 else "")
    links = gather(it for it in facts_of_remarks(remarks) if it.label == "Linked To").links
    vessel = {label: node.value(f"vesselInfo/{tag}") for label, tag in _VESSEL.items()}
    return ListEntry(
        row=node.ordinal,
        authority=AUTHORITY,
        list=which,
        entry_id=node.value("uid"),
        kind=kind_of(node.value("sdnType") or "?"),
        names=_names(node),
        identifiers=facts.identifiers,
        addresses=addresses,
        contacts=facts.contacts,
        countries=facts.countries,
        births=facts.births,
        programmes=node.values("programList/program"),
        remarks=remarks,
        links=links,
        more=filled({"Title": node.value("title"), **vessel, **facts.more}),
    )


def _full_name(node: Node) -> str:
    return ", ".join(it for it in (tidy(node.value("lastName")), tidy(node.value("firstName"))) if it)


def _names(node: Node) -> tuple[WrittenName, ...]:
    aliases = (
        WrittenName(_full_name(it), role_of(it.value("type"), it.value("category") == "weak"))
        for it in node.all("akaList/aka")
        if _full_name(it)
    )
    return (WrittenName(_full_name(node)), *dict.fromkeys(aliases))


def _addresses(node: Node) -> tuple[WrittenAddress, ...]:
    found = []
    for it in node.all("addressList/address"):
        tags = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
        if text := ", ".join(tidy(it.value(tag)) for tag in tags if it.value(tag)):
            found.append(WrittenAddress(text, code_of(it.value("country"))))
    return tuple(dict.fromkeys(found))


def _facts(node: Node) -> Iterator[Fact]:
    for it in node.all("idList/id"):
        yield Fact(it.value("idType"), it.value("idNumber"), code_of(it.value("idCountry")))
    for it in (*node.all("nationalityList/nationality"), *node.all("citizenshipList/citizenship")):
        yield Fact("nationality", it.value("country"))
    for it in node.all("dateOfBirthList/dateOfBirthItem"):
        yield Fact("DOB", it.value("dateOfBirth"))
    for it in node.all("placeOfBirthList/placeOfBirthItem"):
        yield Fact("POB", it.value("placeOfBirth"))


ofac_sdn_xml = ListFormat(
    id="ofac_sdn_xml",
    title="OFAC SDN or consolidated list, XML",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=(
        "The SDN list, or the consolidated list in the same form, told apart by file name and programmes. Entry ids "
        "are OFAC's unique numbers. It says no day of listing. The number of records that it states must hold."
    ),
    source="memory: OFAC's schema sdnList.xsd; no real file was at hand",
    fits=_fits,
    read=_read,
    url=EXPORTS + "SDN.XML",
    members=("SDN.XML",),
)
