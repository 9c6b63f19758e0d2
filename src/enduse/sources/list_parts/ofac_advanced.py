"""The tables of OFAC's Advanced XML that stand around its parties: reference values, places, documents, decisions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from enduse.model.listing import Link, WrittenAddress
from enduse.sources.list_parts.errors import WholeFile
from enduse.sources.list_parts.facts import Fact
from enduse.sources.list_parts.ofac import relation_of
from enduse.sources.list_parts.values import code_of, tidy
from enduse.sources.list_parts.xml import Node, walk

ROOT = "Sanctions"
PARTY = f"{ROOT}/DistinctParties/DistinctParty"
_PROGRAMME = "program"
_LOCATION_PARTS = ("ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION")


@dataclass(frozen=True)
class Decision:
    """That a party is on a list: when, why and with what effect."""

    list: str
    days: tuple[date, ...]
    bases: tuple[str, ...]
    programmes: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass
class Around:
    """Everything but the parties, by id.

    Attributes:
        values: Kind of reference value (``"AliasType"``) and id to its text.
        iso: Id of a country to ISO alpha-2.
        locations: By id.
        documents: Identity to its documents.
        decisions: Profile to its decisions.
        links: Profile to its relations.
        issued_on: Day of the file.
    """

    values: dict[tuple[str, str], str] = field(default_factory=dict)
    iso: dict[str, str] = field(default_factory=dict)
    locations: dict[str, WrittenAddress] = field(default_factory=dict)
    documents: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    decisions: dict[str, list[Decision]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, list[Link]] = field(default_factory=lambda: defaultdict(list))
    issued_on: date | None = None

    def word(self, kind: str, id: str) -> str:
        """The text of a reference value; the id itself in brackets when the file does not explain it."""
        return self.values.get((kind, id), f"[{kind} {id}]" if id else "")


def read_around(file: WholeFile) -> Around:
    """One walk through the whole file: its tables, and proof that it is not cut off."""
    around = Around()
    readers = {
        f"{ROOT}/DateOfIssue": _read_issue,
        f"{ROOT}/ReferenceValueSets": _read_values,
        f"{ROOT}/Locations/Location": _read_location,
        f"{ROOT}/IDRegDocuments/IDRegDocument": _read_document,
        f"{ROOT}/SanctionsEntries/SanctionsEntry": _read_decision,
        f"{ROOT}/ProfileRelationships/ProfileRelationship": _read_link,
    }
    for path, node in walk(file, readers.keys()):
        readers[path](node, around)
    return around


def day_parts(node: Node) -> str:
    """A year, month and day as an ISO text as long as they are known."""
    parts = [node.value(it) for it in ("Year", "Month", "Day")]
    known = [it.zfill(2) for it in parts[: next((n for n, it in enumerate(parts) if not it), 3)]]
    return "-".join(known)


def day_in(node: Node) -> date | None:
    """The day when all its parts are known."""
    text = day_parts(node)
    return date.fromisoformat(text) if len(text) == 10 else None


def _read_issue(node: Node, around: Around) -> None:
    around.issued_on = day_in(node)


def _read_values(node: Node, around: Around) -> None:
    for group in node.children:
        for it in group.children:
            around.values[it.name, it.get("ID")] = it.text or it.get("LegalBasisShortRef") or it.get("Description")
            if it.name == "PartySubType":
                around.values["PartySubType of", it.get("ID")] = it.get("PartyTypeID")
            if it.name == "Script":
                around.values["Script code", it.get("ID")] = it.get("ScriptCode")
            if it.name == "Country":
                around.iso[it.get("ID")] = it.get("ISO2") or code_of(it.text)
            if it.name == "AreaCode":
                around.iso[f"area {it.get('ID')}"] = around.iso.get(it.get("CountryID"), "")


def _read_location(node: Node, around: Around) -> None:
    parts: Mapping[str, list[str]] = defaultdict(list)
    for it in node.all("LocationPart"):
        parts[around.word("LocPartType", it.get("LocPartTypeID")).upper()].extend(it.values("LocationPartValue/Value"))
    country = node.first("LocationCountry").get("CountryID")
    area = node.first("LocationAreaCode").get("AreaCodeID")
    code = around.iso.get(country) or around.iso.get(f"area {area}", "")
    known = [it for name in _LOCATION_PARTS for it in parts.get(name, [])]
    rest = [it for name, texts in parts.items() if name not in _LOCATION_PARTS for it in texts]
    texts = [*known, *rest, *([around.word("Country", country)] if country else [])]
    around.locations[node.get("ID")] = WrittenAddress(", ".join(tidy(it) for it in texts if it), code)


def _read_document(node: Node, around: Around) -> None:
    label = around.word("IDRegDocType", node.get("IDRegDocTypeID"))
    country = around.iso.get(node.get("IssuedBy-CountryID"), "")
    facts = around.documents[node.get("IdentityID")]
    facts.append(Fact(label, node.value("IDRegistrationNo"), country))
    validity = around.values.get(("Validity", node.get("ValidityID")), "")
    if validity and validity.casefold() != "valid":
        facts.append(Fact(f"{label.rstrip(' .')}, {validity.casefold()}", node.value("IDRegistrationNo")))


def _read_decision(node: Node, around: Around) -> None:
    events = node.all("EntryEvent")
    programmes, measures = [], []
    for it in node.all("SanctionsMeasure"):
        kind, comment = around.word("SanctionsType", it.get("SanctionsTypeID")), it.value("Comment")
        if kind.casefold() == _PROGRAMME:
            programmes.append(comment)
        else:
            measures.append(": ".join(part for part in (kind, comment) if part))
    decision = Decision(
        list=around.word("List", node.get("ListID")),
        days=tuple(day for it in events if (day := day_in(it.first("Date")))),
        bases=_distinct(around.word("LegalBasis", it.get("LegalBasisID")) for it in events),
        programmes=_distinct(programmes),
        measures=_distinct(measures),
    )
    around.decisions[node.get("ProfileID")].append(decision)


def _read_link(node: Node, around: Around) -> None:
    words = around.word("RelationType", node.get("RelationTypeID"))
    note = f"{words} (former)" if node.get("Former") == "true" else words
    link = Link(relation_of(words), entry_id=node.get("To-ProfileID"), note=note)
    around.links[node.get("From-ProfileID")].append(link)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(it for it in texts if it))
