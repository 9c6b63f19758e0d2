"""Rows that findings cite are found again, in their order, and weighed."""

from collections.abc import Callable

import numpy as np
import pytest

from enduse.detect import Ledger
from enduse.detect.witnesses import Witnesses
from enduse.model.ids import party_id
from enduse.store.derived_tables import first_id

Build = Callable[..., Ledger]


class Names:
    def source_name(self, source_id: str) -> str:
        return f"{source_id[:2]}.csv"


def ids(*rows: int) -> np.ndarray:
    return np.array(rows, dtype="int64")


def witnesses(facts: Ledger, *rows: int) -> Witnesses:
    return Witnesses(facts, [ids(*rows)], Names())


@pytest.fixture
def three(ledger: Build) -> Ledger:
    worth = ((10.0, "one"), (30.0, "other"), (20.0, "one"))
    return ledger([{"on": "2023-01-02", "value_usd": value, "consignor_id": who} for value, who in worth])


def test_the_largest_value_stands_first_and_rows_of_no_table_are_left_out(three: Ledger) -> None:
    assert witnesses(three, 1, 2, 3).ordered(ids(3, 1, 2, 2, 99, -5)).tolist() == [2, 3, 1]


def test_a_run_that_cites_nothing_orders_nothing(three: Ledger) -> None:
    nobody = witnesses(three)

    assert nobody.ordered(ids(1)).tolist() == []
    assert (nobody.evidence([]), nobody.weights(ids(), "consignor")) == ((), {})


def test_parties_weigh_what_their_rows_are_worth(three: Ledger) -> None:
    assert witnesses(three, 1, 2, 3).weights(ids(1, 2, 3), "consignor") == {
        party_id("name:one"): 30.0,
        party_id("name:other"): 30.0,
    }
    assert witnesses(three, 1, 2, 3).weights(ids(1), "declarant") == {}


def test_rows_of_several_tables_stand_side_by_side(ledger: Build) -> None:
    facts = ledger([{"on": "2023-01-02"}], payments=[{"on": "2023-01-03", "payer_id": "plant", "value_usd": 5.0}])
    paid = first_id("payments") + 1

    assert {it.row for it in witnesses(facts, 1, paid).evidence([1, paid])} == {2}
