"""Large trade soon after founding."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.rapid_first_order_after_incorporation import (
    STRENGTH_SUCCEEDING,
    soon_after_founding,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
USUAL = [{"on": "2021-03-01", "consignee_id": f"plant {number}", "value_usd": 10_000.0} for number in range(19)]


def bought(on: str = "2022-06-01", value_usd: float = 500_000.0) -> dict[str, Any]:
    return {"on": on, "consignee_id": "young", "value_usd": value_usd}


def founded(on: str) -> list[dict[str, Any]]:
    return [{"party_id": "young", "kind": "company", "founded_on": on}]


def found(facts: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = soon_after_founding(facts, BAN).to_pyarrow().to_pylist()
    return rows


@pytest.mark.parametrize(("on", "count"), [("2021-12-03", 1), ("2021-12-02", 0)])
def test_half_a_year_is_the_limit(on: str, count: int, ledger: Build) -> None:
    assert len(found(ledger(items=[*USUAL, bought()], register=founded(on)))) == count


def test_a_small_beginning_is_silent(ledger: Build) -> None:
    assert found(ledger(items=[*USUAL, bought(value_usd=9_000.0)], register=founded("2022-05-01"))) == []


def test_only_the_first_month_counts_as_first_order(ledger: Build) -> None:
    items = [*USUAL, bought("2022-06-01", 400_000.0), bought("2022-07-01", 50_000.0), bought("2022-07-02", 1e6)]

    (row,) = found(ledger(items=items, register=founded("2022-05-01")))

    assert row["first_usd"] == 450_000
    assert row["age_days"] == 31


def test_who_was_founded_before_the_records_begin_had_other_first_lines(ledger: Build) -> None:
    items = [*USUAL, bought("2021-03-02")]

    assert found(ledger(items=items, register=founded("2021-02-20"))) == []


def test_a_legal_successor_is_weak(ledger: Build) -> None:
    succession = [{"subject_id": "old", "object_id": "young", "kind": "successor"}]
    facts = ledger(items=[*USUAL, bought()], register=founded("2022-05-01"), relations=succession)

    assert [row["strength"] for row in found(facts)] == pytest.approx([STRENGTH_SUCCEEDING])
