"""Brands of makers: by what they send, by what they are called."""

from collections.abc import Callable
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.brand_marks import bears, own_brands
from enduse.model.ids import party_id

Build = Callable[..., Ledger]


def sent(*brands: str) -> list[dict[str, Any]]:
    return [{"on": "2022-01-01", "consignor_id": "works", "brand": it} for it in brands]


@pytest.mark.parametrize(
    ("brands", "own"),
    [
        (("A", "A", "B"), {"A"}),
        (("A", "B"), {"A", "B"}),
        # A trading house.
        (("A", "B", "C"), None),
    ],
)
def test_a_brand_of_half_the_lines_is_the_senders_own(
    ledger: Build, brands: tuple[str, ...], own: set[str] | None
) -> None:
    found = own_brands(ledger(items=sent(*brands)), [party_id("name:works")])

    assert found.get(party_id("name:works")) == (own and frozenset(own))


@pytest.mark.parametrize(
    ("brand", "name", "answer"),
    [("DMG-Mori", "DMG MORI Sales", True), ("Spar", "Spartan", False), ("AB", "AB Machines", False)],
)
def test_a_name_bears_a_brand_as_whole_words(brand: str, name: str, answer: bool) -> None:
    assert bears(brand, [name]) is answer
