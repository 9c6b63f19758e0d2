"""What follows from what is known: counts of axes bound one another, and travel bounds the depth of a bore."""

import math
from collections.abc import Iterator
from types import MappingProxyType

from enduse.goods.spans import ANY, Interval, Known
from enduse.goods.specification import Specification

_COUNTS = (
    "linear_axes",
    "rotary_axes",
    "contouring_axes",
    "linear_contouring_axes",
    "rotary_contouring_axes",
)
_ROUNDS = 3


def derived(spec: Specification) -> Specification:
    """The specification with what follows from it; what was stated is only made narrower, never replaced."""
    for _ in range(_ROUNDS):
        values, changed = dict(spec.values), False
        for name, span, note in _bounds(spec):
            old = values.get(name)
            if old is None and span != ANY:
                values[name] = Known(span, "derived", note)
                changed = True
            elif old is not None and isinstance(old.value, Interval):
                narrow = old.value.narrowed(span)
                if narrow != old.value:
                    values[name] = Known(narrow, "derived", f"{old.note}; {note}" if old.note else note)
                    changed = True
        if not changed:
            break
        spec = Specification(MappingProxyType(values), spec.axes)
    return spec


def _bounds(spec: Specification) -> Iterator[tuple[str, Interval, str]]:
    linear, rotary, contouring, straight, turning = (_count(spec, it) for it in _COUNTS)
    note = "from the other counts of axes"
    if contouring != ANY or (straight != ANY and turning != ANY):
        # contouring = linear contouring + rotary contouring, and no more of each than the machine has.
        most_straight = min(straight.high, linear.high, contouring.high)
        most_turning = min(turning.high, rotary.high, contouring.high)
        least = (_low(straight), _low(turning))
        yield "contouring_axes", _span(sum(least), most_straight + most_turning), note
        yield (
            "rotary_contouring_axes",
            _span(max(_low(contouring) - most_straight, 0), min(most_turning, contouring.high - least[0])),
            note,
        )
        yield (
            "linear_contouring_axes",
            _span(max(_low(contouring) - most_turning, 0), min(most_straight, contouring.high - least[1])),
            note,
        )
    for axis in spec.axes:
        if axis.name == "x" and axis.travel_mm and isinstance(axis.travel_mm.value, Interval):
            yield "x_travel_mm", axis.travel_mm.value, "the travel of axis x"
    travels = [it.travel_mm.value for it in spec.axes if it.travel_mm and isinstance(it.travel_mm.value, Interval)]
    if travels and len(travels) == len(spec.axes) and not spec.unseen_axes:
        longest = max(it.high for it in travels)
        yield "max_bore_depth_mm", Interval(0, longest), "no bore is deeper than the longest travel"


def _count(spec: Specification, name: str) -> Interval:
    return spec.number(name) or ANY


def _low(span: Interval) -> float:
    return max(span.low, 0)


def _span(low: float, high: float) -> Interval:
    if low <= 0 and math.isinf(high):
        return ANY
    return Interval(low, high) if low <= high else ANY
