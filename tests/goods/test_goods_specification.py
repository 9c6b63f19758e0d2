import pytest

from enduse.errors import InputError
from enduse.goods.facts import Fact
from enduse.goods.knowledge_table import Confidence
from enduse.goods.machines import Machine
from enduse.goods.parameters import parameters
from enduse.goods.spans import ANY, Interval, exactly, normal_standard
from enduse.goods.specification import UNNAMED, Specification, from_answers, from_facts, specified


def fact(name: str, value: str | float, note: str = "", confidence: float = 0.9) -> Fact:
    return Fact(name, value, 0, 1, confidence, note=note)


def machine(confidence: Confidence = "high", **values: float) -> Machine:
    return Machine("Maker", "M 1", "milling", values, "", frozenset({"turning"}), frozenset(), "brochure", confidence)


def test_the_user_stands_over_the_text_and_the_text_over_the_register() -> None:
    facts = (fact("travel_x_mm", 600.0), fact("travel_y_mm", 500.0))
    register = machine(travel_x_mm=1.0, travel_y_mm=2.0, travel_z_mm=400.0)
    spec = specified(facts, register, {"travel_x_mm": "700"})
    found = {it.name: (it.travel_mm.shown, it.travel_mm.origin) for it in spec.axes if it.travel_mm}
    assert found == {"x": ("700", "user"), "y": ("500", "text"), "z": ("400", "model register")}


def test_the_axis_and_the_standard_of_an_accuracy_stand_in_its_note() -> None:
    spec = from_facts((fact("positioning_accuracy_um", 5.0, "X; ISO 230-2:1988"),))
    ((axis,),) = (spec.axes,)
    assert (axis.name, axis.accuracies[0].standard) == ("x", "ISO 230-2:1988")


def test_an_accuracy_without_an_axis_holds_for_one_that_is_not_named() -> None:
    (axis,) = from_facts((fact("positioning_accuracy_um", 5.0, "ISO 230-2:1988"),)).axes
    assert axis.name == UNNAMED


def test_a_unidirectional_repeatability_is_one_only_where_the_note_says_so() -> None:
    plain, one_way = (
        from_facts((fact("repeatability_um", 0.8, it),)).axes[0].accuracies[0].measure
        for it in ("X; ISO 230-2:2014", "X; ISO 230-2:2014; unidirectional")
    )
    assert (plain, one_way) == ("repeatability_um", "upr_um")


def test_a_doubtful_fact_settles_nothing() -> None:
    assert from_facts((fact("contouring_axes", 5, confidence=0.7),)).values == {}


def test_the_number_of_moving_axes_says_nothing_of_contouring() -> None:
    assert "contouring_axes" not in from_facts((fact("axes", 5),)).values


def test_a_named_control_means_that_control_is_possible_and_none_means_nothing() -> None:
    assert from_facts((fact("control", "Fanuc 0i-TF"),)).values["numerical_control"].value is True
    assert "numerical_control" not in from_facts((fact("kind", "turning"),)).values


def test_parts_are_no_machine_tool_unless_something_contradicts_it() -> None:
    part = (fact("kind", "part"),)
    assert from_facts(part).values["machine_tool"].value is False
    heavy = Fact("contradiction", "part_heavy_as_machine", -1, -1, 0.6, basis="weight")
    assert "machine_tool" not in from_facts((*part, heavy)).values
    young = Fact("contradiction", "new_with_old_year", -1, -1, 0.75, basis="year")
    assert "machine_tool" in from_facts((*part, young)).values


