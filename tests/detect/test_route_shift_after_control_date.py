from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.typologies.route_shift_after_control_date import (
    by_brand,
    by_origin,
    in_statistics,
    route_shift_after_control_date,
)
from enduse.model.ids import party_id

BAN = date(2022, 2, 24)
Series = Callable[..., list[Mapping[str, Any]]]


def found(table: Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return rows


def direct(*days: str) -> list[dict[str, object]]:
    return [{"on": it} for it in days]


def round_about(*days: str, **more: object) -> list[dict[str, object]]:
    return [{"on": it, "dispatch": "TR", "consignor_id": "trader", **more} for it in days]


BEFORE = ("2021-06-01", "2021-09-01", "2021-12-01", "2022-02-01")
AFTER = ("2022-04-01", "2022-06-01", "2022-08-01", "2022-10-01")


def test_names_the_importer_the_brand_and_the_new_way(ledger: Callable[..., Ledger]) -> None:
    (row,) = found(by_brand(ledger([*direct(*BEFORE), *round_about(*AFTER)]), BAN))

    assert (row["subject_id"], row["lane"], row["dispatches"]) == (party_id("name:importer"), "SPARTAN", ["TR"])
    assert row["last_direct_on"] == date(2022, 2, 1)
    assert (row["share_before"], row["share_after"]) == (0, 1)
    assert row["chance"] == pytest.approx(1 / 70, rel=1e-3)
    assert (sorted(row["row_ids"]), sorted(row["context_ids"])) == ([5, 6, 7, 8], [1, 2, 3, 4])


def test_is_silent_when_the_way_was_always_round_about(ledger: Callable[..., Ledger]) -> None:
    assert not found(by_brand(ledger([*direct("2022-02-01"), *round_about(*BEFORE, *AFTER)]), BAN))


def test_is_silent_when_chance_would_do(ledger: Callable[..., Ledger]) -> None:
    facts = ledger([*direct("2022-01-01", "2022-02-01"), *round_about("2022-04-01", "2022-06-01")])

    assert not found(by_brand(facts, BAN))


@pytest.mark.parametrize(
    ("last", "count"), [("2021-08-28", 1), ("2021-08-27", 0), ("2022-08-23", 1), ("2022-08-24", 0)]
)
def test_the_last_direct_line_lies_within_180_days(last: str, count: int, ledger: Callable[..., Ledger]) -> None:
    early = [f"2021-06-{day:02d}" for day in range(1, 7)]
    late = [f"2022-{month:02d}-05" for month in range(4, 13)]

    assert len(found(by_brand(ledger([*direct(*early, last), *round_about(*late)]), BAN))) == count


def test_makers_may_change_while_the_country_stays(ledger: Callable[..., Ledger]) -> None:
    facts = ledger([*direct(*BEFORE), *round_about(*AFTER, brand="PYXIS")])

    (row,) = found(by_origin(facts, BAN))

    assert row["lane"] == "TW"
    assert not found(by_brand(facts, BAN))


def cells(series: Series, after: float = 100.0) -> list[Mapping[str, Any]]:
    """Two members of the Union; 2021-03 to 2022-11; direct 900 a month until 2022-02."""
    return [
        *series("2021-03", [600.0] * 12 + [0.0] * 8 + [after], reporter="DE", partner="RU"),
        *series("2021-03", [300.0] * 12 + [100.0] * 9, reporter="IT", partner="RU"),
        *series("2021-03", [50.0] * 12 + [300.0] * 9, reporter="DE", partner="KZ"),
        *series("2021-03", [70.0] * 21, reporter="IT", partner="AM"),
    ]


def test_statistics_compare_whole_months_with_the_year_before(ledger: Callable[..., Ledger], series: Series) -> None:
    (row,) = found(in_statistics(ledger(cells=cells(series)), BAN))

    assert row["subject_id"] == "EU>RU"
    assert (row["before"], row["after"]) == (8_100, 1_000)
    assert (row["start"], row["end"]) == (date(2022, 3, 1), date(2022, 11, 1))
    assert {it["partner"]: (it["before"], it["after"]) for it in row["hubs"]} == {"KZ": (450, 2_700), "AM": (630, 630)}


def test_the_members_that_alone_report_are_named(ledger: Callable[..., Ledger], series: Series) -> None:
    (row,) = found(in_statistics(ledger(cells=cells(series)), BAN))

    said = route_shift_after_control_date.finders[2].phrases(row)["sender"]
    assert said == "Germany and Italy (the only EU members whose figures are in the ledger)"


def test_statistics_are_silent_when_hubs_replace_nothing(ledger: Callable[..., Ledger], series: Series) -> None:
    facts = ledger(cells=[it for it in cells(series) if it["partner"] != "KZ"])

    assert not found(in_statistics(facts, BAN))


def test_statistics_are_silent_without_the_year_before(ledger: Callable[..., Ledger], series: Series) -> None:
    facts = ledger(cells=[it for it in cells(series) if it["on"] >= "2021-04"])

    assert not found(in_statistics(facts, BAN))


def test_headings_that_repeat_their_codes_are_not_counted_twice(ledger: Callable[..., Ledger], series: Series) -> None:
    detailed = cells(series)
    repeated = [{**it, "goods_code": "8458"} for it in detailed]

    (row,) = found(in_statistics(ledger(cells=[*detailed, *repeated]), BAN))

    assert row["before"] == 8_100


def test_a_published_aggregate_stands_for_its_members(ledger: Callable[..., Ledger], series: Series) -> None:
    total = series("2021-03", [1_000.0] * 12 + [100.0] * 9, reporter="EU27_2020", partner="RU")

    (row,) = found(in_statistics(ledger(cells=[*cells(series), *total]), BAN))

    assert (row["before"], row["after"]) == (9_000, 900)
