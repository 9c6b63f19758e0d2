"""Groups of anchors that are one party."""

from hypothesis import given
from hypothesis import strategies as st

from enduse.resolve.joining import MOST_JOINED, Groups, Known

ANCHORS = ("inn:1", "inn:2", "name:AE:a", "name:RU:b", "name:RU:c", "name::d")


def known(anchor: str) -> Known:
    scheme, place, *_ = (*anchor.split(":"), "")
    if scheme == "name":
        return Known(frozenset(), frozenset({place} - {""}))
    return Known(frozenset({anchor}), frozenset({"RU"}))


def test_a_number_gives_its_name_to_the_group() -> None:
    groups = Groups(known)

    assert groups.join("name:RU:b", "name:RU:c") == ""
    assert groups.join("name:RU:c", "inn:2") == ""
    assert groups.stands_for() == {"name:RU:b": "inn:2", "name:RU:c": "inn:2"}


def test_a_chain_never_joins_two_numbers() -> None:
    groups = Groups(known)
    groups.join("inn:1", "name:RU:b")

    assert "inn:1, inn:2" in groups.join("name:RU:b", "inn:2")


def test_a_chain_never_joins_two_countries() -> None:
    groups = Groups(known)
    groups.join("name:AE:a", "name::d")

    assert "AE, RU" in groups.join("name::d", "name:RU:b")


def test_a_judgement_joins_whatever_is_known() -> None:
    groups = Groups(known)
    groups.judge("inn:1", "inn:2")

    assert groups.stands_for() == {"inn:2": "inn:1"}


def test_what_was_judged_apart_is_not_joined_through_a_third() -> None:
    groups = Groups(known, frozenset({("name:RU:b", "name:RU:c")}))
    groups.join("name:RU:b", "name::d")

    assert "judged" in groups.join("name::d", "name:RU:c")


def test_a_long_chain_of_likenesses_ends() -> None:
    groups = Groups(lambda anchor: Known())
    refusals = [groups.join("name::0", f"name::{number}") for number in range(1, MOST_JOINED + 2)]

    assert [bool(it) for it in refusals] == [False] * (MOST_JOINED - 1) + [True] * 2


@given(st.lists(st.tuples(st.sampled_from(ANCHORS), st.sampled_from(ANCHORS))))
def test_no_group_holds_two_numbers_or_two_countries(pairs: list[tuple[str, str]]) -> None:
    groups = Groups(known, frozenset({("name:RU:b", "name:RU:c")}))
    for one, other in pairs:
        groups.join(one, other)
    heads = {anchor: groups.stands_for().get(anchor, anchor) for anchor in ANCHORS}

    for head in heads.values():
        members = [it for it, own in heads.items() if own == head]
        assert len({it for it in members if it.startswith("inn")}) <= 1
        assert len({place for it in members for place in known(it).countries}) <= 1
        assert not {"name:RU:b", "name:RU:c"} <= set(members)
