"""Beneficial ownership data in the standard of Open Ownership, BODS 0.1 to 0.4, JSON and JSON Lines."""

from collections.abc import Iterator, Mapping
from typing import Any

from enduse.model.listing import BadRecord, NameRole, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.sources.register_parts.bods import (
    Histories,
    Statement,
    Version,
    histories,
    interest_kind,
    share_of,
    statement_of,
)
from enduse.sources.register_parts.fields import (
    country_at,
    country_of,
    day_at,
    filled,
    joined,
    objects_at,
    ordered,
    text_at,
    texts_at,
)
from enduse.sources.register_parts.persons import kept_identifiers, month_of_birth
from enduse.sources.register_parts.schemes import org_id_scheme
from enduse.sources.register_parts.streams import first_object, json_records
from enduse.sources.registers import RegisterFile, RegisterFormat, RegisterReading

_REGISTER = "BODS"
_COMPANIES = ("registeredEntity", "legalEntity", "state", "stateBody", "arrangement")
_ROLES: Mapping[str, NameRole] = {"former": "former", "birth": "former"}

Item = RegisterRecord | Relation | BadRecord


def fits(file: RegisterFile) -> bool:
    """The first object is a statement of any version."""
    head = first_object(file)
    return ("statementID" in head and "statementType" in head) or ("statementId" in head and "recordType" in head)


def read(file: RegisterFile) -> RegisterReading:
    """Statement by statement; the file is walked through before, to learn which were replaced."""
    return RegisterReading(_items(file))


def _items(file: RegisterFile) -> Iterator[Item]:
    def walk() -> Iterator[Statement]:
        return (statement_of(it.row, it.value) for it in json_records(file) if not isinstance(it, BadRecord))

    past = histories(walk)
    for record in json_records(file):
        if isinstance(record, BadRecord):
            yield record
        else:
            yield from _statement(statement_of(record.row, record.value), past)


def _statement(it: Statement, past: Histories) -> Iterator[Item]:
    if not it.record:
        yield _bad(it, "R-REG-NOBODY", "A statement without an id: nothing can refer to it.")
    elif it.kind in ("entity", "person"):
        if later := past.later(it):
            yield _superseded(it, later)
        else:
            yield _entity(it) if it.kind == "entity" else _person(it)
    elif it.kind == "relationship":
        yield from _relations(it, past)
    else:
        yield _bad(it, "R-REG-KIND", f"A statement of kind {it.kind!r}, which the standard does not know.")


def _entity(it: Statement) -> RegisterRecord:
    details = it.details
    type = text_at(details, "entityType", "type") or text_at(details, "entityType")
    names = [WrittenName(text_at(details, "name"))] if text_at(details, "name") else []
    names += [WrittenName(other, "alias") for other in texts_at(details, "alternateNames")]
    country = country_at(details, "jurisdiction", "code") or country_at(details, "incorporatedInJurisdiction", "code")
    country = country or country_at(details, "jurisdiction", "name")
    ended = day_at(details, "dissolutionDate")
    return RegisterRecord(
        row=it.row,
        register=_REGISTER,
        record_id=it.record,
        kind="company" if type in _COMPANIES else "unknown",
        names=tuple(dict.fromkeys(names)),
        identifiers=_identifiers(details, personal=False),
        addresses=tuple(_address(one) for one in objects_at(details, "addresses") if text_at(one, "address")),
        countries=(country,) if country else (),
        status="dissolved" if ended else "unknown",
        founded_on=day_at(details, "foundingDate"),
        dissolved_on=ended,
        more=_more(it, type=type, subtype=text_at(details, "entityType", "subtype"), why_unknown=_reason(details)),
    )


def _person(it: Statement) -> RegisterRecord:
    details = it.details
    countries = [country_at(one, "code") or country_at(one, "name") for one in objects_at(details, "nationalities")]
    unspecified = next(iter(objects_at(details, "unspecifiedPersonDetails")), details)
    return RegisterRecord(
        row=it.row,
        register=_REGISTER,
        record_id=it.record,
        kind="person",
        names=_person_names(details),
        identifiers=_identifiers(details, personal=True),
        countries=tuple(dict.fromkeys(one for one in countries if one)),
        born=month_of_birth(text_at(details, "birthDate")),
        personal=True,
        more=_more(
            it,
            type=text_at(details, "personType"),
            why_unknown=_reason(unspecified),
            politically_exposed=text_at(details, "politicalExposure", "status"),
            died="yes" if text_at(details, "deathDate") else "",
        ),
    )


def _person_names(details: Mapping[str, Any]) -> tuple[WrittenName, ...]:
    found: list[WrittenName] = []
    for name in objects_at(details, "names"):
        parts = (text_at(name, key) for key in ("givenName", "patronymicName", "familyName"))
        whole = text_at(name, "fullName") or " ".join(it for it in parts if it)
        type = text_at(name, "type")
        role = _ROLES.get(type) or ("primary" if type in ("legal", "individual", "") and not found else "alias")
        if whole:
            found.append(WrittenName(whole, role))
    return tuple(sorted(dict.fromkeys(found), key=lambda it: it.role != "primary"))


