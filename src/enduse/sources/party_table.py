"""A spreadsheet of companies and persons, whatever its columns are called: customers, suppliers, a watch list."""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any, cast

from enduse.errors import UnknownLayout
from enduse.model.listing import Contact, EntityKind, WrittenAddress, WrittenIdentifier, WrittenName
from enduse.sources.reading import BadRow, Sheet
from enduse.text.countries import country_code
from enduse.text.headers import header_key

_DEEPEST = 30
_SHOWN = 12
_ALIAS_MARKS = (";", "|", "\n")
_MORE = ("id", "remarks", "listed_on", "delisted_on", "programme", "authority", "list", "citation")


@dataclass(frozen=True)
class PartyRow:
    """One line of the table.

    Attributes:
        row: Number that a spreadsheet shows.
        cells: Header to text, as written: everything, also what was not understood.
        kind: ``unknown`` where no column tells.
        names: Empty where the line names nobody.
        identifiers: Numbers by their columns' schemes.
        addresses: Street, postcode and city joined.
        contacts: Phones, e-mail addresses, sites.
        countries: ISO alpha-2.
        births: As written.
        more: Role to text for ``id``, ``remarks``, ``listed_on``, ``delisted_on``, ``programme``, ``authority``,
            ``list`` and ``citation``.
    """

    row: int
    cells: Mapping[str, str]
    kind: EntityKind
    names: tuple[WrittenName, ...]
    identifiers: tuple[WrittenIdentifier, ...] = ()
    addresses: tuple[WrittenAddress, ...] = ()
    contacts: tuple[Contact, ...] = ()
    countries: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    more: Mapping[str, str] = ()  # type: ignore[assignment]


@dataclass(frozen=True)
class PartyColumns:
    """What the columns mean.

    Attributes:
        header_row: Number of the header, first is 1.
        headers: One text for each column, no two alike: a second ``Name`` is ``Name (2)``, the third column without
            a header ``column 3``.
        roles: Role (``name``, ``alias`` ... or a scheme such as ``INN``) to positions, first is 0.
        unread: Headers that mean nothing to us; their cells are kept beside the line.
    """

    header_row: int
    headers: tuple[str, ...]
    roles: Mapping[str, tuple[int, ...]]
    unread: tuple[str, ...] = ()


def map_parties(sheet: Sheet, given: Mapping[str, str] = {}) -> PartyColumns:  # noqa: B006 - never changed
    """Find the header and what its columns mean.

    Args:
        sheet: The table.
        given: Role to header, where the user says so; goes before what the headers say by themselves.

    Raises:
        UnknownLayout: ``E-PARTY-COLUMNS``: no column holds names, or a given header or role does not exist.
    """
    rows = sheet.head(_DEEPEST)
    found = [it for at, row in enumerate(rows) if (it := _columns(at + 1, row, given)) is not None]
    named = [it for it in found if "name" in it.roles or "last_name" in it.roles]
    if not named:
        shown = ", ".join(repr(it) for it in (rows[0] if rows else []) if it)[:400] or "nothing"
        raise UnknownLayout(
            f"No column of {str(sheet.place) or 'the table'} was taken for names; its first line holds {shown}. Say "
            f"which it is with --columns, e.g. --columns name=HEADER,country=HEADER. Roles: {', '.join(_roles())}.",
            code="E-PARTY-COLUMNS",
        )
    return max(named, key=lambda it: (sum(map(len, it.roles.values())), -it.header_row))


def find_parties(sheets: Sequence[Sheet], given: Mapping[str, str] = {}) -> tuple[Sheet, PartyColumns]:  # noqa: B006
    """The first sheet with a column of names, and what its columns mean; arguments as for ``map_parties``.

    Raises:
        UnknownLayout: ``E-PARTY-COLUMNS``: no sheet has one.
    """
    refused: UnknownLayout | None = None
    for sheet in sheets:
        try:
            return sheet, map_parties(sheet, given)
        except UnknownLayout as error:
            refused = refused or error
    raise refused or UnknownLayout("The file holds no table, so it names nobody.", code="E-PARTY-COLUMNS")


def distinct(headers: Sequence[str], taken: Collection[str] = ()) -> list[str]:
    """Headers of which no two are alike but for case, nor like those that are taken."""
    known = {it.casefold() for it in taken}
    found = []
    for at, header in enumerate(headers, 1):
        wanted = header.strip() or f"column {at}"
        name, number = wanted, 1
        while name.casefold() in known:
            number += 1
            name = f"{wanted} ({number})"
        known.add(name.casefold())
        found.append(name)
    return found


