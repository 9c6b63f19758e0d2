from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from ibis.expr.types import Table

from enduse.detect import Ledger
from enduse.detect.typologies.hub_surge import hub_surge, in_declarations, in_statistics
from enduse.model.ids import party_id

BAN = date(2022, 2, 24)
Series = Callable[..., list[Mapping[str, Any]]]
LANE = {"reporter": "DE", "partner": "KZ", "goods_code": "84661031"}


def found(table: Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return sorted(rows, key=lambda it: (-it["strength"], -it["rank"]))


def listed(start: str = "2022-02-25") -> dict[str, object]:
    return {
        "authority": "EU",
        "list": "ban",
        "goods_code": "846610",
        "start": date.fromisoformat(start),
        "citation": "fictional act",
        "confidence": "seen",
    }


def test_names_the_lane_its_ratio_and_its_rows(ledger: Callable[..., Ledger], series: Series) -> None:
    facts = ledger(cells=series("2020-01", [2_000.0] * 26 + [200_000.0] * 9, **LANE), lists=[listed()])

    (row,) = found(in_statistics(facts, BAN))

    assert row["subject_id"] == "EU>KZ:84661031"
    assert (row["before"], row["after"], row["ratio"]) == (18_000, 1_800_000, 100)
    assert (row["start"], row["end"]) == (date(2022, 3, 1), date(2022, 11, 1))
    assert (len(row["row_ids"]), len(row["context_ids"])) == (9, 9)
    assert row["control_on"] == date(2022, 2, 25)


def test_the_members_that_alone_report_are_named(ledger: Callable[..., Ledger], series: Series) -> None:
    german = series("2020-01", [2_000.0] * 26 + [200_000.0] * 9, **LANE)
    italian = series("2020-01", [2_000.0] * 26 + [200_000.0] * 9, **LANE | {"reporter": "IT"})

    (one,) = found(in_statistics(ledger(cells=german, lists=[listed()]), BAN))
    (two,) = found(in_statistics(ledger(cells=[*german, *italian], lists=[listed()]), BAN))

    said = [hub_surge.finders[0].phrases(it)["sender"] for it in (one, two)]
    assert said[0] == "Germany (the only EU member whose figures are in the ledger)"
    assert said[1] == "Germany and Italy (the only EU members whose figures are in the ledger)"


def test_is_silent_about_one_large_shipment(ledger: Callable[..., Ledger], series: Series) -> None:
    months = [2_000.0] * 26 + [2_000.0] * 4 + [5_000_000.0] + [2_000.0] * 4

    assert not found(in_statistics(ledger(cells=series("2020-01", months, **LANE), lists=[listed()]), BAN))


def test_is_silent_about_steady_growth_and_seasons(ledger: Callable[..., Ledger], series: Series) -> None:
    grown = series("2020-01", [100_000.0 * 1.02**i for i in range(35)], **LANE)
    seasonal = series(
        "2020-01", [300_000.0 if i % 12 in (3, 4, 5) else 100.0 for i in range(35)], **LANE | {"partner": "AM"}
    )

    assert not found(in_statistics(ledger(cells=[*grown, *seasonal], lists=[listed()]), BAN))


@pytest.mark.parametrize(("monthly", "count"), [(111_111.0, 0), (111_112.0, 1)])
def test_a_million_after_is_enough(monthly: float, count: int, ledger: Callable[..., Ledger], series: Series) -> None:
    facts = ledger(cells=series("2020-01", [2_000.0] * 26 + [monthly] * 9, **LANE), lists=[listed()])

    assert len(found(in_statistics(facts, BAN))) == count


def test_lanes_from_almost_nothing_come_after_all_ratios(ledger: Callable[..., Ledger], series: Series) -> None:
    nothing = series("2020-01", [100.0] * 26 + [9_000_000.0] * 9, **LANE | {"partner": "AM"})
    grown = series("2020-01", [100_000.0] * 26 + [300_000.0] * 9, **LANE)

    first, last = found(in_statistics(ledger(cells=[*nothing, *grown], lists=[listed()]), BAN))

    assert (first["importer"], first["from_nothing"]) == ("KZ", False)
    assert (last["importer"], last["ratio"]) == ("AM", None)


def test_the_control_date_of_the_code_opens_the_window(ledger: Callable[..., Ledger], series: Series) -> None:
    facts = ledger(cells=series("2020-01", [2_000.0] * 31 + [400_000.0] * 5, **LANE), lists=[listed("2022-07-21")])

    (row,) = found(in_statistics(facts, BAN))

    assert row["start"] == date(2022, 8, 1)


def test_a_code_on_no_list_weighs_least(ledger: Callable[..., Ledger], series: Series) -> None:
    lane = LANE | {"reporter": "BR"}
    facts = ledger(cells=series("2020-01", [2_000.0] * 26 + [200_000.0] * 9, **lane), lists=[])

    (row,) = found(in_statistics(facts, BAN))

    assert (row["strength"], row["listed"]) == (0.15, False)


def test_weighs_more_when_the_hub_sends_on(ledger: Callable[..., Ledger], series: Series) -> None:
    inward = series("2020-01", [2_000.0] * 26 + [200_000.0] * 9, **LANE)
    onward = series("2020-01", [1_000.0] * 26 + [90_000.0] * 9, **LANE | {"reporter": "KZ", "partner": "RU"})

    (alone,) = found(in_statistics(ledger(cells=inward, lists=[listed()]), BAN))
    (both,) = found(in_statistics(ledger(cells=[*inward, *onward], lists=[listed()]), BAN))

    assert both["strength"] > alone["strength"]
    assert (both["onward_before"], both["onward_after"]) == (9_000, 810_000)
    assert len(both["row_ids"]) == 18


def lines(usd: float, *days: str, **more: object) -> list[dict[str, object]]:
    usual = {"direction": "export", "dispatch": "TR", "origin": "TW", "value_usd": usd, "consignor_id": "sender"}
    return [{"on": it, **usual, **more} for it in days]


def test_declared_exports_of_a_hub_are_seen_with_their_senders(ledger: Callable[..., Ledger]) -> None:
    before = [f"{year}-{month:02d}-05" for year in (2020, 2021) for month in range(1, 13)]
    after = [f"2022-{month:02d}-05" for month in range(3, 12)]
    facts = ledger(items=[*lines(2_000.0, *before), *lines(90_000.0, *after)])
    own_goods = ledger(items=[*lines(2_000.0, *before), *lines(90_000.0, *after, origin="TR")])

    (row,) = found(in_declarations(facts, BAN))

    assert (row["subject_id"], row["consignor_ids"]) == ("TR>RU:845811", [party_id("name:sender")])
    assert not found(in_declarations(own_goods, BAN))


def test_lines_without_a_day_say_nothing_and_hinder_nothing(ledger: Callable[..., Ledger]) -> None:
    before = [f"{year}-{month:02d}-05" for year in (2020, 2021) for month in range(1, 13)]
    after = [f"2022-{month:02d}-05" for month in range(3, 12)]
    dated = [*lines(2_000.0, *before), *lines(90_000.0, *after)]
    (undated,) = lines(1_000_000.0, "", dispatch="KZ")

    (row,) = found(in_declarations(ledger(items=[*dated, undated, {**undated, "dispatch": "TR"}]), BAN))

    assert (row["subject_id"], row["before"], row["after"]) == ("TR>RU:845811", 18_000, 810_000)
