"""Figures computed again from the rows that they name, for checks and for sceptics."""

from collections.abc import Iterable, Mapping

from enduse.report.model import EvidenceRow, Figure


def recompute(figure: Figure, rows: Mapping[int, EvidenceRow]) -> float | None:
    """What ``figure`` comes to when computed again from its rows, for checks and for sceptics.

    Returns:
        None where it cannot be: figures a typology stated, and figures with withheld rows.
    """
    if figure.how == "stated" or any(rows[number].withheld for number in (*figure.rows, *figure.base)):
        return None
    if figure.how == "count":
        return float(len(figure.rows))
    if figure.how == "distinct":
        found = {dict(rows[number].keys).get(figure.of, "") for number in figure.rows}
        return float(len(found - {""}))
    above = _total(rows[number] for number in figure.rows)
    if figure.how == "sum":
        return above
    below = _total(rows[number] for number in figure.base)
    return above / below if below else None


def _total(rows: Iterable[EvidenceRow]) -> float:
    return sum(row.value or 0.0 for row in rows)
