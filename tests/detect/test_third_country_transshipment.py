from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.third_country_transshipment import by_consignee
from enduse.model.ids import party_id

BAN = date(2022, 2, 24)
ROUND = {"origin": "TW", "dispatch": "TR", "consignor_id": "trader"}


def found(ledger: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = by_consignee(ledger, BAN).to_pyarrow().to_pylist()
    return rows


def test_names_the_importer_the_lane_and_the_rows(ledger: Callable[..., Ledger]) -> None:
    (row,) = found(ledger([{"on": "2022-05-01", **ROUND}, {"on": "2022-06-01"}]))

    assert row["subject_id"] == party_id("name:importer")
    assert row["lanes"] == ["TW>TR>RU:8458"]
    assert row["row_ids"] == [1]
    assert row["consignor_ids"] == [party_id("name:trader")]
    assert row["value_usd"] == pytest.approx(100_000)


def test_is_silent_about_goods_shipped_from_where_they_were_made(ledger: Callable[..., Ledger]) -> None:
    assert not found(ledger([{"on": "2022-05-01", "origin": "CN", "dispatch": "CN"}]))


def test_is_silent_about_goods_that_never_crossed_a_customs_border(ledger: Callable[..., Ledger]) -> None:
    assert not found(ledger([{"on": "2022-05-01", "origin": "DE", "dispatch": "LV"}]))


def test_is_silent_about_goods_of_no_priority(ledger: Callable[..., Ledger]) -> None:
    assert not found(ledger([{"on": "2022-05-01", **ROUND, "goods_code": "8422400008"}]))


def test_is_silent_about_unknown_countries(ledger: Callable[..., Ledger]) -> None:
    assert not found(ledger([{"on": "2022-05-01", **ROUND, "dispatch": None}]))


@pytest.mark.parametrize(("day", "count"), [("2022-02-23", 0), ("2022-02-24", 1)])
def test_counts_from_the_day_itself(day: str, count: int, ledger: Callable[..., Ledger]) -> None:
    assert len(found(ledger([{"on": day, **ROUND}]))) == count


def test_weighs_less_where_the_importer_always_bought_this_way(ledger: Callable[..., Ledger]) -> None:
    (new,) = found(ledger([{"on": "2022-05-01", **ROUND}]))
    (old,) = found(ledger([{"on": "2022-05-01", **ROUND}, {"on": "2021-05-01", **ROUND}]))

    assert (old["strength"], new["strength"]) == pytest.approx((0.2, 0.3))
    assert old["context_ids"] == [2]


def test_shares_of_all_importers_add_up(ledger: Callable[..., Ledger]) -> None:
    rows = found(
        ledger(
            [
                {"on": "2022-05-01", **ROUND, "value_usd": 300_000.0},
                {"on": "2022-05-01", **ROUND, "consignee_id": "other"},
            ]
        )
    )

    assert sorted(row["share_of_all"] for row in rows) == pytest.approx([0.25, 0.75])
