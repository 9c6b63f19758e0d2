"""Used machines of one brand leave a country where many of them stand."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.installed_base_leak import by_brand
from enduse.errors import UsageError

BAN = date(2022, 2, 24)
Build = Callable[..., Ledger]
Row = Mapping[str, Any]

REACH: tuple[Row, ...] = tuple(
    {"on": on, "goods_code": "8422400008", "kind": "packing", "consignee_id": "bystander"}
    for on in ("2020-02-24", "2024-02-23")
)
USED: Row = {"origin": "JP", "dispatch": "CN", "condition": "used"}


def lines(first: int, count: int, **more: Any) -> list[Row]:
    """So many used machines from that year on, one a month, through four dealers."""
    return [
        {**USED, "on": f"{first + at // 12}-{at % 12 + 1:02d}-28", "consignor_id": f"dealer {at % 4}", **more}
        for at in range(count)
    ]


def found(ledger: Build, *rows: Row, **more: Any) -> list[dict[str, Any]]:
    return list(by_brand(ledger(items=[*REACH, *rows]), BAN, **more).to_pyarrow().to_pylist())


def test_counts_machines_a_year_before_and_since(ledger: Build) -> None:
    (row,) = found(ledger, *lines(2021, 2), *lines(2022, 22))

    # January and the 28th of February lie on either side of the watershed.
    assert (row["machines_before"], row["machines"], row["sellers"]) == (3, 21, 4)
    assert row["a_year"] == pytest.approx(21 / 2, rel=0.01)
    assert row["ratio"] == pytest.approx(21.5 / 3.5, rel=0.01)
    assert (row["subject_id"], row["lane"], row["base"]) == ("SPARTAN", "SPARTAN:CN", None)
    assert (len(row["row_ids"]), len(row["context_ids"])) == (21, 3)


def test_what_is_surely_three_times_as_much_weighs_more(ledger: Build) -> None:
    (likely,) = found(ledger, *lines(2021, 2), *lines(2022, 22))
    (sure,) = found(ledger, *lines(2022, 22)[1:])

    assert (likely["strength"], sure["strength"]) == (pytest.approx(0.1), pytest.approx(0.45))


def test_a_machine_that_both_sides_declare_counts_once(ledger: Build) -> None:
    (row,) = found(ledger, *lines(2022, 22), *lines(2022, 22, direction="export"))

    assert row["machines"] == 21
    assert len(row["row_ids"]) == 42


@pytest.mark.parametrize(
    "innocent",
    [
        {"consignor_id": "dealer"},
        {"condition": "new"},
        {"dispatch": None},
        {"destination": "KZ"},
        {"whole": "part"},
        {"brand": None},
    ],
)
def test_one_dealer_new_machines_and_other_ways_are_nothing(ledger: Build, innocent: Row) -> None:
    assert found(ledger, *lines(2022, 22, **innocent)) == []


def test_a_steady_trade_is_nothing(ledger: Build) -> None:
    assert found(ledger, *lines(2020, 12), *lines(2022, 14)) == []


def test_few_machines_prove_nothing(ledger: Build) -> None:
    assert found(ledger, *lines(2022, 5)[1:]) == []
    assert len(found(ledger, *lines(2022, 6)[1:])) == 1


def test_a_base_that_is_given_makes_a_leak_rate_with_bounds(ledger: Build) -> None:
    (row,) = found(ledger, *lines(2022, 22)[1:], bases=("Spartan:CN=900-1600",))

    assert row["base"] == pytest.approx(1_200)
    assert row["leak_rate"] == pytest.approx(10.5 / 1_200, rel=0.01)
    assert row["leak_rate_low"] < row["leak_rate"] < row["leak_rate_high"]


def test_a_base_from_events_is_shown_and_makes_no_rate(ledger: Build) -> None:
    stands = [
        {"on": "2020-05-01", "kind": "sold", "serial": f"SL-{it}77", "brand": "Spartan", "place_country": "CN"}
        for it in range(10, 30)
    ]
    facts = ledger(items=[*REACH, *lines(2022, 22)], events=stands)

    (row,) = by_brand(facts, BAN).to_pyarrow().to_pylist()

    assert (row["base"], row["base_basis"], row["leak_rate"]) == (20.0, "events", None)


@pytest.mark.parametrize("word", ["SPARTAN=5", "SPARTAN:CN=many", "SPARTAN:CN=9-5", "SPARTAN:CN=0"])
def test_a_base_that_is_no_number_is_refused(ledger: Build, word: str) -> None:
    with pytest.raises(UsageError, match="installed base"):
        found(ledger, bases=(word,))
