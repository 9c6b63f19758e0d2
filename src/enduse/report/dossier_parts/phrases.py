"""Figures and plain words as runs: every figure leads to its line in the register."""

import re
from collections.abc import Collection

from enduse.report.case_story import CITED
from enduse.report.dossier_parts.pieces import Align, Heading, Run, Runs
from enduse.report.dossier_parts.texts import Texts
from enduse.report.model import Cell, Dossier, Figure, TableBlock
from enduse.report.wording import DASH, amount, exact, runs_text

CITES = re.compile(r"[CE][1-9]\d*(, [CE][1-9]\d*)*")
"""A cell that holds nothing but names of entries and evidence."""
LONGEST_NOTE = 90
"""Characters of row numbers in a footnote; the register has them all."""


def words(text: str) -> Runs:
    """Plain words."""
    return (Run(text),)


def section(texts: Texts, key: str) -> Heading:
    """The heading of a section, anchored by its key."""
    return Heading(texts.say("section", key), key)


def noted(figure: Figure, texts: Texts) -> Run:
    """A figure in a sentence, with a footnote that names its rows."""
    return noted_words(amount(figure), figure, texts)


def noted_words(said: str, figure: Figure, texts: Texts) -> Run:
    """Words that a figure stands behind, with its footnote; without one where it has no rows."""
    if not figure.rows:
        return Run(said)
    rows = runs_text(figure.rows).replace(",", ", ")
    if len(rows) > LONGEST_NOTE:
        kept = rows[:LONGEST_NOTE].rpartition(", ")[0]
        rows = f"{kept}, … ({texts.label('row_count', count=f'{len(figure.rows):,}')})"
    note = texts.label("footnote", id=figure.id, how=texts.say("how", figure.how), rows=rows)
    return Run(said, to=figure.id, note=note, back=figure.id)


def cell(value: Cell, cited: Collection[str] = ()) -> Runs:
    """A cell of a table; a figure leads to the register, ``C3`` and ``E7`` to where what they name stands.

    Args:
        value: The cell.
        cited: Entries and pieces of evidence that the dossier lists.
    """
    if isinstance(value, Figure):
        return (Run(exact(value), to=value.id if value.rows else ""),)
    if value and CITES.fullmatch(value):
        parts = re.split(r"(, )", value)
        return tuple(Run(it, to=cite_anchor(it) if it in cited else "") for it in parts)
    return (Run(value or DASH),)


def cite_anchor(name: str) -> str:
    """Where ``C3`` or ``E7`` stands in the table of what is cited."""
    return f"cite-{name}"


def cited_in(dossier: Dossier) -> frozenset[str]:
    """Every entry and piece of evidence that the dossier lists."""
    found = (it for it in dossier.blocks if isinstance(it, TableBlock) and it.id == CITED)
    return frozenset(str(row[0]) for it in found for row in it.rows)


def align(column: str) -> Align:
    """How a column of the model stands."""
    return "right" if column == "number" else "left"
