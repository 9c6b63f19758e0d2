"""OFAC's legacy files: the primary file and, beside it, aliases, addresses and remarks that did not fit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from enduse.errors import Notice
from enduse.model.listing import BadRecord, ListEntry, WrittenAddress, WrittenName
from enduse.sources.list_parts.errors import WholeFile, damaged, mismatched, nameless, truncated
from enduse.sources.list_parts.facts import Facts, facts_of_remarks, gather
from enduse.sources.list_parts.ofac import AUTHORITY, kind_of, programmes_of, role_of
from enduse.sources.list_parts.tables import Table, TableForm, TableRecord, head_rows, read_table
from enduse.sources.list_parts.values import code_of, country_codes, filled, tidy

NULL = "-0-"
_WIDTHS = {"prim": 12, "alt": 5, "add": 6, "comments": 2}
_LONGEST_REMARKS = 1000
_VESSEL = ("Call Sign", "Vessel Type", "Tonnage", "Gross Registered Tonnage", "Vessel Flag", "Vessel Owner")


@dataclass(frozen=True)
class Parts:
    """The files of one list; those that were not given are None."""

    primary: WholeFile
    aliases: WholeFile | None = None
    addresses: WholeFile | None = None
    comments: WholeFile | None = None

    def lacking(self) -> tuple[str, ...]:
        """What is not there, in words; remarks that did not fit are told apart."""
        named = {"aliases": self.aliases, "addresses": self.addresses}
        return tuple(name for name, file in named.items() if file is None)

    def used(self) -> tuple[str, ...]:
        """Names of the files beside the primary one."""
        return tuple(it.name for it in (self.aliases, self.addresses, self.comments) if it is not None)


@dataclass(frozen=True)
class LegacyReading:
    """The records and what is to be said of the whole."""

    records: Iterator[ListEntry | BadRecord]
    notices: tuple[Notice, ...]


@dataclass
class _Beside:
    """What the other files say, by the number of the entry."""

    aliases: dict[str, list[WrittenName]] = field(default_factory=dict)
    addresses: dict[str, list[WrittenAddress]] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)


def programmes_in_head(head: bytes) -> tuple[str, ...]:
    """The programme cells of the records in the head, or nothing when it is no legacy primary file."""
    rows = head_rows(head.replace(b"\x1a", b""))
    whole = [row for row in rows if len(row) == _WIDTHS["prim"]]
    if (
        not whole
        or len(rows[0]) != _WIDTHS["prim"]
        or not rows[0][0].strip().isdigit()
        or NULL not in head.decode("latin-1")
    ):
        return ()
    return tuple(row[3] for row in whole)


def read_legacy(parts: Parts, list_of: Callable[[tuple[str, ...]], str]) -> LegacyReading:
    """The list.

    Args:
        parts: Its files.
        list_of: The name of the list for an entry's programmes.

    Raises:
        UnreadableFile: E-LIST-... when any of the files is damaged or cut, or they do not belong together.
    """
    primary = _table(parts.primary, "prim")
    numbers = {it.cells[0].strip() for it in primary.records if isinstance(it, TableRecord)}
    beside = _Beside()
    for file, kind, put in (
        (parts.aliases, "alt", _put_alias),
        (parts.addresses, "add", _put_address),
        (parts.comments, "comments", _put_remarks),
    ):
        if file is not None:
            _read_beside(file, kind, numbers, lambda cells, put=put: put(cells, beside))  # type: ignore[misc]
    return LegacyReading(_records(primary, beside, list_of), _notices(parts, primary))


def _table(file: WholeFile, kind: str) -> Table:
    table = read_table(file, TableForm(width=_WIDTHS[kind], legacy="cp1252", keep_spaces=True))
    last = table.records[-1]
    cell = last.cells[-1].strip() if isinstance(last, TableRecord) else ""
    # In these files an empty cell is "-0-"; only a quoted text or that mark can end the last record.
    if cell != NULL and NULL.startswith(cell):
        raise truncated(file.name, f"its last row, {last.row:,}, ends with {cell!r} where {NULL!r} belongs")
    bad = [it for it in table.records if isinstance(it, BadRecord)]
    if bad and kind != "prim":
        raise damaged(file.name, f"row {bad[0].row:,}: {bad[0].reason}")
    return table


def _read_beside(file: WholeFile, kind: str, numbers: set[str], put: Callable[[tuple[str, ...]], None]) -> None:
    strangers = 0
    for it in _table(file, kind).records:
        if isinstance(it, TableRecord):
            strangers += it.cells[0].strip() not in numbers
            put(_plain(it.cells))
    if strangers:
        raise mismatched(file.name, f"{strangers:,} of its rows are of entries that the primary file does not hold")


def _plain(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells, empty where the file says so; the last one keeps its spaces, for it may go on in another file."""
    *first, last = ("" if it.strip() == NULL else it for it in cells)
    return (*(it.strip() for it in first), last)


