"""The EU's consolidated list of financial sanctions, CSV 1.1: a line for each name, address, birth of an entry."""

from collections.abc import Iterator, Mapping

from enduse.model.listing import BadRecord, ListEntry
from enduse.sources.list_parts.days import first_day
from enduse.sources.list_parts.draft import EntryDraft
from enduse.sources.list_parts.eu_fsf import (
    ENTRY_IDS,
    LICENCE,
    PUBLISHER,
    add_act,
    add_address,
    add_name,
    add_remark,
    is_low_quality,
    new_draft,
)
from enduse.sources.list_parts.europe_numbers import contacts_in
from enduse.sources.list_parts.europe_table import ListRow, TableShape, Unread, grouped, read_table
from enduse.sources.list_parts.values import day_of
from enduse.sources.lists import ListFile, ListFormat, ListReading

_ID = "Entity_LogicalId"
_PARTS = ("Entity", "NameAlias", "Address", "BirthDate", "Identification", "Citizenship")
_STREET = tuple(f"Address_{it}" for it in ("Street", "PoBox", "ZipCode", "City", "Region", "Place"))
_REGULATION = ("Type", "OrganisationType", "PublicationDate", "EntryIntoForceDate", "NumberTitle", "Programme")
_FLAGS = ("Diplomatic", "KnownExpired", "KnownFalse", "ReportedLost", "RevokedByIssuer")
_READ = Unread(
    frozenset(
        {
            *("fileGenerationDate", _ID, "Entity_DesignationDate", "Entity_Remark", "Entity_SubjectType"),
            *("Entity_SubjectType_ClassificationCode", *_STREET, "Address_ContactInfo", "Address_Remark"),
            *(
                f"NameAlias_{it}"
                for it in ("LastName", "FirstName", "MiddleName", "WholeName", "NameLanguage", "Remark")
            ),
            *(f"{part}_{it}" for part in _PARTS for it in ("LogicalId", "RegulationLanguage")),
            *(f"{part}_Country{it}" for part in _PARTS for it in ("Iso2Code", "Description")),
            *(f"{part}_Regulation_{it}" for part in _PARTS for it in (*_REGULATION, "PublicationUrl")),
            *(
                f"BirthDate_{it}"
                for it in ("BirthDate", "Day", "Month", "Year", "YearRangeFrom", "YearRangeTo", "Circa")
            ),
            *(f"BirthDate_{it}" for it in ("City", "Place", "Region", "ZipCode")),
            *(f"Identification_{it}" for it in ("Number", "LatinNumber", "TypeCode", "TypeDescription", *_FLAGS)),
            *(f"Identification_{it}" for it in ("IssuedBy", "IssuedDate", "ValidFrom", "ValidTo", "NameOnDocument")),
            *("Identification_Region", "Identification_Remark"),
        }
    )
)


def _fits(file: ListFile) -> bool:
    return b"fileGenerationDate;Entity_LogicalId" in file.head(200)


def _read(file: ListFile) -> ListReading:
    table = read_table(file, TableShape(";", _ID))
    groups, bad = grouped(table.rows, _ID)
    made = next((day_of(rows[0].get("fileGenerationDate")) for rows in groups.values()), None)
    return ListReading(_records(groups, bad), made, table.notices)


def _records(groups: Mapping[str, list[ListRow]], bad: list[BadRecord]) -> Iterator[ListEntry | BadRecord]:
    yield from sorted((*(_entry(rows).outcome() for rows in groups.values()), *bad), key=lambda it: it.row)


def _entry(rows: list[ListRow]) -> EntryDraft:
    first = rows[0]
    kind = first.get("Entity_SubjectType_ClassificationCode") or first.get("Entity_SubjectType")
    draft = new_draft(first.row, first.get(_ID), kind)
    draft.listed_on = first_day(_days(rows))
    for row in rows:
        for part in _PARTS:
            words = ("Programme", "NumberTitle", "PublicationDate")
            add_act(draft, *(row.get(f"{part}_Regulation_{it}") for it in words))
            draft.note("PublicationUrl", row.get(f"{part}_Regulation_PublicationUrl"))
        add_remark(draft, row.get("Entity_Remark"))
        for add in (_name, _address, _birth, _identification, _citizenship):
            add(draft, row)
        draft.notes(_READ.of(row))
    return draft


