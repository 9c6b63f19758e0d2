"""Japan's law of orders, on each side of its days."""

from collections.abc import Callable, Mapping

import pytest

from enduse.decide.determination import Part
from enduse.decide.facts import Truths
from enduse.decide.outcomes import Outcome

Law = Callable[..., Mapping[str, Part]]
Asked = Callable[[Mapping[str, Part]], dict[str, tuple[Outcome, ...]]]
BLOCK, LICENCE, HOLD, RECORD = (Outcome.BLOCK,), (Outcome.LICENCE,), (Outcome.HOLD,), (Outcome.RECORD,)


@pytest.mark.parametrize("destination", ["RU", "BY"])
@pytest.mark.parametrize(("on", "now"), [("2022-03-17", None), ("2022-03-18", BLOCK), ("2026-11-22", BLOCK)])
def test_listed_goods_are_banned_since_march_2022(
    asked: Asked, law: Law, destination: str, on: str, now: tuple[Outcome, ...] | None
) -> None:
    parts = asked(law("JP", on, {"destination": destination}, entries=("2B001.a",)))
    assert parts.get("jp_russia_listed") == now
    assert parts["jp_list"] == LICENCE


@pytest.mark.parametrize(
    ("on", "source"),
    [
        ("2022-06-16", None),
        ("2022-06-17", "T012"),
        ("2022-10-06", "T012"),
        ("2022-10-07", "METI FAQ on Russia"),
        ("2023-04-06", "METI FAQ on Russia"),
        ("2023-04-07", "T020"),
        ("2023-08-08", "T020"),
        ("2023-08-09", "T024"),
        ("2025-01-22", "T024"),
        ("2025-01-23", "press 2025-01-10"),
    ],
)
def test_of_industrial_goods_to_russia_it_is_not_known_never_no(law: Law, on: str, source: str | None) -> None:
    parts = law("JP", on, {"destination": "RU", "goods.code": "845819"})
    if source is None:
        assert not parts
        return
    part = parts["jp_russia_industry"]
    assert (part.source, part.answer, part.now, part.possible) == (source, "unknown", HOLD, BLOCK)
    assert "METI" in part.sentence
    assert not part.deniers


def test_industrial_goods_to_belarus_are_no_case_of_the_ban_for_russia(law: Law) -> None:
    assert not law("JP", "2026-11-22", {"destination": "BY", "goods.code": "845819"})


def test_goods_known_to_go_on_to_russia(asked: Asked, law: Law) -> None:
    facts = {"destination": "TR", "onward": Truths({"RU": True}, False)}
    assert law("JP", "2026-11-22", facts, entries=("2B001.a",))["jp_onward"].now == BLOCK
    assert asked(law("JP", "2026-11-22", facts)) == {"jp_russia_industry": HOLD}


@pytest.mark.parametrize(
    ("on", "source"),
    [
        ("2022-10-02", "newswitch.jp 31284"),
        ("2022-10-03", "T015"),
        ("2024-06-26", "ashurst.com sanctions tracker Japan"),
    ],
)
@pytest.mark.parametrize("name", ["JP Export ban: RU", "JP Export ban: BY"])
def test_entities_under_export_ban_are_blocked_wherever_they_sit(law: Law, name: str, on: str, source: str) -> None:
    part = law("JP", on, {"destination": "TR"}, lists=(name,))["jp_export_ban"]
    assert (part.now, part.source) == (BLOCK, source)


def test_the_end_user_list_asks_for_a_licence_and_no_ban(asked: Asked, law: Law) -> None:
    parts = asked(law("JP", "2026-11-22", {"destination": "CN"}, lists=("JP Foreign End User List",)))
    assert parts == {"jp_lists": LICENCE}


def test_lists_that_are_not_loaded_hold(asked: Asked, law: Law) -> None:
    parts = asked(law("JP", "2026-11-22", {"party.lists": Truths()}))
    assert parts == {"jp_lists": HOLD, "jp_export_ban": HOLD, "jp_un_list": HOLD}


@pytest.mark.parametrize(
    ("destination", "on", "rule", "now"),
    [
        ("CN", "2026-11-22", "jp_list", LICENCE),
        ("TR", "2026-11-22", "jp_list", LICENCE),
        ("IN", "2026-11-22", "jp_list", LICENCE),
        ("DE", "2026-11-22", "jp_list_group_a", RECORD),
        ("KR", "2019-08-27", "jp_list_group_a", RECORD),
        ("KR", "2019-08-28", "jp_list", LICENCE),
        ("KR", "2023-07-20", "jp_list", LICENCE),
        ("KR", "2023-07-21", "jp_list_group_a", RECORD),
    ],
)
def test_listed_goods_need_a_licence_outside_group_a(
    asked: Asked, law: Law, destination: str, on: str, rule: str, now: tuple[Outcome, ...]
) -> None:
    assert asked(law("JP", on, {"destination": destination}, entries=("2B201.b",))) == {rule: now}


@pytest.mark.parametrize(
    ("fact", "value", "destination", "on", "rule", "now"),
    [
        ("end_use.wmd", True, "IN", "2026-11-22", "jp_catch_all_wmd", LICENCE),
        ("end_use.wmd", None, "IN", "2026-11-22", "jp_catch_all_wmd", HOLD),
        ("end_use.wmd", True, "DE", "2026-11-22", "jp_catch_all_wmd", None),
        ("end_use.wmd", True, "KR", "2023-07-20", "jp_catch_all_wmd", LICENCE),
        ("end_use.wmd", True, "KR", "2023-07-21", "jp_catch_all_wmd", None),
        ("end_use.military", True, "IN", "2025-10-08", "jp_catch_all_conventional", None),
        ("end_use.military", True, "IN", "2025-10-09", "jp_catch_all_conventional", LICENCE),
        ("end_use.military", None, "IN", "2025-10-09", "jp_catch_all_conventional", HOLD),
        ("end_use.military", True, "LY", "2025-10-08", "jp_catch_all_conventional", LICENCE),
        ("end_use.informed", True, "DE", "2025-10-08", "jp_catch_all_conventional", None),
        ("end_use.informed", True, "DE", "2025-10-09", "jp_catch_all_conventional", LICENCE),
        ("party.missile_or_wmd", True, "CN", "2026-11-22", "jp_catch_all_party", LICENCE),
        ("party.missile_or_wmd", True, "US", "2026-11-22", "jp_catch_all_party", None),
    ],
)
def test_the_catch_all(
    asked: Asked,
    law: Law,
    fact: str,
    value: bool | None,
    destination: str,
    on: str,
    rule: str,
    now: tuple[Outcome, ...] | None,
) -> None:
    assert asked(law("JP", on, {fact: value, "destination": destination})).get(rule) == now


def test_nobody_is_asked_about_everyday_goods(law: Law) -> None:
    facts = {"end_use.military": None, "end_use.wmd": None, "goods.machine_tool": False, "goods.code": "940360"}
    assert not law("JP", "2026-11-22", {**facts, "destination": "IN"})
