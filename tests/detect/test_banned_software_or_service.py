"""Software and service of machine tools for Russia and Belarus."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.banned_software_or_service import by_order

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


SOFT = {"on": "2024-10-05", "goods_code": None, "item_type": "software", "destination": "RU", "buyer_country": "RU"}


def found(ledger: Build, order: Line, text: str, **more: Any) -> list[dict[str, Any]]:
    return rows(by_order(ledger(orders=[order(**{**SOFT, "description": text, **more})]), BAN))


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("CNC operation software", "cnc_operation"),
        ("CAD/CAM package, 3 seats", "cam"),
        ("PLM licence", "plm"),
        ("firmware update for lathe control", "update"),
        ("обновление ПО ЧПУ", "cnc_operation"),
        ("数控系统软件", "cnc_operation"),
        ("소프트웨어 업데이트", "update"),
    ],
)
def test_software_is_told_by_its_words(ledger: Build, order: Line, text: str, sign: str) -> None:
    (row,) = found(ledger, order, text)

    assert (row["sign"], row["strength"]) == (sign, 0.6)


def test_service_weighs_a_little_less(ledger: Build, order: Line) -> None:
    (row,) = found(ledger, order, "commissioning and machine repair", item_type="service")

    assert (row["sign"], row["strength"]) == ("service", 0.5)


@pytest.mark.parametrize(("on", "strength"), [("2024-09-15", 0.3), ("2024-09-16", 0.6)])
def test_the_rule_has_a_first_day(ledger: Build, order: Line, on: str, strength: float) -> None:
    (row,) = found(ledger, order, "CAM software", on=on)

    assert row["strength"] == strength


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("CAM software", {"destination": "TR", "buyer_country": "TR"}),
        ("accounting software", {}),
        ("cam lock spindle adapter", {"item_type": "part"}),
        ("CNC lathe with camera", {"item_type": "machine", "goods_code": "8458112000"}),
    ],
)
def test_other_places_and_other_goods_are_silent(ledger: Build, order: Line, text: str, more: dict[str, Any]) -> None:
    assert found(ledger, order, text, **more) == []


def test_a_buyer_there_for_goods_elsewhere_stays_below_one_half(ledger: Build, order: Line) -> None:
    (row,) = found(ledger, order, "CAM software", destination="AE")

    assert row["strength"] == 0.4
