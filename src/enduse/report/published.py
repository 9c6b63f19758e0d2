"""Published cells without doubles: aggregates beside members, years beside months, headings beside codes."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from enduse.report.lines import Line
from enduse.text.countries import eu_members


@dataclass(frozen=True)
class Streamed:
    """Cells that may be added up.

    Attributes:
        lines: Each stands for value that no other repeats.
        left_out: Why others were left out: a sentence to the number of cells.
    """

    lines: tuple[Line, ...]
    left_out: tuple[tuple[str, int], ...]


def without_doubles(lines: Sequence[Line]) -> Streamed:
    """Keep the cells that add up to the published total, once.

    The deepest level of goods codes that a reporter gives for a chapter is kept; months rather than the
    year that sums them; the published EU aggregate rather than the members it sums.
    """
    deepest = _deepest_codes(lines)
    finest = _finest_periods(deepest)
    single = _one_eu(finest)
    steps = (
        ("cells of goods-code levels above the most detailed one, which they repeat", len(lines) - len(deepest)),
        ("cells of longer periods, which repeat the months", len(deepest) - len(finest)),
        ("cells of EU members beside the published EU aggregate, or of other EU aggregates", len(finest) - len(single)),
    )
    return Streamed(tuple(single), tuple((why, count) for why, count in steps if count))


def _deepest_codes(lines: Sequence[Line]) -> list[Line]:
    depth: dict[Hashable, int] = defaultdict(int)
    for line in lines:
        if line.code.isdigit():
            key = (line.publisher, line.reporter, line.flow, line.code[:2])
            depth[key] = max(depth[key], len(line.code))
    detailed = {key[:3] for key in depth if isinstance(key, tuple)}

    def kept(line: Line) -> bool:
        key = (line.publisher, line.reporter, line.flow)
        return len(line.code) == depth[(*key, line.code[:2])] if line.code.isdigit() else key not in detailed

    return [line for line in lines if kept(line)]


def _finest_periods(lines: Sequence[Line]) -> list[Line]:
    finest: dict[Hashable, int] = {}
    for line in lines:
        finest[_cell_year(line)] = min(line.months, finest.get(_cell_year(line), line.months))
    return [line for line in lines if line.months == finest[_cell_year(line)]]


def _one_eu(lines: Sequence[Line]) -> list[Line]:
    """Leave out what a published EU aggregate sums, and group rows (CIS, WORLD) beside their countries."""
    return _one_side(_one_side(lines, "reporter"), "partner")


def _one_side(lines: Sequence[Line], side: str) -> list[Line]:
    ranked = [(line, _rank(line, side), _without(line, side)) for line in lines]
    best: dict[Hashable, int] = {}
    for _, rank, cell in ranked:
        best[cell] = min(rank, best.get(cell, rank))
    named = {cell for _, rank, cell in ranked if rank != _GROUP}
    return [line for line, rank, cell in ranked if _stays(rank, cell, best, named)]


def _stays(rank: int, cell: Hashable, best: Mapping[Hashable, int], named: Collection[Hashable]) -> bool:
    if rank == _GROUP:
        return cell not in named
    return rank == _OTHER or rank == min(best[cell], _EURO_AREA)


_AGGREGATE, _CHANGING, _MEMBER, _EURO_AREA, _OTHER, _GROUP = range(6)


def _rank(line: Line, side: str) -> int:
    code = line.reporter if side == "reporter" else line.partner
    if code in {"EU", "EA"}:
        return _CHANGING if code == "EU" else _EURO_AREA
    if len(code) != 2:
        return _AGGREGATE if code.startswith("EU") else _GROUP
    return _MEMBER if line.on and code in eu_members(line.on) else _OTHER


def _without(line: Line, side: str) -> Hashable:
    other = line.partner if side == "reporter" else line.reporter
    return (line.publisher, other, line.flow, line.code, line.month, line.months)


def _cell_year(line: Line) -> Hashable:
    year = line.on.year if line.on else None
    return (line.publisher, line.reporter, line.partner, line.flow, line.code, year)
