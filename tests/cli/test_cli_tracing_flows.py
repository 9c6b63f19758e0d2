"""What people read of lanes, gaps and breaks."""

from enduse.cli.tracing_flows import (
    break_sentence,
    excess_sentence,
    line_sentence,
    mirror_sentence,
    places,
    series_sentence,
)


def test_a_series_tells_span_sum_and_largest_month() -> None:
    months = [{"month": "2023-01", "usd": 10}, {"month": "2023-02", "usd": 1_500}]
    assert series_sentence({"months": months}) == "1,510 USD from 2023-01 to 2023-02, most in 2023-02 (1,500 USD)"


def test_a_break_tells_when_between_which_months_and_by_what_chance() -> None:
    told = {"month": "2023-02", "between": ["2023-01", "2023-03"], "before": 10, "after": 90, "p_value": 0.004}
    assert break_sentence(told) == (
        "changed in 2023-02 (between 2023-01 and 2023-03): 10 USD a month before, 90 after; chance 0.004"
    )
    assert "between" not in break_sentence({**told, "between": ["2023-02", "2023-02"]})


def test_a_gap_is_told_with_its_bounds() -> None:
    gap = {"months": 12, "sent": 100, "received": 50, "lag": 1, "gap": 53, "low": 40, "high": 60, "share": 0.53}
    told = mirror_sentence(gap)
    assert "1 month on the way" in told
    assert "(90 %: 40 to 60), 53% of what was sent" in told
    assert mirror_sentence(None) == ""


def test_an_excess_over_a_badly_fitting_mixture_says_so() -> None:
    told = {
        "since": "2023-01-04",
        "excess": 70,
        "low": 5,
        "high": 90,
        "p_value": 0.1,
        "mixture": {"CN": 0.5},
        "fit": 0.2,
    }
    assert excess_sentence(told).endswith("Compared with CN 0.5.")
    assert excess_sentence({**told, "fit": 0.9}).endswith("this tells little.")
    assert excess_sentence(None) == ""


def test_a_line_whose_parties_and_countries_are_unknown_says_so() -> None:
    line = {"on": "2023-01-04", "says": "import", "from": None, "to": "RU", "consignor": "", "consignee": "Zavod"}
    told = line_sentence({**line, "value_usd": None, "source": "a.csv", "row": 7})
    assert told == "2023-01-04 import ? to RU: nobody named to Zavod [a.csv row 7]"
    assert places([]) == "no row"
