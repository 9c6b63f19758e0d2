"""The law of the United States: who is bound by it, on both sides of its days."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.decide.facts import Truths
from enduse.decide.outcomes import Outcome
from enduse.decide.rulebook import rulebook
from enduse.goods.codes.tiers import tiers

Says = Callable[..., tuple[Outcome, ...]]
BLOCK, LICENCE, HOLD = (Outcome[it] for it in ("BLOCK", "LICENCE", "HOLD"))
NOW = tuple[Outcome, ...]


@pytest.fixture
def said(rule_says: Says) -> Says:
    """What a rule asks of a seller, by default an American one; the goods of others were not made in the US."""

    def ask(rule: str, on: str, seller: str = "US", /, **facts: Any) -> NOW:
        told: dict[str, Any] = {"seller.country": seller, "seller.law": Truths({seller: True}, False)}
        if seller != "US":
            told |= {"us.origin": False}
        return rule_says(rule, on, **{**told, **facts})

    return ask


def meets(entry: str) -> Truths:
    return Truths({entry: True}, False)


LATHE = {"goods__entries": meets("2B001.a")}


def test_machine_tools_of_category_two_need_a_licence_to_russia_from_april_2022(said: Says) -> None:
    assert said("us_ccl_russia", "2022-04-07", destination="RU", **LATHE) == ()
    assert said("us_ccl_russia", "2022-04-08", destination="RU", **LATHE) == (LICENCE,)
    assert said("us_ccl_russia", "2022-04-08", destination="BY", goods__entries=meets("2B991.c")) == (LICENCE,)


def test_belarus_joined_six_days_after_russia(said: Says) -> None:
    chip = {"goods__entries": Truths({"3A": True}, False)}
    assert said("us_ccl_russia", "2022-02-23", destination="RU", **chip) == ()
    assert said("us_ccl_russia", "2022-02-24", destination="RU", **chip) == (LICENCE,)
    assert said("us_ccl_russia", "2022-03-01", destination="BY", **chip) == ()
    assert said("us_ccl_russia", "2022-03-02", destination="BY", **chip) == (LICENCE,)


@pytest.mark.parametrize(
    ("seller", "on", "now"),
    [
        ("CN", "2024-01-01", (LICENCE,)),
        ("TR", "2024-01-01", (LICENCE,)),
        ("DE", "2022-04-08", ()),
        ("JP", "2022-04-08", ()),
        ("KR", "2022-04-08", ()),
        ("CH", "2022-04-08", ()),
        ("TW", "2023-02-23", (LICENCE,)),
        ("TW", "2023-02-24", ()),
    ],
)
def test_us_content_binds_foreign_sellers_but_not_those_of_partner_countries(
    said: Says, seller: str, on: str, now: NOW
) -> None:
    assert said("us_ccl_russia", on, seller, us__content=True, destination="RU", **LATHE) == now


@pytest.mark.parametrize(("seller", "on", "now"), [("KR", "2022-03-03", (LICENCE,)), ("KR", "2022-03-04", ())])
def test_korea_became_a_partner_in_march_2022(said: Says, seller: str, on: str, now: NOW) -> None:
    chip = {"goods__entries": Truths({"3A": True}, False)}
    assert said("us_ccl_russia", on, seller, us__content=True, destination="RU", **chip) == now


def test_switzerland_was_bound_until_it_became_a_partner(said: Says) -> None:
    chip = {"goods__entries": Truths({"3A": True}, False), "us__content": True, "destination": "RU"}
    assert said("us_ccl_russia", "2022-04-07", "CH", **chip) == (LICENCE,)
    assert said("us_ccl_russia", "2022-04-08", "CH", **chip) == ()


def test_unknown_us_content_holds_where_it_matters_and_nowhere_else(said: Says) -> None:
    assert said("us_ccl_russia", "2024-01-01", "CN", destination="RU", **LATHE) == (HOLD,)
    assert said("us_ccl_russia", "2024-01-01", "CN", destination="UZ", **LATHE) == ()
    assert said("us_ccl_russia", "2024-01-01", "KR", destination="RU", **LATHE) == ()


def test_goods_without_us_content_are_no_matter(said: Says) -> None:
    assert said("us_ccl_russia", "2024-01-01", "CN", us__content=False, destination="RU", **LATHE) == ()


def test_us_made_goods_in_partner_countries_are_not_decided(said: Says) -> None:
    told = {"us__origin": True, "destination": "RU"}
    assert said("us_reexport_partner", "2024-01-01", "KR", **told) == (HOLD,)
    assert said("us_reexport_partner", "2024-01-01", "CN", **told) == ()
    assert said("us_ccl_russia", "2024-01-01", "CN", us__content=True, **told, **LATHE) == (LICENCE,)


def test_every_machine_of_chapter_84_needs_a_licence_from_may_2023(said: Says) -> None:
    rule = "us_industrial_goods_russia"
    assert said(rule, "2022-05-08", destination="RU", goods__code="845811") == ()
    assert said(rule, "2022-05-09", destination="RU", goods__code="845811") == (HOLD,)
    assert said(rule, "2023-05-18", destination="RU", goods__code="845811") == (HOLD,)
    assert said(rule, "2023-05-19", destination="RU", goods__code="845811") == (LICENCE,)
    assert said(rule, "2023-05-19", destination="UZ", goods__code="845811") == ()


def test_belarus_joined_the_industry_sectors_in_september_2022(said: Says) -> None:
    rule = "us_industrial_goods_russia"
    assert said(rule, "2022-09-14", destination="BY", goods__code="845811") == ()
    assert said(rule, "2022-09-15", destination="BY", goods__code="845811") == (HOLD,)


def test_tools_of_chapter_82_follow_in_june_2024(said: Says) -> None:
    rule = "us_industrial_goods_russia"
    assert said(rule, "2024-06-11", destination="RU", goods__code="820770") == (HOLD,)
    assert said(rule, "2024-06-12", destination="RU", goods__code="820770") == (LICENCE,)
    named = {"goods__code_lists": Truths({"US Supplement 4 to EAR part 746": True}, False)}
    assert said("us_industrial_goods_added", "2024-01-22", destination="RU", **named) == ()
    assert said("us_industrial_goods_added", "2024-01-23", destination="RU", **named) == (LICENCE,)


def test_the_key_of_the_list_of_additions_is_that_of_the_data() -> None:
    found = tiers("820790", "", date(2024, 1, 23))
    assert "US Supplement 4 to EAR part 746" in {f"{it.authority} {it.list}" for it in found}


def test_oil_goods_of_2014_hold_and_other_goods_are_no_matter(said: Says) -> None:
    assert said("us_oil_goods_russia", "2014-08-06", destination="RU", goods__code="820713") == (HOLD,)
    assert said("us_oil_goods_russia", "2014-08-05", destination="RU", goods__code="820713") == ()
    assert said("us_oil_goods_russia", "2014-08-06", destination="RU", goods__code="845811") == ()
    assert said("us_oil_goods_russia", "2022-02-24", destination="RU", goods__code="820713") == ()


def test_priority_goods_are_reached_in_iran_even_from_partner_countries(said: Says) -> None:
    told = {"us__content": True, "goods__priority_tier": "4.B"}
    assert said("us_priority_goods_iran", "2024-04-17", "KR", destination="IR", **told) == ()
    assert said("us_priority_goods_iran", "2024-04-18", "KR", destination="IR", **told) == (LICENCE,)
    assert said("us_priority_goods_russia", "2024-04-18", "KR", destination="RU", **told) == ()
    assert said("us_priority_goods_russia", "2024-04-18", "CN", destination="RU", **told) == (LICENCE,)


@pytest.mark.parametrize("kind", ["cnc_operation", "cam", "cad", "plm", "update", "unlock"])
def test_software_needs_a_licence_to_russia_from_september_2024(said: Says, kind: str) -> None:
    told = {"destination": "RU", "goods__software_type": Truths({kind: True}, False)}
    assert said("us_software_russia", "2024-09-15", **told) == ()
    assert said("us_software_russia", "2024-09-16", **told) == (LICENCE,)


def test_metal_additive_manufacturing_needs_a_licence_worldwide(said: Says) -> None:
    told = {"goods__entries": meets("2B910")}
    assert said("us_additive_manufacturing", "2024-09-05", destination="DE", **told) == ()
    assert said("us_additive_manufacturing", "2024-09-06", destination="DE", **told) == (LICENCE,)


def test_a_listed_machine_needs_a_licence_where_the_country_chart_may_ask_for_it(said: Says) -> None:
    assert said("us_ccl_licence", "2024-01-01", destination="IN", **LATHE) == (LICENCE,)
    assert said("us_ccl_licence", "2024-01-01", destination="GB", **LATHE) == ()
    assert said("us_ccl_licence", "2024-01-01", destination="IN", goods__entries=meets("2B991.c")) == ()


def lists(name: str) -> Truths:
    return Truths({name: True}, False)


def test_blocked_persons_bind_us_persons(said: Says) -> None:
    assert said("us_sdn", "2023-11-02", party__lists=lists("US-OFAC SDN")) == (BLOCK,)
    assert said("us_sdn", "2023-11-02", "KR", party__lists=lists("US-OFAC SDN")) == ()
    assert said("us_sdn_owned", "2014-08-13", party__owned_by_listed=lists("US-OFAC")) == (BLOCK,)
    assert said("us_sdn_owned", "2014-08-12", party__owned_by_listed=lists("US-OFAC")) == ()


def test_blocked_persons_of_certain_programmes_are_reached_through_the_goods(said: Says) -> None:
    told = {"party__lists": lists("US-OFAC SDN"), "us__content": True}
    russia, other = lists("US-OFAC RUSSIA-EO14024"), lists("US-OFAC GLOMAG")
    assert said("us_sdn_items", "2024-03-20", "CN", party__programmes=russia, **told) == ()
    assert said("us_sdn_items", "2024-03-21", "CN", party__programmes=russia, **told) == (LICENCE,)
    assert said("us_sdn_items", "2024-03-21", "CN", party__programmes=other, **told) == ()


@pytest.mark.parametrize(
    ("rule", "name", "now"),
    [
        ("us_entity_list", "US-BIS Entity List", LICENCE),
        ("us_military_intelligence_list", "US-BIS MIEU", LICENCE),
        ("us_denied_persons", "US-BIS DPL", BLOCK),
        ("us_unverified_list", "US-BIS UVL", HOLD),
    ],
)
def test_lists_of_the_bureau_bind_through_goods_even_in_partner_countries(
    said: Says, rule: str, name: str, now: Outcome
) -> None:
    assert said(rule, "2024-09-01", "KR", us__content=True, party__lists=lists(name)) == (now,)
    assert said(rule, "2024-09-01", "KR", us__content=False, party__lists=lists(name)) == ()
    assert said(rule, "2024-09-01", "KR", party__lists=lists(name)) == (HOLD,)
    assert said(rule, "2024-09-01", "KR", party__lists=Truths({name: False}, None)) == ()


def test_military_end_users_of_the_list_need_a_licence_for_machine_tools_only(said: Says) -> None:
    told = {"party__lists": lists("US-BIS MEU")}
    rule = "us_military_end_user_list"
    assert said(rule, "2020-12-22", goods__entries=meets("2B991.c"), **told) == ()
    assert said(rule, "2020-12-23", goods__entries=meets("2B991.c"), **told) == (LICENCE,)
    assert said(rule, "2020-12-23", goods__entries=Truths({}, False), **told) == ()


def test_a_listed_address_counts_for_controlled_and_priority_goods(said: Says) -> None:
    told = {"party__listed_address": True}
    none = {"goods__entries": Truths({}, False), "goods__priority_tier": "none"}
    assert said("us_listed_address", "2024-06-11", **told, **LATHE) == ()
    assert said("us_listed_address", "2024-06-12", **told, **LATHE) == (LICENCE,)
    assert said("us_listed_address", "2024-06-12", **told, **{**none, "goods__priority_tier": "1"}) == (LICENCE,)
    assert said("us_listed_address", "2024-06-12", **told, **none) == ()


@pytest.mark.parametrize(
    ("on", "now"),
    [
        ("2025-09-28", ()),
        ("2025-09-29", (LICENCE,)),
        ("2025-11-09", (LICENCE,)),
        ("2025-11-10", ()),
        ("2026-11-09", ()),
        ("2026-11-10", (HOLD,)),
    ],
)
def test_affiliates_were_bound_then_suspended_and_are_unverified_now(said: Says, on: str, now: NOW) -> None:
    assert said("us_affiliates", on, party__owned_by_listed=lists("US-BIS")) == now


def test_a_military_use_counts_for_all_goods_in_russia_and_for_some_elsewhere(said: Says) -> None:
    told = {"end_use__military": True}
    rule, none = "us_military_end_use", Truths({}, False)
    assert said(rule, "2022-02-23", destination="RU", goods__entries=none, **told) == ()
    assert said(rule, "2022-02-24", destination="RU", goods__entries=none, **told) == (LICENCE,)
    assert said(rule, "2022-03-01", destination="BY", goods__entries=none, **told) == ()
    assert said(rule, "2022-03-02", destination="BY", goods__entries=none, **told) == (LICENCE,)
    assert said(rule, "2024-01-01", destination="CN", goods__entries=none, **told) == ()
    assert said(rule, "2024-01-01", destination="CN", goods__entries=meets("2B991.c"), **told) == (LICENCE,)


def test_missile_recipients_are_reached_with_any_goods(said: Says) -> None:
    assert said("us_mass_destruction", "2024-01-01", end_use__wmd=True) == (LICENCE,)
    known = {"end_use__wmd": False, "party__missile_or_wmd": True}
    assert said("us_mass_destruction", "2024-01-01", **known) == (LICENCE,)
    assert said("us_mass_destruction", "2024-01-01", end_use__wmd=False) == ()


def test_occupied_regions_need_a_licence_for_nearly_everything(said: Says) -> None:
    assert said("us_occupied_regions", "2022-02-23", destination__region="Donetsk") == ()
    assert said("us_occupied_regions", "2022-02-24", destination__region="Donetsk") == (LICENCE,)
    assert said("us_occupied_regions", "2023-05-19", "KR", us__content=True, destination__region="Crimea") == (LICENCE,)


@pytest.mark.parametrize(
    "row",
    "T002 T004 T005 T006 T011 T014 T018 T022 T025 T029 T036 T037 T039 T040 T042 T050 T051 T052 T059".split(),  # noqa: SIM905
)
def test_every_row_of_the_timeline_stands_behind_a_rule(row: str) -> None:
    spans = [it for rule in rulebook().rules if rule.jurisdiction == "US" for it in rule.spans]
    assert any(row in it.source for it in spans)
