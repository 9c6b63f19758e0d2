"""What is known of a machine: from its description, the model register and the user's answers, each with its origin."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from enduse.errors import InputError
from enduse.goods.capabilities import flags_of_kind
from enduse.goods.facts import Fact
from enduse.goods.machines import Machine
from enduse.goods.parameters import Parameter, parameters
from enduse.goods.spans import Accuracy, Axis, Interval, Known, Origin, exactly, normal_standard

SURE = 0.8
"""A fact read with less confidence settles nothing; it is a reason to ask."""

UNNAMED = "unnamed"
"""The axis of a figure of which the text does not say which axis it holds for; it holds for one at least."""

_NOTHING: Mapping[str, Known] = MappingProxyType({})
_AXIS_KEY = re.compile(r"(travel|upr|repeatability|positioning_accuracy)_([xyzwuv][12]?)_(mm|um)\Z")
_EVERY_AXIS_KEY = re.compile(r"(travel|upr|repeatability|positioning_accuracy)_(mm|m|um)\Z")
_SHORT = re.compile(r"\Apa_")
_AXES = ("x", "y", "z", "w", "u", "v")
_USUAL_AXES = 3
_UPR_EDITION = "ISO 230-2:2014"
_STANDARD_KEY = re.compile(r"(upr|repeatability|positioning_accuracy)(?:_([xyzwuv][12]?))?_standard\Z")
_TRAVEL = re.compile(r"travel_([xyzwuv][12]?)_mm\Z")
_AXIS_NOTE = re.compile(r"\A\s{0,3}([XYZWUV][12]?)\b", re.IGNORECASE)
_STANDARD = re.compile(r"\b(?:ISO|ИСО|VDI|JIS|ASME|DIN)\b|230-2", re.IGNORECASE)
_UNIDIRECTIONAL = re.compile(r"\bUPR\b|unidirectional", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?\Z")
_BOUND = re.compile(r"(<=|>=)\s?([0-9]{1,9}(?:\.[0-9]{1,9})?)\Z")
_CONTESTS = frozenset({"code", "weight", "price"})
_ALL = "every axis"
_FLAGS = {"yes": True, "no": False, "true": True, "false": False}
_COPIED = ("contouring_axes", "bar_diameter_mm", "turning_diameter_mm")
_MEASURE = {
    "upr": "upr_um",
    "repeatability": "repeatability_um",
    "positioning_accuracy": "positioning_accuracy_um",
}


@dataclass(frozen=True, slots=True)
class Specification:
    """What is known of one machine; everything that is not here is not known.

    Attributes:
        values: By name; the names stand in ``data/goods/entries/parameters.toml``.
        axes: The linear axes of which something is known, by name. They are all there are only if
            ``linear_axes`` says so.
    """

    values: Mapping[str, Known] = field(default_factory=lambda: _NOTHING)
    axes: tuple[Axis, ...] = ()

    def __hash__(self) -> int:
        """Equal specifications have equal hashes; of many goods lines few differ, so answers are kept by it."""
        return hash((frozenset(self.values.items()), self.axes))

    def over(self, other: "Specification") -> "Specification":
        """What this specification says, and of ``other`` what this one does not say."""
        names = tuple(dict.fromkeys(it.name for it in (*self.axes, *other.axes)))
        mine, others = {it.name: it for it in self.axes}, {it.name: it for it in other.axes}
        axes = tuple(mine.get(name, Axis(name)).over(others.get(name, Axis(name))) for name in names)
        return Specification(MappingProxyType({**other.values, **self.values}), axes)

    def number(self, name: str) -> Interval | None:
        """The number of that name, if anything is known of it."""
        known = self.values.get(name)
        return known.value if known and isinstance(known.value, Interval) else None

    @property
    def unseen_axes(self) -> bool:
        """May there be a linear axis of which nothing is known?"""
        count = self.number("linear_axes")
        return count is None or count.high > len(self.axes)


def specified(
    facts: Iterable[Fact] = (), machine: Machine | None = None, answers: Mapping[str, str] | None = None
) -> Specification:
    """All that is known together: the user's answers stand over the text, the text over the model register.

    Raises:
        InputError: An answer cannot be used (``E-GOODS-SPEC``).
    """
    own = from_answers(answers or {})
    read = from_facts(tuple(facts))
    return own.over(read).over(from_machine(machine) if machine else Specification())


def from_facts(facts: tuple[Fact, ...]) -> Specification:
    """What the description says, and what its kind of goods implies.

    A machine that has a numerical control can have one; of one that is said to have none nothing is known, for the
    question is whether one can be fitted. A fact ``axes`` says how many axes move, not how many are coordinated, so it
    settles nothing. Where code, weight or price contradict the kind, the kind settles nothing either: machines travel
    as parts. The note of an accuracy begins with its axis (``"X; ISO 230-2:2014"``); without one, it holds for an axis
    that is not named.
    """
    best: dict[str, Fact] = {}
    contested = any(it.name == "contradiction" and it.basis in _CONTESTS for it in facts)
    facts = tuple(it for it in facts if it.confidence >= SURE)
    for fact in facts:
        best.setdefault(fact.name, fact)
    values = {
        name: Known(exactly(float(best[name].value)), "text")
        for name in _COPIED
        if name in best and _number(best[name])
    }
    if "numerical_control" in best and best["numerical_control"].value == "yes":
        values["numerical_control"] = Known(True, "text", "the text says so")
    elif "control" in best:
        values["numerical_control"] = Known(True, "derived", f"a control is named: {best['control'].value}")
    kind = best.get("kind")
    if kind and not contested:
        values = {**flags_of_kind(str(kind.value), f"the goods are described as {kind.value}"), **values}
    return Specification(MappingProxyType(values), _axes_of(facts))


def from_machine(machine: Machine) -> Specification:
    """What the register says of the model, and what its kind implies; a row of low confidence settles nothing."""
    if machine.confidence == "low":
        return Specification()
    said = f"{machine.brand} {machine.model}: {machine.source} ({machine.confidence})"
    values = dict(flags_of_kind(machine.kind, f"the register calls {machine.brand} {machine.model} {machine.kind}"))
    for column, name in (("max_diameter_mm", "turning_diameter_mm"), *((it, it) for it in _REGISTER_NUMBERS)):
        if column in machine.values:
            values[name] = Known(exactly(machine.values[column]), "model register", said)
    values |= {it: Known(True, "model register", said) for it in machine.can}
    values |= {it: Known(False, "model register", said) for it in machine.cannot}
    stated = tuple(
        Accuracy(it, exactly(machine.values[it]), normal_standard(machine.standard), "model register")
        for it in _MEASURE.values()
        if it in machine.values
    )
    found = [(match[1], column) for column in machine.values if (match := _TRAVEL.match(column))]
    axes = tuple(
        Axis(name, Known(exactly(machine.values[column]), "model register", said), stated) for name, column in found
    )
    return Specification(MappingProxyType(values), axes)


_REGISTER_NUMBERS = ("linear_axes", "rotary_axes", "contouring_axes", "bar_diameter_mm")


def from_answers(answers: Mapping[str, str]) -> Specification:
    """What the user says: ``{"turning": "yes", "contouring_axes": "5", "upr_x_um": "0.8", "upr_standard": "ISO ..."}``.

    A number may be a bound: ``">=5"``, ``"<=0.9"``. A standard without an axis is that of every axis. ``pa`` is short
    for ``positioning_accuracy``. A figure without an axis (``upr_um``, ``travel_m``) is that of every linear axis, of
    three where their number is not told. A ``upr`` is one to ISO 230-2:2014, which defines it, unless told otherwise.

    Raises:
        InputError: A name is not known, or a value is none of its kind (``E-GOODS-SPEC``).
    """
    known = parameters()
    values: dict[str, Known] = {}
    travels: dict[str, Known] = {}
    figures: dict[tuple[str, str], Interval] = {}
    standards: dict[tuple[str, str], str] = {}
    for name, text in _of_each_axis(answers):
        if match := _STANDARD_KEY.match(name):
            standards[match[1], match[2] or _ALL] = normal_standard(text)
        elif (match := _AXIS_KEY.match(name)) and (match[1] == "travel") == (match[3] == "mm"):
            if match[1] == "travel":
                travels[match[2]] = Known(_said_number(name, text), "user")
            else:
                figures[match[1], match[2]] = _said_number(name, text)
        elif name in known and known[name].kind != "axis":
            values[name] = Known(_said(known[name], text), "user")
        else:
            raise InputError(
                f"{name!r} is no parameter of a specification, so {text!r} would be lost. Known are "
                f"{', '.join(it for it in known if known[it].kind != 'axis')}, travel_x_mm, upr_x_um, upr_standard, "
                f"repeatability_x_um and positioning_accuracy_x_um, with x for any linear axis.",
                code="E-GOODS-SPEC",
            )
    return Specification(MappingProxyType(values), _said_axes(travels, figures, standards))


def _of_each_axis(answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The answers with figures for the whole machine written out for each axis; one for an axis stands over them."""
    told = {_SHORT.sub("positioning_accuracy_", name): str(text) for name, text in answers.items()}
    whole = {name: match for name in told if (match := _EVERY_AXIS_KEY.match(name)) and _fits(match[1], match[2])}
    if not whole:
        yield from told.items()
        return
    count = told.setdefault("linear_axes", str(_USUAL_AXES))
    axes = _AXES[: int(count)] if count.isdigit() else _AXES[:_USUAL_AXES]
    for name, match in whole.items():
        measure, unit = match[1], match[2]
        text = told.pop(name)
        value = f"{float(text) * 1000:g}" if unit == "m" and _NUMBER.match(text.strip()) else text
        for axis in axes:
            told.setdefault(f"{measure}_{axis}_{'mm' if measure == 'travel' else 'um'}", value)
    yield from told.items()


