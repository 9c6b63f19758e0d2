"""Rules of the house: policy, never a prohibition."""

from collections.abc import Callable
from typing import Any

import pytest

from enduse.decide.facts import Truths
from enduse.decide.outcomes import Outcome
from enduse.decide.rulebook import Rule, rulebook

Says = Callable[..., tuple[Outcome, ...]]
BLOCK, HOLD, EDD = Outcome.BLOCK, Outcome.HOLD, Outcome.EDD
HOUSE = [it for it in rulebook().rules if it.jurisdiction == "HOUSE"]


@pytest.fixture
def said(rule_says: Says) -> Says:
    """What a rule of the house asks of an order of a machine tool on no list."""

    def ask(rule: str, on: str = "2025-06-01", seller: str = "KR", /, **facts: Any) -> tuple[Outcome, ...]:
        told: dict[str, Any] = {"seller.law": Truths({seller: True}, False), "onward": Truths({}, False)}
        told |= {"goods.machine_tool": True, "goods.priority_tier": "none", "party.role": "buyer"}
        return rule_says(rule, on, **{**told, **facts})

    return ask


@pytest.mark.parametrize("rule", HOUSE, ids=lambda it: it.id)
def test_the_house_never_prohibits_and_never_asks_for_a_licence(rule: Rule) -> None:
    assert rule.basis == "policy"
    assert rule.decided or max(it for span in rule.spans for it in span.outcomes) <= HOLD


def test_only_a_decision_about_a_named_party_blocks(said: Says) -> None:
    assert [it.id for it in HOUSE if it.decided] == ["house_blocked_by_decision"]
    assert said("house_blocked_by_decision", decision__blocked=True) == (BLOCK,)
    assert said("house_blocked_by_decision", decision__blocked=False) == ()


@pytest.mark.parametrize(
    ("destination", "now"), [("TR", (EDD,)), ("UZ", (EDD,)), ("CN", (EDD,)), ("US", ()), ("DE", ()), ("LI", ())]
)
def test_priority_goods_need_due_diligence_outside_partner_countries(
    said: Says, destination: str, now: tuple[Outcome, ...]
) -> None:
    assert said("house_priority_goods", destination=destination, goods__priority_tier="4.B") == now


def test_the_gate_opens_with_the_first_list_and_asks_nothing_of_other_codes(said: Says) -> None:
    assert said("house_priority_goods", "2023-05-18", destination="TR", goods__priority_tier="1") == ()
    assert said("house_priority_goods", "2023-05-19", destination="TR", goods__priority_tier="1") == (EDD,)
    assert said("house_priority_goods", destination="TR", goods__priority_tier="none") == ()


def test_a_missing_figure_holds_but_not_within_the_union(said: Says) -> None:
    missing = {"goods__spec_missing": True}
    assert said("house_specification_missing", destination="TR", **missing) == (HOLD,)
    assert said("house_specification_missing", "2025-06-01", "EU", destination="TR", **missing) == (HOLD,)
    assert said("house_specification_missing", "2025-06-01", "EU", destination="FR", **missing) == ()
    assert said("house_specification_missing", destination="TR", goods__spec_missing=False) == ()


@pytest.mark.parametrize("country", ["RU", "BY"])
def test_everything_for_russia_and_belarus_waits_for_a_person(said: Says, country: str) -> None:
    assert said("house_russia_belarus", "2022-02-23", destination=country) == ()
    assert said("house_russia_belarus", "2022-02-24", destination=country) == (HOLD,)
    assert said("house_russia_belarus", destination="TR", onward=Truths({country: True}, False)) == (HOLD,)
    assert said("house_russia_belarus", destination="TR") == ()


def test_a_party_in_russia_holds_an_order_for_elsewhere(said: Says) -> None:
    assert said("house_touches_russia", countries=Truths({"RU": True, "TR": True}, False)) == (HOLD,)
    assert said("house_touches_russia", countries=Truths({"TR": True}, False)) == ()


