"""Switzerland's law of orders, on each side of its days."""

from collections.abc import Callable, Mapping

import pytest

from enduse.decide.determination import Part
from enduse.decide.facts import Truths
from enduse.decide.outcomes import Outcome

Law = Callable[..., Mapping[str, Part]]
Asked = Callable[[Mapping[str, Part]], dict[str, tuple[Outcome, ...]]]
BLOCK, LICENCE, HOLD, RECORD = (Outcome.BLOCK,), (Outcome.LICENCE,), (Outcome.HOLD,), (Outcome.RECORD,)


@pytest.mark.parametrize(
    ("destination", "on", "now"),
    [
        ("RU", "2022-03-03", None),
        ("RU", "2022-03-04", BLOCK),
        ("BY", "2022-03-15", None),
        ("BY", "2022-03-16", BLOCK),
        ("KZ", "2026-11-22", None),
    ],
)
def test_dual_use_goods_to_russia_and_belarus_are_forbidden(
    asked: Asked, law: Law, destination: str, on: str, now: tuple[Outcome, ...] | None
) -> None:
    parts = asked(law("CH", on, {"destination": destination}, entries=("2B001.a",)))
    assert parts.get("ch_russia_dual_use") == now
    assert parts["ch_goods_control"] == LICENCE


@pytest.mark.parametrize(
    ("on", "rule", "now", "package"),
    [
        ("2022-04-26", "", None, ""),
        ("2022-04-27", "ch_russia_industry_unread", HOLD, "fifth"),
        ("2023-03-29", "ch_russia_industry_unread", HOLD, "tenth"),
        ("2023-08-16", "ch_russia_industry_unread", HOLD, "eleventh"),
        ("2024-01-31", "ch_russia_industry_unread", HOLD, "eleventh"),
        ("2024-02-01", "ch_russia_industry", BLOCK, "twelfth"),
        ("2024-10-17", "ch_russia_industry", BLOCK, "fourteenth"),
        ("2025-05-15", "ch_russia_industry", BLOCK, "sixteenth"),
        ("2025-10-30", "ch_russia_industry", BLOCK, "eighteenth"),
    ],
)
def test_the_ban_on_industrial_goods_follows_the_packages_of_the_eu(
    asked: Asked, law: Law, on: str, rule: str, now: tuple[Outcome, ...] | None, package: str
) -> None:
    parts = law("CH", on, {"destination": "RU", "goods.code": "845811"})
    assert asked(parts) == ({rule: now} if now else {})
    assert not rule or package in parts[rule].citation


@pytest.mark.parametrize("code", ["820740", "845819", "846610", "940360"])
def test_of_other_codes_it_is_not_known_never_no(law: Law, code: str) -> None:
    part = law("CH", "2026-11-22", {"destination": "RU", "goods.code": code})["ch_russia_industry_unread"]
    assert (part.answer, part.now, part.possible) == ("unknown", HOLD, BLOCK)
    assert "SECO" in part.sentence
    assert not part.deniers


def test_machines_below_the_dual_use_list_are_forbidden_to_russia_as_in_the_eu(law: Law) -> None:
    parts = law("CH", "2022-03-04", {"destination": "RU", "goods.code": "845811"}, entries=("2B991.c",))
    assert (parts["ch_russia_technology"].now, parts["ch_russia_technology"].evidence) == (BLOCK, "derived")


def test_machinery_to_belarus_and_to_occupied_regions_was_not_read(asked: Asked, law: Law) -> None:
    belarus = asked(law("CH", "2026-11-22", {"destination": "BY", "goods.code": "845811"}))
    occupied = asked(law("CH", "2026-11-22", {"destination": "UA", "destination.region": "Crimea"}))
    assert belarus == {"ch_belarus_industry": HOLD}
    assert occupied == {"ch_occupied": HOLD}
    assert not law("CH", "2026-11-22", {"destination": "UA", "destination.region": "none"})


def test_goods_known_to_go_on_to_russia(asked: Asked, law: Law) -> None:
    facts = {"destination": "TR", "onward": Truths({"RU": True}, False)}
    assert law("CH", "2026-11-22", facts, entries=("2B001.a",))["ch_onward"].now == BLOCK
    assert asked(law("CH", "2026-11-22", {**facts, "goods.code": "845811"})) == {"ch_russia_industry": BLOCK}
    assert asked(law("CH", "2026-11-22", {**facts, "goods.code": "820740"})) == {"ch_russia_industry_unread": HOLD}


@pytest.mark.parametrize(("on", "transit", "now"), [
    ("2023-03-28", True, None),
    ("2023-03-29", True, BLOCK),
    ("2026-11-22", None, HOLD),
    ("2026-11-22", False, None),
])  # fmt: skip
def test_dual_use_goods_do_not_pass_through_russia(
    asked: Asked, law: Law, on: str, transit: bool | None, now: tuple[Outcome, ...] | None
) -> None:
    facts = {"destination": "KZ", "route.transit": Truths({"RU": transit}, False)}
    assert asked(law("CH", on, facts, entries=("2B201.a",))).get("ch_transit") == now


@pytest.mark.parametrize(
    ("destination", "on", "rule", "now"),
    [
        ("CN", "2016-07-01", "ch_goods_control", LICENCE),
        ("UZ", "2026-11-22", "ch_goods_control", LICENCE),
        ("TR", "2026-11-22", "ch_goods_control_annex_7", RECORD),
        ("KR", "2026-11-22", "ch_goods_control_annex_7", RECORD),
        ("EE", "2026-06-30", "ch_goods_control", LICENCE),
        ("EE", "2026-07-01", "ch_goods_control_annex_7", RECORD),
        ("IS", "2026-07-01", "ch_goods_control_annex_7", RECORD),
    ],
)
def test_dual_use_goods_need_a_licence_outside_annex_7(
    asked: Asked, law: Law, destination: str, on: str, rule: str, now: tuple[Outcome, ...]
) -> None:
    assert asked(law("CH", on, {"destination": destination}, entries=("2B201.a",))) == {rule: now}


def test_nothing_is_exported_to_liechtenstein(law: Law) -> None:
    assert not law("CH", "2026-11-22", {"destination": "LI"}, entries=("2B201.a",))


def test_secos_list_blocks_and_holds_where_it_is_not_loaded(law: Law) -> None:
    assert law("CH", "2026-11-22", {}, lists=("CH SECO",))["ch_seco"].now == BLOCK
    assert law("CH", "2026-11-22", {"party.lists": Truths()})["ch_seco"].now == HOLD


@pytest.mark.parametrize(("fact", "value", "on", "rule", "now"), [
    ("end_use.wmd", True, "2026-11-22", "ch_catch_all", LICENCE),
    ("end_use.wmd", None, "2026-11-22", "ch_catch_all", HOLD),
    ("end_use.military", True, "2026-11-22", "ch_catch_all", None),
    ("party.missile_or_wmd", True, "2026-11-22", "ch_catch_all_party", LICENCE),
    ("end_use.informed", True, "2025-10-29", "ch_diversion", None),
    ("end_use.informed", True, "2025-10-30", "ch_diversion", LICENCE),
])  # fmt: skip
def test_the_catch_all(
    asked: Asked, law: Law, fact: str, value: bool | None, on: str, rule: str, now: tuple[Outcome, ...] | None
) -> None:
    assert asked(law("CH", on, {fact: value})).get(rule) == now
