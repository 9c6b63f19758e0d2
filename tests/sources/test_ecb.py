"""Mean rates of the European Central Bank."""

from datetime import date

import pytest

from enduse.model.period import Span, month_index
from enduse.sources.ecb import daily_rates, ecb_rates


def _rates(span: Span) -> dict[str, float]:
    return {row["currency"]: row["rate"] for row in ecb_rates([span]).to_pylist()}


def _month(year: int, month: int) -> Span:
    index = month_index(date(year, month, 1))
    return Span(index, index + 1)


def _year(year: int) -> Span:
    return Span(year * 12, year * 12 + 12)


def test_the_mean_of_a_year_is_the_mean_of_its_daily_rates() -> None:
    assert _rates(_year(2021))["USD"] == pytest.approx(1.1827, abs=5e-5)


def test_a_month_lies_between_the_extremes_of_its_days() -> None:
    daily = daily_rates()
    usd = daily.currencies.index("USD")
    days = [
        rate
        for day, rate in zip(daily.days.tolist(), daily.rates[:, usd].tolist(), strict=True)
        if (day.year, day.month) == (2022, 9)
    ]

    assert len(days) == 22
    assert _rates(_month(2022, 9))["USD"] == pytest.approx(sum(days) / 22)


def test_one_day_of_quotation_is_no_mean_of_the_month() -> None:
    assert "RUB" in _rates(_month(2022, 2))
    assert "RUB" not in _rates(_month(2022, 3))
    assert "RUB" not in _rates(_year(2022))


@pytest.mark.parametrize("currency", ["TWD", "AED", "KZT", "UZS", "KGS", "AMD", "GEL", "UAH"])
def test_currencies_that_the_bank_does_not_quote_are_absent(currency: str) -> None:
    assert currency not in _rates(_year(2021))


def test_periods_before_and_after_the_file_have_no_rates() -> None:
    assert not _rates(_year(1990))
    assert not _rates(_year(2090))


def test_rows_say_what_they_are_the_mean_of() -> None:
    row = next(it for it in ecb_rates([Span(24252, 24261)]).to_pylist() if it["currency"] == "USD")

    assert (row["month"], row["months"], row["per"], row["publisher"]) == (date(2021, 1, 1), 9, "EUR", "ECB")
