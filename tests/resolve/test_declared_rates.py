"""Rates that only declarations tell."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from ibis.expr.types import Table

from enduse.resolve.declared_rates import LEAST_LINES, declared_values

MAY = 2023 * 12 + 4


def _lines(items: Callable[..., Table], *told: tuple[int, float], **more: Any) -> Table:
    """Lines of a month of 2023 with so many dollars for a hundred roubles."""
    rows = [{"declared_on": date(2023, month, 9), "value": 100.0, "value_usd": usd} for month, usd in told]
    return items(*rows, **{"currency": "RUB", **more})


def _rate(items: Table) -> float | None:
    found = declared_values(items, {("RUB", MAY)}).to_pylist()
    return found[0]["usd_per_unit"] if found else None


def test_the_middle_of_a_month_s_lines_is_the_rate(items: Callable[..., Table]) -> None:
    assert _rate(_lines(items, (5, 1.0), (5, 1.2), (5, 1.25), (5, 1.3), (5, 9.0))) == pytest.approx(0.0125)


def test_too_few_lines_tell_nothing(items: Callable[..., Table]) -> None:
    assert _rate(_lines(items, *[(5, 1.2)] * (LEAST_LINES - 1))) is None


def test_the_months_beside_it_help_where_a_month_has_few_lines(items: Callable[..., Table]) -> None:
    assert _rate(_lines(items, (4, 1.2), (4, 1.2), (5, 1.3), (6, 1.4), (6, 1.4))) == pytest.approx(0.013)
    assert _rate(_lines(items, (3, 1.2), (4, 1.2), (5, 1.3), (6, 1.4), (7, 1.4))) is None


def test_lines_that_do_not_agree_tell_no_rate(items: Callable[..., Table]) -> None:
    assert _rate(_lines(items, (5, 1.0), (5, 1.0), (5, 2.0), (5, 9.0), (5, 9.0))) is None


def test_lines_without_one_of_the_values_do_not_count(items: Callable[..., Table]) -> None:
    assert _rate(_lines(items, *[(5, 0.0)] * LEAST_LINES)) is None
    assert _rate(_lines(items, *[(5, 1.2)] * LEAST_LINES, currency="AED")) is None
