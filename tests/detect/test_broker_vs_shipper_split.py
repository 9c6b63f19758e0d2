from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.broker_vs_shipper_split import by_trio
from enduse.model.ids import party_id

BAN = date(2022, 2, 24)
SPLIT = {
    "consignor_id": "shipper",
    "consignor_country": "CN",
    "contract_holder_id": "broker",
    "contract_holder_country": "AE",
}


def found(ledger: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_trio(ledger, BAN).to_pyarrow().to_pylist()
    return rows


def test_names_the_three_parties_and_the_rows(ledger: Callable[..., Ledger]) -> None:
    (row,) = found(ledger([{"on": "2022-05-01", **SPLIT}, {"on": "2022-05-02"}]))

    broker, shipper = party_id("name:broker"), party_id("name:shipper")
    assert row["subject_id"] == party_id("name:importer")
    assert (row["contract_holder_ids"], row["consignor_ids"], row["lane"]) == ([broker], [shipper], [broker, shipper])
    assert (row["holder_country"], row["sender_country"]) == ("AE", "CN")
    assert row["row_ids"] == [1]


@pytest.mark.parametrize(
    "change",
    [
        {"contract_holder_country": "CN"},
        {"contract_holder_country": None},
        {"contract_holder_country": "RU"},
        {"contract_holder_id": "shipper"},
        {"contract_holder_id": "importer"},
        {"goods_code": "8422400008"},
    ],
    ids=lambda it: "-".join(map(str, it.values())),
)
def test_is_silent_about_look_alikes(change: dict[str, str], ledger: Callable[..., Ledger]) -> None:
    assert not found(ledger([{"on": "2022-05-01", **SPLIT, **change}]))


def test_takes_the_trading_country_where_the_holder_has_none(ledger: Callable[..., Ledger]) -> None:
    (row,) = found(ledger([{"on": "2022-05-01", **SPLIT, "contract_holder_country": None, "trading_country": "HK"}]))

    assert row["holder_country"] == "HK"


@pytest.mark.parametrize(("day", "count"), [("2022-02-23", 0), ("2022-02-24", 1)])
def test_counts_from_the_day_itself(day: str, count: int, ledger: Callable[..., Ledger]) -> None:
    assert len(found(ledger([{"on": day, **SPLIT}]))) == count


def test_an_old_arrangement_weighs_less(ledger: Callable[..., Ledger]) -> None:
    (row,) = found(ledger([{"on": "2022-05-01", **SPLIT}, {"on": "2021-05-01", **SPLIT}]))

    assert row["strength"] == pytest.approx(0.3)
    assert row["context_ids"] == [2]
