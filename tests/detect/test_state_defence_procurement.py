"""Contracts of armed forces and arms makers: machines, tools and roofs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.state_defence_procurement import (
    STRENGTH,
    STRENGTH_OTHER,
    STRENGTH_TOOLS,
    STRENGTH_UNSURE,
    by_supplier,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
MACHINE = "Поставка токарного станка с ЧПУ"
ARMS = {
    "party_id": "works",
    "authority": "EU",
    "list": "EU",
    "programmes": ["military"],
    "by": "identifier",
    "score": 1.0,
}


def contract(buyer: str, subject: str = MACHINE, **more: Any) -> dict[str, Any]:
    return {"on": "2022-05-01", "buyer_id": buyer, "supplier_id": "house", "subject": subject, "value": 5.0, **more}


def found(facts: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_supplier(facts, BAN).to_pyarrow().to_pylist()
    return rows


def test_a_machine_for_a_listed_arms_maker_is_strong(ledger: Build) -> None:
    (row,) = found(ledger(tenders=[contract("works")], hits=[ARMS]))

    assert (row["strength"], row["machines"], row["bases"]) == (STRENGTH, 1, ["list"])


def test_a_numbered_unit_needs_no_list(ledger: Build) -> None:
    (row,) = found(ledger(tenders=[contract("войсковая часть 90001")]))

    assert (row["strength"], row["confidence"], row["bases"]) == (STRENGTH, "recorded", ["unit"])


@pytest.mark.parametrize("buyer", ["college", "городская больница № 52", "водоканал"])
def test_a_machine_for_a_civil_buyer_is_no_sign(ledger: Build, buyer: str) -> None:
    assert found(ledger(tenders=[contract(buyer)])) == []


def test_tools_are_weaker_and_a_roof_counts_only_for_an_importer(ledger: Build) -> None:
    unit = "в/ч 90001"
    (tools,) = found(ledger(tenders=[contract(unit, "Набор слесарного инструмента")]))
    imports = [{"on": "2022-06-01", "consignee_id": "house"}]
    (roof,) = found(ledger(items=imports, tenders=[contract(unit, "Ремонт кровли")]))

    assert (tools["strength"], roof["strength"]) == pytest.approx((STRENGTH_TOOLS, STRENGTH_OTHER))
    assert found(ledger(tenders=[contract(unit, "Ремонт кровли")])) == []


def test_words_in_a_name_and_a_list_without_a_reason_stay_at_three_tenths(ledger: Build) -> None:
    (word,) = found(ledger(tenders=[contract("борский патронный завод")]))
    (hit,) = found(ledger(tenders=[contract("works")], hits=[{**ARMS, "programmes": ["EO14024"]}]))

    assert word["strength"] == hit["strength"] == STRENGTH_UNSURE <= 0.3


def test_the_defence_order_in_the_subject_is_enough(ledger: Build) -> None:
    (row,) = found(ledger(tenders=[contract("plant", f"{MACHINE} в рамках ГОЗ")]))

    assert (row["strength"], row["bases"]) == (STRENGTH, ["order"])


def test_a_contract_without_a_subject_is_not_taken_for_a_machine(ledger: Build) -> None:
    facts = ledger(tenders=[{**contract("в/ч 90001"), "subject": None}])

    assert by_supplier(facts, BAN).to_pyarrow().num_rows == 0
    assert isinstance(facts.tenders.to_pyarrow(), pa.Table)