def read_parties(sheet: Sheet, columns: PartyColumns) -> Iterator[PartyRow | BadRow]:
    """Every line below the header, in order; lines without a single cell are passed over."""
    for batch in sheet.batches(columns.header_row):
        bad = {it.row: it for it in batch.bad}
        names = [it for it in batch.table.column_names if it != "row"]
        texts = [batch.table[it].to_pylist() for it in names]
        lines: dict[int, PartyRow | BadRow] = dict(bad)
        for at, row in enumerate(batch.table["row"].to_pylist()):
            cells = [(column[at] or "").strip() for column in texts]
            if any(cells):
                lines[row] = _party(row, cells, columns)
        yield from (lines[row] for row in sorted(lines))


def given_columns(text: str) -> dict[str, str]:
    """``name=Firma,country=Land`` as role to header.

    Raises:
        UnknownLayout: ``E-PARTY-COLUMNS``: a role that does not exist, or no ``=``.
    """
    found = {}
    for part in filter(None, map(str.strip, text.split(","))):
        role, equals, header = part.partition("=")
        role = role.strip() if role.strip() in _roles() else role.strip().upper()
        if not equals or role not in _roles():
            raise UnknownLayout(
                f"{part!r} does not say which column is what: expected ROLE=HEADER with a role of "
                f"{', '.join(_roles())}.",
                code="E-PARTY-COLUMNS",
            )
        found[role] = header.strip()
    return found


def _columns(number: int, row: Sequence[str], given: Mapping[str, str]) -> PartyColumns | None:
    keys = [header_key(it) for it in row]
    roles: dict[str, list[int]] = {}
    for role, header in given.items():
        if header_key(header) not in keys:
            return None
        roles[role] = [keys.index(header_key(header))]
    taken = {at for positions in roles.values() for at in positions}
    for at, key in enumerate(keys):
        if at not in taken and (known := _meanings().get(key)) and known not in given:
            roles.setdefault(known, []).append(at)
    if not roles:
        return None
    used = {at for positions in roles.values() for at in positions}
    names = distinct(row)
    unread = tuple(name for at, (name, header) in enumerate(zip(names, row, strict=True)) if header and at not in used)
    return PartyColumns(number, tuple(names), {role: tuple(it) for role, it in roles.items()}, unread)


def _party(row: int, cells: Sequence[str], columns: PartyColumns) -> PartyRow:
    def texts(role: str) -> list[str]:
        return [cells[at] for at in columns.roles.get(role, ()) if at < len(cells) and cells[at]]

    countries = tuple(dict.fromkeys(code for it in texts("country") if (code := country_code(it))))
    whole = ", ".join((*texts("address"), *texts("postcode"), *texts("city")))
    country = countries[0] if countries else ""
    return PartyRow(
        row,
        dict(zip_longest(columns.headers, cells[: len(columns.headers)], fillvalue="")),
        _kind(texts("kind"), bool(texts("last_name"))),
        _names(texts),
        tuple(WrittenIdentifier(scheme, it, country) for scheme in _schemes() for it in texts(scheme)),
        (WrittenAddress(whole, country),) if whole else (),
        tuple(Contact(kind, it) for kind in ("phone", "email", "web") for it in texts(kind)),
        countries,
        tuple(texts("birth")),
        {role: "; ".join(texts(role)) for role in _MORE if texts(role)},
    )


def _names(texts: Any) -> tuple[WrittenName, ...]:
    names = [WrittenName(it) for it in texts("name")]
    person = " ".join((*texts("first_name"), *texts("last_name")))
    if person and not names:
        names.append(WrittenName(person))
    aliases = [WrittenName(part, "alias") for it in texts("alias") for part in _split(it)]
    return tuple(dict.fromkeys((*names, *aliases)))


def _split(text: str) -> list[str]:
    for mark in _ALIAS_MARKS[1:]:
        text = text.replace(mark, _ALIAS_MARKS[0])
    return [part for it in text.split(_ALIAS_MARKS[0]) if (part := it.strip())]


def _kind(written: Sequence[str], has_surname: bool) -> EntityKind:
    known = _data()["kinds"]
    for text in written:
        for kind, words in known.items():
            if text.casefold() in words:
                return cast(EntityKind, kind)
    return "person" if has_surname else "unknown"


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("enduse.data") / "party_headers.toml").read_text(encoding="utf-8"))


@cache
def _meanings() -> dict[str, str]:
    both = {**_data()["headers"], **_data()["identifiers"]}
    return {header_key(it): role for role, headers in both.items() for it in headers}


@cache
def _schemes() -> tuple[str, ...]:
    return tuple(_data()["identifiers"])


@cache
def _roles() -> tuple[str, ...]:
    return (*_data()["headers"], *_data()["identifiers"])
