"""A price for the kilogram outside that of like goods."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.value_or_weight_anomaly import by_consignee

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
PEERS: list[Mapping[str, Any]] = [
    {"on": "2022-05-10", "consignee_id": f"plant {at % 6}", "value_usd": 100_000.0 + 500 * at} for at in range(24)
]
ODD: Mapping[str, Any] = {"on": "2022-06-10", "consignee_id": "odd one", "value_usd": 5_000_000.0}


def found(ledger: Build, *rows: Mapping[str, Any], peers: list[Mapping[str, Any]] = PEERS) -> list[dict[str, Any]]:
    return list(by_consignee(ledger(items=[*peers, *rows]), BAN).to_pyarrow().to_pylist())


def test_a_line_far_above_its_peers_is_told(ledger: Build) -> None:
    (row,) = found(ledger, ODD)

    assert (row["lines"], row["lines_dear"], row["lines_cheap"], row["row_ids"]) == (1, 1, 0, [25])
    # log(5,000,000 / 106,000) is 3.85; the spread is the floor of a tenth.
    assert row["farthest"] == pytest.approx(38.5, abs=0.2)


def test_a_line_far_below_its_peers_is_told(ledger: Build) -> None:
    (row,) = found(ledger, {**ODD, "value_usd": 900.0})

    assert (row["lines_cheap"], row["strength"]) == (1, pytest.approx(0.1))


@pytest.mark.parametrize(
    "innocent",
    [
        {"value_usd": 120_000.0},
        {"brand": "ATHENIAN"},
        {"kind": "milling"},
        {"kind": None},
        {"net_kg": 0.0},
        {"net_kg": None},
        {"value_usd": None},
        {"on": "2021-06-10"},
    ],
)
def test_usual_prices_and_lines_without_peers_are_nothing(ledger: Build, innocent: Mapping[str, Any]) -> None:
    assert found(ledger, {**ODD, **innocent}) == []


def test_few_lines_or_few_firms_make_no_band(ledger: Build) -> None:
    assert found(ledger, ODD, peers=PEERS[:18]) == []
    assert found(ledger, ODD, peers=[{**it, "consignee_id": "one plant"} for it in PEERS]) == []
