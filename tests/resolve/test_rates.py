"""What one unit of a currency was worth, and who said so."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from enduse.model.period import Span
from enduse.resolve.rates import unit_values
from enduse.store.schema import FX_RATES

YEAR = Span(2021 * 12, 2021 * 12 + 12)
MARCH = Span(2022 * 12 + 2, 2022 * 12 + 3)


def _added(*rows: dict[str, Any]) -> pa.Table:
    filled = [{"source_id": "a", "row": number, **row} for number, row in enumerate(rows, 2)]
    return pa.Table.from_pylist(filled, schema=FX_RATES.arrow_schema())


def _rate(currency: str, rate: float, month: date, months: int, **more: str) -> dict[str, Any]:
    return {
        "currency": currency,
        "per": "USD",
        "rate": rate,
        "month": month,
        "months": months,
        "publisher": "NB",
        **more,
    }


def _value(currency: str, span: Span, added: pa.Table, order: dict[str, int] | None = None) -> dict[str, Any]:
    rows = unit_values([(currency, span)], added, order or {}).to_pylist()
    return dict(rows[0]) if rows else {}


def test_a_dollar_is_a_dollar_and_a_part_of_a_euro() -> None:
    value = _value("USD", YEAR, _added())

    assert value["usd_per_unit"] == 1
    assert value["eur_per_unit"] == pytest.approx(1 / 1.1827, abs=1e-4)
    assert value["rate_publisher"] == "ECB"


def test_an_unknown_currency_has_no_row() -> None:
    assert _value("KGS", YEAR, _added()) == {}


def test_an_added_rate_reaches_the_euro_through_the_dollar() -> None:
    value = _value("KGS", YEAR, _added(_rate("KGS", 84.0, date(2021, 1, 1), 12)))

    assert value["usd_per_unit"] == pytest.approx(1 / 84)
    assert value["eur_per_unit"] == pytest.approx(1 / 84 / 1.1827, abs=1e-6)
    assert value["rate_publisher"] == "NB, ECB"


def test_a_month_of_the_rouble_that_the_bank_left_comes_from_the_added_file() -> None:
    assert _value("RUB", MARCH, _added()) == {}
    assert _value("RUB", MARCH, _added(_rate("RUB", 100.0, date(2022, 3, 1), 1)))["usd_per_unit"] == pytest.approx(0.01)


def test_a_currency_quoted_in_a_third_one_is_crossed() -> None:
    added = _added(_rate("RUB", 100.0, date(2022, 3, 1), 1), _rate("RUB", 25.0, date(2022, 3, 1), 1, per="AED"))

    assert _value("AED", MARCH, added)["usd_per_unit"] == pytest.approx(0.25)


def test_days_are_averaged_where_no_mean_is_published() -> None:
    days = _added(_rate("KGS", 80.0, date(2022, 3, 1), 0), _rate("KGS", 120.0, date(2022, 3, 31), 0))

    assert _value("KGS", MARCH, days)["usd_per_unit"] == pytest.approx(1 / 100)


def test_a_year_is_not_made_of_eleven_months() -> None:
    months = [_rate("KGS", 84.0, date(2021, month, 1), 1) for month in range(1, 12)]

    assert _value("KGS", YEAR, _added(*months)) == {}
    assert _value("KGS", YEAR, _added(*months, _rate("KGS", 84.0, date(2021, 12, 1), 1)))


def test_the_source_added_later_corrects_a_rate() -> None:
    old = _rate("KGS", 80.0, date(2022, 3, 1), 1, source_id="z")
    new = _rate("KGS", 100.0, date(2022, 3, 1), 1, source_id="b")

    assert _value("KGS", MARCH, _added(new, old), {"z": 0, "b": 1})["usd_per_unit"] == pytest.approx(1 / 100)


def test_the_central_bank_of_europe_comes_first() -> None:
    odd = _added({**_rate("USD", 9.0, date(2021, 1, 1), 12), "per": "EUR"})

    assert _value("EUR", YEAR, odd)["usd_per_unit"] == pytest.approx(1.1827, abs=1e-4)
