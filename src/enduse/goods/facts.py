"""What was read about one goods line, each fact with the characters it came from."""

from dataclasses import dataclass
from typing import NamedTuple


class Said(NamedTuple):
    """A fact as readers hand it on, before anybody asks for it: a tuple is made three times as fast."""

    name: str
    value: str | int | float
    start: int
    end: int
    confidence: float
    unit: str = ""
    basis: str = "text"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing said about the goods.

    Attributes:
        name: What it is about, e.g. ``"year"``; one word per thing, listed in ``docs/explanation/goods.md``.
        value: The normal form: a year is an int, a weight in kg a float, a serial the text without spaces at its ends.
        start: Offset of the first character in the text as given; -1 where the fact is not from the text.
        end: Offset after the last character; -1 where the fact is not from the text.
        confidence: 0 to 1.
        unit: Of ``value`` where it is a measure, e.g. ``"mm"``.
        basis: What it was read from: ``text``, ``code``, ``weight``, ``price``, ``quantity``, ``model``, ``brand`` or
            ``year``.
        note: What a reader must know: the axis, the standard, why a fact is absent.
    """

    name: str
    value: str | int | float
    start: int
    end: int
    confidence: float
    unit: str = ""
    basis: str = "text"
    note: str = ""

    def __reduce__(self) -> tuple[type["Fact"], tuple[str | int | float, ...]]:
        """How it is pickled: what dataclasses with slots do by themselves takes three times as long."""
        return Fact, (
            self.name,
            self.value,
            self.start,
            self.end,
            self.confidence,
            self.unit,
            self.basis,
            self.note,
        )


@dataclass(frozen=True, slots=True)
class Goods:
    """A goods line: its text, untouched, and what was read from it.

    Attributes:
        text: As given, however bad.
        facts: In the order of their names' first mention by the reader, the most certain of one name first.
    """

    text: str
    facts: tuple[Fact, ...]

    def first(self, name: str) -> Fact | None:
        """The most certain fact of that name."""
        return next((fact for fact in self.facts if fact.name == name), None)

    def every(self, name: str) -> tuple[Fact, ...]:
        """All facts of that name."""
        return tuple(fact for fact in self.facts if fact.name == name)
