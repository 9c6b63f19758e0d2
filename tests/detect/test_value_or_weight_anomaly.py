"""A price for the kilogram outside that of like goods."""

from collections.abc import Callable, Mapping, Sequence
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


def found(ledger: Build, *rows: Mapping[str, Any], peers: Sequence[Mapping[str, Any]] = PEERS) -> list[dict[str, Any]]:
    return list(by_consignee(ledger(items=[*peers, *rows]), BAN).to_pyarrow().to_pylist())


def test_a_line_far_above_its_peers_is_told(ledger: Build) -> None:
    (row,) = found(ledger, ODD)

    assert (row["lines"], row["lines_dear"], row["lines_cheap"], row["row_ids"]) == (1, 1, 0, [25])
    # log(5,000,000 / 106,000) is 3.85; the spread is the floor for one brand without a model, .17, widened for 7 firms.
    assert row["farthest"] == pytest.approx(10.6, abs=0.1)


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
    assert found(ledger, ODD, peers=PEERS[:8]) == []
    assert found(ledger, ODD, peers=[{**it, "consignee_id": "one plant"} for it in PEERS]) == []


def test_machines_of_one_model_are_compared_more_closely_than_those_of_a_brand(ledger: Build) -> None:
    peers = [{**it, "model": "X-1"} for it in PEERS]
    dear = {**ODD, "value_usd": 350_000.0}

    (row,) = found(ledger, {**dear, "model": "X-1"}, peers=peers)

    assert row["farthest"] == pytest.approx(5.6, abs=0.1)
    assert found(ledger, {**dear, "model": "X-2"}, peers=peers) == []


def test_used_machines_are_compared_with_used_ones_only(ledger: Build) -> None:
    cheap = {**ODD, "value_usd": 20_000.0}

    assert len(found(ledger, cheap)) == 1
    assert found(ledger, {**cheap, "condition": "used"}) == []


def test_one_firm_that_buys_much_does_not_set_the_usual_price(ledger: Build) -> None:
    many = [{**ODD, "on": f"2022-06-{day:02d}"} for day in range(1, 29)]

    (row,) = found(ledger, *many)

    assert row["lines"] == 28


def test_a_brand_of_which_little_is_known_is_compared_with_its_kind(ledger: Build) -> None:
    peers = [{**it, "consignee_id": f"plant {at}", "brand": f"B{at % 3}"} for at, it in enumerate(PEERS[:16])]

    (row,) = found(ledger, {**ODD, "brand": "ATHENIAN"}, peers=peers)

    assert row["farthest"] == pytest.approx(5.3, abs=0.1)
    two = [{**it, "brand": f"B{at % 2}"} for at, it in enumerate(peers)]
    assert found(ledger, {**ODD, "brand": "B0", "consignee_id": "plant 0"}, peers=two) == []
