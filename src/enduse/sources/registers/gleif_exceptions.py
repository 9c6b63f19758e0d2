"""Why an entity of the LEI system names no parent: level 2 reporting exceptions, golden copy CSV and XML."""

from collections.abc import Iterator, Mapping

from enduse.model.listing import BadRecord, WrittenIdentifier
from enduse.model.relation import RegisterRecord
from enduse.sources.register_parts.fields import filled
from enduse.sources.register_parts.gleif import GleifKind, content_date, gleif_records, is_gleif
from enduse.sources.registers import RegisterFile, RegisterFormat, RegisterReading

_KIND = GleifKind("ReportingExceptionData", "Exception", "Exception.Category", ("LEI", "ExceptionCategory"))


def fits(file: RegisterFile) -> bool:
    """XML of ``ReportingExceptionData``, JSON of the golden copy, or a table with the golden copy's columns."""
    return is_gleif(file, _KIND)


def read(file: RegisterFile) -> RegisterReading:
    """Exception by exception: the record names the entity and says why no parent is told, direct or ultimate."""
    return RegisterReading(_items(file), content_date(file))


def _items(file: RegisterFile) -> Iterator[RegisterRecord | BadRecord]:
    for record in gleif_records(file, _KIND):
        yield record if isinstance(record, BadRecord) else _exception(record.row, record.cells)


def _exception(row: int, cells: Mapping[str, str]) -> RegisterRecord | BadRecord:
    lei = cells.get("LEI", "")
    category = cells.get("Exception.Category", "") or cells.get("ExceptionCategory", "")
    if not (lei and category):
        return BadRecord(row, "R-REG-NOBODY", "An exception without an LEI or without a category.", (lei, category))
    stems = ("Exception.Reason", "ExceptionReason")
    reasons = [text for key, text in cells.items() if key.startswith(stems) and text]
    references = [text for key, text in cells.items() if "Reference" in key and text]
    return RegisterRecord(
        row=row,
        register="GLEIF",
        record_id=lei,
        kind="company",
        names=(),
        identifiers=(WrittenIdentifier("LEI", lei),),
        more=filled(no_parent_told=category, why_unknown=" | ".join(reasons), reference=" | ".join(references)),
    )


REGISTER = RegisterFormat(
    id="gleif_exceptions",
    title="LEI records, level 2: why no parent is named (golden copy CSV, JSON, XML)",
    publisher="Global Legal Entity Identifier Foundation",
    licence="CC0 1.0",
    about=(
        "For entities without a parent in level 2 the reason: owned by natural persons, no known person, "
        "not consolidating, not public. It names no owner: silence on an owner is explained here, not filled."
    ),
    source="the golden copy's columns, as public readers name them: seen; the XML, the JSON and the reasons: memory",
    fits=fits,
    read=read,
)
