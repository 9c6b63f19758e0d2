"""Contradicted statements: how much each weighs, and what it cites."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.statement_contradicted_by_records import (
    STRENGTH,
    STRENGTH_FEW,
    STRENGTH_RELATION,
    STRENGTH_TEXT,
    by_speaker,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
SAID = {"on": "2022-12-10", "speaker_id": "works", "predicate": "exports_stopped", "text": "on 2022-03-01"}


def sold(*days: str, **more: Any) -> list[dict[str, Any]]:
    usual = {"consignee_id": "plant", "consignor_id": "works", "contract_holder_id": "works"}
    return [{"on": day, **usual, **more} for day in days]


def found(facts: Ledger, **limits: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_speaker(facts, BAN, **limits).to_pyarrow().to_pylist()
    return rows


@pytest.mark.parametrize(
    ("items", "said", "strength"),
    [
        (sold("2022-08-01", "2022-09-01"), SAID, STRENGTH),
        (sold("2022-08-01"), SAID, STRENGTH_FEW),
        (sold("2022-08-01", "2022-09-01", whole="part"), SAID, STRENGTH_FEW),
        (
            sold("2022-08-01", "2022-09-01"),
            {**SAID, "predicate": None, "text": "We stopped all exports on 2022-03-01."},
            STRENGTH_TEXT,
        ),
        (sold("2022-08-01"), {**SAID, "predicate": "no_relation", "about_id": "plant"}, STRENGTH_RELATION),
    ],
)
def test_machines_and_a_clear_predicate_weigh_most(
    ledger: Build, items: list[dict[str, Any]], said: dict[str, Any], strength: float
) -> None:
    (row,) = found(ledger(items=items, claims=[said]))

    assert row["strength"] == strength
    # The goods lines and the statement.
    assert len(row["row_ids"]) == len(items) + 1


def test_supported_and_untestable_statements_are_no_findings(ledger: Build) -> None:
    others = sold("2022-09-01", consignor_id="trader", contract_holder_id="trader")

    assert found(ledger(items=[*sold("2022-01-10"), *others], claims=[SAID])) == []
    assert found(ledger(claims=[SAID])) == []


def test_the_days_of_grace_are_a_threshold(ledger: Build) -> None:
    facts = ledger(items=sold("2022-05-31"), claims=[SAID])

    assert len(found(facts)) == 1
    assert found(facts, grace_days=91) == []


def test_one_statement_said_twice_is_one_finding(ledger: Build) -> None:
    (row,) = found(ledger(items=sold("2022-08-01"), claims=[SAID, {**SAID, "on": "2023-01-10"}]))

    assert len(row["row_ids"]) == 3
