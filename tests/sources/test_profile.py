"""What values look like, whatever their header says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.sources.profile import ColumnProfile, likeness, profile, profile_columns


@pytest.mark.parametrize(
    ("cells", "property_"),
    [
        (["8458112009", "8457101000", "0207149000"], "code"),
        (["8458.11", "8457 10 100 0", "8458.11-0000"], "code"),
        (["8.457E+09", "8.45811E+09"], "code"),
        (["01.03.2022", "2022-03-14", "2021년 3월 4일"], "day"),
        (["109/12/03", "110/01/31"], "roc_day"),
        (["2022-01", "Aug. 2024", "202203"], "period"),
        (["КИТАЙ", "TW", "Türkiye"], "country"),
        (["156", "643"], "country_number"),
        (["USD", "978", "RMB"], "currency"),
        (["ИМ", "EXPORT", "2-EXPORT", "수입"], "direction"),
        (["FOB", "CIF Shanghai", "DAP МОСКВА"], "incoterm"),
        (["10702070/010322/0012345"], "ru_declaration"),
        (["ООО «Резец»", "ACORN LTD", "(주)한빛"], "legal_form"),
        (["1 234,56", "12.50", "1,000.00"], "amount"),
        (["шт", "kg", "台"], "unit"),
        (["123456, г. Тула, ул. Литейная, д. 9"], "address"),
    ],
)
def test_sees_what_all_values_are(cells: list[str], property_: str) -> None:
    assert profile(cells).share(property_) == 1.0


@pytest.mark.parametrize(
    ("cells", "property_"),
    [
        (["7702000003", "7799999999"], "code"),
        (["01.03.2022", "20220314"], "code"),
        (["44621", "12.5", "3"], "day"),
        (["Станок токарный"], "legal_form"),
        (["12", "345"], "country"),
    ],
)
def test_does_not_see_what_values_are_not(cells: list[str], property_: str) -> None:
    assert profile(cells).share(property_) == 0.0


def test_counts_filled_and_distinct_cells() -> None:
    seen = profile(["a", "a", "b", "", " "])
    assert (seen.filled, seen.samples) == (0.6, ("a", "b"))
    assert seen.distinct == pytest.approx(2 / 3)


def test_an_empty_column_says_nothing() -> None:
    assert profile(["", " "]) == ColumnProfile(0.0, 0.0)
    assert likeness(profile([""]), profile(["USD"])) == 0.5


def test_short_rows_have_empty_cells() -> None:
    assert [it.filled for it in profile_columns([["a", "b"], ["c"]])] == [1.0, 0.5]


def test_alike_columns_are_more_alike_than_others() -> None:
    codes, more, names = profile(["8458112009"]), profile(["8457101000"]), profile(["ACORN LTD"])
    assert likeness(codes, more) > 0.9
    assert likeness(codes, names) < 0.4


@given(st.lists(st.text(max_size=20), min_size=1, max_size=12))
def test_the_order_of_rows_does_not_change_shares(cells: list[str]) -> None:
    turned = list(reversed(cells))
    assert profile(turned).shares == profile(cells).shares
    assert profile(turned).filled == profile(cells).filled
