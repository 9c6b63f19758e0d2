"""Published tables with periods, flows or partners across the sheet become rows of the ledger.

The layout's ``[pivot]`` section (see ``sources.pivot_spec``) says what stands where. Every physical row is
kept, rejected, or skipped with a reason; every cell is a figure, missing, printed twice, or unreadable.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from enduse.errors import Notice, UnreadableFile
from enduse.model.provenance import Place
from enduse.sources.cells import address, is_missing, read_figure
from enduse.sources.converted import Converted, Counts
from enduse.sources.coordinates import Spot, read_spot
from enduse.sources.layout import Layout
from enduse.sources.pivot_facts import NEEDED, fact_key, fact_of
from enduse.sources.pivot_frame import Frame, Grid, find_frame, needed_frame
from enduse.sources.pivot_notes import preliminary_marks, sheet_spot
from enduse.sources.pivot_spec import PivotSpec, fixed_spot, pivot_spec
from enduse.sources.reading import RawBatch
from enduse.store.schema import TABLES
from enduse.text.countries import UNDEFINED

_SHOWN = 3


_Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CellCounts:
    """What became of the cells below the header: ``read = values + missing + repeated + unreadable``.

    Attributes:
        read: Cells of columns of figures in rows that are not skipped.
        values: Figures that went to the ledger.
        missing: Cells that mean "not available", and zeros where the layout says that they mean it.
        repeated: Figures that the sheet prints twice with the same value; the first one is kept.
        unreadable: Cells that are neither a figure nor a missing mark.
    """

    read: int = 0
    values: int = 0
    missing: int = 0
    repeated: int = 0
    unreadable: int = 0


@dataclass(frozen=True)
class PivotConverted(Converted):
    """As ``Converted``; the rows counted are those of the sheet, ``cells`` counts its figures."""

    cells: CellCounts = field(default_factory=CellCounts)


@dataclass
class _Tally:
    """What was found so far on one sheet."""

    facts: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    cells: Counter[str] = field(default_factory=Counter)
    odd: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Sheet:
    """One sheet with everything that holds for all of its rows."""

    where: str
    origin: dict[str, Any]
    layout: Layout
    spec: PivotSpec
    spot: Spot
    frame: Frame
    preliminary: frozenset[int]

    def labels(self, row: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Kind and text of every label of a row."""
        return tuple((kind, " ".join(row[at].split()) if at < len(row) else "") for at, kind in self.frame.labels)


def convert_pivot(
    rows: Grid | Iterable[RawBatch], place: Place, layout: Layout, file_name: str, source_id: str = ""
) -> PivotConverted:
    """The figures of one sheet as rows of ``layout.table`` (``statistics`` or ``fx_rates``), and its rejects.

    ``row`` and ``cell`` of each row lead back to the figure ("AE5").

    Raises:
        UnreadableFile: E-STAT-HEADER, E-STAT-UNIT or E-STAT-COORDINATE: the sheet does not say when, in what
            unit, or about whom its figures are. Nothing is guessed.
    """
    grid = grid_of(rows)
    spec = pivot_spec(layout)
    where = " › ".join(it for it in (file_name, place.member, place.sheet) if it)
    names = (place.sheet or "", f"{file_name} {place.member or ''}", where)
    why = spec.skipped_sheet(place.sheet or "") or ("" if any(map(any, grid)) else "empty sheet")
    if why:
        return _empty(layout, len(grid), why)
    frame = needed_frame(grid, spec, layout.words, where)
    above = grid[: frame.header[0]]
    spot = fixed_spot(layout).joined(sheet_spot(above, spec, layout, names))
    sheet = _Sheet(
        where,
        {"source_id": source_id, "member": place.member, "sheet": place.sheet},
        layout,
        spec,
        spot,
        frame,
        _preliminary_columns(grid, frame),
    )
    tally = _Tally(skipped=_header_rows(grid, frame))
    section = Spot()
    for number, row, stopped in _body(grid, frame, spec):
        section = _take_row(sheet, tally, section, (number, row, stopped))
    return _converted(sheet, tally, frame)


def pivot_fits(head: Grid, place: Place, layout: Layout) -> bool:
    """Does this sheet hold the table that the layout's ``[pivot]`` describes?

    A sheet that the layout leaves out by name fits, too: it is recognised.
    """
    spec = pivot_spec(layout)
    return bool(spec.skipped_sheet(place.sheet or "")) or find_frame(head, spec, layout.words) is not None


