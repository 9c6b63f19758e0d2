"""British law on both sides of its days; schedules that were not read hold."""

from collections.abc import Callable
from typing import Any

import pytest

from enduse.decide.facts import Truths
from enduse.decide.outcomes import Outcome
from enduse.decide.rulebook import rulebook

Says = Callable[..., tuple[Outcome, ...]]
BLOCK, LICENCE, HOLD, RECORD = (Outcome[it] for it in ("BLOCK", "LICENCE", "HOLD", "RECORD"))


@pytest.fixture
def said(rule_says: Says) -> Says:
    """What a rule asks of a British seller."""
    known = {"seller.law": Truths({"GB": True}, False), "onward": Truths({}, False)}
    return lambda rule, on, **facts: rule_says(rule, on, **{**known, **facts})


LISTED = {"goods__entries": Truths({"2B001.a": True}, False)}


def test_dual_use_goods_are_forbidden_to_russia_from_march_2022_and_before_for_military_use(said: Says) -> None:
    assert said("uk_dual_use_russia", "2022-02-28", destination="RU", **LISTED) == ()
    assert said("uk_dual_use_russia", "2022-03-01", destination="RU", **LISTED) == (BLOCK,)
    told = {"destination": "RU", "end_use__military": True, **LISTED}
    assert said("uk_dual_use_russia_military", "2020-12-31", **told) == (BLOCK,)
    assert said("uk_dual_use_russia_military", "2020-12-30", **told) == ()
    assert said("uk_dual_use_russia_military", "2022-03-01", **told) == ()


@pytest.mark.parametrize("code", ["845811", "820770", "846610"])
def test_no_code_of_the_unread_schedules_is_ever_a_no(said: Says, code: str) -> None:
    for day in ("2022-07-21", "2023-12-14", "2023-12-15", "2026-11-22"):
        assert said("uk_goods_lists_russia", day, destination="RU", goods__code=code) == (HOLD,)
    assert said("uk_goods_lists_russia", "2022-07-20", destination="RU", goods__code=code) == ()
    assert said("uk_goods_lists_russia", "2024-01-01", destination="TR", goods__code=code) == ()


def test_critical_industry_goods_hold(said: Says) -> None:
    told = {"goods__entries": Truths({"2B991.c": True}, False), "goods__priority_tier": "none"}
    assert said("uk_critical_industry_goods_russia", "2022-03-01", destination="RU", **told) == (HOLD,)
    assert said("uk_critical_industry_goods_russia", "2022-02-28", destination="RU", **told) == ()
    assert said("uk_critical_industry_goods_russia", "2022-03-01", destination="TR", **told) == ()


def test_belarus_is_from_memory_and_holds(said: Says) -> None:
    assert said("uk_belarus", "2022-07-05", destination="BY", **LISTED) == (HOLD,)
    assert said("uk_belarus", "2022-07-04", destination="BY", **LISTED) == ()


@pytest.mark.parametrize(
    ("destination", "now"), [("FR", ()), ("US", ()), ("KR", (LICENCE,)), ("TR", (LICENCE,)), ("GB", ())]
)
def test_listed_goods_need_a_licence_outside_the_general_ones(
    said: Says, destination: str, now: tuple[Outcome, ...]
) -> None:
    assert said("uk_dual_use_licence", "2024-01-01", destination=destination, **LISTED) == now


def use(**told: bool) -> dict[str, Any]:
    words = ("end_use__wmd", "end_use__informed", "end_use__military", "party__missile_or_wmd")
    return {**dict.fromkeys(words, False), **told}


def test_the_catch_all_asks_for_knowledge_or_a_military_use_in_certain_countries(said: Says) -> None:
    assert said("uk_catch_all", "2024-01-01", destination="TR", **use(end_use__wmd=True)) == (LICENCE,)
    assert said("uk_catch_all", "2024-01-01", destination="CN", **use(end_use__military=True)) == (LICENCE,)
    assert said("uk_catch_all", "2024-01-01", destination="TR", **use(end_use__military=True)) == ()
    assert said("uk_suspected_use", "2024-01-01", destination="TR", end_use__suspected=True) == (LICENCE,)


def test_designated_persons_block_and_so_does_what_they_own_or_control(said: Says) -> None:
    listed, none = Truths({"UK UK Sanctions List": True}, None), Truths({"UK": False}, None)
    assert said("uk_asset_freeze", "2024-01-01", party__lists=listed) == (BLOCK,)
    assert said("uk_asset_freeze", "2020-12-30", party__lists=listed) == ()
    loaded = Truths({"UK OFSI Consolidated List": False}, None)
    assert said("uk_asset_freeze", "2024-01-01", party__lists=loaded) == ()
    yes = Truths({"UK": True}, None)
    owned, rule = {"party__owned_by_listed": none}, "uk_asset_freeze_owned"
    assert said(rule, "2024-01-01", party__controlled_by_listed=yes, **owned) == (BLOCK,)
    assert said(rule, "2024-01-01", party__controlled_by_listed=none, **owned) == ()


def test_enforcement_asks_for_the_record_where_russia_is_touched(said: Says) -> None:
    russia = Truths({"RU": True}, False)
    assert said("uk_sanctions_reporting", "2024-10-09", countries=russia) == ()
    assert said("uk_sanctions_reporting", "2024-10-10", countries=russia) == (RECORD,)
    assert said("uk_sanctions_reporting", "2024-10-10", countries=Truths({}, False)) == ()


def test_unread_schedules_are_of_low_confidence() -> None:
    unread = ("uk_goods_lists_russia", "uk_critical_industry_goods_russia", "uk_belarus")
    found = [it for it in rulebook().rules if it.id in unread]
    assert len(found) == len(unread)
    assert {span.confidence for rule in found for span in rule.spans} == {"low"}


@pytest.mark.parametrize("row", ["T026", "T056"])
def test_every_row_of_the_timeline_stands_behind_a_rule(row: str) -> None:
    spans = [it for rule in rulebook().rules if rule.jurisdiction == "GB" for it in rule.spans]
    assert any(row in it.source for it in spans)
