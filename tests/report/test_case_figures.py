"""Figures of several sources in several currencies."""

import pytest

from enduse.report.case_figures import Rate, SaidFigure, implied_rates, pairs

RATES = {("GBP", "2021"): Rate(1.376, "ECB"), ("GBP", "2023"): Rate(1.243, "ECB")}


def figure(ref: str, value: float, unit: str, period: str = "2021", **more: str) -> SaidFigure:
    return SaidFigure(
        ref, more.get("source", ref), more.get("matter", "purchases"), period, value, unit, more.get("origin", "")
    )


def test_two_currencies_are_joined_by_the_rate_of_their_year() -> None:
    (it,) = pairs([figure("C1", 600_000, "USD"), figure("C2", 490_000, "GBP")], RATES)
    assert it.implied == pytest.approx(1.2245, abs=1e-4)
    assert it.apart == pytest.approx(1 - 600_000 / (490_000 * 1.376))
    assert (it.answer, it.independent) == ("agree", True)


def test_a_figure_beyond_the_tolerance_differs_and_at_it_agrees() -> None:
    said = [figure("C1", 100, "USD"), figure("C2", 85, "USD")]
    assert pairs(said, {}, 0.15)[0].answer == "agree"
    assert pairs(said, {}, 0.1499)[0].answer == "differ"


def test_without_a_dated_rate_nothing_is_assessed() -> None:
    (it,) = pairs([figure("C1", 600_000, "USD", "2019"), figure("C2", 490_000, "GBP", "2019")], RATES)
    assert (it.answer, it.apart, it.dated) == ("not_assessable", None, None)
    assert "not assessable" in it.sentence


def test_figures_of_another_matter_or_period_are_not_compared() -> None:
    said = [figure("C1", 1, "USD"), figure("C2", 1, "USD", "2023"), figure("C3", 1, "USD", matter="sales")]
    assert pairs(said, {}) == []


def test_figures_that_draw_on_one_document_are_one_source() -> None:
    said = [figure("C1", 1, "USD", origin="report"), figure("C2", 1, "USD", origin="Report")]
    assert not pairs(said, {})[0].independent
    assert "they are one source" in pairs(said, {})[0].sentence


def test_the_rates_that_pairs_imply_are_held_against_each_other() -> None:
    said = [figure("C1", 600_000, "USD"), figure("C2", 490_000, "GBP"),
            figure("C3", 40e6, "GBP", "2023"), figure("C4", 50e6, "USD", "2023")]  # fmt: skip
    (it,) = implied_rates(pairs(said, RATES))
    assert it.rates == pytest.approx((1.2245, 1.25), abs=1e-4)
    assert it.agree
    assert it.sentence == "The pairs imply 1.22 and 1.25 USD for 1 GBP: within 15% of each other (2.0% apart)."
