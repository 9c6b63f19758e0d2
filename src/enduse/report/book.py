"""Figures are made here and only here, so none can exist without its rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from enduse.report.lines import Line
from enduse.report.model import Figure, How


@dataclass(frozen=True)
class Base:
    """The rows that shares are taken of; made once for a whole table."""

    rows: tuple[int, ...]
    worth: float


class FigureBook:
    """Makes the figures of one dossier and keeps them in the order of making.

    Args:
        numbers: Row id to the number of its evidence row.
    """

    def __init__(self, numbers: Mapping[int, int]) -> None:
        self._numbers = numbers
        self._made: list[Figure] = []

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure so far."""
        return tuple(self._made)

    def total(self, lines: Sequence[Line], label: str) -> Figure:
        """Their summed value; lines without a value add nothing but are listed."""
        return self._keep(Figure(self._next(), worth(lines), unit_of(lines), label, "sum", self._rows(lines)))

    def count(self, lines: Sequence[Line], label: str, unit: str = "lines") -> Figure:
        """How many they are."""
        return self._keep(Figure(self._next(), float(len(lines)), unit, label, "count", self._rows(lines)))

    def distinct(self, lines: Sequence[Line], role: str, unit: str) -> Figure:
        """How many different parties or countries stand in ``role``."""
        named = [line for line in lines if key_of(line, role)]
        value = float(len({key_of(line, role) for line in named}))
        rows = self._rows(named)
        return self._keep(Figure(self._next(), value, unit, f"different {unit}", "distinct", rows, of=role))

    def base(self, lines: Sequence[Line]) -> Base:
        """``lines`` as something to take shares of."""
        return Base(self._rows(lines), worth(lines))

    def share(self, lines: Sequence[Line], base: Base, label: str) -> Figure | None:
        """Share of the value of ``base`` that is in ``lines``; None where ``base`` is worth nothing."""
        return self._quotient(("share", "share", label), lines, base)

    def ratio(self, after: Sequence[Line], before: Sequence[Line], label: str) -> Figure | None:
        """How many times ``before`` the value of ``after`` is; None where ``before`` is worth nothing."""
        return self._quotient(("times", "ratio", label), after, self.base(before))

    def stated(self, value: float, unit: str, label: str, row_ids: Iterable[int]) -> Figure:
        """A number that a typology computed, with the rows it named."""
        rows = tuple(sorted({self._numbers[it] for it in row_ids if it in self._numbers}))
        return self._keep(Figure(self._next(), value, unit, label, "stated", rows))

    def _quotient(self, naming: tuple[str, How, str], above: Sequence[Line], below: Base) -> Figure | None:
        unit, how, label = naming
        if not below.worth:
            return None
        value = worth(above) / below.worth
        return self._keep(Figure(self._next(), value, unit, label, how, self._rows(above), below.rows))

    def _rows(self, lines: Sequence[Line]) -> tuple[int, ...]:
        return tuple(sorted(self._numbers[line.row_id] for line in lines))

    def _next(self) -> str:
        return f"f{len(self._made) + 1}"

    def _keep(self, figure: Figure) -> Figure:
        self._made.append(figure)
        return figure


def worth(lines: Iterable[Line]) -> float:
    """Summed value of the lines that record one; the same in any order."""
    return fsum(line.value or 0.0 for line in lines)


def unit_of(lines: Sequence[Line]) -> str:
    """The currency their values are in; one dossier stream never mixes two."""
    return lines[0].unit if lines else "USD"


def key_of(line: Line, role: str) -> str:
    """Party id, country or code that ``line`` holds in ``role``; empty when not recorded."""
    return line.parties.get(role, "") or str(getattr(line, role, "") or "")
