"""Places for labels, so that none covers another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin


@dataclass(frozen=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Do they share any point?"""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def within(self, other: "Box") -> bool:
        """Does it lie inside the other?"""
        sides = self.left >= other.left and self.right <= other.right
        return sides and self.top >= other.top and self.bottom <= other.bottom


@dataclass
class Plan:
    """Takes a free place for one label after the other.

    Attributes:
        room: Where labels may stand.
        taken: What they must not cover.
    """

    room: Box
    taken: list[Box] = field(default_factory=list)

    def place(self, at: tuple[float, float], size: tuple[float, float], reaches: Sequence[float]) -> Box | None:
        """The nearest free place around a point, at one of these distances; None where there is none."""
        for box in _around(at, size, reaches):
            if box.within(self.room) and not any(box.meets(it) for it in self.taken):
                self.taken.append(box)
                return box
        return None


_TURNS = (0, 8, 4, 12, 2, 14, 6, 10, 1, 15, 7, 9, 3, 13, 5, 11)


def _around(at: tuple[float, float], size: tuple[float, float], reaches: Sequence[float]) -> Iterator[Box]:
    """Right first, then left, below, above, and between; nearer before farther."""
    width, height = size
    for reach in reaches:
        for turn in _TURNS:
            angle = turn * pi / 8
            x = at[0] + cos(angle) * (reach + width / 2)
            y = at[1] + sin(angle) * (reach + height / 2)
            yield Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
