from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bench.worlds.baselines import finding, imports, one_line_rules, oracle, rankings, right_among_first
from bench.worlds.family import read_family
from bench.worlds.matching import Planted, Truth, score
from bench.worlds.measuring import table
from bench.worlds.plot import SCHEMES

CONTROL = date(2023, 1, 1)

WANTED = frozenset(
    [
        "third_country_transshipment",
        "route_shift_after_control_date",
        "growth_attributed_to_new_intermediaries",
        "broker_vs_shipper_split",
        "same_name_pair_across_border",
        "shared_identifier_cluster",
        "listed_high_diversion_address",
        "successor_importer",
        "family_link_to_listed_owner",
        "ownership_50_rule",
        "former_co_owner_link",
        "management_overlap_with_listed",
        "new_company_after_2022_02_24",
        "rapid_first_order_after_incorporation",
        "misdeclared_parts",
        "hs_downshift",
        "second_hand_flow",
        "installed_base_leak",
        "yuan_or_nondollar_payment",
        "defence_customer_exposure",
        "state_defence_procurement",
        "dealer_continues_after_termination",
        "mirror_gap",
        "hub_surge",
        "origin_swap_by_importer",
        "minor_importer_below_threshold",
        "backfill_after_major_exit",
        "origin_disguise",
        "serial_seen_elsewhere",
        "relocation_alert",
        "after_sales_from_wrong_country",
        "parts_quantity_vs_installed_base",
        "circuitous_route",
        "value_or_weight_anomaly",
        "single_shot_buyer",
        "intermediary_jurisdiction_mismatch",
        "fund_flow_timing",
    ]
)


def line(who: str, on: str, usd: float, **more: Any) -> dict[str, Any]:
    plain = {
        "code": "845710",
        "origin": "JP",
        "dispatch": "JP",
        "sender.latin": "Maker",
        "holder.latin": "Maker",
        "text": "",
    }
    return {
        **plain,
        "who": who,
        "on": date.fromisoformat(on),
        "usd_said": usd,
        "place": ("a.csv", 2),
        "currency": "USD",
        **more,
    }


def world(kind: str, right: int, findings: int, failed: str = "") -> dict[str, Any]:
    measured = {
        "findings": findings,
        "right": right,
        "recall": 0.5,
        "recall_core": 0.4,
        "false_per_1000_parties": 2.0,
        "first_50_subjects": 0.9,
        "subjects_right": 46,
        "evidence_precision": 1.0,
        "evidence_recall": 0.8,
        "shift_dates": [1, 2],
        "core_by_typology": {"hub_surge": [1, 3]},
    }
    links = {"f1": 0.5, "chain_recall": None, "chain_precision": None}
    first = dict.fromkeys(("random", "largest_value", "priority_tier", "growth_rank"), 0.1)
    simple = {"first_50_subjects": first, "one_line_rules": {}, "oracle": {}}
    return {
        "family": "f",
        "world": kind,
        "kind": kind,
        "failed": failed,
        "refused": {},
        "strong": measured,
        "all": measured,
        "links": links,
        "baselines": simple,
    }


def test_every_pattern_that_records_show_can_be_planted() -> None:
    assert {typology for it in SCHEMES.values() for typology in it.core} >= WANTED


def test_the_table_pools_strong_findings_over_planted_worlds() -> None:
    made = table([world("normal", 9, 10), world("half", 1, 10), world("none", 0, 5)])["f"]
    assert made["precision_strong"] == 0.5
    assert made["shift_date_within_a_month"] == [2, 4]
    assert made["core_by_typology"] == {"hub_surge": [1, 3]}
    assert made["false_strong_per_1000_parties_without_diversion"] == 2.0
    assert (made["first_50_subjects"], made["first_50_possible"]) == (0.9, 0.92)


def test_a_run_that_failed_is_told_and_not_averaged() -> None:
    made = table([world("normal", 9, 10), world("normal", 0, 10, failed="run ended with -11")])["f"]
    assert made["precision_strong"] == 0.9
    assert made["runs_failed"] == {"normal": "run ended with -11"}


def test_rankings_put_the_largest_and_the_fastest_first() -> None:
    lines = [
        line("old", "2022-05-01", 900),
        line("old", "2023-05-01", 800),
        line("new", "2023-06-01", 700, code="841370"),
    ]
    made = rankings(lines, CONTROL, 1)
    assert made["largest_value"] == ["old", "new"]
    assert made["growth_rank"] == ["new", "old"]
    assert made["priority_tier"] == ["old", "new"]
    assert set(made["random"]) == {"old", "new"}


def test_a_rule_in_one_line_sees_indirect_listed_goods_after_the_control_only() -> None:
    lines = [
        line("a", "2023-05-01", 5, dispatch="TR"),
        line("b", "2022-05-01", 5, dispatch="TR"),
        line("c", "2023-05-01", 5, code="841370", dispatch="TR"),
    ]
    said = {
        it["subject"]["id"] for it in one_line_rules(lines, CONTROL) if it["typology"] == "third_country_transshipment"
    }
    assert said == {"a"}


def test_the_first_importers_are_counted_by_whether_they_divert() -> None:
    scheme = Planted(
        "s-1",
        "s",
        frozenset({"x"}),
        frozenset({"x"}),
        frozenset({"C1"}),
        frozenset({("a.csv", 2)}),
        frozenset({("a.csv", 2)}),
        None,
    )
    truth = Truth("w", 10, [scheme], {"A": frozenset({"C1"})}, {})
    assert right_among_first(truth, ["a", "b"], lambda it: truth.by_name.get(it.upper(), frozenset()), 50) == 0.5
    assert score(truth, oracle(truth, {"C1": "A"}))["precision"] == 1.0
    assert score(truth, [finding("x", "b", [line("b", "2023-05-01", 5)], 1.0)])["precision"] == 0.0


@pytest.mark.slow
@pytest.mark.parametrize("family", ["anatolia", "steppe", "danube"])
def test_import_lines_are_read_back_with_value_and_importer(made: Callable[..., Path], family: str) -> None:
    lines = imports(made(family), read_family(family))
    assert sum(it["usd_said"] for it in lines) > 1e6
    assert all(it["who"] for it in lines)
