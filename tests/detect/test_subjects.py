"""Several findings about one subject become one line, and agreement counts only where it is news."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.detect.finding import Finding, Other, Subject
from enduse.detect.subjects import BASE, rank_subjects

FIRM = Subject("company", "inn:1", ("NORVENT LLC",), "RU")
SAME_ROWS = {"a": (1, 2), "b": (1, 2)}
OTHER_ROWS = {"a": (1, 2), "b": (3, 4)}


def finding(key: str, typology: str, strength: float, subject: Subject = FIRM) -> Finding:
    return Finding(key, typology, "found", subject, f"{typology} of {key}", strength=strength)


def test_a_second_pattern_in_other_rows_raises_the_strength() -> None:
    (alone,) = rank_subjects([finding("a", "hub_surge", 0.4)], OTHER_ROWS)
    (both,) = rank_subjects([finding("a", "hub_surge", 0.4), finding("b", "mirror_gap", 0.3)], OTHER_ROWS)

    assert alone.strength == pytest.approx(0.4)
    # Odds 2/3 times (odds of .3 over odds of .1) to the power of .6.
    odds = (0.4 / 0.6) * ((0.3 / 0.7) / (0.1 / 0.9)) ** 0.6
    assert both.strength == pytest.approx(odds / (1 + odds), abs=1e-3)
    assert both.sentence == "2 findings of 2 patterns together: hub surge, mirror gap."


def test_a_second_pattern_in_the_same_rows_raises_nothing() -> None:
    (both,) = rank_subjects([finding("a", "hub_surge", 0.4), finding("b", "mirror_gap", 0.3)], SAME_ROWS)

    assert both.strength == pytest.approx(0.4)
    assert "in the same rows" in both.sentence


def test_of_one_pattern_only_the_strongest_finding_counts() -> None:
    (one,) = rank_subjects([finding("b", "hub_surge", 0.3), finding("a", "hub_surge", 0.4)], OTHER_ROWS)

    assert one.strength == pytest.approx(0.4)
    assert [it.key for it in one.findings] == ["a", "b"]
    assert one.sentence == "2 findings of one pattern, of which the strongest counts: hub surge."


def test_a_finding_that_says_no_more_than_the_base_rate_changes_nothing() -> None:
    (both,) = rank_subjects([finding("a", "hub_surge", 0.4), finding("b", "mirror_gap", BASE)], OTHER_ROWS)

    assert both.strength == pytest.approx(0.4)


def test_subjects_are_ranked_by_strength_and_then_by_value() -> None:
    small, large = (Subject("company", it, (it,)) for it in ("small", "large"))
    found = [
        replace(finding("a", "hub_surge", 0.4, small), value_usd=1.0),
        replace(finding("b", "hub_surge", 0.4, large), value_usd=9.0),
        finding("c", "hub_surge", 0.5),
    ]

    assert [it.subject.id for it in rank_subjects(found, {})] == ["inn:1", "large", "small"]


def test_machines_that_one_firm_took_in_are_one_subject() -> None:
    machines = [Subject("machine", f"LATHE {it}", (f"LATHE {it}",)) for it in (1, 2)]
    taken = (Other("consignee", FIRM.id, FIRM.names, FIRM.country), Other("buyer", "inn:2", ("ELSE LLC",), "TR"))
    found = [replace(finding(it.id, "serial_seen_elsewhere", 0.9, it), others=taken) for it in machines]
    nobody = finding("c", "relocation_alert", 0.3, machines[0])

    firm, machine = rank_subjects([*found, nobody], {})

    assert (firm.subject, len(firm.findings)) == (FIRM, 2)
    assert machine.subject == machines[0]


def test_silences_are_no_findings() -> None:
    silent = replace(finding("a", "hub_surge", 0.0), answer="nothing_found")

    assert rank_subjects([silent], {}) == []


@given(st.permutations([("a", "p", 0.2), ("b", "q", 0.2), ("c", "q", 0.5), ("d", "r", 0.9)]), st.booleans())
def test_the_order_of_findings_does_not_matter(order: list[tuple[str, str, float]], apart: bool) -> None:
    rows = {key: (number,) if apart else (0,) for number, key in enumerate("abcd")}
    found = [finding(*it) for it in order]

    (ranked,) = rank_subjects(found, rows)

    assert ranked == rank_subjects(sorted(found, key=lambda it: it.key), rows)[0]
    assert ranked.strength >= 0.9
