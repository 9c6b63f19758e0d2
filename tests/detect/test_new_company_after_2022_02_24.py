"""Firms founded after the invasion."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.new_company_after_2022_02_24 import (
    STRENGTH_MOSTLY,
    STRENGTH_PARTLY,
    STRENGTH_SUCCEEDING,
    newly_founded,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
OTHER = {"goods_code": "8422400008"}


def bought(**more: Any) -> dict[str, Any]:
    return {"on": "2022-06-01", "consignee_id": "young", **more}


def founded(on: str) -> list[dict[str, Any]]:
    return [{"party_id": "young", "kind": "company", "founded_on": on}]


def strengths(facts: Ledger) -> list[float]:
    return [row["strength"] for row in newly_founded(facts, BAN).to_pyarrow().to_pylist()]


@pytest.mark.parametrize(("on", "count"), [("2022-02-23", 0), ("2022-02-24", 1)])
def test_counts_from_the_day_of_the_invasion(on: str, count: int, ledger: Build) -> None:
    assert len(strengths(ledger(items=[bought()], register=founded(on)))) == count


@pytest.mark.parametrize(("value", "count"), [(20_000.0, 1), (19_999.0, 0)])
def test_a_fifth_of_the_value_must_be_priority_goods(value: float, count: int, ledger: Build) -> None:
    items = [bought(value_usd=value), bought(value_usd=100_000.0 - value, **OTHER)]

    assert len(strengths(ledger(items=items, register=founded("2022-03-01")))) == count


def test_goods_by_way_of_another_country_weigh_more(ledger: Build) -> None:
    direct = strengths(ledger(items=[bought()], register=founded("2022-03-01")))
    around = strengths(ledger(items=[bought(dispatch="AE")], register=founded("2022-03-01")))

    assert direct == pytest.approx([STRENGTH_PARTLY])
    assert around == pytest.approx([STRENGTH_MOSTLY])


def test_a_legal_successor_is_no_new_firm(ledger: Build) -> None:
    succession = [{"subject_id": "old", "object_id": "young", "kind": "successor"}]
    facts = ledger(items=[bought(dispatch="AE")], register=founded("2022-03-01"), relations=succession)

    assert strengths(facts) == pytest.approx([STRENGTH_SUCCEEDING])


def test_who_traded_before_its_founding_was_re_registered(ledger: Build) -> None:
    facts = ledger(items=[bought(), bought(on="2022-02-28")], register=founded("2022-03-01"))

    assert strengths(facts) == []


def test_a_seller_is_found_as_well_as_an_importer(ledger: Build) -> None:
    facts = ledger(items=[bought(consignee_id="buyer", consignor_id="young")], register=founded("2022-03-01"))

    assert strengths(facts) == pytest.approx([STRENGTH_PARTLY])
