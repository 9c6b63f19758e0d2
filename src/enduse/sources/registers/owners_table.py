"""Anybody's table of owners and owned, CSV, by a mapping in TOML beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from enduse.errors import UnreadableFile
from enduse.model.ids import stable_key
from enduse.model.listing import BadRecord, WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.sources.register_parts.fields import country_of
from enduse.sources.register_parts.mapping import TableMapping, mapping_beside, read_mapping
from enduse.sources.register_parts.persons import month_of_birth
from enduse.sources.register_parts.shares import ShareRead, read_share
from enduse.sources.register_parts.streams import table_header, table_records
from enduse.sources.registers import RegisterFile, RegisterFormat, RegisterReading
from enduse.text.dates import DateStyle, read_day

Item = RegisterRecord | Relation | BadRecord


def fits(file: RegisterFile) -> bool:
    """A table that was given together with its mapping."""
    return mapping_beside(file) is not None


def read(file: RegisterFile) -> RegisterReading:
    """Row by row, with the mapping beside the file.

    Raises:
        UnreadableFile: E-REG-MAPPING when there is none, it is damaged, or it names columns that the table lacks.
    """
    beside = mapping_beside(file)
    if beside is None:
        raise UnreadableFile(
            f"There is no mapping beside {file.name!r}, so nobody can tell which column is the owner. Write one as "
            "docs/explanation/registers.md shows, and give both files together.",
            code="E-REG-MAPPING",
        )
    return read_with(file, read_mapping(beside))


def read_with(file: RegisterFile, mapping: TableMapping) -> RegisterReading:
    """The same with a mapping that is at hand.

    Raises:
        UnreadableFile: E-REG-MAPPING.
    """
    try:
        header = table_header(file, mapping.delimiter, mapping.encoding)
    except (LookupError, TypeError) as error:
        raise UnreadableFile(
            f"The mapping of {file.name!r} cannot be used: {error}. Correct its encoding or delimiter.",
            code="E-REG-MAPPING",
        ) from error
    if lacking := sorted(set(mapping.columns.values()) - set(header)):
        raise UnreadableFile(
            f"The table {file.name!r} has no column {lacking[0]!r}; it has {', '.join(header)!r}. Correct the mapping, "
            "or the table's encoding or delimiter in it.",
            code="E-REG-MAPPING",
        )
    return RegisterReading(_items(file, mapping))


def _items(file: RegisterFile, mapping: TableMapping) -> Iterator[Item]:
    for record in table_records(file, mapping.delimiter, mapping.encoding):
        if isinstance(record, BadRecord):
            yield record
        else:
            cells = {word: record.cells.get(column, "") for word, column in mapping.columns.items()}
            yield from _row(record.row, cells, mapping)


def _row(row: int, cells: Mapping[str, str], mapping: TableMapping) -> Iterator[Item]:
    raw = tuple(value for word, value in cells.items() if word != "owner_born")
    owner, owned = _party(cells, "owner", mapping), _party(cells, "owned", mapping)
    if not (owner.record_id and owned.record_id):
        yield BadRecord(row, "R-REG-NOBODY", "The row does not say who owns, or what is owned.", raw)
        return
    shares = {key: read_share(cells.get(key, ""), mapping.share_unit) for key in ("share", "votes")}
    if wrong := next((it for it in shares.values() if it.problem), None):
        yield wrong.bad(row, raw)
        return
    days = {key: _day(cells.get(key, ""), mapping) for key in ("start", "end")}
    if wrong_day := next((it for it in days.values() if isinstance(it, str)), ""):
        yield BadRecord(row, "R-REG-DATE", wrong_day, raw)
        return
    start, end = (it if isinstance(it, date) else None for it in days.values())
    if start and end and end <= start:
        yield BadRecord(row, "R-REG-DATE", f"It ends on {end}, not after it begins on {start}.", raw)
        return
    kind = mapping.kinds.get(cells.get("kind", "").casefold(), "linked" if cells.get("kind") else "shares")
    note = "; ".join(it for it in (cells.get("kind", ""), cells.get("note", "")) if it)
    base = Relation(row, mapping.register, owner, owned, kind, note=note, treasury=owner == owned)
    yield from _records(row, cells, (owner, owned), mapping)
    yield _sized(replace(base, start=start, end=end), shares["share"])
    if shares["votes"].bounds:
        yield _sized(replace(base, kind="votes", start=start, end=end), shares["votes"])


def _records(
    row: int, cells: Mapping[str, str], parties: tuple[PartyRef, PartyRef], mapping: TableMapping
) -> Iterator[RegisterRecord]:
    """Both parties of the row; one that stands in several rows comes several times, with the same id."""
    for role, ref in zip(("owner", "owned"), parties, strict=True):
        personal = role == "owner" and cells.get("owner_kind", "").casefold() in mapping.persons
        told = "owner_kind" in mapping.columns or role == "owned"
        yield RegisterRecord(
            row=row,
            register=mapping.register,
            record_id=ref.record_id,
            kind="person" if personal else "company" if told else "unknown",
            names=(WrittenName(ref.name),) if ref.name else (),
            identifiers=(ref.identifier,) if ref.identifier else (),
            countries=(ref.country,) if ref.country else (),
            born=month_of_birth(cells.get("owner_born", "")) if personal else "",
            personal=personal,
        )


def _party(cells: Mapping[str, str], role: str, mapping: TableMapping) -> PartyRef:
    """Known by number, else by name and country."""
    name, number = cells.get(role, ""), cells.get(f"{role}_number", "")
    country = country_of(cells.get(f"{role}_country", "")) if cells.get(f"{role}_country") else ""
    scheme = mapping.schemes.get(f"{role}_number", "OTHER")
    identifier = WrittenIdentifier(scheme, number, country) if number else None
    record_id = f"{scheme}:{number}" if number else stable_key(name.casefold(), country) if name else ""
    return PartyRef(record_id, identifier, name, country)


def _sized(relation: Relation, share: ShareRead) -> Relation:
    if share.bounds is None:
        return relation
    it = share.bounds
    return replace(relation, low=it.low, high=it.high, low_excluded=it.low_excluded, high_excluded=it.high_excluded)


def _day(text: str, mapping: TableMapping) -> date | str | None:
    """The day; None where nothing is written; a sentence where it is no day, or may be two."""
    if not text:
        return None
    found = read_day(text, DateStyle(order=mapping.date_order))
    if found.day is None:
        return f"{text!r} is no day."
    if found.doubtful:
        return f"{text!r} may be two days; say in the mapping whether day or month comes first (date_order)."
    return found.day


REGISTER = RegisterFormat(
    id="owners_table",
    title="Any table of owners (CSV) with a mapping beside it",
    publisher="the user",
    licence="the user's",
    about=(
        "One row for each holding, read as the mapping says. A share or a day that has two readings is refused with "
        "its reason. Of persons name, country, number and month of birth are kept where the mapping names them."
    ),
    source="our own",
    fits=fits,
    read=read,
    sensitivity="personal",
)
