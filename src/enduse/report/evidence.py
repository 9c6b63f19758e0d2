"""The numbered evidence of a dossier: each cited row with its file, sheet, row and untouched cells."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from enduse.model.provenance import Place
from enduse.report.lines import Line
from enduse.report.model import EvidencePlace, EvidenceRow, SourceNote

LONGEST_CELL = 2_000
"""Characters of a raw cell that a dossier prints; longer ones say that they were cut."""


@dataclass(frozen=True)
class Original:
    """What is known about a file that was read.

    Attributes:
        name: File name without its folder.
        publisher: Who published it; empty when unknown.
        licence: Licence or terms in a few words; empty when unknown.
        re_export: May its rows leave in an export?
        sensitivity: public, internal, personal or leaked.
    """

    name: str
    publisher: str = ""
    licence: str = ""
    re_export: bool = True
    sensitivity: str = "public"


@dataclass(frozen=True)
class RawRows:
    """Rows as they stand in the file.

    Attributes:
        headers: The header cells, ``""`` for empty ones; several header rows joined.
        cells: Row number to its untouched cells. A row that cannot be read any more is absent.
    """

    headers: tuple[str, ...]
    cells: Mapping[int, tuple[str, ...]]


class Originals(Protocol):
    """The stored originals, as far as a dossier cites them."""

    def original(self, source_id: str) -> Original:
        """Name and terms of a source; a bundled table has a source id of its own."""
        ...

    def raw_rows(self, source_id: str, place: Place, rows: Collection[int]) -> RawRows:
        """The untouched cells of these rows."""
        ...


Spot = tuple[str, str, str]
"""Source id, member and sheet."""

_ORDER = ("items", "statistics")


@dataclass(frozen=True)
class Shelf:
    """The originals behind a dossier and which of them stay closed.

    Attributes:
        known: Source id to its name and terms.
        closed: Sources whose rows are not printed.
    """

    originals: Originals
    known: Mapping[str, Original]
    closed: frozenset[str]

    def raw(self, spot: Spot, rows: Collection[int]) -> RawRows:
        """The untouched cells of these rows; nothing for a closed source."""
        if spot[0] in self.closed:
            return RawRows((), {})
        return self.originals.raw_rows(spot[0], Place(spot[1] or None, spot[2] or None), sorted(set(rows)))


def shelf_of(source_ids: Iterable[str], originals: Originals, internal: bool) -> Shelf:
    """What may be shown of these sources; an internal dossier shows all."""
    known = {source: originals.original(source) for source in sorted(set(source_ids))}
    closed = frozenset() if internal else frozenset(source for source, it in known.items() if not it.re_export)
    return Shelf(originals, known, closed)


@dataclass(frozen=True)
class Evidence:
    """Numbered rows with their places and sources."""

    rows: tuple[EvidenceRow, ...]
    places: tuple[EvidencePlace, ...]
    sources: tuple[SourceNote, ...]


def in_order(lines: Iterable[Line], closed: Collection[str]) -> list[Line]:
    """The lines as they are numbered: goods lines, published cells, other records, each by date, withheld ones last.

    Args:
        lines: In any order.
        closed: Sources whose content is withheld; a place among dated rows would tell their date.
    """
    shown = sorted((line for line in lines if line.source_id not in closed), key=_order)
    hidden = sorted((line for line in lines if line.source_id in closed), key=lambda it: (it.source_id, it.row_id))
    return [*shown, *hidden]


def _order(line: Line) -> tuple[int, bool, int, str, int]:
    day = line.on.isoformat() if line.on else ""
    rank = _ORDER.index(line.table) if line.table in _ORDER else len(_ORDER)
    return (rank, line.month is None, line.month or 0, day, line.row_id)


def evidence(ordered: Sequence[Line], names: Mapping[str, str], shelf: Shelf) -> Evidence:
    """Evidence rows for lines that ``in_order`` gave, numbered from 1.

    Rows of a closed source keep their number, file and row; their content is withheld and not even read.
    """
    wanted: dict[Spot, list[int]] = defaultdict(list)
    for line in ordered:
        wanted[_spot(line)].append(line.row)
    spots = sorted(wanted)
    sources = sorted({spot[0] for spot in spots})
    raw = {spot: shelf.raw(spot, wanted[spot]) for spot in spots}
    places = tuple(EvidencePlace(sources.index(it[0]), _path(it), raw[it].headers) for it in spots)
    at = {spot: number for number, spot in enumerate(spots)}
    rows = tuple(
        _withheld(number, line, at[_spot(line)], shelf.known[line.source_id])
        if line.source_id in shelf.closed
        else _row(number, line, names, (at[_spot(line)], raw[_spot(line)]))
        for number, line in enumerate(ordered, 1)
    )
    cited = Counter(line.source_id for line in ordered)
    notes = tuple(_note(source, shelf.known[source], cited[source]) for source in sources)
    return Evidence(rows, places, notes)


def _spot(line: Line) -> Spot:
    return (line.source_id, line.member, line.sheet)


def _path(spot: Spot) -> str:
    return str(Place(spot[1] or None, spot[2] or None))


def _row(number: int, line: Line, names: Mapping[str, str], stands: tuple[int, RawRows]) -> EvidenceRow:
    place, raw = stands
    return EvidenceRow(
        number=number,
        table=line.table,
        place=place,
        row=line.row,
        cell=line.cell,
        document=line.document,
        on=_when(line),
        route=line.route,
        parties=_parties(line, names),
        code=line.code,
        text=" · ".join(it for it in (line.brand, line.description[:LONGEST_CELL]) if it),
        value=line.value,
        unit=line.unit,
        cells=tuple(_short(cell) for cell in raw.cells.get(line.row, ())),
        withheld="",
        keys=_keys(line),
    )


def _withheld(number: int, line: Line, place: int, original: Original) -> EvidenceRow:
    terms = f" ({original.licence})" if original.licence else ""
    why = f"withheld: {original.name} may not be passed on{terms}"
    bare = ("", "", "", "", "", "", "")
    return EvidenceRow(number, line.table, place, line.row, line.cell, *bare[:6], None, line.unit, (), why)


def _when(line: Line) -> str:
    if not line.on:
        return ""
    if line.table != "statistics":
        return line.on.isoformat()
    return f"{line.on.year}" if line.months == 12 else f"{line.on:%Y-%m}"


def _parties(line: Line, names: Mapping[str, str]) -> str:
    if line.table not in _ORDER:
        told = ((role, names.get(party, "")) for role, party in sorted(line.parties.items()))
        return "; ".join(f"{role.replace('_', ' ')}: {name}" for role, name in told if name)
    sender, receiver = (names.get(line.parties.get(it, ""), "") for it in ("consignor", "consignee"))
    return f"{sender or '?'} → {receiver or '?'}" if sender or receiver else ""


def _keys(line: Line) -> tuple[tuple[str, str], ...]:
    code = (("hs6", line.hs6),) if line.table == "items" else ()
    return (*sorted(line.parties.items()), *code)


def _short(cell: str) -> str:
    rest = len(cell) - LONGEST_CELL
    return f"{cell[:LONGEST_CELL]} … ({rest:,} more characters in the file)" if rest > 0 else cell


def _note(source: str, it: Original, cited: int) -> SourceNote:
    return SourceNote(source, it.name, it.publisher, it.licence, it.re_export, it.sensitivity, cited)
