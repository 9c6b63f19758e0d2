"""A country of origin in which the brand is not made."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.origin_disguise import by_brand

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
MADE: Mapping[str, Any] = {"on": "2022-05-10", "brand": "OKUMA", "maker_countries": ["JP", "TW"], "origin": "IN"}


def found(ledger: Build, *rows: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(by_brand(ledger(items=rows), BAN).to_pyarrow().to_pylist())


def test_another_origin_since_the_watershed_is_a_swap(ledger: Build) -> None:
    (row,) = found(ledger, {**MADE, "on": "2021-05-10", "origin": "JP"}, MADE)

    assert row["strength"] == pytest.approx(0.35)
    assert (row["swapped"], row["origins"], row["origins_before"]) == (True, ["IN"], ["JP"])
    assert (row["row_ids"], row["context_ids"]) == ([2], [1])


@pytest.mark.parametrize("before", [(), ({**MADE, "on": "2021-05-10"},)])
def test_an_origin_that_was_always_odd_weighs_less(ledger: Build, before: tuple[Mapping[str, Any], ...]) -> None:
    (row,) = found(ledger, *before, MADE)

    assert (row["swapped"], row["strength"]) == (False, pytest.approx(0.25))


@pytest.mark.parametrize(
    "innocent",
    [
        {"origin": "TW"},
        {"origin": None},
        {"maker_countries": []},
        {"maker_countries": None},
        {"whole": "part"},
        {"kind": "cutting_tool"},
        {"on": "2021-05-10"},
    ],
)
def test_known_plants_unknown_brands_and_parts_are_nothing(ledger: Build, innocent: Mapping[str, Any]) -> None:
    assert found(ledger, {**MADE, **innocent}) == []
