from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.typologies.growth_attributed_to_new_intermediaries import (
    by_brand,
    by_consignee,
    by_contract_holder,
)
from enduse.model.ids import party_id

BAN = date(2022, 2, 24)
NEW = {"consignor_id": "broker", "contract_holder_id": "broker", "dispatch": "CN"}


def found(table: Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return rows


def history(**more: object) -> list[dict[str, object]]:
    """100,000 USD from the maker a year before; the record goes on for a year after."""
    return [{"on": "2021-03-01", **more}, {"on": "2023-02-20", "consignee_id": "nobody", "value_usd": 1.0}]


def test_names_the_importer_and_the_rows_that_prove_it(ledger: Callable[..., Ledger]) -> None:
    facts = ledger([*history(), {"on": "2022-09-01", "value_usd": 2_000_000.0, **NEW}])

    (row,) = found(by_consignee(facts, BAN))

    assert row["subject_id"] == party_id("name:importer")
    assert row["growth_usd"] == pytest.approx(1_900_000)
    assert row["ratio"] == pytest.approx(20)
    assert row["consignor_ids"] == [party_id("name:broker")]
    assert (row["row_ids"], row["context_ids"]) == ([3], [1])


def test_is_silent_when_the_old_supplier_carries_the_growth(ledger: Callable[..., Ledger]) -> None:
    facts = ledger([*history(), {"on": "2022-09-01", "value_usd": 2_000_000.0, "dispatch": "CN"}])

    assert not found(by_consignee(facts, BAN))


def test_is_silent_when_the_new_suppliers_are_makers(ledger: Callable[..., Ledger]) -> None:
    maker = {**NEW, "origin": "CN", "dispatch": "CN"}
    facts = ledger([*history(), {"on": "2022-09-01", "value_usd": 2_000_000.0, **maker}])

    assert not found(by_consignee(facts, BAN))


@pytest.mark.parametrize(("usd", "count"), [(499_999.0, 0), (500_000.0, 1)])
def test_five_times_is_enough(usd: float, count: int, ledger: Callable[..., Ledger]) -> None:
    facts = ledger([*history(), {"on": "2022-09-01", "value_usd": usd, **NEW}])

    assert len(found(by_consignee(facts, BAN))) == count


@pytest.mark.parametrize(("old_usd", "count"), [(600_000.0, 1), (620_000.0, 0)])
def test_new_ones_must_carry_four_fifths(old_usd: float, count: int, ledger: Callable[..., Ledger]) -> None:
    # Growth is 2,000,000 + old - 100,000; with 600,000 the new ones carry exactly four fifths of 2,500,000.
    old = {"on": "2022-09-01", "value_usd": old_usd}
    facts = ledger([*history(), old, {"on": "2022-09-01", "value_usd": 2_000_000.0, **NEW}])

    assert len(found(by_consignee(facts, BAN))) == count


def test_the_day_itself_belongs_to_the_time_after(ledger: Callable[..., Ledger]) -> None:
    on_the_day = ledger([*history(), {"on": "2022-02-24", "value_usd": 2_000_000.0, **NEW}])
    the_day_before = ledger([*history(), {"on": "2022-02-23", "value_usd": 2_000_000.0, **NEW}])

    assert len(found(by_consignee(on_the_day, BAN))) == 1
    assert not found(by_consignee(the_day_before, BAN))


def test_an_old_supplier_of_other_brands_is_not_new(ledger: Callable[..., Ledger]) -> None:
    met = {"on": "2021-05-01", "value_usd": 1.0, **NEW, "brand": "OTHER"}
    facts = ledger([*history(), met, {"on": "2022-09-01", "value_usd": 2_000_000.0, **NEW}])

    assert not found(by_brand(facts, BAN))


def test_a_brand_never_bought_before_is_a_new_purchase(ledger: Callable[..., Ledger]) -> None:
    other = ledger([*history(brand="OTHER"), {"on": "2022-09-01", "value_usd": 2_000_000.0, **NEW}])
    same = ledger([*history(), {"on": "2022-09-01", "value_usd": 2_000_000.0, **NEW}])

    assert not found(by_brand(other, BAN))
    assert [row["lane"] for row in found(by_brand(same, BAN))] == ["SPARTAN"]


def test_new_contract_holders_behind_the_old_sender_are_seen(ledger: Callable[..., Ledger]) -> None:
    behind = {"contract_holder_id": "broker", "dispatch": "CN"}
    facts = ledger([*history(), {"on": "2022-09-01", "value_usd": 2_000_000.0, **behind}])

    (row,) = found(by_contract_holder(facts, BAN))

    assert row["contract_holder_ids"] == [party_id("name:broker")]
    assert not found(by_consignee(facts, BAN))


def test_contract_holders_are_not_told_twice(ledger: Callable[..., Ledger]) -> None:
    facts = ledger([*history(), {"on": "2022-09-01", "value_usd": 2_000_000.0, **NEW}])

    assert not found(by_contract_holder(facts, BAN))


@pytest.mark.parametrize(("code", "strength"), [("8458112000", 0.6), ("8479899708", 0.35)])
def test_a_brand_that_grew_tenfold_through_strangers_weighs_most_where_its_goods_are_listed(
    code: str, strength: float, ledger: Callable[..., Ledger]
) -> None:
    after = {"on": "2022-09-01", "value_usd": 2_000_000.0, **NEW}
    rows = [{**it, "goods_code": code, "brand": "TSUGAMI"} for it in [*history(), after]]

    (row,) = [it for it in found(by_brand(ledger(items=rows), BAN)) if it["lane"] == "TSUGAMI"]

    assert row["strength"] == pytest.approx(strength)
