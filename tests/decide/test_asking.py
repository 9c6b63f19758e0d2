"""The smallest set of questions, and what else might be asked; its laws stand in ``test_order_laws``."""

from dataclasses import replace

from enduse.decide.asking import asks, smallest_set
from enduse.decide.determination import Lack, Part
from enduse.decide.outcomes import Outcome


def part(
    id: str, *ways: str, now: Outcome = Outcome.HOLD, worst: Outcome = Outcome.BLOCK, least: Outcome | None = None
) -> Part:
    """A part that gives way to each of these sets of questions: ``Q01 Q02``."""
    deniers = tuple(frozenset(it.split()) for it in ways)
    lacks = tuple(Lack("f", "", (it.split()[0],), "what is missing") for it in ways[:1])
    return Part(
        id, "rule", "G1", "KR", id, "unknown", (now,), (worst,), (least,) if least else (), "law", "", lacks=lacks,
        deniers=deniers,
    )  # fmt: skip


def test_one_question_that_settles_several_parts_is_enough() -> None:
    parts = [part("a", "Q01", "Q02"), part("b", "Q02", "Q03"), part("c", "Q02")]
    assert smallest_set(parts) == {"Q02"}


def test_a_pair_may_be_smaller_than_what_looks_best_first() -> None:
    parts = [part("a", "Q01", "Q02"), part("b", "Q01", "Q03"), part("c", "Q02"), part("d", "Q03")]
    assert smallest_set(parts) == {"Q02", "Q03"}


def test_a_part_that_waits_for_no_customer_is_left_to_whom_it_waits_for() -> None:
    assert smallest_set([part("a", "Q01"), part("b")]) == {"Q01"}


def test_a_part_that_applies_whatever_is_answered_leaves_nothing_to_ask() -> None:
    assert smallest_set([part("a", "Q01"), replace(part("b"), answer="yes")]) == frozenset()


def test_milder_parts_need_not_give_way() -> None:
    assert smallest_set([part("a", "Q01"), part("b", now=Outcome.EDD)]) == {"Q01"}


def test_a_part_that_would_say_the_same_anyway_cannot_be_asked_away() -> None:
    assert smallest_set([part("a", "Q01", least=Outcome.HOLD)]) == frozenset()


def test_nothing_is_asked_of_an_order_without_obstacle() -> None:
    assert asks([part("a", "Q01", now=Outcome.OK, worst=Outcome.OK)]) == ((), ())


def test_the_weightiest_question_comes_first() -> None:
    parts = [
        part("a", "Q01", worst=Outcome.HOLD),
        part("b", "Q02", worst=Outcome.BLOCK),
        part("c", "Q03", worst=Outcome.LICENCE),
    ]
    assert [it.question for it in asks(parts)[0]] == ["Q02", "Q03", "Q01"]


def test_best_and_worst_are_those_of_the_question_alone() -> None:
    first, _ = asks([part("a", "Q01", worst=Outcome.LICENCE), part("b", "Q02")])
    assert [(it.question, it.best, it.worst) for it in first] == [
        ("Q02", Outcome.HOLD, Outcome.BLOCK), ("Q01", Outcome.HOLD, Outcome.LICENCE),
    ]  # fmt: skip


def test_other_questions_are_named_only_where_they_can_make_it_stricter() -> None:
    parts = [
        part("a", "Q01"),
        part("b", "Q02", now=Outcome.RECORD, worst=Outcome.LICENCE),
        part("c", "Q03", now=Outcome.RECORD, worst=Outcome.EDD),
    ]
    assert [it.question for it in asks(parts)[1]] == ["Q02"]


def test_a_question_says_what_exactly_is_missing() -> None:
    ((ask,), _) = asks([part("a", "Q01"), part("b", "Q01")])
    assert (ask.missing, ask.parts, ask.needed) == (("what is missing",), ("a", "b"), True)
