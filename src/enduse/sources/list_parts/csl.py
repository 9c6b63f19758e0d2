"""A party of the US Consolidated Screening List, from its CSV or its JSON, as an entry."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from enduse.model.listing import BadRecord, EntityKind, ListEntry, WrittenAddress, WrittenName
from enduse.sources.list_parts.bis import bare_address, is_address
from enduse.sources.list_parts.errors import nameless
from enduse.sources.list_parts.facts import Fact, Facts, facts_of_remarks, gather
from enduse.sources.list_parts.values import code_of, country_codes, day_after_period, day_of, filled, tidy
from enduse.text.countries import is_country

PUBLISHER = "US Department of Commerce, International Trade Administration"
LICENCE = "US Government work, public domain (17 USC 105)"
ABOUT = (
    "Some twelve lists of the Departments of Commerce, State and the Treasury, one record for each party. Entry ids "
    "are OFAC's numbers for its lists, else the publisher's id. listed_on is the start date, delisted_on the end "
    "date; the lists of the Treasury have none here. There is no day of the snapshot in the file."
)
_LISTS = {
    "SDN": "SDN",
    "EL": "Entity List",
    "DPL": "DPL",
    "UVL": "UVL",
    "MEU": "MEU",
    "MIEU": "MIEU",
    "ISN": "ISN",
    "DTC": "ITAR Debarred",
    "SSI": "SSI",
    "PLC": "NS-PLC",
    "CMIC": "NS-CMIC",
    "CAP": "CAPTA",
    "FSE": "FSE",
    "MBS": "NS-MBS",
    "NS-MBS List": "NS-MBS",
}
_AUTHORITIES = (("treasury", "US-OFAC"), ("industry and security", "US-BIS"), ("state", "US-STATE"))
_KINDS: dict[str, EntityKind] = {
    "individual": "person",
    "entity": "company",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_CODE_AT_END = re.compile(r"(?:^|,\s*)([A-Z]{2})$")
_MORE = (
    "title",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "source_list_url",
    "source_information_url",
)


@dataclass(frozen=True)
class CslParty:
    """A record, the same from both forms.

    Attributes:
        row: As in ``ListEntry``.
        id: The publisher's id.
        values: Fields that are one text, by the publisher's name.
        addresses: As written, with ISO codes where the form has them.
        lists: Fields that are several texts: ``alt_names``, ``programs``, ``nationalities`` ...
        facts: Documents and other labelled pieces of ``ids``.
    """

    row: int
    id: str
    values: Mapping[str, str]
    addresses: tuple[WrittenAddress, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()


def entry_of(party: CslParty) -> ListEntry | BadRecord:
    """The entry; a record that names nobody and no address is a bad one."""
    values, name = party.values, tidy(party.values.get("name", ""))
    addresses, names = party.addresses, (name, *party.lists.get("alt_names", ()))
    if is_address(name):
        # Beside it stands only the country, which would be everybody's address.
        exact = tuple(it for it in addresses if "," in it.text)
        addresses, names = (WrittenAddress(bare_address(name), _sole(addresses)), *exact), ()
    elif not name:
        return nameless(party.row, tuple(it for it in values.values() if it))
    authority, list_name = source_of(values.get("source", ""))
    said = _said(party, _sole(addresses))
    return ListEntry(
        row=party.row,
        authority=authority,
        list=list_name,
        entry_id=values.get("entity_number") or party.id,
        kind="address" if not names else _KINDS.get(values.get("type", "").casefold(), "unknown"),
        names=tuple(dict.fromkeys((*_written(names), *said.names))),
        identifiers=said.identifiers,
        addresses=addresses,
        contacts=said.contacts,
        countries=said.countries,
        births=said.births,
        programmes=party.lists.get("programs") or tuple(filled({"": values.get("license_policy", "")}).values()),
        listed_on=day_of(values.get("start_date", "")),
        delisted_on=day_after_period(values.get("end_date", "")),
        remarks=values.get("remarks", ""),
        links=said.links,
        citation=tidy(values.get("federal_register_notice", "")),
        more=filled({it: values.get(it, "") for it in _MORE}) | dict(said.more),
    )


def source_of(text: str) -> tuple[str, str]:
    """Authority and short name of a list, e.g. ``"Entity List (EL) - Bureau of Industry and Security"``."""
    title, _, body = text.rpartition(" - ")
    authority = next((code for words, code in _AUTHORITIES if words in body.casefold()), "US")
    known = [_LISTS[it] for it in _IN_BRACKETS.findall(title) if it in _LISTS]
    return authority, known[0] if known else tidy(title or text)


def written_address(text: str) -> WrittenAddress:
    """An address that ends with an ISO code, as the CSV writes it, or with the name of a country."""
    found = _CODE_AT_END.search(text)
    if found and is_country(found.group(1)):
        return WrittenAddress(text, found.group(1))
    last = text.rpartition(", ")[2]
    return WrittenAddress(text, code_of(last) if len(last) > 3 and not last.isdigit() else "")


def _written(names: tuple[str, ...]) -> Iterator[WrittenName]:
    for at, name in enumerate(names):
        yield WrittenName(name, "alias" if at else "primary")


def _sole(addresses: tuple[WrittenAddress, ...]) -> str:
    codes = {it.country for it in addresses if it.country}
    return next(iter(codes)) if len(codes) == 1 else ""


def _said(party: CslParty, home: str) -> Facts:
    lists = party.lists
    nations = country_codes((*lists.get("nationalities", ()), *lists.get("citizenships", ())))
    facts = [Fact("nationality", it) for it in nations]
    facts += [Fact("DOB", it) for it in lists.get("dates_of_birth", ())]
    facts += [Fact("POB", it) for it in lists.get("places_of_birth", ())]
    links = (it for it in facts_of_remarks(party.values.get("remarks", "")) if it.label == "Linked To")
    return gather((*facts, *party.facts, *links), home)
