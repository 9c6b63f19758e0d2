"""Conditions answered in three values, with what would decide them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from enduse.decide.conditions import Place, Told, names_if_known, read_condition, smallest, together
from enduse.decide.facts import Fact, FactSheet, Truths
from enduse.errors import BadPlugin
from enduse.goods.entries.truth import Truth

SHEET = FactSheet(
    (
        Fact("destination", "RU"),
        Fact("end_use.military", True),
        Fact("end_use.wmd", False),
        Fact("end_use.informed", None, "nobody asked"),
        Fact("signed_on", date(2024, 2, 24)),
        Fact("value_usd", 100.0),
        Fact("party.lists", Truths({"EU 269/2014": True}, None), about="buyer"),
        Fact("goods.code", "8457", about="1"),
        Fact("goods.code", "84581100", about="2"),
        Fact("goods.spec_missing", True, "axes?", about="1"),
    ),
    ("buyer",),
    ("1", "2"),
)
MILITARY, WMD, UNKNOWN = {"end_use.military": True}, {"end_use.wmd": True}, {"end_use.informed": True}


def told(table: Mapping[str, Any], line: str = "1", sheet: FactSheet = SHEET) -> Told:
    return read_condition(table, "test").told(Place(sheet, line, "buyer"))


@pytest.mark.parametrize(
    ("table", "truth"),
    [
        ({"destination": "RU"}, True),
        ({"destination": ["BY", "RU"]}, True),
        ({"destination": ["BY"]}, False),
        ({"destination": {"none_of": ["BY"]}}, True),
        ({"destination": {"none_of": ["RU"]}}, False),
        ({"destination.region": "Crimea"}, None),
        ({"destination.region": {"none_of": ["Crimea"]}}, None),
        (MILITARY, True),
        ({"end_use.military": False}, False),
        (UNKNOWN, None),
        ({"end_use.informed": {"known": True}}, False),
        ({"end_use.informed": {"known": False}}, True),
        ({"end_use.wmd": {"known": True}}, True),
        ({"signed_on": {"lt": date(2024, 2, 24)}}, False),
        ({"signed_on": {"lte": date(2024, 2, 24)}}, True),
        ({"signed_on": {"gte": date(2024, 2, 24), "lt": date(2024, 2, 25)}}, True),
        ({"ship_on": {"lt": date(2024, 2, 24)}}, None),
        ({"value_usd": {"gt": 100}}, False),
        ({"value_usd": {"gte": 100}}, True),
        ({"party.lists": "EU"}, True),
        ({"party.lists": "US-OFAC"}, None),
        ({"party.lists": {"none_of": ["EU"]}}, False),
        ({"any": [WMD, MILITARY]}, True),
        ({"any": [WMD, UNKNOWN]}, None),
        ({"any": [MILITARY, UNKNOWN]}, True),
        ({"any": [WMD]}, False),
        ({"not": MILITARY}, False),
        ({"not": UNKNOWN}, None),
        ({"not": [WMD, MILITARY]}, False),
        ({**MILITARY, **UNKNOWN}, None),
        ({**WMD, **UNKNOWN}, False),
        ({"end_use": {"military": True, "wmd": False}}, True),
    ],
)
def test_three_answers(table: Mapping[str, Any], truth: Truth) -> None:
    assert told(table).truth is truth


@pytest.mark.parametrize(
    ("line", "wanted", "truth"),
    [
        ("2", {"codes": ["8458"]}, True),
        ("2", {"codes": ["84581100"]}, True),
        ("2", {"codes": ["8457"]}, False),
        ("2", {"codes": ["8457"], "maybe": ["8458"]}, None),
        ("2", {"codes": ["8457"], "complete": False}, None),
        ("1", {"codes": ["845710"]}, None),
        ("1", {"codes": ["8457"]}, True),
    ],
)
def test_goods_codes_with_their_subdivisions(line: str, wanted: Mapping[str, Any], truth: Truth) -> None:
    assert told({"goods.code": wanted}, line).truth is truth


CODE = (frozenset({"goods.code"}),)


@pytest.mark.parametrize(
    ("line", "wanted", "deniers", "provers", "unread"),
    [
        # The heading is known: more digits may show that it is the one that is meant, or another.
        ("1", {"codes": ["845710"]}, CODE, CODE, False),
        ("1", {"codes": [], "maybe": ["845710"]}, CODE, (), False),
        # A list that was not read whole can still show that a code is meant, never that it is not.
        ("1", {"codes": ["845710"], "complete": False}, (), CODE, False),
        ("1", {"none_of": {"codes": ["845710"], "complete": False}}, CODE, (), False),
        # The code is known whole: only the list itself could tell.
        ("2", {"codes": ["8457"], "complete": False}, (), (), True),
        ("2", {"codes": [], "maybe": ["8458"]}, (), (), True),
        ("1", {"codes": [], "maybe": ["8457"]}, (), (), True),
    ],
)
def test_more_digits_are_asked_for_only_where_they_could_tell(
    line: str, wanted: Mapping[str, Any], deniers: object, provers: object, unread: bool
) -> None:
    answer = told({"goods.code": wanted}, line)
    assert (answer.truth, answer.missing) == (None, ("goods.code",))
    assert (answer.deniers, answer.provers, answer.unread) == (deniers, provers, ("goods.code",) if unread else ())


def test_a_code_is_asked_for_where_any_part_could_use_it() -> None:
    parts = [{"goods.code": {"codes": [], "maybe": ["8457"]}}, {"goods.code": {"codes": ["845710"]}}]
    assert told({"any": parts}).unread == ()
    assert told({"any": parts[:1], **UNKNOWN}).unread == ("goods.code",)
    assert told({"not": parts[0]}).unread == ("goods.code",)


def test_what_is_known_decides_and_nothing_is_missing() -> None:
    answer = told({**WMD, **UNKNOWN})
    assert (answer.missing, answer.deniers) == ((), ())
    assert [it.name for it in answer.rests_on] == ["end_use.wmd"]


def test_any_missing_fact_may_deny_a_whole() -> None:
    answer = told({"end_use.informed": True, "us.content": True})
    assert set(answer.deniers) == {frozenset({"end_use.informed"}), frozenset({"us.content"})}
    assert answer.provers == (frozenset({"end_use.informed", "us.content"}),)


def test_all_missing_facts_together_deny_a_choice() -> None:
    answer = told({"any": [UNKNOWN, {"us.content": True}]})
    assert answer.deniers == (frozenset({"end_use.informed", "us.content"}),)


def test_an_opposite_is_denied_by_what_proves_its_part() -> None:
    answer = told({"not": {"any": [UNKNOWN, {"us.content": True}]}})
    assert set(answer.deniers) == {frozenset({"end_use.informed"}), frozenset({"us.content"})}


def test_what_rests_on_a_lack_holds_and_can_be_undone() -> None:
    answer = told({**MILITARY, "goods.spec_missing": True})
    assert (answer.truth, answer.deniers) == (True, (frozenset({"goods.spec_missing"}),))


def test_a_choice_with_a_sure_part_cannot_be_undone_by_filling_a_lack() -> None:
    answer = told({"any": [{"goods.spec_missing": True}, MILITARY]})
    assert (answer.truth, answer.deniers) == (True, ())


def test_no_question_decides_what_must_be_looked_up() -> None:
    sheet = SHEET.with_facts([Fact("party.lists", Truths({}, None), "no list is loaded", about="buyer", askable=False)])
    answer = told({"party.lists": "US-OFAC"}, sheet=sheet)
    assert (answer.truth, answer.missing, answer.deniers) == (None, ("party.lists",), ())


def test_whether_a_fact_is_known_is_open_while_its_question_is() -> None:
    sheet = FactSheet((), unsettled=frozenset({"end_use.informed"}))
    assert told({"end_use.informed": {"known": True}}, sheet=sheet).truth is None


def test_facts_asked_for_being_known_are_named() -> None:
    table = {"any": [{"not": {"us.content": {"known": True}}}, MILITARY]}
    assert list(names_if_known(read_condition(table, "test"))) == ["us.content"]


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ({"goods.colour": "red"}, "goods.colour"),
        ({"destination": True}, "of type word"),
        ({"end_use.military": "yes"}, "of type bool"),
        ({"value_usd": 100}, "of type number"),
        ({"value_usd": {"above": 1}}, "of type number"),
        ({"party.lists": {"codes": ["EU"]}}, "of type truths"),
    ],
)
def test_a_test_that_a_fact_cannot_answer_is_refused(table: Mapping[str, Any], named: str) -> None:
    with pytest.raises(BadPlugin, match=named) as caught:
        read_condition(table, "test")
    assert caught.value.code == "E-RULE"


def test_sets_that_hold_another_are_left_out() -> None:
    a, ab, b = frozenset("a"), frozenset("ab"), frozenset("b")
    assert smallest([ab, a, b, a]) == (a, b)


def test_sets_of_groups_are_united() -> None:
    a, b, c = frozenset("a"), frozenset("b"), frozenset("c")
    assert together([[a, b], [a, c]]) == (a, b | c)
    assert together([[a], []]) == ()
    assert together([]) == ()
