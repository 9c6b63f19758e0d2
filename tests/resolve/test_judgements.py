"""The analyst's judgements."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import InputError
from enduse.resolve.judgements import Judgement, Judgements


def _line(left: str, right: str, verdict: str) -> str:
    return json.dumps({"left": left, "right": right, "verdict": verdict, "by": "analyst"})


def test_a_number_stands_for_a_name() -> None:
    said = Judgements.parse([_line("name:RU:romashkastan", "inn:9799001010", "same")])

    assert said.replay().stands_for == {"name:RU:romashkastan": "inn:9799001010"}


def test_the_last_word_about_a_pair_counts() -> None:
    said = Judgements.parse([_line("a", "b", "same"), "", _line("b", "a", "not_same")])

    assert said.replay().stands_for == {}
    assert said.not_same() == {("a", "b")}


def test_chains_meet_in_one_party() -> None:
    said = Judgements.parse([_line("a", "b", "same"), _line("c", "d", "same"), _line("d", "a", "same")])

    assert said.replay().stands_for == {"b": "a", "c": "a", "d": "a"}


def test_a_chain_does_not_join_what_was_judged_apart() -> None:
    said = Judgements.parse([_line("a", "b", "same"), _line("b", "c", "same"), _line("a", "c", "not_same")])

    replay = said.replay()

    assert replay.stands_for == {"b": "a"}
    assert [it.code for it in replay.notices()] == ["W-JUDGEMENTS-CLASH"]


@pytest.mark.parametrize("line", ["same", "[]", '{"left": "a"}', _line("a", "a", "same"), _line("a", "b", "perhaps")])
def test_a_line_that_is_no_judgement_stops_the_run(line: str) -> None:
    with pytest.raises(InputError, match="line 2") as caught:
        Judgements.parse([_line("a", "b", "same"), line])

    assert caught.value.code == "E-JUDGEMENT"


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz"), st.sampled_from(["same", "not_same"]))))
def test_nobody_judged_apart_ends_up_together(pairs: list[tuple[str, str, str]]) -> None:
    said = Judgements.parse([_line(*pair) for pair in pairs])
    stands_for = said.replay().stands_for

    assert all(stands_for.get(left, left) != stands_for.get(right, right) for left, right in said.not_same())
    assert not set(stands_for) & set(stands_for.values())


def test_a_retraction_lets_the_judgement_before_it_count_again() -> None:
    said = Judgements.parse(
        [_line("a", "b", "same"), _line("a", "b", "not_same"), _line("b", "a", "retracted"), _line("c", "d", "same")]
    )

    assert said.verdicts == {("a", "b"): "same", ("c", "d"): "same"}


def test_a_retraction_of_nothing_changes_nothing() -> None:
    assert Judgements.parse([_line("a", "b", "retracted"), _line("a", "b", "same")]).verdicts == {("a", "b"): "same"}


@given(st.lists(st.sampled_from(["same", "not_same", "unsure"]), max_size=5))
def test_taking_back_as_often_as_judging_leaves_nothing(verdicts: list[str]) -> None:
    lines = [_line("a", "b", it) for it in (*verdicts, *["retracted"] * len(verdicts))]

    assert Judgements.parse(lines).verdicts == {}


def test_what_is_said_of_a_name_is_said_of_the_number_that_it_joined() -> None:
    said = Judgements({("name:CN:x", "name:RU:a"): "same"}).moved({"name:RU:a": "inn:1"})

    assert said.verdicts == {("inn:1", "name:CN:x"): "same"}


def test_a_line_is_read_back_as_it_was_meant() -> None:
    made = Judgement("b", "a", "same", "analyst", "2026-01-01T00:00:00Z", "one telephone number")

    assert Judgements.parse([made.line().decode()]).verdicts == {("a", "b"): "same"}
    assert json.loads(made.line())["note"] == "one telephone number"


def test_a_line_that_could_not_be_read_back_is_not_written() -> None:
    with pytest.raises(InputError):
        Judgement("a", "a", "same", "analyst", "2026-01-01T00:00:00Z").line()
