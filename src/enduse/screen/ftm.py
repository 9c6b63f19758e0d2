"""Entries of lists as FollowTheMoney entities: the entry itself, and what stands beside it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from enduse.model.ids import stable_key
from enduse.model.listing import Contact, EntityKind, Link, ListEntry, WrittenAddress, WrittenIdentifier
from enduse.screen.ftm_model import schemata, topics_of_list
from enduse.screen.listed import ListedEntry
from enduse.sources.ftm_words import CONTACTS, NAME_ROLES, SCHEMES
from enduse.text.company_names import form_phrases, word_key
from enduse.text.contacts import phones_of

_SCHEMATA: Mapping[EntityKind, str] = {
    "company": "Organization",
    "person": "Person",
    "vessel": "Vessel",
    "aircraft": "Airplane",
    "address": "Address",
    "unknown": "LegalEntity",
}
# A number that only registered companies have.
_OF_COMPANIES = frozenset({"OGRN", "KPP", "BIK", "TICKER", "ISIN", "USCC", "LEI", "DUNS", "REG"})
_NAMES = {role: word for word, role in reversed(tuple(NAME_ROLES.items()))}
PROPERTY_OF_SCHEME: Mapping[str, str] = {
    **{scheme: word for word, scheme in reversed(tuple(SCHEMES.items()))},
    "OGRNIP": "ogrnCode",
    "SWIFT": "swiftBic",
    "VAT": "vatCode",
}
# Where the property says both the kind of the number and who issued it.
_TELLING = frozenset(
    [
        "INN",
        "OGRN",
        "KPP",
        "OKPO",
        "USCC",
        "LEI",
        "DUNS",
        "BIC",
        "SWIFT",
        "BIK",
        "IMO",
        "MMSI",
        "WIKIDATA",
        "ISIN",
        "TICKER",
        "MSN",
    ]
)
_CONTACTS = {kind: word for word, kind in CONTACTS.items()}
# The publishers' own words for what FollowTheMoney has a property for.
_MORE = {
    "source_list_url": "sourceUrl",
    "source_information_url": "sourceUrl",
    "Source Url": "sourceUrl",
    "source_url": "sourceUrl",
    "POB": "birthPlace",
    "INDIVIDUAL_PLACE_OF_BIRTH": "birthPlace",
    "birthPlace": "birthPlace",
    "Gender": "gender",
    "gender": "gender",
    "GENDER": "gender",
    "place of birth": "birthPlace",
    "function": "position",
    "publicationUrl": "sourceUrl",
    "title": "title",
    "TITLE": "title",
    "position": "position",
    "DESIGNATION": "position",
    "vessel_type": "type",
    "call_sign": "callSign",
    "gross_registered_tonnage": "grossRegisteredTonnage",
    "Aircraft Model": "model",
}


@dataclass(frozen=True)
class FtmEntity:
    """One entity.

    Attributes:
        id: Stable while the publisher's id is.
        schema: Name of its schema.
        caption: What it is called.
        properties: Values as FollowTheMoney writes them; links are ids.
    """

    id: str
    schema: str
    caption: str
    properties: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass
class _Draft:
    schema: str
    values: dict[str, list[str]] = field(default_factory=dict)

    def put(self, name: str, *texts: str) -> bool:
        """Add values that are not there yet; False where the schema has no such property."""
        if name not in schemata()[self.schema].properties:
            return False
        known = self.values.setdefault(name, []) if any(texts) else []
        known += [it for it in dict.fromkeys(texts) if it and it not in known]
        return True

    def entity(self, id: str, caption: str) -> FtmEntity:
        return FtmEntity(id, self.schema, caption or id, {name: it for name, it in self.values.items() if it})


def schema_of(entry: ListEntry) -> str:
    """The schema of an entry: that of its source where the source uses the model, else by its kind."""
    schemes = frozenset(it.scheme for it in entry.identifiers)
    return schema_name(entry.kind, entry.names[0].text if entry.names else "", schemes, entry.more.get("schema", ""))


def schema_name(kind: EntityKind, name: str, schemes: frozenset[str], stated: str = "") -> str:
    """:func:`schema_of` from the fields it needs.

    >>> schema_name("company", "Example Trading LLC", frozenset()), schema_name("company", "Army of X", frozenset())
    ('Company', 'Organization')
    """
    usual = _SCHEMATA[kind]
    known = schemata().get(stated)
    if known is not None and known.matchable and (known.is_a(usual) or kind in ("company", "unknown")):
        return stated
    if kind == "company" and (schemes & _OF_COMPANIES or _has_form(name)):
        return "Company"
    return usual


def entry_entity(listed: ListedEntry, id: str, today: date) -> FtmEntity:
    """The entry itself.

    Topics are left out while it is not yet, or no longer, listed on ``today``.
    """
    entry, draft = listed.entry, _Draft(schema_of(listed.entry))
    for name in entry.names:
        draft.put(_NAMES[name.role], name.text)
    if entry.kind == "address":
        draft.put("full", *(it.text for it in entry.addresses))
    _put_places(draft, entry, id)
    for number in entry.identifiers:
        _put_number(draft, number)
    for contact in entry.contacts:
        draft.put(_CONTACTS[contact.kind], *_contact(contact, entry))
    draft.put("birthDate", *entry.births)
    draft.put("notes", entry.remarks)
    codes, words = _programmes(entry)
    draft.put("programId", *codes)
    draft.put("program", *words)
    if listed.standing(today) in ("listed", "unknown"):
        draft.put("topics", *topics_of_list(listed.snapshot.name))
    _put_more(draft, entry)
    return draft.entity(id, caption_of(entry))


def caption_of(entry: ListEntry) -> str:
    """What the entry is called: its primary name, or its address."""
    first = next(iter(entry.names), None) or next(iter(entry.addresses), None)
    return first.text if first else entry.entry_id


def attached(listed: ListedEntry, id: str, id_of: Callable[[str], str], today: date) -> Iterator[FtmEntity]:
    """What stands beside an entry: its designation, addresses, papers, links and those who are only named in links.

    Args:
        listed: The entry.
        id: Its id.
        id_of: The id of another entry of the same list by the publisher's id; empty where it has none.
        today: For which day its standing is told.
    """
    yield _sanction(listed, id, today)
    for address in listed.entry.addresses:
        yield _address(address, id)
    if schemata()[schema_of(listed.entry)].is_a("LegalEntity"):
        for number in listed.entry.identifiers:
            if number.scheme not in _TELLING:
                yield _paper(number, id)
    for link in listed.entry.links:
        other = (id_of(link.entry_id) if link.entry_id else "") or attached_id(id, "party", link.name or link.entry_id)
        yield _link(link, id, other)
        if other.startswith(f"{id}."):
            named = _Draft("LegalEntity")
            named.put("name", link.name or link.entry_id)
            yield named.entity(other, link.name or link.entry_id)


def attached_id(id: str, what: str, *parts: str) -> str:
    """Id of something that stands beside an entry; the entry's id comes before its last but one full stop."""
    return f"{id}.{what}.{stable_key(*parts, length=10)}"