def _fits(measure: str, unit: str) -> bool:
    return (measure == "travel") == (unit in ("mm", "m"))


def _usual_standard(measure: str) -> str:
    return _UPR_EDITION if measure == "upr" else ""


def _said_axes(
    travels: Mapping[str, Known],
    figures: Mapping[tuple[str, str], Interval],
    standards: Mapping[tuple[str, str], str],
) -> tuple[Axis, ...]:
    names = sorted({*travels, *(axis for _, axis in figures)})
    return tuple(
        Axis(
            name,
            travels.get(name),
            tuple(
                Accuracy(
                    _MEASURE[measure],
                    value,
                    standards.get((measure, name), standards.get((measure, _ALL), _usual_standard(measure))),
                    "user",
                )
                for (measure, axis), value in figures.items()
                if axis == name
            ),
        )
        for name in names
    )


def _said(parameter: Parameter, text: str) -> bool | Interval | str:
    if parameter.kind == "number":
        return _said_number(parameter.name, text)
    word = text.strip().casefold()
    if parameter.kind == "flag" and word in _FLAGS:
        return _FLAGS[word]
    if parameter.kind == "word" and word in {it.casefold(): it for it in parameter.words}:
        return {it.casefold(): it for it in parameter.words}[word]
    may = "yes or no" if parameter.kind == "flag" else f"one of {', '.join(parameter.words)}"
    raise InputError(
        f"{parameter.name}: {text!r} must be {may}; nothing can be concluded from it. Correct it.", code="E-GOODS-SPEC"
    )


