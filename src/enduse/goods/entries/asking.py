"""The one question whose answer would settle an entry: found by trying the answers that could make a difference."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from enduse.goods.entries.conditions import (
    Bounds,
    Condition,
    Every,
    Flag,
    Number,
    OneAxis,
    Opposite,
    Some,
    Word,
    figure,
)
from enduse.goods.entries.deriving import derived
from enduse.goods.parameters import parameters
from enduse.goods.spans import Accuracy, Axis, Interval, Known, exactly
from enduse.goods.specification import Specification

_STEP = 0.01
"""How far beside a limit an answer is tried; in the unit of the limit."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask.

    Attributes:
        name: The parameter that it is about.
        text: To the maker or seller.
        settles: Would every answer settle the entry? Else some answers would.
    """

    name: str
    text: str
    settles: bool


def deciding_question(criteria: Condition, condition: Condition, spec: Specification) -> Question | None:
    """The question of which most answers settle the condition; the first one in the entry's own order among equals.

    Exclusions are asked for once the criteria are fulfilled: before, they would lead away from the machine itself.
    None where nothing is missing.

    Args:
        criteria: What the entry demands.
        condition: The same, and that no exclusion holds.
        spec: What is known, with what follows from it.
    """
    first = criteria.outcome(spec)
    names = dict.fromkeys(it.name for it in first.missing or condition.outcome(spec).missing)
    best: tuple[float, str] | None = None
    for name in names:
        share = _settled(condition, _answers(name, condition, spec))
        if best is None or share > best[0]:
            best = (share, name)
    if best is None:
        return None
    return Question(best[1], parameters()[best[1]].question, best[0] == 1)


def _settled(condition: Condition, specs: Iterable[Specification]) -> float:
    found = [condition.outcome(derived(it)).truth is not None for it in specs]
    return sum(found) / len(found) if found else 0


def _answers(name: str, condition: Condition, spec: Specification) -> Iterator[Specification]:
    """The specification with each answer that could make a difference."""
    parameter = parameters()[name]
    if name == "linear_axes":
        yield _with(spec, name, exactly(len(spec.axes)))
    elif name == "travel_mm":
        yield from (_travelled(spec, it) for it in _near(_travel_edges(condition)))
    elif parameter.kind == "axis":
        for leaf in _leaves(condition):
            if isinstance(leaf, OneAxis) and leaf.measure == name:
                yield from (_measured(spec, leaf, it) for it in _near(_limits(band.limit for band in leaf.bands)))
    elif parameter.kind == "number":
        known = spec.number(name) or Interval(0, float("inf"))
        bounds = (it.bounds for it in _leaves(condition) if isinstance(it, Number) and it.name == name)
        yield from (_with(spec, name, exactly(it)) for it in _near(_limits(bounds)) if known.low <= it <= known.high)
    elif parameter.kind == "word":
        yield from (_with(spec, name, it) for it in parameter.words)
    else:
        yield from (_with(spec, name, it) for it in (True, False))


def _with(spec: Specification, name: str, value: bool | Interval | str) -> Specification:
    return Specification(MappingProxyType({**spec.values, name: Known(value, "user")}), spec.axes)


def _travelled(spec: Specification, travel: float) -> Specification:
    known = Known(exactly(travel), "user")
    open_axes = [it.travel_mm is None or not _exact(it.travel_mm) for it in spec.axes]
    axes = (replace(it, travel_mm=known) if empty else it for it, empty in zip(spec.axes, open_axes, strict=True))
    return Specification(spec.values, tuple(axes))


def _exact(known: Known) -> bool:
    return isinstance(known.value, Interval) and known.value.exact


def _measured(spec: Specification, leaf: OneAxis, value: float) -> Specification:
    """Every linear axis gets the figure, and there are no more axes than are known."""
    stated = Accuracy(leaf.measure, exactly(value), leaf.standard, "user")
    axes = tuple(
        it if figure(it, leaf.measure, leaf.standard)[0] else replace(it, accuracies=(*it.accuracies, stated))
        for it in spec.axes or (Axis("x"),)
    )
    full = Specification(spec.values, axes)
    return _with(full, "linear_axes", exactly(len(axes))) if full.unseen_axes else full


def _leaves(condition: Condition) -> Iterator[Flag | Word | Number | OneAxis]:
    if isinstance(condition, Every | Some):
        for part in condition.parts:
            yield from _leaves(part)
    elif isinstance(condition, Opposite):
        yield from _leaves(condition.part)
    else:
        yield condition


def _travel_edges(condition: Condition) -> list[float]:
    bands = [band for leaf in _leaves(condition) if isinstance(leaf, OneAxis) for band in leaf.bands]
    return _limits(it.travel for it in bands)


def _limits(bounds: Iterable[Bounds]) -> list[float]:
    return [edge for it in bounds for edge in (it.low, it.high) if edge is not None]


def _near(limits: Iterable[float]) -> list[float]:
    """Each limit, a little less and a little more; never below zero."""
    return sorted({value for it in limits for value in (it - _STEP, it, it + _STEP) if value >= 0})
