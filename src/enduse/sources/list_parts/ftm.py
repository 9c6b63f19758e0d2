"""Parties of FollowTheMoney entities: who is listed, and what sanctions, addresses and edges say of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from enduse.model.listing import BadRecord, EntityKind, Link, ListEntry
from enduse.sources.ftm_words import CONTACTS, COUNTRIES, ENDS, NAME_ROLES, SCHEMES
from enduse.sources.list_parts.days import first_day
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.values import day_of

PUBLISHER = "OpenSanctions"
LICENCE = "CC BY-NC 4.0; commercial use needs a licence of OpenSanctions"
LISTS = (
    "Merges many authorities' lists: the authority is said where one list alone names the entry, else it is "
    "`OpenSanctions` and the lists stand beside it. Entities that are only linked to a listed one (owners, relatives) "
    "are not entries; they are rejected with that reason, and named in the links."
)

KINDS: Mapping[str, EntityKind] = {
    "Person": "person",
    "Organization": "company",
    "Company": "company",
    "LegalEntity": "company",
    "PublicBody": "company",
    "Vessel": "vessel",
    "Airplane": "aircraft",
    "Vehicle": "unknown",
    "Asset": "unknown",
    "Security": "unknown",
    "CryptoWallet": "unknown",
    "Thing": "unknown",
}
_AUTHORITIES = {
    "us_ofac_sdn": "US-OFAC",
    "us_ofac_cons": "US-OFAC",
    "us_bis_denied": "US-BIS",
    "us_bis_mieu": "US-BIS",
    "us_trade_csl": "US",
    "us_dod_chinese_milcorps": "US-DOD",
    "eu_fsf": "EU",
    "eu_journal_sanctions": "EU",
    "eu_sanctions_map": "EU",
    "un_sc_sanctions": "UN",
    "gb_fcdo_sanctions": "UK",
    "gb_hmt_sanctions": "UK",
    "ch_seco_sanctions": "CH",
    "jp_meti_eul": "JP",
    "jp_meti_ru": "JP",
    "jp_mof_sanctions": "JP",
    "ua_nsdc_sanctions": "UA",
    "ca_dfatd_sema_sanctions": "CA",
    "au_dfat_sanctions": "AU",
    "cn_sanctions": "CN",
}
# What one end of a link is to the other, and the other to the one.
_RELATIONS = {
    "Ownership": ("owner_of", "owned_by"),
    "Directorship": ("linked", "directed_by"),
    "Family": ("family_of", "family_of"),
    "Representation": ("acts_for", "linked"),
    "Succession": ("linked", "successor_of"),
}
# The words by which the labels of lists know a scheme, or a property that says more than its scheme.
_LABELS = {"REG": "registration", "TAX": "tax", "NATIONAL_ID": "identity", "PASSPORT": "passport", "BIC": "SWIFT"}
_OWN_LABELS = {"vatCode": "VAT", "socialSecurityNumber": "social security"}
_NO_PARTYS = frozenset({"bikCode", "ticker", "isinCode", "serialNumber", "wikidataId"})
_NUMBERS = {
    word: _OWN_LABELS.get(word) or _LABELS.get(scheme, scheme)
    for word, scheme in SCHEMES.items()
    if word not in _NO_PARTYS
}
_READ = frozenset(
    {
        *(*_NUMBERS, *COUNTRIES, *CONTACTS, *NAME_ROLES),
        *("birthDate", "address", "addressEntity", "program", "programId", "notes"),
    }
)
_LANGUAGES = {
    **{"eng": "en", "rus": "ru", "ukr": "uk", "bel": "be", "zho": "zh", "jpn": "ja", "kor": "ko", "ara": "ar"},
    **{"fas": "fa", "tur": "tr", "deu": "de", "fra": "fr", "spa": "es", "kaz": "kk", "hye": "hy", "kat": "ka"},
}


@dataclass
class FtmEntity:
    """One entity.

    Attributes:
        row: Its record in the file, or the first of its statements.
        properties: Values by property.
        languages: ISO 639-3 by property and value, where the file gives them.
        target: Is it listed itself? None where the file does not say.
        dates: ``first_seen``, ``last_seen``, ``last_change``, as written.
    """

    row: int
    id: str
    schema: str
    properties: dict[str, list[str]] = field(default_factory=dict)
    languages: dict[tuple[str, str], str] = field(default_factory=dict)
    datasets: tuple[str, ...] = ()
    target: bool | None = None
    caption: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)

    def all(self, name: str) -> list[str]:
        """The values of a property."""
        return self.properties.get(name, [])

    def first(self, name: str) -> str:
        """The first value of a property, empty where it has none."""
        return next(iter(self.all(name)), "")

    @property
    def is_party(self) -> bool:
        """Somebody or something that can be listed."""
        return self.schema in KINDS

    @property
    def is_listed(self) -> bool:
        """Is it itself a target of a list?"""
        return bool(self.all("topics")) if self.target is None else self.target


@dataclass
class FtmContext:
    """What entities that are no parties say of those that are, by the id of the party."""

    sanctions: dict[str, list[FtmEntity]] = field(default_factory=dict)
    documents: dict[str, list[FtmEntity]] = field(default_factory=dict)
    links: dict[str, list[Link]] = field(default_factory=dict)
    addresses: dict[str, FtmEntity] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    attached: int = 0
    last_seen: str = ""

    def add(self, entity: FtmEntity) -> None:
        """Take note of an entity, whatever it is."""
        self.last_seen = max(self.last_seen, entity.dates.get("last_seen", ""))
        if entity.is_party:
            if entity.is_listed:
                self.listed.add(entity.id)
            else:
                self.names[entity.id] = entity.caption or entity.first("name")
            return
        self.attached += 1
        if entity.schema == "Address":
            self.addresses[entity.id] = entity
        for holder in entity.all("entity"):
            self.sanctions.setdefault(holder, []).append(entity)
        for holder in entity.all("holder"):
            self.documents.setdefault(holder, []).append(entity)
        if ends := ENDS.get(entity.schema):
            self._link(entity, ends)

    def _link(self, entity: FtmEntity, ends: tuple[str, str]) -> None:
        source, target = ends
        forth, back = _RELATIONS.get(entity.schema, ("linked", "linked"))
        note = ", ".join(it for word in ("role", "relationship", "percentage") for it in entity.all(word))
        for one in entity.all(source):
            for other in entity.all(target):
                self.links.setdefault(one, []).append(Link(forth, other, note=note or entity.schema))
                self.links.setdefault(other, []).append(Link(back, one, note=note or entity.schema))


def ftm_outcomes(parties: Iterable[FtmEntity], context: FtmContext) -> Iterator[ListEntry | BadRecord]:
    """Each party as an entry, or why it is none."""
    for party in parties:
        if party.is_listed:
            yield _entry(party, context).outcome()
        else:
            said = f"{party.id!r} is in the file because a listed entry is linked to it; it is not listed itself."
            yield BadRecord(party.row, "R-LIST-LINKED", said, (party.id, party.caption or party.first("name")))


def _entry(party: FtmEntity, context: FtmContext) -> EntryDraft:
    sanctions = context.sanctions.get(party.id, [])
    draft = EntryDraft(party.row, authority_of(party.datasets), ", ".join(party.datasets) or PUBLISHER, party.id)
    draft.kind = KINDS[party.schema]
    _names(draft, party)
    _facts(draft, party, context)
    for sanction in sanctions:
        _sanction(draft, sanction)
    _dates(draft, sanctions)
    for document in context.documents.get(party.id, []):
        draft.number(document.first("type") or document.schema, document.first("number"), document.first("country"))
    for link in context.links.get(party.id, []):
        known = link.entry_id in context.listed
        name = "" if known else context.names.get(link.entry_id, link.entry_id)
        draft.links[Link(link.relation, link.entry_id if known else "", name, link.note)] = None
    draft.note("schema", party.schema)
    draft.notes(party.dates.items())
    return draft


def authority_of(datasets: Iterable[str]) -> str:
    """The one authority behind these data sets; ``OpenSanctions`` for several and for unknown ones."""
    found = {_AUTHORITIES.get(it, "") for it in datasets}
    return found.pop() or PUBLISHER if len(found) == 1 else PUBLISHER


def _names(draft: EntryDraft, party: FtmEntity) -> None:
    first = party.caption if party.caption in party.all("name") else party.first("name")
    for word, role in NAME_ROLES.items():
        for text in party.all(word):
            draft.name(text, "alias" if role == "primary" and text != first else role, _language(party, word, text))


def _language(party: FtmEntity, word: str, text: str) -> str:
    return _LANGUAGES.get(party.languages.get((word, text), ""), "")


def _facts(draft: EntryDraft, party: FtmEntity, context: FtmContext) -> None:
    for word in COUNTRIES:
        for code in party.all(word):
            draft.country(code.partition("-")[0], word)
    home = next(iter(draft.countries), "") if len(draft.countries) == 1 else ""
    for word, label in _NUMBERS.items():
        for value in party.all(word):
            draft.number(label, value, home)
    _addresses(draft, party, context)
    for text in party.all("birthDate"):
        draft.birth(text, "birthDate")
    for word, kind in CONTACTS.items():
        for text in party.all(word):
            draft.contact(kind, text)
    _words(draft, party)


def _words(draft: EntryDraft, party: FtmEntity) -> None:
    for text in (*party.all("programId"), *party.all("program")):
        draft.programme(text)
    for text in party.all("notes"):
        draft.remark(text)
    draft.notes((word, text) for word, texts in party.properties.items() if word not in _READ for text in texts)


def _addresses(draft: EntryDraft, party: FtmEntity, context: FtmContext) -> None:
    for text in party.all("address"):
        draft.address([text])
    for address in (context.addresses[it] for it in party.all("addressEntity") if it in context.addresses):
        draft.address([address.first("full") or ", ".join(address.all("city"))], address.first("country"))


def _sanction(draft: EntryDraft, sanction: FtmEntity) -> None:
    for text in (*sanction.all("programId"), *sanction.all("program"), *sanction.all("provisions")):
        draft.programme(text)
    for text in sanction.all("reason"):
        draft.remark(text)
    for text in sanction.all("sourceUrl"):
        draft.cite(text)
    words = ("authority", "authorityId", "unscId", "listingDate", "startDate", "endDate", "status")
    draft.notes((f"sanction {word}", text) for word in words for text in sanction.all(word))


def _dates(draft: EntryDraft, sanctions: list[FtmEntity]) -> None:
    """Listed since the first of its sanctions; taken off only when each of them has ended."""
    draft.listed_on = first_day(day for it in sanctions for day in (*it.all("startDate"), *it.all("listingDate")))
    ends = [day_of(sanction.first("endDate")) for sanction in sanctions]
    known = [it for it in ends if it]
    if known and len(known) == len(ends):
        draft.delisted_on = max(known)
