"""Who is who in the LEI system: level 1 records, golden copy CSV and LEI-CDF 2.1 to 3.1 XML."""

from collections.abc import Iterator, Mapping

from enduse.model.listing import BadRecord, NameRole, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.sources.register_parts.fields import country_of, day_of, filled
from enduse.sources.register_parts.gleif import GleifKind, content_date, gleif_records, is_gleif, numbered
from enduse.sources.registers import RegisterFile, RegisterFormat, RegisterReading

_REGISTER = "GLEIF"
_ROLES: Mapping[str, NameRole] = {"PREVIOUS_LEGAL_NAME": "former"}
_NAMES = (
    "Entity.OtherEntityNames.OtherEntityName",
    "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName",
)
_LINES = ("FirstAddressLine", "AdditionalAddressLine.1", "AdditionalAddressLine.2", "AdditionalAddressLine.3")
_KIND = GleifKind("LEIData", "LEIRecord", "Entity.LegalName", ("LEI", "Entity"), "lei-records")

Item = RegisterRecord | Relation | BadRecord


def fits(file: RegisterFile) -> bool:
    """XML of ``LEIData``, JSON of the golden copy or of the LEI search, or a table with the golden copy's columns."""
    return is_gleif(file, _KIND)


def read(file: RegisterFile) -> RegisterReading:
    """Record by record; a successor gives a relation beside the record."""
    return RegisterReading(_items(file), content_date(file))


def _items(file: RegisterFile) -> Iterator[Item]:
    for record in gleif_records(file, _KIND):
        if isinstance(record, BadRecord):
            yield record
            continue
        lei, name = record.cells.get("LEI", ""), record.cells.get("Entity.LegalName", "")
        if not (lei and name):
            yield BadRecord(record.row, "R-REG-NOBODY", "A record without an LEI or without a legal name.", (lei, name))
            continue
        yield _entity(record.row, record.cells)
        yield from _successors(record.row, record.cells)


def _entity(row: int, cells: Mapping[str, str]) -> RegisterRecord:
    """The entity; a sole proprietor is a natural person, whose address is not kept."""
    personal = cells.get("Entity.EntityCategory") == "SOLE_PROPRIETOR"
    jurisdiction = country_of(cells.get("Entity.LegalJurisdiction", ""))
    ended = day_of(cells.get("Entity.EntityExpirationDate", ""))
    state = cells.get("Entity.EntityStatus", "")
    addresses = [_address(cells, f"Entity.{kind}Address") for kind in ("Legal", "Headquarters")]
    return RegisterRecord(
        row=row,
        register=_REGISTER,
        record_id=cells["LEI"],
        kind="person" if personal else "company",
        names=_names(cells),
        identifiers=_identifiers(cells, jurisdiction),
        addresses=() if personal else tuple(dict.fromkeys(it for it in addresses if it.text)),
        countries=(jurisdiction,) if jurisdiction else (),
        status="active" if state == "ACTIVE" else "dissolved" if state == "INACTIVE" else "unknown",
        founded_on=day_of(cells.get("Entity.EntityCreationDate", "")),
        dissolved_on=ended,
        personal=personal,
        more=filled(
            category=cells.get("Entity.EntityCategory", ""),
            legal_form_code=cells.get("Entity.LegalForm.EntityLegalFormCode", ""),
            registration=cells.get("Registration.RegistrationStatus", ""),
            updated=cells.get("Registration.LastUpdateDate", ""),
            expired_because=cells.get("Entity.EntityExpirationReason", ""),
            corroboration=cells.get("Registration.ValidationSources", ""),
        ),
    )


def _names(cells: Mapping[str, str]) -> tuple[WrittenName, ...]:
    found = [WrittenName(cells["Entity.LegalName"], "primary", cells.get("Entity.LegalName.xmllang", ""))]
    for stem in _NAMES:
        for one in numbered(cells, stem):
            if text := cells.get(one, ""):
                role = _ROLES.get(cells.get(f"{one}.type", ""), "alias")
                found.append(WrittenName(text, role, cells.get(f"{one}.xmllang", "")))
    return tuple(dict.fromkeys(found))


def _identifiers(cells: Mapping[str, str], country: str) -> tuple[WrittenIdentifier, ...]:
    stem = "Entity.RegistrationAuthority."
    number = cells.get(f"{stem}RegistrationAuthorityEntityID", "")
    found = [WrittenIdentifier("LEI", cells["LEI"])]
    return (*found, WrittenIdentifier("REG", number, country)) if number else tuple(found)


def _address(cells: Mapping[str, str], stem: str) -> WrittenAddress:
    lines = [cells.get(f"{stem}.{key}", "") for key in _LINES]
    lines += [cells.get(f"{stem}.AdditionalAddressLine", ""), cells.get(f"{stem}.City", "")]
    region = cells.get(f"{stem}.Region", "")
    lines += [region.partition("-")[2] if region[2:3] == "-" else region, cells.get(f"{stem}.PostalCode", "")]
    return WrittenAddress(", ".join(it for it in lines if it), country_of(cells.get(f"{stem}.Country", "")))


def _successors(row: int, cells: Mapping[str, str]) -> Iterator[Relation]:
    me = PartyRef(cells["LEI"], WrittenIdentifier("LEI", cells["LEI"]), cells["Entity.LegalName"])
    for one in (*numbered(cells, "Entity.SuccessorEntity"), "Entity.SuccessorEntity"):
        lei, name = cells.get(f"{one}.SuccessorLEI", ""), cells.get(f"{one}.SuccessorEntityName", "")
        if lei or name:
            other = PartyRef(lei, WrittenIdentifier("LEI", lei) if lei else None, name)
            yield Relation(row, _REGISTER, other, me, "successor", note="successor in the LEI system")


REGISTER = RegisterFormat(
    id="gleif_level_1",
    title="LEI records, level 1: who is who (golden copy CSV and JSON, LEI-CDF XML, answers of the LEI search)",
    publisher="Global Legal Entity Identifier Foundation",
    licence="CC0 1.0",
    about="Names, addresses, register numbers and successors of entities with an LEI. It holds no owners: see level 2.",
    source="LEI common data file format 3.1: memory; the golden copy's columns, as its public readers name them: seen; "
    "its JSON: memory; "
    "answers of the LEI search: seen in public readers",
    fits=fits,
    read=read,
)