def grid_of(rows: Grid | Iterable[RawBatch]) -> list[list[str]]:
    """All rows of a sheet by position, blank where a batch has none; missing cells are ``""``."""
    grid: list[list[str]] = []
    for part in rows:
        if not isinstance(part, RawBatch):
            grid.append([cell or "" for cell in part])
            continue
        columns = [part.table.column(name).to_pylist() for name in part.table.column_names if name != "row"]
        for at, number in enumerate(part.table.column("row").to_pylist()):
            _put(grid, number, [column[at] or "" for column in columns])
        for bad in part.bad:
            _put(grid, bad.row, list(bad.cells))
    return grid


def _put(grid: list[list[str]], number: int, cells: list[str]) -> None:
    grid.extend([] for _ in range(number - len(grid)))
    grid[number - 1] = cells


def _empty(layout: Layout, rows: int, why: str) -> PivotConverted:
    return PivotConverted(_tables(layout, [], []), Counts(skipped={why: rows} if rows else {}))


def _header_rows(grid: Grid, frame: Frame) -> Counter[str]:
    above = [row for number, row in enumerate(grid[: frame.body]) if number not in frame.header]
    blank = sum(not any(cell.strip() for cell in row) for row in above)
    counts = Counter({"header": len(frame.header), "blank": blank, "above the table": len(above) - blank})
    return Counter({why: count for why, count in counts.items() if count})


def _preliminary_columns(grid: Grid, frame: Frame) -> frozenset[int]:
    marks = preliminary_marks(grid)
    return frozenset(it.position for it in frame.columns if it.spot.period and it.spot.period.mark in marks)


def _body(grid: Grid, frame: Frame, spec: PivotSpec) -> Iterator[tuple[int, Sequence[str], bool]]:
    """Each row below the header: its number, its cells, and whether the table has ended."""
    stopped = False
    for at in range(frame.body, len(grid)):
        row = grid[at]
        stopped = stopped or bool(spec.stop and any(spec.stop.search(cell) for cell in row))
        yield at + 1, row, stopped


def _take_row(sheet: _Sheet, tally: _Tally, section: Spot, at: tuple[int, Sequence[str], bool]) -> Spot:
    """Put one row where it belongs; gives the section that holds for the rows after it."""
    number, row, stopped = at
    labels = sheet.labels(row)
    filled = any(column.position < len(row) and row[column.position].strip() for column in sheet.frame.columns)
    if why := _skipped(sheet, row, labels, stopped):
        tally.skipped[why] += 1
        return section
    spot = _label_spot(sheet, tally, labels, number)
    heading = _heading(sheet, labels) if spot is None or not filled else None
    if heading is not None:
        section, spot = heading, sheet.spec.section_row
    if not filled:
        tally.skipped["heading" if heading is not None else "no figures"] += 1
    elif spot is None:
        _reject(sheet, tally, number, row)
    else:
        tally.rows["kept"] += 1
        _take_cells(sheet, tally, spot.joined(section).joined(sheet.spot), (number, row))
    return section


def _skipped(sheet: _Sheet, row: Sequence[str], labels: _Labels, stopped: bool) -> str | None:
    if not any(cell.strip() for cell in row):
        return "blank"
    return "note" if stopped else sheet.spec.skipped_label(tuple(text for _, text in labels))


def _label_spot(sheet: _Sheet, tally: _Tally, labels: _Labels, number: int) -> Spot | None:
    """What the labels of a row say, or None when one of its coordinates stands in no label we can read."""
    spot = Spot()
    for kind in dict.fromkeys(it for it, _ in labels if it):
        texts = [text for it, text in labels if it == kind]
        read = [found for text in texts if (found := read_spot(kind, text, sheet.layout.words))]
        if not read:
            return None
        if any(it != read[0] for it in read):
            tally.odd.setdefault("W-STAT-LABELS", []).append(f"row {number} ({' / '.join(texts)})")
        spot = spot.joined(read[0])
    return spot


def _heading(sheet: _Sheet, labels: _Labels) -> Spot | None:
    read = (read_spot(kind, text, sheet.layout.words) for kind in sheet.spec.sections for _, text in labels)
    return next((spot for spot in read if spot), None)


def _reject(sheet: _Sheet, tally: _Tally, number: int, row: Sequence[str]) -> None:
    labels = {text: kind for kind, text in sheet.labels(row) if kind and text}
    kinds = " and ".join(dict.fromkeys(kind for _, kind in sheet.frame.labels if kind))
    said = " / ".join(labels)
    reason = f"{said!r} is no {kinds} that we know" if labels else f"the row does not say its {kinds}"
    raw = json.dumps(list(row), ensure_ascii=False)
    tally.rows["rejected"] += 1
    tally.rejects.append({**sheet.origin, "row": number, "code": "R-STAT-LABEL", "reason": reason, "raw": raw})


