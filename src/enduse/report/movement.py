"""Sections on time: values by month, and before against after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enduse.model.period import Span
from enduse.report.book import unit_of, worth
from enduse.report.frame import Frame, Windows, windows_of, within
from enduse.report.lines import Line
from enduse.report.model import Band, Cell, Column, Figure, Marker, SeriesBlock, TableBlock
from enduse.report.wording import month_text, span_text

MOST_MONTHS = 120
AROUND = "Whole months after the date, at most twelve, against the same calendar months a year before."

Group = tuple[str, Sequence[Line]]
"""A name and its lines; groups of one block do not overlap unless its note says so."""


@dataclass(frozen=True)
class Heading:
    """How a block is called."""

    id: str
    title: str
    note: str = ""
    stream: str = ""


def series_block(frame: Frame, heading: Heading, groups: Sequence[Group]) -> SeriesBlock | None:
    """Values by month, one band a group; None where no line has both month and value."""
    dated = [line for _, lines in groups for line in lines if line.month is not None and line.value]
    if not dated:
        return None
    months = [line.month for line in dated if line.month is not None]
    span = Span(max(min(months), max(months) - MOST_MONTHS + 1), max(months) + 1)
    bands = tuple(Band(name, _monthly(frame, name, lines, span)) for name, lines in groups if worth(lines))
    markers = tuple(sorted((it for it in _markers(frame) if _inside(it, span)), key=lambda it: (it.on, it.label)))
    unit = unit_of(dated)
    twin = _twin(heading, span, bands, unit)
    shaded = _shaded(frame.windows, span)
    named = (heading.id, heading.title, heading.note)
    return SeriesBlock(*named, unit, span.start, bands, markers, twin, shaded, heading.stream)


def _shaded(windows: Windows | None, span: Span) -> tuple[tuple[str, int, int], ...]:
    if not windows:
        return ()
    named = (("before", windows.before), ("after", windows.after))
    clipped = [(name, max(it.start, span.start), min(it.end, span.end)) for name, it in named]
    return tuple(it for it in clipped if it[1] < it[2])


def _markers(frame: Frame) -> tuple[Marker, ...]:
    mark = frame.watershed
    return (*frame.markers, Marker(mark.on, mark.label, "" if mark.given else "taken because no other day was named"))


def _inside(marker: Marker, span: Span) -> bool:
    return span.start <= marker.on.year * 12 + marker.on.month - 1 < span.end


def _monthly(frame: Frame, name: str, lines: Sequence[Line], span: Span) -> tuple[Figure | None, ...]:
    by_month: dict[int, list[Line]] = {}
    for line in lines:
        if line.month is not None:
            by_month.setdefault(line.month, []).append(line)
    months = range(span.start, span.end)
    return tuple(
        frame.book.total(by_month[it], f"{name}, {month_text(it)}") if worth(by_month.get(it, ())) else None
        for it in months
    )


def _twin(heading: Heading, span: Span, bands: Sequence[Band], unit: str) -> TableBlock:
    columns = (Column("Month", "date"), *(Column(f"{band.name}, {unit}", "number") for band in bands))
    rows: list[tuple[Cell, ...]] = []
    for at, month in enumerate(range(span.start, span.end)):
        values = tuple(band.values[at] for band in bands)
        if any(values):
            rows.append((month_text(month), *values))
    named = (f"{heading.id}-table", f"{heading.title}: the figures", "")
    return TableBlock(*named, columns, tuple(rows), "Series", heading.stream)


def before_after_block(frame: Frame, heading: Heading, groups: Sequence[Group]) -> TableBlock | None:
    """Each group's value in the two windows; None where there are no windows to compare."""
    if not frame.windows or not groups:
        return None
    windows = frame.windows
    unit = unit_of(next((lines for _, lines in groups if lines), []))
    columns = (
        Column("What"),
        Column(f"{span_text(windows.before)}, {unit}", "number"),
        Column(f"{span_text(windows.after)}, {unit}", "number"),
        Column("Change", "number"),
    )
    rows = tuple(_compared(frame, windows, group) for group in groups)
    note = " ".join(it for it in (heading.note, _reach(windows)) if it)
    return TableBlock(heading.id, heading.title, note, columns, rows, "Series", heading.stream)


