"""Taiwan's law of orders, on each side of its days."""

from collections.abc import Callable, Mapping

import pytest

from enduse.decide.determination import Part
from enduse.decide.facts import Truths
from enduse.decide.outcomes import Outcome

Law = Callable[..., Mapping[str, Part]]
Asked = Callable[[Mapping[str, Part]], dict[str, tuple[Outcome, ...]]]
BLOCK, LICENCE, HOLD, RECORD = (Outcome.BLOCK,), (Outcome.LICENCE,), (Outcome.HOLD,), (Outcome.RECORD,)
PLAIN = {"affidavit.third_country": True, "end_user.named": True}


@pytest.mark.parametrize("destination", ["RU", "BY"])
@pytest.mark.parametrize(("on", "refused"), [("2023-01-03", False), ("2023-01-04", True), ("2026-11-22", True)])
def test_high_end_machine_tools_are_refused_since_january_2023(
    law: Law, destination: str, on: str, refused: bool
) -> None:
    parts = law("TW", on, {"destination": destination, "goods.code": "845710"}, entries=("2B001.b.2",))
    assert ("tw_shtc_eccn" in parts) is refused
    assert ("denial" in {it.licence_policy for it in parts.values()}) is refused
    # A strategic commodity needs its permit for every destination, before that day as after it.
    assert parts["tw_shtc"].now == LICENCE


@pytest.mark.parametrize(
    ("destination", "on", "answer"),
    [
        ("RU", "2022-04-05", None),
        ("RU", "2022-04-06", "unknown"),
        ("BY", "2022-04-30", None),
        ("BY", "2022-05-01", "unknown"),
        ("BY", "2023-01-03", "unknown"),
    ],
)
def test_the_57_items_may_be_electronics_first_for_russia_then_for_belarus(
    law: Law, destination: str, on: str, answer: str | None
) -> None:
    facts = {"destination": destination, "goods.code": "854231", "goods.machine_tool": False}
    found = law("TW", on, facts).get("tw_shtc_unread")
    assert (found.answer if found else None) == answer


@pytest.mark.parametrize(("entry", "on", "now"), [
    ("2B991.c", "2023-01-03", None),
    ("2B991.c", "2023-01-04", HOLD),
    ("3A001.b", "2022-04-06", LICENCE),
])  # fmt: skip
def test_of_machines_below_the_strategic_list_it_is_not_known(
    asked: Asked, law: Law, entry: str, on: str, now: tuple[Outcome, ...] | None
) -> None:
    facts = {"destination": "RU", "goods.code": "845710"}
    parts = asked(law("TW", on, facts, entries=(entry,)))
    if entry.startswith("3A"):
        # A rule that names a category is answered by what is said of the category as such.
        parts = asked(law("TW", on, {**facts, "goods.entries": Truths({"3A": True}, False)}))
    assert max(parts.values(), default=None) == now


@pytest.mark.parametrize(("on", "said"), [("2024-01-24", False), ("2024-01-25", True)])
def test_the_45_priority_codes_since_january_2024(law: Law, on: str, said: bool) -> None:
    facts = {"destination": "BY", "goods.code": "848210", "goods.machine_tool": True}
    parts = law("TW", on, facts)
    assert ("tw_hs_priority" in parts) is said
    if said:
        assert (parts["tw_hs_priority"].now, parts["tw_hs_priority"].licence_policy) == (LICENCE, "denial")


@pytest.mark.parametrize("code", ["845630", "845710", "845720", "845811", "845819", "845961", "846012", "846140"])
@pytest.mark.parametrize(("on", "said"), [("2024-03-07", False), ("2024-03-08", True)])
def test_machine_tools_by_code_since_march_2024(asked: Asked, law: Law, code: str, on: str, said: bool) -> None:
    parts = law("TW", on, {"destination": "RU", "goods.code": code})
    assert asked(parts) == ({"tw_hs_machine_tools": LICENCE} if said else {})
    assert not said or parts["tw_hs_machine_tools"].licence_policy == "denial"


@pytest.mark.parametrize("code", ["845611", "846210", "846693", "820740", "820900", "853710"])
def test_of_codes_near_by_it_is_not_known_never_no(law: Law, code: str) -> None:
    part = law("TW", "2026-11-22", {"destination": "RU", "goods.code": code})["tw_hs_machine_tools_unread"]
    assert (part.answer, part.now, part.possible) == ("unknown", HOLD, LICENCE)
    assert not part.deniers


def test_a_heading_alone_leaves_it_open_and_asks_for_the_code(law: Law) -> None:
    part = law("TW", "2026-11-22", {"destination": "RU", "goods.code": "8456"})["tw_hs_machine_tools"]
    assert part.answer == "unknown"
    assert frozenset({"Q32"}) in part.deniers


@pytest.mark.parametrize(("on", "said"), [("2024-06-13", False), ("2024-06-14", True)])
def test_nitrocellulose_since_june_2024(law: Law, on: str, said: bool) -> None:
    parts = law("TW", on, {"destination": "RU", "goods.code": "391220", "goods.machine_tool": False})
    assert ("tw_hs_nitrocellulose" in parts) is said


