"""Which parties are compared at all."""

from random import Random

import pytest

from enduse.resolve.blocking import Limits, near_pairs
from enduse.resolve.profiles import Profile, profiles_of

WORDS = ("Норвентстан", "Borritonumet", "Solvanek", "Ладустрорик", "Tirvasenko", "Кемитонав")


def party(anchor: str, *names: str, country: str = "RU") -> Profile:
    return Profile(anchor, names, frozenset({country}), 1)


def pairs(parties: list[Profile], limits: Limits | None = None) -> set[tuple[str, str]]:
    profiles = profiles_of(parties)
    anchors = profiles.table["anchor"].to_pylist()
    near = near_pairs(profiles, limits)
    return {(anchors[left], anchors[right]) for left, right in zip(near.left, near.right, strict=True)}


def test_one_name_in_two_scripts_is_compared() -> None:
    assert pairs([party("a", "ООО «Норвентстан»"), party("b", "NORVENTSTAN LLC"), party("c", "Solvanek LLC")]) == {
        ("a", "b")
    }


@pytest.mark.parametrize("slip", ["NORVETNSTAN LLC", "NORVENTTSTAN LLC", "ORVENTSTAN LLC", "NORVENTSTA LLC"])
def test_a_slip_of_the_pen_does_not_hide_a_name(slip: str) -> None:
    assert pairs([party("a", "ООО «Норвентстан»"), party("b", slip), party("c", "Solvanek LLC")]) == {("a", "b")}


def test_every_spelling_of_a_party_is_looked_at() -> None:
    assert ("a", "b") in pairs([party("a", "Solvanek LLC", "Tirvasenko"), party("b", "Тирвасенко")])


def test_a_word_that_many_parties_bear_brings_nobody_together() -> None:
    parties = [party(f"{number:02}", f"Solvanek {word} LLC") for number, word in enumerate(WORDS[:2] * 4)]

    assert pairs(parties, Limits(block=3)) == set()


def test_the_commonest_keys_are_left_out_when_pairs_become_too_many() -> None:
    parties = [party(f"{number:04}", f"Solvanek {number}") for number in range(60)]
    parties += [party("a", "Тирвасенко"), party("b", "TIRVASENKO LLC")]

    assert pairs(parties, Limits(pairs=1)) == {("a", "b")}


def test_the_order_of_parties_changes_nothing() -> None:
    parties = [party(f"{number}{letter}", f"{word} {letter}") for number, word in enumerate(WORDS) for letter in "xy"]
    mixed = Random(1).sample(parties, len(parties))

    assert pairs(mixed) == pairs(parties) != set()


@pytest.mark.parametrize("parties", [[], [party("a", "Solvanek")], [party("a"), party("b", "???"), party("c", "")]])
def test_nothing_to_compare_gives_no_pair(parties: list[Profile]) -> None:
    assert pairs(parties) == set()


def test_a_name_one_letter_apart_is_compared_however_little_else_is_shared() -> None:
    strict = Limits(least=0.9)

    assert pairs([party("a", "ООО «Норвентстан»"), party("b", "NORVEMTSTAN LLC")], strict) == {("a", "b")}
    assert pairs([party("a", "ООО «Норвентстан»"), party("b", "NORVENTSTOM LLC")], strict) == set()
