"""Family links: recorded, or inferred from more than a surname; a finding, never ownership."""

from datetime import date
from fractions import Fraction

import pytest

from enduse.screen.family import Person, probable_kin, surname_stem
from enduse.screen.ground import Question
from enduse.screen.ownership import assess_ownership, find_family_links
from enduse.screen.stakes import Kinship, Listed, Stake

DAY = date(2025, 10, 15)
LISTED = [Listed("A", "EU", "269/2014", (), date(2022, 3, 1))]
HOME = frozenset({"address:lipovaya 5 kv 3"})


def held(owner: str, owned: str, percent: int) -> Stake:
    return Stake(owner, owned, low=Fraction(percent, 100), high=Fraction(percent, 100), register="EGRUL", row=1)


def test_a_surname_alone_makes_no_link() -> None:
    people = [Person("a", "Орлов", "Пётр", "Иванович"), Person("b", "Орлова", "Анна", "Ивановна")]
    assert probable_kin(people) == ()


def test_surname_and_home_address_make_a_possible_link() -> None:
    people = [Person("a", "Орлов", "Пётр", shared=HOME), Person("b", "Орлова", "Анна", shared=HOME)]
    (link,) = probable_kin(people)
    assert (link.person, link.relative, link.confidence) == ("a", "b", "possible")


def test_a_shared_address_without_the_surname_makes_no_link() -> None:
    people = [Person("a", "Орлов", shared=HOME), Person("b", "Белов", shared=HOME)]
    assert probable_kin(people) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Орлов", "Пётр", "Иванович"), ("Орлова", "Анна", "Ивановна")),
        (("Орлов", "Пётр", "Иванович"), ("Орлова", "Анна", "Петровна")),
        (("Orlov", "Petr", "Ivanovich"), ("Orlova", "Anna", "Petrovna")),
        (("Зимин", "Павел", ""), ("Зимина", "Вера", "Павловна")),
        (("Зимин", "Юрий", ""), ("Зимин", "Лев", "Юрьевич")),
    ],
)
def test_an_agreeing_patronymic_makes_it_probable(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    (link,) = probable_kin([Person("a", *one, HOME), Person("b", *other, HOME)])
    assert link.confidence == "probable"


def test_alexey_is_not_the_father_of_alexandrovna() -> None:
    people = [Person("a", "Орлов", "Алексей", "", HOME), Person("b", "Орлова", "Анна", "Александровна", HOME)]
    (link,) = probable_kin(people)
    assert link.confidence == "possible"


def test_an_address_that_many_share_says_nothing() -> None:
    crowd = [Person(f"c{n}", f"Чужой{n}", shared=HOME) for n in range(5)]
    people = [Person("a", "Орлов", shared=HOME), Person("b", "Орлова", shared=HOME), *crowd]
    assert probable_kin(people) == ()


def test_a_recorded_pair_is_not_inferred_again() -> None:
    people = [Person("a", "Орлов", shared=HOME), Person("b", "Орлова", shared=HOME)]
    assert probable_kin(people, [Kinship("b", "a", "spouse")]) == ()


@pytest.mark.parametrize(
    ("woman", "man"), [("Орлова", "Орлов"), ("Мельницкая", "Мельницкий"), ("Orlovskaya", "Orlovsky"), ("Kim", "Kim")]
)
def test_the_ending_of_a_surname_does_not_part_a_couple(woman: str, man: str) -> None:
    assert surname_stem(woman) == surname_stem(man)


def test_a_wife_who_owns_a_company_is_a_finding_of_its_own() -> None:
    question = Question(DAY, ("X",), kin=(Kinship("A", "W", "spouse", reasons=("civil register, row 4",)),))
    (found,) = find_family_links([held("W", "X", 100)], LISTED, question)
    assert (found.listed, found.relative, found.relative_holds, found.crosses) == ("A", "W", "100 %", True)
    assert found.sentence == (
        "W (spouse of the listed A; recorded: civil register, row 4) has 100 % of X; the listed and this relative "
        "together: 100 %. A relative's share is not the listed person's own."
    )


def test_two_percent_of_the_wife_would_cross_the_threshold() -> None:
    question = Question(DAY, ("X",), ("EU",), kin=(Kinship("W", "A", "spouse"),))
    (found,) = find_family_links([held("A", "X", 49), held("W", "X", 2)], LISTED, question)
    assert (found.relative_holds, found.together, found.crosses) == ("2 %", "51 %", True)


def test_a_relative_without_a_part_in_the_company_is_no_finding() -> None:
    question = Question(DAY, ("X",), ("EU",), kin=(Kinship("A", "W", "spouse"),))
    assert find_family_links([held("A", "X", 49), held("W", "Y", 100)], LISTED, question) == ()


def test_a_marriage_that_had_ended_is_no_finding() -> None:
    link = Kinship("A", "W", "spouse", end=date(2020, 1, 1))
    assert find_family_links([held("W", "X", 100)], LISTED, Question(DAY, ("X",), ("EU",), kin=(link,))) == ()


def test_a_relative_who_only_directs_the_company_is_found() -> None:
    question = Question(DAY, ("X",), ("EU",), kin=(Kinship("A", "W", "spouse"),))
    (found,) = find_family_links([held("C", "X", 100), Stake("W", "X", "directs")], LISTED, question)
    assert found.relative_holds == "no share, but a say (directs)"


def test_a_relative_never_makes_a_company_owned() -> None:
    question = Question(DAY, ("X",), rest_unlisted=True, kin=(Kinship("A", "W", "spouse"),))
    stakes = [held("A", "X", 49), held("W", "X", 51)]
    assert {it.answer for it in assess_ownership(stakes, LISTED, question)} <= {"not_owned", "not_in_force"}


def test_the_flag_carries_how_sure_the_link_is() -> None:
    link = Kinship("A", "W", "relative", "probable", ("the same patronymic",), source="inferred")
    question = Question(DAY, ("X",), ("EU",), rest_unlisted=True, kin=(link,))
    (found,) = assess_ownership([held("W", "X", 100)], LISTED, question)
    assert [(it.kind, it.confidence) for it in found.flags if it.kind == "family"] == [("family", "probable")]
