"""OFAC's Advanced XML (``SDN_ADVANCED.XML``, ``CONS_ADVANCED.XML``), in the form of the UN's advanced standard."""

from collections.abc import Iterator
from dataclasses import replace

from enduse.model.listing import BadRecord, EntityKind, ListEntry, WrittenAddress, WrittenName
from enduse.sources.list_parts.errors import empty, nameless
from enduse.sources.list_parts.facts import Fact, gather
from enduse.sources.list_parts.ofac import AUTHORITY, EXPORTS, LICENCE, PUBLISHER, by_list, role_of
from enduse.sources.list_parts.ofac_advanced import PARTY, ROOT, Around, Decision, day_parts, read_around
from enduse.sources.list_parts.values import tidy
from enduse.sources.list_parts.xml import Node, root_of, walk
from enduse.sources.lists import ListFile, ListFormat, ListReading

_KINDS: dict[str, EntityKind] = {
    "individual": "person",
    "entity": "company",
    "vessel": "vessel",
    "aircraft": "aircraft",
    "location": "address",
}
_ORDER = ("last name", "first name", "middle name", "maiden name", "patronymic", "matronymic", "nickname")


def _fits(file: ListFile) -> bool:
    head = file.head()
    return root_of(head)[0] == ROOT and (b"ReferenceValueSets" in head or b"un.org/sanctions" in head)


def _read(file: ListFile) -> ListReading:
    around = read_around(file)
    return ListReading(_records(file, around), around.issued_on)


def _records(file: ListFile, around: Around) -> Iterator[ListEntry | BadRecord]:
    found = 0
    for _, node in walk(file, [PARTY]):
        found += 1
        entry = _entry(node, around)
        if entry.names:
            yield from _on_lists(entry, around.decisions.get(entry.entry_id, []))
        else:
            yield nameless(node.ordinal, node.texts())
    if not found:
        raise empty(file.name)


def _on_lists(entry: ListEntry, decisions: list[Decision]) -> Iterator[ListEntry]:
    """One entry for each list the party is on: it may have come to them years apart and for other reasons."""
    stays = [(it.list, min(it.days, default=None)) for it in decisions]
    for name, day in by_list(stays).items():
        there = [it for it in decisions if name in by_list([(it.list, None)])] or decisions
        yield replace(
            entry,
            list=name,
            listed_on=day,
            programmes=tuple(dict.fromkeys(text for it in there for text in (*it.programmes, *it.measures))),
            citation="; ".join(dict.fromkeys(text for it in there for text in it.bases)),
        )


def _entry(node: Node, around: Around) -> ListEntry:
    profile = node.first("Profile")
    id = profile.get("ID") or node.get("FixedRef")
    kind = _kind(profile, around)
    decisions = around.decisions.get(id, [])
    addresses, facts = _addresses(profile, around), _facts(profile, around)
    homes = {it.country for it in addresses if it.country}
    said = gather(facts, next(iter(homes)) if len(homes) == 1 else "")
    return ListEntry(
        row=node.ordinal,
        authority=AUTHORITY,
        list="",
        entry_id=id,
        kind=kind,
        names=_names(profile, around),
        identifiers=said.identifiers,
        addresses=addresses,
        contacts=said.contacts,
        countries=said.countries,
        births=said.births,
        remarks=tidy(" ".join(node.values("Comment"))),
        links=tuple(around.links.get(id, ())),
        more=dict(said.more) | {f"{it.list}, entered": it.days[0].isoformat() for it in decisions if it.days},
    )


def _kind(profile: Node, around: Around) -> EntityKind:
    """By the sub-type where it is a vessel or an aircraft, else by the type it belongs to."""
    words = around.word("PartySubType", profile.get("PartySubTypeID"))
    party_type = around.word("PartyType", around.values.get(("PartySubType of", profile.get("PartySubTypeID")), ""))
    return _KINDS.get(words.casefold(), _KINDS.get(party_type.casefold(), "unknown"))


def _names(profile: Node, around: Around) -> tuple[WrittenName, ...]:
    found: list[WrittenName] = []
    for identity in profile.all("Identity"):
        groups = {
            it.get("ID"): around.word("NamePartType", it.get("NamePartTypeID")).casefold()
            for it in identity.all("NamePartGroups/MasterNamePartGroup/NamePartGroup")
        }
        for alias in identity.all("Alias"):
            found += _spellings(alias, groups, around)
    first = [it for it in found if it.role == "primary"]
    return tuple(dict.fromkeys(first + [it for it in found if it.role != "primary"]))


