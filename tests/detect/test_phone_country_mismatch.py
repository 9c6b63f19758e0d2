"""Phones of other countries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.phone_country_mismatch import by_firm

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Line = Callable[..., dict[str, Any]]


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


@pytest.mark.parametrize(
    ("phone", "country", "strengths"),
    [
        ("+7 495 123-45-67", "AE", [0.3]),
        ("+375 17 200 00 00", "TR", [0.3]),
        ("+49 30 123456", "TR", [0.15]),
        ("+7 727 250 00 00", "KZ", []),
        ("+7 495 123-45-67", "KZ", [0.3]),
        ("04 555 0101", "AE", []),
        ("+971 4 555 0101, +7 495 123-45-67", "AE", []),
        ("+852 2123 4567", "CN", []),
        ("+44 1481 700000", "GB", []),
        ("not told", "AE", []),
    ],
)
def test_dial_codes_are_held_against_the_seat(
    ledger: Build, order: Line, phone: str, country: str, strengths: list[float]
) -> None:
    found = rows(by_firm(ledger(orders=[order(buyer_phone=phone, buyer_country=country)]), BAN))

    assert [row["strength"] for row in found] == strengths


def test_the_sentence_does_not_give_the_whole_number_away(ledger: Build, order: Line) -> None:
    (row,) = rows(by_firm(ledger(orders=[order(buyer_phone="+7 495 123-45-67")]), BAN))

    assert "+7495123" in row["why"]
    assert "4567" not in row["why"]


def test_only_phones_of_the_two_countries_where_that_is_asked(ledger: Build, order: Line) -> None:
    facts = ledger(orders=[order(buyer_phone="+49 30 123456")])

    assert rows(by_firm(facts, BAN, restricted_only=True)) == []
