"""Machines declared as parts: two signs in one line, and what speaks against it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.misdeclared_parts import by_consignee

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
PART: Mapping[str, Any] = {"on": "2022-05-10", "goods_code": "8466940000", "whole": None, "kind": None, "net_kg": 10.0}
PART = {**PART, "value_usd": 500.0}


def found(ledger: Build, *rows: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(by_consignee(ledger(items=rows), BAN).to_pyarrow().to_pylist())


@pytest.mark.parametrize(
    ("signs", "strength"),
    [
        ({"net_kg": 4_000.0, "value_usd": 60_000.0}, 0.3),
        ({"kind": "turning", "whole": "complete", "net_kg": 4_000.0}, 0.3),
        ({"value_usd": 60_000.0, "serials": ["S1"], "model": "GENOS L250", "net_kg": 4_000.0}, 0.35),
        (
            {
                "kind": "turning",
                "whole": "complete",
                "value_usd": 60_000.0,
                "net_kg": 4_000.0,
                "serials": ["S1"],
                "made_year": 2020,
            },
            0.4,
        ),
    ],
)
def test_each_further_sign_weighs_more(ledger: Build, signs: Mapping[str, Any], strength: float) -> None:
    (row,) = found(ledger, {**PART, **signs})

    assert row["strength"] == pytest.approx(strength)
    assert (row["lines"], row["row_ids"]) == (1, [1])


@pytest.mark.parametrize(
    "innocent",
    [
        {"net_kg": 4_000.0},
        {"value_usd": 60_000.0},
        {"serials": ["S1"], "model": "GENOS L250"},
        # Forty pieces of a hundred kilograms: heavy together, not each.
        {"net_kg": 4_000.0, "value_usd": 60_000.0, "pieces": 40.0},
        {"net_kg": 4_000.0, "value_usd": 60_000.0, "quantity": 40.0},
        {"goods_code": "8458112000", "kind": "turning", "whole": "complete", "net_kg": 4_000.0, "value_usd": 60_000.0},
        {"on": "2021-05-10", "net_kg": 4_000.0, "value_usd": 60_000.0},
    ],
)
def test_one_sign_many_pieces_an_honest_code_or_an_earlier_day_is_nothing(
    ledger: Build, innocent: Mapping[str, Any]
) -> None:
    assert found(ledger, {**PART, **innocent}) == []


def test_a_quantity_in_kilograms_counts_no_pieces(ledger: Build) -> None:
    heavy = {**PART, "net_kg": 4_000.0, "value_usd": 60_000.0, "quantity": 4_000.0}

    assert len(found(ledger, heavy)) == 1


def test_weight_and_price_say_nothing_under_the_code_of_other_goods(ledger: Build) -> None:
    heavy = {**PART, "goods_code": "8414802000", "whole": "part", "net_kg": 4_000.0, "value_usd": 60_000.0}

    assert found(ledger, heavy) == []
    assert len(found(ledger, {**heavy, "kind": "turning", "whole": "complete", "goods_code": "8466940000"})) == 1


def test_words_make_it_a_part_whatever_the_code(ledger: Build) -> None:
    by_words = {**PART, "goods_code": "8479899708", "whole": "part", "net_kg": 4_000.0, "value_usd": 60_000.0}

    assert len(found(ledger, by_words)) == 1
