"""Claims that a person put into one word, against the records."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.claim_tests import COUNTRIES, compare_claims
from enduse.detect.statements import Comparison, Predicate, Statement
from enduse.model.ids import party_id

Build = Callable[..., Ledger]


def firm(name: str) -> int:
    return party_id(f"name:{name}")


def said(predicate: Predicate, about: str | None = None, **more: Any) -> Statement:
    told = Statement(-1, firm("works"), firm(about) if about else None, predicate, date(2022, 12, 10), None, "", True)
    return replace(told, **more)


def sold(*days: str, **more: Any) -> list[dict[str, Any]]:
    usual = {"consignee_id": "plant", "consignor_id": "works", "contract_holder_id": "works"}
    return [{"on": day, **usual, **more} for day in days]


def one(ledger: Ledger, told: Statement) -> Comparison:
    (found,) = compare_claims(ledger, [told])
    return found


@pytest.mark.parametrize(
    ("predicate", "claimed", "answer"),
    [
        ("delivered", 2, "supported"),
        ("delivered", 3, "not_testable"),
        ("delivered_at_most", 2, "supported"),
        ("delivered_at_most", 1, "contradicted"),
    ],
)
def test_a_number_of_machines_is_counted_in_pieces(
    ledger: Build, predicate: Predicate, claimed: int, answer: str
) -> None:
    facts = ledger(items=[*sold("2022-01-10", pieces=2.0), *sold("2023-01-10"), *sold("2022-01-11", whole="part")])

    found = one(facts, said(predicate, "plant", amount=claimed, unit="machines"))

    assert (found.answer, found.figures) == (answer, {"recorded": 2.0, "claimed": claimed})
    assert len(found.row_ids) == 1


def test_a_period_decides_which_lines_count(ledger: Build) -> None:
    facts = ledger(items=sold("2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01"))
    period = (date(2021, 1, 1), date(2021, 12, 31))

    found = one(facts, said("delivered", amount=2, unit="machines", period=period))

    assert (found.answer, found.figures["recorded"]) == ("supported", 2.0)


@pytest.mark.parametrize("unit", ["EUR", "tonnes", ""])
def test_other_units_are_not_testable(ledger: Build, unit: str) -> None:
    found = one(ledger(items=sold("2022-01-10")), said("delivered", amount=1, unit=unit))

    assert (found.answer, found.row_ids) == ("not_testable", ())


def test_imports_stand_beside_what_is_claimed_to_be_made_at_home(ledger: Build) -> None:
    facts = ledger(items=sold("2022-01-10", "2022-02-10", "2022-03-10", consignee_id="works", consignor_id="maker"))

    found = one(facts, said("domestic", amount=1, unit="machines"))

    assert found.answer == "not_testable"
    assert found.figures == {"imported": 3.0, "claimed": 1, "import_share": 0.75}
    assert len(found.row_ids) == 3


def test_everything_made_at_home_is_contradicted_by_one_import(ledger: Build) -> None:
    facts = ledger(items=sold("2022-01-10", consignee_id="works", consignor_id="maker"))

    assert one(facts, said("domestic", amount=100, unit="%")).answer == "contradicted"
    assert one(facts, said("domestic", amount=70, unit="%")).answer == "not_testable"


def test_a_countrys_claim_counts_what_its_own_firms_imported(ledger: Build) -> None:
    facts = ledger(items=[*sold("2022-01-10"), *sold("2022-01-10", destination="BY")])

    found = one(facts, said("domestic", amount=1, unit="machines", speaker_id=COUNTRIES["RU"]))

    assert (found.figures["imported"], found.figures["import_share"]) == (1.0, 0.5)


ENDED = said("contract_ended", "plant", since=date(2022, 3, 1))


@pytest.mark.parametrize(
    ("day", "consignor", "answer", "rows"),
    [
        # Ninety days of grace end on 2022-05-30.
        ("2022-05-31", "works", "contradicted", 1),
        ("2022-05-31", "trader", "not_testable", 1),
        ("2022-05-30", "works", "not_testable", 0),
    ],
)
def test_the_end_of_a_contract_is_tested_after_the_days_of_grace(
    ledger: Build, day: str, consignor: str, answer: str, rows: int
) -> None:
    before = sold("2021-06-01", "2021-07-01")

    found = one(ledger(items=[*before, *sold(day, consignor_id=consignor, contract_holder_id=consignor)]), ENDED)

    assert (found.answer, len(found.row_ids)) == (answer, rows)


@pytest.mark.parametrize("told", [{"text": "Told on 2022-12-01."}, {"said_on": date(2026, 1, 1)}])
def test_the_day_of_the_end_is_the_one_that_is_told(ledger: Build, told: dict[str, Any]) -> None:
    items = sold("2021-06-01", "2021-07-01", "2022-05-31")

    assert one(ledger(items=items), replace(ENDED, **told)).answer == "contradicted"


def test_an_end_is_supported_where_the_records_reach_beyond_it(ledger: Build) -> None:
    other = sold("2022-12-01", consignee_id="other", brand="ATHENIAN", consignor_id="maker", contract_holder_id="maker")

    assert one(ledger(items=[*sold("2021-06-01"), *other]), ENDED).answer == "supported"


@pytest.mark.parametrize(
    ("predicate", "kind", "answer"),
    [
        ("owns", "shares", "supported"),
        ("controls", "directs", "supported"),
        ("relative_of", "family", "supported"),
        ("same_company", "branch", "supported"),
        ("relative_of", "shares", "not_testable"),
        ("same_company", None, "not_testable"),
    ],
)
def test_a_tie_is_borne_out_by_a_register_only(
    ledger: Build, predicate: Predicate, kind: str | None, answer: str
) -> None:
    relations = [{"subject_id": "works", "object_id": "plant", "kind": kind}] if kind else []

    assert one(ledger(items=sold("2022-01-10"), relations=relations), said(predicate, "plant")).answer == answer


def test_whoever_is_owned_does_not_own(ledger: Build) -> None:
    facts = ledger(relations=[{"subject_id": "plant", "object_id": "works", "kind": "shares"}])

    assert one(facts, said("owns", "plant")).answer == "not_testable"


def test_plain_claims_keep_their_place_among_the_others(ledger: Build) -> None:
    told = [said("never_sold", "plant"), said("owns", "plant"), said("only_parts")]

    found = compare_claims(ledger(items=sold("2022-01-10")), told)

    assert [(it.statement.predicate, it.answer) for it in found] == [
        ("never_sold", "contradicted"), ("owns", "not_testable"), ("only_parts", "contradicted"),
    ]  # fmt: skip


def test_a_denial_about_a_firm_agrees_with_its_lines_from_others(ledger: Build) -> None:
    facts = ledger(items=sold("2022-01-10", consignor_id="trader", contract_holder_id="trader"))

    assert one(facts, said("never_sold", "plant")).answer == "supported"
    assert one(facts, said("never_sold", "other")).answer == "not_testable"
    assert one(facts, said("never_sold")).answer == "not_testable"


def test_without_any_records_nothing_is_testable(ledger: Build) -> None:
    told = [said("delivered", amount=1, unit="machines"), said("domestic", amount=1, unit="machines"), ENDED]

    assert {it.answer for it in compare_claims(ledger(), told)} == {"not_testable"}