def holder_id(id: str) -> str:
    """The entry beside which the id stands, if :func:`attached_id` made it; else empty."""
    parts = id.rsplit(".", 2)
    return parts[0] if len(parts) == 3 else ""


def _put_places(draft: _Draft, entry: ListEntry, id: str) -> None:
    codes = [it.lower() for it in entry.countries]
    draft.put("nationality" if entry.kind == "person" else "country", *codes)
    for address in entry.addresses:
        draft.put("address", address.text)
        draft.put("country", address.country.lower())
    draft.put("addressEntity", *address_ids(entry, id))


def _put_number(draft: _Draft, number: WrittenIdentifier) -> None:
    usual, value = PROPERTY_OF_SCHEME.get(number.scheme, ""), number.value
    if number.scheme == "IMO" and value.isdecimal():
        value = f"IMO{value}"
    for name in (usual, "idNumber" if draft.schema == "Person" else "registrationNumber"):
        if name and draft.put(name, value):
            return


def _put_more(draft: _Draft, entry: ListEntry) -> None:
    for word, text in entry.more.items():
        if (name := _MORE.get(word)) is None:
            continue
        if name == "gender":
            draft.put(name, *(it for it in ("male", "female") if it[0] == text.strip()[:1].lower()))
        elif name == "sourceUrl":
            draft.put(name, *_addresses_in(text))
        else:
            draft.put(name, text)


