"""China's law of orders, on each side of its days."""

from collections.abc import Callable, Mapping

import pytest

from enduse.decide.determination import Part
from enduse.decide.facts import Truths
from enduse.decide.outcomes import Outcome

Law = Callable[..., Mapping[str, Part]]
Asked = Callable[[Mapping[str, Part]], dict[str, tuple[Outcome, ...]]]
BLOCK, LICENCE, HOLD = (Outcome.BLOCK,), (Outcome.LICENCE,), (Outcome.HOLD,)
FILED = {"end_use.statement": True}
FIVE_AXES = ("2B201",)


@pytest.mark.parametrize("destination", ["RU", "BY", "KZ", "TR", "US", "DE", "KR"])
def test_precise_machine_tools_need_a_licence_to_every_country(asked: Asked, law: Law, destination: str) -> None:
    parts = law("CN", "2024-12-01", {**FILED, "destination": destination}, entries=FIVE_AXES)
    assert asked(parts) == {"cn_dual_use": LICENCE}
    assert parts["cn_dual_use"].source == "T054"


def test_before_the_list_of_2024_the_older_lists_were_not_read(law: Law) -> None:
    part = law("CN", "2024-11-30", FILED, entries=FIVE_AXES)["cn_dual_use"]
    assert (part.answer, part.now, part.possible) == ("unknown", HOLD, LICENCE)


def test_machine_tools_below_the_list_go_without_licence_even_to_russia(law: Law) -> None:
    assert not law("CN", "2026-11-22", {**FILED, "destination": "RU", "goods.code": "845811"})


@pytest.mark.parametrize(("file", "now"), [(True, None), (False, HOLD), (None, HOLD)])
def test_the_licence_waits_for_the_end_users_certificate(
    asked: Asked, law: Law, file: bool | None, now: tuple[Outcome, ...] | None
) -> None:
    parts = asked(law("CN", "2026-11-22", {"end_use.statement": file}, entries=FIVE_AXES))
    assert parts.get("cn_end_user_file") == now


@pytest.mark.parametrize(
    ("name", "entries", "on", "rule", "now"),
    [
        ("CN List of Export Controls", FIVE_AXES, "2025-01-02", "cn_control_list", BLOCK),
        ("CN List of Export Controls", (), "2025-01-02", "cn_control_list", None),
        ("CN List of Export Controls", FIVE_AXES, "2024-11-30", "cn_control_list", None),
        ("CN Export Control Watch List", FIVE_AXES, "2026-02-23", "cn_watch_list", None),
        ("CN Export Control Watch List", FIVE_AXES, "2026-02-24", "cn_watch_list", LICENCE),
        ("CN UEL", (), "2026-11-22", "cn_unreliable_entities", BLOCK),
        ("CN AFSL", (), "2026-11-22", "cn_countermeasures", HOLD),
        ("UN UNSC Consolidated List", (), "2026-11-22", "cn_un_list", BLOCK),
    ],
)
def test_each_list_asks_for_its_own(
    asked: Asked, law: Law, name: str, entries: tuple[str, ...], on: str, rule: str, now: tuple[Outcome, ...] | None
) -> None:
    assert asked(law("CN", on, FILED, entries=entries, lists=(name,))).get(rule) == now


@pytest.mark.parametrize(
    ("destination", "military", "on", "now"),
    [
        ("US", True, "2024-12-02", None),
        ("US", True, "2024-12-03", BLOCK),
        ("US", None, "2024-12-03", HOLD),
        ("US", False, "2024-12-03", None),
        ("JP", True, "2026-01-05", None),
        ("JP", True, "2026-01-06", BLOCK),
    ],
)
def test_dual_use_items_for_american_and_japanese_armies_are_forbidden(
    asked: Asked, law: Law, destination: str, military: bool | None, on: str, now: tuple[Outcome, ...] | None
) -> None:
    facts = {**FILED, "destination": destination, "end_use.military": military}
    assert asked(law("CN", on, facts, entries=FIVE_AXES)).get(f"cn_military_{destination.lower()}") == now


@pytest.mark.parametrize(("fact", "value", "rule", "now"), [
    ("end_use.wmd", True, "cn_catch_all", LICENCE),
    ("end_use.wmd", None, "cn_catch_all", HOLD),
    ("end_use.informed", True, "cn_catch_all", LICENCE),
    ("end_use.military", True, "cn_catch_all", None),
    ("party.missile_or_wmd", True, "cn_catch_all_party", LICENCE),
])  # fmt: skip
def test_the_catch_all_is_of_mass_destruction(
    asked: Asked, law: Law, fact: str, value: bool | None, rule: str, now: tuple[Outcome, ...] | None
) -> None:
    assert asked(law("CN", "2026-11-22", {**FILED, fact: value})).get(rule) == now


def test_a_missing_figure_leaves_the_licence_open(asked: Asked, law: Law) -> None:
    facts = {**FILED, "goods.entries": Truths({"2B201": None}, False)}
    assert asked(law("CN", "2026-11-22", facts)) == {"cn_dual_use": HOLD}
