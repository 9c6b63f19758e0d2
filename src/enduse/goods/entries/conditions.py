"""What an entry demands, as a tree of conditions, and how far a specification fulfils it."""

from dataclasses import dataclass, field

from enduse.goods.entries.truth import Truth, agreed, every, opposite, some
from enduse.goods.spans import ANY, Accuracy, Axis, Interval, Known, Origin
from enduse.goods.specification import UNNAMED, Specification

UPR = "upr_um"
ACCURACY = "positioning_accuracy_um"
_UPR_EDITION = "ISO 230-2:2014"
_EDITIONS_APART = 1.5
"""A positioning accuracy divided by this is no better than to any edition of ISO 230-2. The control lists equate 6 um
of 1988 with 4.5 um of 2006 (2B201.a and its US variant): a factor of 1.33. Figures of makers to no edition (JIS and the
like) are smaller than those to ISO 230-2, so nothing follows from how good they are."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that would have to be known.

    Attributes:
        name: The parameter.
        axis: The axis, where it is about one; empty where it is about the machine.
        why: What is there instead, e.g. a figure to another standard.
    """

    name: str
    axis: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A known parameter that an answer rests on, as it is shown.

    Attributes:
        name: The parameter.
        axis: The axis, where it is about one.
        value: As a person reads it.
        origin: user, text, model register or derived.
        note: How it was derived; of an accuracy, its standard.
    """

    name: str
    axis: str
    value: str
    origin: Origin
    note: str = ""


@dataclass(frozen=True, slots=True)
class Margin:
    """How far an axis is from the limit of an entry.

    Attributes:
        measure: Which accuracy.
        axis: Of which axis.
        value_um: As stated.
        limit_um: The entry's limit for the travel of that axis; the widest one where the travel is not known.
        near_um: Up to how far above the limit the entry's technical note still counts as near.
    """

    measure: str
    axis: str
    value_um: float
    limit_um: float
    near_um: float

    @property
    def excess_um(self) -> float:
        """How much the value is above the limit; negative where it is better."""
        return round(self.value_um - self.limit_um, 6)

    @property
    def near(self) -> bool:
        """Is the value worse than the limit, but by no more than ``near_um``?"""
        return 0 < self.excess_um <= self.near_um


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a condition and what it rests on.

    Attributes:
        truth: Yes, no, not known.
        used: Known parameters that the answer rests on.
        missing: What the answer lacks, in the order of the text of the entry.
        margins: How far axes are from limits.
    """

    truth: Truth
    used: tuple[Shown, ...] = ()
    missing: tuple[Missing, ...] = ()
    margins: tuple[Margin, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """The machine is or can something."""

    name: str

    def outcome(self, spec: Specification) -> Outcome:
        """Yes, no, or missing."""
        known = spec.values.get(self.name)
        if known is None or not isinstance(known.value, bool):
            return Outcome(None, missing=(Missing(self.name),))
        return Outcome(known.value, used=(_shown(self.name, known),))


@dataclass(frozen=True, slots=True)
class Word:
    """A parameter is one of these words."""

    name: str
    words: tuple[str, ...]

    def outcome(self, spec: Specification) -> Outcome:
        """Yes, no, or missing."""
        known = spec.values.get(self.name)
        if known is None or not isinstance(known.value, str):
            return Outcome(None, missing=(Missing(self.name),))
        return Outcome(known.value in self.words, used=(_shown(self.name, known),))


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which limits a number must lie; the limits belong to it unless they are open."""

    low: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False

    def holds(self, span: Interval) -> Truth:
        """For all numbers of the span, for none, or for some only."""
        return every((self._above(span), self._below(span)))

    def _above(self, span: Interval) -> Truth:
        if self.low is None:
            return True
        if span.low > self.low or (span.low == self.low and not self.open_low):
            return True
        return False if span.high < self.low or (span.high == self.low and self.open_low) else None

    def _below(self, span: Interval) -> Truth:
        if self.high is None:
            return True
        if span.high < self.high or (span.high == self.high and not self.open_high):
            return True
        return False if span.low > self.high or (span.low == self.high and self.open_high) else None


@dataclass(frozen=True, slots=True)
class Number:
    """A parameter lies within bounds."""

    name: str
    bounds: Bounds

    def outcome(self, spec: Specification) -> Outcome:
        """Yes, no, or missing; a span that reaches over a limit is missing."""
        known = spec.values.get(self.name)
        if known is None or not isinstance(known.value, Interval):
            return Outcome(None, missing=(Missing(self.name),))
        truth = self.bounds.holds(known.value)
        if truth is None:
            return Outcome(None, missing=(Missing(self.name, why=f"known is only: {known.value}"),))
        return Outcome(truth, used=(_shown(self.name, known),))


@dataclass(frozen=True, slots=True)
class Band:
    """The limit for axes of a range of travels.

    Attributes:
        travel: Which travels, in mm.
        limit: What the accuracy must keep, in micrometres.
        near_um: See :class:`Margin`.
    """

    travel: Bounds
    limit: Bounds
    near_um: float = 0.0


@dataclass(frozen=True, slots=True)
class OneAxis:
    """One and the same linear axis has an accuracy within the limit that goes with its own travel.

    Attributes:
        measure: Which accuracy.
        standard: The edition that the entry names; figures to any other, or to none, do not count.
        bands: Limits by travel. Travels outside of all bands fulfil nothing.
        only: Names of the axes that count; every axis where empty.
    """

    measure: str
    standard: str
    bands: tuple[Band, ...]
    only: tuple[str, ...] = ()

    def outcome(self, spec: Specification) -> Outcome:
        """Yes if one axis does, no if all axes are known and none does."""
        asked = [it for it in spec.axes if not self.only or it.name in (*self.only, UNNAMED)]
        found = [self._axis(axis) for axis in asked]
        if spec.unseen_axes:
            # Of an axis that nobody has named, anything may be true.
            whose = f"the {' or '.join(self.only)} axis" if self.only else "each linear axis"
            found.append(Outcome(None, missing=(Missing("linear_axes") if asked else Missing(self.measure, whose),)))
        joined = _join(some(it.truth for it in found), found)
        return Outcome(joined.truth, joined.used, joined.missing, tuple(m for it in found for m in it.margins))

    def _axis(self, axis: Axis) -> Outcome:
        travel = axis.travel_mm.value if axis.travel_mm and isinstance(axis.travel_mm.value, Interval) else None
        stated, why = figure(axis, self.measure, self.standard)
        value = stated.value if stated else None
        truth = self.holds(travel or Interval(0, ANY.high), value or Interval(0, ANY.high))
        missing = Missing(self.measure, axis.name, why)
        if value and (travel is None or not travel.exact):
            missing = Missing("travel_mm", axis.name, f"known is only: {travel}" if travel else "")
        elif value:
            missing = Missing(self.measure, axis.name, f"known is only: {value}")
        return Outcome(
            truth,
            self._used(axis, stated),
            (missing,) if truth is None else (),
            self._margins(axis.name, travel, value),
        )

    def _used(self, axis: Axis, stated: Accuracy | None) -> tuple[Shown, ...]:
        found = [Shown(self.measure, axis.name, str(stated.value), stated.origin, stated.standard)] if stated else []
        if axis.travel_mm:
            travel = axis.travel_mm
            found.append(Shown("travel_mm", axis.name, travel.shown, travel.origin, travel.note))
        return tuple(found)

    def holds(self, travel: Interval, value: Interval) -> Truth:
        """Is the limit kept, whatever the travel is within what is known of it?"""
        cases: list[Truth] = [band.limit.holds(value) for band in self.bands if band.travel.holds(travel) is not False]
        if not self._covered(travel):
            cases.append(False)
        return agreed(cases)

    def _covered(self, travel: Interval) -> bool:
        """Do the bands together, which follow one another without gaps, hold every travel of the span?"""
        first, last = self.bands[0].travel, self.bands[-1].travel
        return Bounds(low=first.low, high=last.high, open_high=last.open_high).holds(travel) is True

    def _margins(self, name: str, travel: Interval | None, value: Interval | None) -> tuple[Margin, ...]:
        if value is None or not value.exact or name == UNNAMED:
            return ()
        open_to = [it for it in self.bands if it.travel.holds(travel or Interval(0, ANY.high)) is not False]
        limits = [(it.limit.high, it.near_um) for it in open_to if it.limit.high is not None]
        if not limits:
            return ()
        limit, near = max(limits)
        return (Margin(self.measure, name, value.low, limit, near),)


def figure(axis: Axis, measure: str, standard: str) -> tuple[Accuracy | None, str]:
    """The accuracy of an axis to that standard; else None and what is stated instead.

    A bidirectional repeatability to ISO 230-2:2014 is never smaller than the unidirectional one of either direction,
    so it is an upper bound of it. A positioning accuracy to another edition is a lower bound of the one that is
    asked: see ``_EDITIONS_APART``.
    """
    same = [it for it in axis.accuracies if it.measure == measure]
    for accuracy in same:
        if accuracy.standard == standard:
            return accuracy, ""
    if measure == UPR and standard == _UPR_EDITION:
        for it in axis.accuracies:
            if it.measure == "repeatability_um" and it.standard == standard:
                note = f"no more than the bidirectional repeatability to {standard}"
                return Accuracy(measure, Interval(0, it.value.high), note, "derived"), ""
    if not same:
        return None, ""
    other = same[0]
    if measure == ACCURACY and _is_iso(other.standard) and _is_iso(standard):
        span = Interval(other.value.low / _EDITIONS_APART, ANY.high)
        note = f"from {other.value} um {f'to {other.standard}' if other.standard else 'to an edition not said'}"
        return Accuracy(measure, span, note, "derived"), ""
    said = f"stated to {other.standard}" if other.standard else "stated without its standard and year"
    return None, f"{other.value} um is {said}, and only {standard} counts"


def _is_iso(standard: str) -> bool:
    """No edition said, or one of ISO 230-2."""
    return not standard or standard.startswith("ISO 230-2")


def _shown(name: str, known: Known) -> Shown:
    return Shown(name, "", known.shown, known.origin, known.note)


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple["Condition", ...] = field(default=())

    def outcome(self, spec: Specification) -> Outcome:
        """No where one part is no."""
        found = [it.outcome(spec) for it in self.parts]
        return _join(every(it.truth for it in found), found)


@dataclass(frozen=True, slots=True)
class Some:
    """One part holds."""

    parts: tuple["Condition", ...] = field(default=())

    def outcome(self, spec: Specification) -> Outcome:
        """Yes where one part is yes."""
        found = [it.outcome(spec) for it in self.parts]
        return _join(some(it.truth for it in found), found)


@dataclass(frozen=True, slots=True)
class Opposite:
    """The part does not hold."""

    part: "Condition"

    def outcome(self, spec: Specification) -> Outcome:
        """The part's answer turned round; not known stays so."""
        found = self.part.outcome(spec)
        return Outcome(opposite(found.truth), found.used, found.missing, found.margins)


Condition = Flag | Word | Number | OneAxis | Every | Some | Opposite


def _join(truth: Truth, parts: list[Outcome]) -> Outcome:
    """The parts that made the answer what it is: others would only distract."""
    telling = [it for it in parts if it.truth == truth]
    missing = [it for part in telling for it in part.missing] if truth is None else []
    known = telling if truth is not None else [it for it in parts if it.used]
    return Outcome(
        truth,
        tuple(dict.fromkeys(shown for it in known for shown in it.used)),
        tuple(dict.fromkeys(missing)),
        tuple(m for it in parts for m in it.margins),
    )
