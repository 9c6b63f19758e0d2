"""What stands around a published table: titles, units, footnotes."""

import re

from enduse.errors import UnreadableFile
from enduse.sources.coordinates import Spot, read_spot
from enduse.sources.layout import Layout
from enduse.sources.pivot_frame import Grid
from enduse.sources.pivot_spec import MetaRule, PivotSpec
from enduse.sources.units import Unit, read_unit

_FOOTNOTE = re.compile(r"^\s*(\d{1,2}|\*{1,3})\)?\s*([^\W\d].*)$", re.DOTALL)
# A Cyrillic letter stands for the first one of "Preliminary" in a Kyrgyz table.
_PRELIMINARY = re.compile(r"предварительн|reliminary|алдын ала|provisional|попередн|dastlabki|初步|잠정", re.IGNORECASE)


def sheet_spot(above: Grid, spec: PivotSpec, layout: Layout, names: tuple[str, str, str]) -> Spot:
    """The coordinates that hold for the whole sheet, from its title, its name and the file's name.

    Args:
        above: Rows above the header.
        spec: Which coordinates stand where.
        layout: For its dictionary.
        names: Sheet, file, and both for messages.
    """
    sheet, file, where = names
    places = {
        "cells": [" | ".join(cell for cell in row if cell.strip()) for row in above],
        "sheet": [sheet],
        "file": [file],
    }
    spot = Spot()
    for rule in spec.meta:
        if read := _meta(rule, places[rule.place], layout):
            spot = spot.joined(read)
    in_header = "measure" in {kind for kind, _ in spec.header}
    if layout.table == "statistics" and spot.measure is None and not in_header:
        spot = spot.joined(Spot(measure=spec.unit or _unit(above, where)))
    return spot


def preliminary_marks(grid: Grid) -> frozenset[str]:
    """Footnote marks whose note calls the figures preliminary: ``{"1"}`` of "1 Preliminary data"."""
    notes = (_FOOTNOTE.match(cell) for row in grid for cell in row if cell)
    return frozenset(note[1] for note in notes if note and _PRELIMINARY.search(note[2]))


def _meta(rule: MetaRule, texts: list[str], layout: Layout) -> Spot | None:
    for text in texts:
        found = rule.pattern.search(text)
        if found and (read := read_spot(rule.kind, found[1], layout.words)):
            return read
    return None


def _unit(above: Grid, where: str) -> Unit:
    """The unit named above the table; the same in every language that names it.

    Raises:
        UnreadableFile: E-STAT-UNIT, none is named or two differ.
    """
    found = {unit: cell.strip() for row in above for cell in row if (unit := read_unit(cell))}
    if len(found) == 1:
        return next(iter(found))
    said = " and ".join(repr(cell) for cell in found.values())
    raise UnreadableFile(
        f"{where}: {'two units stand above the table: ' + said if found else 'no unit stands above the table'}. "
        "Figures off by a factor of a thousand are worse than none, so none was kept. Correct the sheet, or name "
        "the unit in a layout of your own.",
        code="E-STAT-UNIT",
    )