def _spellings(alias: Node, groups: dict[str, str], around: Around) -> Iterator[WrittenName]:
    role = role_of(around.word("AliasType", alias.get("AliasTypeID")), alias.get("LowQuality") == "true")
    for at, documented in enumerate(alias.all("DocumentedName")):
        values = documented.all("DocumentedNamePart/NamePartValue")
        script = next((it.get("ScriptID") for it in values), "")
        code = around.values.get(("Script code", script), "")
        if text := _full_name([(groups.get(it.get("NamePartGroupID"), ""), it.text) for it in values]):
            first = alias.get("Primary") == "true" and not at
            yield WrittenName(text, "primary" if first else role, "" if code == "Latn" else code)


def _full_name(parts: list[tuple[str, str]]) -> str:
    """``SURNAME, Given`` for a person, as in OFAC's other formats; the parts in a row for all others."""
    said = sorted(((name, tidy(text)) for name, text in parts if text), key=lambda it: _rank(it[0]))
    surnames = [text for name, text in said if name == "last name"]
    others = [text for name, text in said if name != "last name"]
    return ", ".join(it for it in (" ".join(surnames), " ".join(others)) if it)


def _rank(part: str) -> int:
    return _ORDER.index(part) if part in _ORDER else len(_ORDER)


def _addresses(profile: Node, around: Around) -> tuple[WrittenAddress, ...]:
    found = []
    for feature in profile.all("Feature"):
        if around.word("FeatureType", feature.get("FeatureTypeID")).casefold() == "location":
            ids = (it.get("LocationID") for it in feature.all("FeatureVersion/VersionLocation"))
            found += [around.locations[it] for it in ids if it in around.locations]
    return tuple(dict.fromkeys(it for it in found if it.text))


def _facts(profile: Node, around: Around) -> list[Fact]:
    facts = [fact for identity in profile.all("Identity") for fact in around.documents.get(identity.get("ID"), ())]
    for feature in profile.all("Feature"):
        label = around.word("FeatureType", feature.get("FeatureTypeID"))
        if label.casefold() != "location":
            facts += [Fact(label, value) for it in feature.all("FeatureVersion") for value in _values(it, around)]
    return facts


def _values(version: Node, around: Around) -> Iterator[str]:
    for it in version.all("VersionDetail"):
        yield it.text or around.word("DetailReference", it.get("DetailReferenceID"))
    for it in version.all("VersionLocation"):
        if place := around.locations.get(it.get("LocationID")):
            yield place.text
    for it in version.all("DatePeriod"):
        start, end = (it.first(path) for path in ("Start/From", "End/To"))
        yield _span(day_parts(start), day_parts(end), it.first("Start").get("Approximate") == "true")


def _span(start: str, end: str, about: bool) -> str:
    """A day, a year (the publisher writes its first and last day), or a span."""
    if start and end and start != end:
        whole_year = start[:4] == end[:4] and start.endswith("-01-01") and end.endswith("-12-31")
        start = start[:4] if whole_year else _whole_month(start, end) or f"{start} to {end}"
    return f"circa {start}" if about and start else start or end


def _whole_month(start: str, end: str) -> str:
    return start[:7] if start[:7] == end[:7] and start.endswith("-01") and end[8:] in ("28", "29", "30", "31") else ""


ofac_advanced_xml = ListFormat(
    id="ofac_advanced_xml",
    title="OFAC SDN or consolidated list, Advanced XML",
    publisher=PUBLISHER,
    licence=LICENCE,
    about=(
        "Every party with names in their scripts, features, identity documents, days and legal bases of every decision "
        "and relations. Entry ids are profile ids, which are OFAC's unique numbers. A party on several lists is one "
        "entry for each of them, with that list's first day, programmes and legal bases. Read in two walks, so that a "
        "cut file is refused before its first entry."
    ),
    source="memory: OFAC's Advanced Sanctions Data Model; no real file was at hand",
    fits=_fits,
    read=_read,
    url=EXPORTS + "SDN_ADVANCED.XML",
    members=("SDN_ADVANCED.XML",),
)
