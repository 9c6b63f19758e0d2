"""Published cells, each once, in two currencies."""

from collections.abc import Callable
from datetime import date
from typing import Any

import ibis
import pytest
from ibis.expr.types import Table

from enduse.model.period import Span
from enduse.resolve.rates import unit_values
from enduse.resolve.statistics import (
    FIRST_ROW_ID,
    CellOverlap,
    amounts,
    cell_overlaps,
    clashes,
    lost_cells,
    published,
    unconverted_cells,
    wanted_cell_rates,
)
from enduse.store.schema import FX_RATES

Rows = Callable[..., Table]
ORDER = {"old": 0, "new": 1}
CELL = {"reporter": "DE", "partner": "KG", "month": date(2021, 1, 1), "months": 12, "value": 100.0}


def _published(table: Table) -> Table:
    told = amounts(table, ORDER)
    worth = unit_values(wanted_cell_rates(told), FX_RATES.arrow_schema().empty_table(), ORDER)
    return published(told, lost_cells(told), ibis.memtable(worth))


def _rows(table: Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _published(table).order_by("row_id").to_pyarrow().to_pylist()
    return rows


def test_euros_become_dollars_at_the_mean_of_the_period(cells: Rows) -> None:
    (row,) = _rows(cells(CELL))

    assert (row["value_eur"], row["value_usd"]) == (100.0, pytest.approx(118.27, abs=0.01))
    assert (row["usd_per_unit"], row["rate_publisher"]) == (pytest.approx(1.1827, abs=1e-4), "ECB")
    assert (row["month"], row["months"], row["currency"]) == (24252, 12, "EUR")


def test_dollars_become_euros(cells: Rows) -> None:
    (row,) = _rows(cells({**CELL, "currency": "USD", "value": 289.5}))

    assert (row["value_usd"], row["value_eur"]) == (289.5, pytest.approx(244.8, abs=0.1))


def test_a_file_that_fills_only_the_dollar_column_is_read_too(cells: Rows) -> None:
    (row,) = _rows(cells({**CELL, "value": None, "currency": None, "value_usd": 118.27}))

    assert (row["value_usd"], row["value_eur"]) == (118.27, pytest.approx(100, abs=0.01))


def test_a_currency_without_a_rate_stays_and_is_counted(cells: Rows) -> None:
    table = _published(cells({**CELL, "currency": "KGS"}))

    assert unconverted_cells(table) == {"KGS": 1}
    assert table.to_pyarrow()["value_usd"].to_pylist() == [None]


def test_periods_of_any_length_have_their_own_rate(cells: Rows) -> None:
    told = amounts(cells({**CELL, "months": 9}, {**CELL, "month": date(2021, 5, 1), "months": 1}), ORDER)

    assert wanted_cell_rates(told) == {("EUR", Span(24252, 24261)), ("EUR", Span(24256, 24257))}


def test_a_cell_in_two_files_counts_once_and_the_later_file_stands(cells: Rows) -> None:
    table = cells({**CELL, "source_id": "old"}, {**CELL, "source_id": "new", "value": 110.0})

    assert [(it["source_id"], it["value_eur"]) for it in _rows(table)] == [("new", 110.0)]


def test_equal_and_different_values_are_counted_apart(cells: Rows) -> None:
    other = {**CELL, "partner": "UZ"}
    table = cells(
        {**CELL, "source_id": "old"},
        {**CELL, "source_id": "new"},
        {**other, "source_id": "old"},
        {**other, "source_id": "new", "value": 1.0},
    )

    assert cell_overlaps(lost_cells(amounts(table, ORDER))) == (CellOverlap("old", "new", equal=1, different=1),)


@pytest.mark.parametrize(
    "other",
    [
        {"publisher": "Another office"},
        {"reporter": "EU27_2020"},
        {"flow": "import"},
        {"goods_code": "84"},
        {"months": 1},
        {"month": date(2022, 1, 1)},
        {"value": None, "net_kg": 7.0, "currency": None},
    ],
)
def test_another_cell_stays(cells: Rows, other: dict[str, Any]) -> None:
    assert len(_rows(cells(CELL, {**CELL, **other}))) == 2


def test_numbers_are_those_of_no_goods_line_and_survive_overlaps(cells: Rows) -> None:
    first = {**CELL, "source_id": "old"}
    both = cells(first, {**CELL, "source_id": "old", "partner": "UZ"}, {**CELL, "source_id": "new"})

    assert [it["row_id"] for it in _rows(both)] == [FIRST_ROW_ID + 1, FIRST_ROW_ID + 2]


def test_cells_of_one_file_with_other_values_all_stay_and_are_counted(cells: Rows) -> None:
    unnamed = {**CELL, "partner": "UNDEFINED"}
    table = cells(*({**unnamed, "value": value} for value in (1.0, 2.0, 2.0)), CELL)

    kept = _published(table)

    assert sorted(it["value_eur"] for it in kept.to_pyarrow().to_pylist()) == [1.0, 2.0, 100.0]
    assert clashes(kept) == 2


def test_a_later_file_replaces_all_values_of_the_cell(cells: Rows) -> None:
    unnamed = {**CELL, "partner": "UNDEFINED"}
    old = [{**unnamed, "source_id": "old", "value": value} for value in (1.0, 2.0)]
    new = [{**unnamed, "source_id": "new", "value": value} for value in (2.0, 3.0)]

    told = amounts(cells(*old, *new), ORDER)

    assert [it["source_id"] for it in _rows(cells(*old, *new))] == ["new", "new"]
    assert cell_overlaps(lost_cells(told)) == (CellOverlap("old", "new", equal=1, different=1),)
