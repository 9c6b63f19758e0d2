"""Two parties that may be one, as they go from the finder to the analyst."""

from dataclasses import dataclass, replace
from math import log2

from enduse.resolve.comparing import Comparison
from enduse.resolve.profiles import Profile


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two parties that may be one.

    Attributes:
        left: Anchor.
        right: Anchor; ``left < right``.
        found: What speaks for and against it.
        rows: How many rows name the party that fewer rows name: so many would change hands.
    """

    left: str
    right: str
    found: Comparison
    rows: int

    @property
    def weight(self) -> float:
        """What the analyst sees first: the square of the probability times the doublings of the rows at stake.

        Times the rows themselves, a few parties with thousands of rows would come first however unlikely they are.
        """
        return float(self.found.score**2 * log2(1 + self.rows))


def likeness(one: Profile, other: Profile, found: Comparison) -> Likeness:
    """The pair in the order of its anchors."""
    left, right = sorted((one.anchor, other.anchor))
    names = found.names if left == one.anchor else (found.names[1], found.names[0])
    return Likeness(left, right, replace(found, names=names), min(one.rows, other.rows))