@pytest.mark.parametrize("region", ["Crimea", "Donetsk", "Luhansk", "Kherson", "Zaporizhzhia"])
def test_occupied_regions_hold(said: Says, region: str) -> None:
    assert said("house_occupied_regions", destination__region=region) == (HOLD,)
    assert said("house_occupied_regions", destination__region="none") == ()


def test_transit_holds_for_sensitive_goods_only(said: Says) -> None:
    through = {"route__transit": Truths({"BY": True}, False)}
    assert said("house_transit", **through) == (HOLD,)
    assert said("house_transit", goods__machine_tool=False, **through) == ()
    assert said("house_transit", route__transit=Truths({"PL": True}, False)) == ()
    assert said("house_transit", route__transit=Truths({"RU": None}, False)) == (HOLD,)


@pytest.mark.parametrize(
    "name", ["US-OFAC SDN", "US-BIS UVL", "EU 833/2014 Annex IV", "UK UK Sanctions List", "JP Foreign End User List"]
)
def test_a_list_of_another_jurisdiction_holds(said: Says, name: str) -> None:
    assert said("house_listed_elsewhere", party__lists=Truths({name: True}, None)) == (HOLD,)


def test_a_party_on_no_list_of_the_four_authorities_does_not_hold(said: Says) -> None:
    none = ("US-OFAC SDN", "US-BIS Entity List", "EU Consolidated Financial Sanctions", "UK UK Sanctions List")
    assert said("house_listed_elsewhere", party__lists=Truths(dict.fromkeys(none, False), None)) == ()


def test_a_list_of_one_of_these_that_was_not_loaded_holds(said: Says) -> None:
    assert said("house_listed_elsewhere", party__lists=Truths({"US-OFAC SDN": False}, None)) == (HOLD,)


@pytest.mark.parametrize(("share", "now"), [(24.9, ()), (25.0, (HOLD,)), (49.0, (HOLD,))])
def test_a_quarter_in_listed_hands_holds(said: Says, share: float, now: tuple[Outcome, ...]) -> None:
    assert said("house_listed_minority", party__listed_share=share) == now


@pytest.mark.parametrize(("strength", "now"), [(0.49, ()), (0.5, (HOLD,))])
def test_strong_findings_hold(said: Says, strength: float, now: tuple[Outcome, ...]) -> None:
    assert said("house_findings", party__findings=strength) == now


def test_watched_refused_military_and_addressed_parties_hold(said: Says) -> None:
    assert said("house_watched", party__watched=True) == (HOLD,)
    assert said("house_watched", party__watched=False) == ()
    assert said("house_refused_before", refusal__held=True) == (HOLD,)
    assert said("house_military_party", party__military=True) == (HOLD,)
    assert said("house_military_party", party__military=False, party__missile_or_wmd=False) == ()
    assert said("house_listed_address", party__listed_address=True) == (HOLD,)
    assert said("house_listed_address") == ()


def test_a_bank_on_the_list_of_the_us_treasury_holds_the_payment(said: Says) -> None:
    listed = {"party__lists": Truths({"US-OFAC SDN": True}, None), "destination": "KZ"}
    assert said("house_secondary_sanctions", party__role="bank", **listed) == (HOLD,)
    assert said("house_secondary_sanctions", **listed) == ()
    assert said("house_secondary_sanctions", "2023-12-21", party__role="bank", **listed) == ()


def test_the_law_of_other_countries_is_not_held_and_says_so(said: Says) -> None:
    listed = {"goods__entries": Truths({"2B001.a": True}, False), "destination": "IN"}
    assert said("house_law_not_held", "2025-06-01", "IL", **listed) == (HOLD,)
    assert said("house_law_not_held", "2025-06-01", "KR", **listed) == ()
    none = {"goods__entries": Truths({}, False), "destination": "IN"}
    assert said("house_law_not_held", "2025-06-01", "IL", **none) == ()


@pytest.mark.parametrize("row", ["T028", "T033"])
def test_rows_of_the_timeline_that_bind_no_seller_stand_behind_a_rule_of_the_house(row: str) -> None:
    assert any(row in span.source for rule in HOUSE for span in rule.spans)
