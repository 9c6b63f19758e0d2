"""More parts than the known machines can use."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.parts_quantity_vs_installed_base import by_brand

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
PARTS: Mapping[str, Any] = {"on": "2023-02-24", "goods_code": "8466930000", "whole": "part", "net_kg": 5.0}


def user(name: str, parts: float, machines: int = 1) -> list[Mapping[str, Any]]:
    bought: list[Mapping[str, Any]] = [{"consignee_id": name, "on": "2020-05-01"}] * machines
    return [*bought, {**PARTS, "consignee_id": name, "pieces": parts}]


USUAL = [row for number in range(12) for row in user(f"plant {number}", 10.0 + number)]


def found(ledger: Build, *rows: Mapping[str, Any], usual: list[Mapping[str, Any]] = USUAL) -> list[dict[str, Any]]:
    return list(by_brand(ledger(items=[*usual, *rows]), BAN).to_pyarrow().to_pylist())


def test_many_parts_for_one_machine_are_told_beside_what_others_buy(ledger: Build) -> None:
    (row,) = found(ledger, *user("hoarder", 400.0))

    # Eleven of twelve others buy at most 20 a year; a year has passed.
    assert row["usual"] == pytest.approx(20.0, rel=0.01)
    assert row["ratio"] == pytest.approx(20.0, rel=0.01)
    assert (row["machines"], row["row_ids"], row["context_ids"]) == (1.0, [26], [25])


def test_parts_without_any_machine_on_record_count_as_for_one(ledger: Build) -> None:
    (row,) = found(ledger, *user("hoarder", 400.0, machines=0))

    assert (row["unrecorded"], row["machines"]) == (True, 0.0)


@pytest.mark.parametrize(
    ("parts", "machines"),
    [(40.0, 1), (400.0, 20)],
)
def test_a_few_more_parts_or_many_machines_are_nothing(ledger: Build, parts: float, machines: int) -> None:
    assert found(ledger, *user("plant", parts, machines)) == []


def test_a_hoarder_does_not_set_its_own_yardstick(ledger: Build) -> None:
    few = [row for number in range(10) for row in user(f"plant {number}", 10.0)]

    assert len(found(ledger, *user("hoarder", 60.0), usual=few)) == 1


def test_too_few_others_are_no_yardstick(ledger: Build) -> None:
    assert found(ledger, *user("hoarder", 400.0), usual=USUAL[:8]) == []


@pytest.mark.parametrize(
    "other",
    [{"brand": None}, {"on": "2021-03-01"}, {"kind": "cutting_tool", "whole": None, "goods_code": "8207300000"}],
)
def test_parts_without_brand_of_earlier_days_and_tools_do_not_count(ledger: Build, other: Mapping[str, Any]) -> None:
    assert found(ledger, *({**row, **other} for row in user("hoarder", 400.0))) == []