def _said_number(name: str, text: str) -> Interval:
    bare = text.strip()
    if match := _BOUND.match(bare):
        value = exactly(float(match[2])).low
        return Interval(value, math.inf) if match[1] == ">=" else Interval(0, value)
    if not _NUMBER.match(bare):
        raise InputError(
            f"{name}: {text!r} is no number, so nothing can be concluded from it. Write it with a point and without "
            f"unit and plus-minus (0.9), or as a bound (<=0.9, >=5).",
            code="E-GOODS-SPEC",
        )
    return exactly(float(bare))


def _number(fact: Fact) -> bool:
    return isinstance(fact.value, int | float) and math.isfinite(fact.value)


def _axes_of(facts: tuple[Fact, ...]) -> tuple[Axis, ...]:
    travels: dict[str, Known] = {}
    stated: dict[str, list[Accuracy]] = {}
    general = next((str(it.value) for it in facts if it.name == "standard"), "")
    for fact in facts:
        if not _number(fact):
            continue
        if match := _TRAVEL.match(fact.name):
            travels.setdefault(match[1], Known(exactly(float(fact.value)), "text"))
        elif fact.name in _MEASURE.values():
            standard = _standard_in(fact.note) or general
            measure = "upr_um" if _UNIDIRECTIONAL.search(fact.note) else fact.name
            accuracy = Accuracy(measure, exactly(float(fact.value)), normal_standard(standard), _origin(fact))
            axis = _AXIS_NOTE.search(fact.note)
            stated.setdefault(axis[1].lower() if axis else UNNAMED, []).append(accuracy)
    return tuple(
        Axis(name, travels.get(name), tuple(stated.get(name, ()))) for name in dict.fromkeys((*travels, *stated))
    )


def _standard_in(note: str) -> str:
    found = (part for part in note.split(";") if _STANDARD.search(part))
    return next(found, "")


def _origin(fact: Fact) -> Origin:
    return "model register" if fact.basis == "model" else "text"