def _take_cells(sheet: _Sheet, tally: _Tally, spot: Spot, at: tuple[int, Sequence[str]]) -> None:
    number, row = at
    writing, width = sheet.layout.writing, len(row)
    tally.cells["read"] += len(sheet.frame.columns)
    for column in sheet.frame.columns:
        text = row[column.position] if column.position < width else ""
        if is_missing(text, writing.missing):
            tally.cells["missing"] += 1
            continue
        figure, place = read_figure(text, writing.decimal), address(number, column.position)
        if figure is None:
            tally.cells["unreadable"] += 1
            tally.odd.setdefault("W-STAT-CELL", []).append(f"{place} ({text!r})")
        elif figure == 0 and sheet.spec.zero_is_missing:
            tally.cells["missing"] += 1
        else:
            fact = fact_of(_complete(sheet, spot.joined(column.spot), place), figure, sheet.layout)
            fact |= {**sheet.origin, "row": number, "cell": place, "preliminary": column.position in sheet.preliminary}
            _take_fact(tally, fact, sheet.layout.table)


def _complete(sheet: _Sheet, spot: Spot, place: str) -> Spot:
    if lacking := spot.lacks(NEEDED[sheet.layout.table]):
        code = "E-STAT-UNIT" if lacking == ["measure"] else "E-STAT-COORDINATE"
        what = "unit" if lacking == ["measure"] else " and ".join(lacking)
        raise UnreadableFile(
            f"{sheet.where}: nothing on the sheet says the {what} of the figure in {place}. A figure that may be "
            f"about something else is worth nothing, so none of the sheet was kept. Add the {what} to the sheet, "
            f"or map it with a layout that names it.",
            code=code,
        )
    return spot


def _take_fact(tally: _Tally, fact: dict[str, Any], table: str) -> None:
    key, measure = fact_key(fact, table)
    known = tally.facts.get(key)
    if known is None:
        tally.facts[key] = fact
        tally.cells["values"] += 1
    elif known.get(measure) is None:
        # Mass beside value: one row of the ledger holds both.
        known.update({name: value for name, value in fact.items() if known.get(name) is None})
        tally.cells["values"] += 1
    elif fact.get("partner") == UNDEFINED:
        # Several partners without a name, such as high seas and stores, are several figures.
        tally.facts[(*key, fact["cell"])] = fact
        tally.cells["values"] += 1
    elif known[measure] == fact[measure]:
        tally.cells["repeated"] += 1
    else:
        tally.odd.setdefault("W-STAT-TWICE", []).append(f"{known.get('cell')} and {fact.get('cell')}")
        tally.facts[(*key, fact["cell"])] = fact
        tally.cells["values"] += 1


def _converted(sheet: _Sheet, tally: _Tally, frame: Frame) -> PivotConverted:
    if frame.unread:
        tally.odd["W-STAT-COLUMN"] = list(frame.unread)
    kept, rejected = tally.rows["kept"], tally.rows["rejected"]
    return PivotConverted(
        _tables(sheet.layout, list(tally.facts.values()), tally.rejects),
        Counts(kept + rejected, kept, rejected, dict(tally.skipped)),
        tuple(_notice(sheet.where, code, places) for code, places in sorted(tally.odd.items())),
        CellCounts(**tally.cells),
    )


_SAID = {
    "W-STAT-CELL": "hold neither a figure nor a mark for a missing one; they were left out",
    "W-STAT-COLUMN": "are headers that could not be read; the figures below them were left out",
    "W-STAT-LABELS": "name two things in two languages; the first was taken",
    "W-STAT-TWICE": "give two figures for the same thing; both were kept",
}


def _notice(where: str, code: str, places: list[str]) -> Notice:
    shown = ", ".join(places[:_SHOWN]) + (f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else "")
    return Notice(code, f"{where}: {shown} {_SAID[code]}.")


def _tables(layout: Layout, facts: list[dict[str, Any]], rejects: list[dict[str, Any]]) -> dict[str, pa.Table]:
    tables = {layout.table: pa.Table.from_pylist(facts, schema=TABLES[layout.table].arrow_schema())}
    if rejects:
        tables["rejects"] = pa.Table.from_pylist(rejects, schema=TABLES["rejects"].arrow_schema())
    return tables
