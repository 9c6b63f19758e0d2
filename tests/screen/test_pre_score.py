"""What words in common promise about the score of two names."""

import tomllib
from importlib.resources import files

import numpy as np
import pytest

from enduse.screen.pre_score import TERMS, Shared, promise, terms_of


def shared(told: float, words: float, weight: float, count: float) -> Shared:
    return Shared(*(np.array([it], np.float32) for it in (told, words, weight, count)))


def term(name: str, given: Shared, weight: float, count: int) -> float:
    return float(terms_of(given, weight, count)[TERMS.index(name), 0])


def hope(given: Shared, weight: float, count: int, *, person: bool = True, far: bool = False) -> float:
    return float(promise(terms_of(given, weight, count), person, np.array([far]))[0])


def test_the_terms_are_those_of_the_hand() -> None:
    # Of a query of two words that weigh 2, one agrees with a name of three that weigh 3.
    given = shared(told=1.0, words=1.0, weight=3.0, count=3.0)
    assert term("cover_least", given, 2.0, 2) == pytest.approx(1 / 3)
    assert term("cover_most", given, 2.0, 2) == pytest.approx(1 / 2)
    assert (term("lone", given, 2.0, 2), term("more", given, 2.0, 2)) == (1.0, 2.0)
    assert (term("one", given, 2.0, 2), term("none", given, 2.0, 2), term("part", given, 2.0, 2)) == (1.0, 0.0, 0.0)


def test_a_name_whose_words_are_all_answered_is_whole() -> None:
    given = shared(told=2.0, words=2.0, weight=2.0, count=2.0)
    assert (term("whole", given, 2.0, 2), term("part_of_many", given, 2.0, 2)) == (1.0, 1.0)


@pytest.mark.parametrize("person", [True, False])
@pytest.mark.parametrize("far", [True, False])
def test_more_agreement_promises_more(person: bool, far: bool) -> None:
    few, many = shared(0.5, 0.0, 2.0, 2.0), shared(2.0, 2.0, 2.0, 2.0)
    assert hope(few, 2.0, 2, person=person, far=far) < hope(many, 2.0, 2, person=person, far=far)


def test_two_words_that_agree_while_words_stand_alone_are_told_apart_from_one() -> None:
    one, two = shared(1.0, 1.0, 3.0, 3.0), shared(1.5, 2.0, 3.0, 3.0)
    assert (term("split", one, 3.0, 3), term("split_told", one, 3.0, 3), term("split_many", one, 3.0, 3)) == (1, 1, 0)
    assert (term("split", two, 3.0, 3), term("split_many_told", two, 3.0, 3), term("two", two, 3.0, 3)) == (0, 1.5, 1)
    assert term("told_a_word", two, 3.0, 3) == pytest.approx(0.75)


@pytest.mark.parametrize("person", [True, False])
@pytest.mark.parametrize("far", [True, False])
def test_what_is_promised_is_the_sum_of_the_table(person: bool, far: bool) -> None:
    table = tomllib.loads((files("enduse.data") / "names_search.toml").read_text(encoding="utf-8"))
    row = table[f"{'person' if person else 'company'}_{'far' if far else 'near'}"]
    given = shared(1.5, 2.0, 2.0, 3.0)
    wanted = sum(row[name] * term(name, given, 2.5, 3) for name in TERMS)
    assert hope(given, 2.5, 3, person=person, far=far) == pytest.approx(wanted, abs=0.0011)


def test_names_of_several_queries_promise_what_they_promise_alone() -> None:
    given = Shared(*(np.array(it, np.float32) for it in ([0.5, 2.0], [0.0, 2.0], [2.0, 2.5], [2.0, 3.0])))
    far = np.array([False, True])
    together = promise(
        terms_of(given, np.array([2.0, 3.0], np.float32), np.array([2.0, 2.0], np.float32)),
        np.array([True, False]),
        far,
    )
    alone = [hope(shared(0.5, 0.0, 2.0, 2.0), 2.0, 2), hope(shared(2.0, 2.0, 2.5, 3.0), 3.0, 2, person=False, far=True)]
    assert together.tolist() == pytest.approx(alone, abs=0.0011)


def test_a_name_of_nothing_is_answered() -> None:
    assert np.isfinite(hope(shared(0.0, 0.0, 0.0, 0.0), 0.0, 0))
