"""The law of the European Union on both sides of its days."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.decide.facts import Truths
from enduse.decide.outcomes import Outcome
from enduse.decide.rulebook import rulebook

Says = Callable[..., tuple[Outcome, ...]]
BLOCK, LICENCE, HOLD, CLAUSE, RECORD = (Outcome[it] for it in ("BLOCK", "LICENCE", "HOLD", "CLAUSE", "RECORD"))


@pytest.fixture
def said(rule_says: Says) -> Says:
    """What a rule asks of a seller in the European Union."""
    known = {"seller.law": Truths({"EU": True}, False), "onward": Truths({}, False)}
    return lambda rule, on, **facts: rule_says(rule, on, **{**known, **facts})


@pytest.fixture
def clause(said: Says) -> Says:
    """What the clause without re-export asks for priority goods of a tier."""

    def ask(on: str, tier: str = "1", destination: str = "TR", **more: Any) -> tuple[Outcome, ...]:
        told = {"clause__no_reexport": False, "signed_on": date.fromisoformat(on), **more}
        rule = "eu_no_reexport_clause_machines" if tier == "4.B" else "eu_no_reexport_clause"
        return said(rule, on, destination=destination, goods__priority_tier=tier, **told)

    return ask


def meets(entry: str) -> Truths:
    return Truths({entry: True}, False)


LISTED = {"goods__entries": meets("2B001.a")}
BELOW = {"goods__entries": meets("2B991.c")}


def test_dual_use_goods_are_forbidden_to_russia_from_the_day_of_the_regulation(said: Says) -> None:
    assert said("eu_dual_use_russia", "2022-02-26", destination="RU", **LISTED) == (BLOCK,)
    assert said("eu_dual_use_russia", "2022-02-25", destination="RU", **LISTED) == ()


def test_before_that_military_use_alone_was_forbidden(said: Says) -> None:
    rule = "eu_dual_use_russia_military"
    assert said(rule, "2014-08-01", destination="RU", end_use__military=True, **LISTED) == (BLOCK,)
    assert said(rule, "2014-07-31", destination="RU", end_use__military=True, **LISTED) == ()
    assert said(rule, "2022-02-25", destination="RU", end_use__military=False, **LISTED) == ()
    assert said(rule, "2022-02-26", destination="RU", end_use__military=True, **LISTED) == ()


def test_goods_that_go_on_to_russia_are_forbidden_like_those_sent_there(said: Says) -> None:
    onward = Truths({"RU": True}, False)
    assert said("eu_dual_use_russia", "2023-01-01", destination="TR", onward=onward, **LISTED) == (BLOCK,)


def test_a_missing_figure_leaves_the_ban_open(said: Says) -> None:
    open_ = {"goods__entries": Truths({"2B001.a": None}, False)}
    assert said("eu_dual_use_russia", "2023-01-01", destination="RU", **open_) == (HOLD,)


def test_machine_tools_below_the_list_are_forbidden_since_the_text_was_read_and_held_before(said: Says) -> None:
    rule = "eu_advanced_technology_russia"
    assert said(rule, "2022-02-25", destination="RU", **BELOW) == ()
    assert said(rule, "2022-02-26", destination="RU", **BELOW) == (HOLD,)
    assert said(rule, "2022-12-03", destination="RU", **BELOW) == (HOLD,)
    assert said(rule, "2022-12-04", destination="RU", goods__code="845811", **BELOW) == (BLOCK,)
    assert said(rule, "2025-01-01", destination="RU", goods__code="845811", **BELOW) == (BLOCK,)


def test_heading_8457_is_unknown_until_it_was_read(said: Says) -> None:
    rule, none = "eu_advanced_technology_russia", {"goods__entries": Truths({}, False), "goods__code": "845720"}
    assert said(rule, "2022-12-10", destination="RU", **none) == ()
    assert said(rule, "2026-04-10", destination="RU", **none) == (HOLD,)
    assert said(rule, "2026-04-11", destination="RU", **none) == (BLOCK,)


@pytest.mark.parametrize("code", ["820770", "845811", "845961", "846012", "846693"])
def test_a_code_of_annex_xxiii_that_was_not_read_is_unknown_and_never_a_no(said: Says, code: str) -> None:
    for day in ("2022-04-09", "2022-12-03", "2022-12-17", "2023-12-19", "2026-11-22"):
        assert said("eu_industrial_goods_russia", day, destination="RU", goods__code=code) == (HOLD,)
    assert said("eu_industrial_goods_russia", "2022-04-08", destination="RU", goods__code=code) == ()


def test_in_the_two_weeks_whose_text_was_read_the_answer_is_definite(said: Says) -> None:
    rule = "eu_industrial_goods_russia"
    assert said(rule, "2022-12-04", destination="RU", goods__code="846610") == (BLOCK,)
    assert said(rule, "2022-12-16", destination="RU", goods__code="8466100000") == (BLOCK,)
    assert said(rule, "2022-12-16", destination="RU", goods__code="845811") == ()
    assert said(rule, "2022-12-16", destination="RU", goods__code="730890") == (HOLD,)


def test_what_was_read_once_stays_forbidden(said: Says) -> None:
    assert said("eu_industrial_goods_russia", "2024-06-01", destination="RU", goods__code="820760") == (BLOCK,)


def test_priority_goods_are_forbidden_to_russia_but_not_to_others(said: Says) -> None:
    assert said("eu_priority_goods_russia", "2024-02-23", destination="RU", goods__priority_tier="4.B") == (BLOCK,)
    assert said("eu_priority_goods_russia", "2024-02-23", destination="TR", goods__priority_tier="4.B") == ()
    assert said("eu_priority_goods_russia", "2024-02-23", destination="RU", goods__priority_tier="none") == ()


def test_transit_through_russia_is_forbidden_for_dual_use_goods_from_the_tenth_package(said: Says) -> None:
    through = {"destination": "KZ", "route__transit": Truths({"RU": True}, False)}
    assert said("eu_transit_russia", "2023-02-25", **through, **LISTED) == ()
    assert said("eu_transit_russia", "2023-02-26", **through, **LISTED) == (BLOCK,)
    assert said("eu_transit_russia", "2023-06-23", **through, **BELOW) == ()
    assert said("eu_transit_russia", "2023-06-24", **through, **BELOW) == (BLOCK,)


def test_an_unknown_route_leaves_the_transit_open(said: Says) -> None:
    open_ = {"destination": "KZ", "route__transit": Truths({"RU": None}, False)}
    assert said("eu_transit_russia", "2024-01-01", **open_, **LISTED) == (HOLD,)


def test_software_for_numerical_controls_follows_that_for_design(said: Says) -> None:
    run, design = Truths({"cnc_operation": True}, False), Truths({"cam": True}, False)
    assert said("eu_software_russia", "2023-12-18", destination="RU", goods__software_type=design) == ()
    assert said("eu_software_russia", "2023-12-19", destination="RU", goods__software_type=design) == (BLOCK,)
    assert said("eu_software_russia", "2025-02-24", destination="RU", goods__software_type=run) == ()
    assert said("eu_software_russia", "2025-02-25", destination="RU", goods__software_type=run) == (BLOCK,)


def test_the_clause_is_due_from_its_day_for_new_contracts_and_later_for_old_ones(clause: Says) -> None:
    old = date(2023, 12, 18)
    assert clause("2024-03-19") == ()
    assert clause("2024-03-20") == (CLAUSE,)
    assert clause("2024-03-20", signed_on=old) == ()
    assert clause("2024-03-20", signed_on=date(2023, 12, 19)) == (CLAUSE,)
    assert clause("2024-12-19", signed_on=old) == ()
    assert clause("2024-12-20", signed_on=old) == (CLAUSE,)


@pytest.mark.parametrize("country", ["US", "JP", "GB", "KR", "AU", "CA", "NZ", "NO", "CH", "LI", "IS", "FR"])
def test_partner_countries_and_the_union_need_no_clause(clause: Says, country: str) -> None:
    assert clause("2025-06-01", destination=country) == ()
    assert clause("2025-06-01", "4.B", destination=country) == ()


def test_the_clause_for_machine_tools_is_taken_on_while_its_first_day_is_unverified(clause: Says) -> None:
    assert clause("2024-03-19", "4.B") == ()
    assert clause("2025-01-09", "4.B") == (CLAUSE,)
    assert clause("2025-01-10", "4.B") == (CLAUSE,)
    rule = rulebook().rule("eu_no_reexport_clause_machines")
    assert rule
    assert [it.verified for it in rule.spans] == [False, True]


def test_a_contract_with_the_clause_needs_no_other(clause: Says) -> None:
    assert clause("2025-06-01", clause__no_reexport=True) == ()


def test_codes_outside_annex_xl_need_no_clause(clause: Says) -> None:
    assert clause("2025-06-01", "none") == ()


def test_due_diligence_of_sellers_begins_on_its_day(said: Says) -> None:
    told = {"destination": "TR", "goods__priority_tier": "4.B"}
    assert said("eu_priority_due_diligence", "2024-12-25", **told) == ()
    assert said("eu_priority_due_diligence", "2024-12-26", **told) == (RECORD,)


@pytest.mark.parametrize(("code", "now"), [("845811", (HOLD,)), ("852910", (HOLD,)), ("100199", ())])
def test_the_ban_to_kyrgyzstan_is_unknown_for_machines_and_no_matter_for_wheat(
    said: Says, code: str, now: tuple[Outcome, ...]
) -> None:
    assert said("eu_third_country_ban", "2026-04-24", destination="KG", goods__code=code) == now
    assert said("eu_third_country_ban", "2026-04-23", destination="KG", goods__code=code) == ()
    assert said("eu_third_country_ban", "2026-04-24", destination="UZ", goods__code=code) == ()


@pytest.mark.parametrize(
    ("on", "destination", "now"),
    [
        ("2020-12-31", "GB", ()),
        ("2021-01-01", "GB", ()),
        ("2021-09-08", "IS", (LICENCE,)),
        ("2021-09-09", "IS", ()),
        ("2024-01-01", "KR", (LICENCE,)),
        ("2024-01-01", "TR", (LICENCE,)),
        ("2024-01-01", "FR", ()),
    ],
)
def test_listed_goods_need_a_licence_outside_the_general_authorisation(
    said: Says, on: str, destination: str, now: tuple[Outcome, ...]
) -> None:
    assert said("eu_dual_use_licence", on, destination=destination, **LISTED) == now


def test_the_same_code_with_and_without_a_listed_figure(said: Says) -> None:
    assert said("eu_dual_use_licence", "2024-01-01", destination="IN", goods__code="845811", **LISTED) == (LICENCE,)
    assert said("eu_dual_use_licence", "2024-01-01", destination="IN", goods__code="845811", **BELOW) == ()


def use(**told: bool) -> dict[str, Any]:
    words = ("end_use.wmd", "end_use.informed", "end_use.military", "party.missile_or_wmd")
    return {**dict.fromkeys((it.replace(".", "__") for it in words), False), **told}


def test_the_catch_all_asks_for_knowledge_or_an_embargoed_military_use(said: Says) -> None:
    for known in ("end_use__wmd", "end_use__informed", "party__missile_or_wmd"):
        assert said("eu_catch_all", "2024-01-01", destination="TR", **use(**{known: True})) == (LICENCE,)
    assert said("eu_catch_all", "2024-01-01", destination="CN", **use(end_use__military=True)) == (LICENCE,)
    assert said("eu_catch_all", "2024-01-01", destination="IN", **use(end_use__military=True)) == ()
    assert said("eu_catch_all", "2024-01-01", destination="TR", **use()) == ()


def test_recorded_suspicion_goes_to_the_authority(said: Says) -> None:
    assert said("eu_suspected_use", "2024-01-01", destination="TR", end_use__suspected=True) == (LICENCE,)
    assert said("eu_suspected_use", "2024-01-01", destination="TR", end_use__suspected=False) == ()


@pytest.mark.parametrize("name", ["EU Consolidated Financial Sanctions", "EU 269/2014 Annex I"])
def test_a_frozen_party_blocks_and_a_possible_one_holds(said: Says, name: str) -> None:
    assert said("eu_asset_freeze", "2024-01-01", party__lists=Truths({name: True}, None)) == (BLOCK,)
    assert said("eu_asset_freeze", "2024-01-01", party__lists=Truths({name: None}, None)) == (HOLD,)
    assert said("eu_asset_freeze", "2024-01-01", party__lists=Truths({name: False}, False)) == ()


def test_the_consolidated_list_alone_settles_the_freeze(said: Says) -> None:
    loaded = Truths({"EU Consolidated Financial Sanctions": False}, None)
    assert said("eu_asset_freeze", "2024-01-01", party__lists=loaded) == ()
    assert said("eu_asset_freeze", "2024-01-01", party__lists=Truths({}, None)) == (HOLD,)


def test_annex_iv_holds_outside_partner_countries_until_it_is_loaded(said: Says) -> None:
    told = {"party__lists": Truths({}, None), **BELOW, "goods__priority_tier": "none"}
    assert said("eu_annex_iv", "2025-01-01", destination="CN", **told) == (HOLD,)
    assert said("eu_annex_iv", "2025-01-01", destination="US", **told) == ()


def test_owned_and_controlled_are_tests_of_their_own(said: Says) -> None:
    neither, yes = Truths({"EU": False}, None), Truths({"EU": True}, None)
    rule = "eu_asset_freeze_owned"
    assert said(rule, "2024-01-01", party__owned_by_listed=yes, party__controlled_by_listed=neither) == (BLOCK,)
    assert said(rule, "2024-01-01", party__owned_by_listed=neither, party__controlled_by_listed=yes) == (BLOCK,)
    assert said(rule, "2024-01-01", party__owned_by_listed=neither, party__controlled_by_listed=neither) == ()


def test_annex_iv_forbids_sensitive_goods_in_any_country_and_nothing_else(said: Says) -> None:
    listed = {"party__lists": Truths({"EU 833/2014 Annex IV": True}, False), "destination": "TR"}
    plain = {"goods__entries": Truths({}, False), "goods__priority_tier": "none"}
    assert said("eu_annex_iv", "2014-09-11", **listed, **LISTED) == ()
    assert said("eu_annex_iv", "2014-09-12", **listed, **LISTED) == (BLOCK,)
    assert said("eu_annex_iv", "2024-01-01", **listed, **{**plain, "goods__priority_tier": "2"}) == (BLOCK,)
    assert said("eu_annex_iv", "2024-01-01", **listed, **plain) == ()


def test_belarus_has_twins_and_what_was_not_read_holds(said: Says) -> None:
    assert said("eu_dual_use_belarus", "2022-03-03", destination="BY", **LISTED) == (BLOCK,)
    assert said("eu_dual_use_belarus", "2022-03-02", destination="BY", **LISTED) == ()
    assert said("eu_advanced_technology_belarus", "2024-06-29", destination="BY", **BELOW) == (HOLD,)
    assert said("eu_advanced_technology_belarus", "2024-06-30", destination="BY", **BELOW) == (BLOCK,)
    assert said("eu_machinery_belarus", "2023-01-01", destination="BY", goods__code="845811") == (HOLD,)
    assert said("eu_machinery_belarus", "2023-01-01", destination="BY", goods__code="620342") == ()


def test_the_law_of_the_union_binds_no_seller_elsewhere(said: Says) -> None:
    korea = Truths({"KR": True}, False)
    bound = [it for it in rulebook().rules if it.jurisdiction == "EU"]
    assert len(bound) > 20
    for rule in bound:
        found = said(rule.id, "2025-06-01", **{"seller__law": korea}, destination="RU", **LISTED)
        assert found == (), rule.id


@pytest.mark.parametrize(
    "row",
    "T001 T003 T007 T013 T016 T019 T023 T027 T030 T034 T038 T043 T044 T045 T046 T047 T048 T053".split(),  # noqa: SIM905
)
def test_every_row_of_the_timeline_stands_behind_a_rule(row: str) -> None:
    spans = [it for rule in rulebook().rules if rule.jurisdiction == "EU" for it in rule.spans]
    assert any(row in it.source for it in spans)
