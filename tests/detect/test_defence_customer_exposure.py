"""Who earns from customers of defence: shares, ranking, and those whom every plant pays."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.runner import Settings, run
from enduse.detect.typologies.defence_customer_exposure import (
    STRENGTH,
    STRENGTH_WATCH,
    STRENGTH_WEAK,
    by_payee,
    defence_customer_exposure,
)

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
IMPORT = {"on": "2022-05-10", "consignee_id": "house"}
ARMS = {"authority": "EU", "list": "EU", "programmes": ["military industry"], "by": "identifier", "score": 1.0}
HELD = [{"authority": "EU", "list": "EU", "entries": 1}]


class Names:
    def source_name(self, source_id: str) -> str:
        return "payments.csv"


def paid(payer: str, amount: float, times: int = 1, **more: Any) -> list[dict[str, Any]]:
    usual = {"payer_id": payer, "payee_id": "house", "currency": "RUB", "value": amount, "purpose": "станок"}
    return [{"on": f"2022-0{month}-01", **usual, **more} for month in range(1, times + 1)]


def facts(ledger: Build, payments: list[dict[str, Any]], **more: Any) -> Ledger:
    usual = {"items": [IMPORT], "hits": [{"party_id": "rocket works", **ARMS}], "held_lists": HELD}
    return ledger(**{**usual, **more}, payments=payments)


def found(ledger: Ledger, **limits: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_payee(ledger, BAN, **limits).to_pyarrow().to_pylist()
    return rows


def test_an_importer_that_lives_on_an_arms_maker_is_named(ledger: Build) -> None:
    (row,) = found(facts(ledger, [*paid("rocket works", 100.0, 3), *paid("plant", 100.0)]))

    assert row["strength"] == STRENGTH
    assert (row["defence_share"], row["payers"], row["payments"]) == (0.75, 1, 3)


@pytest.mark.parametrize(
    ("civil", "strength"), [(900.0, STRENGTH), (901.0, STRENGTH_WATCH), (2_700.0, STRENGTH_WATCH), (2_701.0, None)]
)
def test_a_quarter_is_high_and_a_tenth_is_watched(ledger: Build, civil: float, strength: float | None) -> None:
    rows = found(facts(ledger, [*paid("rocket works", 100.0, 3), *paid("plant", civil)]))

    assert [it["strength"] for it in rows] == ([] if strength is None else [pytest.approx(strength)])


def test_a_utility_that_imports_no_machines_stays_weak(ledger: Build) -> None:
    (row,) = found(facts(ledger, paid("rocket works", 100.0, 3), items=[]))

    assert row["strength"] == STRENGTH_WEAK <= 0.3


def test_household_goods_for_an_arms_maker_stay_weak(ledger: Build) -> None:
    payments = paid("rocket works", 100.0, 3, purpose="Оплата за хозяйственный инвентарь")

    assert [it["strength"] for it in found(facts(ledger, payments))] == [STRENGTH_WEAK]


def test_a_civil_plant_is_no_customer_of_defence(ledger: Build) -> None:
    assert found(facts(ledger, paid("plant", 100.0, 4))) == []


@pytest.mark.parametrize("programme", ["energy", "financial services"])
def test_a_firm_listed_for_another_reason_is_none_either(ledger: Build, programme: str) -> None:
    hits = [{"party_id": "plant", **ARMS, "programmes": [programme]}]

    assert found(facts(ledger, paid("plant", 100.0, 4), hits=hits)) == []


def test_a_list_that_gives_no_reason_makes_a_weak_finding(ledger: Build) -> None:
    hits = [{"party_id": "plant", **ARMS, "programmes": ["RUSSIA-EO14024"]}]

    (row,) = found(facts(ledger, paid("plant", 100.0, 4), hits=hits))

    assert (row["strength"], row["confidence"], row["bases"]) == (STRENGTH_WEAK, "possible", ["listed"])


@pytest.mark.parametrize("more", [{"by": "address"}, {"score": 0.6}, {"delisted_on": "2022-01-01"}])
def test_an_address_a_namesake_and_a_delisted_firm_are_no_hits(ledger: Build, more: dict[str, Any]) -> None:
    hits = [{"party_id": "plant", **ARMS, "by": "name", **more}]

    assert found(facts(ledger, paid("plant", 100.0, 4), hits=hits)) == []


def test_the_state_defence_order_in_the_purpose_needs_no_list(ledger: Build) -> None:
    payments = [*paid("plant", 100.0, 3, purpose="Оплата за станок, ГОЗ"), *paid("plant", 100.0, 1, purpose="станок")]

    (row,) = found(facts(ledger, payments, hits=[]))

    assert (row["bases"], row["payments"], row["defence_share"]) == (["order"], 3, 0.75)


def test_payers_are_ranked_by_what_they_paid(ledger: Build) -> None:
    payments = [*paid("rocket works", 100.0, 2, value_usd=1.0), *paid("gun works", 500.0, 3, value_usd=5.0)]
    hits = [{"party_id": it, **ARMS} for it in ("rocket works", "gun works")]

    findings = run(facts(ledger, payments, hits=hits), Settings(BAN, only=(defence_customer_exposure.id,)), Names())

    assert [it.names[0] for it in findings[0].others] == ["GUN WORKS LLC", "ROCKET WORKS LLC"]
    assert "the largest is GUN WORKS LLC" in findings[0].headline
    assert findings[0].value_usd == 17.0


def test_shares_in_dollars_are_used_only_where_every_payment_has_them(ledger: Build) -> None:
    full = [*paid("rocket works", 100.0, 3, value_usd=30.0), *paid("plant", 100.0, 1, value_usd=10.0)]
    partly = [*full, *paid("plant", 100.0, 1, reference="no rate")]

    (known,), (mixed,) = found(facts(ledger, full)), found(facts(ledger, partly))

    assert known["defence_share"] == pytest.approx(0.9)
    assert mixed["defence_share"] == pytest.approx(300 / 500)


def test_an_own_transfer_is_no_income(ledger: Build) -> None:
    assert found(facts(ledger, paid("house", 100.0, 4), hits=[{"party_id": "house", **ARMS}])) == []
