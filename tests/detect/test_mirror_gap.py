from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from enduse.detect import Ledger
from enduse.detect.typologies.mirror_gap import in_statistics, mirror_gap
from enduse.text.countries import eu_members

BAN = date(2022, 2, 24)
Series = Callable[..., list[Mapping[str, Any]]]
ALL = {"goods_code": "TOTAL"}


def found(ledger: Ledger) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = in_statistics(ledger, BAN).to_pyarrow().to_pylist()
    return rows


def years(reporter: str, partner: str, flow: str, *millions: float) -> list[dict[str, object]]:
    """One published figure a year from 2021 on."""
    cell = {"reporter": reporter, "partner": partner, "flow": flow, "months": 12, **ALL}
    return [{**cell, "on": f"{2021 + i}-01", "value": it * 1e6} for i, it in enumerate(millions)]


def test_the_gap_is_told_year_by_year(ledger: Callable[..., Ledger]) -> None:
    sent = years("EU27_2020", "KG", "export", 263.2, 1_170.9, 2_733.8)
    got = years("KG", "EU", "import", 244.8, 500.3, 892.1)

    (row,) = found(ledger(cells=[*sent, *got]))

    assert row["subject_id"] == "EU>KG"
    shares = [round(it["gap_share"], 2) for it in sorted(row["periods"], key=lambda it: it["from"])]
    assert shares == [0.07, 0.57, 0.67]
    assert (row["sent"], row["got"]) == pytest.approx((2_733.8e6, 892.1e6))
    assert (len(row["row_ids"]), len(row["context_ids"])) == (2, 4)


def test_is_silent_when_the_gap_was_always_there(ledger: Callable[..., Ledger]) -> None:
    cells = [*years("EU27_2020", "KG", "export", 300, 300, 300), *years("KG", "EU", "import", 100, 100, 100)]

    assert not found(ledger(cells=cells))


def test_is_silent_when_the_gap_has_closed_again(ledger: Callable[..., Ledger]) -> None:
    cells = [*years("EU27_2020", "UZ", "export", 300, 900, 900), *years("UZ", "EU", "import", 300, 300, 890)]

    assert not found(ledger(cells=cells))


@pytest.mark.parametrize(("got", "count"), [(150.0, 1), (150.1, 0)])
def test_the_quotient_must_double(got: float, count: int, ledger: Callable[..., Ledger]) -> None:
    cells = [*years("EU27_2020", "KG", "export", 300, 300), *years("KG", "EU", "import", 300, got)]

    assert len(found(ledger(cells=cells))) == count


def test_members_are_summed_where_no_aggregate_is_published(ledger: Callable[..., Ledger]) -> None:
    sent = [*years("DE", "KG", "export", 200, 600), *years("IT", "KG", "export", 100, 300)]
    got = [*years("KG", "DE", "import", 200, 200), *years("KG", "IT", "import", 100, 100)]

    (row,) = found(ledger(cells=[*sent, *got]))

    assert (row["sent"], row["got"]) == (900e6, 300e6)


def sentence(ledger: Ledger) -> str:
    (row,) = found(ledger)
    return mirror_gap.finders[0].phrases(row)["sent"] + " | " + mirror_gap.finders[0].phrases(row)["received"]


def test_the_published_union_speaks_for_itself(ledger: Callable[..., Ledger]) -> None:
    cells = [*years("EU27_2020", "KG", "export", 300, 900), *years("KG", "EU", "import", 300, 300)]

    assert sentence(ledger(cells=cells)) == "the EU says it sent 900.0 million EUR | 300.0 million EUR"


def test_a_single_member_is_named_as_the_only_one(ledger: Callable[..., Ledger]) -> None:
    cells = [*years("DE", "KG", "export", 300, 900), *years("KG", "DE", "import", 300, 300)]

    assert sentence(ledger(cells=cells)) == (
        "Germany, the only EU member whose figures are in the ledger, says it sent 900.0 million EUR"
        " | 300.0 million EUR from Germany"
    )


def test_some_members_are_named_and_many_are_counted(ledger: Callable[..., Ledger]) -> None:
    two = [*years("DE", "KG", "export", 200, 600), *years("IT", "KG", "export", 100, 300)]
    four = [*two, *years("FR", "KG", "export", 1, 1), *years("ES", "KG", "export", 1, 1)]
    got = years("KG", "EU", "import", 300, 300)

    assert sentence(ledger(cells=[*two, *got])).startswith("Germany and Italy, the only EU members whose figures")
    assert sentence(ledger(cells=[*four, *got])).startswith("4 of 27 EU members, the only ones whose figures")


def test_all_members_together_are_the_union(ledger: Callable[..., Ledger]) -> None:
    sent = [it for member in sorted(eu_members(BAN)) for it in years(member, "KG", "export", 10, 30)]

    assert sentence(ledger(cells=[*sent, *years("KG", "EU", "import", 270, 270)])).startswith(
        "the EU says it sent 810.0"
    )


def test_another_exporter_says_it_itself(ledger: Callable[..., Ledger], series: Series) -> None:
    sent = series("2021-01", [1e6] * 12 + [5e6] * 12, reporter="TW", partner="CN")
    got = series("2021-01", [1e6] * 24, reporter="CN", partner="TW", flow="import")

    assert sentence(ledger(cells=[*sent, *got])) == "Taiwan says it sent 60.0 million USD of 845811 | 12.0 million USD"


def test_months_beside_their_year_are_not_counted_twice(ledger: Callable[..., Ledger], series: Series) -> None:
    monthly = series("2021-01", [10e6] * 12 + [50e6] * 12, reporter="EU27_2020", partner="KG", **ALL)
    annual = years("EU27_2020", "KG", "export", 120, 600)
    got = years("KG", "EU", "import", 120, 200)

    (row,) = found(ledger(cells=[*monthly, *annual, *got]))

    assert row["sent"] == 600e6


def test_an_incomplete_year_is_left_out(ledger: Callable[..., Ledger], series: Series) -> None:
    monthly = series("2021-01", [10e6] * 12 + [50e6] * 11, reporter="EU27_2020", partner="KG", **ALL)
    got = years("KG", "EU", "import", 120, 200)

    assert not found(ledger(cells=[*monthly, *got]))


def test_months_on_both_sides_make_periods_from_the_last_common_month(
    ledger: Callable[..., Ledger], series: Series
) -> None:
    sent = series("2021-01", [1e6] * 18 + [5e6] * 13, reporter="TW", partner="CN")
    got = series("2021-01", [1e6] * 30, reporter="CN", partner="TW", flow="import")

    (row,) = found(ledger(cells=[*sent, *got]))

    assert row["subject_id"] == "TW>CN:845811"
    assert (row["start"], row["end"]) == (date(2022, 7, 1), date(2023, 6, 1))
    assert (row["sent"], row["got"]) == (60e6, 12e6)


def test_a_hub_that_reports_nothing_at_all_is_no_gap(ledger: Callable[..., Ledger]) -> None:
    assert not found(ledger(cells=years("EU27_2020", "KG", "export", 300, 900)))