def _put_alias(cells: tuple[str, ...], beside: _Beside) -> None:
    number, _, kind, name, remarks = (it.strip() for it in cells)
    if name:
        beside.aliases.setdefault(number, []).append(WrittenName(tidy(name), role_of(kind, weak=False)))
    if remarks:
        beside.notes.setdefault(number, []).append(f"{name}: {remarks}")


def _put_address(cells: tuple[str, ...], beside: _Beside) -> None:
    number, _, street, city, country, remarks = (it.strip() for it in cells)
    text = ", ".join(it for it in (tidy(street), tidy(city), tidy(country)) if it)
    if text:
        beside.addresses.setdefault(number, []).append(WrittenAddress(text, code_of(country)))
    if remarks:
        beside.notes.setdefault(number, []).append(f"{text}: {remarks}")


def _put_remarks(cells: tuple[str, ...], beside: _Beside) -> None:
    beside.remarks[cells[0]] = beside.remarks.get(cells[0], "") + cells[1]


def _records(
    primary: Table, beside: _Beside, list_of: Callable[[tuple[str, ...]], str]
) -> Iterator[ListEntry | BadRecord]:
    for it in primary.records:
        if isinstance(it, BadRecord):
            yield it
            continue
        cells = _plain(it.cells)
        if not cells[0].isdigit():
            said = f"The row has no entry number but {cells[0]!r}, so its aliases and addresses cannot be found."
            yield BadRecord(it.row, "R-LIST-ID", said, it.cells)
        elif not cells[1]:
            yield nameless(it.row, it.cells)
        else:
            yield _entry(it.row, cells, beside, list_of)


def _entry(row: int, cells: tuple[str, ...], beside: _Beside, list_of: Callable[[tuple[str, ...]], str]) -> ListEntry:
    number, name, programmes = cells[0], tidy(cells[1]), programmes_of(cells[3])
    remarks = (cells[11] + beside.remarks.get(number, "")).strip()
    addresses = tuple(dict.fromkeys(beside.addresses.get(number, ())))
    homes = {it.country for it in addresses if it.country}
    facts = gather(facts_of_remarks(remarks), next(iter(homes)) if len(homes) == 1 else "")
    return ListEntry(
        row=row,
        authority=AUTHORITY,
        list=list_of(programmes),
        entry_id=number,
        kind=kind_of(cells[2]),
        names=(WrittenName(name), *dict.fromkeys((*beside.aliases.get(number, ()), *facts.names))),
        identifiers=facts.identifiers,
        addresses=addresses,
        contacts=facts.contacts,
        countries=(*facts.countries, *(it for it in country_codes([cells[9]]) if it not in facts.countries)),
        births=facts.births,
        programmes=programmes,
        remarks=remarks,
        links=facts.links,
        more=_more(cells, facts, beside.notes.get(number, [])),
    )


def _more(cells: tuple[str, ...], facts: Facts, notes: list[str]) -> Mapping[str, str]:
    vessel = dict(zip(_VESSEL, cells[5:11], strict=True))
    return filled({"Title": cells[4], **vessel, **facts.more, "Notes": "; ".join(notes)})


def _notices(parts: Parts, primary: Table) -> tuple[Notice, ...]:
    said = []
    name = parts.primary.name
    if lacking := parts.lacking():
        said.append(
            Notice(
                "W-LIST-PART",
                f"{name!r} was read without the files of {' and '.join(lacking)}, so names or addresses are missing. "
                "Give them together with it.",
            )
        )
    if not primary.has_end_mark:
        said.append(
            Notice(
                "W-LIST-END",
                f"{name!r} lacks the end mark that the publisher writes. Its last row is whole, but whether rows "
                "follow cannot be seen: compare the number of entries with the publisher's.",
            )
        )
    cut = sum(len(it.cells[11]) >= _LONGEST_REMARKS for it in primary.records if isinstance(it, TableRecord))
    if cut and parts.comments is None:
        said.append(
            Notice(
                "W-LIST-REMARKS",
                f"The remarks of {cut:,} entries of {name!r} go on in the file of comments, which was not given, so "
                "dates of birth or numbers may be missing.",
            )
        )
    return tuple(said)
