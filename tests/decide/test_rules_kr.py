"""Korea's law of orders, on each side of its days."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from enduse.decide.determination import Part
from enduse.decide.facts import Truths
from enduse.decide.outcomes import Outcome

Law = Callable[..., Mapping[str, Part]]
Asked = Callable[[Mapping[str, Part]], dict[str, tuple[Outcome, ...]]]
LICENCE, HOLD, RECORD = (Outcome.LICENCE,), (Outcome.HOLD,), (Outcome.RECORD,)
SITUATIONAL = {"kr_situational", "kr_situational_unread", "kr_situational_exception"}


@pytest.mark.parametrize("destination", ["RU", "BY"])
@pytest.mark.parametrize(
    ("on", "rule", "now"),
    [
        ("2023-04-27", "", ()),  # the 57 items are no machine tools
        ("2023-04-28", "kr_situational", HOLD),  # 798, by descriptions that were not read
        ("2024-02-23", "kr_situational", HOLD),
        ("2024-02-24", "kr_situational", LICENCE),  # 1,159 by HS6
        ("2024-09-08", "kr_situational", LICENCE),
        ("2024-09-09", "kr_situational", LICENCE),  # 1,402
    ],
)
def test_a_lathe_needs_the_situational_permit_from_the_day_of_each_list(
    asked: Asked, law: Law, destination: str, on: str, rule: str, now: tuple[Outcome, ...]
) -> None:
    parts = law("KR", on, {"destination": destination, "goods.code": "845811"})
    assert {id: it for id, it in asked(parts).items() if id in SITUATIONAL} == ({rule: now} if rule else {})
    if now == LICENCE:
        assert parts[rule].licence_policy == "denial"


@pytest.mark.parametrize(("on", "now"), [("2024-09-08", HOLD), ("2024-09-09", LICENCE)])
def test_parts_of_machine_tools_came_with_the_35th_notice(
    asked: Asked, law: Law, on: str, now: tuple[Outcome, ...]
) -> None:
    parts = asked(law("KR", on, {"destination": "RU", "goods.code": "846693"}))
    assert max(parts.values()) == now


@pytest.mark.parametrize("code", ["820740", "820750", "846610", "845899", "848210"])
@pytest.mark.parametrize("on", ["2024-02-24", "2024-09-09", "2026-11-22"])
def test_of_a_code_that_nobody_read_it_is_not_known_never_no(law: Law, code: str, on: str) -> None:
    part = law("KR", on, {"destination": "RU", "goods.code": code})["kr_situational_unread"]
    assert (part.answer, part.now, part.possible) == ("unknown", HOLD, LICENCE)
    assert "KOSTI" in part.sentence
    assert not part.deniers


@pytest.mark.parametrize(("on", "answer"), [("2022-03-25", None), ("2022-03-26", "unknown"), ("2023-04-27", "unknown")])
def test_the_57_items_may_be_electronics(law: Law, on: str, answer: str | None) -> None:
    parts = law("KR", on, {"destination": "RU", "goods.code": "854231", "goods.machine_tool": False})
    found = parts.get("kr_situational_unread")
    assert (found.answer if found else None) == answer


@pytest.mark.parametrize(
    ("on", "code", "signed", "policy"),
    [
        ("2024-03-01", "845811", "2024-02-23", "case by case"),
        ("2024-03-01", "845811", "2024-02-24", "denial"),
        ("2024-10-01", "845811", "2024-02-24", "denial"),  # the lathe was listed in February
        ("2024-10-01", "846693", "2024-09-08", "case by case"),
        ("2024-10-01", "846693", "2024-09-09", "denial"),
    ],
)
def test_a_contract_older_than_the_notice_is_examined_case_by_case(
    law: Law, on: str, code: str, signed: str, policy: str
) -> None:
    parts = law("KR", on, {"destination": "RU", "goods.code": code, "signed_on": date.fromisoformat(signed)})
    assert {it.licence_policy for it in parts.values() if it.now == LICENCE} == {policy}


@pytest.mark.parametrize(("own", "policy"), [(True, "case by case"), (False, "denial"), (None, "denial")])
def test_only_a_subsidiary_known_to_be_the_sellers_own_is_examined_case_by_case(
    law: Law, own: bool | None, policy: str
) -> None:
    parts = law("KR", "2024-10-01", {"destination": "RU", "own_subsidiary": own})
    assert {it.licence_policy for it in parts.values() if it.now == LICENCE} == {policy}


@pytest.mark.parametrize(
    ("destination", "on", "rule", "policy"),
    [
        ("CN", "2014-01-01", "kr_strategic", ""),
        ("UZ", "2026-11-22", "kr_strategic", ""),
        ("DE", "2026-11-22", "kr_strategic_ga", "simplified"),
        ("TR", "2026-11-22", "kr_strategic_ga", "simplified"),
        ("JP", "2019-09-17", "kr_strategic_ga", "simplified"),
        ("JP", "2019-09-18", "kr_strategic", ""),
        ("JP", "2023-04-23", "kr_strategic", ""),
        ("JP", "2023-04-24", "kr_strategic_ga", "simplified"),
    ],
)
def test_a_strategic_item_needs_a_permit_everywhere_simplified_to_the_ga_region(
    asked: Asked, law: Law, destination: str, on: str, rule: str, policy: str
) -> None:
    parts = law("KR", on, {"destination": destination, "goods.code": "845961"}, entries=("2B001.a",))
    assert (asked(parts), parts[rule].licence_policy) == ({rule: LICENCE}, policy)


def test_before_the_days_that_are_claimed_nothing_is_said_and_nothing_is_exported_to_korea(law: Law) -> None:
    assert not law("KR", "2013-12-31", {"destination": "CN"}, entries=("2B001.a",))
    assert not law("KR", "2026-11-22", {"destination": "KR"}, entries=("2B001.a",))


@pytest.mark.parametrize(("on", "refused"), [("2022-02-27", False), ("2022-02-28", True)])
def test_strategic_items_to_russia_are_refused_in_principle_since_february_2022(
    law: Law, on: str, refused: bool
) -> None:
    parts = law("KR", on, {"destination": "RU"}, entries=("2B201.a",))
    assert ("denial" in {it.licence_policy for it in parts.values()}) is refused
    assert parts["kr_strategic"].now == LICENCE


def test_the_same_code_is_licensed_by_its_figures_alone_outside_russia(asked: Asked, law: Law) -> None:
    facts = {"destination": "CN", "goods.code": "845811"}
    precise, plain = law("KR", "2026-11-22", facts, entries=("2B001.a",)), law("KR", "2026-11-22", facts)
    unknown = law("KR", "2026-11-22", {**facts, "goods.entries": Truths({"2B001.a": None}, False)})
    assert asked(precise) == {"kr_strategic": LICENCE, "kr_practice_codes": RECORD}
    assert asked(plain) == {"kr_practice_codes": RECORD}
    assert asked(unknown) == {"kr_strategic": HOLD, "kr_practice_codes": RECORD}


@pytest.mark.parametrize("code", ["820740", "846610", "845811"])
@pytest.mark.parametrize(("on", "said"), [("2025-11-06", False), ("2025-11-07", True)])
def test_customs_said_of_three_codes_that_they_are_not_restricted_as_such(
    asked: Asked, law: Law, code: str, on: str, said: bool
) -> None:
    parts = asked(law("KR", on, {"destination": "UZ", "goods.code": code}))
    assert parts == ({"kr_practice_codes": RECORD} if said else {})


@pytest.mark.parametrize(
    ("fact", "value", "on", "now"),
    [
        ("end_use.wmd", True, "2014-01-01", LICENCE),
        ("end_use.military", True, "2020-06-18", None),
        ("end_use.military", True, "2020-06-19", LICENCE),
        ("end_use.military", None, "2026-11-22", HOLD),
        ("end_use.wmd", None, "2026-11-22", HOLD),
        ("end_use.suspected", True, "2026-11-22", LICENCE),
        ("end_use.suspected", None, "2026-11-22", None),
        ("end_use.informed", True, "2026-11-22", LICENCE),
        ("end_use.informed", None, "2026-11-22", None),
    ],
)
def test_weapons_use_asks_for_a_permit_of_any_goods(
    asked: Asked, law: Law, fact: str, value: bool | None, on: str, now: tuple[Outcome, ...] | None
) -> None:
    assert asked(law("KR", on, {fact: value, "goods.code": "845819"})).get("kr_catch_all") == now


def test_nobody_is_asked_about_weapons_where_everyday_goods_go_or_only_partners_are_named(
    asked: Asked, law: Law
) -> None:
    open_use = {"end_use.military": None, "end_use.wmd": None}
    assert not law("KR", "2026-11-22", {**open_use, "goods.machine_tool": False, "goods.code": "940360"})
    assert not law("KR", "2026-11-22", {**open_use, "order.partner": True, "goods.code": "845819"})
    told = law("KR", "2026-11-22", {"end_use.military": True, "order.partner": True, "goods.machine_tool": False})
    assert asked(told) == {"kr_catch_all": LICENCE, "kr_practice_codes": RECORD}


@pytest.mark.parametrize(("fact", "on", "said"), [
    ("party.missile_or_wmd", "2014-01-01", True),
    ("party.military", "2020-06-18", False),
    ("party.military", "2020-06-19", True),
])  # fmt: skip
def test_a_missile_plant_or_an_arms_maker_asks_for_a_permit(
    asked: Asked, law: Law, fact: str, on: str, said: bool
) -> None:
    found = asked(law("KR", on, {fact: True})).get("kr_catch_all_party")
    assert found == (LICENCE if said else None)


def test_goods_known_to_go_on_to_russia_are_treated_as_sent_there(asked: Asked, law: Law) -> None:
    onward = {"destination": "TR", "onward": Truths({"RU": True}, False)}
    lathe = law("KR", "2024-10-01", {**onward, "goods.code": "845811"})
    tools = law("KR", "2024-10-01", {**onward, "goods.code": "820740"})
    assert (lathe["kr_onward"].now, lathe["kr_onward"].licence_policy) == (LICENCE, "denial")
    assert asked(tools) == {"kr_situational_unread": HOLD}


def test_a_party_on_the_un_list_blocks_and_a_list_not_loaded_holds(law: Law) -> None:
    listed = law("KR", "2026-11-22", {"order.partner": True}, lists=("UN UNSC Consolidated List",))
    unread = law("KR", "2026-11-22", {"order.partner": True, "party.lists": Truths()})
    assert listed["kr_un_list"].now == (Outcome.BLOCK,)
    assert unread["kr_un_list"].now == HOLD


def test_koreas_own_lists_that_cannot_be_read_are_to_be_looked_up(law: Law) -> None:
    part = law("KR", "2026-11-22", {"party.lists": Truths({"UN UNSC Consolidated List": False})})["kr_own_lists"]
    assert (part.answer, part.now) == ("unknown", RECORD)
