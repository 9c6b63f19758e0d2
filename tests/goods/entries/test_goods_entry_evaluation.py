import re
from datetime import date

import pytest

from enduse.errors import BadPlugin
from enduse.goods.entries.evaluation import EntryAnswer, evaluate, next_question
from enduse.goods.entries.reading import entries, read_entries
from enduse.goods.facts import Fact
from enduse.goods.machines import find_machine, machines
from enduse.goods.specification import Specification, from_answers, specified

DAY = date(2025, 6, 1)
FIVE_AXES = {
    "machine_tool": "yes",
    "numerical_control": "yes",
    "milling": "yes",
    "contouring_axes": "5",
    "linear_axes": "1",
    "rotary_axes": "4",
    "special_purpose": "none",
    "travel_x_mm": "500",
    "upr_standard": "ISO 230-2:2014",
}


def said(name: str, spec: Specification, on: date = DAY, regime: str = "EU") -> EntryAnswer:
    (found,) = [it for it in evaluate(spec, on) if it.name == name and regime in it.regimes]
    return found


def with_upr(value: str) -> Specification:
    return from_answers({**FIVE_AXES, "upr_x_um": value})


def test_a_near_miss_is_told_up_to_seven_tenths_above_the_limit() -> None:
    near, far, met = (said("2B001.b.2", with_upr(it)) for it in ("1.6", "1.61", "0.9"))
    assert (near.near_miss, far.near_miss, met.near_miss) == (True, False, False)
    assert near.margins[0].excess_um == pytest.approx(0.7)
    assert "Axis x is only 0.7 um above the limit of 0.9 um" in near.sentence


def test_the_margin_of_the_best_axis_stands_first() -> None:
    spec = from_answers({**FIVE_AXES, "linear_axes": "2", "upr_x_um": "5", "travel_y_mm": "400", "upr_y_um": "1.2"})
    assert [it.axis for it in said("2B001.b.2", spec).margins] == ["y", "x"]


@pytest.mark.parametrize(("day", "answer"), [("2017-12-15", "cannot tell"), ("2017-12-16", "meets")])
def test_a_day_whose_wording_is_not_held_is_not_answered(day: str, answer: str) -> None:
    found = said("2B001.b.2", with_upr("0.9"), date.fromisoformat(day))
    assert found.answer == answer
    assert ("wording" in {it.name for it in found.missing}) == (answer == "cannot tell")


@pytest.mark.parametrize(("day", "confidence"), [("2021-12-31", "low"), ("2022-01-01", "medium")])
def test_days_from_memory_have_less_confidence(day: str, confidence: str) -> None:
    assert said("2B001.b.2", with_upr("0.9"), date.fromisoformat(day)).confidence == confidence


@pytest.mark.parametrize(("day", "answer"), [("2024-09-05", "cannot tell"), ("2024-09-06", "does not meet")])
def test_additive_equipment_is_answered_from_its_first_day_on(day: str, answer: str) -> None:
    assert said("2B910", from_answers({"additive": "no"}), date.fromisoformat(day), "US").answer == answer


def test_a_definite_no_is_never_said_of_an_unknown_day_even_where_every_wording_would_say_so() -> None:
    found = evaluate(from_answers({"machine_tool": "no", "software": "no", "technology": "no"}), date(1999, 1, 1))
    assert {it.answer for it in found} == {"cannot tell"}


def test_a_machine_of_two_capabilities_is_tested_against_each() -> None:
    spec = from_answers({**FIVE_AXES, "turning": "yes", "contact_lens": "no", "bar_only": "no", "upr_x_um": "0.9"})
    assert [said(it, spec).answer for it in ("2B001.a", "2B001.b.2")] == ["meets", "meets"]


def test_the_deciding_question_asks_for_what_settles_every_way() -> None:
    found = said("2B001.b.2", from_answers(FIVE_AXES))
    assert found.question.startswith("What is the unidirectional positioning repeatability to ISO 230-2:2014")
    assert found.settles


def test_the_travel_is_asked_for_where_it_decides_between_two_limits() -> None:
    facts = {name: it for name, it in FIVE_AXES.items() if name != "travel_x_mm"}
    found = said("2B001.b.2", from_answers({**facts, "upr_x_um": "1.2"}))
    assert found.question == "What is the travel, in mm, of each linear axis?"
    assert found.settles


def test_a_question_about_one_capability_does_not_settle_what_lacks_a_figure_too() -> None:
    found = said("2B001.b.2", from_answers({it: FIVE_AXES[it] for it in ("machine_tool", "numerical_control")}))
    assert found.question
    assert not found.settles


def test_where_2b001_comes_first_it_is_said() -> None:
    found = said("2B201.a", from_answers({**FIVE_AXES, "upr_x_um": "0.9"}))
    assert (found.answer, found.yields_to) == ("meets", ("2B001",))
    assert "Where 2B001 is met too, that comes first." in found.sentence


