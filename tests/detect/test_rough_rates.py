"""Rough dollars: stated ones first, none where nothing is known."""

from collections.abc import Callable

import pytest

from enduse.detect import Ledger
from enduse.detect.rough_rates import rough_rates, with_rough_usd

Build = Callable[..., Ledger]


def test_every_month_of_the_table_has_one_plausible_rate() -> None:
    rows = rough_rates().to_pylist()

    assert len({(it["currency"], it["month"]) for it in rows}) == len(rows) == 60
    assert all(50 < it["per_usd"] < 110 for it in rows)


def test_stated_dollars_come_first_then_the_month_then_nothing(ledger: Build) -> None:
    usual = {"payer_id": "plant", "payee_id": "house", "value": 6_920.0, "currency": "RUB"}
    payments = [
        {**usual, "on": "2023-01-15", "value_usd": 99.0},
        {**usual, "on": "2023-01-15"},
        {**usual, "on": "2019-01-15"},
        {**usual, "on": "2023-01-15", "currency": "XXX"},
    ]

    rows = with_rough_usd(ledger(payments=payments).payments).order_by("row_id").to_pyarrow().to_pylist()

    assert [it["rough_usd"] for it in rows] == [99.0, pytest.approx(100.0), None, None]