def dates_block(frame: Frame, heading: Heading, groups: Sequence[Group]) -> TableBlock | None:
    """Each group's value around every marked date; None where nothing but the watershed is marked."""
    around = marked_windows(frame)
    if len(around) < 2:
        return None
    unit = unit_of(next((lines for _, lines in groups if lines), []))
    sides = (f"{name} {side}, {unit}" for name, _ in groups for side in ("before", "after"))
    columns = (
        Column("Date", "date"),
        Column("What"),
        Column("Months", "number"),
        *(Column(it, "number") for it in sides),
    )
    rows = tuple(
        (f"{it.on}", it.label, f"{found.after.months}", *_around(frame, found, groups)) for it, found in around
    )
    return TableBlock(heading.id, heading.title, heading.note, columns, rows, "Series", heading.stream)


def marked_windows(frame: Frame) -> list[tuple[Marker, Windows]]:
    """Marked dates, the watershed among them, whose two windows the records cover; oldest first."""
    dated = ((it, windows_of(it.on, frame.records)) for it in _markers(frame))
    return sorted(((it, found) for it, found in dated if found and found.whole), key=lambda pair: pair[0].on)


def _around(frame: Frame, windows: Windows, groups: Sequence[Group]) -> Iterator[Cell]:
    for name, lines in groups:
        for span in (windows.before, windows.after):
            own = within(lines, span)
            yield frame.book.total(own, f"{name}, {span_text(span)}") if own else None


def _reach(windows: Windows) -> str:
    if windows.whole:
        return ""
    return (
        f"The records begin in {month_text(windows.records.start)}: the earlier window is not fully covered, "
        "so growth may be overstated."
    )


def _compared(frame: Frame, windows: Windows, group: Group) -> tuple[Cell, ...]:
    name, lines = group
    before, after = within(lines, windows.before), within(lines, windows.after)
    first = frame.book.total(before, f"{name}, {span_text(windows.before)}") if before else None
    then = frame.book.total(after, f"{name}, {span_text(windows.after)}") if after else None
    return (name, first, then, change(frame, before, after, name))


def change(frame: Frame, before: Sequence[Line], after: Sequence[Line], name: str) -> Cell:
    """The change between two windows as a ratio, or in words where there is none."""
    if not worth(before):
        return "new" if worth(after) else None
    if not worth(after):
        return "stopped"
    return frame.book.ratio(after, before, f"{name}: after divided by before")


def years_block(frame: Frame, heading: Heading, groups: Sequence[Group]) -> TableBlock | None:
    """Each group's value by calendar year; years of which the ledger lacks months say how many it holds."""
    dated = [line for _, lines in groups for line in lines if line.on]
    if not dated:
        return None
    years = sorted({line.on.year for line in dated if line.on})
    unit = unit_of(dated)
    columns = (Column("Year", "date"), *(Column(f"{name}, {unit}", "number") for name, _ in groups))
    rows = tuple((_year(it, frame.records), *_in_year(frame, it, groups)) for it in years)
    return TableBlock(heading.id, heading.title, heading.note, columns, rows, "Series", heading.stream)


def _year(year: int, records: Span) -> str:
    held = Span(max(records.start, year * 12), min(records.end, year * 12 + 12)).months
    return f"{year}" if held == 12 else f"{year} ({held} months)"


def _in_year(frame: Frame, year: int, groups: Sequence[Group]) -> Iterator[Cell]:
    for name, lines in groups:
        own = [line for line in lines if line.on and line.on.year == year]
        yield frame.book.total(own, f"{name}, {year}") if own else None
