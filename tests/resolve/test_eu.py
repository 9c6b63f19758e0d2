"""The Union as one trader, years as one figure."""

from collections.abc import Callable
from datetime import date
from typing import Any

import ibis
import pytest
from ibis.expr.types import Table

from enduse.resolve.eu import annual, eu_as_partner, eu_exports
from enduse.resolve.rates import unit_values
from enduse.resolve.statistics import amounts, lost_cells, published, wanted_cell_rates
from enduse.store.schema import FX_RATES

Rows = Callable[..., Table]
YEAR = {"partner": "KG", "month": date(2021, 1, 1), "months": 12}


def _statistics(table: Table) -> Table:
    told = amounts(table, {})
    worth = unit_values(wanted_cell_rates(told), FX_RATES.arrow_schema().empty_table(), {})
    return published(told, lost_cells(told), ibis.memtable(worth))


def _rows(table: Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return sorted(rows, key=lambda it: (it["partner"], it.get("month", it.get("year"))))


def _month(number: int, value: float | None = 1.0, **more: Any) -> dict[str, Any]:
    return {"reporter": "DE", "partner": "KG", "month": date(2021, number, 1), "months": 1, "value": value, **more}


def test_a_published_total_stands_for_its_members(cells: Rows) -> None:
    table = cells(
        {**YEAR, "reporter": "DE", "value": 100.0},
        {**YEAR, "reporter": "FR", "value": 50.0},
        {**YEAR, "reporter": "EU27_2020", "value": 160.0},
    )

    (row,) = _rows(eu_exports(_statistics(table)))

    assert (row["reporter"], row["value_eur"], row["how"], row["members"]) == ("EU27_2020", 160.0, "published", 0)
    assert len(row["row_ids"]) == 1


def test_without_a_total_the_members_are_summed_and_nobody_else(cells: Rows) -> None:
    table = cells(*({**YEAR, "reporter": it, "value": 100.0} for it in ("DE", "FR", "CH", "GB", "EA", "WORLD")))

    (row,) = _rows(eu_exports(_statistics(table)))

    assert (row["value_eur"], row["how"], row["members"], len(row["row_ids"])) == (200.0, "summed", 2, 2)


@pytest.mark.parametrize(("month", "expected"), [(date(2020, 1, 1), 2.0), (date(2020, 2, 1), 1.0)])
def test_the_members_are_those_of_the_date(cells: Rows, month: date, expected: float) -> None:
    table = cells(*({"reporter": it, "partner": "KG", "month": month, "value": 1.0} for it in ("DE", "GB")))

    assert [it["value_eur"] for it in _rows(eu_exports(_statistics(table)))] == [expected]


def test_today_s_composition_is_preferred_to_the_changing_one(cells: Rows) -> None:
    table = cells({**YEAR, "reporter": "EU", "value": 170.0}, {**YEAR, "reporter": "EU27_2020", "value": 160.0})

    assert [it["value_eur"] for it in _rows(eu_exports(_statistics(table)))] == [160.0]


def test_each_partner_and_period_is_decided_on_its_own(cells: Rows) -> None:
    table = cells(
        {**YEAR, "reporter": "EU27_2020", "value": 160.0},
        {**YEAR, "reporter": "DE", "value": 100.0},
        {**YEAR, "reporter": "DE", "partner": "UZ", "value": 7.0},
    )

    assert [(it["partner"], it["how"]) for it in _rows(eu_exports(_statistics(table)))] == [
        ("KG", "published"),
        ("UZ", "summed"),
    ]


def test_two_publishers_of_the_members_are_not_added(cells: Rows) -> None:
    table = cells(
        {**YEAR, "reporter": "DE", "value": 100.0, "publisher": "A"},
        {**YEAR, "reporter": "DE", "value": 101.0, "publisher": "B"},
        {**YEAR, "reporter": "FR", "value": 50.0, "publisher": "B"},
    )

    assert [(it["value_eur"], it["publisher"]) for it in _rows(eu_exports(_statistics(table)))] == [(151.0, "B")]


def test_a_member_that_could_not_be_converted_makes_no_smaller_sum(cells: Rows) -> None:
    table = cells(
        {**YEAR, "reporter": "DE", "value": 100.0}, {**YEAR, "reporter": "SE", "value": 100.0, "currency": "KGS"}
    )

    assert [it["value_eur"] for it in _rows(eu_exports(_statistics(table)))] == [None]


def test_the_union_as_partner_is_read_the_same_way(cells: Rows) -> None:
    table = cells(
        {**YEAR, "reporter": "KG", "partner": "EU", "value": 90.0},
        {**YEAR, "reporter": "KG", "partner": "DE", "value": 60.0},
        {**YEAR, "reporter": "KG", "partner": "EU_unspecified", "value": 1.0},
    )

    assert [(it["partner"], it["value_eur"]) for it in _rows(eu_as_partner(_statistics(table)))] == [
        ("EU27_2020", 90.0)
    ]


def test_twelve_months_and_the_year_s_own_cell_count_once(cells: Rows) -> None:
    table = cells(*(_month(it) for it in range(1, 13)), {**YEAR, "reporter": "DE", "value": 12.5})

    (row,) = _rows(annual(_statistics(table)))

    assert (row["year"], row["value_eur"], row["months_covered"], row["months"]) == (2021, 12.5, 12, 12)
    assert len(row["row_ids"]) == 1


def test_months_are_summed_and_a_partial_year_is_marked(cells: Rows) -> None:
    (row,) = _rows(annual(_statistics(cells(*(_month(it) for it in range(1, 10))))))

    assert (row["value_eur"], row["months_covered"], len(row["row_ids"])) == (9.0, 9, 9)


def test_the_cells_that_cover_more_win(cells: Rows) -> None:
    nine = {**_month(1, 9.9), "months": 9}

    (row,) = _rows(annual(_statistics(cells(nine, *(_month(it) for it in range(1, 12))))))

    assert (row["value_eur"], row["months_covered"]) == (11.0, 11)


def test_a_month_without_a_figure_is_not_covered(cells: Rows) -> None:
    (row,) = _rows(annual(_statistics(cells(_month(1), _month(2, None)))))

    assert row["months_covered"] == 1


def test_a_period_that_reaches_into_the_next_year_is_no_year(cells: Rows) -> None:
    assert not _rows(annual(_statistics(cells({**_month(7), "months": 12}))))


def test_the_union_s_years_keep_every_row_they_stand_on(cells: Rows) -> None:
    table = _statistics(cells(*(_month(it) for it in (1, 2)), *(_month(it, reporter="FR") for it in (1, 2))))

    (row,) = _rows(annual(eu_exports(table)))

    assert (row["value_eur"], len(set(row["row_ids"]))) == (4.0, 4)
