"""Laws of the three values: more knowledge settles answers and never turns one round."""

import math
from dataclasses import dataclass
from types import MappingProxyType

from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.goods.entries.deriving import derived
from enduse.goods.entries.evaluation import condition_of
from enduse.goods.entries.reading import entries
from enduse.goods.entries.truth import Truth, every, opposite, some
from enduse.goods.parameters import parameters
from enduse.goods.spans import Accuracy, Axis, Interval, Known, exactly
from enduse.goods.specification import Specification

EDGES = (0.5, 0.8, 0.9, 0.91, 1.0, 1.1, 1.2, 1.4, 1.5, 3.0, 4.0, 4.5, 6.0, 6.1, 14.9, 15.0, 20.0)
TRAVELS = (300.0, 999.0, 1000.0, 2000.0, 2001.0, 3999.0, 4000.0, 5001.0)
OTHERS = (
    0.0003,
    0.0004,
    0.001,
    0.002,
    0.003,
    0.9,
    1.0,
    2.0,
    4.0,
    5.0,
    14.0,
    15.0,
    35.0,
    36.0,
    42.0,
    65.0,
    150.0,
    1251.0,
)
COUNTED = {"linear_axes", "rotary_axes", "contouring_axes", "linear_contouring_axes", "rotary_contouring_axes"}
FOLLOWING = COUNTED | {"x_travel_mm", "max_bore_depth_mm"}
STANDARDS = (
    ("upr_um", "ISO 230-2:2014"),
    ("positioning_accuracy_um", "ISO 230-2:1988"),
    ("positioning_accuracy_um", "ISO 230-2:2006"),
)


@dataclass(frozen=True)
class Machine:
    """Everything about a machine, and how much of it is known first and later: 0 nothing, 1 a span, 2 all."""

    values: dict[str, bool | float | str]
    travels: dict[str, float]
    figures: dict[tuple[str, str, str], float]
    levels: dict[str, tuple[int, int]]

    def known(self, turn: int) -> Specification:
        values = {name: it for name in self.values if (it := self._known(name, self.values[name], turn))}
        axes = tuple(axis for name in self.travels if (axis := self._axis(name, turn)))
        return Specification(MappingProxyType(values), axes)

    def _known(self, name: str, value: bool | float | str, turn: int) -> Known | None:
        level = self.levels.get(name, (0, 0))[turn]
        if level == 0 or (level == 1 and isinstance(value, bool | str)):
            return None
        return Known(value if isinstance(value, bool | str) else self._span(value, level, turn), "user")

    def _span(self, value: float, level: int, turn: int) -> Interval:
        wide = 2.0 if turn == 0 else 1.2
        return exactly(value) if level == 2 else Interval(value / wide, value * wide)

    def _axis(self, name: str, turn: int) -> Axis | None:
        travel = self._known(f"travel:{name}", self.travels[name], turn)
        stated = tuple(
            Accuracy(measure, it.value, standard, "user")
            for (axis, measure, standard), value in self.figures.items()
            if axis == name
            and (it := self._known(f"{measure}:{standard}:{name}", value, turn))
            and isinstance(it.value, Interval)
        )
        return Axis(name, travel, stated) if travel or stated else None


@st.composite
def machines(draw: st.DrawFn) -> Machine:
    travels = {axis: draw(st.sampled_from(TRAVELS)) for axis in ("x", "y", "z")}
    figures = {(axis, *it): draw(st.sampled_from(EDGES)) for axis in travels for it in STANDARDS}
    linear, rotary = 3, draw(st.integers(0, 3))
    straight, turning = draw(st.integers(0, linear)), draw(st.integers(0, rotary))
    values: dict[str, bool | float | str] = {
        "linear_axes": float(linear),
        "rotary_axes": float(rotary),
        "contouring_axes": float(straight + turning),
        "linear_contouring_axes": float(straight),
        "rotary_contouring_axes": float(turning),
        "x_travel_mm": travels["x"],
        "max_bore_depth_mm": draw(st.sampled_from([it for it in TRAVELS if it <= max(travels.values())])),
    }
    for name, it in parameters().items():
        if it.kind == "flag":
            values[name] = draw(st.booleans())
        elif it.kind == "word":
            values[name] = draw(st.sampled_from(it.words))
        elif it.kind == "number" and name not in FOLLOWING:
            values[name] = draw(st.sampled_from(OTHERS))
    names = [*values, *(f"travel:{it}" for it in travels), *(f"{m}:{s}:{a}" for a, m, s in figures)]
    first = [draw(st.sampled_from((0, 0, 1, 2))) for _ in names]
    later = [max(it, draw(st.sampled_from((0, 1, 2)))) for it in first]
    return Machine(values, travels, figures, dict(zip(names, zip(first, later, strict=True), strict=True)))


def truths(spec: Specification) -> dict[str, Truth]:
    seen = derived(spec)
    return {it.id: condition_of(it).outcome(seen).truth for it in entries()}


@settings(max_examples=40)
@given(machines())
def test_more_knowledge_never_turns_an_answer_round(machine: Machine) -> None:
    before, after = truths(machine.known(0)), truths(machine.known(1))
    assert {it: after[it] for it, said in before.items() if said is not None} == {
        it: said for it, said in before.items() if said is not None
    }


@settings(max_examples=40)
@given(machines())
def test_everything_known_leaves_nothing_open_and_agrees_with_every_earlier_answer(machine: Machine) -> None:
    full = Machine(machine.values, machine.travels, machine.figures, dict.fromkeys(machine.levels, (2, 2)))
    last, before = truths(full.known(1)), truths(machine.known(0))
    assert None not in last.values()
    assert all(said is None or said == last[it] for it, said in before.items())


@settings(max_examples=40)
@given(machines())
def test_what_is_missing_is_named_exactly_where_nothing_is_settled(machine: Machine) -> None:
    spec = derived(machine.known(0))
    for it in entries():
        found = condition_of(it).outcome(spec)
        assert bool(found.missing) == (found.truth is None)


TRUTH = st.sampled_from((True, False, None))


@given(st.lists(TRUTH), st.lists(TRUTH))
def test_de_morgan(left: list[Truth], right: list[Truth]) -> None:
    parts = left + right
    assert opposite(every(parts)) == some(opposite(it) for it in parts)
    assert every(parts) == every([every(left), every(right)])


@given(st.lists(TRUTH), st.integers(0, 9), st.booleans())
def test_settling_one_part_settles_or_leaves_the_whole(parts: list[Truth], at: int, value: bool) -> None:
    if at < len(parts) and parts[at] is None:
        later = [*parts[:at], value, *parts[at + 1 :]]
        for whole in (every, some):
            assert whole(parts) in (None, whole(later))


def test_nothing_known_settles_nothing() -> None:
    assert set(truths(Specification()).values()) == {None}


def test_an_unbounded_count_of_axes_settles_nothing() -> None:
    spec = Specification(MappingProxyType({"contouring_axes": Known(Interval(0, math.inf), "user")}))
    assert set(truths(spec).values()) == {None}