def test_a_lathe_may_mill() -> None:
    values = from_facts((fact("kind", "turning"),)).values
    assert values["turning"].value is True
    assert "milling" not in values


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"contouring_axis": "5"}, "contouring_axis"),
        ({"turning": "maybe"}, "yes or no"),
        ({"contouring_axes": "five"}, "no number"),
        ({"upr_x_um": "±0.9"}, "no number"),
        ({"upr_x_um": "0,9"}, "no number"),
        ({"upr_x_mm": "0.0009"}, "no parameter"),
        ({"special_purpose": "cakes"}, "one of"),
        ({"upr_mm": "0.9"}, "no parameter"),
        ({"travel_um": "9"}, "no parameter"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused(answers: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        from_answers(answers)
    assert caught.value.code == "E-GOODS-SPEC"


def test_a_bound_is_an_answer() -> None:
    spec = from_answers({"contouring_axes": ">=5", "bar_diameter_mm": "<= 42"})
    assert spec.number("contouring_axes") == Interval(5, float("inf"))
    assert spec.number("bar_diameter_mm") == Interval(0, 42)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ISO 230-2:2014", "ISO 230-2:2014"),
        ("iso230-2 : 2014", "ISO 230-2:2014"),
        ("ИСО 230-2-2006", "ISO 230-2:2006"),
        ("DIN ISO 230-2 (1988)", "ISO 230-2:1988"),
        ("ISO 230-2/1997", "ISO 230-2:1997"),
        ("ISO 230-2", ""),
        ("DIN ISO 230-2", ""),
        ("VDI/DGQ 3441", "VDI/DGQ 3441"),
        ("JIS B 6336", "JIS B 6336"),
        ("", ""),
    ],
)
def test_a_standard_has_one_way_to_be_written(text: str, normal: str) -> None:
    assert normal_standard(text) == normal


def test_a_long_text_is_no_trap_for_the_standard() -> None:
    assert normal_standard("ISO 230" + " " * 100_000 + "-2")[:3] in {"", "ISO"}


def test_what_is_known_twice_is_narrowed_and_a_contradiction_leaves_it() -> None:
    assert ANY.narrowed(Interval(1, 2)) == Interval(1, 2)
    assert Interval(1, 5).narrowed(Interval(3, 9)) == Interval(3, 5)
    assert exactly(1).narrowed(exactly(2)) == exactly(1)


def test_axes_are_all_there_only_if_their_count_says_so() -> None:
    assert Specification().unseen_axes
    assert from_answers({"travel_x_mm": "1", "linear_axes": "2"}).unseen_axes
    assert not from_answers({"travel_x_mm": "1", "travel_z_mm": "1", "linear_axes": "2"}).unseen_axes


def test_every_parameter_has_a_question() -> None:
    assert [it.name for it in parameters().values() if not it.question.endswith("?") or not it.label] == []


def test_a_row_of_the_register_with_low_confidence_settles_nothing() -> None:
    assert specified(machine=machine("low", contouring_axes=5.0)) == Specification()
    assert specified(machine=machine("medium", contouring_axes=5.0)).number("contouring_axes") == exactly(5)


def test_equal_specifications_have_equal_hashes() -> None:
    one, other = (from_answers({"contouring_axes": "5", "travel_x_mm": "500"}) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)


def test_a_figure_without_an_axis_is_that_of_every_linear_axis() -> None:
    of_each = from_answers({"upr_um": "0.8", "pa_um": "5", "travel_m": "0.4", "linear_axes": "2"})
    written = from_answers(
        {
            "linear_axes": "2",
            **{f"upr_{axis}_um": "0.8" for axis in "xy"},
            **{f"positioning_accuracy_{axis}_um": "5" for axis in "xy"},
            **{f"travel_{axis}_mm": "400" for axis in "xy"},
        }
    )
    assert of_each == written
    assert not of_each.unseen_axes


def test_a_figure_of_one_axis_stands_over_that_of_all() -> None:
    spec = from_answers({"upr_um": "5", "upr_x_um": "0.8"})
    assert {it.name: it.accuracies[0].value.low for it in spec.axes} == {"x": 0.8, "y": 5, "z": 5}


def test_a_unidirectional_repeatability_is_to_the_edition_that_defines_it_unless_told_otherwise() -> None:
    told = from_answers({"upr_x_um": "0.8", "repeatability_x_um": "2"})
    assert [it.standard for it in told.axes[0].accuracies] == ["ISO 230-2:2014", ""]
    other = from_answers({"upr_x_um": "0.8", "upr_standard": "VDI 3441"})
    assert other.axes[0].accuracies[0].standard == "VDI 3441"