def test_every_known_parameter_says_where_it_comes_from() -> None:
    machine = find_machine("Hermle", "C 42 U", machines())
    facts = (Fact("kind", "machining_centre", 0, 5, 0.95), Fact("contouring_axes", 5, 6, 7, 0.9))
    spec = specified(facts, machine, {"upr_x_um": "0.9", "upr_standard": "ISO 230-2:2014"})
    found = {(it.name, it.axis): it.origin for it in said("2B001.b.2", spec).known}
    assert found["milling", ""] == "derived"
    assert found["contouring_axes", ""] == "text"
    assert found["travel_mm", "x"] == "model register"
    assert found["upr_um", "x"] == "user"


def test_a_model_of_the_register_alone_settles_no_precision_entry() -> None:
    machine = find_machine("Hermle", "C 42 U", machines())
    found = evaluate(specified(machine=machine), DAY)
    open_ = {it.name: it.answer for it in found if it.name in {"2B001.b.1", "2B001.b.2", "2B001.a"}}
    assert set(open_.values()) == {"cannot tell"}


def test_no_machine_of_the_register_meets_2b001_a_to_c_without_a_stated_repeatability() -> None:
    precise = ("2B001.a", "2B001.b.1", "2B001.b.2", "2B001.b.3", "2B001.c.1", "2B001.c.2")
    found = {
        (machine.model, it.name)
        for machine in machines()
        for it in evaluate(specified(machine=machine), DAY, ask=False)
        if it.name in precise and it.answer == "meets"
    }
    assert found == set()


def test_without_questions_the_answers_are_the_same() -> None:
    spec = from_answers(FIVE_AXES)
    asked, plain = evaluate(spec, DAY), evaluate(spec, DAY, ask=False)
    assert [(it.name, it.answer, it.missing) for it in asked] == [(it.name, it.answer, it.missing) for it in plain]
    assert {it.question for it in plain if it.missing} == {""}


def test_no_sentence_says_controlled_or_not_controlled() -> None:
    spec = from_answers({**FIVE_AXES, "upr_x_um": "0.9"})
    verdict = re.compile(r"(is|not|un) ?controlled|guilty|cleared|clean", re.IGNORECASE)
    assert [it.sentence for it in evaluate(spec, DAY) if verdict.search(it.sentence)] == []


def test_every_entry_names_regimes_citation_evidence_and_confidence() -> None:
    lacking = [it.id for it in entries() if not (it.citation and it.evidence and it.in_force and it.title)]
    assert lacking == []
    assert all(force.regimes for it in entries() for force in it.in_force)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[entry]]\nid = 'X'", "it lacks"),
        ("[[entry]\n", "cannot be read"),
    ],
)
def test_an_ill_formed_file_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(BadPlugin, match=said) as caught:
        read_entries(text, "mine.toml")
    assert caught.value.code == "E-GOODS-ENTRY"
    assert "mine.toml" in caught.value.message


GOOD = """
[[entry]]
id = "X1"
entry = "X1"
sub = ""
title = "t"
criteria = {criteria}
in_force = [{{ regimes = ["EU"], start = 2020-01-01, evidence = "memory", confidence = "low" }}]
citation = "c"
evidence = "memory"
confidence = "{confidence}"
"""


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        ('"no_such_flag"', "no_such_flag"),
        ('{ is = "contouring_axes", around = 5 }', "limits must be"),
        ('{ is = "turning", gte = 5 }', "no number"),
        ("{ every = [] }", "every of nothing"),
        ('{ is = "purpose", one_of = ["fun"] }', "unknown words"),
        ('{ axis = "upr_um", standard = "S", bands = [{ from_m = 1.0, lte = 1 }, { from_m = 0.5, lte = 2 }] }', "rise"),
    ],
)
def test_a_condition_that_cannot_be_understood_is_refused(criteria: str, said: str) -> None:
    with pytest.raises(BadPlugin, match=said):
        read_entries(GOOD.format(criteria=criteria, confidence="low"), "mine.toml")


def test_a_confidence_of_another_word_is_refused() -> None:
    with pytest.raises(BadPlugin, match="sure"):
        read_entries(GOOD.format(criteria='"turning"', confidence="sure"), "mine.toml")


def test_travels_outside_of_all_bands_fulfil_nothing() -> None:
    criteria = '{ axis = "upr_um", standard = "ISO 230-2:2014", bands = [{ from_m = 1.0, lte = 1 }] }'
    (entry,) = read_entries(GOOD.format(criteria=criteria, confidence="low"), "mine.toml")
    short, long, open_ = (
        from_answers({"linear_axes": "1", "travel_x_mm": it, "upr_x_um": "0.5", "upr_standard": "ISO 230-2:2014"})
        for it in ("999", "1000", ">=500")
    )
    assert [entry.criteria.outcome(it).truth for it in (short, long, open_)] == [False, True, None]


def test_the_next_question_is_the_one_that_most_open_entries_ask() -> None:
    machine = find_machine("Hermle", "C 42 U", machines())
    asked = next_question(evaluate(specified(machine=machine), DAY))
    assert asked.startswith("What is the unidirectional positioning repeatability")


def test_there_is_no_next_question_where_only_wordings_are_missing_or_nothing_is_open() -> None:
    answers = evaluate(Specification(), date(1999, 1, 1))
    assert next_question(answers) == ""
    assert next_question(()) == ""
