"""Australia's consolidated list (``regulation8_consolidated.xlsx``): one row for each name, grouped by reference."""

import re
from collections.abc import Iterator

from enduse.model.listing import (
    BadRecord,
    EntityKind,
    ListEntry,
    NameRole,
    WrittenAddress,
    WrittenIdentifier,
    WrittenName,
)
from enduse.sources.list_parts.errors import nameless
from enduse.sources.list_parts.sheets import has_header, read_sheet
from enduse.sources.list_parts.tables import Table, TableRecord
from enduse.sources.list_parts.values import births_of, code_of, country_codes, day_of, filled, numbered, pieces, tidy
from enduse.sources.lists import ListFile, ListFormat, ListReading

_NEEDS = ("reference", "name_of_individual_or_entity", "type", "name_type", "address", "committees", "control_date")
_REFERENCE = re.compile(r"^\s*(\d+)(?:\.0)?\s*([a-z]*)\s*$", re.I)
_LETTERED = re.compile(r"(?:^|[\s,;])(?:[a-z]|i{1,3}|iv|vi{0,3})\)\s*", re.I)
_IMO = re.compile(r"\b\d{7}\b")
_KINDS: dict[str, EntityKind] = {"individual": "person", "entity": "company", "vessel": "vessel", "ship": "vessel"}
_MEASURES = ("travel_ban", "arms_embargo", "maritime_restriction", "targeted_financial_sanction")
_MORE = ("place_of_birth", "additional_information", "listing_information", "instrument_of_designation")


def _fits(file: ListFile) -> bool:
    return has_header(file, file.size, _NEEDS)


def _read(file: ListFile) -> ListReading:
    return ListReading(numbered(_records(read_sheet(file, _NEEDS))))


def _records(table: Table) -> Iterator[ListEntry | BadRecord]:
    for rows in _groups(table):
        number = _number(rows[0])
        if not number:
            said = f"The row's reference is {rows[0]['reference']!r}, so it is unknown whose name it is."
            yield BadRecord(rows[0].row, "R-LIST-ID", said, rows[0].cells)
        elif not any(it["name_of_individual_or_entity"] for it in rows):
            yield nameless(rows[0].row, rows[0].cells)
        else:
            yield _entry(number, rows)


def _groups(table: Table) -> list[list[TableRecord]]:
    """Rows of one reference (``101``, ``101a``, ``101b``), wherever they stand; a row without one stands alone."""
    groups: dict[str, list[TableRecord]] = {}
    for it in table.records:
        if isinstance(it, TableRecord):
            groups.setdefault(_number(it) or f"row {it.row}", []).append(it)
    return list(groups.values())


def _number(record: TableRecord) -> str:
    found = _REFERENCE.match(record["reference"])
    return found.group(1) if found else ""


def _entry(number: str, rows: list[TableRecord]) -> ListEntry:
    ordered = sorted(rows, key=lambda it: not it["name_type"].casefold().startswith("primary"))
    first = ordered[0]
    kind = _KINDS.get(first["type"].casefold(), "unknown")
    births = [birth for it in rows for part in _births(it["date_of_birth"]) for birth in births_of(part)]
    ships = [WrittenIdentifier("IMO", found.group()) for it in rows if (found := _IMO.search(it["imo_number"]))]
    days = [day for it in rows if (day := day_of(it["control_date"]))]
    measures = [it.replace("_", " ") for it in _MEASURES if any(_yes(row[it]) for row in rows)]
    committees = [tidy(it["committees"]) for it in rows if it["committees"]]
    return ListEntry(
        row=first.row,
        authority="AU",
        list="DFAT",
        entry_id=number,
        kind=kind,
        names=tuple(
            dict.fromkeys(_name(it, at) for at, it in enumerate(ordered) if it["name_of_individual_or_entity"])
        ),
        identifiers=tuple(dict.fromkeys(ships)),
        addresses=tuple(dict.fromkeys(address for it in rows for address in _addresses(it["address"]))),
        countries=country_codes(part for it in rows for part in pieces(it["citizenship"].replace(";", ","), ",")),
        births=tuple(dict.fromkeys(births)),
        programmes=tuple(dict.fromkeys((*committees, *measures))),
        listed_on=min(days, default=None),
        remarks=" ".join(dict.fromkeys(tidy(it["additional_information"]) for it in rows)).strip(),
        citation=tidy(first["listing_information"]),
        more=_more(rows),
    )


def _more(rows: list[TableRecord]) -> dict[str, str]:
    """What has no field of its own; dates of birth and citizenship as written, for not all of them can be read."""
    columns = (*_MORE, "date_of_birth", "citizenship")
    return filled({it: "; ".join(dict.fromkeys(row[it] for row in rows if row[it])) for it in columns})


def _yes(text: str) -> bool:
    return text.casefold() in ("true", "yes", "y", "x", "1", "1.0")


def _name(record: TableRecord, at: int) -> WrittenName:
    role: NameRole = "alias" if at else "primary"
    if at and record["alias_strength"].casefold() == "weak":
        role = "weak"
    if at and record["name_type"].casefold().startswith("former"):
        role = "former"
    language = "" if "original" not in record["name_type"].casefold() else "und"
    return WrittenName(tidy(record["name_of_individual_or_entity"]), role, language)


def _births(text: str) -> tuple[str, ...]:
    parts = pieces(_LETTERED.sub(";", text).replace(",", ";"))
    return tuple(it.partition(" 00:00")[0].removesuffix(".0") for it in parts)


def _addresses(text: str) -> Iterator[WrittenAddress]:
    for it in pieces(_LETTERED.sub(";", text)):
        yield WrittenAddress(it.strip(" ,"), code_of(it.strip(" ,.").rpartition(",")[2].strip()))


australia_dfat = ListFormat(
    id="australia_dfat",
    title="Australia, DFAT consolidated list",
    publisher="Department of Foreign Affairs and Trade of Australia",
    licence="Creative Commons Attribution 4.0",
    about=(
        "One row for each name; the rows of one reference number (101, 101a ...) are one entry, whose id is that "
        "number. listed_on is the earliest control date. Citizenship also stands for the seat of a firm."
    ),
    source="memory: the columns as read by public parsers in 2025; no real file was at hand",
    fits=_fits,
    read=_read,
    url="https://www.dfat.gov.au/sites/default/files/regulation8_consolidated.xlsx",
    members=("regulation8_consolidated.xlsx",),
)
