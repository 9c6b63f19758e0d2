"""Pairs beside other pairs."""

from enduse.resolve.comparing import TORN, Comparison
from enduse.resolve.joining import Groups, Known
from enduse.resolve.judgements import Judgements
from enduse.resolve.likeness import Likeness
from enduse.resolve.rivals import one_for_each, second_look

ROWS = {"inn:1": 9, "inn:2": 8, "name:RU:a": 3, "name:RU:b": 2, "name:RU:c": 1}


def known(anchor: str) -> Known:
    return Known(frozenset({anchor} if anchor.startswith("inn") else ()), frozenset({"RU"}))


def pair(left: str, right: str, score: float = 0.8) -> Likeness:
    return Likeness(left, right, Comparison(score, alike=score, country="RU", against=("doubt",)), 1)


def looked(pairs: list[Likeness], groups: Groups) -> dict[tuple[str, str], Likeness]:
    return {(it.left, it.right): it for it in second_look(pairs, (Judgements(), groups), ROWS)}


def test_a_name_that_has_joined_a_number_is_barred_from_another() -> None:
    groups = Groups(known)
    groups.join("inn:1", "name:RU:a")

    assert looked([pair("inn:2", "name:RU:a"), pair("inn:1", "name:RU:c")], groups).keys() == {("inn:1", "name:RU:c")}


def test_rivals_share_the_chance() -> None:
    found = looked([pair("inn:1", "name:RU:a"), pair("inn:2", "name:RU:a")], Groups(known))

    assert [it.found.score for it in found.values()] == [0.5, 0.5]
    assert all(TORN in it.found.marks for it in found.values())
    assert "name:RU:a could as well be inn:2" in found["inn:1", "name:RU:a"].found.against


def test_two_spellings_of_one_party_are_no_rivals() -> None:
    found = looked([pair("inn:1", "name:RU:a"), pair("name:RU:a", "name:RU:b")], Groups(known))

    assert [it.found.score for it in found.values()] == [0.8, 0.8]


def test_rows_are_those_of_the_whole_group() -> None:
    groups = Groups(known)
    groups.join("name:RU:a", "name:RU:b")

    assert looked([pair("inn:1", "name:RU:b")], groups)["inn:1", "name:RU:b"].rows == 5


def test_two_groups_are_asked_about_once_by_their_likeliest_pair() -> None:
    groups = Groups(known)
    groups.join("name:RU:a", "name:RU:b")

    (only,) = one_for_each([pair("inn:1", "name:RU:a", 0.6), pair("inn:1", "name:RU:b", 0.9)], Judgements(), groups)

    assert only.found.score == 0.9


def test_what_was_judged_is_not_asked_again() -> None:
    said = Judgements({("inn:1", "name:RU:a"): "unsure"})

    assert one_for_each([pair("inn:1", "name:RU:a")], said, Groups(known)) == []