def _days(rows: list[ListRow]) -> Iterator[str]:
    for row in rows:
        yield row.get("Entity_DesignationDate")
        for part in _PARTS:
            yield row.get(f"{part}_Regulation_PublicationDate")
            yield row.get(f"{part}_Regulation_EntryIntoForceDate")


def _name(draft: EntryDraft, row: ListRow) -> None:
    remark, whole = row.get("NameAlias_Remark"), row.get("NameAlias_WholeName")
    parts = [row.get(f"NameAlias_{it}") for it in ("FirstName", "MiddleName", "LastName")]
    add_name(draft, whole, parts, row.get("NameAlias_NameLanguage"), is_low_quality(remark))
    if remark:
        draft.note("NameAlias_Remark", f"{whole}: {remark}")


def _address(draft: EntryDraft, row: ListRow) -> None:
    add_address(draft, [row.get(it) for it in _STREET], _place(row, "Address"), row.get("Address_Remark"))
    contact = row.get("Address_ContactInfo")
    draft.contacts.update(dict.fromkeys(contacts_in(contact)))
    draft.note("Address_ContactInfo", contact)


def _birth(draft: EntryDraft, row: ListRow) -> None:
    cell = {
        it: row.get(f"BirthDate_{it}") for it in ("BirthDate", "Year", "Month", "Day", "YearRangeFrom", "YearRangeTo")
    }
    part = f"{cell['Year']}-{cell['Month'].zfill(2)}" if cell["Month"] and not cell["Day"] else cell["Year"]
    span = " - ".join(it for it in (cell["YearRangeFrom"], cell["YearRangeTo"]) if it)
    if written := cell["BirthDate"] or part or span:
        draft.birth(f"circa {written}" if row.get("BirthDate_Circa").casefold() == "true" else written)
    place = [row.get(f"BirthDate_{it}") for it in ("City", "Place", "Region")] + [_place(row, "BirthDate")]
    draft.note("place of birth", ", ".join(it for it in place if it))


def _identification(draft: EntryDraft, row: ListRow) -> None:
    label = f"{row.get('Identification_TypeCode')} {row.get('Identification_TypeDescription')}"
    for value in dict.fromkeys((row.get("Identification_Number"), row.get("Identification_LatinNumber"))):
        draft.number(label, value, _place(row, "Identification"))
    words = ("TypeDescription", "Number", "IssuedBy", "IssuedDate", "ValidFrom", "ValidTo", "NameOnDocument", "Remark")
    said = [row.get(f"Identification_{it}") for it in words]
    flags = [it for it in _FLAGS if row.get(f"Identification_{it}").casefold() == "true"]
    draft.note("Identification", ", ".join(it for it in (*said, *flags) if it))


def _citizenship(draft: EntryDraft, row: ListRow) -> None:
    if place := _place(row, "Citizenship"):
        draft.country(place)


def _place(row: ListRow, part: str) -> str:
    """The country as described, else its code; the publisher writes ``UNKNOWN`` and ``00`` where it knows none."""
    described, code = row.get(f"{part}_CountryDescription"), row.get(f"{part}_CountryIso2Code")
    return described if described and described != "UNKNOWN" else code if code != "00" else ""


eu_fsf_csv_1_1 = ListFormat(
    id="eu_fsf_csv_1_1",
    title="EU consolidated financial sanctions (CSV 1.1)",
    publisher=PUBLISHER,
    licence=LICENCE,
    about="Persons and organisations whose funds are frozen by the EU. The CSV tells weak aliases only by a remark "
    f"on the name. {ENTRY_IDS}",
    source="memory: the published column names; no whole file was read",
    fits=_fits,
    read=_read,
    url="https://webgate.ec.europa.eu/fsd/fsf/public/files/csvFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw",
)
