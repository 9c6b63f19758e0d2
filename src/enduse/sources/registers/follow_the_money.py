"""Companies, persons and their relations as FollowTheMoney entities, JSON Lines or a JSON list."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

from enduse.model.listing import (
    BadRecord,
    Contact,
    WrittenAddress,
    WrittenIdentifier,
    WrittenName,
)
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.sources.register_parts.fields import country_of, day_of, filled, joined, ordered, text_at
from enduse.sources.register_parts.ftm import EDGES, KINDS, SCHEMES, Edge, datasets, values
from enduse.sources.register_parts.persons import kept_identifiers, month_of_birth
from enduse.sources.register_parts.shares import ShareBounds, read_share
from enduse.sources.register_parts.streams import JsonRecord, first_object, json_records
from enduse.sources.registers import RegisterFile, RegisterFormat, RegisterReading

_REGISTER = "FTM"
_PLACES = ("jurisdiction", "country", "mainCountry", "nationality", "citizenship")

Item = RegisterRecord | Relation | BadRecord


def fits(file: RegisterFile) -> bool:
    """The first object has an id, a schema and properties."""
    head = first_object(file)
    return {"id", "schema", "properties"} <= set(head) and isinstance(head.get("schema"), str)


def read(file: RegisterFile) -> RegisterReading:
    """Entity by entity: things give records, links give relations, other schemata a reason why they are left out."""
    return RegisterReading(_items(file))


def _items(file: RegisterFile) -> Iterator[Item]:
    for record in json_records(file):
        if isinstance(record, BadRecord):
            yield record
        else:
            yield from _entity(record)


def _entity(record: JsonRecord) -> Iterator[Item]:
    entity, schema = record.value, text_at(record.value, "schema")
    id = text_at(entity, "id")
    if not id:
        yield BadRecord(record.row, "R-REG-NOBODY", "An entity without an id.", (schema,))
    elif schema in KINDS:
        yield _record(record.row, id, entity)
    elif schema in EDGES:
        yield from _relations(record.row, entity, EDGES[schema])
    else:
        reason = f"Entities of schema {schema!r} tell of no party and no relation that we keep."
        yield BadRecord(record.row, "R-REG-KIND", reason, (id, schema))


def _record(row: int, id: str, entity: Mapping[str, Any]) -> RegisterRecord:
    schema = text_at(entity, "schema")
    personal = schema == "Person" or any(values(entity, "birthDate", "firstName", "lastName", "passportNumber"))
    places = (country_of(it) for it in values(entity, *_PLACES))
    born = (month_of_birth(it) for it in values(entity, "birthDate"))
    ended = next(values(entity, "dissolutionDate"), "")
    return RegisterRecord(
        row=row,
        register=_REGISTER,
        record_id=id,
        kind="person" if personal else KINDS[schema],
        names=_names(entity),
        identifiers=_identifiers(entity, personal),
        addresses=_addresses(entity, personal),
        contacts=_contacts(entity, personal),
        countries=tuple(dict.fromkeys(it for it in places if it)),
        born=next((it for it in born if it), ""),
        status=_status(entity, ended),
        founded_on=day_of(next(values(entity, "incorporationDate"), "")),
        dissolved_on=day_of(ended),
        activities=tuple(values(entity, "sector", "okvedCode", "naceCode", "classification")),
        personal=personal,
        more=filled(
            schema=schema,
            datasets=datasets(entity),
            topics=" ".join(values(entity, "topics")),
            legal_form=" | ".join(values(entity, "legalForm")),
            status=" | ".join(values(entity, "status")),
            source=" | ".join(values(entity, "sourceUrl")),
        ),
    )


def _names(entity: Mapping[str, Any]) -> tuple[WrittenName, ...]:
    caption, whole = text_at(entity, "caption"), list(values(entity, "name"))
    built = " ".join(
        it for key in ("firstName", "fatherName", "lastName") for it in [next(values(entity, key), "")] if it
    )
    given = dict.fromkeys([caption, *whole] if caption in whole else whole or [built or caption])
    found = [WrittenName(it, "alias" if at else "primary") for at, it in enumerate(given)]
    found += [WrittenName(it, "alias") for it in values(entity, "alias", "abbreviation")]
    found += [WrittenName(it, "former") for it in values(entity, "previousName")]
    found += [WrittenName(it, "weak") for it in values(entity, "weakAlias")]
    known: dict[str, WrittenName] = {}
    for name in found:
        if name.text:
            known.setdefault(name.text, name)
    return tuple(known.values())


def _identifiers(entity: Mapping[str, Any], personal: bool) -> tuple[WrittenIdentifier, ...]:
    countries = [it for it in (country_of(one) for one in values(entity, "jurisdiction", "country")) if it]
    country = countries[0] if len(set(countries)) == 1 else ""
    found = []
    for name, scheme in SCHEMES.items():
        place = "RU" if scheme in ("INN", "OGRN", "KPP", "OKPO") else "CN" if scheme == "USCC" else country
        place = "" if scheme in ("LEI", "DUNS", "BIC", "IMO", "MMSI", "OTHER", "WIKIDATA") else place
        found += [WrittenIdentifier(scheme, value, place) for value in values(entity, name)]
    return kept_identifiers(found, personal)


def _addresses(entity: Mapping[str, Any], personal: bool) -> tuple[WrittenAddress, ...]:
    """Addresses of companies as text; the home of a person is not kept."""
    if personal:
        return ()
    return tuple(WrittenAddress(it) for it in values(entity, "address"))


def _contacts(entity: Mapping[str, Any], personal: bool) -> tuple[Contact, ...]:
    if personal:
        return ()
    kinds: tuple[tuple[Literal["phone", "email", "web"], str], ...] = (
        ("phone", "phone"),
        ("email", "email"),
        ("web", "website"),
    )
    return tuple(Contact(kind, value) for kind, name in kinds for value in values(entity, name))


def _status(entity: Mapping[str, Any], ended: str) -> Literal["active", "dissolved", "unknown"]:
    said = " ".join(values(entity, "status")).casefold()
    if ended or any(word in said for word in ("dissolved", "liquidated", "inactive", "ликвидир", "прекра")):
        return "dissolved"
    return "active" if "active" in said or "действу" in said else "unknown"


def _relations(row: int, entity: Mapping[str, Any], edge: Edge) -> Iterator[Item]:
    subjects, objects = list(values(entity, edge.subject)), list(values(entity, edge.object))
    if not (subjects and objects):
        id, schema = text_at(entity, "id"), text_at(entity, "schema")
        reason = f"A link of schema {schema!r} without its {edge.subject!r} or its {edge.object!r}."
        yield BadRecord(row, "R-REG-NOBODY", reason, (id, schema))
        return
    start, end, doubt = ordered(_day(entity, "startDate"), _day(entity, "endDate"))
    share, unread = _share(entity) if edge.kind == "shares" else (None, "")
    for subject in subjects:
        for object in objects:
            yield Relation(
                row=row,
                register=_REGISTER,
                subject=PartyRef(subject),
                object=PartyRef(object),
                kind=edge.kind,
                low=share.low if share else None,
                high=share.high if share else None,
                direct=_direct(entity),
                start=start,
                end=end,
                recorded_on=_day(entity, "date"),
                note=_note(entity, unread, doubt),
                treasury=subject == object and edge.kind == "shares",
                low_excluded=bool(share and share.low_excluded),
                high_excluded=bool(share and share.high_excluded),
            )


def _share(entity: Mapping[str, Any]) -> tuple[ShareBounds | None, str]:
    """Bounds around all percentages that are given, and those that are none; a number without a sign is per cent."""
    given = list(values(entity, "percentage"))
    read = [read_share(it, "percent") for it in given]
    bounds = [it.bounds for it in read if it.bounds]
    unread = " | ".join(text for text, it in zip(given, read, strict=True) if it.problem)
    if not bounds:
        return None, unread
    low, high = min(bounds, key=lambda it: it.low), max(bounds, key=lambda it: it.high)
    return ShareBounds(low.low, high.high, low.low_excluded, high.high_excluded), unread


def _direct(entity: Mapping[str, Any]) -> bool | None:
    said = " ".join(values(entity, "ownershipType", "role")).casefold()
    return False if "indirect" in said else True if "direct" in said.split() else None


def _day(entity: Mapping[str, Any], name: str) -> date | None:
    """The day of an interval; with several the first, for the publisher merged several records into one."""
    days = [it for it in map(day_of, values(entity, name)) if it]
    return min(days, default=None)


def _note(entity: Mapping[str, Any], unread: str, doubt: str) -> str:
    return joined(
        role=" | ".join(values(entity, "role", "relationship", "ownershipType", "status")),
        percentage_not_read=unread,
        doubt=doubt,
        shares=" | ".join(values(entity, "sharesCount")),
        start=" | ".join(it for it in values(entity, "startDate") if not day_of(it)),
        end=" | ".join(it for it in values(entity, "endDate") if not day_of(it)),
        summary=" | ".join(values(entity, "summary")),
        datasets=datasets(entity),
    )


REGISTER = RegisterFormat(
    id="follow_the_money",
    title="FollowTheMoney entities (JSON Lines or JSON list)",
    publisher="whoever publishes in FollowTheMoney",
    licence="of the datasets named in each entity",
    about=(
        "Companies, persons, vessels, and ownership, directorship, family and other links, as texts. Left out: "
        "events, sanctions, documents, identity papers. Of persons name, country, month of birth and taxpayer's number "
        "are kept."
    ),
    source="the documentation of followthemoney 3: memory",
    fits=fits,
    read=read,
    sensitivity="personal",
)
