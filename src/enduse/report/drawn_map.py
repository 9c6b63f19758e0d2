"""The map of a dossier: value between countries, from where goods were made, over where they were shipped from."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from enduse.report.book import unit_of, worth
from enduse.report.frame import Frame
from enduse.report.lines import Line
from enduse.report.model import Cell, Column, DrawnBlock, TableBlock
from enduse.report.movement import Heading
from enduse.report.scenes import FlowMap, Leg, MapArc, MapPlace
from enduse.report.wording import place_name

LEAST_ARCS = 2
"""A single arc says no more than the sentence above it."""
_NOTE = (
    "Each country is one point, its capital or main place of trade; an arc says how much, not which way the goods took."
)
_LEGS: Mapping[Leg, str] = {"made": "made in, shipped from", "sent": "shipped from, destination"}

_Ends = tuple[str, str, Leg]


def map_block(frame: Frame, heading: Heading, lines: Sequence[Line]) -> DrawnBlock | None:
    """The map of these lines; None where fewer than two arcs can be drawn."""
    through: dict[_Ends, list[Line]] = defaultdict(list)
    drawn: set[int] = set()
    for line in lines:
        for ends in _arcs_of(line):
            through[ends].append(line)
            drawn.add(line.row_id)
    ranked = sorted((it for it in through if worth(through[it]) > 0), key=lambda it: (-worth(through[it]), it))
    if len(ranked) < LEAST_ARCS:
        return None
    arcs = tuple(
        MapArc(*it, frame.book.total(through[it], f"{place_name(it[0])} to {place_name(it[1])}, {_LEGS[it[2]]}"))
        for it in ranked
    )
    codes = sorted({code for it in ranked for code in it[:2]})
    unit = unit_of(lines)
    scene = FlowMap(unit, tuple(_points()[it] for it in codes), arcs)
    left = sum(line.row_id not in drawn for line in lines)
    note = " ".join(filter(None, (heading.note, _NOTE, _left(left, len(lines)))))
    return DrawnBlock(heading.id, heading.title, note, scene, _twin(heading, unit, arcs), heading.stream)


def _arcs_of(line: Line) -> list[_Ends]:
    """The legs of a line between two countries that a map knows."""
    if line.table == "statistics":
        pair = (line.partner, line.reporter) if line.flow == "import" else (line.reporter, line.partner)
        ends: list[_Ends] = [(*pair, "sent")]
    else:
        ends = [(line.origin, line.dispatch, "made"), (line.dispatch, line.destination, "sent")]
    return [it for it in ends if it[0] != it[1] and it[0] in _points() and it[1] in _points()]


def _left(left: int, lines: int) -> str:
    return f"{left:,} of {lines:,} rows name no two countries of the map and are not drawn." if left else ""


def _twin(heading: Heading, unit: str, arcs: Sequence[MapArc]) -> TableBlock:
    columns = (Column("From"), Column("To"), Column("Leg"), Column(f"Value, {unit}", "number"))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (place_name(it.source), place_name(it.target), _LEGS[it.leg], it.figure) for it in arcs
    )
    note = "Legs are not added up: one line may stand in both."
    return TableBlock(
        f"{heading.id}-table", f"{heading.title}: the figures", note, columns, rows, "Lanes", heading.stream
    )


@cache
def _points() -> Mapping[str, MapPlace]:
    text = (files("enduse.data") / "country_points.tsv").read_text(encoding="utf-8")
    rows = [it.split("\t") for it in text.splitlines() if it and not it.startswith(("#", "code"))]
    return {it[0]: MapPlace(it[0], place_name(it[0]), float(it[1]), float(it[2])) for it in rows}
