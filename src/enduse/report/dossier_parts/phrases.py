"""Figures and plain words as runs: every figure leads to its line in the register."""

from enduse.report.dossier_parts.pieces import Align, Heading, Run, Runs
from enduse.report.dossier_parts.texts import Texts
from enduse.report.model import Cell, Figure
from enduse.report.wording import DASH, amount, exact, runs_text

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


def cell(value: Cell) -> Runs:
    """A cell of a table; a figure leads to the register."""
    if isinstance(value, Figure):
        return (Run(exact(value), to=value.id if value.rows else ""),)
    return (Run(value or DASH),)


def align(column: str) -> Align:
    """How a column of the model stands."""
    return "right" if column == "number" else "left"
