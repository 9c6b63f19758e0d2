"""Rows of other declarations that are the same goods stand beside a finding."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from enduse.detect import Ledger
from enduse.detect.linked import linked_rows
from enduse.store.derived_tables import first_id

Build = Callable[..., Ledger]


def leg(earlier: int, later: int, probability: float = 0.95) -> dict[str, Any]:
    return {"earlier_row_id": earlier, "later_row_id": later, "probability": probability}


def linked(facts: Ledger, *rows: int) -> dict[int, list[int]]:
    return {row: others.tolist() for row, others in linked_rows(facts, np.array(rows, dtype="int64")).items()}


def test_a_chain_is_followed_to_its_first_declaration(ledger: Build) -> None:
    assert linked(ledger(legs=[leg(1, 2), leg(2, 3), leg(3, 4)]), 4) == {4: [1, 2, 3]}


def test_what_else_came_out_of_one_lot_is_not_the_same_goods(ledger: Build) -> None:
    assert linked(ledger(legs=[leg(1, 2), leg(1, 3)]), 3) == {3: [1]}
    assert linked(ledger(legs=[leg(1, 2), leg(1, 3)]), 1) == {1: [2, 3]}


@pytest.mark.parametrize(("probability", "found"), [(0.8, {2: [1]}), (0.79, {})])
def test_a_leg_counts_from_its_least_probability_on(
    ledger: Build, probability: float, found: dict[int, list[int]]
) -> None:
    assert linked(ledger(legs=[leg(1, 2, probability)]), 2) == found


def test_rows_of_other_tables_have_no_legs(ledger: Build) -> None:
    assert linked(ledger(legs=[leg(1, 2)]), first_id("payments") + 2, 7) == {}