def _relations(it: Statement, past: Histories) -> Iterator[Item]:
    object = _party(it, "subject", past)
    subject = _party(it, "interestedParty", past)
    if object is None:
        yield _bad(it, "R-REG-NOBODY", "A relationship that does not say whose ownership it describes.")
        return
    between = (subject or PartyRef(f"{it.record}/unspecified"), object)
    kept = [_interest(it, interest, between, past) for interest in it.interests or [{}]]
    told = [relation for relation in kept if relation]
    later = past.later(it)
    if later and not told:
        yield _superseded(it, later)
        return
    if subject is None:
        yield _unspecified(it)
    yield from told


def _unspecified(it: Statement) -> RegisterRecord:
    party = objects_at(it.details, "interestedParty")
    reasons = [_reason(one) for one in (*objects_at(it.details, "interestedParty", "unspecified"), *party)]
    more = filled(why_unknown=next((one for one in reasons if one), "the register does not say who"))
    return RegisterRecord(it.row, _REGISTER, f"{it.record}/unspecified", "unknown", (), more=more)


def _interest(
    it: Statement, interest: Mapping[str, Any], between: tuple[PartyRef, PartyRef], past: Histories
) -> Relation | None:
    kind, later = interest_kind(interest), past.later(it)
    alone = it.terms().get(kind)
    start, end, share = day_at(interest, "startDate"), day_at(interest, "endDate"), share_of(interest)
    if alone:
        held = past.term(it, kind)
        if held is None:
            return None
        start, end = held.start, held.end
    elif later:
        return None
    start, end, doubt = ordered(start, end or (it.on if it.status == "closed" else None))
    level = (text_at(interest, "directOrIndirect") or text_at(interest, "interestLevel")).casefold()
    return Relation(
        row=it.row,
        register=_REGISTER,
        subject=between[0],
        object=between[1],
        kind=kind,
        low=share.low if share else None,
        high=share.high if share else None,
        direct={"direct": True, "indirect": False}.get(level),
        start=start,
        end=end,
        recorded_on=it.on,
        note=_note(it, interest, (doubt, later)),
        low_excluded=bool(share and share.low_excluded),
        high_excluded=bool(share and share.high_excluded),
    )


def _note(it: Statement, interest: Mapping[str, Any], beside: tuple[str, Version | None]) -> str:
    doubt, later = beside
    parts = texts_at(it.details, "componentStatementIDs") + texts_at(it.details, "componentRecords")
    return joined(
        interest=text_at(interest, "type") or "none recorded",
        beneficial=text_at(interest, "beneficialOwnershipOrControl"),
        details=text_at(interest, "details"),
        component="true" if text_at(it.details, "isComponent") == "true" else "",
        made_of=" ".join(parts),
        doubt=doubt,
        replaced_by=later.statement if later else "",
    )


def _party(it: Statement, role: str, past: Histories) -> PartyRef | None:
    direct = text_at(it.details, role)
    told = [text_at(it.details, role, f"describedBy{kind}Statement") for kind in ("Entity", "Person")]
    found = next((one for one in (direct, *told) if one), "")
    return PartyRef(past.newest(found)) if found else None


def _identifiers(details: Mapping[str, Any], personal: bool) -> tuple[WrittenIdentifier, ...]:
    found = []
    for one in objects_at(details, "identifiers"):
        scheme, country = org_id_scheme(text_at(one, "scheme") or text_at(one, "schemeName"))
        if value := text_at(one, "id"):
            found.append(WrittenIdentifier(scheme, value, country))
    return kept_identifiers(found, personal)


def _address(one: Mapping[str, Any]) -> WrittenAddress:
    code = country_at(one, "country", "code") or country_at(one, "country", "name")
    country = code or country_of(text_at(one, "country"))
    return WrittenAddress(", ".join(it for it in (text_at(one, "address"), text_at(one, "postCode")) if it), country)


def _reason(details: Mapping[str, Any]) -> str:
    return joined(reason=text_at(details, "reason"), description=text_at(details, "description"))


def _more(it: Statement, **said: str) -> dict[str, str]:
    return filled(**said, record_status=it.status, stated_on=str(it.on or ""))


def _superseded(it: Statement, later: Version) -> BadRecord:
    return _bad(it, "R-REG-SUPERSEDED", f"Statement {later.statement!r} of {later.on} took its place, and was kept.")


def _bad(it: Statement, code: str, reason: str) -> BadRecord:
    return BadRecord(it.row, code, reason, (it.id, it.record, it.kind))


REGISTER = RegisterFormat(
    id="open_ownership_bods",
    title="Beneficial Ownership Data Standard 0.1 to 0.4 (JSON, JSON Lines)",
    publisher="whoever publishes in the standard of Open Ownership",
    licence="of the publisher; see the statements' publicationDetails",
    about=(
        "Companies, persons and interests with exact or bounded shares. A statement that was replaced is kept only "
        "for the time before the newer one begins. Of persons names, nationality, month of birth and taxpayer's number "
        "are kept."
    ),
    source="0.4 samples of Open Ownership: seen; 0.1 to 0.3: the standard's documentation, memory",
    fits=fits,
    read=read,
    sensitivity="personal",
)
