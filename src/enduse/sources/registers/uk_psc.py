"""People with significant control of British companies, and owners of overseas entities: the daily snapshot."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from enduse.model.listing import BadRecord, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, RegisterRecord, Relation, RelationKind
from enduse.sources.register_parts.fields import (
    country_of,
    day_at,
    day_of,
    filled,
    joined,
    objects_at,
    ordered,
    text_at,
    texts_at,
)
from enduse.sources.register_parts.persons import nationality_code
from enduse.sources.register_parts.shares import ShareBounds
from enduse.sources.register_parts.streams import JsonRecord, first_object, json_records
from enduse.sources.registers import RegisterFile, RegisterFormat, RegisterReading

_REGISTER = "UK-PSC"
_BANDS: Mapping[str, ShareBounds] = {
    "25-to-50-percent": ShareBounds(Fraction(1, 4), Fraction(1, 2), low_excluded=True),
    "50-to-75-percent": ShareBounds(Fraction(1, 2), Fraction(3, 4), low_excluded=True, high_excluded=True),
    "75-to-100-percent": ShareBounds(Fraction(3, 4), Fraction(1)),
    "more-than-25-percent": ShareBounds(Fraction(1, 4), Fraction(1), low_excluded=True),
}
_KINDS: tuple[tuple[str, RelationKind], ...] = (
    ("ownership-of-shares", "shares"),
    ("voting-rights", "votes"),
    ("right-to-appoint-and-remove", "appoints_board"),
    # A partnership has no shares: what is left on winding up is its capital.
    ("right-to-share-surplus-assets", "shares"),
    ("part-right-to-share-surplus-assets", "shares"),
    ("significant-influence-or-control", "controls"),
)
_TOTALS = "totals#persons-of-significant-control-snapshot"
_COUNTS = ("persons_of_significant_control_count", "statements_count", "exemptions_count")
_HEAD_DAY = re.compile(r"(20\d{2}-\d{2}-\d{2})")

Item = RegisterRecord | Relation | BadRecord


def fits(file: RegisterFile) -> bool:
    """The first object has a company number and data of a kind that the register knows."""
    head = first_object(file)
    kind = text_at(head, "data", "kind")
    return "company_number" in head and bool(re.search(r"significant-control|beneficial-owner|exemptions", kind))


def read(file: RegisterFile) -> RegisterReading:
    """Line by line; the day of the file is in its name. The line of totals counts the records of the whole snapshot."""
    found = _HEAD_DAY.search(file.name)
    return RegisterReading(_items(file), day_of(found[1]) if found else None)


def _items(file: RegisterFile) -> Iterator[Item]:
    seen = 0
    for record in json_records(file):
        if isinstance(record, BadRecord):
            yield record
        elif text_at(record.value, "data", "kind") == _TOTALS:
            yield _totals(record, seen)
        else:
            yield from _record(record)
            seen += 1


def _totals(record: JsonRecord, seen: int) -> BadRecord:
    """The publisher cuts a snapshot into parts, and the last one counts the records of all: nothing to refuse."""
    totals = [text_at(record.value, "data", key) for key in _COUNTS]
    said = sum(int(it) for it in totals if it.isdecimal())
    reason = f"The publisher counts {said:,} records in all parts of the snapshot; {seen:,} were read from this file."
    return BadRecord(record.row, "R-REG-TOTALS", reason, tuple(totals))


def _record(record: JsonRecord) -> Iterator[Item]:
    company, data = text_at(record.value, "company_number"), next(iter(objects_at(record.value, "data")), {})
    kind = text_at(data, "kind")
    if not company or not kind:
        raw = (company, kind, text_at(data, "name"))
        yield BadRecord(record.row, "R-REG-NOBODY", "A record without a company number or without a kind.", raw)
        return
    object = PartyRef(company, WrittenIdentifier("REG", company, "GB"), "", "GB")
    if kind == "persons-with-significant-control-statement" or "exemptions" in kind:
        yield _statement(record.row, object, data)
        return
    owner = _owner(record.row, company, data)
    yield owner
    subject = PartyRef(
        owner.record_id,
        owner.identifiers[0] if owner.identifiers else None,
        owner.names[0].text if owner.names else "",
        owner.countries[0] if owner.countries else "",
    )
    natures = texts_at(data, "natures_of_control")
    yield from (_control(record.row, subject, object, (nature, data)) for nature in natures or [""])


def _statement(row: int, object: PartyRef, data: Mapping[str, Any]) -> RegisterRecord:
    """What the company says where it names nobody: nobody found, still looking, exempt."""
    exempt = [text_at(one, "exempt_from") for it in objects_at(data, "exemptions") for one in _periods(it)]
    return RegisterRecord(
        row=row,
        register=_REGISTER,
        record_id=object.record_id,
        kind="company",
        names=(),
        identifiers=(object.identifier,) if object.identifier else (),
        countries=("GB",),
        more=filled(
            statement=text_at(data, "statement") or text_at(data, "kind"),
            exempt_from=" | ".join(it for it in exempt if it),
            linked_name=text_at(data, "linked_psc_name"),
            notified_on=text_at(data, "notified_on"),
            ceased_on=text_at(data, "ceased_on"),
        ),
    )


def _periods(exemptions: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for kind in exemptions.values():
        yield from objects_at(kind, "items")


def _owner(row: int, company: str, data: Mapping[str, Any]) -> RegisterRecord:
    kind = text_at(data, "kind")
    link = text_at(data, "links", "self").rpartition("persons-with-significant-control/")[2]
    record_id = f"{company}/{link or text_at(data, 'etag') or row}"
    if kind.startswith("super-secure"):
        more = filled(kind=kind, why_unknown=text_at(data, "description") or "protected by the register")
        return RegisterRecord(row, _REGISTER, record_id, "person", (), personal=True, more=more)
    if kind.startswith("individual"):
        return _individual(row, record_id, data)
    return _corporate(row, record_id, data)


def _individual(row: int, record_id: str, data: Mapping[str, Any]) -> RegisterRecord:
    """A person: name, month of birth as published, nationality; no address, although the register has one."""
    parts = [text_at(data, "name_elements", key) for key in ("title", "forename", "middle_name", "surname")]
    plain = " ".join(it for it in parts[1:] if it)
    whole = text_at(data, "name")
    names = [WrittenName(plain or whole)] if plain or whole else []
    if plain and whole and plain.casefold() != whole.casefold():
        names.append(WrittenName(whole, "alias"))
    year, month = text_at(data, "date_of_birth", "year"), text_at(data, "date_of_birth", "month")
    countries = [nationality_code(it) for it in re.split(r"[,/;&]", text_at(data, "nationality")) if it.strip()]
    return RegisterRecord(
        row=row,
        register=_REGISTER,
        record_id=record_id,
        kind="person",
        names=tuple(names),
        countries=tuple(dict.fromkeys(it for it in countries if it)),
        born=(f"{year}-{int(month):02}" if month.isdecimal() else year) if year else "",
        personal=True,
        more=filled(
            kind=text_at(data, "kind"),
            nationality=text_at(data, "nationality"),
            resident_in=country_of(text_at(data, "country_of_residence")) or text_at(data, "country_of_residence"),
            sanctioned_says_register=text_at(data, "is_sanctioned"),
        ),
    )


def _corporate(row: int, record_id: str, data: Mapping[str, Any]) -> RegisterRecord:
    name, number = text_at(data, "name"), text_at(data, "identification", "registration_number")
    registered = text_at(data, "identification", "country_registered")
    place = text_at(data, "identification", "place_registered")
    country = country_of(registered) or country_of(place)
    address = next(iter(objects_at(data, "address")), {})
    lines = ("care_of", "po_box", "premises", "address_line_1", "address_line_2", "locality", "region", "postal_code")
    text = ", ".join(it for it in (text_at(address, key) for key in lines) if it)
    return RegisterRecord(
        row=row,
        register=_REGISTER,
        record_id=record_id,
        kind="company",
        names=(WrittenName(name),) if name else (),
        identifiers=(WrittenIdentifier("REG", number, country),) if number else (),
        addresses=(WrittenAddress(text, country_of(text_at(address, "country"))),) if text else (),
        countries=(country,) if country else (),
        more=filled(
            kind=text_at(data, "kind"),
            legal_form=text_at(data, "identification", "legal_form"),
            law=text_at(data, "identification", "legal_authority"),
            registered_in=registered,
            registered_at=place,
            sanctioned_says_register=text_at(data, "is_sanctioned"),
        ),
    )


def _control(row: int, subject: PartyRef, object: PartyRef, told: tuple[str, Mapping[str, Any]]) -> Relation:
    nature, data = told
    kind, bounds = nature_of_control(nature)
    start, end, doubt = ordered(day_at(data, "notified_on"), day_at(data, "ceased_on"))
    return Relation(
        row=row,
        register=_REGISTER,
        subject=subject,
        object=object,
        kind=kind,
        low=bounds.low if bounds else None,
        high=bounds.high if bounds else None,
        start=start,
        end=end,
        recorded_on=day_at(data, "notified_on"),
        note=joined(
            nature=nature or "none recorded",
            doubt=doubt,
            ceased="on a day that is not told" if text_at(data, "ceased") == "true" else "",
        ),
        low_excluded=bool(bounds and bounds.low_excluded),
        high_excluded=bool(bounds and bounds.high_excluded),
    )


def nature_of_control(nature: str) -> tuple[RelationKind, ShareBounds | None]:
    """Kind and bounds of one nature of control; an unknown one is ``linked``.

    The register counts what one holds through companies that one controls: it does not tell direct from indirect.

    >>> nature_of_control("voting-rights-50-to-75-percent-as-trust")[1].low_excluded
    True
    """
    kind: RelationKind = next((it for start, it in _KINDS if nature.startswith(start)), "linked")
    return kind, next((it for band, it in _BANDS.items() if band in nature), None)


REGISTER = RegisterFormat(
    id="uk_psc",
    title="UK people with significant control (snapshot, JSON Lines)",
    publisher="Companies House",
    licence="Open Government Licence v3.0",
    about=(
        "Who controls British companies, in bands: more than 25 to 50 %, more than 50 to less than 75 %, 75 to 100 %. "
        "It does not hold the companies' own names, exact shares, or holdings of 25 % and less. Of persons name, "
        "nationality and month of birth are kept, no address. The first day is the one that the company notified."
    ),
    source="the publisher's service code and readers of the snapshot: kinds, natures and totals seen; the rest memory",
    fits=fits,
    read=read,
    sensitivity="personal",
)
