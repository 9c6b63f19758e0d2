"""Anybody's table of owners and owned, CSV, by a mapping in TOML beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from enduse.errors import Notice, UnreadableFile
from enduse.model.ids import stable_key
from enduse.model.listing import BadRecord, Contact, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.model.relation import PartyRef, RegisterRecord, Relation
from enduse.sources.register_parts.fields import country_of
from enduse.sources.register_parts.habits import with_habits
from enduse.sources.register_parts.mapping import TableMapping, mapping_beside, read_mapping
from enduse.sources.register_parts.owner_headers import kind_of, mapping_of_headers, status_of
from enduse.sources.register_parts.persons import month_of_birth
from enduse.sources.register_parts.shares import ShareRead, read_share
from enduse.sources.register_parts.streams import table_header, table_records
from enduse.sources.registers import RegisterFile, RegisterFormat, RegisterReading
from enduse.text.dates import DateStyle, read_day
from enduse.text.identifier_keys import identifier_key

Item = RegisterRecord | Relation | BadRecord
_OF_RELATION = ("owner", "owner_number", "share", "votes", "kind")


def fits(file: RegisterFile) -> bool:
    """A table that was given together with its mapping, or one that stands alone and whose headers say it."""
    # Among other files it may be one table of many, which would all be passed over for it.
    return mapping_beside(file) is not None or (not file.beside and mapping_of_headers(file) is not None)


def read(file: RegisterFile) -> RegisterReading:
    """Row by row, with the mapping beside the file.

    Raises:
        UnreadableFile: E-REG-MAPPING when there is none, it is damaged, or it names columns that the table lacks.
    """
    if (beside := mapping_beside(file)) is not None:
        return read_with(file, read_mapping(beside))
    if (told := mapping_of_headers(file)) is None:
        raise UnreadableFile(
            f"There is no mapping beside {file.name!r}, and its headers do not say which column is the owner and which "
            "the owned. Write one as docs/explanation/registers.md shows, and put it beside the file or into maps/.",
            code="E-REG-MAPPING",
        )
    told = with_habits(file, told)
    reading = read_with(file, told)
    return replace(reading, notices=(_as_read(file, told), *reading.notices))


def _as_read(file: RegisterFile, mapping: TableMapping) -> Notice:
    header = table_header(file, mapping.delimiter, mapping.encoding)
    used = set(mapping.columns.values())
    read = ", ".join(f"{column!r} as {word}" for word, column in mapping.columns.items())
    unread = ", ".join(map(repr, (it for it in header if it not in used))) or "none"
    return Notice(
        "W-REG-HEADERS",
        f"{file.name!r} was read as a table of owners by its headers: {read}; not read: {unread}. Where that is wrong, "
        "undo it and add it again with a mapping beside it.",
    )


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
            yield from _directors(record.row, cells, mapping)


def _directors(row: int, cells: Mapping[str, str], mapping: TableMapping) -> Iterator[Item]:
    """Who stands in a column of directors; several are divided by ``;``."""
    owned = _party(cells, "owned", mapping)
    names = [name for it in cells.get("director", "").split(";") if (name := it.strip())]
    for name in names if owned.record_id else ():
        who = PartyRef(stable_key(name.casefold(), ""), None, name)
        yield Relation(row, mapping.register, who, owned, "directs")


def _row(row: int, cells: Mapping[str, str], mapping: TableMapping) -> Iterator[Item]:
    raw = tuple(value for word, value in cells.items() if word != "owner_born")
    owner, owned = _party(cells, "owner", mapping), _party(cells, "owned", mapping)
    if owned.record_id and not any(cells.get(it) for it in _OF_RELATION):
        # A company of which the row tells nothing but itself.
        yield _record(row, "owned", owned, cells, mapping)
        return
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
    if start and end and end <= start and start == _day(cells.get("owned_founded", ""), mapping):
        # Some tables put the company's own first day where they know none of the holding.
        start = None
    if start and end and end <= start:
        yield BadRecord(row, "R-REG-DATE", f"It ends on {end}, not after it begins on {start}.", raw)
        return
    kind, relative = kind_of(cells.get("kind", ""), mapping.kinds)
    note = "; ".join(it for it in (cells.get("kind", ""), cells.get("note", "")) if it)
    base = Relation(row, mapping.register, owner, owned, kind, note=note, treasury=owner == owned)
    yield from _records(row, cells, (owner, owned), mapping)
    if relative:
        # "spouse_of: X" says whose relative the other person is; the company is only where it was noted.
        who = PartyRef(stable_key(relative.casefold(), owner.country), None, relative, owner.country)
        yield replace(base, subject=owner, object=who, treasury=False)
        base, kind = replace(base, kind="linked"), "linked"
    yield _sized(replace(base, start=start, end=end), shares["share"])
    if shares["votes"].bounds:
        yield _sized(replace(base, kind="votes", start=start, end=end), shares["votes"])


def _records(
    row: int, cells: Mapping[str, str], parties: tuple[PartyRef, PartyRef], mapping: TableMapping
) -> Iterator[RegisterRecord]:
    """Both parties of the row; one that stands in several rows comes several times, with the same id."""
    for role, ref in zip(("owner", "owned"), parties, strict=True):
        yield _record(row, role, ref, cells, mapping)


def _record(row: int, role: str, ref: PartyRef, cells: Mapping[str, str], mapping: TableMapping) -> RegisterRecord:
    personal = role == "owner" and cells.get("owner_kind", "").casefold() in mapping.persons
    told = "owner_kind" in mapping.columns or role == "owned"
    plain = RegisterRecord(
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
    return _with_details(plain, cells, mapping) if role == "owned" else plain


def _with_details(record: RegisterRecord, cells: Mapping[str, str], mapping: TableMapping) -> RegisterRecord:
    """What the row says further of the owned company; a day that cannot be read stands in ``more`` as written."""
    country = next(iter(record.countries), "")
    days = {key: _day(cells.get(f"owned_{key}", ""), mapping) for key in ("founded", "dissolved")}
    phone, email, web = (cells.get(f"owned_{kind}", "") for kind in ("phone", "email", "web"))
    contacts = (Contact("phone", phone), Contact("email", email), Contact("web", web))
    status = cells.get("owned_status", "")
    known = status_of(status)
    return replace(
        record,
        addresses=(WrittenAddress(cells["owned_address"], country),) if cells.get("owned_address") else (),
        contacts=tuple(it for it in contacts if it.value),
        status=known,
        founded_on=days["founded"] if isinstance(days["founded"], date) else None,
        dissolved_on=days["dissolved"] if isinstance(days["dissolved"], date) else None,
        activities=(cells["owned_activity"],) if cells.get("owned_activity") else (),
        more={
            **{key: cells[f"owned_{key}"] for key, day in days.items() if isinstance(day, str)},
            **({"status": status} if status and known == "unknown" else {}),
        },
    )


def _party(cells: Mapping[str, str], role: str, mapping: TableMapping) -> PartyRef:
    """Known by number, else by name and country."""
    name, number = cells.get(role, ""), cells.get(f"{role}_number", "")
    country = country_of(cells.get(f"{role}_country", "")) if cells.get(f"{role}_country") else ""
    scheme = mapping.schemes.get(f"{role}_number") or _scheme(number, country)
    identifier = WrittenIdentifier(scheme, number, country) if number else None
    record_id = f"{scheme}:{number}" if number else stable_key(name.casefold(), country) if name else ""
    return PartyRef(record_id, identifier, name, country)


def _scheme(number: str, country: str) -> str:
    """What a number of an unknown kind is, in a country: the one whose check digits hold."""
    if not country:
        return "OTHER"
    return next((it for it in ("TAX", "REG") if identifier_key(it, number, country).state == "holds"), "OTHER")


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
    title="Any table of owners (CSV), by its headers or with a mapping beside it",
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