def test_a_turkish_consignee_with_a_russian_end_user_is_refused(law: Law) -> None:
    # Where goods will be used is the destination, whatever the consignee's country is.
    facts = {**PLAIN, "destination": "RU", "party.role": "consignee", "party.country": "TR", "goods.code": "845811"}
    part = law("TW", "2024-03-08", facts)["tw_hs_machine_tools"]
    assert (part.now, part.licence_policy) == (LICENCE, "denial")


@pytest.mark.parametrize(("code", "rule", "now"), [
    ("845811", "tw_onward", LICENCE),
    ("820740", "tw_hs_machine_tools_unread", HOLD),
])  # fmt: skip
def test_goods_known_to_go_on_from_turkey_to_russia_are_refused(
    asked: Asked, law: Law, code: str, rule: str, now: tuple[Outcome, ...]
) -> None:
    facts = {**PLAIN, "destination": "TR", "onward": Truths({"RU": True}, False), "goods.code": code}
    assert asked(law("TW", "2024-03-08", facts))[rule] == now


@pytest.mark.parametrize("destination", ["TR", "AE"])
@pytest.mark.parametrize(
    ("affidavit", "on", "now"),
    [
        (False, "2024-03-07", None),
        (False, "2024-03-08", (Outcome.HOLD, Outcome.CLAUSE)),
        (None, "2024-03-08", (Outcome.HOLD, Outcome.CLAUSE)),
        (True, "2024-03-08", None),
    ],
)
def test_machine_tools_to_turkey_and_the_emirates_wait_for_the_affidavit(
    asked: Asked, law: Law, destination: str, affidavit: bool | None, on: str, now: tuple[Outcome, ...] | None
) -> None:
    facts = {**PLAIN, "destination": destination, "affidavit.third_country": affidavit}
    assert asked(law("TW", on, facts)).get("tw_affidavit") == now


def test_elsewhere_outside_the_partners_the_affidavit_is_a_term_to_add(asked: Asked, law: Law) -> None:
    facts = {**PLAIN, "affidavit.third_country": False, "destination": "KZ"}
    assert asked(law("TW", "2026-11-22", facts)) == {"tw_affidavit_elsewhere": (Outcome.CLAUSE,)}
    assert not law("TW", "2026-11-22", {**facts, "destination": "DE", "order.partner": True})


@pytest.mark.parametrize(
    ("facts", "entries", "on", "now"),
    [
        ({}, ("2B001.a",), "2014-01-01", HOLD),
        ({}, (), "2024-03-07", None),
        ({}, (), "2024-03-08", HOLD),
        ({"order.partner": True}, (), "2024-03-08", None),
        ({"end_user.named": True}, ("2B001.a",), "2026-11-22", None),
    ],
)
def test_the_end_user_of_listed_goods_and_of_machine_tools_must_be_declared(
    asked: Asked,
    law: Law,
    facts: Mapping[str, bool],
    entries: tuple[str, ...],
    on: str,
    now: tuple[Outcome, ...] | None,
) -> None:
    told = {**PLAIN, "end_user.named": False, **facts}
    assert asked(law("TW", on, told, entries=entries)).get("tw_end_user") == now


@pytest.mark.parametrize("destination", ["CN", "TR", "UZ", "KZ", "KG", "AE", "TH", "IN", "US", "JP", "DE"])
def test_a_strategic_commodity_needs_a_permit_for_every_destination(asked: Asked, law: Law, destination: str) -> None:
    parts = law("TW", "2026-11-22", {**PLAIN, "destination": destination}, entries=("2B201.a",))
    assert asked(parts) == {"tw_shtc": LICENCE}


@pytest.mark.parametrize(("on", "names"), [("2025-06-09", ""), ("2025-06-10", "601"), ("2025-09-16", "279")])
def test_the_entity_list_asks_for_a_permit_of_listed_goods_and_is_else_looked_up(
    asked: Asked, law: Law, on: str, names: str
) -> None:
    unread = {**PLAIN, "party.lists": Truths({"UN UNSC Consolidated List": False})}
    part = law("TW", on, unread, entries=("2B001.a",))["tw_entity_list"]
    assert (part.answer, part.now) == ("unknown", HOLD)
    assert names in part.citation
    assert asked(law("TW", on, unread)) == {"tw_entity_list_lookup": RECORD}
    named = law("TW", on, PLAIN, entries=("2B001.a",), lists=("TW SHTC entity list",))
    assert named["tw_entity_list"].now == LICENCE


@pytest.mark.parametrize(("fact", "value", "rule", "now"), [
    ("end_use.wmd", True, "tw_catch_all", LICENCE),
    ("end_use.military", None, "tw_catch_all", HOLD),
    ("end_use.informed", True, "tw_catch_all", LICENCE),
    ("party.missile_or_wmd", True, "tw_catch_all_party", LICENCE),
    ("party.missile_or_wmd", None, "tw_catch_all_party", None),
])  # fmt: skip
def test_weapons_use_asks_for_a_permit_of_any_goods(
    asked: Asked, law: Law, fact: str, value: bool | None, rule: str, now: tuple[Outcome, ...] | None
) -> None:
    parts = law("TW", "2026-11-22", {**PLAIN, fact: value})
    assert asked(parts).get(rule) == now
    assert now is None or parts[rule].evidence == "memory"


def test_a_party_on_the_un_list_blocks(law: Law) -> None:
    assert law("TW", "2026-11-22", PLAIN, lists=("UN UNSC Consolidated List",))["tw_un_list"].now == BLOCK
