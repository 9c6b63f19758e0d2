"""Values of a specification as far as they are known: spans of numbers, standards, and where they come from."""

import math
import re
from dataclasses import dataclass
from typing import Literal

Origin = Literal["user", "text", "model register", "derived"]

_DIGITS = 6
_ISO_230_2 = re.compile(r"ISO[ /]{0,2}230[ ]?[-/][ ]?2[ ]?[:\-( /]?[ ]?((?:19|20)[0-9]{2})(?![0-9])")
# Letters that look alike stand for one another in folded text.
_CYRILLIC_ISO = re.compile(r"[ИI][СCS][ОO](?=[ /]{0,2}230)")
_SPACES = re.compile(r"\s{1,50}")


@dataclass(frozen=True, slots=True)
class Interval:
    """A number of which at least the bounds are known; both belong to it.

    Attributes:
        low: Never more than ``high``; ``-inf`` where nothing is known.
        high: ``inf`` where nothing is known.
    """

    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Is the number itself known?"""
        return self.low == self.high

    def narrowed(self, other: "Interval") -> "Interval":
        """What both allow; this one where they contradict each other."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low <= high else self

    def __str__(self) -> str:
        """``5``, ``at least 3``, ``at most 0.8``, ``3 to 5``."""
        if self.exact:
            return f"{self.low:g}"
        if math.isinf(self.high):
            return f"at least {self.low:g}" if math.isfinite(self.low) else "not known"
        return f"{self.low:g} to {self.high:g}" if self.low > 0 else f"at most {self.high:g}"


ANY = Interval(-math.inf, math.inf)


def exactly(value: float) -> Interval:
    """A known number. Rounded to six decimals, so that 0.0009 mm is 0.9 um and no hair less."""
    rounded = round(float(value), _DIGITS)
    return Interval(rounded, rounded)


@dataclass(frozen=True, slots=True)
class Known:
    """One parameter, as far as it is known.

    Attributes:
        value: Yes or no, a number, or a word.
        origin: Who says so: ``user``, ``text`` of the goods line, ``model register``, or ``derived`` from others.
        note: What a reader must know; how it was derived.
    """

    value: bool | Interval | str
    origin: Origin
    note: str = ""

    @property
    def shown(self) -> str:
        """The value as a person reads it."""
        return ("yes" if self.value else "no") if isinstance(self.value, bool) else str(self.value)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A stated accuracy of one axis.

    Attributes:
        measure: ``upr_um`` (unidirectional positioning repeatability), ``repeatability_um`` (bidirectional) or
            ``positioning_accuracy_um``; micrometres.
        value: The figure.
        standard: See :func:`normal_standard`; empty where it is not said or its year is not.
        origin: Who says so.
    """

    measure: str
    value: Interval
    standard: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Axis:
    """One linear axis.

    Attributes:
        name: ``x``, ``y``, ``z``, ``w``, ``x2``; lower case.
        travel_mm: Its travel, if known.
        accuracies: What is stated about it.
    """

    name: str
    travel_mm: Known | None = None
    accuracies: tuple[Accuracy, ...] = ()

    def over(self, other: "Axis") -> "Axis":
        """What this axis says, and of ``other`` what this one does not say.

        An accuracy of ``other`` stays out where this one states the same measure to the same standard.
        """
        said = {(it.measure, it.standard) for it in self.accuracies}
        more = tuple(it for it in other.accuracies if (it.measure, it.standard) not in said)
        return Axis(self.name, self.travel_mm or other.travel_mm, self.accuracies + more)


def normal_standard(text: str) -> str:
    """``"ISO 230-2:2014"`` for every way to write it; other standards in capitals; empty for ISO 230-2 without a year.

    The editions of 1988, 1997, 2006 and 2014 count differently: a figure without its edition is no figure.
    """
    bare = _SPACES.sub(" ", text.strip().upper().replace("—", "-").replace("–", "-"))
    bare = _CYRILLIC_ISO.sub("ISO", bare)
    if found := _ISO_230_2.search(bare):
        return f"ISO 230-2:{found[1]}"
    return "" if "ISO 230" in bare or "ISO230" in bare else bare
