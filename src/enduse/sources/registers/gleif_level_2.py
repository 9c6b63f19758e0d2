"""Who consolidates whom in the LEI system: level 2 relationship records, golden copy CSV and RR-CDF 1.1 to 2.1 XML."""

from collections.abc import Iterator, Mapping

from enduse.model.listing import BadRecord, WrittenIdentifier
from enduse.model.relation import PartyRef, Relation, RelationKind
from enduse.sources.register_parts.fields import day_of, joined, ordered
from enduse.sources.register_parts.gleif import GleifKind, content_date, gleif_records, is_gleif, numbered
from enduse.sources.registers import RegisterFile, RegisterFormat, RegisterReading

_STEM = "Relationship"
_KIND = GleifKind("RelationshipData", "RelationshipRecord", "Relationship.StartNode.NodeID", ("Relationship",))
_KINDS: Mapping[str, tuple[RelationKind, bool | None]] = {
    "IS_DIRECTLY_CONSOLIDATED_BY": ("controls", True),
    "IS_ULTIMATELY_CONSOLIDATED_BY": ("controls", False),
    "IS_INTERNATIONAL_BRANCH_OF": ("branch", None),
}


def fits(file: RegisterFile) -> bool:
    """XML of ``RelationshipData``, JSON of the golden copy, or a table with its columns."""
    return is_gleif(file, _KIND)


def read(file: RegisterFile) -> RegisterReading:
    """Relationship by relationship: the start node is the child, the end node the parent."""
    return RegisterReading(_items(file), content_date(file))


def _items(file: RegisterFile) -> Iterator[Relation | BadRecord]:
    for record in gleif_records(file, _KIND):
        yield record if isinstance(record, BadRecord) else _relation(record.row, record.cells)


def _relation(row: int, cells: Mapping[str, str]) -> Relation | BadRecord:
    child, parent = _node(cells, "StartNode"), _node(cells, "EndNode")
    type = cells.get(f"{_STEM}.RelationshipType", "")
    if not (child.record_id and parent.record_id and type):
        raw = (child.record_id, parent.record_id, type)
        return BadRecord(row, "R-REG-NOBODY", "A relationship without one of its two parties or without a type.", raw)
    kind, direct = _KINDS.get(type, ("linked", None))
    state = cells.get(f"{_STEM}.RelationshipStatus", "")
    first, after = _period(cells)
    last = day_of(cells.get("Registration.LastUpdateDate", ""))
    start, end, doubt = ordered(day_of(first), day_of(after) or (last if state == "INACTIVE" else None))
    return Relation(
        row=row,
        register="GLEIF",
        subject=parent,
        object=child,
        kind=kind,
        direct=direct,
        start=start,
        end=end,
        recorded_on=last or day_of(cells.get("Registration.InitialRegistrationDate", "")),
        note=joined(
            type=type,
            status=state,
            doubt=doubt,
            registration=cells.get("Registration.RegistrationStatus", ""),
            qualifiers=" ".join(_values(cells, "Qualifiers", "QualifierCategory")),
            consolidated=" ".join(_values(cells, "Quantifiers", "QuantifierAmount")),
        ),
    )


def _node(cells: Mapping[str, str], side: str) -> PartyRef:
    id = cells.get(f"{_STEM}.{side}.NodeID", "")
    lei = cells.get(f"{_STEM}.{side}.NodeIDType", "LEI") == "LEI"
    return PartyRef(id, WrittenIdentifier("LEI", id) if id and lei else None)


def _period(cells: Mapping[str, str]) -> tuple[str, str]:
    """First day and first day after of the relationship; periods of accounts and filings say neither."""
    for one in numbered(cells, f"{_STEM}.Period"):
        lower = {key.removeprefix(f"{one}.").casefold(): value for key, value in cells.items() if key.startswith(one)}
        if lower.get("periodtype") == "RELATIONSHIP_PERIOD":
            return lower.get("startdate", ""), lower.get("enddate", "")
    return "", ""


def _values(cells: Mapping[str, str], part: str, key: str) -> list[str]:
    return [cells[f"{one}.{key}"] for one in numbered(cells, f"{_STEM}.{part}") if cells.get(f"{one}.{key}")]


REGISTER = RegisterFormat(
    id="gleif_level_2",
    title="LEI records, level 2: who owns whom (golden copy CSV and JSON, RR-CDF XML)",
    publisher="Global Legal Entity Identifier Foundation",
    licence="CC0 1.0",
    about=(
        "Direct and ultimate parents by accounting consolidation, branches, funds. It holds no shares: consolidation "
        "is a sign of control, and a percentage of it is no percentage of capital. No record does not mean no parent."
    ),
    source="RR common data file format 2.1: memory; the golden copy's columns, as its public readers name them: seen; "
    "its JSON: memory",
    fits=fits,
    read=read,
)