def _programmes(entry: ListEntry) -> tuple[list[str], list[str]]:
    """Codes such as ``RUSSIA-EO14024``, and programmes in words."""
    codes = [it for it in entry.programmes if " " not in it and len(it) <= 64]
    return codes, [it for it in entry.programmes if it not in codes]


def _sanction(listed: ListedEntry, id: str, today: date) -> FtmEntity:
    entry, draft = listed.entry, _Draft("Sanction")
    codes, words = _programmes(entry)
    draft.put("entity", id)
    draft.put("authority", entry.authority)
    draft.put("authorityId", entry.entry_id)
    if entry.authority == "UN":
        draft.put("unscId", entry.entry_id)
    draft.put("programId", *codes)
    draft.put("program", entry.list, *words)
    draft.put("status", listed.standing(today).replace("_", " "))
    draft.put("summary", entry.citation)
    draft.put("publisher", listed.snapshot.publisher)
    draft.put("listingDate", entry.listed_on.isoformat() if entry.listed_on else "")
    draft.put("endDate", entry.delisted_on.isoformat() if entry.delisted_on else "")
    for word, text in entry.more.items():
        if _MORE.get(word) == "sourceUrl":
            draft.put("sourceUrl", *_addresses_in(text))
    return draft.entity(attached_id(id, "sanction"), entry.list)


def _contact(contact: Contact, entry: ListEntry) -> list[str]:
    if contact.kind == "phone":
        numbers = [it.number for it in phones_of(contact.value, next(iter(entry.countries), "")) if it.number]
        return numbers or [contact.value]
    return [_site(contact.value) if contact.kind == "web" else contact.value]


def _site(text: str) -> str:
    """A site as an address of the web: FollowTheMoney takes no bare name.

    >>> _site("www.firm.example"), _site("https://firm.example/en")
    ('http://www.firm.example/', 'https://firm.example/en')
    """
    full = text if "://" in text else f"http://{text}"
    return full if "/" in full.partition("://")[2] else f"{full}/"


def _addresses_in(text: str) -> Iterator[str]:
    return (it.strip(";,") for it in text.split() if it.startswith(("http://", "https://")))


def _address(address: WrittenAddress, id: str) -> FtmEntity:
    draft = _Draft("Address")
    draft.put("full", address.text)
    draft.put("country", address.country.lower())
    return draft.entity(attached_id(id, "address", address.text, address.country), address.text)


def address_ids(entry: ListEntry, id: str) -> list[str]:
    """Ids of the addresses that :func:`attached` gives for an entry."""
    return [attached_id(id, "address", it.text, it.country) for it in entry.addresses]


def _paper(number: WrittenIdentifier, id: str) -> FtmEntity:
    draft = _Draft("Passport" if number.scheme == "PASSPORT" else "Identification")
    draft.put("holder", id)
    draft.put("type", number.scheme)
    draft.put("number", number.value)
    draft.put("country", number.country.lower())
    return draft.entity(attached_id(id, "paper", number.scheme, number.value, number.country), number.value)


# Schema of a link, the property of the entry, the property of the other, the one that takes the list's words.
_LINKS: Mapping[str, Sequence[str]] = {
    "owned_by": ("Ownership", "asset", "owner", "role"),
    "owner_of": ("Ownership", "owner", "asset", "role"),
    "directed_by": ("Directorship", "organization", "director", "role"),
    "acts_for": ("Representation", "agent", "client", "role"),
    "family_of": ("Family", "person", "relative", "relationship"),
    "successor_of": ("Succession", "successor", "predecessor", "role"),
    "linked": ("UnknownLink", "subject", "object", "role"),
}


def _link(link: Link, id: str, other: str) -> FtmEntity:
    schema, ours, theirs, words = _LINKS.get(link.relation, _LINKS["linked"])
    draft = _Draft(schema)
    draft.put(ours, id)
    draft.put(theirs, other)
    draft.put(words, link.note or link.relation.replace("_", " "))
    key = attached_id(id, "link", link.relation, link.entry_id, link.name, link.note)
    return draft.entity(key, link.note or schemata()[schema].label)


def _has_form(name: str) -> bool:
    """Does the name begin or end with a legal form? Nearly all that have one do."""
    front, back = form_phrases()
    keys = [word_key(it.strip(",.()«»\"'")) for it in name.split()]
    return any(tuple(keys[-size:]) in back or tuple(keys[:size]) in front for size in range(1, min(4, len(keys))))
